"""Whether the consumer group still counts on this worker, which alone may write.

A worker that stands still for longer than its session (stopped, swapped out, on a machine that was paused) is taken
for dead, and its partitions go to another. Woken, it goes on where it was: what it was about to send would fall behind
what the other has sent meanwhile, and an old version of an event would stand last on its topic. Kafka refuses its
offsets, but not its records.

So each request of the producer waits until the group has confirmed the worker within the session. Once the group has
gone on without it, the worker ends at once, and is started again: nothing that it still holds may be sent. What
remains is the moment between the check and the socket, against which only transactions would help.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from aiokafka.errors import KafkaError
from aiokafka.protocol.produce import ProduceRequest

from agents.upkeep.watchdog import EXIT_CODE

LOOK_SECONDS = 0.05
"""Between two looks whether the group has confirmed the worker."""

PATIENCE_SECONDS = 1.0
"""How long one request waits for that, before aiokafka asks again, as long as the record may take at all."""

logger = logging.getLogger(__name__)


class UnsureError(KafkaError):  # type: ignore[misc]  # aiokafka ships no types
    """It is not known whether the group still counts on this worker."""

    retriable = True


class Membership:
    """What is known of the worker's membership; written by the consumer's thread, read by the event loop.

    Args:
        session: seconds after which the broker takes a silent worker for dead.
        clock: monotonic time in seconds.
        end: what ends the process.
    """

    def __init__(
        self, session: float, clock: Callable[[], float] = time.monotonic, end: Callable[[int], object] = os._exit
    ) -> None:
        self._session = session
        self._clock = clock
        self._end = end
        self._confirmed_at: float | None = None
        self._joining = False
        self._lost = False

    @property
    def sure(self) -> bool:
        """Whether no other worker can have been given the partitions of this one."""
        if self._lost:
            return False
        return self._joining or self._confirmed_at is None or self._clock() - self._confirmed_at <= self._session

    def confirm(self, asked_at: float) -> None:
        """Note that the group knew the worker when it was asked, or joined by it, at some monotonic time."""
        self._confirmed_at = asked_at

    def lose(self) -> None:
        """End the process, since the group has gone on without it; what has never joined loses nothing."""
        if self._confirmed_at is None:
            return
        self._lost = True
        logger.critical("the group has gone on without this worker, which ends so that it writes nothing any more")
        logging.shutdown()
        self._end(EXIT_CODE)

    @contextmanager
    def joining(self) -> Iterator[None]:
        """While a rebalance waits for this worker, no other can be given its partitions.

        A worker that has to join anew after the group may have gone on without it is another member than before.
        """
        if not self.sure:
            self.lose()
        self._joining = True
        try:
            yield
        finally:
            self._joining = False

    async def certainty(self) -> None:
        """Wait until the worker is surely a member.

        Raises:
            UnsureError: that is still not known.
        """
        tired_at = time.monotonic() + PATIENCE_SECONDS
        while not self.sure:
            if time.monotonic() > tired_at:
                raise UnsureError("the group has not confirmed this worker within its session")
            await asyncio.sleep(LOOK_SECONDS)


class Coordinator(Protocol):
    """What is watched of aiokafka's coordinator of a group."""

    _closing: asyncio.Future[None]
    _do_heartbeat: Callable[[], Awaitable[bool]]
    _do_rejoin_group: Callable[[Any], Awaitable[bool]]
    reset_generation: Callable[[], None]


def watch(coordinator: Coordinator, membership: Membership) -> None:
    """Have a coordinator tell what becomes of the membership."""
    heartbeat, rejoin, reset = coordinator._do_heartbeat, coordinator._do_rejoin_group, coordinator.reset_generation  # noqa: SLF001

    async def watched_heartbeat() -> bool:
        asked_at = time.monotonic()
        known = await heartbeat()
        if known:
            membership.confirm(asked_at)
        return known

    async def watched_rejoin(subscription: Any) -> bool:  # noqa: ANN401 -- aiokafka's own, passed through
        with membership.joining():
            joined = await rejoin(subscription)
        if joined:
            membership.confirm(time.monotonic())
        return joined

    def watched_reset() -> None:
        if not coordinator._closing.done():  # noqa: SLF001 -- a worker that leaves in good order loses nothing
            membership.lose()
        reset()

    coordinator._do_heartbeat = watched_heartbeat  # noqa: SLF001
    coordinator._do_rejoin_group = watched_rejoin  # noqa: SLF001
    coordinator.reset_generation = watched_reset


class Client(Protocol):
    """What is guarded of aiokafka's client."""

    send: Callable[..., Awaitable[Any]]


def guard(client: Client, membership: Membership) -> None:
    """Let a producer's client send records only for a worker that is surely a member."""
    send = client.send

    async def guarded(node_id: int, request: Any, **options: Any) -> Any:  # noqa: ANN401 -- as above
        if isinstance(request, ProduceRequest):
            await membership.certainty()
        return await send(node_id, request, **options)

    client.send = guarded
