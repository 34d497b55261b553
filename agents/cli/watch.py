"""`communique watch`: events as they appear, readable or as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import click
from kafka import KafkaConsumer, TopicPartition

from agents.broker.reaching import usable_options
from agents.cli.plain import from_plain, plain
from agents.cli.telling import told_plainly
from agents.settings import Settings
from agents.topics import EVENTS
from schemas.event import EVENT, Event
from schemas.vocabulary import EventType, Status

if TYPE_CHECKING:
    from kafka.consumer.fetcher import ConsumerRecord

POLL_MILLISECONDS = 500
STATUS_WIDTH = 10
COLOURS = {
    Status.OCCURRED: "green",
    Status.PLANNED: "blue",
    Status.POSSIBLE: "yellow",
    Status.UNLIKELY: "magenta",
    Status.CANCELLED: "red",
}


@click.command(short_help="Show events as they appear.")
@click.option(
    "--type",
    "types",
    multiple=True,
    type=click.Choice([kind.hyphenated for kind in EventType]),
    help="Only events of this type; may be given several times.",
)
@click.option("--from-beginning", is_flag=True, help="Begin with the oldest event that the topics hold.")
@click.option("--json", "as_json", is_flag=True, help="Print each event as it stands on its topic, one a line.")
@click.option("--limit", type=click.IntRange(min=1), default=None, help="Stop after so many records.")
def watch(types: tuple[str, ...], *, from_beginning: bool, as_json: bool, limit: int | None) -> None:
    r"""Show events as they appear, until Ctrl-C.

    A line gives the status, the event in one sentence, the number of independent sources and the event's id. An event
    is shown again when another article changes it. A withdrawn event is shown as such.

    \b
    Examples:
      communique watch
      communique watch --type meeting --from-beginning
      communique watch --json | jq .summary
    """
    wanted = [kind for kind in EventType if not types or kind.hyphenated in types]
    write = json_line if as_json else readable_line
    try:
        with (
            told_plainly(),
            open_consumer(Settings(), [EVENTS[kind] for kind in wanted], from_beginning=from_beginning) as consumer,
        ):
            show(records(consumer), write, limit)
    except KeyboardInterrupt:
        return


def open_consumer(settings: Settings, topics: Sequence[str], *, from_beginning: bool) -> KafkaConsumer:
    """A consumer of some topics that belongs to no group and commits nothing.

    Raises:
        click.ClickException: a topic is not there.
        kafka.errors.KafkaError: no broker can be reached.
    """
    consumer = KafkaConsumer(**usable_options(settings), enable_auto_commit=False)
    partitions = []
    for topic in topics:
        numbers = consumer.partitions_for_topic(topic)
        if not numbers:
            consumer.close()
            raise click.ClickException(
                f"the topic {topic} is not there, or this user may not see it; `communique topics create` makes it"
            )
        partitions += [TopicPartition(topic, number) for number in sorted(numbers)]
    consumer.assign(partitions)
    if from_beginning:
        consumer.seek_to_beginning(*partitions)
    else:
        consumer.seek_to_end(*partitions)
        for partition in partitions:
            consumer.position(partition)
    return consumer


def records(consumer: KafkaConsumer) -> Iterator[ConsumerRecord]:
    """Every record from here on, without end."""
    while True:
        for batch in consumer.poll(timeout_ms=POLL_MILLISECONDS).values():
            yield from batch


def show(stream: Iterator[ConsumerRecord], write: Callable[[ConsumerRecord], str], limit: int | None) -> None:
    """Print a line a record, at most `limit`."""
    for number, record in enumerate(stream, 1):
        try:
            click.echo(write(record))
        except ValueError as error:  # what is no JSON, no UTF-8 or no event
            place = f"{record.topic}[{record.partition}] offset {record.offset}"
            click.echo(f"{place} holds no event: {type(error).__name__}", err=True)
        if number == limit:
            return


def json_line(record: ConsumerRecord) -> str:
    """The record as it stands on its topic; a withdrawal as its id and null."""
    if record.value is None:
        return f'{{"event_id":"{(record.key or b"").decode()}","withdrawn":true}}'
    return str(record.value.decode())


def readable_line(record: ConsumerRecord) -> str:
    """The record as a line for a person."""
    if record.value is None:
        return f"{click.style('withdrawn'.ljust(STATUS_WIDTH), dim=True)}{plain((record.key or b'').decode())}"
    return describe(from_plain(EVENT, record.value))


def describe(event: Event) -> str:
    """An event as a line for a person."""
    count = event.independent_sources
    sources = f"{count} source{'s' if count != 1 else ''}"
    status = click.style(event.status.ljust(STATUS_WIDTH), fg=COLOURS[event.status], bold=True)
    tail = click.style(f"· {sources} · {event.event_id} v{event.version}", dim=True)
    return f"{status}{event.summary} {tail}"
