"""Every answer of the web view in JSON.

They are public: fields are added, never renamed or taken away. A field that is not known is left out.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from agents.records import EventAccount, InternalRecord, Who
from schemas.base import CountryCode, EntityId, EventId, Instant
from schemas.entity import Entity
from schemas.event import Event
from schemas.vocabulary import Measure, MeasureAction, Status

__all__ = ["Entity", "EventAccount"]  # answers as well, though they are records of their own

State = Literal["starting", "rebalancing", "recovering", "disconnected", "stalled", "ready"]
"""How a worker stands."""


class Answer(InternalRecord):
    """The base of all."""


class Failure(Answer):
    """Why there is no answer."""

    error: str
    """What is wrong, in one sentence for people; it tells nothing of what is behind it."""


class Alive(Answer):
    """That the worker lives."""

    status: Literal["alive"] = "alive"
    """Always this."""


class Readiness(Answer):
    """Whether the worker does its work."""

    status: State
    """`ready` while articles are read, and get on."""

    because: str
    """It in a sentence."""


class NewestEvents(Answer):
    """The newest events that fit, newest first."""

    events: tuple[Event, ...]
    """Each as it stands on its topic."""


class DeadLetterLine(Answer):
    """A record that could not be read or extracted."""

    error: str
    """Name of the error's class; may be empty."""

    stage: str
    """The step that failed: `intake` or `extract`, or the name of another agent."""

    place: str
    """Topic, partition and offset of the original record: `articles 3:41`."""

    message: str
    """What is wrong with it, cut off where it is long."""

    at: Instant | None = None
    """When it was put aside."""


class NewestDeadLetters(Answer):
    """The newest dead letters, newest first."""

    dead_letters: tuple[DeadLetterLine, ...]
    """Of all workers."""


class Flow(Answer):
    """How much passed through the worker."""

    total: int
    """Since its start."""

    per_minute: float | None = None
    """In the last minute; left out for a worker that has just begun."""


class ExtractionTimes(Answer):
    """How long articles took in the last 15 minutes."""

    mean_seconds: float
    """On average."""

    p95_seconds: float
    """Time within which 95 of 100 were done, as near as the bounds of the histogram tell."""


class PartitionStanding(Answer):
    """How far one partition is."""

    topic: str
    """Its topic."""

    partition: int
    """Its number."""

    committed: int
    """The committed offset."""

    lag: int
    """Records behind it."""

    commit_age_seconds: float
    """For how long records have waited without a commit; 0 where none wait."""


class DeadLetterCount(Answer):
    """How many records failed in one way."""

    stage: str
    """The step that failed."""

    reason: str
    """In a word, such as `json` or `timeout`."""

    count: int
    """Records since the start of the worker."""


class Standing(Answer):
    """How one worker stands, and what it does."""

    status: State
    """`ready` while articles are read, and get on."""

    because: str
    """It in a sentence."""

    uptime_seconds: float
    """Since its start."""

    articles: Flow
    """Articles taken in."""

    events: Flow
    """Versions of events published."""

    extraction: ExtractionTimes | None = None
    """How long articles took; left out where none was extracted in the last 15 minutes."""

    queue_depth: int
    """Articles that wait for a process, or are in one."""

    partitions: tuple[PartitionStanding, ...]
    """Those that this worker reads, by topic and number."""

    dead_letters: tuple[DeadLetterCount, ...]
    """By stage and reason, the most frequent first; what never occurred is left out."""


class Told(Answer):
    """What is told of any event."""

    event_id: EventId
    """The event."""

    start: date | None = None
    """Its first day."""

    end: date | None = None
    """Its last day."""

    summary: str
    """It in one sentence."""

    first_seen: Instant
    """Publication of the earliest article that tells of it."""


class OfficeHeld(Told):
    """Who holds an office, and by which event; `start` is the day of taking it."""

    person: Who
    """Who holds it."""

    office: str
    """The office as worded."""

    organization: str | None = None
    """The body that it belongs to."""

    acting: bool
    """Whether it is held for a time only."""


class Offices(Answer):
    """Who holds which office of a country."""

    country: CountryCode
    """The country, in capitals."""

    offices: tuple[OfficeHeld, ...]
    """The newest change first."""


class MeasureInForce(Told):
    """A trade measure in force, and the act that brought it into its present form."""

    measure: Measure
    """Its kind."""

    action: MeasureAction
    """The act."""

    imposers: tuple[Who, ...]
    """Who acts."""

    targets: tuple[Who, ...]
    """Against whom."""

    goods: tuple[str, ...]
    """Goods as worded."""

    rate: str | None = None
    """Rate as worded."""

    effective: date | None = None
    """First day of its effect, where it differs from the day of the act."""


class MeasuresInForce(Answer):
    """The trade measures in force between two countries, in both directions."""

    countries: tuple[CountryCode, CountryCode]
    """The two, sorted."""

    measures: tuple[MeasureInForce, ...]
    """The newest first."""


class CountryMeasures(Answer):
    """The trade measures in force by or against a country."""

    country: CountryCode
    """The country, in capitals."""

    measures: tuple[MeasureInForce, ...]
    """The newest first."""

    workers_missing: int
    """How many workers did not tell theirs in time, or not all; 0 where nothing is missing."""


class MeasureTold(MeasureInForce):
    """An act about a trade measure, be the measure in force or not."""

    status: Status
    """Whether it took place."""


class PairCount(Answer):
    """How much is told of two countries."""

    countries: tuple[CountryCode, CountryCode]
    """For meetings the two, sorted; for measures who takes them, and against whom."""

    count: int
    """How many, without what is cancelled or unlikely."""


class Matrix(Answer):
    """How often each two countries meet, or take trade measures against each other."""

    kind: Literal["meetings", "measures"]
    """What is counted."""

    pairs: tuple[PairCount, ...]
    """The most first."""

    workers_missing: int
    """How many workers did not tell theirs in time, or not all; 0 where nothing is missing."""


class MeetingTold(Told):
    """A meeting."""

    status: Status
    """Whether it took place."""

    format: str | None = None
    """Its format, such as `summit`."""

    where: str | None = None
    """Its place as worded."""

    participants: tuple[Who, ...]
    """Who takes part."""


class Month(Answer):
    """The meetings of a month."""

    month: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}$")
    """The month, as `2019-09`."""

    count: int
    """Meetings that took place or are to, those that are no longer listed included."""

    meetings: tuple[MeetingTold, ...]
    """The newest first, those cancelled or unlikely included."""


class MeetingsByMonth(Answer):
    """The meetings of two countries by month."""

    countries: tuple[CountryCode, CountryCode]
    """The two, sorted."""

    months: tuple[Month, ...]
    """The newest first."""


class Between(Answer):
    """All that is told between two countries."""

    countries: tuple[CountryCode, CountryCode]
    """The two, sorted."""

    months: tuple[Month, ...]
    """Their meetings by month, the newest first."""

    in_force: tuple[MeasureInForce, ...]
    """The trade measures in force, the newest first, whatever months are asked for."""

    acts: tuple[MeasureTold, ...]
    """Every act about trade measures that is kept, the newest first."""


class Bearer(Answer):
    """Somebody who is known under a family name."""

    entity_id: EntityId
    """The person."""

    titles: tuple[str, ...]
    """Titles told, sorted."""

    also: tuple[EntityId, ...]
    """Ids of short names that lead to this person, sorted."""


class NameBearers(Answer):
    """Who bears a family name."""

    name: str
    """The name that was asked for."""

    people: tuple[Bearer, ...]
    """Sorted by id."""
