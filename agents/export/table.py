"""A table that follows the topics: rows and positions change in one transaction, so that no kill harms it.

What the databases share stands here; each has a module of its own for what it does differently.

Beside the table lie two more: `communique_export` says how far each partition is read, `communique_export_tables` what
the table was made as.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from agents.client import Change, Choice, Upsert
from agents.export.layouts import Kind, Layout, Row, Value

TABLE_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
"""Names that need no quotes in any of the databases."""

OWN = frozenset({"communique_export", "communique_export_tables"})

Positions = dict[tuple[str, int], int]


class TableError(Exception):
    """The table cannot be written as asked; the message says what to do."""


@dataclass
class Step:
    """What is written in one transaction: the last rows of each event, and where the partitions go on."""

    rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    """Rows by event id; none for an event that goes."""

    positions: Positions = field(default_factory=dict)

    def add(self, changes: Iterable[Change], layout: Layout) -> None:
        """Take changes in, in their order."""
        for change in changes:
            self.rows[change.event_id] = layout.rows(change.event) if isinstance(change, Upsert) else ()

    def __bool__(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.positions)


class Target(Protocol):
    """Something that holds a table of events."""

    layout: Layout

    def positions(self) -> Positions:
        """Where each partition goes on."""

    def apply(self, step: Step) -> None:
        """Write a step, whole or not at all.

        Raises:
            TableError: somebody else writes to the table.
        """

    def refresh(self) -> None:
        """Bring what people read up to date, where that is not the table itself."""

    def close(self) -> None:
        """Let go of it."""


class Cursor(Protocol):
    """What the databases' drivers give back."""

    rowcount: int

    def fetchall(self) -> list[tuple[Value, ...]]:
        """All rows."""

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        """One row after the other."""


class Database(Protocol):
    """One connection, seen the same way whatever the database."""

    types: Mapping[Kind, str]
    """The name of each kind of column's type."""

    mark: str
    """What stands for a value in a statement."""

    def transaction(self) -> AbstractContextManager[object]:
        """All that is done within is kept at its end, or nothing of it."""

    def run(self, statement: str, values: Sequence[object] = ()) -> Cursor:
        """Run a statement."""

    def run_many(self, statement: str, rows: Sequence[Sequence[object]]) -> None:
        """Run a statement for each row."""

    def has_table(self, name: str) -> bool:
        """Whether there is a table of this name."""

    def close(self) -> None:
        """Close the connection."""


class SqlTable:
    """A table in a database.

    Args:
        database: the connection.
        layout: the table's columns.
        name: the table's name.
        choice: which events it holds.
        anew: whether to drop what is there.

    Raises:
        TableError: the name is none, or what is there was made otherwise.
    """

    def __init__(self, database: Database, layout: Layout, name: str, choice: Choice, *, anew: bool = False) -> None:
        if not TABLE_NAME.fullmatch(name) or name in OWN:
            raise TableError(f"{name!r} is no name for a table: small letters, digits and _, and none of the export's")
        self.layout = layout
        self.name = name
        self.database = database
        self._made_as = f"{layout.name} {' '.join(column.name for column in layout.columns)}"
        self._countries = " ".join(sorted(choice.countries))
        with database.transaction():
            self._prepare(anew=anew)
        self._held = self.positions()

    def positions(self) -> Positions:
        """Where each partition goes on."""
        found = self.run("SELECT topic, part, next_offset FROM communique_export WHERE name = ?", (self.name,))
        return {(str(topic), int(str(part))): int(str(offset)) for topic, part, offset in found}

    def apply(self, step: Step) -> None:
        """Write a step, whole or not at all.

        Raises:
            TableError: somebody else writes to the table.
        """
        gone = [event_id for event_id, rows in step.rows.items() if not rows]
        with self.database.transaction():
            for place, offset in sorted(step.positions.items()):
                self._move(place, offset)
            self._drop(gone)
            self._put(step.rows)
        self._held |= step.positions

    def refresh(self) -> None:
        """The table is what people read."""

    def close(self) -> None:
        """Close the connection."""
        self.database.close()

    def _drop(self, gone: Sequence[str]) -> None:
        """Delete the rows of events."""
        self._many(f"DELETE FROM {self.name} WHERE event_id = ?", [(name,) for name in gone])  # noqa: S608 -- checked

    def _put(self, rows: Mapping[str, tuple[Row, ...]]) -> None:
        """Write the rows of events, and delete those that they had beyond."""
        marks = ", ".join("?" * len(self.layout.columns))
        self._many(self._upsert(f"VALUES ({marks})"), [row for made in rows.values() for row in made])
        for counter in self.layout.key[1:]:
            beyond = [(event_id, len(made)) for event_id, made in rows.items() if made]
            self._many(f"DELETE FROM {self.name} WHERE event_id = ? AND {counter} > ?", beyond)  # noqa: S608 -- as above

    def _upsert(self, source: str) -> str:
        """The statement that writes the rows of a source, in the place of those with the same key."""
        names = [column.name for column in self.layout.columns]
        others = ", ".join(f"{name} = excluded.{name}" for name in names if name not in self.layout.key)
        return (
            f"INSERT INTO {self.name} ({', '.join(names)}) {source} "
            f"ON CONFLICT ({', '.join(self.layout.key)}) DO UPDATE SET {others}"
        )

    def _move(self, place: tuple[str, int], offset: int) -> None:
        """Note where a partition goes on; it must still be where this program left it."""
        before = self._held.get(place)
        if before is None:
            known = self.run(
                "SELECT next_offset FROM communique_export WHERE name = ? AND topic = ? AND part = ?",
                (self.name, *place),
            )
            if known.fetchall():
                raise self._moved()
            values = (self.name, *place, offset)
            self.run("INSERT INTO communique_export (name, topic, part, next_offset) VALUES (?, ?, ?, ?)", values)
            return
        statement = (
            "UPDATE communique_export SET next_offset = ? WHERE name = ? AND topic = ? AND part = ? AND next_offset = ?"
        )
        if self.run(statement, (offset, self.name, *place, before)).rowcount != 1:
            raise self._moved()

    def _moved(self) -> TableError:
        return TableError(f"another export writes to the table {self.name}; one is enough")

    def _prepare(self, *, anew: bool) -> None:
        text, number = self.database.types[Kind.TEXT], self.database.types[Kind.INTEGER]
        self.run(
            f"CREATE TABLE IF NOT EXISTS communique_export (name {text} NOT NULL, topic {text} NOT NULL, "
            f"part {number} NOT NULL, next_offset {number} NOT NULL, PRIMARY KEY (name, topic, part))"
        )
        self.run(
            f"CREATE TABLE IF NOT EXISTS communique_export_tables "
            f"(name {text} NOT NULL PRIMARY KEY, made_as {text} NOT NULL, countries {text} NOT NULL)"
        )
        if anew:
            self._leave_what_is_no_export()
            self.run(f"DROP TABLE IF EXISTS {self.name}")
            self.run("DELETE FROM communique_export WHERE name = ?", (self.name,))
            self.run("DELETE FROM communique_export_tables WHERE name = ?", (self.name,))
        self._make_or_check()

    def _made(self) -> Sequence[object]:
        """What the table was made as and with which countries; nothing where it is no export."""
        told = "SELECT made_as, countries FROM communique_export_tables WHERE name = ?"
        return self.run(told, (self.name,)).fetchall()

    def _leave_what_is_no_export(self) -> None:
        if self.database.has_table(self.name) and not self._made():
            raise TableError(f"there is a table {self.name} that is no export; name another one with --table")

    def _make_or_check(self) -> None:
        self._leave_what_is_no_export()
        found = self._made()
        if not self.database.has_table(self.name):
            if found:
                raise TableError(f"the table {self.name} was dropped; --anew makes it again from the first record")
            self._make()
        elif found != [(self._made_as, self._countries)]:
            raise TableError(
                f"the table {self.name} was made with another layout, version or choice of countries; "
                "--anew makes it again, --table names another one"
            )

    def _make(self) -> None:
        told = [f"{column.name} {self.database.types[column.kind]}" for column in self.layout.columns]
        self.run(f"CREATE TABLE {self.name} ({', '.join(told)}, PRIMARY KEY ({', '.join(self.layout.key)}))")
        values = (self.name, self._made_as, self._countries)
        self.run("INSERT INTO communique_export_tables (name, made_as, countries) VALUES (?, ?, ?)", values)

    def run(self, statement: str, values: Sequence[object] = ()) -> Cursor:
        """Run a statement, with a question mark for each value."""
        return self.database.run(statement.replace("?", self.database.mark), values)

    def _many(self, statement: str, rows: Sequence[Sequence[object]]) -> None:
        if rows:
            self.database.run_many(statement.replace("?", self.database.mark), rows)
