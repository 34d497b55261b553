"""Tables follow the topics: in files, SQLite, DuckDB and a real PostgreSQL."""

from __future__ import annotations

import csv
import io
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest

from agents.client import Choice, Event, Place, Upsert, Withdrawal
from agents.export.databases import Postgres, Sqlite
from agents.export.duck import DuckDb, DuckTable
from agents.export.dyads import PLOVER
from agents.export.files import FileTable, csv_writer, guard, write_parquet
from agents.export.layouts import EVENTS, Layout, Value
from agents.export.table import Database, SqlTable, Step, TableError
from schemas.event import EVENT
from schemas.example_files import examples
from schemas.vocabulary import EventType

KINDS = ("meeting", "trade-measure", "appointment")
TOLD = {kind: [EVENT.validate_python(one.value) for one in examples(kind) if one.value] for kind in KINDS}
PLACE = Place("events.meeting", 0, 0)
ALL = Choice.of()

Open = Callable[[], Database]


@pytest.fixture(params=["sqlite", "duckdb", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """What opens an empty database, again and again the same one."""
    if request.param == "sqlite":
        yield lambda: Sqlite(tmp_path / "events.sqlite")
    elif request.param == "duckdb":
        yield lambda: DuckDb(tmp_path / "events.duckdb")
    else:
        address = request.getfixturevalue("postgres")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        yield lambda: Postgres(address)


def opened(database: Database, layout: Layout, name: str, choice: Choice, *, anew: bool = False) -> SqlTable:
    kind = DuckTable if isinstance(database, DuckDb) else SqlTable
    return kind(database, layout, name, choice, anew=anew)


def upsert(event: Event, **other: Any) -> Upsert:  # noqa: ANN401 -- any slot
    return Upsert(event.model_copy(update=other), PLACE)


def withdrawal(event: Event) -> Withdrawal:
    return Withdrawal(event.event_id, EventType(event.type), PLACE)


def step(*changes: Upsert | Withdrawal, to: int = 1, layout: Layout = EVENTS) -> Step:
    made = Step(positions={("events.meeting", 0): to})
    made.add(changes, layout)
    return made


def found(table: SqlTable, *names: str) -> list[tuple[Value, ...]]:
    order = ", ".join(table.layout.key)
    query = f"SELECT {', '.join(names)} FROM {table.name} ORDER BY {order}"  # noqa: S608 -- names of the tests
    return table.database.run(query).fetchall()


FIRST, SECOND = TOLD["meeting"][0], TOLD["trade-measure"][0]


def test_a_step_that_fails_leaves_rows_and_positions_as_they_were(database: Open) -> None:
    with closing(opened(database(), EVENTS, "events", ALL)) as table:
        table.apply(step(upsert(FIRST), to=1))
        broken = step(withdrawal(FIRST), upsert(SECOND), to=2)
        broken.rows["x"] = (("too few cells",),)
        with suppress(Exception):
            table.apply(broken)
        assert found(table, "event_id") == [(FIRST.event_id,)]
        assert table.positions() == {("events.meeting", 0): 1}


def test_two_exports_to_one_table_are_told_and_the_second_writes_nothing(database: Open, tmp_path: Path) -> None:
    with closing(opened(database(), EVENTS, "events", ALL)) as one:
        if isinstance(one.database, DuckDb):
            return  # holds its file alone
        with closing(opened(database(), EVENTS, "events", ALL)) as other:
            one.apply(step(upsert(FIRST), to=1))
            with pytest.raises(TableError, match="another export writes to the table events"):
                other.apply(step(upsert(SECOND), to=5))
            assert found(other, "event_id") == [(FIRST.event_id,)]


def test_a_table_of_others_is_left_alone(database: Open) -> None:
    connection = database()
    connection.run("CREATE TABLE events (mine text)")
    connection.run("INSERT INTO events VALUES ('something')")
    connection.close()
    for anew in (False, True):
        with pytest.raises(TableError, match="is no export; name another one"):
            opened(database(), EVENTS, "events", ALL, anew=anew)
    connection = database()
    assert connection.run("SELECT mine FROM events").fetchall() == [("something",)]
    connection.close()


def test_what_a_database_refuses_is_told_in_one_line(database: Open) -> None:
    """`order` is a word of SQL; a full disk, or a server that goes, is told in the same way."""
    with pytest.raises(TableError, match=r'^[^\n]*near "order"|^[^\n]*at or near "order"'):
        opened(database(), EVENTS, "order", ALL)


@pytest.mark.parametrize(
    "layout, choice",
    [pytest.param(PLOVER, ALL, id="another layout"), pytest.param(EVENTS, Choice.of(countries=["JP"]), id="countries")],
)
def test_a_table_made_otherwise_is_refused_and_made_anew_on_request(
    database: Open, layout: Layout, choice: Choice
) -> None:
    with closing(opened(database(), EVENTS, "events", ALL)) as table:
        table.apply(step(upsert(FIRST)))
    with pytest.raises(TableError, match="another layout, version or choice"):
        opened(database(), layout, "events", choice)
    with closing(opened(database(), layout, "events", choice, anew=True)) as table:
        assert (found(table, "event_id"), table.positions()) == ([], {})


@pytest.mark.parametrize(
    "name", ["", "Events", "a b", "events; DROP TABLE x", 'e"', "communique_export", "é", "a" * 64]
)
def test_a_name_that_is_none_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(TableError, match="is no name for a table"):
        SqlTable(Sqlite(tmp_path / "x"), EVENTS, name, ALL)


def test_a_later_version_replaces_the_row_and_a_withdrawal_deletes_it(database: Open) -> None:
    with closing(opened(database(), EVENTS, "events", ALL)) as table:
        table.apply(step(upsert(FIRST), upsert(SECOND), to=1))
        table.apply(step(upsert(FIRST, version=9, status=FIRST.status), withdrawal(SECOND), to=2))
        assert found(table, "event_id", "version") == [(FIRST.event_id, 9)]
    with closing(opened(database(), EVENTS, "events", ALL)) as table:
        assert table.positions() == {("events.meeting", 0): 2}
        table.apply(step(withdrawal(FIRST), to=3))
        assert found(table, "event_id") == []


def test_an_event_with_fewer_pairs_loses_the_rows_beyond(database: Open) -> None:
    event = FIRST.model_copy(update={"countries": ("AR", "BR", "CL"), "participants": ()})
    fewer = event.model_copy(update={"countries": ("AR", "CL")})
    with closing(opened(database(), PLOVER, "dyads", ALL)) as table:
        table.apply(step(Upsert(event, PLACE), to=1, layout=PLOVER))
        pairs = found(table, "actor1_country", "actor2_country")
        table.apply(step(Upsert(fewer, PLACE), to=2, layout=PLOVER))
        assert pairs == [("ARG", "BRA"), ("ARG", "CHL"), ("BRA", "CHL")]
        assert found(table, "actor1_country", "actor2_country") == [("ARG", "CHL")]


@pytest.mark.parametrize("layout", [EVENTS, PLOVER], ids=lambda layout: layout.name)
@pytest.mark.parametrize("kind", KINDS)
def test_every_example_of_the_contract_fits(database: Open, layout: Layout, kind: str) -> None:
    with closing(opened(database(), layout, "events", ALL)) as table:
        for number, event in enumerate(TOLD[kind], 1):
            table.apply(step(Upsert(event, PLACE), to=number, layout=layout))
        last = {event.event_id: event for event in TOLD[kind]}
        assert dict(found(table, "event_id", "version")) == {name: event.version for name, event in last.items()}


def test_hostile_text_is_kept_as_it_is_but_for_the_nul_character(database: Open) -> None:
    text = "'; DROP TABLE events; -- \0 ? %s \\u0000 {} \U0001f600 \"\n"
    with closing(opened(database(), EVENTS, "events", ALL)) as table:
        table.apply(step(upsert(FIRST, summary=text, topics=(text,))))
        ((summary, record),) = found(table, "summary", "record")
    assert summary == text.replace("\0", "�")
    assert "\0" not in str(record)


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("postgres:/u:hush@127.0.0.1/news", id="no URL"),
        pytest.param("postgresql://u:hu sh@127.0.0.1/news", id="a space in the password"),
        pytest.param("postgresql://u:hu%sh@127.0.0.1/news", id="a percent sign in it"),
        pytest.param("postgresql://u:hush@[::1/news", id="half an address"),
        pytest.param("password = 'hush", id="a quote that is not closed"),
        pytest.param("postgresql://u:hush@127.0.0.1:1/news", id="nobody there"),
    ],
)
def test_no_message_tells_the_password_of_a_database(address: str) -> None:
    with pytest.raises(TableError) as raised:
        Postgres(address)
    assert not re.search("hu.?sh|secret", str(raised.value))


# Files


@pytest.fixture(params=["csv", "parquet"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., FileTable]:
    """What opens an export to a file, again and again the same one."""
    write = csv_writer(guarded=True) if request.param == "csv" else write_parquet
    return lambda **options: FileTable(tmp_path / f"events.{request.param}", EVENTS, ALL, write, **options)


def versions(table: FileTable) -> list[tuple[str, int]]:
    """What a reader finds in the file."""
    path = str(table._path)
    relation = duckdb.read_csv(path) if path.endswith("csv") else duckdb.read_parquet(path)
    return relation.project("event_id, version").fetchall()


def test_a_file_shows_the_table_as_it_was_when_it_was_written(file: Callable[..., FileTable]) -> None:
    with closing(file()) as table:
        table.apply(step(upsert(FIRST), upsert(SECOND), to=1))
        table.refresh()
        table.apply(step(withdrawal(SECOND), to=2))
        assert len(versions(table)) == 2
    with closing(file()) as table:
        table.refresh()
        assert (versions(table), table.positions()) == ([(FIRST.event_id, FIRST.version)], {("events.meeting", 0): 2})
        assert [path.name for path in table._path.parent.iterdir() if path.name.startswith(".")] == []


def test_what_a_killed_run_left_goes_and_what_is_in_use_stays(file: Callable[..., FileTable]) -> None:
    with closing(file()) as table:
        folder, prefix = table._path.parent, table._scratch
    for name, age in ((f"{prefix}old", 90_000), (f"{prefix}new", 10), (".events.csv.mine", 90_000)):
        (folder / name).mkdir()
        (folder / name / "rows.jsonl").touch()
        os.utime(folder / name, (time.time() - age,) * 2)
    file().close()
    left = sorted(path.name for path in folder.iterdir() if path.is_dir())
    assert left == sorted([f"{prefix}new", ".events.csv.mine"])


def test_the_same_events_give_the_same_file(file: Callable[..., FileTable]) -> None:
    with closing(file()) as table:
        table.apply(step(upsert(FIRST), upsert(SECOND)))
        table.refresh()
        before = table._path.read_bytes()
        table.refresh()
        assert table._path.read_bytes() == before


def test_a_file_of_others_is_left_alone(file: Callable[..., FileTable], tmp_path: Path) -> None:
    for name in ("events.csv", "events.parquet"):
        (tmp_path / name).write_text("mine")
    with pytest.raises(TableError, match="is no export that could go on"):
        file()
    assert (tmp_path / "events.csv").read_text() == "mine"


def test_parquet_has_days_and_moments_as_such(tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    write_parquet(path, EVENTS, [row for events in TOLD.values() for event in events for row in EVENTS.rows(event)])
    relation = duckdb.read_parquet(str(path))
    types = dict(zip(relation.columns, map(str, relation.types), strict=True))
    assert [types[name] for name in ("start_date", "first_seen", "confidence", "version", "acting", "topics")] == [
        *("DATE", "TIMESTAMP WITH TIME ZONE", "DOUBLE", "BIGINT", "BOOLEAN", "VARCHAR")
    ]


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_a_cell_of_csv_is_no_formula_unless_asked_for(beginning: str, tmp_path: Path) -> None:
    rows = EVENTS.rows(FIRST.model_copy(update={"summary": f"{beginning}1+cmd|' /C calc'!A0"}))
    cells = []
    for guarded in (True, False):
        csv_writer(guarded=guarded)(tmp_path / "x.csv", EVENTS, rows)
        (row,) = csv.DictReader(io.StringIO((tmp_path / "x.csv").read_bytes().decode(), newline=""))
        cells.append(row["summary"])
    assert cells == [f"'{beginning}1+cmd|' /C calc'!A0", f"{beginning}1+cmd|' /C calc'!A0"]


@pytest.mark.parametrize(
    "text, expected",
    [
        pytest.param("Talks - held; then = nothing +1", "Talks - held; then = nothing +1", id="a text"),
        pytest.param("a@b.example", "a@b.example", id="an address"),
        pytest.param("x;=1+1", "x;'=1+1", id="where a semicolon parts cells"),
        pytest.param('x;"=1+1";+2', "x;\"'=1+1\";'+2", id="and quotes stand about it"),
        pytest.param("x\t@SUM(A1)", "x\t'@SUM(A1)", id="where a tab does"),
    ],
)
def test_a_part_of_a_cell_is_no_formula_for_those_who_part_it_elsewhere(text: str, expected: str) -> None:
    assert guard(text) == expected
