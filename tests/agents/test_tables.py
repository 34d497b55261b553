"""Where rows stand, and that they leave a worker with their partition."""

from __future__ import annotations

import asyncio

import pytest
from faust.types import TP

from agents.app import create_app
from agents.records import LiveEvent
from agents.settings import Settings
from told import DAY_ONE

ROW = LiveEvent(version=1, last_seen=DAY_ONE)


def test_a_row_that_a_worker_wrote_itself_leaves_its_memory_with_the_partition(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it could be deleted elsewhere, and stand here again when the partition returns."""
    rows = create_app(Settings()).stream_parts.tables.live_events

    async def acknowledged(*_: object) -> None:
        """The broker has taken the row."""

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
