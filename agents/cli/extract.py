"""`communique extract`: events of articles in files, with no broker."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from agents.cli.plain import plain
from agents.feeding.line import Line
from agents.feeding.reading import lines_of
from agents.intake import Passed, Readable, Refusal
from agents.settings import Settings
from schemas.article import Article
from schemas.wire import to_bytes


@click.command(short_help="Print the events of articles in files, with no broker.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--model", default=None, help="spaCy pipeline to use instead of COMMUNIQUE_MODEL.")
@click.option("--gate/--no-gate", "gated", default=True, help="Parse only what can tell of an event; on by default.")
@click.option("--explain", "explain", is_flag=True, help="Print for people: rules, cues and what was dropped.")
@click.option("--html", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Write a marked page too.")
def extract(files: tuple[str, ...], model: str | None, gated: bool, explain: bool, html: Path | None) -> None:
    r"""Print the events that the articles in FILE... tell of, one JSON object a line.

    The name of a file tells what it is: .jsonl one article, or one IPTC ninjs item, a line; .json and .ninjs one, or
    a list; .csv and .tsv one a row; .txt one; .rss, .atom and .xml a feed. Any other is read as .jsonl. `-` stands for
    standard input. No broker is needed. Each event names its article in `article_id`; what only merging
    gives (`event_id`, `version`, `sources`, ...) is left out.

    With --explain each event is told with the rule that fired, the cue that gave its status, the words that gave its
    date, and what was considered and dropped. --html writes a page that shows the articles with events and slots in
    colour.

    \b
    Examples:
      communique extract article.txt
      communique extract articles.jsonl > events.jsonl
      communique extract --explain --html page.html articles.jsonl
    """
    from agents.cli.explaining import explained, marked, page  # noqa: PLC0415 -- spaCy is loaded by this command alone
    from extraction import nlp, pipeline  # noqa: PLC0415 -- as above

    try:
        lines = list(lines_of(files))
    except OSError as error:
        raise click.ClickException(str(error)) from error
    language = nlp.load(model or Settings().model)
    shown = []
    for article in readable(lines):
        document = pipeline.read(article, language, gated=gated)
        outcome = pipeline.outcome_of(document)
        if explain:
            click.echo(plain("\n".join(explained(document, outcome))) + "\n")
        else:
            click.echo(b"".join(to_bytes(mention) + b"\n" for mention in outcome.events), nl=False)
        if html:
            shown.append(marked(document, outcome))
    if html:
        html.write_text(page(shown), encoding="utf-8")
    if any(isinstance(line.reading, Refusal) for line in lines):
        sys.exit(1)


def readable(lines: Iterable[Line]) -> Iterator[Article]:
    """The articles to extract; what is none, or in another language, is named on standard error."""
    hidden = not sys.stderr.isatty() or sys.stdout.isatty()
    for line in track(list(lines), "extracting", console=Console(stderr=True), disable=hidden):
        match line.reading:
            case Readable():
                yield line.reading.article
            case Refusal():
                click.echo(plain(f"{line.place}: {line.reading.message}"), err=True)
            case Passed():
                click.echo(plain(f"{line.place}: passed over, language {line.reading.article.language}"), err=True)
