"""The layout `plover`: a row for each pair of actors, as researchers have it from GDELT and POLECAT.

docs/consumers.md says which of their columns each one is, and where it differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations, islice, product

import pycountry

from agents.client import Appointment, Event, TradeMeasure
from agents.countries import country_name
from agents.export.layouts import Layout, Value, columns, common, json_text
from schemas.event import MeetingSlots, Party
from schemas.identity import entity_id
from schemas.vocabulary import AppointmentAction, PartyKind

MAX_PAIRS = 1_000
"""Pairs of one event, at most; a conference of fifty delegations has more."""

BEYOND_ISO = {"EU": "EUR", "XK": "XKX"}
"""Three letters for what ISO 3166-1 has none for; GDELT has EUR, too."""

QUAD_CLASS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}
"""PLOVER's types by GDELT's numbers: verbal and material cooperation, verbal and material conflict."""

LEAVING = frozenset(
    {AppointmentAction.RESIGN, AppointmentAction.RETIRE, AppointmentAction.DIE, AppointmentAction.WITHDRAW}
)
"""Actions of the person that leaves, where all others are done to somebody."""


@dataclass(frozen=True)
class Pair:
    """Who did something to whom, or who with whom; either may be unknown."""

    actor1: Party | None
    actor2: Party | None


def _rows(event: Event) -> list[dict[str, Value]]:
    shared = common(event) | _beyond(event)
    pairs = list(islice(_pairs(event), MAX_PAIRS)) or [Pair(None, None)]
    return [
        shared | {"dyad": number} | _actor("actor1", pair.actor1) | _actor("actor2", pair.actor2)
        for number, pair in enumerate(pairs, 1)
    ]


def _beyond(event: Event) -> dict[str, Value]:
    outlets = dict.fromkeys(source.source for source in event.sources if source.source)
    article = event.evidence[0].article_id
    row: dict[str, Value] = {
        "event_year": event.when.start.year if event.when else None,
        "quad_class": QUAD_CLASS.get(event.codes.plover or ""),
        "cameo_root": event.codes.cameo[:2] if event.codes.cameo else None,
        "place_country": alpha3(event.where.country) if event.where else None,
        "outlets": json_text(list(outlets)),
        "link": article if article.startswith(("https://", "http://")) else None,
    }
    match event:
        case TradeMeasure():
            row |= {"measure": event.measure.value, "action": event.action.value, "rate": event.rate}
        case Appointment():
            row |= {"action": event.action.value, "office": event.office}
    return row


def _pairs(event: Event) -> Iterator[Pair]:
    match event:
        case TradeMeasure():
            for one, other in product(event.imposers or (None,), event.targets or (None,)):
                yield Pair(one, other)
        case Appointment():
            yield _of_office(event)
        case _:
            yield from _of_meeting(event)


def _of_meeting(event: MeetingSlots) -> Iterator[Pair]:
    """Each two that meet, of different countries where any are; once, since a meeting has no direction."""
    represented = {party.country for party in event.participants}
    states = (_state(code) for code in event.countries if code not in represented)
    everybody = (*event.participants, *states)
    pairs = [Pair(*two) for two in islice(combinations(everybody, 2), MAX_PAIRS * 10)]
    abroad = [pair for pair in pairs if _apart(pair)]
    if len(everybody) == 1:
        yield Pair(everybody[0], None)
    yield from abroad or pairs


def _apart(pair: Pair) -> bool:
    one, other = (party.country if party else None for party in (pair.actor1, pair.actor2))
    return one is None or other is None or one != other


def _of_office(event: Appointment) -> Pair:
    if event.action in LEAVING:
        return Pair(event.person, None)
    return Pair(event.appointer, event.person)


def _state(code: str) -> Party:
    return Party(
        name=country_name(code), kind=PartyKind.COUNTRY, country=code, entity_id=entity_id("country", code, code)
    )


def _actor(side: str, party: Party | None) -> dict[str, Value]:
    if party is None:
        return {}
    return {
        f"{side}_name": party.name,
        f"{side}_country": alpha3(party.country),
        f"{side}_kind": party.kind.value,
        f"{side}_title": party.title,
        f"{side}_id": party.entity_id,
    }


@cache
def alpha3(code: str | None) -> str | None:
    """The three letters of a country, as both data sets write them."""
    if code is None or code in BEYOND_ISO:
        return BEYOND_ISO.get(code or "")
    country = pycountry.countries.get(alpha_2=code)
    return country.alpha_3 if country else None


PLOVER = Layout(
    name="plover",
    columns=columns(
        "event_id dyad:integer start_date:day end_date:day event_year:integer type status plover cameo cameo_root "
        "quad_class:integer actor1_name actor1_country actor1_kind actor1_title actor1_id actor2_name actor2_country "
        "actor2_kind actor2_title actor2_id measure action rate office place place_country article_count:integer "
        "independent_sources:integer outlets:json first_seen:moment last_seen:moment quote article_id link "
        "confidence:number version:integer summary"
    ),
    key=("event_id", "dyad"),
    make=_rows,
)
"""One row a pair of actors, with the codes of PLOVER and CAMEO."""
