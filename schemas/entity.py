"""The row that is kept, and published, for each country, person and organization."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from schemas.base import Count, CountryCode, Day, EntityId, EventId, Instant, Record
from schemas.vocabulary import EventType, PartyKind, Role, Status


class Office(Record):
    """An office that a person holds or held, as told by an appointment."""

    office: str
    """The office as worded, without the person who holds it."""

    organization: str | None = None
    """The body that the office belongs to, as worded."""

    country: CountryCode | None = None
    """The state that the office belongs to, not the nationality of who holds it."""

    event_id: EventId
    """The appointment event that tells of the office."""

    since: Day | None = None
    """First day in office, where an appointment with a date tells of it."""

    until: Day | None = None
    """Last day in office, where a departure with a date tells of it."""


class Participation(Record):
    """An event as seen from one of the entities that take part in it."""

    event_id: EventId
    """The event, by the key of its record on the topic `events.*`."""

    type: EventType
    """The type of the event, which tells its topic."""

    role: Role
    """The part that the entity plays in the event."""

    status: Status
    """The present status of the event."""

    start: Day | None = None
    """First day of the event, where it is known."""

    end: Day | None = None
    """Last day of the event, where it is known."""

    summary: str
    """The event in one readable sentence."""

    counterparts: tuple[EntityId, ...] = ()
    """Entity ids of all others who take part, sorted."""


class Entity(Record):
    """All that the events tell of one country, person or organization."""

    entity_id: EntityId
    """Readable and stable id of the entity, the key of the record."""

    schema_version: Literal[1] = 1
    """Version of the public contract that the record follows, not of the entity."""

    kind: PartyKind
    """What kind of actor the entity is."""

    name: str
    """The name to show: the one seen most often, the longest among equals."""

    names: dict[str, Count] = Field(default_factory=dict)
    """The names seen, the most frequent first, each with how many events use it."""

    country: CountryCode | None = None
    """The state that the entity belongs to or is; absent for bodies of several states."""

    offices: tuple[Office, ...] = ()
    """Offices a person now holds, as far as appointments tell, the newest first."""

    former_offices: tuple[Office, ...] = ()
    """Offices a person no longer holds, as far as appointments tell, the newest first."""

    events: tuple[Participation, ...] = ()
    """The newest events that the entity takes part in, newest first, at most 50 unless the operator sets another."""

    counts_by_type: dict[EventType, Count] = Field(default_factory=dict)
    """How many events of each type the entity takes part in, those beyond `events` included."""

    counts_by_counterpart: dict[str, Count] = Field(default_factory=dict)
    """How many events the entity shares with each other entity, by entity id, the most frequent first."""

    first_seen: Instant | None = None
    """Publication of the earliest article that tells of the entity."""

    last_seen: Instant | None = None
    """Publication of the latest article that tells of the entity."""
