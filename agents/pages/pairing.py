"""How much is told of each two countries: counts by month, kept beside the table of which they are made.

The rows themselves are large and many, so no request reads them all. A row is counted when somebody asks, and again
only once it has changed.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agents.entities.viewing import day_of
from agents.records import MeasureEntry, MeetingEntry, ViewRow
from agents.tables import RowTable
from schemas.vocabulary import Status

MEETINGS, MEASURES = "meetings:", "measures:"
"""What keys of rows begin with."""

WAIT_SECONDS = 2.0
"""What one request waits for rows to be counted."""

COUNTED = frozenset({Status.OCCURRED, Status.PLANNED, Status.POSSIBLE})
"""What is cancelled or unlikely does not count."""

Months = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RowCounts:
    """What one row tells, counted."""

    pairs: Mapping[tuple[str, str], Months]
    """By month: meetings of two countries, sorted; or measures of the first against the second."""

    @property
    def total(self) -> int:
        """All together."""
        return sum(number for months in self.pairs.values() for number in months.values())


@dataclass(frozen=True, slots=True)
class Counted:
    """What the rows of this worker tell."""

    rows: Mapping[str, RowCounts]
    """By key of the row."""

    whole: bool
    """False while rows are still being counted."""


class Pairs:
    """Counts of the rows of this worker.

    Args:
        table: the table `views`.
        wait: seconds that one request waits for rows to be counted.
    """

    def __init__(self, table: RowTable[ViewRow], wait: float = WAIT_SECONDS) -> None:
        """Nothing is counted before somebody asks."""
        self._table = table
        self._wait = wait
        self._rows: dict[str, RowCounts] = {}
        self._stale: set[str] = set()
        self._anew = True
        self._counting: asyncio.Task[None] | None = None
        table.on_changed(self._stale.add)
        table.on_refilled(self._start_anew)

    def _start_anew(self) -> None:
        self._anew = True

    async def counted(self) -> Counted:
        """The counts as far as they can be had in a short time."""
        if self._counting is None or self._counting.done():
            self._counting = asyncio.ensure_future(self._count())
        done, _ = await asyncio.wait({self._counting}, timeout=self._wait)
        for task in done:
            task.result()
        return Counted(self._rows, whole=bool(done))

    async def _count(self) -> None:
        """Count every row that changed; after each of them others get their turn."""
        if self._anew:
            self._anew = False
            self._rows.clear()
            self._stale.update(self._table.keys())
        while self._stale:
            self._take(self._stale.pop())
            await asyncio.sleep(0)

    def _take(self, key: str) -> None:
        row = self._table.read(key) if key.startswith((MEETINGS, MEASURES)) else None
        counts = counts_of(key, row) if row else None
        if counts and counts.pairs:
            self._rows[key] = counts
        else:
            self._rows.pop(key, None)


def countries_of_key(key: str) -> tuple[str, str]:
    """The two countries of a row."""
    one, _, other = key.partition(":")[2].partition("+")
    return one, other


def counts_of(key: str, row: ViewRow) -> RowCounts:
    """What a row tells, counted by month; what has no day stands in the month of its first article."""
    one, other = countries_of_key(key)
    if key.startswith(MEETINGS):
        months = Counter(row.months)
        months.update(
            _month(entry) for entry in row.entries.values() if isinstance(entry, MeetingEntry) and entry.counts
        )
        return RowCounts({(one, other): dict(months)} if months else {})
    pairs: dict[tuple[str, str], Counter[str]] = {}
    for entry in row.entries.values():
        if isinstance(entry, MeasureEntry) and entry.status in COUNTED:
            for direction in directions(entry, one, other):
                pairs.setdefault(direction, Counter())[_month(entry)] += 1
    return RowCounts({pair: dict(months) for pair, months in sorted(pairs.items())})


def _month(entry: MeetingEntry | MeasureEntry) -> str:
    return f"{day_of(entry):%Y-%m}"


def directions(act: MeasureEntry, one: str, other: str) -> tuple[tuple[str, str], ...]:
    """Who of two countries acts against whom; both against each other where they act together, as in an agreement."""
    imposers = {who.country for who in act.imposers}
    targets = {who.country for who in act.targets}
    told = [(a, b) for a, b in ((one, other), (other, one)) if a in imposers and b in targets]
    return tuple(told or [(one, other), (other, one)])


def added(rows: Iterable[RowCounts], since: str, until: str) -> dict[tuple[str, str], int]:
    """Counts of each pair in a time, both months included."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for pair, months in row.pairs.items():
            counts[pair] += sum(number for month, number in months.items() if since <= month <= until)
    return {pair: number for pair, number in sorted(counts.items()) if number}
