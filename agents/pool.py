"""Processes that extract: spaCy off the event loop, with a time limit for each article.

A document that runs too long, raises, or takes its process down costs itself and nothing else. A process that dies
may have died of its neighbour (memory), so the document gets a second try.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as PoolTimeoutError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from agents.deadletter import Failure
from schemas.article import Article
from schemas.event import Mention

Extract = Callable[[Article], list[Mention]]
"""From an article to the events it tells; runs in a process of its own."""

T = TypeVar("T")

STAGE = "extract"
MAX_ATTEMPTS = 2
MAX_BROKEN_POOLS = 3
"""Pools that may break one after the other, with no article extracted between."""

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
"""Numeric libraries that would otherwise start a thread for every core, in every process.

Set before the processes start, which inherit them: the libraries read them when they are imported.
"""


@dataclass(frozen=True)
class Extracted:
    """What the pool made of an article."""

    mentions: tuple[Mention, ...]
    seconds: float
    """From being handed to the pool to the result, with the time spent waiting for a process."""


class ExtractionPool:
    """A pool of processes that all run one extraction function.

    Args:
        extract: the function; must be importable by its dotted name in another process.
        initializer: called once in each new process, before the first article.
        initargs: its arguments.
        processes: how many processes.
        timeout: seconds that one article may take in its process.
    """

    def __init__(
        self,
        extract: Extract,
        *,
        initializer: Callable[..., None] | None = None,
        initargs: tuple[Any, ...] = (),
        processes: int,
        timeout: float,
    ) -> None:
        self._extract = extract
        self._timeout = timeout
        self._processes = processes
        self._initializer = initializer
        self._initargs = initargs
        self._broken = 0
        self._stopped = False
        self.on_retry: Callable[[], object] = _nothing
        """Called when an article is tried again because its process died."""
        self.on_restart: Callable[[], object] = _nothing
        """Called when a pool broke and is made anew."""
        os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
        self._pool = self._new_pool()

    async def run(self, article: Article) -> Extracted | Failure:
        """Extract one article; a failure is a value.

        Raises:
            BrokenProcessPool: no process can be started; the worker must end.
        """
        began = time.monotonic()
        result = await self._attempt(article, 1)
        if isinstance(result, Failure) and result.reason == "crash":
            self.on_retry()
            result = await self._attempt(article, MAX_ATTEMPTS)
        if isinstance(result, Failure):
            return result
        return Extracted(tuple(result), time.monotonic() - began)

    async def _attempt(self, article: Article, attempt: int) -> list[Mention] | Failure:
        try:
            result = await self._schedule(self._extract, article)
        except PoolTimeoutError:
            message = f"not done after {self._timeout:g} seconds"
            return Failure(STAGE, "timeout", "TimeoutError", message, attempt)
        except ProcessExpired as error:
            return Failure(STAGE, "crash", "ProcessExpired", f"the process ended with code {error.exitcode}", attempt)
        except BrokenProcessPool:
            raise
        except Exception as error:  # noqa: BLE001 -- whatever extraction raises is that article's dead letter
            return Failure(STAGE, "exception", type(error).__name__, _one_line(error), attempt)
        self._broken = 0
        return result

    async def _schedule(self, function: Callable[..., T], *args: object) -> T:
        """Run a function in a process; a pool that broke is made anew, and the function is run again."""
        while True:
            pool = self._pool
            try:
                return await asyncio.wrap_future(pool.schedule(function, args=args, timeout=self._timeout))
            except (BrokenProcessPool, RuntimeError) as error:
                if pool.active:
                    raise
                self._renew(pool, error)

    def _renew(self, broken: ProcessPool, error: Exception) -> None:
        if self._stopped:
            raise BrokenProcessPool("the pool was stopped") from error
        if broken is not self._pool:
            return
        self._broken += 1
        if self._broken > MAX_BROKEN_POOLS:
            raise BrokenProcessPool("no process that extracts can be started") from error
        self.on_restart()
        self._pool = self._new_pool()
        broken.stop()  # type: ignore[no-untyped-call]

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self._processes,
            initializer=self._initializer,
            initargs=self._initargs,
            context=multiprocessing.get_context("spawn"),
        )

    def start(self) -> Future[int]:
        """Start the processes.

        Returns:
            Done once one of them can extract. It raises `BrokenProcessPool` where none can; the process's own message
            stands on standard error.
        """
        ready: Future[int] = self._pool.schedule(os.getpid)
        return ready

    def stop(self) -> None:
        """End all processes; what they were at is given up."""
        self._stopped = True
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def _nothing() -> None:
    """What is called where nobody counts."""


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
