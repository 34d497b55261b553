"""Dates counted from the day of publication, or from the date named before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from extraction.components.dates import calendar
from extraction.components.dates.calendar import Days
from extraction.components.dates.tense import Tense

if TYPE_CHECKING:
    from extraction.components.dates.expression import Expression

HOURS = 24
"""Of a day."""

ONE_DAY = timedelta(days=1)
FROM_BEFORE = frozenset({"following", "previous", "that", "same", "that same", "later that", "earlier that", "before"})
"""Words that count from the date named before, not from publication."""


def day_offset(e: Expression) -> Days | None:
    """Today, yesterday, tomorrow and their like."""
    return calendar.single(e.published + timedelta(days=e.rule.shift)) if e.published else None


def weekday(e: Expression) -> Days | None:
    """The nearest such weekday that fits the tense, or the one that "last", "next" or a week tell."""
    number, whose = e.listed("weekday"), e.word("whose")
    if number is None:
        return None
    if e.which in FROM_BEFORE:
        return _weekday_from(e.previous, number, e.which)
    if e.published is None:
        return None
    if whose:
        week = calendar.week_of(e.published + timedelta(weeks={"last": -1, "next": 1}.get(whose, 0)))
        return calendar.single(week.first + timedelta(days=number))
    return calendar.single(_nearest_weekday(e, number, e.published))


def _weekday_from(previous: Days | None, number: int, which: str) -> Days | None:
    if previous is None:
        return None
    if which == "following":
        return calendar.single(calendar.next_weekday(previous.last + ONE_DAY, number))
    return calendar.single(calendar.last_weekday(previous.first - ONE_DAY, number))


def _nearest_weekday(e: Expression, number: int, published: date) -> date:
    """The weekday that "last" or "next" tell, or that fits the tense: nothing to tell it is as good as past."""
    if e.which == "last":
        return calendar.last_weekday(published - ONE_DAY, number)
    if e.which in {"next", "coming", "this coming"}:
        return calendar.next_weekday(published + ONE_DAY, number)
    back, ahead = calendar.last_weekday(published, number), calendar.next_weekday(published, number)
    if e.which in {"past", "this past"} or e.tense in {Tense.PAST, Tense.UNTOLD}:
        return back
    if e.tense is Tense.AHEAD_OF_PAST:
        return back if published - back < ahead - published else ahead
    return ahead


def weekday_range(e: Expression) -> Days | None:
    """Two weekdays and what lies between."""
    first, number, number2 = weekday(e), e.listed("weekday"), e.listed("weekday2")
    if first is None or number is None or number2 is None:
        return None
    if e.tense is Tense.PAST and e.published is not None and not e.which and not e.word("whose"):
        last = calendar.last_weekday(e.published, number2)
        return Days(calendar.last_weekday(last, number), last)
    return Days(first.first, calendar.next_weekday(first.first, number2))


def calendar_unit(e: Expression) -> Days | None:
    """A whole week, month, year ...: this one, the last, the next, or that of the date named before."""
    unit = e.word("period") or "day"
    if e.which in FROM_BEFORE:
        return _unit_from(e.previous, e.which, unit)
    if e.published is None:
        return None
    if unit == "weekend" and not e.which.startswith("next"):
        return _weekend(e, e.published)
    shift = {"last": -1, "next": 1, "coming": 1, "this coming": 1}.get(e.which, 0)
    days = _unit_away(e.published, shift, unit)
    return Days(days.first, e.published) if days and shift == 0 and e.tense is Tense.PAST else days


def weekend(e: Expression) -> Days | None:
    """The last or the coming weekend, as the tense has it."""
    return _weekend(e, e.published) if e.published else None


def _weekend(e: Expression, published: date) -> Days:
    """A weekend seen from publication; one that has begun is this one."""
    if e.which != "last" and "coming" not in e.which and e.tense in {Tense.PAST, Tense.UNTOLD}:
        return calendar.weekend_of(calendar.last_weekday(published, calendar.SATURDAY))
    this = calendar.weekend_of(published)
    if e.which != "last":
        return this
    return Days(this.first - timedelta(weeks=1), this.last - timedelta(weeks=1))


def _unit_from(previous: Days | None, which: str, unit: str) -> Days | None:
    """A unit seen from the date named before."""
    if previous is None:
        return None
    days = _unit_away(previous.first, {"following": 1, "previous": -1, "before": -1}.get(which, 0), unit)
    if days is None:
        return None
    if which == "later that":
        return Days(min(previous.last, days.last), days.last)
    return Days(days.first, previous.first) if which == "earlier that" else days


def part_of_day(e: Expression) -> Days | None:
    """Earlier or later in the day: the day named before, else the day of publication."""
    named = e.previous is not None and e.previous.first == e.previous.last
    return e.previous if named else calendar.single(e.published) if e.published else None


def part_of_current(e: Expression) -> Days | None:
    """Earlier, later, early, mid or late in the present week, month, year."""
    if e.published is None:
        return None
    whole = calendar.unit_of(e.published, e.word("period") or "month")
    match e.word("part"):
        case "earlier":
            return Days(whole.first, e.published)
        case "later":
            return Days(e.published, whole.last)
        case _:
            return calendar.part_of(whole, e.part or "mid")


def part_of_other(e: Expression) -> Days | None:
    """The start, early, middle, late part or end of a week, month, year; "by the end of", from publication day."""
    if e.published is None or e.part is None:
        return None
    whole = _unit_away(e.published, {"last": -1, "next": 1}.get(e.which, 0), e.word("period") or "month")
    return e.edge(calendar.part_of(whole, e.part)) if whole else None


def past_span(e: Expression) -> Days | None:
    """The units that end on publication day."""
    return _span(e, -1)


def coming_span(e: Expression) -> Days | None:
    """Publication day and the units after it."""
    return _span(e, 1)


def _span(e: Expression, way: int) -> Days | None:
    unit = e.word("period") or e.word("unit") or e.word("unit2")
    if e.published is None or unit is None:
        return None
    other = calendar.shifted(e.published, way * (e.number("number") or 1), unit)
    return Days(min(other, e.published), max(other, e.published)) if other else None


def ago(e: Expression) -> Days | None:
    """So many units back: the day, or the week, month or year around it."""
    unit, count = e.word("unit") or "day", e.number("number")
    if e.published is None or count is None:
        return None
    if e.word("today"):
        moved = calendar.shifted(e.published, -count, unit)
        return calendar.single(moved) if moved else None
    return _unit_away(e.published, -count, unit)


def ahead(e: Expression) -> Days | None:
    """So many units ahead, in a clause that does not look back."""
    unit = e.word("unit") or e.word("unit2") or "day"
    count = e.number("number") or e.number("number2")
    if e.published is None or count is None or e.tense in {Tense.PAST, Tense.UNTOLD}:
        return None
    return _unit_away(e.published, count, unit)


def from_previous(e: Expression) -> Days | None:
    """So many units before or after the date named before."""
    unit, count = e.word("unit") or "day", e.number("number")
    if e.previous is None or count is None:
        return None
    if e.previous.last - e.previous.first > _length(unit) * count:
        return e.previous
    if (e.word("way") or "").split()[0] in {"earlier", "before"}:
        return _unit_away(e.previous.first, -count, unit)
    return _unit_away(e.previous.last, count, unit)


def _length(unit: str) -> timedelta:
    """About how long a unit is: less than this is lost in a span that is longer."""
    return timedelta(days={"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}.get(unit, 3660))


def counted_event(e: Expression) -> Days | None:
    """The day of an event told as so many units before or after another, whose day is known."""
    if e.previous is None:
        return None
    unit, count = e.word("unit"), e.number("number") or 1
    if unit is None:
        unit, count = "day", (e.number("number2") or 0) // HOURS
    if e.previous.last - e.previous.first > _length(unit) * count:
        return e.previous
    return _unit_away(e.previous.first, -count if e.word("way") in {"after", "following"} else count, unit)


def neighbouring_day(e: Expression) -> Days | None:
    """The day before, after or of the date named before."""
    if e.previous is None:
        return None
    side = e.word("side") or e.word("side2")
    if side in {"following", "next", "after"}:
        return _unit_away(e.previous.last, 1, "day")
    return _unit_away(e.previous.first, -1, "day") if side in {"previous", "before"} else e.previous


def _unit_away(one: date, count: int, unit: str) -> Days | None:
    """The whole unit so many units away from the one that holds a day."""
    moved = calendar.shifted(one, count, unit)
    return calendar.unit_of(moved, unit) if moved else None
