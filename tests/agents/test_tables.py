"""Where rows stand, and that they leave a worker with their partition."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import faust
import pytest
from faust.types import TP
from faust.types.tuples import RecordMetadata

from agents.records import LiveEvent
from agents.settings import Settings
from agents.tables import RowTable, declare_tables
from told import DAY_ONE

ROW = LiveEvent(version=1, last_seen=DAY_ONE)
PLACE = TP("changelog", 0)


def live_events() -> RowTable[LiveEvent]:
    settings = Settings()
    return declare_tables(faust.App(settings.app_id, store="memory://"), settings).live_events


def acknowledgement(offset: int) -> RecordMetadata:
    return RecordMetadata("changelog", 0, PLACE, offset, None, None)


def test_a_row_that_a_worker_wrote_itself_leaves_its_memory_with_the_partition(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it could be deleted elsewhere, and stand here again when the partition returns."""
    rows = live_events()

    async def acknowledged(*_: object) -> RecordMetadata:
        """The broker has taken the row."""
        return acknowledgement(7)

    async def scenario() -> list[list[str]]:
        monkeypatch.setattr(rows.table, "send_changelog", acknowledged)
        for partition in (0, 1):
            monkeypatch.setattr(rows.table, "partition_for_key", lambda _, partition=partition: partition)
            await rows.store(f"in {partition}", ROW)
        seen = []
        for held in ({0, 1}, {1}, set()):
            await rows.table.data.on_recovery_completed({TP("changelog", partition) for partition in held}, set())
            seen.append([key for key, _ in rows.rows()])
        return seen

    assert asyncio.run(scenario()) == [["in 0", "in 1"], ["in 1"], []]


def test_how_far_a_table_on_disk_is_complete_is_noted_behind_the_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Noted before, a row that was not written any more would never be refilled."""
    rows = live_events()
    written: list[object] = []

    class Data(dict[bytes, bytes]):
        def __setitem__(self, key: bytes, value: bytes) -> None:
            written.append(key)

        def set_persisted_offset(self, tp: TP, offset: int) -> None:
            written.append((tp, offset))

    async def scenario() -> None:
        monkeypatch.setattr(rows.table, "_data", Data())
        monkeypatch.setattr(rows.table, "send_changelog", lambda *_: sent())
        monkeypatch.setattr(rows.table, "partition_for_key", lambda _: 0)
        await rows.store("one", ROW)
        await rows.forget("one")

    async def sent() -> RecordMetadata:
        told = acknowledgement(len(written))
        rows.table._on_changelog_sent(SimpleNamespace(result=lambda: told))  # as Faust does
        return told

    asyncio.run(scenario())
    assert written == [b"one", (PLACE, 0), (PLACE, 2)]
