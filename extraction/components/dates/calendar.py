"""Calendar arithmetic on spans of whole days: no text, no clock."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from dateutil.relativedelta import relativedelta

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The month that a season begins in, after the meteorologists' calendar: spring is March to May."""

MAX_SHIFT = {"day": 3660, "week": 520, "weekend": 520, "month": 1200, "quarter": 400, "year": 500, "decade": 50}
"""How far a relative expression may reach, in its unit; farther ones are no dates that news gives."""

SATURDAY = 5
"""The weekday that a weekend begins on; Monday is 0."""

_DAYS = {"day": timedelta(days=1), "week": timedelta(weeks=1), "weekend": timedelta(weeks=1)}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}


@dataclass(frozen=True, slots=True)
class Days:
    """A span of whole days, both ends included."""

    first: date
    """First day."""

    last: date
    """Last day."""

    def through(self, other: Days) -> Days | None:
        """From the first day of this span to the last day of another; None where that runs backwards."""
        return Days(self.first, other.last) if self.first <= other.last else None


def day(year: int, month: int, number: int) -> Days | None:
    """One day; None where the calendar has no such day."""
    if not (MINYEAR <= year <= MAXYEAR and 1 <= month <= 12 and 1 <= number <= monthrange(year, month)[1]):  # noqa: PLR2004
        return None
    one = date(year, month, number)
    return Days(one, one)


def single(one: date) -> Days:
    """The span of one day."""
    return Days(one, one)


def month(year: int, number: int) -> Days:
    """A whole month."""
    return Days(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def year(number: int) -> Days:
    """A whole year."""
    return Days(date(number, 1, 1), date(number, 12, 31))


def week_of(one: date) -> Days:
    """Monday to Sunday of the ISO week that holds a day."""
    monday = one - timedelta(days=one.weekday())
    return Days(monday, monday + timedelta(days=6))


def weekend_of(one: date) -> Days:
    """Saturday and Sunday of the ISO week that holds a day."""
    week = week_of(one)
    return Days(week.last - timedelta(days=1), week.last)


def quarter(in_year: int, number: int) -> Days:
    """A quarter of a calendar year, 1 to 4."""
    return Days(month(in_year, 3 * number - 2).first, month(in_year, 3 * number).last)


def half(in_year: int, number: int) -> Days:
    """A half of a calendar year, 1 or 2."""
    return Days(month(in_year, 6 * number - 5).first, month(in_year, 6 * number).last)


def decade(first_year: int) -> Days:
    """Ten years from a given one."""
    return Days(date(first_year, 1, 1), date(min(first_year + 9, MAXYEAR), 12, 31))


def season(in_year: int, name: str) -> Days:
    """A season that begins in a year: three whole months; winter runs into the next year."""
    first = date(in_year, SEASONS[name], 1)
    return Days(first, first + relativedelta(months=3, days=-1))


def unit_of(one: date, unit: str) -> Days:
    """The whole day, week, weekend, month, quarter, year or decade that holds a day."""
    return _UNITS[unit](one)


_UNITS: dict[str, Callable[[date], Days]] = {
    "day": single,
    "week": week_of,
    "weekend": weekend_of,
    "month": lambda one: month(one.year, one.month),
    "quarter": lambda one: quarter(one.year, (one.month + 2) // 3),
    "year": lambda one: year(one.year),
    "decade": lambda one: decade(one.year - one.year % 10),
}


def shifted(one: date, count: int, unit: str) -> date | None:
    """A day moved by a number of units, negative into the past; None where that leads out of reach."""
    if abs(count) > MAX_SHIFT[unit]:
        return None
    try:
        return one + (count * _DAYS[unit] if unit in _DAYS else relativedelta(months=count * _MONTHS[unit]))
    except (OverflowError, ValueError):
        return None


def part_of(whole: Days, part: str) -> Days:
    """The early, middle or late part of a span.

    Of a month the days 1 to 10, 11 to 20 and 21 to the end; of a year the first, the two middle and the last quarter;
    of anything else a third.
    """
    length = (whole.last - whole.first).days + 1
    if whole.first.day == 1 and 28 <= length <= 31:  # noqa: PLR2004 -- a month
        cuts = (10, 20)
    elif length >= 365:  # noqa: PLR2004 -- a year or more
        cuts = (length // 4, length - length // 4)
        if length <= 366:  # noqa: PLR2004
            cuts = (
                (quarter(whole.first.year, 1).last - whole.first).days + 1,
                (quarter(whole.first.year, 3).last - whole.first).days + 1,
            )
    else:
        cuts = (length // 3, length - length // 3)
    match part:
        case "early":
            return Days(whole.first, whole.first + timedelta(days=cuts[0] - 1))
        case "mid":
            return Days(whole.first + timedelta(days=cuts[0]), whole.first + timedelta(days=cuts[1] - 1))
        case _:
            return Days(whole.first + timedelta(days=cuts[1]), whole.last)


def next_weekday(one: date, weekday: int) -> date:
    """The first such weekday from a day on, that day included; Monday is 0."""
    return one + timedelta(days=(weekday - one.weekday()) % 7)


def last_weekday(one: date, weekday: int) -> date:
    """The last such weekday up to a day, that day included; Monday is 0."""
    return one - timedelta(days=(one.weekday() - weekday) % 7)
