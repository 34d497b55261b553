"""Which entities an event touches, and what the row of each shows of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from agents.merging import LEAVING
from agents.records import Involvement, OfficeChange
from extraction.organizations import organization_id
from schemas.entity import Office, Participation
from schemas.event import Appointment, Event, Meeting, TradeMeasure, parties
from schemas.identity import entity_id
from schemas.vocabulary import AppointmentAction, EventType, PartyKind, Role, Status

TAKING = frozenset(
    {
        AppointmentAction.APPOINT,
        AppointmentAction.ELECT,
        AppointmentAction.CONFIRM,
        AppointmentAction.REAPPOINT,
    }
)
"""Actions that put a person into office, once they have occurred; a nomination does not."""

NEVER = datetime.min.replace(tzinfo=UTC)
"""Stands for the publication of an article whose date nobody knows; intake leaves none without one."""

MAX_ENTITIES = 200
"""Entities that one event touches: far more than any event of the news has."""

MAX_COUNTERPARTS = 50
"""Others that the row of one entity names for one event."""


@dataclass(frozen=True)
class Actor:
    """One entity in one event."""

    entity_id: str
    role: Role
    kind: PartyKind
    name: str | None
    """None where the text does not name the entity itself."""
    country: str | None
    title: str | None = None


def involvements(event: Event, before: Sequence[str] = ()) -> tuple[Involvement, ...]:
    """One record for each country, person and organization that the event touches, sorted by entity id.

    Args:
        event: the event.
        before: the entities that it touched as it was told before, sorted.
    """
    actors = actors_of(event)
    everyone = sorted(actors)[:MAX_ENTITIES]
    return tuple(
        Involvement(
            entity_id=key,
            event_id=event.event_id,
            version=event.version,
            participation=_participation(event, actors[key], _others(everyone, key)),
            kind=actors[key].kind,
            name=actors[key].name,
            title=actors[key].title,
            country=actors[key].country,
            change=_change(event, actors[key]),
            counterparts_before=_others(before, key) if key in before else None,
            first_seen=event.first_seen or NEVER,
            last_seen=event.last_seen or NEVER,
        )
        for key in everyone
    )


def _others(everyone: Sequence[str], key: str) -> tuple[str, ...]:
    return tuple(other for other in everyone if other != key)[:MAX_COUNTERPARTS]


def withdrawal(entity: str, event_id: str, version: int, at: datetime, before: Sequence[str]) -> Involvement:
    """What tells an entity that an event, or its part in it, is no more.

    Args:
        entity: the entity.
        event_id: the event.
        version: the version that takes it back.
        at: publication of the article that took it back.
        before: all entities that the event touched until then, sorted.
    """
    return Involvement(
        entity_id=entity,
        event_id=event_id,
        version=version,
        first_seen=at,
        last_seen=at,
        counterparts_before=_others(before, entity),
    )


def actors_of(event: Event) -> dict[str, Actor]:
    """Every entity of an event by id; an entity with several roles stands in the first.

    A meeting or an appointment also touches the states and bodies that its people speak for. Groups ("top
    diplomats") are no entities.
    """
    actors: dict[str, Actor] = {}
    for actor in (*_parties(event), *_states(event), *_bodies(event)):
        actors.setdefault(actor.entity_id, actor)
    return actors


def _parties(event: Event) -> Iterable[Actor]:
    for role, party in parties(event):
        if party.kind is not PartyKind.GROUP:
            title = party.title if party.kind is PartyKind.PERSON else None
            yield Actor(party.entity_id, role, party.kind, party.name, party.country, title)


def _states(event: Event) -> Iterable[Actor]:
    for code in _country_codes(event):
        yield Actor(entity_id("country", code, code), Role.COUNTRY, PartyKind.COUNTRY, None, code)


def _country_codes(event: Event) -> Iterable[str]:
    if isinstance(event, Meeting):
        return event.countries
    if isinstance(event, TradeMeasure):
        return sorted({party.country for _, party in parties(event) if party.country})
    return [event.country] if event.country else []


def _bodies(event: Event) -> Iterable[Actor]:
    if isinstance(event, Appointment):
        if event.organization:
            yield _body(event.organization, event.country)
        return
    for _, party in parties(event):
        if party.kind is PartyKind.PERSON and party.organization:
            yield _body(party.organization, party.country)


def _body(name: str, country: str | None) -> Actor:
    return Actor(organization_id(name, country), Role.ORGANIZATION, PartyKind.ORGANIZATION, name, country)


def _participation(event: Event, actor: Actor, counterparts: tuple[str, ...]) -> Participation:
    return Participation(
        event_id=event.event_id,
        type=EventType(event.type),
        role=actor.role,
        status=event.status,
        start=event.when.start if event.when else None,
        end=event.when.end if event.when else None,
        summary=event.summary,
        counterparts=counterparts,
    )


def _change(event: Event, actor: Actor) -> OfficeChange | None:
    """The office that a person takes or leaves by an appointment that has occurred."""
    if not isinstance(event, Appointment) or event.status is not Status.OCCURRED or not event.office:
        return None
    enters = _enters(event, actor.role)
    if enters is None:
        return None
    day = event.when.start if event.when else None
    office = Office(
        office=event.office,
        organization=event.organization,
        country=event.country,
        event_id=event.event_id,
        since=day if enters else None,
        until=None if enters else day,
    )
    return OfficeChange(office=office, enters=enters)


def _enters(event: Appointment, role: Role) -> bool | None:
    """Whether somebody in this role takes the office (true), leaves it (false), or neither (None)."""
    if role is Role.PERSON and event.action in TAKING:
        return True
    if role is Role.PERSON and event.action in LEAVING:
        return False
    if role is Role.PREDECESSOR and event.action in TAKING:
        return False
    return None
