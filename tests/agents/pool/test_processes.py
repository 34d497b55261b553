"""Extraction in processes of their own: what one article does costs no other one anything."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from agents.dead_letters.letters import Failure
from agents.pool.processes import Extracted, ExtractionPool
from fake_extraction import extract, extract_together
from schemas.article import Article

pytestmark = pytest.mark.slow


def article(text: str) -> Article:
    return Article(id="a", text=text)


def die_once(told: Article) -> list[object]:
    """Take the process down, but not a second time."""
    mark = Path(told.text)
    if not mark.exists():
        mark.touch()
        os._exit(9)
    return []


def refuse_to_start() -> None:
    raise OSError("no model here")


def lengths(articles: list[Article]) -> list[list[Any]]:
    """For each article the number of those handed over with it."""
    return [[len(articles)] for _ in articles]


def length(told: Article) -> list[Any]:
    """For an article that is alone."""
    time.sleep(0.2)
    return [1]


@pytest.fixture(params=[None, extract_together], ids=["each alone", "several together"])
async def pool(request: pytest.FixtureRequest) -> AsyncIterator[ExtractionPool]:
    made = ExtractionPool(extract, extract_together=request.param, processes=2, timeout=3)
    await asyncio.wrap_future(made.start())
    yield made
    made.stop()


async def test_bad_articles_fail_each_for_its_reason_and_good_ones_between_them_do_not(pool: ExtractionPool) -> None:
    texts = ["fine", "RAISE", "fine", "DIE", "fine", "HANG", "fine"]
    results = await asyncio.gather(*(pool.run(article(text)) for text in texts))
    told = [
        (result.reason, result.error, result.attempts) if isinstance(result, Failure) else result.mentions
        for result in results
    ]
    assert told == [
        (),
        ("exception", "LookupError", 1),
        (),
        ("crash", "ProcessExpired", 2),
        (),
        ("timeout", "TimeoutError", 1),
        (),
    ]


async def test_articles_that_wait_are_handed_over_together_up_to_a_bound() -> None:
    """The first at once, since the process has nothing to do; beyond it none before there are enough."""
    made = ExtractionPool(length, extract_together=lengths, processes=1, timeout=20)
    try:
        await asyncio.wrap_future(made.start())
        texts = ["short"] * 40 + ["long" * 80_000] + ["short"]
        results = await asyncio.gather(*(made.run(article(text)) for text in texts))
    finally:
        made.stop()
    told: list[Any] = [result.mentions[0] for result in results if isinstance(result, Extracted)]
    assert told == [1, *[16] * 16, *[23] * 23, 1, 1]


async def test_an_article_whose_process_died_of_its_neighbour_gets_a_second_try(tmp_path: Path) -> None:
    pool = ExtractionPool(die_once, processes=1, timeout=20)
    try:
        assert isinstance(await pool.run(article(str(tmp_path / "mark"))), Extracted)
    finally:
        pool.stop()


async def test_a_pool_whose_processes_cannot_start_says_so() -> None:
    pool = ExtractionPool(extract, initializer=refuse_to_start, processes=1, timeout=20)
    try:
        with pytest.raises(BrokenProcessPool):
            await asyncio.wrap_future(pool.start())
        with pytest.raises(BrokenProcessPool):
            await pool.run(article("fine"))
    finally:
        pool.stop()
