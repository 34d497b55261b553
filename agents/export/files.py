"""CSV and Parquet: files are written whole, from a table that lies beside them as `NAME.state`.

A file cannot be changed in one transaction with anything else. So the rows and positions are kept in SQLite, and the
file is written under another name and then renamed: whoever opens it finds a whole one, and a kill costs at most the
writing, which the next run does again.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from agents.client import Choice
from agents.export.databases import Sqlite
from agents.export.duck import DUCKDB_CONFIG, import_duckdb, json_lines, told, write_lines
from agents.export.layouts import Kind, Layout, Row, Value
from agents.export.table import SqlTable, TableError

TABLE = "events"
LEFT_SECONDS = 24 * 3600.0
FORMULA = re.compile(r'(^|[;\t]"*)(?=[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])')
"""Where spreadsheets take a text for a formula: at the beginning of a cell, and behind what some of them part cells at.
Source: OWASP, "CSV Injection"."""

Writer = Callable[[Path, Layout, Iterable[Row]], None]
"""Writes rows to a path."""


class FileTable(SqlTable):
    """A file that shows a table.

    Args:
        path: the file.
        layout: its columns.
        choice: which events it holds.
        write: what writes it.
        anew: whether to forget what is there.

    Raises:
        TableError: the file is there, and is no export.
    """

    def __init__(self, path: Path, layout: Layout, choice: Choice, write: Writer, *, anew: bool = False) -> None:
        state = path.with_name(path.name + ".state")
        if path.exists() and not state.exists() and not anew:
            raise TableError(f"{path} is there and is no export that could go on; name another file, or say --anew")
        super().__init__(Sqlite(state), layout, TABLE, choice, anew=anew)
        self._path = path
        self._write = write
        self._scratch = f".{path.name}.communique-"
        self._sweep()

    def refresh(self) -> None:
        """Write the file anew; whoever reads it sees the old one or the new one, whole."""
        with tempfile.TemporaryDirectory(dir=self._path.parent, prefix=self._scratch) as scratch:
            made = Path(scratch) / self._path.name
            self._write(made, self.layout, self._typed())
            with made.open("rb+") as stream:
                os.fsync(stream.fileno())
            made.replace(self._path)

    def _sweep(self) -> None:
        """Remove what killed runs left; what is younger than a day may be in use."""
        for left in self._path.parent.iterdir():
            if left.name.startswith(self._scratch) and time.time() - left.stat().st_mtime > LEFT_SECONDS:
                shutil.rmtree(left, ignore_errors=True)

    def _typed(self) -> Iterator[Row]:
        truths = [number for number, column in enumerate(self.layout.columns) if column.kind is Kind.TRUTH]
        names = ", ".join(column.name for column in self.layout.columns)
        order = ", ".join(self.layout.key)
        for row in self.run(f"SELECT {names} FROM {self.name} ORDER BY {order}"):  # noqa: S608 -- names of the layout
            cells = list(row)
            for number in truths:
                cells[number] = None if cells[number] is None else bool(cells[number])
            yield tuple(cells)


def csv_writer(*, guarded: bool) -> Writer:
    """Writes CSV: UTF-8, a line with the names, an empty cell for null.

    Args:
        guarded: whether a text that a spreadsheet would take for a formula gets an apostrophe before it.
    """

    def write(path: Path, layout: Layout, rows: Iterable[Row]) -> None:
        with path.open("w", encoding="utf-8", newline="") as stream:
            # The ends of lines of RFC 4180: with others, the writer leaves a lone carriage return without quotes.
            writer = csv.writer(stream, lineterminator="\r\n")
            writer.writerow([column.name for column in layout.columns])
            for row in rows:
                writer.writerow([guard(cell) for cell in row] if guarded else row)

    return write


def guard(cell: Value) -> Value:
    """A cell that no spreadsheet takes for a formula."""
    return FORMULA.sub(r"\1'", cell) if isinstance(cell, str) else cell


def write_parquet(path: Path, layout: Layout, rows: Iterable[Row]) -> None:
    """Write Parquet, with days, moments and numbers as such; JSON is text, which is what other programs read."""
    duck = import_duckdb()
    lines = path.with_name("rows.jsonl")
    write_lines(lines, layout, rows)
    with told(path), duck.connect(config=DUCKDB_CONFIG) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        relation = connection.sql(f"SELECT * FROM {json_lines(layout)}", params=[str(lines)])  # noqa: S608 -- of the layout
        relation.write_parquet(str(path), compression="zstd")
    lines.unlink()
