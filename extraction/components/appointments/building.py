"""The public record of a change of office."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from extraction.components.appointments.lexicon import rule_of, vocabulary
from extraction.components.appointments.slots import DEPARTURES
from extraction.components.dates import when
from extraction.components.names.gazetteer import folded, known_names
from extraction.confidence import confidence, filled_share, how_known
from extraction.document import ActorKind
from extraction.parties import party
from extraction.summary import described
from schemas.event import AppointmentMention, Quote

if TYPE_CHECKING:
    from extraction.components.appointments.slots import Appointment
    from extraction.document import Actor, Candidate, Document, Passage
    from schemas.event import Party

MOST_QUOTES = 12
"""An event shows at most so many passages."""


MAJORITY = 0.8
"""A state to which so great a share of the article's officials belong is the state of an office that names none."""


def build(document: Document, candidate: Candidate[Appointment]) -> AppointmentMention:
    """The public record of one change of office."""
    slots = candidate.arguments
    office = slots.office.words if slots.office else slots.task
    organization = _organization(slots)
    return described(
        AppointmentMention(
            article_id=document.article.id,
            status=candidate.status.status,
            when=when(candidate.when),
            summary="",
            confidence=_confidence(document, candidate),
            evidence=_evidence(document, candidate),
            person=_party(slots.person),
            action=slots.action,
            office=office,
            organization=organization,
            country=_country(document, slots),
            predecessor=_party(slots.predecessor),
            successor=_party(slots.successor),
            appointer=_party(slots.appointer),
            acting=slots.acting or None,
        )
    )


def _party(actor: Actor | None) -> Party | None:
    return party(actor) if actor is not None else None


def _organization(slots: Appointment) -> str | None:
    told = slots.organization or (slots.office.organization if slots.office else None)
    return None if told is not None and told.lower() in vocabulary().generic_bodies else told


def _country(document: Document, slots: Appointment) -> str | None:
    """The state of the office: as its words tell, else that of the people around it, else that of all officials."""
    told = [slots.office.country if slots.office else None]
    told += [actor.country for actor in _nearest_in_state(slots) if actor]
    code = next((code for code in told if code), None)
    return code or (None if _is_of_several_states(_organization(slots)) else _state_of_officials(document))


def _nearest_in_state(slots: Appointment) -> tuple[Actor | None, ...]:
    """The people around an office, those of its own state most surely first: an envoy may be called after the host."""
    if slots.action in DEPARTURES:
        return slots.person, slots.successor, slots.appointer
    return slots.appointer, slots.predecessor, slots.person


def _is_of_several_states(organization: str | None) -> bool:
    """Whether a body is known as one that belongs to no single state."""
    known = known_names().get(folded(organization)) if organization else None
    return known is not None and known.part == "body" and known.code is None


def _state_of_officials(document: Document) -> str | None:
    """The one state to which nearly all officials that the article names belong; none for a body of several states."""
    states = Counter(
        actor.country for actor in document.actors if actor.kind is ActorKind.PERSON and actor.public and actor.country
    )
    code, count = next(iter(states.most_common(1)), (None, 0))
    return code if count >= max(2, MAJORITY * states.total()) else None


def _evidence(document: Document, candidate: Candidate[Appointment]) -> tuple[Quote, ...]:
    """A quote for each passage, in the order of the text, the same words once."""
    by_span: dict[tuple[int, int], list[Passage]] = {}
    for passage in candidate.passages:
        by_span.setdefault((passage.start, passage.end), []).append(passage)
    return tuple(_quote(document, by_span[span]) for span in sorted(by_span)[:MOST_QUOTES])


def _quote(document: Document, passages: list[Passage]) -> Quote:
    """One quote for passages of the same words, with every rule that fired there."""
    first = passages[0]
    return Quote(
        article_id=document.article.id,
        start=first.start,
        end=first.end,
        quote=document.article.full_text[first.start : first.end],
        rule="+".join(dict.fromkeys(passage.rule for passage in passages)),
        status_because=first.status.because,
        date_because=next((passage.when.because for passage in passages if passage.when), None),
    )


def _confidence(document: Document, candidate: Candidate[Appointment]) -> float:
    slots = candidate.arguments
    office = slots.office or slots.task
    return confidence(
        [rule_of(passage.rule).strength for passage in candidate.passages],
        filled_share([slots.person, office, _country(document, slots)]),
        how_known(document, [slots.person, slots.predecessor, slots.appointer]),
    )
