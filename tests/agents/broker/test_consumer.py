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


async def nothing(*_: object) -> None:
    """A callback for what does not happen here."""


@pytest.fixture
def consumer() -> Consumer:
    """A consumer with two partitions just assigned: paused, as Faust leaves them then."""
    app = faust.App("test", broker="kafka://127.0.0.1:9", autodiscover=False)
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

    async def getmany(self, partitions: set[TP], timeout: float) -> dict[TP, list[object]]:  # noqa: ASYNC109 -- Faust's
        assert timeout
        self.asked = partitions
        return {}


def test_a_waiting_fetch_asks_for_the_same_partitions_when_all_are_paused_meanwhile(
    consumer: Consumer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty set would mean every partition."""
    thread = Thread()
    monkeypatch.setattr(consumer, "_thread", thread)
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
        for value in self.values:
            self.next_fetch_offset += 1
            yield value


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
        self.subscriptions.subscribe({SOURCE.topic})
        self.fetcher = Fetcher(Client(), self.subscriptions)
        self._thread = thread
        self._consumer = SimpleNamespace(_fetcher=self.fetcher, _subscription=self.subscriptions, _closed=False)

    def assign(self) -> None:
        """Assign one partition, to be read from its beginning."""
        self.subscriptions.assign_from_subscribed({SOURCE})
        self.assignment.state_value(SOURCE).seek(0)

    @property
    def assignment(self) -> Assignment:
        return self.subscriptions.subscription.assignment

    @property
    def position(self) -> int:
        return int(self.assignment.state_value(SOURCE).position)

    async def arrive(self, *values: str) -> None:
        """Have records arrive from the broker."""
        await asyncio.sleep(0.01)
        records = Records(self.position, [*values])
        self.fetcher._records[SOURCE] = FetchResult(
            SOURCE, assignment=self.assignment, partition_records=records, backoff=0
        )
        for waiter in self.fetcher._fetch_waiters:
            self.fetcher._notify(waiter)

    def fetch(self, seconds: float = 1.0) -> asyncio.Task[Any]:
        """Begin to fetch."""
        task = asyncio.ensure_future(self._thread._fetch_records(self._consumer, {SOURCE}, seconds, 10))
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
