"""How fast a worker's processes are that extract: its own pool, fed as the worker feeds it, and no stream around it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial

from rich.console import Console
from rich.progress import track

from agents.dead_letters.letters import Failure
from agents.pool.extracting import extract_together_with_model, extract_with_model, load_model
from agents.pool.processes import ExtractionPool
from agents.settings import Settings
from benchmarks.figures import Figure, beside, figure
from extraction import nlp
from schemas.article import Article

ONE, TWO = "one process", "two processes"
APART, BESIDE = "two pools of one process", "one process, another core busy"
"""What the machine itself gives: two processes that share nothing, and one while something else is at work."""

PASSES = 2
"""So often an article comes in a turn: at its end one of two processes has nothing more to do."""

BUSY = "while True: {number: str(number) for number in range(5_000)}"
"""A program that keeps a core at work, with next to no memory."""

MILLISECONDS = 1000
TIMEOUT_SECONDS = 60.0


def measure(articles: Sequence[Article], rounds: int) -> list[Figure]:
    """Wall-clock time of a pool of one process and of one of two, in turns; what feeds them is among it.

    Args:
        articles: the articles; all go through each pool once before anything is measured.
        rounds: how often each way has its turn.
    """
    with ExitStack() as stack:
        one, other, two = (stack.enter_context(started(count)) for count in (1, 1, 2))
        ways: dict[str, Callable[[Sequence[Article]], float]] = {
            ONE: partial(seconds, [one]),
            TWO: partial(seconds, [two]),
            APART: partial(seconds, [one, other]),
            BESIDE: partial(seconds_beside_work, [one]),
        }
        for pool in (one, other, two):
            seconds([pool], articles)
        times: dict[str, list[float]] = {name: [] for name in ways}
        told = [*articles] * PASSES
        for _ in track(range(rounds), "rounds", console=Console(stderr=True), transient=True):
            for name, way in ways.items():
                times[name].append(MILLISECONDS * way(told) / len(told))
    shown = [figure("pool", name, each, "ms an article") for name, each in times.items()]
    return [shown[0], *(beside(each, shown[0]) for each in shown[1:])]


@contextmanager
def started(processes: int) -> Iterator[ExtractionPool]:
    """A pool that can extract."""
    pool = ExtractionPool(
        extract_with_model,
        extract_together=extract_together_with_model,
        initializer=load_model,
        initargs=(nlp.DEFAULT_MODEL,),
        processes=processes,
        timeout=TIMEOUT_SECONDS,
    )
    try:
        pool.start().result()
        yield pool
    finally:
        pool.stop()


def seconds(pools: Sequence[ExtractionPool], articles: Sequence[Article]) -> float:
    """Seconds that pools take for articles, each for its share of them."""

    async def fed() -> None:
        shares = [articles[first :: len(pools)] for first in range(len(pools))]
        await asyncio.gather(*(feed(*each, Settings().in_flight) for each in zip(pools, shares, strict=True)))

    began = time.perf_counter()
    asyncio.run(fed())
    return time.perf_counter() - began


def seconds_beside_work(pools: Sequence[ExtractionPool], articles: Sequence[Article]) -> float:
    """The same while another process does nothing but work."""
    with subprocess.Popen([sys.executable, "-c", BUSY]) as busy:
        try:
            return seconds(pools, articles)
        finally:
            busy.kill()


async def feed(pool: ExtractionPool, articles: Sequence[Article], in_flight: int) -> None:
    """Hand articles to a pool, so many ahead of the first that is not done.

    Raises:
        RuntimeError: one could not be extracted.
    """
    places = asyncio.Semaphore(in_flight)

    async def one(article: Article) -> None:
        match await pool.run(article):
            case Failure() as failure:
                raise RuntimeError(f"{article.id}: {failure}")
        places.release()

    async with asyncio.TaskGroup() as tasks:
        for article in articles:
            await places.acquire()
            tasks.create_task(one(article))
