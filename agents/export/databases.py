"""SQLite and PostgreSQL, seen the same way.

The driver of PostgreSQL comes with the extra `export`, and is imported only when asked for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

from agents.export.layouts import Kind
from agents.export.table import Cursor, TableError

if TYPE_CHECKING:
    import psycopg

EXTRA = "pip install 'communique[export]'"
BUSY_SECONDS = 30.0
"""How long to wait for another program that holds a SQLite file."""


class Sqlite:
    """A SQLite file.

    Raises:
        TableError: it cannot be opened, or is none.
    """

    types: Mapping[Kind, str] = dict.fromkeys(Kind, "TEXT") | {
        Kind.INTEGER: "INTEGER",
        Kind.NUMBER: "REAL",
        Kind.TRUTH: "INTEGER",
    }
    mark = "?"

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            # Transactions are ours to begin and to end.
            self._connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            self._connection.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.Error as error:
            raise TableError(f"{path}: {error}") from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction that holds off other writers from its beginning."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # a full disk ends it
                self._connection.execute("ROLLBACK")
            raise

    def run(self, statement: str, values: Sequence[Any] = ()) -> Cursor:
        """Run a statement."""
        with self._told():
            return cast("Cursor", self._connection.execute(statement, values))

    def run_many(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement for each row."""
        with self._told():
            self._connection.executemany(statement, rows)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise TableError(f"{self._path}: {error}") from error

    def has_table(self, name: str) -> bool:
        """Whether there is a table of this name."""
        return bool(self.run("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)).fetchall())

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


class Postgres:
    """A PostgreSQL database.

    Args:
        address: a URL or connection string. What it leaves out libpq takes from `PGHOST`, `PGPASSWORD`, `~/.pgpass` ...

    Raises:
        TableError: it cannot be reached, or refuses.
    """

    types: Mapping[Kind, str] = dict.fromkeys(Kind, "text") | {
        Kind.INTEGER: "bigint",
        Kind.NUMBER: "double precision",
        Kind.TRUTH: "boolean",
        Kind.DAY: "date",
        Kind.MOMENT: "timestamptz",
        Kind.JSON: "jsonb",
    }
    mark = "%s"

    def __init__(self, address: str) -> None:
        try:
            import psycopg  # noqa: PLC0415 -- of an extra
            from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415 -- as above
        except ImportError as error:
            missing("psycopg", error)
        try:
            conninfo_to_dict(address)
        except psycopg.Error:
            # What libpq says of it quotes it, and with it a password.
            raise TableError(
                "PostgreSQL: ADDRESS is neither a URL (postgresql://HOST/DATABASE) nor a connection string; in a URL, "
                "signs of a password are written as % and two digits"
            ) from None
        self._errors = psycopg.Error
        with self._told():
            self._connection: psycopg.Connection = psycopg.connect(
                address, autocommit=True, application_name="communique export", connect_timeout=10
            )

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction."""
        with self._told(), self._connection.transaction():
            yield

    def run(self, statement: str, values: Sequence[Any] = ()) -> Cursor:
        """Run a statement."""
        # Bytes, since the type of a statement asks for a literal; the names in it are checked.
        with self._told():
            return cast("Cursor", self._connection.execute(statement.encode(), values))

    def run_many(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement for each row, without waiting for each answer."""
        with self._told(), self._connection.cursor() as cursor:
            cursor.executemany(statement.encode(), rows)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except self._errors as error:
            raise TableError(f"PostgreSQL: {' '.join(str(error).split())}") from error

    def has_table(self, name: str) -> bool:
        """Whether a table of this name is found without naming its schema."""
        return self.run("SELECT to_regclass(%s)::text", (name,)).fetchall() != [(None,)]

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def missing(name: str, error: ImportError) -> NoReturn:
    """Say how to install what is missing."""
    raise TableError(f"{name} is not installed: {EXTRA}") from error
