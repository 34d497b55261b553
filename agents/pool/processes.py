"""Processes that extract: spaCy off the event loop, with a time limit for each article.

Articles that wait are handed over several at a time, which is faster. A document that runs too long, raises, or takes
its process down costs itself and nothing else: where that befalls several together, each is extracted again alone. A
process that dies may have died of its neighbour (memory), so the document gets a second try.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as PoolTimeoutError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from agents.dead_letters.letters import Failure
from schemas.article import Article
from schemas.event import Mention

Extract = Callable[[Article], list[Mention]]
"""From an article to the events it tells; runs in a process of its own."""

ExtractTogether = Callable[[list[Article]], list[list[Mention]]]
"""The same for several articles, in their order."""

T = TypeVar("T")

STAGE = "extract"
MAX_ATTEMPTS = 2
MAX_BROKEN_POOLS = 3
"""Pools that may break one after the other, with no article extracted between."""

MOST_TOGETHER = 64
"""Articles handed to a process at once."""

ENOUGH = 16
"""So many must wait before some are handed over beyond those that a process is at: few take longer each."""

MOST_CHARACTERS = 256_000
"""Characters of those articles; a longer one goes alone."""

TOGETHER_SECONDS = 10.0
"""Seconds after which articles handed over together are taken apart; they take a second."""

AHEAD = 1
"""Groups handed over beyond one a process, so that none waits for work."""

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


@dataclass(frozen=True)
class Waiting:
    """An article that waits for a process."""

    article: Article
    outcome: asyncio.Future[list[Mention] | Failure]


class ExtractionPool:
    """A pool of processes that all run one extraction function.

    Args:
        extract: the function; must be importable by its dotted name in another process.
        extract_together: the same for several articles at once; each goes alone where absent.
        initializer: called once in each new process, before the first article.
        initargs: its arguments.
        processes: how many processes.
        timeout: seconds that one article may take in its process.
    """

    def __init__(
        self,
        extract: Extract,
        *,
        extract_together: ExtractTogether | None = None,
        initializer: Callable[..., None] | None = None,
        initargs: tuple[Any, ...] = (),
        processes: int,
        timeout: float,
    ) -> None:
        self._extract = extract
        self._extract_together = extract_together
        self._waiting: deque[Waiting] = deque()
        self._groups: set[asyncio.Task[None]] = set()
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
        waiting = Waiting(article, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._hand_over()
        result = await waiting.outcome
        return result if isinstance(result, Failure) else Extracted(tuple(result), time.monotonic() - began)

    def _hand_over(self) -> None:
        """Hand waiting articles to the processes that have nothing to do, or nothing to do next."""
        while self._waiting and (
            len(self._groups) < self._processes
            or (len(self._groups) < self._processes + AHEAD and len(self._waiting) >= ENOUGH)
        ):
            task = asyncio.create_task(self._extract_group(self._next_group()))
            self._groups.add(task)
            task.add_done_callback(self._is_done)

    def _is_done(self, task: asyncio.Task[None]) -> None:
        self._groups.discard(task)
        self._hand_over()

    def _next_group(self) -> list[Waiting]:
        """The next articles, as many as leave the other processes their share."""
        most = MOST_TOGETHER if self._extract_together else 1
        share = -(-len(self._waiting) // (self._processes + AHEAD - len(self._groups)))
        group = [self._waiting.popleft()]
        characters = len(group[0].article.text)
        while self._waiting and len(group) < min(most, share):
            characters += len(self._waiting[0].article.text)
            if characters > MOST_CHARACTERS:
                break
            group.append(self._waiting.popleft())
        return group

    async def _extract_group(self, group: list[Waiting]) -> None:
        """Extract articles together, and each alone where that fails."""
        try:
            together = await self._together([one.article for one in group])
        except Exception as error:  # noqa: BLE001 -- told to whoever waits for the articles
            for one in group:
                _tell(one, error)
            return
        if together is None:
            await asyncio.gather(*map(self._extract_alone, group))
            return
        for one, found in zip(group, together, strict=True):
            _tell(one, found)

    async def _together(self, articles: list[Article]) -> list[list[Mention]] | None:
        """The events of several articles; None where there is one, or where one hinders the others."""
        if self._extract_together is None or len(articles) == 1:
            return None
        try:
            found = await self._schedule(min(self._timeout, TOGETHER_SECONDS), self._extract_together, articles)
        except BrokenProcessPool:
            raise
        except Exception:  # noqa: BLE001 -- whose fault it is shows when each is extracted alone
            return None
        self._broken = 0
        return found

    async def _extract_alone(self, one: Waiting) -> None:
        try:
            result = await self._attempt(one.article, 1)
            if isinstance(result, Failure) and result.reason == "crash":
                self.on_retry()
                result = await self._attempt(one.article, MAX_ATTEMPTS)
        except Exception as error:  # noqa: BLE001 -- as above
            _tell(one, error)
        else:
            _tell(one, result)

    async def _attempt(self, article: Article, attempt: int) -> list[Mention] | Failure:
        try:
            result = await self._schedule(self._timeout, self._extract, article)
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

    async def _schedule(self, seconds: float, function: Callable[..., T], *args: object) -> T:
        """Run a function in a process; a pool that broke is made anew, and the function is run again."""
        while True:
            pool = self._pool
            try:
                return await asyncio.wrap_future(pool.schedule(function, args=args, timeout=seconds))
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


def _tell(one: Waiting, outcome: list[Mention] | Failure | Exception) -> None:
    """Tell whoever waits for an article what came of it, where anybody still does."""
    if one.outcome.done():
        return
    if isinstance(outcome, Exception):
        one.outcome.set_exception(outcome)
    else:
        one.outcome.set_result(outcome)


def _nothing() -> None:
    """What is called where nobody counts."""


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
