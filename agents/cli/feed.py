"""`communique feed`: push articles from files to the topic `articles`."""

from __future__ import annotations

import sys
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
from kafka import KafkaProducer
from kafka.errors import KafkaError
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from agents.cli.plain import plain
from agents.cli.reading import Line, can_be_read, lines_of
from agents.cli.telling import told_plainly
from agents.intake import Refusal
from agents.reaching import usable_options
from agents.settings import Settings
from agents.topics import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kafka.producer.future import FutureRecordMetadata

WAIT_SECONDS = 30.0
"""How long one record may wait for the broker before it counts as not sent."""

WAITING = 500
"""Records sent and not yet acknowledged, at most."""


@click.command(short_help="Push articles from files to the topic `articles`.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--unchecked", is_flag=True, help="Send each line as it stands, also one that is no article.")
def feed(files: tuple[str, ...], *, unchecked: bool) -> None:
    r"""Push articles from FILE... to the topic `articles`, keyed by article id.

    A file ending in .txt is one article. Any other is JSON Lines: one article, or one IPTC ninjs item, a line. `-`
    stands for standard input. Lines that hold no article are named and left out; the exit code is then 1.

    \b
    Examples:
      communique feed articles.jsonl
      zcat archive.jsonl.gz | communique feed -
    """
    settings = Settings()
    tally = Tally()
    with told_plainly():
        can_be_read(files)
        push(lines_of(files), settings, tally, unchecked=unchecked)
    click.echo(f"{tally.sent} sent, {tally.refused} refused, {tally.failed} failed", err=True)
    if tally.refused or tally.failed:
        sys.exit(1)


@dataclass
class Tally:
    """What came of the lines."""

    sent: int = 0
    refused: int = 0
    """Lines that hold no article."""
    failed: int = 0
    """Records that the broker refused, or did not acknowledge in time."""


def push(
    lines: Iterable[Line], settings: Settings, tally: Tally, *, unchecked: bool = False, quiet: bool = False
) -> None:
    """Send articles as they are read, and wait until the broker has acknowledged each.

    A file may be larger than memory, and standard input need not end: at most `WAITING` records are held. What is not
    sent is named on standard error.

    Args:
        lines: the records.
        settings: which broker, and how large a record may be.
        tally: counts what comes of them.
        unchecked: send also what is no article.
        quiet: show no progress.

    Raises:
        kafka.errors.KafkaError: no broker can be reached.
        OSError: a file cannot be read.
    """
    producer = KafkaProducer(
        **usable_options(settings), acks="all", linger_ms=20, max_request_size=settings.dead_letter_bytes
    )
    with producer, _progress(quiet) as bar:
        task = bar.add_task("sending", total=None)
        waiting: deque[tuple[Line, FutureRecordMetadata]] = deque()
        for line in lines:
            if isinstance(line.reading, Refusal) and not unchecked:
                _tell(bar, f"{line.place}: {line.reading.message}")
                tally.refused += 1
                continue
            waiting.append((line, producer.send(ARTICLES, key=line.key, value=line.raw)))
            while waiting and (len(waiting) > WAITING or waiting[0][1].is_done):
                _settle(*waiting.popleft(), tally, bar)
            bar.update(task, completed=tally.sent)
        while waiting:
            _settle(*waiting.popleft(), tally, bar)
            bar.update(task, completed=tally.sent)


def _settle(line: Line, future: FutureRecordMetadata, tally: Tally, bar: Progress) -> None:
    """Wait for one record; it is named where it was not taken."""
    try:
        future.get(timeout=WAIT_SECONDS)
        tally.sent += 1
    except KafkaError as error:
        _tell(bar, f"{line.place}: not sent: {error}")
        tally.failed += 1


def _tell(bar: Progress, message: str) -> None:
    """A line above the progress, which would else be written over."""
    bar.console.print(plain(message), markup=False, highlight=False, soft_wrap=True)


def _progress(quiet: bool) -> Progress:
    """A count and the time: nobody knows how many lines are to come."""
    return Progress(
        TextColumn("{task.description}"),
        SpinnerColumn(),
        TextColumn("{task.completed}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=quiet or not sys.stderr.isatty(),
    )
