"""What every agent is given: the app, the topics, the tables, and one way to send."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import faust
from faust.types import EventT

from agents import topics
from agents.intake import RawRecord
from agents.metrics import Metrics
from agents.pool.processes import ExtractionPool
from agents.settings import Settings
from agents.tables import Tables

OpenHeaders = list[tuple[str, bytes | None]] | list[tuple[str, bytes]]


@dataclass(frozen=True)
class Outgoing:
    """One record to be sent."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: OpenHeaders | None = None


@dataclass(frozen=True)
class Stream:
    """The parts of a running worker."""

    app: faust.App
    settings: Settings
    tables: Tables
    metrics: Metrics
    pool: ExtractionPool

    def source(self, name: str) -> faust.TopicT:
        """A topic to read raw bytes from; decoding happens in the agent, where a failure costs one record."""
        return self.app.topic(
            name,
            key_serializer="raw",
            value_serializer="raw",
            key_type=bytes,
            value_type=bytes,
            partitions=topics.partitions_of(name, self.settings),
            allow_empty=True,
        )

    async def send(self, records: Iterable[Outgoing]) -> None:
        """Send records and wait until the broker has acknowledged every one.

        Raises:
            Exception: the broker did not take one of them; the worker must end without acknowledging its input.
        """
        producer = await self.app.maybe_start_producer()
        sent = [
            await producer.send(
                record.topic,
                record.key,
                record.value,
                partition=None,
                timestamp=None,
                headers=record.headers,
            )
            for record in records
        ]
        await asyncio.gather(*sent)


def raw_record(event: EventT[bytes]) -> RawRecord:
    """The record behind an event, as it came from the broker."""
    message = event.message
    return RawRecord(
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        timestamp=message.timestamp,
        key=message.key,
        value=message.value,
        headers=tuple(cast("Iterable[tuple[str, bytes | None]]", message.headers or ())),
    )
