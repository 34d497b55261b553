"""A subscription to events: records in order, read and checked; offsets are committed only after handling."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from logging import getLogger
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kafka import ConsumerRebalanceListener, KafkaConsumer, TopicPartition
from kafka.errors import CommitFailedError, KafkaError, RebalanceInProgressError
from kafka.structs import OffsetAndMetadata

from agents.broker.clients import client_options
from agents.client.changes import Change, Choice, UnreadableRecordError
from agents.settings import Settings

if TYPE_CHECKING:
    from kafka.consumer.fetcher import ConsumerRecord

    from schemas.vocabulary import EventType

log = getLogger(__name__)

POLL_MILLISECONDS = 500
MAX_RECORD_BYTES = 16 * 1024 * 1024
"""Memory for what one partition sends at once. A larger record still comes, alone."""

FETCH_BYTES = 64 * 1024 * 1024
"""Memory for what all partitions send at once."""

JOIN_SECONDS = 60.0
"""How long a group may take to hand out partitions, where the reading is to end."""

COMMIT_SECONDS = 5.0

Positions = Mapping[tuple[str, int], int]
"""Where to go on, by topic and partition."""


class NoTopicError(KafkaError):  # type: ignore[misc]  # kafka-python ships no types
    """A topic is not there, or this user may not see it."""

    def __str__(self) -> str:
        """The message alone, without the name of the class."""
        return str(self.args[0])


class NoPlaceError(KafkaError):  # type: ignore[misc]  # kafka-python ships no types
    """A position to go on from lies behind the end of its partition."""

    def __str__(self) -> str:
        """The message alone, without the name of the class."""
        return str(self.args[0])


class Subscription:
    """The changes of events, one after the other; those of one event in their order.

    With a `group` the broker remembers how far it got, and several programs of one group share the partitions.
    Without, the program remembers by itself: it begins at `positions`, and stores `change.place` with what it made of
    the change.

    Args:
        group: consumer group whose offsets are committed; None commits nothing.
        types: types of event; none stands for all.
        countries: codes of which an event must name one at least; none stands for all events.
        positions: without a group, where to go on by topic and partition; what is not named begins at the beginning.
        from_beginning: whether to begin with the oldest record where nothing else tells; else with the next to come.
        follow: whether to wait for further records at the end of the topics; else the iteration ends there.
        handling_seconds: longest time that the program takes for `batch` changes; then the group goes on without it.
        batch: records that are handed over between two looks at the broker, at most.
        commit_seconds: seconds between two commits, besides the one at the end.
        on_unreadable: what to do with a record that is no event; where absent, the error ends the iteration, behind
            the changes before it.
        settings: how to reach the broker; where absent, they are read from the environment.

    Raises:
        ValueError: a type or a country is none; a group and positions at once.
        NoTopicError: a topic is not there.
        NoPlaceError: a position lies behind the end of its partition.
        kafka.errors.KafkaError: no broker can be reached, or it refuses.
        OSError: a certificate or key file cannot be read.
    """

    def __init__(  # noqa: PLR0913 -- each is a choice of the caller, by name
        self,
        *,
        group: str | None = None,
        types: Collection[EventType | str] = (),
        countries: Collection[str] = (),
        positions: Positions | None = None,
        from_beginning: bool = True,
        follow: bool = True,
        handling_seconds: float = 300.0,
        batch: int = 500,
        commit_seconds: float = COMMIT_SECONDS,
        on_unreadable: Callable[[UnreadableRecordError], None] | None = None,
        settings: Settings | None = None,
    ) -> None:
        if group is not None and positions is not None:
            raise ValueError("a group keeps its own positions; give one of the two")
        self.choice = Choice.of(types, countries)
        self.follow = follow
        self._group = group
        self._commit_seconds = commit_seconds
        self._on_unreadable = on_unreadable
        self._handled: dict[TopicPartition, int] = {}
        self._behind: dict[TopicPartition, int] = {}
        self._current: tuple[TopicPartition, int] | None = None
        self._changes: Iterator[Change] | None = None
        self._committed_at = self._had_partitions_at = time.monotonic()
        self._ends: dict[TopicPartition, int] = {}
        reset = "earliest" if from_beginning else "latest"
        self._consumer = _consumer(settings or Settings(), group, reset, handling_seconds, batch)
        try:
            self._begin(positions or {}, from_beginning=from_beginning)
        except BaseException:
            self._consumer.close()
            raise

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Commit what was handled and leave the group.

        A change at which the program failed counts as not handled, and comes again.
        """
        if kind is None:
            self._done()
        self.close()

    def __iter__(self) -> Iterator[Change]:
        """The changes; asking for the next one says that the last one is handled.

        A loop that was left goes on where it stopped when another one begins.
        """
        if self._changes is None:
            self._changes = self._each()
        return self._changes

    def _each(self) -> Iterator[Change]:
        for batch in self.batches():
            for change in batch:
                tp = TopicPartition(change.place.topic, change.place.partition)
                self._current = (tp, change.place.offset + 1)
                yield change
                self._done()
                self._commit_now_and_then()

    def batches(self) -> Iterator[list[Change]]:
        """The changes in groups as they come, an empty one where none came for half a second.

        Asking for the next group says that the last one is handled. The positions are those behind it all.
        """
        while not self._at_the_end():
            polled = self._consumer.poll(timeout_ms=POLL_MILLISECONDS)
            changes, behind, error = self._read([record for records in polled.values() for record in records])
            self._behind.update(behind)
            yield changes
            self._handled.update(behind)
            self._commit_now_and_then()
            if error:
                raise error

    def positions(self) -> dict[tuple[str, int], int]:
        """Where each partition that was read of goes on behind the last group that `batches` gave."""
        return {(tp.topic, tp.partition): offset for tp, offset in self._behind.items()}

    def remaining(self) -> int:
        """Records that the topics held at the beginning and that are not read yet."""
        self._learn_ends()
        return sum(max(end - self._consumer.position(tp), 0) for tp, end in self._ends.items())

    def commit(self) -> None:
        """Commit now what is handled; without a group nothing.

        Where the group has gone on without this program, a line is logged: the records come again, here or elsewhere.
        While it hands out partitions, nothing is committed yet.
        """
        self._committed_at = time.monotonic()
        if self._group is None or not self._handled:
            return
        own = self._consumer.assignment()
        offsets = {tp: OffsetAndMetadata(offset, "", -1) for tp, offset in self._handled.items() if tp in own}
        try:
            self._consumer.commit(offsets)
        except RebalanceInProgressError:
            return  # the next commit tells it, for the partitions that stay
        except CommitFailedError:
            log.warning("the group %s went on without this program; records will come again", self._group)
        self._handled.clear()

    def close(self) -> None:
        """Commit what is handled, and leave the group."""
        try:
            self.commit()
        finally:
            self._consumer.close(autocommit=False)

    def _begin(self, positions: Positions, *, from_beginning: bool) -> None:
        partitions = _partitions(self._consumer, self.choice.topics)
        if self._group is not None:
            self._consumer.subscribe(self.choice.topics, listener=_Forgetting(self._handled))
            return
        self._consumer.assign(partitions)
        for tp in partitions:
            if (tp.topic, tp.partition) in positions:
                self._consumer.seek(tp, positions[tp.topic, tp.partition])
            elif from_beginning:
                self._consumer.seek_to_beginning(tp)
            else:
                self._consumer.seek_to_end(tp)
                self._consumer.position(tp)
        self._learn_ends()
        for tp, end in self._ends.items():
            if (place := positions.get((tp.topic, tp.partition), 0)) > end:
                raise NoPlaceError(
                    f"{tp.topic}[{tp.partition}] ends at {end}, before the position {place} to go on from: "
                    "the topic was made anew, or this is another broker"
                )

    def _read(
        self, records: list[ConsumerRecord]
    ) -> tuple[list[Change], dict[TopicPartition, int], UnreadableRecordError | None]:
        """The changes that records tell, where each partition goes on, and the error that it stopped at."""
        changes: list[Change] = []
        behind: dict[TopicPartition, int] = {}
        for record in records:
            try:
                change = self.choice.read(record)
            except UnreadableRecordError as error:
                if self._on_unreadable is None:
                    return changes, behind, error
                self._on_unreadable(error)
                change = None
            if change is not None:
                changes.append(change)
            behind[TopicPartition(record.topic, record.partition)] = record.offset + 1
        return changes, behind, None

    def _done(self) -> None:
        if self._current is not None:
            tp, behind = self._current
            self._handled[tp] = behind
            self._current = None

    def _commit_now_and_then(self) -> None:
        if time.monotonic() - self._committed_at >= self._commit_seconds:
            self.commit()

    def _at_the_end(self) -> bool:
        if self.follow:
            return False
        self._learn_ends()
        if not self._ends:
            return time.monotonic() - self._had_partitions_at > JOIN_SECONDS
        self._had_partitions_at = time.monotonic()
        return all(self._consumer.position(tp) >= end for tp, end in self._ends.items())

    def _learn_ends(self) -> None:
        """Note where partitions ended when they were first seen."""
        assigned = self._consumer.assignment()
        self._ends = {tp: end for tp, end in self._ends.items() if tp in assigned}
        if new := [tp for tp in assigned if tp not in self._ends]:
            self._ends.update(self._consumer.end_offsets(new))


class _Forgetting(ConsumerRebalanceListener):  # type: ignore[misc]  # kafka-python ships no types
    """Forgets what was handled of partitions that go: a late commit would set another program back."""

    def __init__(self, handled: dict[TopicPartition, int]) -> None:
        self._handled = handled

    def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        for tp in revoked:
            self._handled.pop(tp, None)

    def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        """Nothing is to be done."""


def _consumer(settings: Settings, group: str | None, reset: str, handling_seconds: float, batch: int) -> KafkaConsumer:
    return KafkaConsumer(
        **client_options(settings),
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset=reset,
        max_poll_records=batch,
        max_poll_interval_ms=max(int(handling_seconds * 1000), 45_000),
        max_partition_fetch_bytes=MAX_RECORD_BYTES,
        fetch_max_bytes=FETCH_BYTES,
    )


def _partitions(consumer: KafkaConsumer, topics: Collection[str]) -> list[TopicPartition]:
    found = []
    for topic in topics:
        numbers = consumer.partitions_for_topic(topic)
        if not numbers:
            raise NoTopicError(
                f"the topic {topic} is not there, or this user may not see it; `communique topics create` makes it"
            )
        found += [TopicPartition(topic, number) for number in sorted(numbers)]
    return found
