"""From when on records are fetched from a partition."""

from __future__ import annotations

import asyncio

import faust
import pytest
from faust.types import TP

from agents.consumer import Consumer, Transport
from agents.membership import Membership

SOURCE, CHANGELOG = TP("articles", 0), TP("communique-entities-changelog", 0)


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
