"""`communique feed`: push articles from files to the topic `articles`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from kafka import KafkaProducer
from kafka.errors import KafkaError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from agents.cli.plain import plain
from agents.cli.reading import Line, lines_of
from agents.cli.telling import told_plainly
from agents.intake import Refusal
from agents.reaching import usable_options
from agents.settings import Settings
from agents.topics import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kafka.producer.future import FutureRecordMetadata

WAIT_SECONDS = 30.0
"""How long one record may wait for the broker before it counts as not sent."""


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
    with told_plainly():
        lines = list(lines_of(files))
        refused = 0 if unchecked else _name_refused(lines)
        failed = push([line for line in lines if unchecked or not isinstance(line.reading, Refusal)], Settings())
    sent = len(lines) - refused - failed
    click.echo(f"{sent} sent, {refused} refused, {failed} failed", err=True)
    if refused or failed:
        sys.exit(1)


def _name_refused(lines: Sequence[Line]) -> int:
    """Say which lines hold no article, and why; the number of them."""
    refused = 0
    for line in lines:
        if isinstance(line.reading, Refusal):
            click.echo(plain(f"{line.place}: {line.reading.message}"), err=True)
            refused += 1
    return refused


def push(lines: Sequence[Line], settings: Settings, *, quiet: bool = False) -> int:
    """Send records and wait until the broker has acknowledged each.

    Args:
        lines: the records.
        settings: which broker, and how large a record may be.
        quiet: show no progress bar.

    Returns:
        How many the broker refused, or did not acknowledge in time; each is named on standard error.

    Raises:
        kafka.errors.KafkaError: no broker can be reached.
    """
    producer = KafkaProducer(
        **usable_options(settings), acks="all", linger_ms=20, max_request_size=settings.dead_letter_bytes
    )
    with producer, _progress(quiet) as bar:
        task = bar.add_task("sending", total=len(lines))
        waiting = [(line, producer.send(ARTICLES, key=line.key, value=line.raw)) for line in lines]
        failed = 0
        for line, future in waiting:
            failed += _failed(line, future)
            bar.advance(task)
    return failed


def _failed(line: Line, future: FutureRecordMetadata) -> int:
    """Wait for one record; 1, with a message, where it was not taken."""
    try:
        future.get(timeout=WAIT_SECONDS)
    except KafkaError as error:
        click.echo(f"{line.place}: not sent: {error}", err=True)
        return 1
    return 0


def _progress(quiet: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=quiet or not sys.stderr.isatty(),
    )
