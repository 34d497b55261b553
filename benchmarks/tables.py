"""How much memory, and disk, one row of each table takes: `python -m benchmarks.tables --rows 1000000`.

Rows are synthetic but whole: made by the code that makes them in a worker, from invented articles. Each table is filled
in a process of its own, once in memory and once in RocksDB with the options of a worker, and the process is measured
before and after.
"""

from __future__ import annotations

import gc
import multiprocessing
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import cast

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from agents.tables import ROCKSDB_OPTIONS
from agents.upkeep.disk import SharedOptions
from benchmarks.rows import ROWS, TEMPLATES, Rows, Store

STEP = 2_000
"""Rows between two reports to the progress bar."""

READS = 2_000
"""Rows read back."""

WIDTH = 120
"""Columns where the output is no terminal."""

KIBIBYTE = 1024


@dataclass(frozen=True)
class Measured:
    """What one table took in one store."""

    table: str
    store: str
    value_bytes: float
    """Mean size of a row as it is stored."""
    memory_bytes: float
    """Growth of the process a row."""
    disk_bytes: float
    """Growth of the directory a row; 0 in memory."""
    writes: float
    """Rows written a second, without the changelog."""
    reads: float
    """Rows read a second, by key, in an order that no cache foresees; of the index the newest, as they come in."""


@click.command()
@click.option("--rows", default=1_000_000, show_default=True, type=click.IntRange(min=1), help="Rows of each table.")
@click.option(
    "--table", "tables", multiple=True, type=click.Choice(list(ROWS)), help="Only this table; may be repeated."
)
@click.option("--store", "stores", multiple=True, type=click.Choice(["memory", "rocksdb"]), help="Only this store.")
@click.option("--directory", type=click.Path(path_type=Path), help="Where RocksDB writes; a temporary one if absent.")
def main(rows: int, tables: tuple[str, ...], stores: tuple[str, ...], directory: Path | None) -> None:
    """Measure what a row of each table takes, in memory and in RocksDB; print a table. Linux only."""
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    results = []
    with bar(console) as progress:
        for name in tables or tuple(ROWS):
            for store in stores or (("memory",) if ROWS[name].memory_only else ("memory", "rocksdb")):
                task = progress.add_task(f"{name}, {store}", total=rows)
                done = partial(_tell, progress, task)
                results.append(in_a_process(name, store, rows, directory, done))
    console.print(as_table(results, rows))


def _tell(progress: Progress, task: TaskID, done: int) -> None:
    progress.update(task, completed=done)


def bar(console: Console) -> Progress:
    """A progress bar that shows what is measured and how long it will take."""
    parts = TextColumn("{task.description:<22}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    return Progress(*parts, console=console)


def in_a_process(name: str, store: str, rows: int, directory: Path | None, tell: Callable[[int], None]) -> Measured:
    """Measure one table in a new process, so that nothing of another stands in its memory."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=measure, args=(name, store, rows, directory, theirs))
    process.start()
    theirs.close()
    try:
        while isinstance(message := ours.recv(), int):
            tell(message)
    except EOFError as error:
        process.join()
        raise click.ClickException(f"measuring {name} in {store} ended with exit code {process.exitcode}") from error
    process.join()
    result: Measured = message
    return result


def measure(name: str, store: str, rows: int, directory: Path | None, out: Connection) -> None:
    """Fill one table and measure it; runs in a process of its own."""
    made = ROWS[name]
    for number in range(TEMPLATES):
        made.make(number)
    home = Path(tempfile.mkdtemp(dir=directory))
    try:
        out.send(_filled(made, name, store, rows, home, out))
    finally:
        shutil.rmtree(home)


def _filled(made: Rows, name: str, store: str, rows: int, home: Path, out: Connection) -> Measured:
    kept = open_store(made, store, home)
    gc.collect()
    before, size, spent = resident_bytes(), 0, 0.0
    for batch in batches(rows):
        pairs = [made.make(number) for number in batch]
        size += sum(len(value) for _, value in pairs)
        began = time.perf_counter()
        for key, value in pairs:
            kept[key] = value
        spent += time.perf_counter() - began
        out.send(batch.stop)
        del pairs
    gc.collect()
    memory = resident_bytes() - before
    asked = range(min(rows, READS))
    keys = [made.make(rows - 1 - number if made.memory_only else number * 7_919 % rows)[0] for number in asked]
    began = time.perf_counter()
    found = sum(kept[key] is not None for key in keys)
    reading = time.perf_counter() - began
    if found != len(keys):
        raise LookupError(f"{len(keys) - found} rows are missing")
    return Measured(name, store, size / rows, memory / rows, disk_bytes(home) / rows, rows / spent, found / reading)


def batches(rows: int) -> Iterator[range]:
    """The numbers of the rows, some thousands at a time."""
    return (range(start, min(start + STEP, rows)) for start in range(0, rows, STEP))


def open_store(made: Rows, store: str, home: Path) -> Store:
    """What the rows are put into: RocksDB as a worker opens it for one partition of a table, else a dictionary."""
    if made.store:
        return made.store(home)
    if store == "memory":
        return dict[bytes, bytes]()
    options = SharedOptions(**ROCKSDB_OPTIONS)  # type: ignore[arg-type]  # all are sizes
    return cast("Store", options.open(home / "table.db"))


def resident_bytes() -> int:
    """Memory that the process holds now, from the kernel."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1]) * KIBIBYTE


def disk_bytes(home: Path) -> int:
    """Size of all files in a directory."""
    return sum(path.stat().st_size for path in home.rglob("*") if path.is_file())


def as_table(results: list[Measured], rows: int) -> Table:
    """The results for a person."""
    table = Table(title=f"{rows:,} rows of each table")
    table.add_column("table", no_wrap=True)
    table.add_column("store")
    for title in ("bytes a row", "memory a row", "disk a row", "written/s", "read/s"):
        table.add_column(title, justify="right")
    for result in results:
        figures = (result.value_bytes, result.memory_bytes, result.disk_bytes, result.writes, result.reads)
        table.add_row(result.table, result.store, *(f"{figure:,.0f}" for figure in figures))
    return table


if __name__ == "__main__":
    main()
