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
from agents.tables import Remembered, RowTable, declare_tables, keep
from schemas.wire import to_bytes
from told import DAY_ONE

ROW = LiveEvent(version=1, last_seen=DAY_ONE)
PLACE = TP("changelog", 0)


def live_events() -> RowTable[LiveEvent]:
    settings = Settings()
    return declare_tables(faust.App(settings.app_id, store="memory://"), settings).live_events


class Event:
    """What a row follows from."""

    def __init__(self, partition: int) -> None:
        self.message = SimpleNamespace(topic="communique.mentions", partition=partition)


class Broker:
    """Takes what is sent to it, and says so when it is asked to."""

    def __init__(self, rows: RowTable[LiveEvent], monkeypatch: pytest.MonkeyPatch) -> None:
        self.sent: list[tuple[bytes, asyncio.Future[RecordMetadata], int]] = []
        monkeypatch.setattr(rows.table.app, "maybe_start_producer", self.started)
        monkeypatch.setattr(rows.table, "_verify_source_topic_partitions", lambda _: None)

    async def started(self) -> Broker:
        return self

    async def send(
        self, topic: str, key: bytes, value: object, partition: int, *_: object
    ) -> asyncio.Future[RecordMetadata]:
        acknowledged: asyncio.Future[RecordMetadata] = asyncio.get_running_loop().create_future()
        self.sent.append((key, acknowledged, partition))
        asyncio.get_running_loop().call_soon(self.acknowledge, len(self.sent) - 1)
        return acknowledged

    def acknowledge(self, number: int) -> None:
        _, acknowledged, partition = self.sent[number]
        acknowledged.set_result(RecordMetadata("changelog", partition, TP("changelog", partition), number, None, None))


def test_a_row_that_a_worker_wrote_itself_leaves_its_memory_with_the_partition(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it could be deleted elsewhere, and stand here again when the partition returns."""
    rows = live_events()

    async def scenario() -> list[list[str]]:
        Broker(rows, monkeypatch)
        for partition in (0, 1):
            await rows.store(f"in {partition}", ROW, Event(partition))
        seen = []
        for held in ({0, 1}, {1}, set()):
            await rows.table.data.on_recovery_completed({TP("changelog", partition) for partition in held}, set())
            seen.append([key for key, _ in rows.rows()])
        return seen

    assert asyncio.run(scenario()) == [["in 0", "in 1"], ["in 1"], []]


class Data(dict[bytes, bytes]):
    """A store that tells what is written to it, in order."""

    def __init__(self) -> None:
        self.written: list[object] = []
        super().__init__()

    def __setitem__(self, key: bytes, value: bytes) -> None:
        self.written.append(key)
        super().__setitem__(key, value)

    def set_persisted_offset(self, tp: TP, offset: int) -> None:
        self.written.append((tp, offset))


def test_how_far_a_table_on_disk_is_complete_is_noted_behind_the_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Noted before, a row that was not written any more would never be refilled."""
    rows, data = live_events(), Data()

    async def scenario() -> None:
        Broker(rows, monkeypatch)
        monkeypatch.setattr(rows.table, "_data", data)
        await rows.store("one", ROW, Event(0))
        await rows.forget("one", Event(0))

    asyncio.run(scenario())
    assert data.written == [b"one", (PLACE, 0), (PLACE, 1)]


def test_no_row_can_be_read_before_the_broker_has_acknowledged_all_that_are_kept_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows, data = live_events(), Data()

    async def scenario() -> tuple[list[object], list[bytes]]:
        broker = Broker(rows, monkeypatch)
        monkeypatch.setattr(broker, "acknowledge", lambda _: None)
        monkeypatch.setattr(rows.table, "_data", data)
        kept = asyncio.create_task(keep([rows.change(key, ROW, Event(0)) for key in ("one", "two")]))
        await asyncio.sleep(0)
        assert len(broker.sent) == 2
        Broker.acknowledge(broker, 1)
        await asyncio.sleep(0)
        before = list(data.written)
        Broker.acknowledge(broker, 0)
        await kept
        return before, list(data)

    assert asyncio.run(scenario()) == ([], [b"one", b"two"])


def test_a_row_is_read_as_it_stands_though_another_stood_there_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are remembered as records; when partitions come back others may stand in the store."""
    rows = live_events()
    later = ROW.model_copy(update={"version": 2})

    async def scenario() -> list[LiveEvent | None]:
        Broker(rows, monkeypatch)
        await rows.store("one", ROW, Event(0))
        seen = [rows.read("one")]
        rows.table.data[b"one"] = to_bytes(later)
        seen.append(rows.read("one"))
        rows.table.data.pop(b"one")
        return [*seen, rows.read("one")]

    assert asyncio.run(scenario()) == [ROW, later, None]


def test_the_rows_used_last_are_remembered_up_to_a_bound() -> None:
    rows: Remembered[LiveEvent] = Remembered(limit=30)
    for key in "abc":
        rows.remember(key, b"ten bytes.", ROW)
    rows.record_of("a", b"ten bytes.")
    rows.remember("d", b"ten bytes.", ROW)
    known = [key for key in "abcd" if rows.record_of(key, b"ten bytes.")]
    assert known == ["a", "c", "d"]
    rows.remember("e", b"x" * 31, ROW)
    assert rows.record_of("e", b"x" * 31) is None
