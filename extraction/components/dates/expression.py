"""One date expression in its surroundings, and the year that fits where none is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import MAXYEAR, date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from extraction.components.dates.lexicon import DateRule, lexicon
from extraction.components.dates.tense import Tense

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from extraction.components.dates.calendar import Days

FAR = {Tense.PAST: timedelta(days=330), Tense.FUTURE: timedelta(days=270)}
"""How far a date without a year may lie from publication: a writer who means a farther one says "next March"."""

NEAR = timedelta(days=60)
"""Where the date that fits the tense lies far, and another this near, the tense was misread."""

FROM = frozenset({"from", "since", "as of"})
"""Words before the start of a span that make it the first day of the span."""

YEARS_AROUND = 5
"""How many years before and after publication are tried for a date without a year."""

PARTS: dict[str | None, str] = {
    "early": "early",
    "earlier": "early",
    "start": "early",
    "beginning": "early",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "later": "late",
    "end": "late",
}
"""The words for parts of a span and the part that each names."""


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

    @property
    def which(self) -> str:
        """The word before the expression that chooses one of many, without article: "last", "next", "this coming"."""
        return (self.word("which") or "").removeprefix("the ")

    @property
    def part(self) -> str | None:
        """The part of a span that is told: early, mid or late."""
        word = self.word("part") or self.word("edge")
        return PARTS[word] if word else None

    def word(self, group: str) -> str | None:
        """What a group matched, in lower case without a closing full stop; None where it is absent."""
        if group not in self.match.re.groupindex:
            return None
        found = self.match[group]
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

    def until_then(self, days: Days | None) -> Days | None:
        """With "by": from publication day to the last day of a span."""
        if days is None or self.word("by") != "by" or self.published is None or self.published > days.last:
            return days
        return type(days)(self.published, days.last)

    def edge(self, days: Days | None) -> Days | None:
        """A part of a span as told: with "by" from publication day on; with "from the start of" its first day."""
        if days is not None and self.word("edge") in {"start", "beginning"} and self.word("by") in FROM:
            return type(days)(days.first, days.first)
        return self.until_then(days)

    def in_year(self, make: Callable[[int], Days | None]) -> Days | None:
        """A yearly span in the year told: in digits, as "last year", by "last" or "next", or by the tense."""
        year, whose = self.number("year"), self.word("whose")
        if year:
            return make(year)
        if self.published is None:
            return None
        if whose:
            return make(self.published.year + {"last": -1, "next": 1}.get(whose, 0))
        return self.fitting(make)

    def fitting(self, make: Callable[[int], Days | None]) -> Days | None:
        """The nearest of a yearly span's returns that fits "last", "next" or the tense."""
        if self.published is None:
            return None
        today = self.published
        years = range(max(1, today.year - YEARS_AROUND), min(MAXYEAR, today.year + YEARS_AROUND + 1))
        returns = [days for days in map(make, years) if days]
        if self.which in {"last", "this past", "past"}:
            return next((days for days in reversed(returns) if days.last < today), None)
        if self.which in {"next", "this coming"}:
            return next((days for days in returns if days.first > today), None)
        past = self.tense is Tense.PAST
        if self.which == "this" or (self.which in {"earlier in", "later in"} and not past):
            return min(returns, key=lambda days: abs(days.first.year - today.year), default=None)
        return self._by_tense(returns, today)

    def _by_tense(self, returns: list[Days], today: date) -> Days | None:
        nearest = min(returns, key=lambda days: _distance(days, today), default=None)
        fit = nearest
        if self.tense is Tense.PAST:
            fit = next((days for days in reversed(returns) if days.first <= today), nearest)
        elif self.tense is Tense.FUTURE:
            fit = next((days for days in returns if days.last >= today), nearest)
        if fit is None or nearest is None:
            return fit
        far = _distance(fit, today) > FAR.get(self.tense, timedelta.max)
        return nearest if far and _distance(nearest, today) <= NEAR else fit


def _distance(days: Days, today: date) -> timedelta:
    """How far a day lies outside a span; nothing inside it."""
    return max(days.first - today, today - days.last, timedelta(0))
