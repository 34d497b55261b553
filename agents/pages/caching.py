"""Answers that are kept for a few seconds, and worked out once for all who ask at the same time."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

KeyT = TypeVar("KeyT", bound=Hashable)
ValueT = TypeVar("ValueT")

MOST_KEPT = 32


class Cache(Generic[KeyT, ValueT]):
    """Keeps answers by what was asked.

    Args:
        seconds: how long an answer is good.
        most: how many are kept; those asked longest ago go.
    """

    def __init__(self, seconds: float, most: int = MOST_KEPT) -> None:
        """Nothing is kept yet."""
        self._seconds, self._most = seconds, most
        self._kept: OrderedDict[KeyT, tuple[float, asyncio.Task[ValueT]]] = OrderedDict()

    async def get(self, key: KeyT, now: float, make: Callable[[], Awaitable[ValueT]]) -> ValueT:
        """The answer; one that failed is not kept.

        Args:
            key: what is asked.
            now: monotonic time in seconds.
            make: works the answer out; it goes on where whoever asked goes away.
        """
        made, task = self._kept.get(key, (0.0, None))
        if task is None or now - made > self._seconds or _failed(task):
            task = asyncio.ensure_future(_awaited(make))
            self._kept[key] = now, task
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return await asyncio.shield(task)


def _failed(task: asyncio.Task[ValueT]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


async def _awaited(make: Callable[[], Awaitable[ValueT]]) -> ValueT:
    return await make()
