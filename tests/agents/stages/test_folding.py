"""The loop behind the agents that keep a table: what comes together is taken in together, and nothing changes by it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from prometheus_client import CollectorRegistry
from pydantic import BaseModel

from agents.metrics import Metrics
from agents.settings import Settings
from agents.stages import folding
from agents.stages.folding import Fold, Step
from agents.stream import Outgoing
from schemas.wire import to_bytes


class Number(BaseModel):
    """A record: a number for a key."""

    key: str
    number: int


class Total(BaseModel):
    """A row: all numbers of a key."""

    numbers: tuple[int, ...] = ()


UNLUCKY = 13


def step(row: Total | None, told: Number) -> Step[Total] | None:
    before = row or Total()
    if told.number in before.numbers:
        return None
    if told.number == UNLUCKY:
        raise LookupError("thirteen")
    after = Total(numbers=(*before.numbers, told.number))
    return Step(after, [Outgoing("totals", told.key.encode(), str(sum(after.numbers)).encode())])


class Event:
    """One record of the topic of numbers."""

    def __init__(self, worker: Worker, offset: int, value: bytes) -> None:
        self._worker = worker
        self.message = SimpleNamespace(
            topic="numbers", partition=0, offset=offset, timestamp=0.0, key=b"", value=value, headers=None
        )

    def ack(self) -> None:
        self._worker.done.append(f"ack {self.message.offset}")


class Worker:
    """The parts of a worker that the loop asks for, with a broker that takes all, and what was done in its order."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.rows: dict[str, Total] = {}
        self.settings = Settings()
        self.metrics = Metrics(CollectorRegistry())
        self.app: Any = SimpleNamespace(logger=SimpleNamespace(error=lambda *_, **__: None))

    def read(self, key: str) -> Total | None:
        return self.rows.get(key)

    def change(self, key: str, row: Total, event: object, value: bytes | None) -> SimpleNamespace:
        return SimpleNamespace(key=key, value=value or to_bytes(row), row=row)

    async def send(self, records: Iterable[Outgoing]) -> None:
        for record in records:
            self.done.append(f"send {record.topic} {(record.key or b'').decode()} {(record.value or b'')[:9].decode()}")
        await asyncio.sleep(0)

    async def keep(self, changes: Sequence[SimpleNamespace]) -> None:
        for change in changes:
            self.done.append(f"keep {change.key} {sum(change.row.numbers)}")
            self.rows[change.key] = change.row
        await asyncio.sleep(0)


def in_all(before: Total | None, after: Total) -> Step[Total]:
    seen = f"{sum(before.numbers) if before else 0} to {sum(after.numbers)}"
    return Step(after, [Outgoing("in all", b"", seen.encode())])


async def taken(*told: tuple[str, int], finish: object = None) -> list[str]:
    """What is done with numbers that come together."""
    worker = Worker()
    fold: Any = Fold("sum", "", "numbers", Number, worker, lambda one: one.key, step, finish)

    async def events() -> AsyncIterator[Event]:
        for offset, (key, number) in enumerate(told):
            yield Event(worker, offset, to_bytes(Number(key=key, number=number)))
        while f"ack {len(told) - 1}" not in worker.done:  # noqa: ASYNC110 -- the agent tells nobody
            await asyncio.sleep(0)
        raise EndOfTestError

    parts: Any = worker
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(folding, "keep", worker.keep)
        with pytest.raises(ExceptionGroup) as ended:
            await asyncio.wait_for(folding.run(parts, fold, events()), 5)
    assert ended.group_contains(EndOfTestError)
    return worker.done


class EndOfTestError(Exception):
    """All is acknowledged."""


async def test_all_is_sent_before_any_row_is_kept_and_all_rows_are_kept_before_anything_is_acknowledged() -> None:
    assert await taken(("a", 1), ("b", 2)) == [
        "send totals a 1",
        "send totals b 2",
        "keep a 1",
        "keep b 2",
        "ack 0",
        "ack 1",
    ]


async def test_a_row_that_several_records_change_is_kept_once_and_each_tells_what_it_tells_alone() -> None:
    assert await taken(("a", 1), ("b", 2), ("a", 5)) == [
        "send totals a 1",
        "send totals b 2",
        "send totals a 6",
        "keep a 6",
        "keep b 2",
        "ack 0",
        "ack 1",
        "ack 2",
    ]


async def test_what_tells_the_whole_row_is_sent_once_for_all_that_came_together() -> None:
    assert await taken(("a", 1), ("b", 2), ("a", 5), finish=in_all) == [
        "send totals a 1",
        "send totals b 2",
        "send totals a 6",
        "send in all  0 to 6",
        "send in all  0 to 2",
        "keep a 6",
        "keep b 2",
        "ack 0",
        "ack 1",
        "ack 2",
    ]


async def test_one_that_was_taken_in_before_sends_and_keeps_nothing() -> None:
    assert await taken(("a", 1), ("a", 1)) == ["send totals a 1", "keep a 1", "ack 0", "ack 1"]


async def test_one_that_cannot_be_folded_costs_itself_alone() -> None:
    assert await taken(("a", 1), ("a", UNLUCKY), ("a", 5)) == [
        "send totals a 1",
        "keep a 1",
        'send articles.dead-letter  {"key":"a',
        "send totals a 6",
        "keep a 6",
        "ack 0",
        "ack 1",
        "ack 2",
    ]


async def test_no_more_are_held_than_may_be_taken_together() -> None:
    done = await taken(*(("a", number) for number in range(20, 20 + 3 * folding.MOST_TOGETHER)))
    acknowledged = [int(line.split()[1]) for line in done if line.startswith("ack")]
    assert acknowledged == list(range(3 * folding.MOST_TOGETHER))
    assert sum(line.startswith("keep") for line in done) >= 3
