"""From a matched expression to days, against the publication date, the tense and the last date named."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import MAXYEAR, date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from extraction.components.dates import calendar
from extraction.components.dates.calendar import Days
from extraction.components.dates.lexicon import DateRule, lexicon
from extraction.components.dates.tense import Tense

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

FAR = {Tense.PAST: timedelta(days=330), Tense.FUTURE: timedelta(days=240)}
"""How far a date without a year may lie from publication: a writer who means a farther one says "next March"."""

NEAR = timedelta(days=100)
"""Where the date that fits the tense lies far, and another this near, the tense was misread."""


@dataclass(frozen=True)
class Expression:
    """One match of a rule with all that its resolution depends on."""

    rule: DateRule
    """The rule that matched."""

    match: re.Match[str]
    """Where it matched, and its groups."""

    published: date | None
    """The day to count from; None where it is not known."""

    previous: Days | None
    """The last date named before this one."""

    tense_here: Callable[[], Tense] = field(repr=False)
    """Tells the tense of the clause; asked only where it matters."""

    @cached_property
    def tense(self) -> Tense:
        """The tense of the clause around the expression."""
        return self.tense_here()

    def word(self, group: str) -> str | None:
        """What a group matched, in lower case without a closing full stop; None where it is absent."""
        try:
            found = self.match.group(group)
        except IndexError:
            return None
        return found.casefold().rstrip(".") if found else None

    def number(self, group: str) -> int | None:
        """The number in a group, as digits (with or without "th") or as a word."""
        word = self.word(group)
        if word is None:
            return None
        digits = word.rstrip("sthnrd")
        return int(digits) if digits.isdecimal() else lexicon().numbers.get(word)

    def listed(self, group: str) -> int | None:
        """The number that a month, weekday or ordinal stands for."""
        word, words = self.word(group), lexicon()
        if word is None:
            return None
        lists = {"month": words.months, "weekday": words.weekdays, "ordinal": words.ordinals}
        return lists[group.rstrip("2")].get(word)


def calendar_day(e: Expression) -> Days | None:
    """A day and month, with its year or with the one that fits."""
    month, number, year = e.listed("month"), e.number("day"), e.number("year")
    if month is None or number is None:
        return None
    if year:
        return calendar.day(year, month, number)
    return _fitting(e, lambda in_year: calendar.day(in_year, month, number))


def iso(e: Expression) -> Days | None:
    """Year, month and day in digits."""
    return calendar.day(int(e.match["y"]), int(e.match["m"]), int(e.match["d"]))


def calendar_range(e: Expression) -> Days | None:
    """Two days in one month or in two."""
    month, number, number2 = e.listed("month"), e.number("day"), e.number("day2")
    if month is None or number is None or number2 is None:
        return None
    month2 = e.listed("month2") or month

    def in_year(year: int) -> Days | None:
        first = calendar.day(year, month, number)
        last = calendar.day(year + (month2 < month), month2, number2)
        return first.through(last) if first and last else None

    year = e.number("year")
    return in_year(year - (month2 < month)) if year else _fitting(e, in_year)


def month(e: Expression) -> Days | None:
    """A whole month."""
    number = e.listed("month")
    return _of_year(e, lambda in_year: calendar.month(in_year, number)) if number else None


def part_of_month(e: Expression) -> Days | None:
    """The early, middle or late third of a month; "by the end of" one, from publication day."""
    number = e.listed("month")
    if number is None:
        return None
    part = _part(e)
    days = _of_year(e, lambda in_year: calendar.part_of(calendar.month(in_year, number), part))
    return _by(e, days)


def month_range(e: Expression) -> Days | None:
    """From one month, or a part of it, to another."""
    month, month2 = e.listed("month"), e.listed("month2")
    if month is None or month2 is None:
        return None

    def in_year(year: int) -> Days | None:
        first, last = calendar.month(year, month), calendar.month(year + (month2 < month), month2)
        first = calendar.part_of(first, PARTS[e.word("part")]) if e.word("part") else first
        last = calendar.part_of(last, PARTS[e.word("part2")]) if e.word("part2") else last
        return first.through(last)

    year = e.number("year")
    return in_year(year - (month2 < month)) if year else _fitting(e, in_year)


def weekday(e: Expression) -> Days | None:
    """The nearest such weekday that fits the tense, or the one that "last", "next" or a week tell."""
    number, which = e.listed("weekday"), (e.word("which") or "").removeprefix("the ")
    if number is None:
        return None
    if which in {"following", "previous"}:
        return _weekday_from(e.previous, number, which)
    if e.published is None:
        return None
    whose = e.word("whose")
    if whose:
        return calendar.single(_week_by(whose, e.published).first + timedelta(days=number))
    return calendar.single(_nearest_weekday(e, number, which))


def _weekday_from(previous: Days | None, number: int, which: str) -> Days | None:
    if previous is None:
        return None
    if which == "following":
        return calendar.single(calendar.next_weekday(previous.last + timedelta(days=1), number))
    return calendar.single(calendar.last_weekday(previous.first - timedelta(days=1), number))


def _nearest_weekday(e: Expression, number: int, which: str) -> date:
    """The weekday as `which` or the tense tells it; `e.published` must be known."""
    assert e.published is not None  # noqa: S101 -- for the type checker; the caller has looked
    one_day = timedelta(days=1)
    if which == "last":
        return calendar.last_weekday(e.published - one_day, number)
    if which in {"next", "coming", "this coming"}:
        return calendar.next_weekday(e.published + one_day, number)
    if which in {"past", "this past"} or e.tense is Tense.PAST:
        return calendar.last_weekday(e.published, number)
    return calendar.next_weekday(e.published, number)


def weekday_range(e: Expression) -> Days | None:
    """Two weekdays and what lies between."""
    first = weekday(e)
    number2 = e.listed("weekday2")
    if first is None or number2 is None:
        return None
    if e.tense is Tense.PAST and e.published is not None and not e.word("which") and not e.word("whose"):
        last = calendar.last_weekday(e.published, number2)
        return Days(calendar.last_weekday(last, e.listed("weekday") or 0), last)
    return Days(first.first, calendar.next_weekday(first.first, number2))


def day_offset(e: Expression) -> Days | None:
    """Today, yesterday, tomorrow and their like."""
    return calendar.single(e.published + timedelta(days=e.rule.shift)) if e.published else None


def calendar_unit(e: Expression) -> Days | None:
    """A whole week, month, year ...: this one, the last, the next, or that of the date named before."""
    which, unit = (e.word("which") or "").removeprefix("the "), e.word("period") or "day"
    if which in {"following", "previous", "that", "same", "that same", "later that", "earlier that"}:
        return _unit_from(e.previous, which, unit)
    if e.published is None:
        return None
    shift = {"last": -1, "next": 1, "coming": 1, "this coming": 1}.get(which, 0)
    if unit == "weekend" and (which in {"coming", "this coming"} or (which == "this" and e.tense is not Tense.PAST)):
        return calendar.weekend_of(e.published)
    if unit == "weekend" and which in {"this", "last"}:
        return _last_weekend(e.published, today_counts=which == "this")
    moved = calendar.shifted(e.published, shift, unit)
    days = calendar.unit_of(moved, unit) if moved else None
    if days and shift == 0 and e.tense is Tense.PAST:
        return Days(days.first, e.published)
    return days


def _last_weekend(published: date, *, today_counts: bool) -> Days:
    saturday = calendar.last_weekday(published - timedelta(days=0 if today_counts else 1), 5)
    if not today_counts and calendar.week_of(published) == calendar.week_of(saturday):
        saturday -= timedelta(weeks=1)
    return Days(saturday, saturday + timedelta(days=1))


def _unit_from(previous: Days | None, which: str, unit: str) -> Days | None:
    """A unit seen from the date named before."""
    if previous is None:
        return None
    shift = {"following": 1, "previous": -1}.get(which, 0)
    moved = calendar.shifted(previous.first, shift, unit)
    days = calendar.unit_of(moved, unit) if moved else None
    if days is None:
        return None
    if which == "later that":
        return Days(min(previous.last, days.last), days.last)
    if which == "earlier that":
        return Days(days.first, previous.first)
    return days


def past_span(e: Expression) -> Days | None:
    """The units that end on publication day."""
    return _span(e, -1)


def coming_span(e: Expression) -> Days | None:
    """Publication day and the units after it."""
    return _span(e, 1)


def _span(e: Expression, way: int) -> Days | None:
    unit = e.word("period") or e.word("unit") or e.word("unit2")
    count = e.number("number") or 1
    if e.published is None or unit is None:
        return None
    other = calendar.shifted(e.published, way * count, unit)
    if other is None:
        return None
    return Days(min(other, e.published), max(other, e.published))


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
        case part:
            return calendar.part_of(whole, PARTS[part])


def part_of_other(e: Expression) -> Days | None:
    """Early, mid or late in the last or next week, month, year."""
    whole = calendar_unit(e)
    return calendar.part_of(whole, PARTS[e.word("part")]) if whole else None


def edge_of_unit(e: Expression) -> Days | None:
    """The start, middle or end of a week, month, year; "by the end of", from publication day."""
    if e.published is None:
        return None
    unit = e.word("period") or "month"
    moved = calendar.shifted(e.published, {"last": -1, "next": 1}.get(e.word("which") or "", 0), unit)
    return _by(e, calendar.part_of(calendar.unit_of(moved, unit), _part(e))) if moved else None


def edge_of_year(e: Expression) -> Days | None:
    """The start, middle or end of a year; "by the end of", from publication day."""
    number = e.number("year")
    return _by(e, calendar.part_of(calendar.year(number), _part(e))) if number else None


def season(e: Expression) -> Days | None:
    """Three months; of a year told, or the nearest that fits the tense."""
    name, part = e.word("season") or "spring", e.word("part")
    days = _of_year(e, lambda in_year: calendar.season(in_year, name) if in_year < MAXYEAR else None)
    return calendar.part_of(days, PARTS[part]) if days and part else days


def quarter_or_half(e: Expression) -> Days | None:
    """A quarter or half of a calendar year."""
    size, make = (4, calendar.quarter) if e.word("period") == "quarter" else (2, calendar.half)
    number = e.listed("ordinal") or 0
    number = size if number == -1 else number
    return _of_year(e, lambda in_year: make(in_year, number)) if 1 <= number <= size else None


def ago(e: Expression) -> Days | None:
    """So many units back: the day, or the week, month or year around it."""
    unit, count = e.word("unit") or "day", e.number("number")
    if e.published is None or count is None:
        return None
    moved = calendar.shifted(e.published, -count, unit)
    return calendar.unit_of(moved, "day" if e.word("today") else unit) if moved else None


def ahead(e: Expression) -> Days | None:
    """So many units ahead, in a clause that does not look back."""
    unit = e.word("unit") or e.word("unit2") or "day"
    count = e.number("number") or e.number("number2")
    if e.published is None or count is None or e.tense is Tense.PAST:
        return None
    moved = calendar.shifted(e.published, count, unit)
    return calendar.unit_of(moved, unit) if moved else None


def from_previous(e: Expression) -> Days | None:
    """So many units before or after the date named before."""
    unit, count = e.word("unit") or "day", e.number("number")
    if e.previous is None or count is None:
        return None
    back = (e.word("way") or "").split()[0] in {"earlier", "before"}
    moved = calendar.shifted(e.previous.first if back else e.previous.last, -count if back else count, unit)
    return calendar.unit_of(moved, unit) if moved else None


def neighbouring_day(e: Expression) -> Days | None:
    """The day before, after or of the date named before."""
    if e.previous is None:
        return None
    side = e.word("side") or e.word("side2")
    try:
        if side in {"following", "next", "after"}:
            return calendar.single(e.previous.last + timedelta(days=1))
        if side in {"previous", "before"}:
            return calendar.single(e.previous.first - timedelta(days=1))
    except OverflowError:
        return None
    return e.previous


def weekend(e: Expression) -> Days | None:
    """The last or the coming weekend, as the tense has it."""
    if e.published is None:
        return None
    if e.tense is Tense.PAST:
        return _last_weekend(e.published, today_counts=True)
    return calendar.weekend_of(e.published)


def year_range(e: Expression) -> Days | None:
    """From one year to another."""
    first, last, short = e.number("year"), e.number("year2"), e.word("short")
    if first is None:
        return None
    if last is None:
        last = first - first % 100 + int(short or 0)
    return calendar.year(first).through(calendar.year(last))


def year(e: Expression) -> Days | None:
    """A calendar year, or the early, middle or late part of it."""
    number, part = e.number("year"), e.word("part")
    if number is None:
        return None
    return calendar.part_of(calendar.year(number), PARTS[part]) if part else calendar.year(number)


PARTS: dict[str | None, str] = {
    "early": "early", "earlier": "early", "start": "early", "beginning": "early",
    "mid": "mid", "middle": "mid",
    "late": "late", "later": "late", "end": "late",
}  # fmt: skip
"""The words for parts of a span and the part that each names."""


def _part(e: Expression) -> str:
    return PARTS[e.word("part") or e.word("edge")]


def _by(e: Expression, days: Days | None) -> Days | None:
    """With "by": from publication day to the last day of the span."""
    if days is None or not e.word("by") or e.published is None:
        return days
    return Days(e.published, days.last) if e.published <= days.last else days


def _week_by(which: str, published: date) -> Days:
    return calendar.week_of(published + timedelta(weeks={"last": -1, "next": 1}.get(which, 0)))


def _of_year(e: Expression, make: Callable[[int], Days | None]) -> Days | None:
    """A yearly span in the year told: in digits, as "last year", by "last" or "next", or by the tense."""
    year, whose = e.number("year"), e.word("whose")
    if year:
        return make(year)
    if e.published is None:
        return None
    if whose:
        return make(e.published.year + {"last": -1, "next": 1}.get(whose, 0))
    return _fitting(e, make)


def _fitting(e: Expression, make: Callable[[int], Days | None]) -> Days | None:
    """The nearest of a yearly span's returns that fits "last", "next" or the tense."""
    if e.published is None:
        return None
    years = range(max(1, e.published.year - 5), min(MAXYEAR, e.published.year + 6))
    returns = [days for days in map(make, years) if days]
    which, today = (e.word("which") or "").removeprefix("the "), e.published
    ended = [days for days in returns if days.last < today]
    begun = [days for days in returns if days.first <= today]
    left = [days for days in returns if days.last >= today]
    nearest = min(returns, key=lambda days: _distance(days, today), default=None)
    if which in {"last", "this past", "past"}:
        return ended[-1] if ended else None
    if which in {"next", "this coming"}:
        return next((days for days in left if days.first > today), None)
    if which in {"this", "earlier in", "later in"}:
        return min(returns, key=lambda days: abs(days.first.year - today.year), default=None)
    fit = nearest
    if e.tense is Tense.PAST and begun:
        fit = begun[-1]
    elif e.tense is Tense.FUTURE and left:
        fit = left[0]
    if fit is None or nearest is None:
        return fit
    far = _distance(fit, today) > FAR.get(e.tense, timedelta.max) and _distance(nearest, today) <= NEAR
    return nearest if far else fit


def _distance(days: Days, today: date) -> timedelta:
    """How far a day lies outside a span; nothing inside it."""
    return max(days.first - today, today - days.last, timedelta(0))


RESOLVERS: dict[str, Callable[[Expression], Days | None]] = {
    function.__name__: function
    for function in (
        calendar_day, iso, calendar_range, month, part_of_month, month_range, weekday, weekday_range, day_offset,
        calendar_unit, past_span, coming_span, part_of_current, part_of_other, edge_of_unit, edge_of_year, season,
        quarter_or_half, ago, ahead, from_previous, neighbouring_day, weekend, year_range, year,
    )
}  # fmt: skip
"""The ways to turn an expression into days, by the name that the lexicon gives them."""
