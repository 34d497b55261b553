"""Back-pressure: however fast articles come, few are held, each has its time, and their order is kept."""

from __future__ import annotations

import asyncio
import gc
import random
import resource
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from agents.dead_letters.letters import Failure
from agents.metrics import Metrics
from agents.pool.processes import Extracted
from agents.settings import Settings
from agents.stages import extract
from agents.stream import Outgoing
from schemas.article import Article

IN_FLIGHT = 8
TEXT = "word " * 4_000


def resident() -> int:
    """Bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


class Event:
    """One record of the topic of articles, 20 kB, made when it is asked for."""

    def __init__(self, number: int, stream: FakeStream) -> None:
        self.number = number
        self._stream = stream
        self.message = self
        self.topic, self.partition, self.offset, self.timestamp = "articles", 0, number, 0.0
        self.key, self.headers = str(number).encode(), None
        self.value = b'{"id":"%d","language":"en","text":"%s"}' % (number, TEXT.encode())

    def ack(self) -> None:
        self._stream.acknowledged.append(self.number)


class SlowPool:
    """An extraction that takes its time, a different one for each article."""

    def __init__(self, seconds: float) -> None:
        self._chance = random.Random(1)  # noqa: S311 -- no secret
        self._seconds = seconds
        self.held = self.most_held = 0

    async def run(self, article: Article) -> Extracted | Failure:
        self.held += 1
        self.most_held = max(self.most_held, self.held)
        await asyncio.sleep(self._chance.random() * self._seconds)
        self.held -= 1
        if int(article.id) % 10 == 9:
            return Failure("extract", "timeout", "TimeoutError", "not done after 3 seconds")
        return Extracted((), 0.0)


class FakeStream:
    """The parts of a worker that the agent asks for, with a broker that takes all."""

    def __init__(self, seconds: float) -> None:
        self.settings = Settings(in_flight=IN_FLIGHT)
        self.metrics = Metrics(CollectorRegistry())
        self.pool = SlowPool(seconds)
        self.app: Any = type("App", (), {"logger": type("Logger", (), {"warning": lambda *_: None})()})()
        self.sent: list[str] = []
        self.acknowledged: list[int] = []
        self.came = self.most_ahead = self.sends = self.acknowledged_before_sent = 0

    async def send(self, records: list[Outgoing]) -> None:
        self.sends += 1
        before = len(self.acknowledged)
        await asyncio.sleep(0.005)
        self.acknowledged_before_sent += len(self.acknowledged) - before
        self.sent += [record.topic for record in records]

    async def all_acknowledged(self, count: int) -> None:
        while len(self.acknowledged) < count:  # noqa: ASYNC110 -- the agent tells nobody
            await asyncio.sleep(0.001)

    async def events(self, count: int) -> AsyncIterator[Event]:
        for number in range(count):
            self.came += 1
            self.most_ahead = max(self.most_ahead, self.came - len(self.acknowledged))
            yield Event(number, self)
        await self.all_acknowledged(count)
        raise EndOfTestError


class EndOfTestError(Exception):
    """All articles are acknowledged."""


async def run(stream: FakeStream, count: int) -> None:
    parts: Any = stream
    with pytest.raises(ExceptionGroup) as ended:
        await extract.run(parts, parts.events(count))
    assert ended.group_contains(EndOfTestError)


async def test_no_more_articles_are_taken_than_may_be_in_work_and_their_order_is_kept() -> None:
    stream = FakeStream(seconds=0.01)
    await run(stream, 200)
    assert stream.acknowledged == list(range(200))
    assert stream.most_ahead <= IN_FLIGHT + 1  # one waits for a place
    assert stream.pool.most_held <= IN_FLIGHT


async def test_what_is_done_is_sent_at_once_and_acknowledged_only_then() -> None:
    stream = FakeStream(seconds=0.01)
    await run(stream, 200)
    assert stream.sends < 200
    assert stream.acknowledged_before_sent == 0


async def test_an_article_that_takes_too_long_is_a_dead_letter_in_its_place() -> None:
    stream = FakeStream(seconds=0.001)
    await run(stream, 20)
    assert [number for number, topic in enumerate(stream.sent) if topic == "articles.dead-letter"] == [9, 19]


@pytest.mark.slow
async def test_memory_does_not_grow_while_fifty_thousand_articles_come_faster_than_they_are_extracted() -> None:
    """One gigabyte of text is offered at once; what is held of it fits in a hundredth."""
    warm = FakeStream(seconds=0.0002)
    await run(warm, 2_000)
    gc.collect()
    before = resident()
    stream = FakeStream(seconds=0.002)
    await run(stream, 50_000)
    grown = resident() - before
    assert stream.acknowledged == list(range(50_000))
    assert grown < 32 * 1024**2, f"{grown / 1024**2:.0f} MiB"
