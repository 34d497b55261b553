"""The tables: rows by key, kept in a local store and in a changelog topic from which the store is refilled.

Faust's own `table[key] = value` puts the change into a buffer and goes on; the offset of the input can be committed
before the change has reached the broker. `RowTable.store` turns the order round: first the changelog, acknowledged
by the broker, then the local store. A row that can be read has therefore always been kept, and an input whose row
was not kept has not been acknowledged and comes again. `keep` does so for several rows at once.

A table on disk knows up to which changelog record it holds rows, and is refilled only from there. Faust notes that as
soon as the record is acknowledged; a worker that died then, before the row was written, would never see it again. Here
it is noted behind the row.
"""

from __future__ import annotations

import asyncio
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import faust
from faust.stores import STORES
from faust.stores.memory import Store as MemoryStore
from faust.streams import _current_event
from pydantic import BaseModel

from agents import topics
from agents.records import ArticleSeen, EntityRow, LiveArticle, LiveEvent, NameRow, Override, ViewRow
from agents.settings import Settings
from schemas.wire import from_bytes, to_bytes

if TYPE_CHECKING:
    from faust.types import EventT
    from faust.types.tuples import RecordMetadata

RowT = TypeVar("RowT", bound=BaseModel)

STORES.aliases["rocksdb"] = "agents.upkeep.disk:Store"

MEBIBYTE = 1024 * 1024
ROCKSDB_OPTIONS = {
    "write_buffer_size": 8 * MEBIBYTE,
    "max_write_buffer_number": 2,
    "max_open_files": 200,
}
"""For each partition of each table; what they all take together is bounded in `agents.upkeep.disk`."""


REMEMBERED_BYTES = 4 * MEBIBYTE
"""Rows of a table that were used last and are at hand as records, by their size as bytes; as records they take some
five times as much. To read the row of a state that is much in the news takes four milliseconds."""


class RowTable(Generic[RowT]):
    """A table of records of one kind, keyed by text."""

    def __init__(self, app: faust.App, name: str, kind: type[RowT], settings: Settings, about: str) -> None:
        self.name = name
        self.kind = kind
        self.table = cast(
            "faust.Table[bytes, bytes]",
            app.Table(
                name,
                key_type=bytes,
                help=about,
                value_type=bytes,
                partitions=topics.partitions_of(topics.changelog(settings.app_id, name), settings),
                options=dict(ROCKSDB_OPTIONS) if settings.store == "rocksdb" else None,
            ),
        )
        self.changelog = topics.changelog(settings.app_id, name)
        self._remembered: Remembered[RowT] = Remembered()
        self._changed: list[Callable[[str], None]] = []

    def read(self, key: str) -> RowT | None:
        """The row of a key; None where there is none on this worker."""
        row = self.table.data.get(key.encode())
        if row is None:
            return None
        known = self._remembered.record_of(key, row)
        if known is None:
            known = from_bytes(self.kind, row)
            self._remembered.remember(key, row, known)
        return known

    def rows(self) -> Iterator[tuple[str, RowT]]:
        """Every row on this worker with its key."""
        for key, row in list(self.table.data.items()):
            yield key.decode(), from_bytes(self.kind, row)

    def keys(self) -> list[str]:
        """The key of every row on this worker."""
        return [key.decode() for key in self.table.data]

    def on_changed(self, do: Callable[[str], None]) -> None:
        """Have something done with the key of each row that is written or deleted; it must take next to no time."""
        self._changed.append(do)

    def on_refilled(self, do: Callable[[], None]) -> None:
        """Have something done each time the rows on this worker may have become others.

        That is, before any record is handled: after the start, and whenever partitions have moved and the table has
        been refilled from its changelog.
        """

        async def refilled() -> None:
            do()

        self.table.on_recover(refilled)

    def change(self, key: str, row: RowT | None, event: EventT[bytes], value: bytes | None = None) -> Change:
        """A row to be kept, or one to be forgotten where it is None, in the partition of an event.

        Args:
            key: its key.
            row: the row.
            event: what it follows from.
            value: the row as bytes, where they are known.
        """
        return Change(self, key, value if value or row is None else to_bytes(row), row, event)

    async def store(self, key: str, row: RowT, event: EventT[bytes]) -> None:
        """Keep one row, as `keep` does."""
        await keep([self.change(key, row, event)])

    async def forget(self, key: str, event: EventT[bytes]) -> None:
        """Delete one row, as `keep` does."""
        await keep([self.change(key, None, event)])

    async def send_change(self, change: Change) -> asyncio.Future[RecordMetadata]:
        """Hand a row to the producer, for the changelog; done once the broker has acknowledged it."""
        with handling(change.event):
            partition = self.table.partition_for_key(change.raw_key)
        producer = await self.table.app.maybe_start_producer()
        sent = await producer.send(self.changelog, change.raw_key, change.value, partition, None, None)
        return cast("asyncio.Future[RecordMetadata]", sent)

    def apply(self, change: Change, acknowledged: RecordMetadata) -> None:
        """Write a row that the broker has acknowledged to the local store."""
        with handling(change.event):
            if change.value is None:
                self._drop(change.raw_key)
            else:
                self.table.data[change.raw_key] = change.value
                self._note_partition(change.raw_key, acknowledged.partition)
                self._remembered.remember(change.key, change.value, cast("RowT", change.row))
        self._note_offset(acknowledged)
        for do in self._changed:
            do(change.key)

    def _drop(self, raw_key: bytes) -> None:
        self.table.data.pop(raw_key, None)
        if isinstance(self.table.data, MemoryStore):
            self.table.data._key_partition.pop(raw_key, None)  # noqa: SLF001 -- as below

    def _note_offset(self, acknowledged: RecordMetadata) -> None:
        """Note up to which changelog record the rows here are complete."""
        self.table.data.set_persisted_offset(acknowledged.topic_partition, acknowledged.offset)

    def _note_partition(self, raw_key: bytes, partition: int | None) -> None:
        """Have the row leave this worker with its partition.

        Faust's store in memory knows the partitions only of the rows that it refilled. A row that stayed here could be
        deleted elsewhere, and stand here again when the partition returns after its deletion is compacted away.
        """
        store = self.table.data
        if partition is not None and isinstance(store, MemoryStore):
            store._key_partition[raw_key] = partition  # noqa: SLF001 -- what the store drops rows by, and sets only itself


class Remembered(Generic[RowT]):
    """The rows used last, as records: a row that changes again and again need not be read anew each time.

    A record is given only for the very bytes that it was read from, or written to; so nothing that becomes of the store
    can make it wrong.
    """

    def __init__(self, limit: int = REMEMBERED_BYTES) -> None:
        self._limit = limit
        self._size = 0
        self._rows: OrderedDict[str, tuple[bytes, RowT]] = OrderedDict()

    def record_of(self, key: str, value: bytes) -> RowT | None:
        """The record of a row as it stands in the store; None where it is not remembered."""
        known = self._rows.get(key)
        if known is None or known[0] != value:
            return None
        self._rows.move_to_end(key)
        return known[1]

    def remember(self, key: str, value: bytes, record: RowT) -> None:
        """Take in a row; those not used for longest go."""
        before = self._rows.pop(key, None)
        self._size += len(value) - (len(before[0]) if before else 0)
        self._rows[key] = value, record
        while self._size > self._limit:
            _, (gone, _) = self._rows.popitem(last=False)
            self._size -= len(gone)


@dataclass(frozen=True)
class Change:
    """A row to be kept, or forgotten."""

    table: RowTable[Any]
    key: str
    value: bytes | None
    """The row as bytes; None for one to be forgotten."""
    row: BaseModel | None
    """The same as a record."""
    event: EventT[bytes]
    """What it follows from; it goes to the partition of that event."""

    @property
    def raw_key(self) -> bytes:
        """The key as bytes."""
        return self.key.encode()


async def keep(changes: Sequence[Change]) -> None:
    """Keep rows: return once the broker has acknowledged every one, and they can be read.

    They are sent together, so where the worker dies some of them may have been kept and others not.

    Raises:
        Exception: the broker did not take one of them; the worker must end without acknowledging any of the events.
    """
    sent = [await change.table.send_change(change) for change in changes]
    for change, acknowledged in zip(changes, await asyncio.gather(*sent), strict=True):
        change.table.apply(change, acknowledged)


@contextmanager
def handling(event: EventT[bytes]) -> Iterator[None]:
    """While an event is handled outside of the loop that Faust hands it to: tables are used in its partition.

    Faust knows the event in hand by this variable alone.
    """
    token = _current_event.set(weakref.ref(event))
    try:
        yield
    finally:
        _current_event.reset(token)


@dataclass(frozen=True)
class Tables:
    """Every table of the stream."""

    articles_seen: RowTable[ArticleSeen]
    live_articles: RowTable[LiveArticle]
    live_events: RowTable[LiveEvent]
    overrides: RowTable[Override]
    names: RowTable[NameRow]
    entities: RowTable[EntityRow]
    views: RowTable[ViewRow]


def declare_tables(app: faust.App, settings: Settings) -> Tables:
    """Declare every table; the changelog topics must be there already."""
    seen = "What was last passed on for each article."
    told = "What each article tells that may still grow into an event."
    live = "What was published of each event that may still grow, and why its reports are of one event."
    decided = "What operators decided about events."
    names = "Who bears each family name, and what is told under it alone."
    rows = "The row of each entity, and what it was made from."
    views = "The offices of each country, and the measures and meetings of each two."
    return Tables(
        articles_seen=RowTable(app, topics.ARTICLES_SEEN, ArticleSeen, settings, seen),
        live_articles=RowTable(app, topics.LIVE_ARTICLES, LiveArticle, settings, told),
        live_events=RowTable(app, topics.LIVE_EVENTS, LiveEvent, settings, live),
        overrides=RowTable(app, topics.OVERRIDES, Override, settings, decided),
        names=RowTable(app, topics.NAME_ROWS, NameRow, settings, names),
        entities=RowTable(app, topics.ENTITY_ROWS, EntityRow, settings, rows),
        views=RowTable(app, topics.VIEW_ROWS, ViewRow, settings, views),
    )
