"""The newest events and dead letters, as any subscriber sees them.

Read back from the public topics by a small consumer that belongs to no group. The page therefore shows the events of
every worker, and shows them again after a restart.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from mode import Service
from pydantic import ValidationError

from agents.broker.clients import client_options
from agents.topics import DEAD_LETTERS, EVENTS
from schemas.event import EVENT, Event
from schemas.wire import from_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aiokafka import ConsumerRecord

    from agents.settings import Settings

KEPT_EVENTS = 200
KEPT_DEAD_LETTERS = 50
READ_BACK = 100
"""Records read back from the end of each partition when the worker starts."""

SHOWN_CHARACTERS = 300
"""Longest piece of a stranger's text that a page shows of a dead letter."""

RETRY_SECONDS = 5.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """What a page shows of a record that could not be read or extracted."""

    reason: str
    """Name of the error's class."""

    stage: str
    """The step that failed."""

    place: str
    """Topic, partition and offset of the original record."""

    message: str
    """What was wrong."""

    at: datetime | None = None
    """When it was put aside."""


class Newest(Service):
    """Follows the event topics and the dead-letter topic and remembers their newest records.

    Args:
        settings: which broker.
    """

    def __init__(self, settings: Settings) -> None:
        """Read nothing yet; reading begins with the worker."""
        self.settings = settings
        self._events: OrderedDict[str, Event] = OrderedDict()
        self._dead_letters: list[DeadLetter] = []
        super().__init__()

    @property
    def events(self) -> tuple[Event, ...]:
        """The newest events, newest first; withdrawn ones are gone."""
        return tuple(reversed(self._events.values()))

    @property
    def dead_letters(self) -> tuple[DeadLetter, ...]:
        """The newest dead letters, newest first."""
        return tuple(reversed(self._dead_letters))

    def event(self, event_id: str) -> Event | None:
        """One of the newest events."""
        return self._events.get(event_id)

    def take(
        self,
        topic: str,
        key: bytes | None,
        value: bytes | None,
        headers: Iterable[tuple[str, bytes]],
        at: datetime | None = None,
    ) -> None:
        """Remember one record; one that cannot be read is passed over, since a page must never stop the stream."""
        if topic == DEAD_LETTERS:
            self._dead_letters = [*self._dead_letters, dead_letter(dict(headers), at)][-KEPT_DEAD_LETTERS:]
            return
        event_id = (key or b"").decode("utf-8", "replace")
        self._events.pop(event_id, None)
        if value is None:
            return
        try:
            self._events[event_id] = from_bytes(EVENT, value)
        except ValidationError:
            log.warning("a record on %s is no event; the page leaves it out", topic)
        while len(self._events) > KEPT_EVENTS:
            self._events.popitem(last=False)

    @Service.task
    async def _follow(self) -> None:
        while not self.should_stop:
            try:
                await self._read()
            except KafkaError as error:
                log.warning("the newest events cannot be read just now: %s", error)
                await self.sleep(RETRY_SECONDS)

    async def _read(self) -> None:
        consumer = AIOKafkaConsumer(
            **client_options(self.settings),
            enable_auto_commit=False,
            max_partition_fetch_bytes=self.settings.dead_letter_bytes,
        )
        await consumer.start()
        try:
            await _go_to_the_newest(consumer, self.settings.partitions)
            while not self.should_stop:
                await self._take_next(consumer)
        finally:
            await consumer.stop()

    async def _take_next(self, consumer: AIOKafkaConsumer) -> None:
        batches: Mapping[TopicPartition, list[ConsumerRecord]] = await consumer.getmany(timeout_ms=500, max_records=100)
        for records in batches.values():
            for record in records:
                self.take(record.topic, record.key, record.value, record.headers, written(record))
        await asyncio.sleep(0)


async def _go_to_the_newest(consumer: AIOKafkaConsumer, count: int) -> None:
    """Assign the `count` partitions of each topic shown, a little before their ends."""
    partitions = [
        TopicPartition(topic, number) for topic in (*EVENTS.values(), DEAD_LETTERS) for number in range(count)
    ]
    consumer.assign(partitions)
    first, last = await consumer.beginning_offsets(partitions), await consumer.end_offsets(partitions)
    for partition in partitions:
        consumer.seek(partition, max(first[partition], last[partition] - READ_BACK))


def written(record: ConsumerRecord) -> datetime | None:
    """When a record was put on its topic, as the broker has it; None where it has no time that can be read."""
    try:
        return datetime.fromtimestamp(record.timestamp / 1000, UTC)
    except (OverflowError, OSError, TypeError, ValueError):
        return None


def dead_letter(headers: Mapping[str, bytes], at: datetime | None = None) -> DeadLetter:
    """What a page shows of a dead letter, read off its headers."""

    def text(name: str) -> str:
        return headers.get(f"__connect.errors.{name}", b"").decode("utf-8", "replace")[:SHOWN_CHARACTERS]

    return DeadLetter(
        reason=text("exception.class.name"),
        stage=text("stage"),
        place=f"{text('topic')} {text('partition')}:{text('offset')}",
        message=text("exception.message"),
        at=at,
    )
