"""Whether two places of an article tell of one measure."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from extraction.components.measures.rules import answering_rules, words
from extraction.document import ActorKind
from schemas.vocabulary import Measure, MeasureAction, Status

if TYPE_CHECKING:
    from extraction.components.measures.arguments import MeasureArguments, MeasureCandidate
    from extraction.document import Actor, Dated

FAMILIES: tuple[frozenset[Measure], ...] = (
    frozenset({Measure.TARIFF, Measure.ANTI_DUMPING, Measure.COUNTERVAILING_DUTY, Measure.SAFEGUARD, Measure.OTHER}),
    frozenset({Measure.SANCTION, Measure.EMBARGO, Measure.OTHER}),
    frozenset({Measure.EXPORT_CONTROL, Measure.EMBARGO, Measure.LICENSING, Measure.OTHER}),
    frozenset({Measure.IMPORT_BAN, Measure.EMBARGO, Measure.TECHNICAL_BARRIER, Measure.QUOTA, Measure.OTHER}),
)
"""Kinds that an article may name by one another's words: anti-dumping duties as "tariffs"."""

ANNOUNCING = "+act.announce"
"""How the rule ends that fires on the announcement of a measure."""

REMEDIES = {Measure.ANTI_DUMPING, Measure.COUNTERVAILING_DUTY, Measure.SAFEGUARD}
"""Kinds that are imposed by a ruling."""

ENTRY = {MeasureAction.IMPOSE, MeasureAction.RAISE, MeasureAction.EXTEND}
EXIT = {MeasureAction.LIFT, MeasureAction.EASE, MeasureAction.REDUCE, MeasureAction.WITHDRAW}


def same_act(
    one: MeasureCandidate, other: MeasureCandidate, published: date | None, *, collected: bool = False
) -> bool:
    """Whether two candidates tell of one act.

    Args:
        one: a candidate.
        other: a later one.
        published: the day of the article.
        collected: whether the later one may tell how the measure of the first will be charged.
    """
    a, b = one.arguments, other.arguments
    return (
        (_may_be_of_a_kind(one, other) or (in_trade(one) or in_trade(other)))
        and _same_action(a, b)
        and same_side(a.imposers, b.imposers)
        and same_side(a.targets, b.targets)
        and _share_a_side(a, b)
        and (collected or _same_time(one, other, published))
        and _same_matter(one, other)
    )


def _same_matter(one: MeasureCandidate, other: MeasureCandidate) -> bool:
    """Whether two acts may be one by the goods and amounts that they name, where their status differs."""
    a, b = one.arguments, other.arguments
    if one.status.status is other.status.status or not (a.told and b.told):
        return True
    return _overlapping(a.goods, b.goods) and _same_amount(a.rate, b.rate)


def _overlapping(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other:
        return True
    left, right = ({word for goods in side for word in goods.casefold().split()} for side in (one, other))
    return bool(left & right) or bool((left | right) & words("generic_goods"))


def _same_amount(one: str | None, other: str | None) -> bool:
    """Whether two rates may be one; only sums of money tell measures apart."""
    if not one or not other or not (MONEY.search(one) and MONEY.search(other)):
        return True
    return set(NUMBER.findall(one)) == set(NUMBER.findall(other))


MONEY = re.compile(r"billion|million|trillion|mln|bln|bn", re.IGNORECASE)
NUMBER = re.compile(r"\d[\d.,]*")


def in_trade(candidate: MeasureCandidate) -> bool:
    """Whether the article speaks of "trade sanctions", which may be tariffs, quotas or bans."""
    return any(passage.rule.startswith("measure.trade-sanctions") for passage in candidate.passages)


def _may_be_of_a_kind(one: MeasureCandidate, other: MeasureCandidate) -> bool:
    a, b = one.arguments.measure, other.arguments.measure
    return a is b or (same_kind(a, b) and not (_is_apart(one) or _is_apart(other)))


def _is_apart(candidate: MeasureCandidate) -> bool:
    """Whether a measure of a kind with no name of its own is told in full, so that no other kind is meant."""
    return all(passage.rule.startswith(APART) for passage in candidate.passages)


APART = ("deed.bar-carriers", "deed.close-airspace", "measure.debt-payments")
"""How the rules begin that tell such a measure."""


def same_kind(one: Measure, other: Measure) -> bool:
    """Whether two kinds of measure may be one measure in other words."""
    return one is other or any({one, other} <= family for family in FAMILIES)


def _same_action(a: MeasureArguments, b: MeasureArguments) -> bool:
    if a.action is b.action:
        return True
    if {a.measure, b.measure} <= REMEDIES and {a.action, b.action} <= {MeasureAction.IMPOSE, MeasureAction.RULE}:
        return True
    if a.told and b.told:
        return {a.action, b.action} <= {MeasureAction.IMPOSE, MeasureAction.RAISE} or {a.action, b.action} <= EXIT
    return {a.action, b.action} <= ENTRY


def same_side(one: tuple[Actor, ...], other: tuple[Actor, ...]) -> bool:
    """Whether two sides may be one: a side that is not told may be any."""
    return not one or not other or any(alike(a, b) for a in one for b in other)


def _share_a_side(a: MeasureArguments, b: MeasureArguments) -> bool:
    pairs = ((a.imposers, b.imposers), (a.targets, b.targets))
    return any(one and other and same_side(one, other) for one, other in pairs)


def alike(a: Actor, b: Actor) -> bool:
    """Whether two parties stand for one side: the same name, or a state and one who speaks for it."""
    if a.name.casefold() == b.name.casefold():
        return True
    states = ActorKind.COUNTRY in {a.kind, b.kind} or (a.public and b.public)
    return a.country is not None and a.country == b.country and states


def _same_time(one: MeasureCandidate, other: MeasureCandidate, published: date | None) -> bool:
    """Whether two candidates may have one time: days that overlap, and no past act beside a plan."""
    if one.when and other.when and not overlap(one.when, other.when):
        return published is not None and _announces(one, other, published)
    statuses = {one.status.status, other.status.status}
    if len(statuses) == 1 or not (one.arguments.told and other.arguments.told):
        return True
    if statuses == {Status.PLANNED, Status.OCCURRED}:
        if is_answer(one) != is_answer(other):
            return False
        past = one if one.status.status is Status.OCCURRED else other
        return past.when is None or (one.when is not None and other.when is not None)
    return statuses == {Status.PLANNED, Status.POSSIBLE}


def _announces(one: MeasureCandidate, other: MeasureCandidate, published: date) -> bool:
    """Whether one candidate tells of the announcement and the other of the start that is still to come."""
    first, later = sorted((one, other), key=first_day)
    return (
        is_announced(first)
        and later.status.status in {Status.PLANNED, Status.POSSIBLE}
        and first_day(later) > published
    )


def first_day(candidate: MeasureCandidate) -> date:
    """The first day of an act; one with no day comes before all others."""
    return candidate.when.first if candidate.when else date.min


def overlap(a: Dated, b: Dated) -> bool:
    """Whether two spans of days have a day in common."""
    return a.first <= b.last and b.first <= a.last


def complement(one: MeasureCandidate, other: MeasureCandidate, published: date | None) -> bool:
    """Whether one candidate may tell who acts and the other against whom, of the same act."""
    a, b = one.arguments, other.arguments
    halves = (
        (not a.imposers and not b.targets)
        or (not a.targets and not b.imposers)
        or (same_side(a.imposers, b.imposers) and same_side(a.targets, b.targets))
    )
    return (
        halves
        and _may_be_of_a_kind(one, other)
        and _same_action(a, b)
        and _same_time(one, other, published)
        and not any(alike(x, y) for x in (*a.imposers, *b.imposers) for y in (*a.targets, *b.targets))
    )


def is_answer(candidate: MeasureCandidate) -> bool:
    """Whether all places of an act tell it as retaliation for another."""
    return all(passage.rule.partition("+")[0] in answering_rules() for passage in candidate.passages)


def is_announced(*candidates: MeasureCandidate) -> bool:
    """Whether a place of the acts tells of an announcement."""
    return any(passage.rule.endswith(ANNOUNCING) for one in candidates for passage in one.passages)
