"""`communique dead-letters`: what could not be read or extracted, counted, shown, and sent again after a mend."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from agents.broker.reaching import usable_options
from agents.cli.plain import plain
from agents.cli.telling import told_plainly
from agents.cli.watch import open_consumer
from agents.dead_letters.replaying import ID, Letter, NotReplayableError, Replay, chosen, copies, reasons, replay_of
from agents.settings import Settings
from agents.topics import DEAD_LETTERS

if TYPE_CHECKING:
    from kafka.consumer.fetcher import ConsumerRecord

WAIT_SECONDS = 30.0
"""How long one record may wait for the broker before it counts as not sent."""

SILENT_MILLISECONDS = 30_000
"""Milliseconds for which the broker may send nothing of what it has."""


@click.group(name="dead-letters", short_help="Count, show and replay what could not be read or extracted.")
def dead_letters() -> None:
    """Look into the dead-letter topic, and send records again after a mend."""


@dead_letters.command(name="list", short_help="Count the dead letters by their reasons.")
def list_reasons() -> None:
    """Count the dead letters by stage and exception, with the first, the last, and the latest one's id and message."""
    with told_plainly():
        found = reasons(read_letters(Settings(), whole=False))
    for reason in found:
        what = plain(f"{reason.count:>7}  {reason.stage or '?'} {reason.error or '?'}")
        message = one_line(reason.sample.message)
        click.echo(f"{what}  {moment(reason.first)} to {moment(reason.last)}  {reason.sample.id}: {message}")
    click.echo(f"{sum(reason.count for reason in found)} dead letters, {len(found)} reasons", err=True)


@dead_letters.command(short_help="Show one dead letter whole.")
@click.argument("letter_id", metavar="ID")
def show(letter_id: str) -> None:
    r"""Show the dead letter ID whole: headers, key and value. ID is PARTITION-OFFSET, as `list` prints it.

    Text is shown with its control characters escaped, anything else as bytes in hexadecimal.

    \b
    Example:
      communique dead-letters show 0-17
    """
    _checked((letter_id,))
    with told_plainly():
        found = read_letters(Settings(), (letter_id,))
    if not found:
        raise click.ClickException(f"there is no dead letter {letter_id}")
    click.echo("\n".join(described(found[0])))


@dead_letters.command(short_help="Send records again after a mend.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--reason", metavar="EXCEPTION", help="All that failed with this exception, such as TimeoutError.")
@click.option("--all", "everything", is_flag=True, help="All there are.")
@click.option("--again", is_flag=True, help="Also those that were sent again before.")
@click.option("--dry-run", is_flag=True, help="Tell what would be sent, and send nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def replay(ids: tuple[str, ...], reason: str | None, everything: bool, again: bool, dry_run: bool, yes: bool) -> None:
    r"""Send the records behind dead letters again, byte for byte, to the topic and partition that they came from.

    Each bears the header `communique.replay-of` with the id of its dead letter. A dead letter whose mark stands on the
    topic already is left out, so the command can be run again after an interruption. The exit code is 1 where one could
    not be sent.

    \b
    Examples:
      communique dead-letters replay 0-17 1-3
      communique dead-letters replay --reason TimeoutError --dry-run
      communique dead-letters replay --all --yes
    """
    if sum((bool(ids), reason is not None, everything)) != 1:
        raise click.UsageError("name ids, or a --reason, or --all: one of the three")
    _checked(ids)
    settings = Settings()
    with told_plainly():
        letters = read_letters(settings, ids, reason)
        replays, refused = sorted_out(letters, settings.partitions)
        sent_before = set() if again else already_sent(replays, settings)
        todo = [one for one in replays if one.letter.id not in sent_before]
        missing = sorted(set(ids) - {letter.id for letter in letters})
        for name in missing:
            click.echo(f"{name}: there is no such dead letter", err=True)
        failed = 0 if dry_run or not _agreed(todo, yes) else push(todo, settings)
    if dry_run:
        for one in todo:
            click.echo(f"{one.letter.id} would go to {one.topic}[{one.partition}]")
    sent = f"{len(todo)} would be sent" if dry_run else f"{len(todo) - failed} sent"
    click.echo(f"{sent}, {len(replays) - len(todo)} sent before, {refused} cannot be sent, {failed} failed", err=True)
    if refused or failed or missing:
        sys.exit(1)


def _checked(ids: Sequence[str]) -> None:
    for name in ids:
        if not ID.fullmatch(name):
            raise click.UsageError(f"{plain(name)!r} is no id; an id is PARTITION-OFFSET, such as 0-17")


def _agreed(todo: Sequence[Replay], yes: bool) -> bool:
    """Whether to go on.

    Raises:
        click.ClickException: nobody can be asked, or the answer is no.
    """
    if yes or not todo:
        return True
    if not sys.stdin.isatty():
        raise click.ClickException(f"{len(todo)} records would be sent again; --yes sends them")
    click.confirm(f"Send {len(todo)} records again?", abort=True, err=True)
    return True


def sorted_out(letters: Sequence[Letter], partitions: int) -> tuple[list[Replay], int]:
    """The records that can be sent again, and how many cannot; each of those is named with its reason."""
    replays, refused = [], 0
    for letter in letters:
        try:
            replays.append(replay_of(letter, partitions))
        except NotReplayableError as error:
            click.echo(f"{letter.id}: {one_line(str(error))}", err=True)
            refused += 1
    return replays, refused


# Reading


def read_letters(
    settings: Settings, ids: Sequence[str] = (), reason: str | None = None, *, whole: bool = True
) -> list[Letter]:
    """Dead letters in the order of partitions and offsets; of those that nobody asked for nothing is kept.

    Args:
        settings: how to reach the broker.
        ids: which ones; all where none is told.
        reason: the exception that they failed with; any where it is not told.
        whole: whether their keys and values are wanted.

    Raises:
        kafka.errors.KafkaError: no broker can be reached.
        click.ClickException: the topic is not there.
    """
    with _consumer(settings, DEAD_LETTERS) as consumer:
        records = records_until_now(consumer, "reading dead letters")
        found = chosen((letter_of(record, whole=whole) for record in records), ids, reason)
    return sorted(found, key=lambda letter: (letter.partition, letter.offset))


def letter_of(record: ConsumerRecord, *, whole: bool) -> Letter:
    """The dead letter that a record holds; without key and value unless it is wanted whole."""
    key, value = (record.key, record.value) if whole else (None, None)
    return Letter(record.partition, record.offset, record.timestamp, key, value, tuple(record.headers))


def already_sent(replays: Sequence[Replay], settings: Settings) -> set[str]:
    """The ids whose marks stand on the topics that they would go to: no mark is older than its dead letter."""
    found: set[str] = set()
    letters = {one.letter.id: one.letter for one in replays}
    for topic in dict.fromkeys(one.topic for one in replays):
        since = min(one.letter.timestamp for one in replays if one.topic == topic)
        with _consumer(settings, topic) as consumer:
            times = dict.fromkeys(consumer.assignment(), since)
            begins: Mapping[TopicPartition, object] = consumer.offsets_for_times(times)
            ends = consumer.end_offsets(list(times))
            for tp, place in begins.items():
                consumer.seek(tp, getattr(place, "offset", ends[tp]) if place else ends[tp])
            for record in records_until_now(consumer, f"looking for marks in {topic}"):
                found |= copies(letters, record.key, record.value, record.headers)
    return found


@contextmanager
def _consumer(settings: Settings, topic: str) -> Iterator[KafkaConsumer]:
    consumer = open_consumer(settings, [topic], from_beginning=True)
    try:
        yield consumer
    finally:
        consumer.close()


def records_until_now(consumer: KafkaConsumer, doing: str) -> Iterator[ConsumerRecord]:
    """Every record from the consumer's position to the ends as they are now, with a progress bar.

    Raises:
        kafka.errors.KafkaError: the broker sends nothing more before the end.
    """
    ends = consumer.end_offsets(list(consumer.assignment()))
    begins = {tp: consumer.position(tp) for tp in ends}
    with progress() as bar:
        task = bar.add_task(doing, total=sum(max(0, ends[tp] - begins[tp]) for tp in ends))
        while any(consumer.position(tp) < end for tp, end in ends.items()):
            batches = consumer.poll(timeout_ms=SILENT_MILLISECONDS)
            if not batches and any(consumer.position(tp) < end for tp, end in ends.items()):
                raise KafkaError(f"nothing came for {SILENT_MILLISECONDS // 1_000} seconds")
            for batch in batches.values():
                yield from batch
            bar.update(task, completed=sum(max(0, consumer.position(tp) - begins[tp]) for tp in ends))


# Sending


def push(replays: Sequence[Replay], settings: Settings) -> int:
    """Send records again, each acknowledged by the broker; how many were not, each named on standard error."""
    producer = KafkaProducer(**usable_options(settings), acks="all", max_request_size=settings.dead_letter_bytes)
    failed = 0
    with producer, progress() as bar:
        for one in bar.track(replays, description="sending"):
            try:
                producer.send(
                    one.topic,
                    key=one.letter.key,
                    value=one.letter.value,
                    headers=one.headers,
                    partition=one.partition,
                    # The nearest to the record's own time that is known: dates are told by it where nothing else does.
                    timestamp_ms=one.letter.timestamp,
                ).get(timeout=WAIT_SECONDS)
            except KafkaError as error:
                click.echo(f"{one.letter.id}: not sent: {error}", err=True)
                failed += 1
    return failed


def progress() -> Progress:
    """A progress bar on a terminal, and nothing elsewhere."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
    )


# Showing


def described(letter: Letter) -> list[str]:
    """A dead letter as lines for a terminal, nothing left out."""
    lines = [f"id         {letter.id}", f"written    {moment(letter.timestamp)}"]
    lines += [f"header     {shown(name.encode('utf-8', 'replace'))}: {shown(value)}" for name, value in letter.headers]
    return [*lines, f"key        {shown(letter.key)}", f"value      {shown(letter.value)}"]


def shown(data: bytes | None) -> str:
    """Bytes as text without orders to a terminal, each escaped; in hexadecimal where they are no text."""
    if data is None:
        return "null"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return f"{len(data)} bytes {data.hex(' ')}"
    return "".join(char if char == "\\" or plain(char) == char != "\n" else escaped(char) for char in text)


def escaped(char: str) -> str:
    """A character by its code, as Python writes it."""
    return char.encode("unicode_escape").decode("ascii")


def one_line(text: str, characters: int = 160) -> str:
    """The beginning of a stranger's text, on one line."""
    return shown(text[:characters].encode("utf-8", "replace"))


def moment(milliseconds: int) -> str:
    """A time of the broker in UTC; one outside all calendars as its number."""
    try:
        return datetime.fromtimestamp(milliseconds / 1_000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError, OSError):
        return str(milliseconds)
