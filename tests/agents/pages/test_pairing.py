"""Counts of what is told of each two countries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest

from agents.pages.pairing import MEETINGS, Pairs, RowCounts, added, counts_of
from agents.records import MeasureEntry, MeetingEntry, ViewRow, Who
from agents.tables import RowTable
from told import DAY_ONE

BRAZIL, CHILE, PERU = (Who(entity_id=f"country:{code}", name=code, country=code) for code in ("BR", "CL", "PE"))


def meeting(number: int, status: str = "occurred", start: str | None = None) -> MeetingEntry:
    common = {"event_id": f"meeting:{number:016x}", "version": 1, "summary": "Talks", "first_seen": DAY_ONE}
    return MeetingEntry.model_validate({**common, "status": status, "start": start})


def measure(number: int, imposers: tuple[Who, ...], targets: tuple[Who, ...], status: str = "occurred") -> MeasureEntry:
    common = {"event_id": f"trade_measure:{number:016x}", "version": 1, "summary": "A tariff", "first_seen": DAY_ONE}
    act = {"measure": "tariff", "action": "impose", "imposers": imposers, "targets": targets, "status": status}
    return MeasureEntry.model_validate({**common, **act})


def row(*entries: MeetingEntry | MeasureEntry, **months: int) -> ViewRow:
    return ViewRow(entries={entry.event_id: entry for entry in entries}, months={m[1:]: n for m, n in months.items()})


@pytest.mark.parametrize(
    "key, told, counts",
    [
        pytest.param("meetings:BR+CL", row(), {}, id="nothing of an empty row"),
        pytest.param(
            "meetings:BR+CL",
            row(meeting(1, "cancelled"), meeting(2, "unlikely")),
            {},
            id="no meeting that is not to take place",
        ),
        pytest.param(
            "measures:BR+CL",
            row(measure(1, (BRAZIL,), (CHILE,), "cancelled")),
            {},
            id="no measure that was called off",
        ),
        pytest.param(
            "meetings:BR+CL",
            row(meeting(1, start="2031-03-09"), meeting(2, "planned"), **{"m2031-03": 4}),
            {("BR", "CL"): {"2031-03": 5, "2031-05": 1}},
            id="meetings by month, those let go too; without a day in the month of the first article",
        ),
        pytest.param(
            "measures:BR+CL",
            row(measure(1, (CHILE,), (BRAZIL,)), measure(2, (CHILE,), (BRAZIL, PERU)), measure(3, (BRAZIL,), (CHILE,))),
            {("BR", "CL"): {"2031-05": 1}, ("CL", "BR"): {"2031-05": 2}},
            id="measures by who takes them against whom, of the two alone",
        ),
        pytest.param(
            "measures:BR+CL",
            row(measure(1, (BRAZIL, CHILE), ())),
            {("BR", "CL"): {"2031-05": 1}, ("CL", "BR"): {"2031-05": 1}},
            id="what both do together, both ways",
        ),
    ],
)
def test_a_row_counts(key: str, told: ViewRow, counts: dict[tuple[str, str], dict[str, int]]) -> None:
    assert counts_of(key, told) == RowCounts(counts)


@pytest.mark.parametrize(
    "since, until, counts",
    [
        pytest.param("2032-01", "9999-99", {}, id="no pair without a count"),
        pytest.param("0000-00", "9999-99", {("BR", "CL"): 6, ("CL", "PE"): 2}, id="all months"),
        pytest.param("2031-02", "2031-03", {("BR", "CL"): 5}, id="the months between two, both included"),
    ],
)
def test_counts_are_added_over(since: str, until: str, counts: dict[tuple[str, str], int]) -> None:
    rows = [
        RowCounts({("BR", "CL"): {"2031-01": 1, "2031-02": 2, "2031-03": 3}}),
        RowCounts({("CL", "PE"): {"2031-12": 2}}),
    ]
    assert added(rows, since, until) == counts


class Table:
    """A table in a dictionary that notes what is read of it."""

    def __init__(self, **rows: ViewRow) -> None:
        self.data = {f"{MEETINGS}{key}": row for key, row in rows.items()}
        self.read_keys: list[str] = []
        self.changed: list[Callable[[str], None]] = []
        self.refilled: list[Callable[[], None]] = []

    def read(self, key: str) -> ViewRow | None:
        self.read_keys.append(key)
        return self.data.get(key)

    def keys(self) -> list[str]:
        return list(self.data)

    def on_changed(self, do: Callable[[str], None]) -> None:
        self.changed.append(do)

    def on_refilled(self, do: Callable[[], None]) -> None:
        self.refilled.append(do)


def pairs_of(table: Table, **options: Any) -> Pairs:  # noqa: ANN401 -- options of any type
    return Pairs(cast("RowTable[ViewRow]", table), **options)


async def test_rows_are_read_when_somebody_asks_and_again_once_they_change() -> None:
    table = Table(**{"BR+CL": row(meeting(1)), "BR+PE": row(meeting(2))})
    pairs = pairs_of(table)
    assert table.read_keys == []
    assert sorted((await pairs.counted()).rows) == ["meetings:BR+CL", "meetings:BR+PE"]
    assert sorted(table.read_keys) == ["meetings:BR+CL", "meetings:BR+PE"]
    table.read_keys.clear()
    await pairs.counted()
    assert table.read_keys == []
    table.data["meetings:BR+CL"] = row(meeting(1), meeting(3))
    table.changed[0]("meetings:BR+CL")
    assert (await pairs.counted()).rows["meetings:BR+CL"] == RowCounts({("BR", "CL"): {"2031-05": 2}})
    assert table.read_keys == ["meetings:BR+CL"]


async def test_rows_that_went_with_their_partition_are_counted_no_more() -> None:
    table = Table(**{"BR+CL": row(meeting(1)), "BR+PE": row(meeting(2))})
    pairs = pairs_of(table)
    await pairs.counted()
    del table.data["meetings:BR+PE"]
    table.refilled[0]()
    counted = await pairs.counted()
    assert (sorted(counted.rows), counted.whole) == (["meetings:BR+CL"], True)


async def test_counts_that_take_too_long_are_said_to_be_not_whole_and_go_on() -> None:
    table = Table(**{f"A{letter}+CL": row(meeting(1)) for letter in "BCDEFGHIJKLMNOPQRSTUVWXYZ"})
    pairs = pairs_of(table, wait=0.0)
    assert not (await pairs.counted()).whole
    while not (counted := await pairs.counted()).whole:
        pass
    assert len(counted.rows) == 25
