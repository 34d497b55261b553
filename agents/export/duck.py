"""DuckDB: a database in a file, and what writes Parquet.

It takes rows by the thousand or very slowly, so they go through a file of JSON Lines. It comes with the extra `export`,
and is imported only when asked for.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import orjson

from agents.export.databases import missing
from agents.export.layouts import Kind, Layout, Row, Value
from agents.export.table import Cursor, SqlTable, TableError

if TYPE_CHECKING:
    import duckdb

DUCKDB_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
"""Nothing is fetched from the internet."""

MAX_ROW_BYTES = 256 * 1024 * 1024
"""Largest row that is read; DuckDB's own bound is lower than that of a record."""


def import_duckdb() -> ModuleType:
    """DuckDB.

    Raises:
        TableError: it is not installed.
    """
    try:
        import duckdb  # noqa: PLC0415 -- of an extra
    except ImportError as error:
        missing("duckdb", error)
    return duckdb


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what DuckDB raises into one line.

    Raises:
        TableError: in the place of what it raised.
    """
    try:
        yield
    except import_duckdb().Error as error:
        raise TableError(f"{path}: {str(error).splitlines()[0]}") from error


class DuckDb:
    """A DuckDB file.

    Raises:
        TableError: it cannot be opened, is none, or another program holds it.
    """

    types: Mapping[Kind, str] = dict.fromkeys(Kind, "VARCHAR") | {
        Kind.INTEGER: "BIGINT",
        Kind.NUMBER: "DOUBLE",
        Kind.TRUTH: "BOOLEAN",
        Kind.DAY: "DATE",
        Kind.MOMENT: "TIMESTAMPTZ",
        Kind.JSON: "JSON",
    }
    mark = "?"

    def __init__(self, path: Path) -> None:
        self._path = path
        duck = import_duckdb()
        with told(path):
            self._connection: duckdb.DuckDBPyConnection = duck.connect(str(path), config=DUCKDB_CONFIG)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction."""
        with told(self._path):
            self._connection.begin()
            try:
                yield
            except BaseException:
                self._connection.rollback()
                raise
            self._connection.commit()

    def run(self, statement: str, values: Sequence[object] = ()) -> Cursor:
        """Run a statement; a change of rows gives their number, as other drivers do."""
        with told(self._path):
            return DuckCursor(self._connection.execute(statement, values), changes=statement.startswith("UPDATE"))

    def run_many(self, statement: str, rows: Sequence[Sequence[object]]) -> None:
        """Run a statement for each row."""
        with told(self._path):
            self._connection.executemany(statement, rows)

    def has_table(self, name: str) -> bool:
        """Whether there is a table of this name."""
        return bool(self.run("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", (name,)).fetchall())

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


class DuckCursor:
    """What DuckDB gives back."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, *, changes: bool) -> None:
        self._rows = connection.fetchall()
        self.rowcount = int(self._rows[0][0]) if changes else -1

    def fetchall(self) -> list[tuple[Value, ...]]:
        """All rows."""
        return self._rows

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        """One row after the other."""
        return iter(self._rows)


class DuckTable(SqlTable):
    """A table in a DuckDB file."""

    def _drop(self, gone: Sequence[str]) -> None:
        if gone:
            self.run(f"DELETE FROM {self.name} WHERE event_id IN (SELECT unnest(?))", (list(gone),))  # noqa: S608 -- checked

    def _put(self, rows: Mapping[str, tuple[Row, ...]]) -> None:
        kept = {event_id: made for event_id, made in rows.items() if made}
        if not kept:
            return
        with tempfile.TemporaryDirectory(prefix="communique-export-") as directory:
            lines = Path(directory) / "rows.jsonl"
            write_lines(lines, self.layout, (row for made in kept.values() for row in made))
            self.run(self._upsert(f"SELECT * FROM {json_lines(self.layout)}"), (str(lines),))  # noqa: S608 -- of the layout
        for counter in self.layout.key[1:]:
            beyond = f"event_id = kept.event AND {counter} > kept.rows"
            self.run(
                f"DELETE FROM {self.name} USING (SELECT unnest(?) AS event, unnest(?) AS rows) AS kept WHERE {beyond}",  # noqa: S608 -- checked
                (list(kept), [len(made) for made in kept.values()]),
            )


def write_lines(path: Path, layout: Layout, rows: Iterable[Row]) -> None:
    """Write rows as JSON Lines."""
    names = [column.name for column in layout.columns]
    with path.open("wb") as stream:
        for row in rows:
            stream.write(orjson.dumps(dict(zip(names, row, strict=True)), option=orjson.OPT_APPEND_NEWLINE))


def json_lines(layout: Layout) -> str:
    """What reads such a file in a statement, with a question mark for its path; JSON within is text."""
    types = ", ".join(
        f"{column.name}: '{'VARCHAR' if column.kind is Kind.JSON else DuckDb.types[column.kind]}'"
        for column in layout.columns
    )
    return f"read_json(?, columns={{{types}}}, format='newline_delimited', maximum_object_size={MAX_ROW_BYTES})"
