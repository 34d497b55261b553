"""From when on records are fetched from a partition, and from where."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import faust
import pytest
from aiokafka.consumer.fetcher import Fetcher, FetchResult
from aiokafka.consumer.subscription_state import Assignment, SubscriptionState
from faust.types import TP

from agents.broker.consumer import Consumer, ConsumerThread, Transport
from agents.broker.membership import Membership

SOURCE, CHANGELOG = TP("articles", 0), TP("communique-entities-changelog", 0)
OTHER, THIRD = TP("articles", 1), TP("articles", 2)
FOLLOWING = TP("communique.extractions", 0)


async def nothing(*_: object) -> None:
    """A callback for what does not happen here."""


@pytest.fixture
def consumer() -> Consumer:
    """A consumer with two partitions just assigned: paused, as Faust leaves them then."""
    app = faust.App("test", broker="kafka://127.0.0.1:9", autodiscover=False, stream_buffer_maxsize=64)
    made = Transport(app.conf.broker_consumer, app, membership=Membership(6)).create_consumer(
        callback=nothing, on_partitions_revoked=nothing, on_partitions_assigned=nothing
    )
    assert isinstance(made, Consumer)
    made.stop_flow()
    made.pause_partitions({SOURCE, CHANGELOG})
    return made


def fetched(consumer: Consumer) -> set[TP]:
    return set(consumer._get_active_partitions())


def test_a_partition_resumed_is_not_fetched_from_before_the_flow_is_resumed(consumer: Consumer) -> None:
    consumer.resume_partitions({SOURCE})
    assert fetched(consumer) == set()
    consumer.resume_flow()
    assert fetched(consumer) == {SOURCE}


def test_a_partition_paused_again_is_not_fetched_from_when_the_flow_is_resumed(consumer: Consumer) -> None:
    consumer.resume_partitions({SOURCE, CHANGELOG})
    consumer.pause_partitions({CHANGELOG})
    consumer.resume_flow()
    assert fetched(consumer) == {SOURCE}


def test_a_partition_paused_is_not_fetched_from_any_more(consumer: Consumer) -> None:
    consumer.resume_partitions({SOURCE, CHANGELOG})
    consumer.resume_flow()
    consumer.pause_partitions({SOURCE})
    assert fetched(consumer) == {CHANGELOG}
    consumer.resume_flow()
    assert fetched(consumer) == {CHANGELOG}


class Thread:
    """Stands in for the thread that fetches: keeps what it was asked for."""

    asked: set[TP]
    waits: float

    async def getmany(self, partitions: set[TP], timeout: float) -> dict[TP, list[object]]:  # noqa: ASYNC109 -- Faust's
        self.asked, self.waits = partitions, timeout
        return {}


@pytest.fixture
def thread(consumer: Consumer, monkeypatch: pytest.MonkeyPatch) -> Thread:
    """What the consumer has fetch for it."""
    made = Thread()
    monkeypatch.setattr(consumer, "_thread", made)
    monkeypatch.setattr(type(consumer.app.tables), "changelog_topics", {CHANGELOG.topic})
    return made


def test_a_waiting_fetch_asks_for_the_same_partitions_when_all_are_paused_meanwhile(
    consumer: Consumer, thread: Thread
) -> None:
    """An empty set would mean every partition."""
    consumer.resume_partitions({SOURCE})
    consumer.resume_flow()
    asyncio.run(consumer._getmany(consumer._get_active_partitions(), 1.0))
    consumer.pause_partitions({SOURCE})
    assert thread.asked == {SOURCE}


async def test_a_buffer_full_before_a_rebalance_has_nothing_fetched_from_a_paused_partition_once_it_drops(
    consumer: Consumer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "commit", nothing)
    consumer.resume_partitions({SOURCE})
    consumer.resume_flow()
    consumer.on_buffer_full(SOURCE)
    await consumer.on_partitions_revoked({SOURCE})
    await consumer.on_partitions_assigned({SOURCE})
    consumer.pause_partitions({SOURCE})
    consumer.on_buffer_drop(SOURCE)
    assert fetched(consumer) == set()


async def test_what_was_acknowledged_during_a_commit_is_committed_before_partitions_are_given_away(
    consumer: Consumer, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []

    async def commit(*_: object, **__: object) -> bool:
        begun.append("commit")
        await asyncio.sleep(0)
        return True

    consumer.loop = asyncio.get_running_loop()
    monkeypatch.setattr(consumer, "force_commit", commit)
    regular = asyncio.ensure_future(consumer.commit())
    await asyncio.sleep(0)
    await consumer.on_partitions_revoked({SOURCE})
    assert (await regular, begun) == (True, ["commit", "commit"])


# What a fetch takes that meets a rebalance


@dataclass
class Records:
    """Stands in for what a broker sent of a partition: some records from an offset on."""

    next_fetch_offset: int
    values: list[str]

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if not self.values:
            raise StopIteration
        self.next_fetch_offset += 1
        return self.values.pop(0)


class Client:
    """Stands in for aiokafka's client, of a broker that sends nothing by itself."""

    _metadata_max_age_ms = 1_000
    cluster = SimpleNamespace(leader_for_partition=lambda _: None)

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()

    def force_metadata_update(self) -> asyncio.Future[None]:
        return self._loop.create_future()


class Partitions:
    """The partitions of a worker, with aiokafka's own fetcher of them.

    Args:
        thread: what fetches for Faust.
    """

    def __init__(self, thread: ConsumerThread) -> None:
        self.subscriptions = SubscriptionState()
        self.subscriptions.subscribe({SOURCE.topic, FOLLOWING.topic})
        self.fetcher = Fetcher(Client(), self.subscriptions)
        self._thread = thread
        self._consumer = SimpleNamespace(_fetcher=self.fetcher, _subscription=self.subscriptions, _closed=False)

    def assign(self, *partitions: TP) -> None:
        """Assign partitions, one unless others are named, to be read from their beginning."""
        self.subscriptions.assign_from_subscribed({*partitions} or {SOURCE})
        for tp in partitions or (SOURCE,):
            self.assignment.state_value(tp).seek(0)

    @property
    def assignment(self) -> Assignment:
        return self.subscriptions.subscription.assignment

    @property
    def position(self) -> int:
        return int(self.assignment.state_value(SOURCE).position)

    async def arrive(self, *values: str, tp: TP = SOURCE) -> None:
        """Have records of a partition arrive from the broker."""
        await asyncio.sleep(0.01)
        records = Records(int(self.assignment.state_value(tp).position), [*values])
        self.fetcher._records[tp] = FetchResult(tp, assignment=self.assignment, partition_records=records, backoff=0)
        for waiter in self.fetcher._fetch_waiters:
            self.fetcher._notify(waiter)

    def fetch(self, *partitions: TP, seconds: float = 1.0) -> asyncio.Task[Any]:
        """Begin to fetch from partitions, one unless others are named."""
        task = asyncio.ensure_future(
            self._thread._fetch_records(self._consumer, {*partitions} or {SOURCE}, seconds, 10)
        )
        assert isinstance(task, asyncio.Task)
        return task


@pytest.fixture
async def partitions(consumer: Consumer) -> AsyncIterator[Partitions]:
    """One partition assigned, and flow."""
    consumer.resume_flow()
    assert isinstance(consumer._thread, ConsumerThread)
    made = Partitions(consumer._thread)
    made.assign()
    yield made
    await made.fetcher.close()


async def test_records_that_are_there_are_taken_at_once(partitions: Partitions) -> None:
    await partitions.arrive("a", "b")
    assert await partitions.fetch() == {SOURCE: ["a", "b"]}
    assert partitions.position == 2


async def test_a_fetch_that_waits_ends_when_records_arrive_for_the_next_one_to_take(partitions: Partitions) -> None:
    waiting = partitions.fetch(seconds=30)
    await partitions.arrive("a")
    assert (await waiting, await partitions.fetch()) == ({}, {SOURCE: ["a"]})


async def test_a_fetch_that_waits_takes_nothing_of_an_assignment_made_meanwhile(
    consumer: Consumer, partitions: Partitions
) -> None:
    """Faust has stopped the flow by then, and would throw it away."""
    waiting = partitions.fetch()
    await asyncio.sleep(0)
    partitions.subscriptions.begin_reassignment()
    consumer.stop_flow()
    partitions.assign()
    await partitions.arrive("a", "b")
    assert (await waiting, partitions.position) == ({}, 0)
    consumer.resume_flow()
    assert await partitions.fetch() == {SOURCE: ["a", "b"]}


async def test_a_fetch_begun_in_a_rebalance_takes_nothing_of_the_assignment_that_ends_it(
    consumer: Consumer, partitions: Partitions
) -> None:
    partitions.subscriptions.begin_reassignment()
    waiting = partitions.fetch()
    await asyncio.sleep(0)
    consumer.stop_flow()
    partitions.assign()
    await partitions.arrive("a")
    assert (await waiting, partitions.position) == ({}, 0)


async def test_what_the_broker_refuses_is_raised_by_a_fetch_that_waits(partitions: Partitions) -> None:
    waiting = partitions.fetch()
    await asyncio.sleep(0)
    partitions.subscriptions.abort_waiters(PermissionError("not yours"))
    with pytest.raises(PermissionError, match="not yours"):
        await waiting


# How much a fetch takes of each topic


async def test_a_partition_with_many_records_keeps_a_fetch_from_none_of_the_others(
    consumer: Consumer, partitions: Partitions
) -> None:
    partitions.assign(SOURCE, FOLLOWING)
    await partitions.arrive(*"abcdefghijklmnop")
    await partitions.arrive("x", "y", tp=FOLLOWING)
    consumer.room = {SOURCE.topic: 3, FOLLOWING.topic: 64}
    assert await partitions.fetch(SOURCE, FOLLOWING) == {SOURCE: ["a", "b", "c"], FOLLOWING: ["x", "y"]}
    assert await partitions.fetch(SOURCE, FOLLOWING) == {SOURCE: ["d", "e", "f"]}


async def test_partitions_of_one_topic_share_the_room_that_it_has(consumer: Consumer, partitions: Partitions) -> None:
    partitions.assign(SOURCE, OTHER)
    await partitions.arrive("a", "b", tp=SOURCE)
    await partitions.arrive("c", "d", tp=OTHER)
    consumer.room = {SOURCE.topic: 3}
    assert await partitions.fetch(SOURCE, OTHER) == {SOURCE: ["a", "b"], OTHER: ["c"]}
    assert await partitions.fetch(SOURCE, OTHER) == {OTHER: ["d"]}


def buffered(consumer: Consumer, topic: str, records: int) -> None:
    """A stream of a topic of four partitions, with a buffer for 64 records of which so many are taken."""
    source = consumer.app.topic(topic)
    for number in range(records):
        source.queue.force_put_nowait(number)
    for partition in range(4):
        consumer.app.topics._tp_index[TP(topic, partition)] = {source}  # type: ignore[attr-defined]


async def test_a_fetch_asks_only_for_topics_with_room_and_for_as_much_as_they_have(
    consumer: Consumer, thread: Thread
) -> None:
    buffered(consumer, SOURCE.topic, 64)
    buffered(consumer, FOLLOWING.topic, 60)
    buffered(consumer, CHANGELOG.topic, 64)
    await consumer._getmany({SOURCE, OTHER, FOLLOWING, CHANGELOG}, 1.0)
    assert thread.asked == {FOLLOWING, CHANGELOG}
    assert consumer.room == {SOURCE.topic: 0, FOLLOWING.topic: 4}


async def test_nothing_is_fetched_while_no_topic_has_room(consumer: Consumer, thread: Thread) -> None:
    """To ask for no partition would mean every partition."""
    buffered(consumer, SOURCE.topic, 65)
    assert await consumer._getmany({SOURCE}, 1.0) == {}
    assert not hasattr(thread, "asked")


@pytest.mark.parametrize(
    "taken,seconds",
    [
        pytest.param(64, 0.05, id="a topic without room is looked at again soon"),
        pytest.param(10, 1.0, id="where all have room a fetch waits its time"),
    ],
)
async def test_how_long_a_fetch_waits(consumer: Consumer, thread: Thread, taken: int, seconds: float) -> None:
    buffered(consumer, SOURCE.topic, taken)
    await consumer._getmany({SOURCE, FOLLOWING}, 1.0)
    assert thread.waits == seconds


# Where a partition is read from after a rebalance


@dataclass
class Kafka:
    """Stands in for aiokafka's consumer of a group that has committed some offsets."""

    committed: dict[TP, int | None]
    first: int
    positions: dict[TP, int]
    asked: list[TP] = field(default_factory=list)

    async def seek_to_committed(self) -> dict[TP, int | None]:
        """As aiokafka does it: no position changes where no offset is committed, or 0."""
        self.positions |= {tp: offset for tp, offset in self.committed.items() if offset}
        return self.committed

    async def beginning_offsets(self, partitions: list[TP]) -> dict[TP, int]:
        self.asked += partitions
        return dict.fromkeys(partitions, self.first)

    def seek(self, tp: TP, offset: int) -> None:
        self.positions[tp] = offset


@pytest.fixture
def kafka(consumer: Consumer, monkeypatch: pytest.MonkeyPatch) -> Kafka:
    """Partitions all of whose positions are behind ten records that were thrown away."""
    committed = {SOURCE: None, OTHER: 0, THIRD: 5, CHANGELOG: None}
    made = Kafka(committed, first=3, positions=dict.fromkeys(committed, 15))
    thread = consumer._thread

    async def call(fun: Any, *arguments: Any) -> Any:  # noqa: ANN401 -- whatever it is
        return await fun(*arguments)

    monkeypatch.setattr(thread, "_consumer", made)
    monkeypatch.setattr(thread, "call_thread", call)
    monkeypatch.setattr(type(consumer.app.tables), "changelog_topics", {CHANGELOG.topic})
    return made


async def test_a_partition_without_a_committed_offset_is_read_from_its_first_record(
    consumer: Consumer, kafka: Kafka
) -> None:
    await consumer.perform_seek()
    assert kafka.positions == {SOURCE: 3, OTHER: 3, THIRD: 5, CHANGELOG: 15}
    assert kafka.asked == [SOURCE, OTHER]


async def test_what_was_noted_as_committed_but_is_not_is_forgotten(consumer: Consumer, kafka: Kafka) -> None:
    assert kafka.committed[SOURCE] is None
    consumer._committed_offset.update({SOURCE: 7, THIRD: 9})
    await consumer.perform_seek()
    assert {tp: consumer._committed_offset[tp] for tp in (SOURCE, OTHER, THIRD)} == {
        SOURCE: None,
        OTHER: None,
        THIRD: 5,
    }
