"""How fast a worker's processes are that extract: its own pool, fed as the worker feeds it, and no stream around it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from rich.console import Console
from rich.progress import track

from agents.dead_letters.letters import Failure
from agents.pool.extracting import extract_together_with_model, extract_with_model, load_model
from agents.pool.processes import ExtractionPool
from agents.settings import Settings
from benchmarks.figures import Figure, beside, figure
from benchmarks.stream import PASSES
from extraction import nlp
from schemas.article import Article

PROCESSES = {"one process": 1, "two processes": 2}
"""The pools that are compared."""

MILLISECONDS = 1000
TIMEOUT_SECONDS = 60.0


def measure(articles: Sequence[Article], rounds: int) -> list[Figure]:
    """Wall-clock time of pools of one and of two processes, in turns; what feeds them is among it.

    Args:
        articles: the articles; all go through each pool once before anything is measured.
        rounds: how often each pool has its turn.
    """
    with ExitStack() as stack:
        pools = {name: stack.enter_context(started(count)) for name, count in PROCESSES.items()}
        for pool in pools.values():
            seconds(pool, articles)
        times: dict[str, list[float]] = {name: [] for name in pools}
        told = [*articles] * PASSES
        for _ in track(range(rounds), "rounds", console=Console(stderr=True), transient=True):
            for name, pool in pools.items():
                times[name].append(MILLISECONDS * seconds(pool, told) / len(told))
    shown = [figure("pool", name, each, "ms an article") for name, each in times.items()]
    return [shown[0], *(beside(one, shown[0]) for one in shown[1:])]


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


def seconds(pool: ExtractionPool, articles: Sequence[Article]) -> float:
    """Seconds that a pool takes for articles."""
    began = time.perf_counter()
    asyncio.run(feed(pool, articles, Settings().in_flight))
    return time.perf_counter() - began


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
