"""Finding every date expression of an article."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from extraction.components.dates import relative
from extraction.components.dates.calendar import Days
from extraction.components.dates.expression import Expression
from extraction.components.dates.lexicon import Anchor, DateRule, anchors, lexicon, patterns
from extraction.components.dates.place import site_of, stands_before_noun
from extraction.components.dates.relative import FROM_BEFORE
from extraction.components.dates.resolve import RESOLVERS
from extraction.components.dates.tense import Tense, tense_at, tense_of_verb
from extraction.document import DateMention
from extraction.reading import datelines
from extraction.syntax import VERBS, governors
from extraction.words import FORMS, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from extraction.document import Document
    from extraction.tokens import Doc, Span

NAMED = ("month", "month2", "weekday", "weekday2")
"""Groups that hold a name, which English writes with a capital."""


BY_ANOTHER = frozenset({"from_previous", "neighbouring_day", "counted_event"})
"""The ways to resolve that count from another date of the text."""

MAX_BACK = 120
"""How many words before a sentence the date may stand that "the move came a day after" is counted from."""

REACH = 64
"""How many characters around an anchor are searched: no expression reaches further."""


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
    """The document with every date expression resolved to whole days, once a rule asks for one.

    Relative expressions count from the article's `published_at`, else from a dateline that tells day and year;
    without either they are left out, and dates with a year remain.
    """
    return document.with_dates(partial(_dates, document))


def _day_of_dateline(text: str) -> date | None:
    """The day in the first dateline that tells one with its year: "OSLO, Sept. 17, 2019 (Reuters) -"."""
    for dateline in datelines(text):
        for rule, pattern in patterns()[Anchor.MONTH]:
            found = pattern.search(dateline.group()) if rule.resolve == "calendar_day" else None
            if found and found["year"]:
                days = RESOLVERS[rule.resolve](Expression(rule, found, None, None, lambda: Tense.UNTOLD))
                return days.first if days else None
    return None


def _dates(document: Document) -> tuple[DateMention, ...]:
    """The date mentions in the order of the text; where two overlap the first, then the longest."""
    doc, told = document.doc, document.article.published_at
    published = told.date() if told else _day_of_dateline(words_of(doc).text)
    found: list[DateMention] = []
    previous: Days | None = None
    taken = 0
    for match in sorted(_matches(doc), key=lambda match: (match.start, -match.end)):
        span = doc.around(match.start, match.end) if match.start >= taken else None
        if span is None or not _is_date(match, span):
            continue
        counted = match.rule.resolve == relative.counted_event.__name__
        anchor = _day_of_other(span, found, published) if counted else previous
        expression = Expression(match.rule, match.groups, published, anchor, partial(tense_at, span))
        days = _resolved(expression, span)
        if days is None:
            continue
        found.append(DateMention(span.start, span.end, days.first, days.last, _because(expression, span)))
        taken = max(match.end, span.end_char)
        previous = previous if counted else days
    return tuple(found)


def _resolved(expression: Expression, span: Span) -> Days | None:
    """The days of an expression; none where they lie beyond the first or the last day that a calendar has."""
    try:
        days = RESOLVERS[expression.rule.resolve](expression)
        return _no_later_than(days, span, expression) if days else None
    except (OverflowError, ValueError):  # the calendar raises the one, its days the other
        return None


def _day_of_other(span: Span, found: list[DateMention], published: date | None) -> Days | None:
    """The days of the event that another is counted from: "resigned on Monday, a day after the vote".

    It is the date on the verb that the count hangs on; of a clause in the present, the day of publication; and where
    the clause only tells that one came after the other, "the move came a day after", the date of the sentence before.
    """
    verb = next((word for word in governors(span.root) if word.pos_ in VERBS and word != site_of(span)), None)
    before = found[-1] if found else None
    if verb is None or _is_rough(span):
        return None
    if before is not None and (before.end >= span.start - 1 or site_of(span.doc[before.start : before.end]) == verb):
        return Days(before.first, before.last)
    if verb.lemma_ not in lexicon().coming_verbs:
        return None
    if tense_of_verb(verb) is Tense.PRESENT and published is not None:
        return Days(published, published)
    if before is None or before.first != before.last or before.start < span.sent.start - MAX_BACK:
        return None
    return Days(before.first, before.last)


def _is_rough(count: Span) -> bool:
    """Whether a count of weeks or more is rough or a length: "nearly a year after", "in the month before"."""
    exact = any(word.lower_ in {"day", "days", "hours"} for word in count)
    return not exact and count.start > 0 and count.doc[count.start - 1].lower_ in lexicon().rough_words


def _matches(doc: Doc) -> Iterator[Match]:
    """Every match of every rule around the words that the rule is made of, datelines left out."""
    text = words_of(doc).text
    starts, ends = zip(*((0, 0), *(found.span() for found in datelines(text))), strict=True)
    for anchor, windows in _windows(doc).items():
        for rule, pattern in patterns()[anchor]:
            group = "span" if "span" in pattern.groupindex else 0
            for found in (found for window in windows for found in pattern.finditer(text, *window)):
                start, end = found.span(group)
                if start >= ends[bisect_right(starts, start) - 1]:
                    yield Match(rule, found, start, end)


def _windows(doc: Doc) -> dict[Anchor, list[tuple[int, int]]]:
    """The stretches of text around the words that dates are made of, by kind of word, without overlaps."""
    words, windows = words_of(doc), dict[Anchor, list[tuple[int, int]]]()
    for word, start in zip(words.texts, words.offsets, strict=True):
        for anchor in _anchors_of(word):
            _widen(windows.setdefault(anchor, []), start - REACH, start + len(word) + REACH)
    return windows


@lru_cache(maxsize=FORMS)
def _anchors_of(word: str) -> frozenset[Anchor]:
    """What a word can be in a date."""
    found = anchors().get(word.lower().rstrip("."), frozenset())
    return frozenset({Anchor.NUMBER}) if not found and YEAR.search(word) else found


YEAR = re.compile(r"\d{4}")
"""What every rule around a number has in it."""


def _widen(windows: list[tuple[int, int]], start: int, end: int) -> None:
    """Add a stretch of text to those before it, as one with the last where they meet."""
    if windows and start <= windows[-1][1]:
        start = windows.pop()[0]
    windows.append((max(0, start), end))


def _is_date(match: Match, span: Span) -> bool:
    """Whether the words around a match let it be a date."""
    if match.rule.before_noun and (not stands_before_noun(span) or _counts(span)):
        return False
    groups = match.groups.groupdict()
    names = [groups[name] for name in NAMED if groups.get(name)]
    if not names:
        return True
    before = span.doc[span.start - 1].lower_ if span.start else ""
    if before in lexicon().no_date_after or not all(name[0].isupper() for name in names):
        return False
    bare = match.rule.resolve == "month" and match.groups.group() == groups["month"]
    return not bare or names[0].casefold().rstrip(".") not in lexicon().ambiguous_months or _is_month(span, before)


def _counts(number: Span) -> bool:
    """Whether a number before a noun counts it, "2015 people", and is no year, "the 2015 deal"."""
    noun = site_of(number)
    described = any(
        child.i < number.start and child.dep_ in {"det", "poss", "amod", "compound"} for child in noun.children
    )
    return noun.tag_ in {"NNS", "NNPS"} and not described


def _is_month(span: Span, before: str) -> bool:
    """Whether a name such as May or March is the month: after a preposition, or as a modifier."""
    after = span.doc[span.end].lower_ if span.end < len(span.doc) else ""
    if after == "'s":
        return False
    article = before in {"the", "a", "an", "this", "his", "her", "its", "their", "our"}
    return before in lexicon().month_openers or (article and stands_before_noun(span))


def _no_later_than(days: Days, span: Span, expression: Expression) -> Days:
    """After "by": from publication day to the last day, where that is still to come."""
    before = span.doc[span.start - 1].lower_ if span.start else ""
    published = expression.published
    if before != "by" or published is None or published > days.last or expression.tense is Tense.PAST:
        return days
    return type(days)(published, days.last)


def _because(expression: Expression, span: Span) -> str:
    """How an expression was resolved, in words, with the rule's id."""
    counted = f"counted from {expression.published}"
    if (
        expression.rule.resolve in {"from_previous", "neighbouring_day", "counted_event"}
        or expression.which in FROM_BEFORE
    ):
        counted = "counted from the date before"
    elif expression.published is None or expression.word("year") or expression.rule.resolve == "iso":
        counted = "as written"
    elif "tense" in vars(expression):
        counted = f"in a {expression.tense} clause, {counted}"
    return f'"{span.text}" {counted} ({expression.rule.id})'
