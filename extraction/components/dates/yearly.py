"""Dates that the calendar names: days, months, seasons, quarters, years."""

from __future__ import annotations

from datetime import MAXYEAR
from typing import TYPE_CHECKING

from extraction.components.dates import calendar

if TYPE_CHECKING:
    from collections.abc import Callable

    from extraction.components.dates.calendar import Days
    from extraction.components.dates.expression import Expression


def iso(e: Expression) -> Days | None:
    """Year, month and day in digits."""
    return calendar.day(int(e.match["y"]), int(e.match["m"]), int(e.match["d"]))


def calendar_day(e: Expression) -> Days | None:
    """A day and month, with its year or with the one that fits."""
    number_of_month, number = e.listed("month"), e.number("day")
    if number_of_month is None or number is None:
        return None
    return e.in_year(lambda in_year: calendar.day(in_year, number_of_month, number))


def calendar_range(e: Expression) -> Days | None:
    """Two days in one month or in two."""
    first_month, number, number2 = e.listed("month"), e.number("day"), e.number("day2")
    if first_month is None or number is None or number2 is None:
        return None
    last_month = e.listed("month2") or first_month

    def make(in_year: int) -> Days | None:
        first = calendar.day(in_year, first_month, number)
        last = calendar.day(in_year + (last_month < first_month), last_month, number2)
        return first.through(last) if first and last else None

    return _ending_in_year(e, make, over_new_year=last_month < first_month)


def month(e: Expression) -> Days | None:
    """A whole month."""
    number = e.listed("month")
    return e.in_year(lambda in_year: calendar.month(in_year, number)) if number else None


def part_of_month(e: Expression) -> Days | None:
    """The early, middle or late third of a month; "by the end of" one, from publication day."""
    number, part = e.listed("month"), e.part
    if number is None or part is None:
        return None
    return e.edge(e.in_year(lambda in_year: calendar.part_of(calendar.month(in_year, number), part)))


def month_range(e: Expression) -> Days | None:
    """From one month, or a part of it, to another."""
    first_month, last_month = e.listed("month"), e.listed("month2")
    if first_month is None or last_month is None:
        return None
    part, part2 = e.word("part"), e.word("part2")

    def make(in_year: int) -> Days | None:
        first = calendar.month(in_year, first_month)
        last = calendar.month(in_year + (last_month < first_month), last_month)
        first = calendar.part_of(first, part) if part else first
        return first.through(calendar.part_of(last, part2) if part2 else last)

    return _ending_in_year(e, make, over_new_year=last_month < first_month)


def season(e: Expression) -> Days | None:
    """Three months; of a year told, or the nearest that fits the tense."""
    name, part = e.word("season") or "spring", e.part
    days = e.in_year(lambda in_year: calendar.season(in_year, name) if in_year < MAXYEAR else None)
    return calendar.part_of(days, part) if days and part else days


def quarter_or_half(e: Expression) -> Days | None:
    """A quarter or half of a calendar year."""
    size, make = (4, calendar.quarter) if e.word("period") == "quarter" else (2, calendar.half)
    number = e.listed("ordinal") or 0
    number = size if number == -1 else number
    return e.in_year(lambda in_year: make(in_year, number)) if 1 <= number <= size else None


def months_of_year(e: Expression) -> Days | None:
    """The first or last so many months of a year."""
    count = e.number("number") or 0
    if not 1 <= count <= 12:  # noqa: PLR2004
        return None

    def make(in_year: int) -> Days | None:
        first, last = (1, count) if e.word("side") == "first" else (13 - count, 12)
        return calendar.month(in_year, first).through(calendar.month(in_year, last))

    return e.in_year(make)


def year(e: Expression) -> Days | None:
    """A calendar year, or the early, middle or late part of it; "by the end of" one, from publication day."""
    number, part = e.number("year"), e.part
    if number is None:
        return None
    whole = calendar.year(number)
    return e.edge(calendar.part_of(whole, part) if part else whole)


def year_range(e: Expression) -> Days | None:
    """From one year to another."""
    first, last, short = e.number("year"), e.number("year2"), e.word("short")
    if first is None:
        return None
    if last is None:
        last = first - first % 100 + int(short or 0)
    return calendar.year(first).through(calendar.year(last))


def _ending_in_year(e: Expression, make: Callable[[int], Days | None], *, over_new_year: bool) -> Days | None:
    """A range in the year told, which is that of its last day: "Dec. 30 to Jan. 2, 2020"."""
    told = e.number("year")
    return make(told - over_new_year) if told else e.in_year(make)
