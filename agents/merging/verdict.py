"""How two reports are compared: reasons against, of which one suffices, and reasons for, which are weighed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from agents.merging.reports import Days, MergeOptions, Report, shifted
from schemas.vocabulary import Status

Objection = str | None
"""Why two reports are not of one event, in words; None where nothing speaks against it."""

Check = Callable[[Report[Any], Report[Any], MergeOptions], Objection]
"""One reason against: two reports of the same type in, an objection out."""


class Block(NamedTuple):
    """A word under which the reports of one event meet; only those that share one are compared at all.

    A word must be so rare that few events share it, and so coarse that reports of one event do, whatever each leaves
    out. What many events share counts only together with the time.
    """

    word: str
    near: bool = False
    """Whether the reports must also tell of days near each other, or be of articles of the same days."""


class Reason(NamedTuple):
    """One thing that two reports share."""

    weight: float
    """How rarely two events share it; see each rule."""
    words: str


Weigh = Callable[[Report[Any], Report[Any], MergeOptions], Iterable[Reason]]
"""Every reason for: two reports of the same type in, what they share out."""


@dataclass(frozen=True)
class Rules:
    """How the reports of one type of event are compared."""

    against: tuple[Check, ...]
    """Reasons that no report of the event may give, in the order in which they are asked."""
    against_all: tuple[Check, ...]
    """Reasons that count only where every report gives them, so that a long story holds together by its links."""
    weigh: Weigh
    """What speaks for one event."""
    enough: float
    """Least sum of weights that makes one event of two reports."""
    of_dates: tuple[Check, ...] = ()
    """Those reasons against that a report gives no more once its event was put off."""


def expected_apart(a: Report[Any], b: Report[Any], options: MergeOptions) -> Objection:
    """One of them tells no date, and by how it speaks of the event it cannot be at the time of the other."""
    first, second = a.expected_days(options), b.expected_days(options)
    slack = options.tolerance_days if a.told_days or b.told_days else 0
    if (not a.told_days or not b.told_days) and first.apart(second) > slack:
        return f"published {a.published_at.date()} and {b.published_at.date()}, expected {first[0]} and {second[0]}"
    return None


def dates_apart(a: Report[Any], b: Report[Any], options: MergeOptions) -> Objection:
    """Two told dates lie further apart than the tolerance, which is for days alone: last week is not this week."""
    first, second = a.told_days, b.told_days
    if first and second:
        slack = options.tolerance_days if max(first.length, second.length) <= NEARLY_A_DAY else 0
        return f"dates {span(a)} and {span(b)}" if first.apart(second) > slack else None
    return None


def was_put_off(a: Report[Any], b: Report[Any], options: MergeOptions) -> bool:
    """Whether the later of two articles tells that what the earlier one announced was put off before its day."""
    early, late = sorted((a, b), key=lambda report: report.order)
    if not late.tells_put_off or early.mention.status not in COMING or early.told_days is None:
        return False
    return early.told_days.apart(days_put_off(late, options)) == 0


def days_put_off(report: Report[Any], options: MergeOptions) -> Days:
    """The days on which an event can have been planned that an article tells was put off: those that lay ahead."""
    published = report.published_at.date()
    return Days(shifted(published, -NEWS_DAYS), shifted(published, options.window_days))


def span(report: Report[Any]) -> str:
    """The date told, for people."""
    days = report.told_days
    if days is None:
        return "none"
    return str(days.first) if days.first == days.last else f"{days.first}/{days.last}"


NEWS_DAYS = 2
"""Days between two articles that bring one piece of news."""

COMING = frozenset({Status.POSSIBLE, Status.PLANNED})

NEARLY_A_DAY = 2
EXACT_DAYS = 7
VAGUE_DAYS = 31
"""Lengths of a span: as good as a day, as a date, and as nothing from there on ("in 2018")."""


def time_reasons(a: Report[Any], b: Report[Any]) -> Iterable[Reason]:
    """The same days told; else articles of the same days."""
    first, second = a.told_days, b.told_days
    if first and second:
        longest = max(first.length, second.length)
        if longest <= VAGUE_DAYS:
            yield Reason(2.0 if longest <= EXACT_DAYS else 1.0, f"dates {span(a)} and {span(b)}")
    elif is_one_news(a, b):
        yield Reason(1.0, f"published {a.published_at.date()} and {b.published_at.date()}")


def is_one_news(a: Report[Any], b: Report[Any]) -> bool:
    """Whether two articles are of the same days."""
    return abs((a.published_at.date() - b.published_at.date()).days) <= NEWS_DAYS
