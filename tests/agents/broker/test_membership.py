"""When a worker may write: only as long as no other can have been given its partitions."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

import pytest
from aiokafka.protocol.metadata import MetadataRequest
from aiokafka.protocol.produce import ProduceRequest

from agents.broker import membership as module
from agents.broker.membership import Client, Coordinator, Membership, UnsureError, guard, watch

SESSION = 6.0


class Clock:
    """A clock that the test moves by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ended() -> list[int]:
    """The exit codes with which the worker was ended."""
    return []


@pytest.fixture
def membership(clock: Clock, ended: list[int], monkeypatch: pytest.MonkeyPatch) -> Membership:
    """Of a worker that its group confirmed just now."""
    monkeypatch.setattr(logging, "shutdown", lambda: None)
    made = Membership(SESSION, clock, ended.append)
    made.confirm(clock.now)
    return made


def stop_for(seconds: float) -> Callable[[Membership, Clock], None]:
    def stop(membership: Membership, clock: Clock) -> None:
        clock.now += seconds

    return stop


def lose(membership: Membership, clock: Clock) -> None:
    membership.lose()


def lose_and_be_confirmed(membership: Membership, clock: Clock) -> None:
    membership.lose()
    membership.confirm(clock.now)


def stop_and_join_anew(membership: Membership, clock: Clock) -> None:
    clock.now += SESSION + 1
    with membership.joining():
        pass
    membership.confirm(clock.now)


def stop_and_be_confirmed(membership: Membership, clock: Clock) -> None:
    clock.now += SESSION + 1
    membership.confirm(clock.now)


def join_anew(membership: Membership, clock: Clock) -> None:
    with membership.joining():
        clock.now += SESSION + 1
        assert membership.sure
    membership.confirm(clock.now)


@pytest.mark.parametrize(
    "happens",
    [
        pytest.param(stop_for(SESSION + 1), id="silent for longer than its session"),
        pytest.param(lose, id="unknown to its group"),
        pytest.param(lose_and_be_confirmed, id="unknown to its group, and a member again since"),
        pytest.param(stop_and_join_anew, id="silent for longer than its session, and joined anew since"),
    ],
)
def test_a_worker_must_not_write_when_another_may_have_its_partitions(
    membership: Membership, clock: Clock, happens: Callable[[Membership, Clock], None]
) -> None:
    happens(membership, clock)
    assert not membership.sure


@pytest.mark.parametrize(
    "happens",
    [
        pytest.param(stop_for(SESSION), id="silent for no longer than its session"),
        pytest.param(stop_and_be_confirmed, id="silent for long, and known to its group all the same"),
        pytest.param(join_anew, id="waited for by a long rebalance"),
    ],
)
def test_a_member_may_write(membership: Membership, clock: Clock, happens: Callable[[Membership, Clock], None]) -> None:
    happens(membership, clock)
    assert membership.sure


def test_what_has_never_joined_a_group_may_write_and_can_lose_nothing(clock: Clock) -> None:
    ended: list[int] = []
    membership = Membership(SESSION, clock, ended.append)
    membership.lose()
    assert membership.sure
    assert ended == []


class FakeClient(Client):
    """Takes note of what is sent."""

    def __init__(self) -> None:
        self.sent: list[Any] = []
        self.send = self._send

    async def _send(self, node_id: int, request: Any) -> None:  # noqa: ANN401 -- any request
        self.sent.append(request)


PRODUCE = ProduceRequest(required_acks=-1, timeout=1, topics=[], transactional_id=None)


async def test_records_wait_until_the_group_has_confirmed_the_worker(membership: Membership, clock: Clock) -> None:
    client = FakeClient()
    guard(client, membership)
    clock.now += SESSION + 1
    sending = asyncio.ensure_future(client.send(1, PRODUCE))
    await asyncio.sleep(0.2)
    assert client.sent == []
    membership.confirm(clock.now)
    await sending
    assert client.sent == [PRODUCE]


async def test_records_are_held_back_as_long_as_nobody_knows_and_all_else_is_sent(
    membership: Membership, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.1)
    client = FakeClient()
    guard(client, membership)
    clock.now += SESSION + 1
    with pytest.raises(UnsureError):
        await client.send(1, PRODUCE)
    asked = MetadataRequest([])
    await client.send(1, asked)
    assert client.sent == [asked]


class FakeCoordinator(Coordinator):
    """A coordinator whose heartbeats are answered as the test says."""

    def __init__(self, *, known: bool) -> None:
        self._closing = asyncio.get_running_loop().create_future()
        self._do_heartbeat = self._heartbeat
        self._do_rejoin_group = self._rejoin
        self.reset_generation = self._reset
        self.known = known

    async def _heartbeat(self) -> bool:
        if not self.known:
            self.reset_generation()
        return self.known

    async def _rejoin(self, subscription: object) -> bool:
        return True

    def _reset(self) -> None:
        """Forget the member's id."""


async def test_a_heartbeat_that_is_answered_confirms_the_worker(membership: Membership, clock: Clock) -> None:
    coordinator = FakeCoordinator(known=True)
    watch(coordinator, membership)
    clock.now = time.monotonic() + 1
    assert not membership.sure
    assert await coordinator._do_heartbeat()
    assert membership.sure


async def test_a_worker_unknown_to_its_group_ends(membership: Membership, ended: list[int]) -> None:
    coordinator = FakeCoordinator(known=False)
    watch(coordinator, membership)
    await coordinator._do_heartbeat()
    assert ended == [70]


async def test_leaving_the_group_in_good_order_ends_nothing(membership: Membership, ended: list[int]) -> None:
    coordinator = FakeCoordinator(known=True)
    watch(coordinator, membership)
    coordinator._closing.set_result(None)
    coordinator.reset_generation()
    assert ended == []
