"""The one loop behind every agent that keeps a table: read, fold, send, keep, acknowledge.

The order is what makes a crash harmless. What is sent, and the row, are functions of the row before and of the
record; until the row is kept, doing it again gives the same bytes; once it is kept, the fold knows the record for
one already taken in.

Records that are there already are taken together, each step once for all of them: a row that several of them change
is kept once, as the last leaves it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar, cast

from faust import Stream as FaustStream
from faust.types import EventT, StreamT
from pydantic import BaseModel

from agents import topics
from agents.dead_letters.letters import Failure, dead_letter
from agents.observing.traces import traced
from agents.stream import Outgoing, Stream, raw_record
from agents.tables import Change, RowTable, handling, keep
from schemas.wire import from_bytes

RecordT = TypeVar("RecordT", bound=BaseModel)
RowT = TypeVar("RowT", bound=BaseModel)

MAX_ROW_BYTES = topics.INTERNAL_RECORD_BYTES - 64 * 1024
"""What a changelog topic takes; rows are bounded far below it by the settings."""


MOST_TOGETHER = 64
"""Records taken together."""


@dataclass(frozen=True)
class Step(Generic[RowT]):
    """What follows from one record."""

    row: RowT
    """The row to keep; the very row that was handed in where it stays as it is."""
    outputs: Sequence[Outgoing] = ()
    """What to send before the row is kept."""
    value: bytes | None = None
    """The row as bytes, where they are known."""


@dataclass(frozen=True)
class Fold(Generic[RecordT, RowT]):
    """One agent with a table."""

    name: str
    about: str
    """What it does, in one line, for `communique agents`."""
    source: str
    """The topic it reads."""
    kind: type[RecordT]
    """The record it reads."""
    table: RowTable[RowT]
    """The table it keeps."""
    key: Callable[[RecordT], str]
    """The key of the row that a record belongs to."""
    step: Callable[[RowT | None, RecordT], Step[RowT] | None]
    """Pure: the row before and the record in; None where nothing follows."""
    finish: Callable[[RowT | None, RowT], Step[RowT]] | None = None
    """Pure: what is done once for all records of a row that came together, with the row before them and the row behind
    them in: bound its size, send what tells the whole row."""


def attach(stream: Stream, fold: Fold[RecordT, RowT]) -> None:
    """Add an agent to the app."""

    async def agent(events: StreamT[bytes]) -> None:
        await run(stream, fold, cast("FaustStream[bytes]", events).noack().events())

    agent.__qualname__ = fold.name
    agent.__doc__ = fold.about
    stream.app.agent(stream.source(fold.source), name=fold.name)(agent)


async def run(stream: Stream, fold: Fold[RecordT, RowT], events: AsyncIterable[EventT[bytes]]) -> None:
    """Fold events into the table, several together."""
    await take_together(events, partial(take, stream, fold))


async def take_together(
    events: AsyncIterable[EventT[bytes]], take_in: Callable[[Sequence[EventT[bytes]]], Awaitable[None]]
) -> None:
    """Take in events, together those that come while others are at work, and acknowledge them in order.

    Whichever of the two tasks raises takes the other with it, so that the worker ends and nothing is acknowledged that
    was not kept.
    """
    waiting: asyncio.Queue[EventT[bytes]] = asyncio.Queue()
    places = asyncio.Semaphore(MOST_TOGETHER)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(drain(take_in, waiting, places))
        async for event in events:
            await places.acquire()
            waiting.put_nowait(event)


async def drain(
    take_in: Callable[[Sequence[EventT[bytes]]], Awaitable[None]],
    waiting: asyncio.Queue[EventT[bytes]],
    places: asyncio.Semaphore,
) -> None:
    """Take in all that waits, and acknowledge it."""
    while True:
        events = [await waiting.get()]
        while not waiting.empty():
            events.append(waiting.get_nowait())
        await take_in(events)
        for event in events:
            event.ack()
            places.release()


async def take(stream: Stream, fold: Fold[RecordT, RowT], events: Sequence[EventT[bytes]]) -> None:
    """Fold events into the table, in their order.

    A record that cannot be folded, by whatever fault of ours, becomes a dead letter: it must not hold up the
    records behind it for ever. Where it came with others, each is folded alone.

    Raises:
        Exception: the broker did not take an output or a row; the worker must end.
    """
    try:
        outputs, changes = fold_all(fold, events)
        for change in changes:
            check_size(change.value)
    except Exception as error:  # noqa: BLE001 -- as above
        if len(events) == 1:
            await reject(stream, fold.name, events[0], error)
            return
        for event in events:
            await take(stream, fold, [event])
        return
    await stream.send(outputs)
    await keep(changes)


@dataclass(frozen=True)
class Changed(Generic[RowT]):
    """A row that records change."""

    before: RowT | None
    """As it stood before all of them."""
    after: RowT
    """As the last leaves it."""
    event: EventT[bytes]
    """The event of the last."""


def fold_all(fold: Fold[RecordT, RowT], events: Sequence[EventT[bytes]]) -> tuple[list[Outgoing], list[Change]]:
    """Fold events, each into the row that the ones before left.

    Returns:
        All that is to be sent, in order, and the rows to be kept then.

    Raises:
        Exception: one of them cannot be folded.
    """
    outputs: list[Outgoing] = []
    rows: dict[str, Changed[RowT]] = {}
    for event in events:
        record = from_bytes(fold.kind, event.message.value or b"")
        key = fold.key(record)
        known = rows.get(key)
        with handling(event):
            before = known.after if known else fold.table.read(key)
        step = fold.step(before, record)
        if step is None:
            continue
        outputs.extend(traced(step.outputs, event.message.headers))
        if step.row is not before:
            rows[key] = Changed(known.before if known else before, step.row, event)
    changes = []
    for key, row in rows.items():
        last = fold.finish(row.before, row.after) if fold.finish else Step(row.after)
        outputs.extend(traced(last.outputs, row.event.message.headers))
        changes.append(fold.table.change(key, last.row, row.event, last.value))
    return outputs, changes


def check_size(row: bytes | None) -> None:
    """Make sure that the changelog takes a row.

    Raises:
        ValueError: it is too large.
    """
    if row and len(row) > MAX_ROW_BYTES:
        raise ValueError(f"its row would take {len(row)} bytes, more than {MAX_ROW_BYTES}")


async def reject(stream: Stream, name: str, event: EventT[bytes], error: Exception) -> None:
    """Send a record that an agent cannot take in to the dead letters.

    Raises:
        Exception: the broker did not take the dead letter; the worker must end.
    """
    stream.app.logger.error("%s cannot take in offset %d", name, event.message.offset, exc_info=error)
    stream.metrics.dead_letters.labels(name, "internal").inc()
    failure = Failure(name, "internal", type(error).__name__, " ".join(str(error).split()))
    letter = dead_letter(raw_record(event), failure, stream.settings.dead_letter_bytes)
    await stream.send([Outgoing(topics.DEAD_LETTERS, letter.key, letter.value, letter.headers)])
