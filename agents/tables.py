"""The tables: rows by key, kept in a local store and in a changelog topic from which the store is refilled.

Faust's own `table[key] = value` puts the change into a buffer and goes on; the offset of the input can be committed
before the change has reached the broker. `RowTable.store` turns the order round: first the changelog, acknowledged
by the broker, then the local store. A row that can be read has therefore always been kept, and an input whose row
was not kept has not been acknowledged and comes again.

A table on disk knows up to which changelog record it holds rows, and is refilled only from there. Faust notes that as
soon as the record is acknowledged; a worker that died then, before the row was written, would never see it again. Here
it is noted behind the row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar, cast

import faust
from faust.stores import STORES
from faust.stores.memory import Store as MemoryStore
from pydantic import BaseModel

from agents import topics
from agents.records import ArticleSeen, EntityRow, LiveArticle, LiveEvent, NameRow, Override, ViewRow
from agents.settings import Settings
from schemas.wire import from_bytes, to_bytes

if TYPE_CHECKING:
    from faust.types import FutureMessage
    from faust.types.tuples import RecordMetadata

RowT = TypeVar("RowT", bound=BaseModel)

STORES.aliases["rocksdb"] = "agents.disk:Store"

MEBIBYTE = 1024 * 1024
ROCKSDB_OPTIONS = {
    "write_buffer_size": 8 * MEBIBYTE,
    "max_write_buffer_number": 2,
    "max_open_files": 200,
}
"""For each partition of each table; what they all take together is bounded in `agents.disk`."""


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
        # Called by Faust when a changelog record is acknowledged; done in `store` instead, behind the row.
        self.table._on_changelog_sent = _do_nothing  # type: ignore[method-assign]  # noqa: SLF001

    def read(self, key: str) -> RowT | None:
        """The row of a key; None where there is none on this worker."""
        row = self.table.data.get(key.encode())
        return None if row is None else from_bytes(self.kind, row)

    def rows(self) -> Iterator[tuple[str, RowT]]:
        """Every row on this worker with its key."""
        for key, row in list(self.table.data.items()):
            yield key.decode(), from_bytes(self.kind, row)

    def on_refilled(self, do: Callable[[], None]) -> None:
        """Have something done each time the rows on this worker may have become others.

        That is, before any record is handled: after the start, and whenever partitions have moved and the table has
        been refilled from its changelog.
        """

        async def refilled() -> None:
            do()

        self.table.on_recover(refilled)

    async def store(self, key: str, row: RowT) -> None:
        """Keep a row: return once the broker has acknowledged it.

        Only to be called while an event of the agent's stream is being handled: the row goes to the partition
        of that event.

        Raises:
            Exception: the broker did not take the row; the worker must end without acknowledging the event.
        """
        raw_key, value = key.encode(), to_bytes(row)
        partition = self.table.partition_for_key(raw_key)
        acknowledged = await self.table.send_changelog(partition, raw_key, value)
        self.table.data[raw_key] = value
        self._note_offset(acknowledged)
        self._note_partition(raw_key, partition)

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

    async def forget(self, key: str) -> None:
        """Delete a row: return once the broker has acknowledged it; otherwise as `store`.

        Raises:
            Exception: as `store`.
        """
        raw_key = key.encode()
        acknowledged = await self.table.send_changelog(self.table.partition_for_key(raw_key), raw_key, None)
        self.table.data.pop(raw_key, None)
        self._note_offset(acknowledged)
        if isinstance(self.table.data, MemoryStore):
            self.table.data._key_partition.pop(raw_key, None)  # noqa: SLF001 -- as above


def _do_nothing(fut: FutureMessage) -> None:
    """Stand where Faust would note an offset too early."""


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
