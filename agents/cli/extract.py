"""`communique extract`: events of articles in files, with no broker."""

from __future__ import annotations

import sys

import click
from rich.console import Console
from rich.progress import track

from agents.cli.reading import lines_of
from agents.intake import Readable, Refusal
from agents.settings import Settings
from schemas.wire import to_bytes


@click.command(short_help="Print the events of articles in files, with no broker.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--model", default=None, help="spaCy pipeline to use instead of COMMUNIQUE_MODEL.")
def extract(files: tuple[str, ...], *, model: str | None) -> None:
    r"""Print the events that the articles in FILE... tell of, one JSON object a line.

    A file ending in .txt is one article. Any other is JSON Lines: one article, or one IPTC ninjs item, a line. `-`
    stands for standard input. No broker is needed. Each event names its article in `article_id`; what only merging
    gives (`event_id`, `version`, `sources`, ...) is left out.

    \b
    Examples:
      communique extract article.txt
      communique extract articles.jsonl > events.jsonl
    """
    from extraction import extract as events_of  # noqa: PLC0415 -- spaCy is loaded by this command alone

    refused = 0
    out = sys.stdout.buffer
    console = Console(stderr=True)
    try:
        lines = list(lines_of(files))
    except OSError as error:
        raise click.ClickException(str(error)) from error
    for line in track(lines, "extracting", console=console, disable=not sys.stderr.isatty() or sys.stdout.isatty()):
        if isinstance(line.reading, Refusal):
            click.echo(f"{line.place}: {line.reading.message}", err=True)
            refused += 1
        elif isinstance(line.reading, Readable):
            for mention in events_of(line.reading.article, model or Settings().model):
                out.write(to_bytes(mention) + b"\n")
            out.flush()
        else:
            click.echo(f"{line.place}: passed over, language {line.reading.article.language}", err=True)
    if refused:
        sys.exit(1)
