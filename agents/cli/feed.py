"""`communique feed`: push articles from files, feeds and directories to the topic `articles`."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from agents.cli.plain import plain
from agents.cli.telling import told_plainly
from agents.feeding.mapping import parse_mapping
from agents.feeding.plan import Plan, PlanError
from agents.feeding.reading import FORMATS
from agents.feeding.sending import Tally
from agents.settings import Settings

SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}


class Duration(click.ParamType):
    """A time such as 30s, 5m or 2h; without a letter, seconds."""

    name = "TIME"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Seconds."""
        found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)([smh]?)", str(value))
        if not found:
            self.fail(f"{value!r} is no time such as 30s, 5m or 2h", param, ctx)
        return float(found[1]) * SECONDS[found[2]]


@click.command(short_help="Push articles from files, feeds and directories to the topic `articles`.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--format", "given", type=click.Choice(list(FORMATS)), help="Read files as this, whatever their names.")
@click.option("--map", "mapping", multiple=True, metavar="FIELD=PATH", help="Where other JSON or CSV has a field.")
@click.option("--every", type=Duration(), help="Look at feeds and directories again and again, so long apart.")
@click.option("--state", type=click.Path(dir_okay=False, path_type=Path), help="File that remembers what was sent.")
@click.option("--full-text", is_flag=True, help="Read the page of items that carry only a summary.")
@click.option("--contact", help="Address or page for site owners, told with each request.")
@click.option("--delay", type=Duration(), default="1s", show_default=True, help="Pause between requests to one host.")
@click.option("--rate", type=click.FloatRange(0, min_open=True), help="Articles a second, at most.")
@click.option("--unchecked", is_flag=True, help="Send each line as it stands, also one that is no article.")
def feed(  # noqa: PLR0913 -- one for each option
    sources: tuple[str, ...],
    *,
    given: str | None,
    mapping: tuple[str, ...],
    every: float | None,
    state: Path | None,
    full_text: bool,
    contact: str | None,
    delay: float,
    rate: float | None,
    unchecked: bool,
) -> None:
    r"""Push articles from SOURCE... to the topic `articles`, keyed by article id.

    A SOURCE is a file, a directory, the URL of an RSS or Atom feed, or `-` for standard input. The name of a file
    tells what it is: .jsonl one article, or one IPTC ninjs item, a line; .json and .ninjs one, or a list; .csv and
    .tsv one a row; .txt one; .rss, .atom and .xml a feed. Any other is read as .jsonl.

    Feeds and directories are remembered: the next run sends only what is new or corrected. --every keeps looking
    until Ctrl-C. What holds no article is named and left out; the rest goes on.

    \b
    Exit codes:
      0  all is sent
      1  something was refused or not sent, or a source could not be read
      2  the command is not used rightly

    \b
    Examples:
      communique feed articles.jsonl
      zcat archive.jsonl.gz | communique feed -
      communique feed --map title=headline --map text=body.content:html other.jsonl
      communique feed --every 5m --full-text --contact desk@wire.example https://wire.example/world.rss
      communique feed --every 2s incoming/
    """
    from agents.feeding.running import run  # noqa: PLC0415 -- HTTP and XML are loaded by this command alone

    tally = Tally()
    try:
        plan = Plan(sources, given, parse_mapping(mapping), every, state, full_text, contact, delay, rate, unchecked)
    except (ValueError, PlanError) as error:
        raise click.UsageError(str(error)) from error
    with told_plainly(), _progress(tally) as bar, _terminated_as_by_a_key():
        run(plan, Settings(), tally, bar)
    click.echo(tally.told(), err=True)
    if not tally.is_clean:
        sys.exit(1)


@contextmanager
def _terminated_as_by_a_key() -> Iterator[None]:
    """What ends a service (SIGTERM) is taken for Ctrl-C: what was sent is remembered, and the summary told."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class Bar:
    """The count, how much of the files is read, and the time, on a terminal; messages stand above it."""

    def __init__(self, progress: Progress, tally: Tally) -> None:
        self._progress = progress
        self._tally = tally
        self._task = progress.add_task("sending", total=None, sent=0)
        self._bytes = 0

    def tell(self, message: str) -> None:
        """A line above the progress, which would else be written over."""
        self._progress.console.print(plain(message), markup=False, highlight=False, soft_wrap=True)
        self.show()

    def show(self) -> None:
        """Show how many articles were sent."""
        self._progress.update(self._task, sent=self._tally.sent)

    def opened(self, name: str) -> BinaryIO:
        """Open a file whose reading is shown."""
        if self._progress.disable:
            return Path(name).open("rb")
        self._bytes += Path(name).stat().st_size
        return self._progress.open(name, "rb", task_id=self._task, total=self._bytes)


@contextmanager
def _progress(tally: Tally) -> Iterator[Bar]:
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[sent]} sent"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=not sys.stderr.isatty()) as progress:
        yield Bar(progress, tally)
