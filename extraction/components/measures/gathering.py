"""One candidate for each real act: what several places of an article tell of it, brought together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from extraction.components.measures.details import is_generic
from extraction.components.measures.rules import measures_by_rule
from extraction.components.measures.sameness import (
    REMEDIES,
    alike,
    complement,
    first_day,
    in_trade,
    is_announced,
    is_answer,
    overlap,
    same_act,
    same_kind,
    same_side,
)
from extraction.components.measures.sides import unique
from extraction.document import ActorKind, Candidate, StatusDecision
from schemas.vocabulary import Measure, MeasureAction, Status

if TYPE_CHECKING:
    from extraction.components.measures.arguments import MeasureArguments, MeasureCandidate
    from extraction.document import Actor, Document

ANAPHORS = ("measure.anaphor+", "measure.agreement-anaphor+")
"""How the rules begin that fire on words for a measure told before."""

NOT_MEANT = {Measure.TRADE_AGREEMENT, Measure.DISPUTE, Measure.PREFERENTIAL_STATUS, Measure.OTHER}
"""Kinds that such a word does not stand for."""

ON_GOODS = {Measure.TARIFF, Measure.QUOTA, Measure.IMPORT_BAN, Measure.LICENSING, *REMEDIES}
"""Kinds that are laid on goods."""


def gather(document: Document, candidates: tuple[MeasureCandidate, ...]) -> tuple[MeasureCandidate, ...]:
    """One candidate for each act, its slots gathered from all its places; what names neither side is left out."""
    events: list[MeasureCandidate] = []
    published = document.article.published_at.date() if document.article.published_at else None
    named = _answers(_named(document, candidates))
    turned = [_turned(candidate, named) for candidate in named]
    for candidate in sorted(turned, key=_weight):
        complete = _with_sides_from_before(_with_named_sides(candidate), events)
        if not (complete.arguments.imposers or complete.arguments.targets):
            continue
        again = complete is not candidate and _is_collection(complete)
        place = next(
            (i for i, event in enumerate(events) if same_act(event, complete, published, collected=again)), None
        )
        if place is None:
            events.append(complete)
        else:
            events[place] = merged(events[place], complete)
    whole = _shared_sides(_completed(events, published))
    gathered = [_dated_by_its_start(_as_threat(_as_remedy(_in_kind(event, whole)))) for event in whole]
    return tuple(sorted(gathered, key=lambda event: event.passages[0].start))


def _with_named_sides(candidate: MeasureCandidate) -> MeasureCandidate:
    """A candidate that tells who acts only as "the ministry", as one that names no side: the article told it before."""
    own = candidate.arguments
    if own.targets or not own.imposers or not all(actor.name.islower() and not actor.country for actor in own.imposers):
        return candidate
    return replace(candidate, arguments=replace(own, imposers=()))


def _is_collection(candidate: MeasureCandidate) -> bool:
    """Whether a measure with no side of its own is still to be charged, on no day: it may be one told before."""
    own = candidate.arguments
    planned = candidate.status.status is Status.PLANNED and not candidate.when and not own.effective
    return planned and own.action is MeasureAction.IMPOSE


def _as_threat(event: MeasureCandidate) -> MeasureCandidate:
    """Retaliation that is planned for no day, as a threat."""
    if not is_answer(event) or event.status.status is not Status.PLANNED or event.when or event.arguments.effective:
        return event
    return replace(event, status=StatusDecision(Status.POSSIBLE, f"retaliation, for no day; {event.status.because}"))


def _dated_by_its_start(event: MeasureCandidate) -> MeasureCandidate:
    """An event of which only the start is told, with that as its day."""
    if event.when is not None or event.arguments.effective is None:
        return event
    return replace(event, when=event.arguments.effective, arguments=replace(event.arguments, effective=None))


def _in_kind(event: MeasureCandidate, events: list[MeasureCandidate]) -> MeasureCandidate:
    """Retaliation that is told by no more than that word, as tariffs where it answers tariffs."""
    own = event.arguments
    if own.measure is not Measure.OTHER or not is_answer(event):
        return event
    answers_tariffs = any(
        other.arguments.measure is Measure.TARIFF and _answered(own, other.arguments) for other in events
    )
    return replace(event, arguments=replace(own, measure=Measure.TARIFF)) if answers_tariffs else event


def _as_remedy(event: MeasureCandidate) -> MeasureCandidate:
    """A duty that another place of the article names in full, as what it is there: a countervailing duty."""
    if event.arguments.measure is not Measure.TARIFF:
        return event
    kinds = (measures_by_rule().get(passage.rule.partition("+")[0]) for passage in event.passages)
    remedy = next((kind for kind in kinds if kind in REMEDIES), None)
    return replace(event, arguments=replace(event.arguments, measure=remedy)) if remedy else event


def _completed(events: list[MeasureCandidate], published: date | None) -> list[MeasureCandidate]:
    """The events, those that name one side alone joined to one of the same act that names the other side."""
    left: list[MeasureCandidate] = []
    for event in events:
        fitting = [i for i, other in enumerate(left) if complement(other, event, published)]
        if fitting:
            nearest = min(fitting, key=lambda i: abs(left[i].passages[0].trigger - event.passages[0].trigger))
            left[nearest] = merged(left[nearest], event)
        else:
            left.append(event)
    return left


def _answers(candidates: tuple[MeasureCandidate, ...]) -> tuple[MeasureCandidate, ...]:
    """The candidates, retaliation tied to the measure it answers, and left out where the article tells of none."""
    acts = [one.arguments for one in candidates if not is_answer(one) and one.arguments.measure is not Measure.SANCTION]
    kept: list[MeasureCandidate] = []
    for one in candidates:
        cause = next((act for act in acts if _answered(one.arguments, act)), None) if is_answer(one) else None
        if cause is not None:
            own = one.arguments
            imposers, targets = own.imposers or cause.targets, own.targets or cause.imposers
            kept.append(replace(one, arguments=replace(own, imposers=imposers, targets=targets)))
        elif not is_answer(one):
            kept.append(one)
    return tuple(kept)


def _answered(answer: MeasureArguments, cause: MeasureArguments) -> bool:
    """Whether a measure is one that a retaliation answers: its target strikes back at its imposer."""
    if answer.imposers and same_side(cause.imposers, answer.imposers):
        return False
    struck = bool(answer.imposers and cause.targets) and same_side(answer.imposers, cause.targets)
    at = bool(answer.targets and cause.imposers) and same_side(answer.targets, cause.imposers)
    return struck or at or bool(answer.imposers and not cause.targets and cause.imposers)


MAX_BACK = 4
"""Sentences that a word such as "them" or "the ban" may stand after the measure it means."""


def _named(document: Document, candidates: tuple[MeasureCandidate, ...]) -> tuple[MeasureCandidate, ...]:
    """The candidates, a word that stands for a measure ("them") given the kind of the nearest one before it."""
    named: list[MeasureCandidate] = []
    for candidate in candidates:
        if not candidate.passages[0].rule.startswith(ANAPHORS):
            named.append(candidate)
            continue
        trigger = candidate.passages[0].trigger
        earliest = _sentences_before(document, trigger)
        before = [one for one in named if earliest <= one.passages[0].trigger < trigger]
        meant = before[-1].arguments if before else None
        if meant is not None and _may_mean(candidate.arguments.measure, meant.measure):
            named.append(replace(candidate, arguments=_as_meant(candidate.arguments, meant)))
    return tuple(named)


def _as_meant(own: MeasureArguments, meant: MeasureArguments) -> MeasureArguments:
    """A word that stands for a measure, with the kind of that measure and its target, where one owner does both."""
    same_owner = bool(own.imposers) and same_side(own.imposers, meant.imposers)
    targets = meant.targets if same_owner and not own.targets else own.targets
    return replace(own, measure=meant.measure, targets=targets)


def _may_mean(named: Measure, meant: Measure) -> bool:
    """Whether a word may stand for a measure: "the deal" for an agreement, "the ban" for anything but one."""
    return meant is named if named is Measure.TRADE_AGREEMENT else meant not in NOT_MEANT


def _sentences_before(document: Document, index: int) -> int:
    """The first token of the sentence that stands `MAX_BACK` sentences before the one of token `index`."""
    start = document.doc[index].sent.start
    for _ in range(MAX_BACK):
        if start > 0:
            start = document.doc[start - 1].sent.start
    return start


def _turned(candidate: MeasureCandidate, others: tuple[MeasureCandidate, ...]) -> MeasureCandidate:
    """A measure named by a country alone, turned to its target where the article names that country as target only.

    "Mexican tariffs" may be those of Mexico or those on Mexico.
    """
    arguments = candidate.arguments
    if arguments.told or arguments.targets or not arguments.imposers:
        return candidate
    same = [
        other.arguments for other in others if other is not candidate and other.arguments.measure is arguments.measure
    ]
    as_target = any(alike(a, b) for other in same for a in other.targets for b in arguments.imposers)
    as_imposer = any(alike(a, b) for other in same if other.told for a in other.imposers for b in arguments.imposers)
    if as_target and not as_imposer:
        return replace(candidate, arguments=replace(arguments, imposers=(), targets=arguments.imposers))
    return candidate


def _weight(candidate: MeasureCandidate) -> tuple[int, int]:
    """Acts told with a side first, then measures named, then acts with no side; each in the order of the text."""
    arguments = candidate.arguments
    sided = bool(arguments.imposers or arguments.targets)
    return (0 if arguments.told and sided else 1 if sided else 2, candidate.passages[0].trigger)


def _with_sides_from_before(candidate: MeasureCandidate, events: list[MeasureCandidate]) -> MeasureCandidate:
    """A candidate that names no side, with the sides of the nearest measure of its kind told before it."""
    arguments = candidate.arguments
    if arguments.imposers or arguments.targets:
        return candidate
    trigger = candidate.passages[0].trigger
    before = [
        (passage.trigger, event)
        for event in events
        for passage in event.passages
        if _may_share(event, candidate) and (passage.trigger < trigger or _names_a_state(event.arguments))
    ]
    if not before:
        return candidate
    nearest = max(before, key=lambda pair: (pair[0] < trigger, _names_a_state(pair[1].arguments), pair[0]))[1].arguments
    return replace(candidate, arguments=replace(arguments, imposers=nearest.imposers, targets=nearest.targets))


def _may_share(event: MeasureCandidate, candidate: MeasureCandidate) -> bool:
    """Whether a measure that names no side may have the sides of another: one of its kind, or "trade sanctions"."""
    own, other = candidate.arguments.measure, event.arguments.measure
    if own is Measure.DISPUTE and MeasureAction.RULE in {candidate.arguments.action, event.arguments.action}:
        return False
    return own is other or (own is Measure.TARIFF and in_trade(event))


def _names_a_state(arguments: MeasureArguments) -> bool:
    return any(actor.kind is ActorKind.COUNTRY for actor in (*arguments.imposers, *arguments.targets))


def _shared_sides(events: list[MeasureCandidate]) -> list[MeasureCandidate]:
    """The events, one that names a single side with the other side that the article tells for such measures."""
    sided = [_with_other_side(event, [other.arguments for other in events if other is not event]) for event in events]
    return [_with_goods(event, [other.arguments for other in sided if other is not event]) for event in sided]


def _with_goods(event: MeasureCandidate, others: list[MeasureArguments]) -> MeasureCandidate:
    """An event that names no goods, with those that the article tells for such measures between its sides."""
    own = event.arguments
    if own.goods or own.measure not in ON_GOODS or own.action in {MeasureAction.IMPOSE, MeasureAction.EXEMPT}:
        return event
    found = {
        other.goods
        for other in others
        if other.goods
        and not all(is_generic(goods) for goods in other.goods)
        and same_kind(own.measure, other.measure)
        and same_side(own.imposers, other.imposers)
        and same_side(own.targets, other.targets)
    }
    return replace(event, arguments=replace(own, goods=found.pop())) if len(found) == 1 else event


def _with_other_side(event: MeasureCandidate, others: list[MeasureArguments]) -> MeasureCandidate:
    own = event.arguments
    if own.measure is Measure.TRADE_AGREEMENT or (own.imposers and own.targets):
        return event
    kin = [other for other in others if same_kind(own.measure, other.measure)]
    two_sided = [other for other in kin if other.imposers and other.targets]
    found = _given_side(event, two_sided)
    return found or (_given_side(event, kin) if own.imposers else None) or event


def _given_side(event: MeasureCandidate, others: list[MeasureArguments]) -> MeasureCandidate | None:
    """The event with the side that it lacks, where the others agree on it."""
    own = event.arguments
    if own.targets:
        found = {other.imposers for other in others if other.imposers and same_side(other.targets, own.targets)}
        return replace(event, arguments=replace(own, imposers=found.pop())) if len(found) == 1 else None
    found = {other.targets for other in others if other.targets and same_side(other.imposers, own.imposers)}
    return replace(event, arguments=replace(own, targets=found.pop())) if len(found) == 1 else None


# --- merging --------------------------------------------------------------------------------------------------


def merged(event: MeasureCandidate, other: MeasureCandidate) -> MeasureCandidate:
    """An event with what another place tells of it; what the event already has stays."""
    a, b = event.arguments, other.arguments
    arguments = replace(
        a,
        measure=b.measure if a.measure is Measure.OTHER else a.measure,
        told=a.told or b.told,
        imposers=a.imposers or b.imposers,
        targets=_more_targets(a.targets, b.targets),
        goods=_more_goods(a.goods, b.goods),
        rate=a.rate or b.rate,
        forum=a.forum or b.forum,
        reason=a.reason or b.reason,
        effective=a.effective or b.effective,
    )
    when, status = event.when or other.when, event.status
    if event.when and other.when and not overlap(event.when, other.when):
        first, later = sorted((event, other), key=first_day)
        when, status = first.when, later.status
        arguments = replace(arguments, effective=arguments.effective or later.when)
    if {status.status, other.status.status} == {Status.POSSIBLE, Status.PLANNED} and is_announced(event, other):
        status = event.status if event.status.status is Status.PLANNED else other.status
    passages = tuple(
        sorted({*event.passages, *other.passages}, key=lambda passage: (passage.start, passage.trigger, passage.rule))
    )
    return Candidate(passages, arguments, status, when)


def _more_targets(one: tuple[Actor, ...], other: tuple[Actor, ...]) -> tuple[Actor, ...]:
    return unique((*one, *(actor for actor in other if not any(alike(actor, known) for known in one))))


def _more_goods(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    known = [set(goods.casefold().split()) for goods in one]
    return (*one, *(goods for goods in other if not any(set(goods.casefold().split()) & words for words in known)))
