"""The one table of how each type of event is looked up and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from agents.merging import appointments, measures, meetings
from agents.merging.reports import AnyReport, Days, MergeOptions, Report
from agents.merging.verdict import Block, Objection, Reason, Rules
from schemas.event import Mention
from schemas.identity import fingerprint

MAX_ANCHOR_CHARACTERS = 100

REMEMBERED_PAIRS = 8_192
"""Pairs of reports whose comparison is kept, and the reports with it, some 10 KB each: a long story is folded anew with
each article, and its pairs stay."""


@dataclass(frozen=True)
class Kind:
    """What merging knows of one type of event."""

    anchor: Callable[[Any], str]
    """A name of a mention in its article that most corrections leave as it is."""
    blocks: Callable[[Any], Iterable[Block]]
    """Words under which reports of one event meet, whatever each leaves out."""
    rules: Rules
    days: Callable[[Any, MergeOptions], Days]
    """The days by which a report is kept from being compared: two that lie further apart are never linked."""
    most_apart: Callable[[MergeOptions], int]
    """How many days apart these may lie."""


def tolerance(options: MergeOptions) -> int:
    """Days between two dates told."""
    return options.tolerance_days


def window(options: MergeOptions) -> int:
    """Days between two steps of one event."""
    return options.window_days


def longer(options: MergeOptions) -> int:
    """The longer of both."""
    return max(options.window_days, options.tolerance_days)


KINDS: dict[str, Kind] = {
    "meeting": Kind(meetings.anchor, meetings.blocks, meetings.RULES, meetings.days_possible, tolerance),
    "trade_measure": Kind(measures.anchor, measures.blocks, measures.RULES, measures.days_told, longer),
    "appointment": Kind(appointments.anchor, appointments.blocks, appointments.RULES, Report.expected_days, window),
}


def labels_of(mentions: Sequence[Mention]) -> dict[str, Mention]:
    """Give each mention of an article a name: what it is about, and its place among those about the same.

    A correction that adds an event, or takes one away, then leaves the names of the others as they are.
    """
    named: dict[str, Mention] = {}
    for mention in mentions:
        anchor = KINDS[mention.type].anchor(mention)
        short = anchor if len(anchor) <= MAX_ANCHOR_CHARACTERS else fingerprint(anchor)
        stem = f"{mention.type}|{short}"
        place = sum(1 for name in named if name.rpartition("|")[0] == stem)
        named[f"{stem}|{place}"] = mention
    return named


@lru_cache(maxsize=REMEMBERED_PAIRS)
def objection(a: AnyReport, b: AnyReport, options: MergeOptions, *, dated: bool = True) -> Objection:
    """Why two reports of one type can never be of one event; None where they may be.

    Args:
        a: one of them.
        b: the other.
        options: how far apart they may lie.
        dated: whether their dates count; not where one tells a date that no longer holds.
    """
    if a.article_id == b.article_id:
        return "the same article tells it as another event"
    rules = KINDS[a.mention.type].rules
    for check in rules.against:
        if (dated or check not in rules.of_dates) and (reason := check(a, b, options)) is not None:
            return reason
    return None


def out_of_time(a: AnyReport, b: AnyReport, options: MergeOptions) -> Objection:
    """Why two reports alone are no link; others may still link them."""
    for check in KINDS[a.mention.type].rules.against_all:
        if (reason := check(a, b, options)) is not None:
            return reason
    return None


@lru_cache(maxsize=REMEMBERED_PAIRS)
def reasons(a: AnyReport, b: AnyReport, options: MergeOptions) -> tuple[Reason, ...]:
    """What the two reports share."""
    return tuple(KINDS[a.mention.type].rules.weigh(a, b, options))


def linked(a: AnyReport, b: AnyReport, options: MergeOptions) -> bool:
    """Whether two reports alone make one event: nothing speaks against it, and enough for it."""
    if a.mention.type != b.mention.type or objection(a, b, options) or out_of_time(a, b, options):
        return False
    return weight(reasons(a, b, options)) >= KINDS[a.mention.type].rules.enough


def weight(shared: Iterable[Reason]) -> float:
    """How much speaks for one event."""
    return sum(reason.weight for reason in shared)
