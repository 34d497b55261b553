"""The row that is kept, and published, for each country, person and organization."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from schemas.base import Count, CountryCode, Day, EntityId, EventId, Instant, Record
from schemas.vocabulary import EventType, PartyKind, Role, Status


class Office(Record):
    """An office that a person holds or held, as told by an appointment."""

    office: str
    """The office as worded."""

    organization: str | None = None
    """The body that the office belongs to, as worded."""

    country: CountryCode | None = None
    """The state that the office belongs to."""

    event_id: EventId
    """The appointment that tells it."""

    since: Day | None = None
    """First day in office, where an appointment tells it."""

    until: Day | None = None
    """Last day in office, where a departure tells it."""


class Participation(Record):
    """An event as seen from one of the entities that take part in it."""

    event_id: EventId
    """The event."""

    type: EventType
    """Its type."""

    role: Role
    """The part that the entity plays in it."""

    status: Status
    """Its status."""

    start: Day | None = None
    """Its first day, where known."""

    end: Day | None = None
    """Its last day, where known."""

    summary: str
    """It in one sentence."""

    counterparts: tuple[EntityId, ...] = ()
    """Entity ids of the others who take part."""


class Entity(Record):
    """All that the events tell of one country, person or organization."""

    entity_id: EntityId
    """Readable and stable id, the key of the record."""

    schema_version: Literal[1] = 1
    """Version of the contract that the record follows."""

    kind: PartyKind
    """What kind of actor it is."""

    name: str
    """The name shown: the one seen most often, the longest among equals."""

    names: dict[str, Count] = Field(default_factory=dict)
    """Every name seen, with how many events use it."""

    country: CountryCode | None = None
    """The state that the entity belongs to or is."""

    offices: tuple[Office, ...] = ()
    """Offices now held, as far as appointments tell."""

    former_offices: tuple[Office, ...] = ()
    """Offices no longer held, as far as appointments tell."""

    events: tuple[Participation, ...] = ()
    """The newest events that it takes part in, at most 50, newest first."""

    counts_by_type: dict[EventType, Count] = Field(default_factory=dict)
    """How many events of each type it takes part in."""

    counts_by_counterpart: dict[str, Count] = Field(default_factory=dict)
    """How many events it shares with each other entity, by entity id."""

    first_seen: Instant | None = None
    """Publication of the earliest article about it."""

    last_seen: Instant | None = None
    """Publication of the latest article about it."""
