"""The one loop behind every agent that keeps a table: read, fold, send, keep, acknowledge.

The order is what makes a crash harmless. What is sent, and the row, are functions of the row before and of the
record; until the row is kept, doing it again gives the same bytes; once it is kept, the fold knows the record for
one already taken in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from faust import Stream as FaustStream
from faust.types import EventT, StreamT
from pydantic import BaseModel

from agents import topics
from agents.deadletter import Failure, dead_letter
from agents.observing.traces import traced
from agents.stream import Outgoing, Stream, raw_record
from agents.tables import RowTable
from schemas.wire import from_bytes, to_bytes

RecordT = TypeVar("RecordT", bound=BaseModel)
RowT = TypeVar("RowT", bound=BaseModel)

MAX_ROW_BYTES = topics.INTERNAL_RECORD_BYTES - 64 * 1024
"""What a changelog topic takes; rows are bounded far below it by the settings."""


@dataclass(frozen=True)
class Step(Generic[RowT]):
    """What follows from one record."""

    row: RowT
    """The row to keep; the very row that was handed in where it stays as it is."""
    outputs: Sequence[Outgoing] = ()
    """What to send before the row is kept."""


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


def attach(stream: Stream, fold: Fold[RecordT, RowT]) -> None:
    """Add an agent to the app."""

    async def agent(events: StreamT[bytes]) -> None:
        async for event in cast("FaustStream[bytes]", events).noack().events():
            await take(stream, fold, event)
            event.ack()

    agent.__qualname__ = fold.name
    agent.__doc__ = fold.about
    stream.app.agent(stream.source(fold.source), name=fold.name)(agent)


async def take(stream: Stream, fold: Fold[RecordT, RowT], event: EventT[bytes]) -> None:
    """Fold one event into the table.

    A record that cannot be folded, by whatever fault of ours, becomes a dead letter: it must not hold up the
    records behind it for ever.

    Raises:
        Exception: the broker did not take an output or the row; the worker must end.
    """
    try:
        record = from_bytes(fold.kind, event.message.value or b"")
        before = fold.table.read(fold.key(record))
        step = fold.step(before, record)
        check_size(step.row if step else None)
    except Exception as error:  # noqa: BLE001 -- as above
        await reject(stream, fold.name, event, error)
        return
    if step:
        await stream.send(traced(step.outputs, event.message.headers))
    if step and step.row is not before:
        await fold.table.store(fold.key(record), step.row)


def check_size(row: BaseModel | None) -> None:
    """Make sure that the changelog takes a row.

    Raises:
        ValueError: it is too large.
    """
    if row and (size := len(to_bytes(row))) > MAX_ROW_BYTES:
        raise ValueError(f"its row would take {size} bytes, more than {MAX_ROW_BYTES}")


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
