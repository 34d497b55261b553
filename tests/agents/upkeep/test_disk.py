"""What becomes of tables on disk when the disk fails: refilled where they are damaged, the worker ended otherwise."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import faust
import pytest
from faust.types import TP

from agents.settings import Settings
from agents.tables import ROCKSDB_OPTIONS, declare_tables
from agents.upkeep.disk import (
    EXIT_CODE,
    TABLE_MEMORY,
    WRITE_MEMORY,
    SharedOptions,
    Store,
    check_data_dir,
    shared_memory,
)

if TYPE_CHECKING:
    from rocksdict import Rdict

ROWS = 3_000
PLACE = TP("changelog", 0)


class EndedError(BaseException):
    """Where a process would have ended."""


def end(code: int) -> None:
    raise EndedError(code)


def opened(directory: Path) -> Store:
    """A table of a worker that keeps its tables in a directory."""
    settings = Settings(store="rocksdb", data_dir=directory)
    app = faust.App(settings.app_id, store="rocksdb://", datadir=str(directory))
    store = declare_tables(app, settings).live_events.table.data
    assert isinstance(store, Store)
    store.end = end
    return store


def refill(store: Store, rows: int = ROWS) -> None:
    """Write rows as a changelog tells them."""
    events = [
        SimpleNamespace(
            message=SimpleNamespace(
                tp=PLACE, partition=0, offset=number, key=b"%d" % number, value=os.urandom(500) + b"%d" % number
            )
        )
        for number in range(rows)
    ]
    for start in range(0, rows, 100):
        store.apply_changelog_batch(events[start : start + 100], bytes, bytes)


def closed(store: Store) -> Path:
    """Where the only partition stands, closed."""
    path = store.partition_path(0)
    store._dbs.clear()  # there is no other way to close it
    gc.collect()
    return path


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A table with rows in several files."""
    store = opened(tmp_path)
    store.rocksdb_options.write_buffer_size = 256 * 1024
    refill(store)
    return closed(store)


def cut(path: Path) -> None:
    os.truncate(tables_of(path)[0], 100)


def scribble(path: Path) -> None:
    for file in path.glob("MANIFEST*"):
        file.write_bytes(b"\7" * file.stat().st_size)


def take_away(path: Path) -> None:
    for file in path.glob("MANIFEST*"):
        file.unlink()


def take_a_table_away(path: Path) -> None:
    tables_of(path)[0].unlink()


def put_a_file_there(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.write_text("not a table")


def tables_of(path: Path) -> list[Path]:
    return sorted(path.glob("*.sst"))


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(cut, id="a file is cut short"),
        pytest.param(scribble, id="the manifest is overwritten"),
        pytest.param(take_away, id="the manifest is gone"),
        pytest.param(take_a_table_away, id="a file is gone"),
        pytest.param(put_a_file_there, id="the directory is a file"),
    ],
)
def test_a_damaged_table_is_thrown_away_when_it_is_opened_and_asks_to_be_refilled(
    written: Path, tmp_path: Path, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    damage(written)
    store = opened(tmp_path)
    assert store.persisted_offset(PLACE) is None
    assert f"{written} is damaged, and is refilled from its changelog" in caplog.text
    refill(store, 100)
    assert store.persisted_offset(PLACE) == 99


def test_a_row_that_cannot_be_read_ends_the_worker_and_has_the_table_refilled(
    written: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Raised as an exception it would be taken for a fault of the record in hand, which would become a dead letter."""
    file = max(tables_of(written), key=lambda file: file.stat().st_size)
    whole = bytearray(file.read_bytes())
    whole[20_000:100_000] = bytes(80_000)
    file.write_bytes(whole)
    store = opened(tmp_path)
    assert store.persisted_offset(PLACE) is not None, "the damage must not show when the table is opened"
    with pytest.raises(EndedError, match=str(EXIT_CODE)):
        all(store._get(b"%d" % number) for number in range(ROWS))
    assert "cannot be used: Corruption" in caplog.text
    closed(store)
    assert opened(tmp_path).persisted_offset(PLACE) is None


def test_a_disk_that_cannot_be_written_ends_the_worker_and_leaves_the_table_as_it_is(
    written: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = opened(tmp_path)
    before = store.persisted_offset(PLACE)

    class Full:
        def get(self, _: bytes) -> None:
            raise Exception("IO error: No space left on device: While appending to file: x.sst")  # noqa: TRY002

        write = put = get

    store._dbs[0] = cast("Rdict", Full())
    with pytest.raises(EndedError):
        refill(store, 1)
    assert "No space left on device" in caplog.text
    assert "nothing is lost; mend that and start the worker again" in caplog.text
    closed(store)
    assert opened(tmp_path).persisted_offset(PLACE) == before


def test_another_process_that_holds_the_table_is_waited_for(written: Path, tmp_path: Path) -> None:
    first = opened(tmp_path)
    assert first.persisted_offset(PLACE) == ROWS - 1
    with pytest.raises(Exception, match="lock"):
        opened(tmp_path).persisted_offset(PLACE)


def test_where_no_table_can_be_kept_the_directory_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match=f"tables cannot be kept in {tmp_path}/file/data: Not a directory"):
        check_data_dir(tmp_path / "file" / "data", kept=True)


def test_a_directory_that_is_not_there_is_made(tmp_path: Path) -> None:
    check_data_dir(tmp_path / "a" / "b", kept=True)
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_all_tables_of_a_process_share_one_memory_however_many_they_are(tmp_path: Path) -> None:
    tables = [SharedOptions(**ROCKSDB_OPTIONS).open(tmp_path / str(number)) for number in range(12)]
    row = os.urandom(100_000)
    for number in range(1_200):
        tables[number % len(tables)][b"%d" % number] = row
    for number in range(1_200):
        assert tables[number % len(tables)].get(b"%d" % number) == row
    patience = time.monotonic() + 60
    while shared_memory().buffers.get_usage() > 2 * WRITE_MEMORY:
        # RocksDB looks at each write whether it must make room, and makes it in the background.
        for table in tables:
            table[b"small"] = b"row"
        assert time.monotonic() < patience
        time.sleep(0.02)
    assert shared_memory().blocks.get_usage() < 3 * TABLE_MEMORY
