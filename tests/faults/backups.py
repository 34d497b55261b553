"""Copies of whole topics, so that a fault may delete one and put it back as it was, offsets included."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import NamedTuple

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition

from agents.broker.clients import client_options
from agents.topics import administration, create_missing, partitions_of, required_topics
from harness import Stream

LARGE = 32 * 1024 * 1024
GONE_SECONDS = 30.0


class Kept(NamedTuple):
    """One record of a topic."""

    partition: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    timestamp: int


def administration_of(stream: Stream) -> AbstractContextManager[KafkaAdminClient]:
    """A client for topic administration, closed at the end."""
    return administration(client_options(stream.settings))


class Backup:
    """All records of a topic, in their order.

    Args:
        stream: its topics.
        topic: the topic. Nobody may write to it until it is restored.
    """

    def __init__(self, stream: Stream, topic: str) -> None:
        self.topic = topic
        self._stream = stream
        self.records = list(records_of(stream, topic))

    def delete_topic(self) -> None:
        """Delete the topic, and wait until it is gone."""
        with administration_of(self._stream) as admin:
            admin.delete_topics([self.topic])
            deadline = time.monotonic() + GONE_SECONDS
            while self.topic in admin.list_topics():
                if time.monotonic() > deadline:
                    raise TimeoutError(f"{self.topic} is still there")
                time.sleep(0.1)

    def remake_topic(self) -> None:
        """Make the topic anew, without a record; where it is still there it is deleted before."""
        with administration_of(self._stream) as admin:
            if self.topic in admin.list_topics():
                self.delete_topic()
            spec = [spec for spec in required_topics(self._stream.settings) if spec.name == self.topic]
            create_missing(admin, spec, 1)

    def restore(self) -> None:
        """Write all records, each to its partition, and so at its offset."""
        producer = KafkaProducer(**client_options(self._stream.settings), acks="all", max_request_size=LARGE)
        try:
            for kept in self.records:
                producer.send(
                    self.topic,
                    partition=kept.partition,
                    key=kept.key,
                    value=kept.value,
                    headers=list(kept.headers),
                    timestamp_ms=kept.timestamp,
                ).get(timeout=30)
        finally:
            producer.close()


def records_of(stream: Stream, topic: str) -> Iterator[Kept]:
    """Read a topic from its beginning to its present end."""
    consumer = KafkaConsumer(
        **client_options(stream.settings), auto_offset_reset="earliest", max_partition_fetch_bytes=LARGE
    )
    try:
        partitions = [TopicPartition(topic, p) for p in range(partitions_of(topic, stream.settings))]
        consumer.assign(partitions)
        consumer.seek_to_beginning()
        ends = consumer.end_offsets(partitions)
        while any(consumer.position(tp) < end for tp, end in ends.items()):
            for batch in consumer.poll(timeout_ms=500).values():
                for r in batch:
                    yield Kept(r.partition, r.key, r.value, tuple(r.headers or ()), r.timestamp)
    finally:
        consumer.close()
