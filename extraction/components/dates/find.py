"""Finding every date expression of an article."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extraction.components.dates.calendar import Days
from extraction.components.dates.lexicon import DateRule, lexicon, patterns
from extraction.components.dates.resolve import RESOLVERS, Expression
from extraction.components.dates.tense import Tense, tense_at
from extraction.document import DateMention
from extraction.reading import DATELINE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from spacy.tokens import Doc, Span

    from extraction.document import Document

NO_DATE_BEFORE = frozenset(
    {"every", "each", "most", "some", "many", "good", "black", "bloody", "super", "cyber", "ash"}
)
"""Words before a weekday or month that make it a habit or a name, not a date: "every Friday", "Good Friday"."""


@dataclass(frozen=True, slots=True)
class Match:
    """One place where a rule matched."""

    rule: DateRule
    """The rule."""

    groups: re.Match[str]
    """What it matched."""

    start: int
    """Offset of the expression's first character."""

    end: int
    """Offset after its last character."""


def find_dates(document: Document) -> Document:
    """The document with every date expression resolved to whole days.

    Relative expressions count from the article's `published_at`; without it they are left out, and dates with a year
    remain.
    """
    published = document.article.published_at.date() if document.article.published_at else None
    return replace(document, dates=tuple(_dates(document.doc, published)))


def _dates(doc: Doc, published: date | None) -> Iterator[DateMention]:
    """The date mentions in the order of the text; where two overlap the first, then the longest."""
    previous: Days | None = None
    taken = 0
    for match in sorted(_matches(doc.text), key=lambda match: (match.start, -match.end)):
        span = doc.char_span(match.start, match.end, alignment_mode="expand")
        if span is None or match.start < taken or not _is_date(match, span):
            continue
        days = _resolved(match, span, published, previous)
        if days is None:
            continue
        previous, taken = days, match.end
        yield DateMention(span.start, span.end, days.first, days.last, _because(match, span, published))


def _matches(text: str) -> Iterator[Match]:
    """Every match of every rule, datelines left out."""
    datelines = [found.span() for found in DATELINE.finditer(text)]
    for rule, pattern in patterns():
        group = "span" if "span" in pattern.groupindex else 0
        for found in pattern.finditer(text):
            start, end = found.span(group)
            if not any(first <= start < last for first, last in datelines):
                yield Match(rule, found, start, end)


def _is_date(match: Match, span: Span) -> bool:
    """Whether the words around a match let it be a date: names of months and weekdays are capitalized, and no habit."""
    groups = match.groups.groupdict()
    names = [groups[name] for name in ("month", "month2", "weekday", "weekday2") if groups.get(name)]
    if any(not name[0].isupper() for name in names):
        return False
    before = span.doc[span.start - 1] if span.start else None
    if names and before is not None and before.lower_ in NO_DATE_BEFORE:
        return False
    bare = match.rule.resolve == "month" and match.groups.group() == groups["month"]
    if not bare or groups["month"].casefold().rstrip(".") not in lexicon().ambiguous_months:
        return True
    after = span.doc[span.end] if span.end < len(span.doc) else None
    return before is not None and before.lower_ in lexicon().month_openers and not (after and after.lower_ == "'s")


def _resolved(match: Match, span: Span, published: date | None, previous: Days | None) -> Days | None:
    expression = Expression(match.rule, match.groups, published, previous, lambda: tense_at(span.root))
    days = RESOLVERS[match.rule.resolve](expression)
    return _no_later_than(days, span, published) if days else None


def _no_later_than(days: Days, span: Span, published: date | None) -> Days:
    """After "by": from publication day to the last day, where that is still to come."""
    before = span.doc[span.start - 1] if span.start else None
    open_end = before is not None and before.lower_ == "by"
    if open_end and published is not None and published <= days.last and tense_at(span.root) is not Tense.PAST:
        return Days(published, days.last)
    return days


def _because(match: Match, span: Span, published: date | None) -> str:
    """How an expression was resolved, in words."""
    words = span.text
    if published is None or match.groups.groupdict().get("year") or match.rule.resolve == "iso":
        return f'"{words}" as written ({match.rule.id})'
    return f'"{words}" in a {tense_at(span.root)} clause, counted from {published} ({match.rule.id})'
