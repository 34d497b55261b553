"""The output records: meetings, trade measures and appointments.

Two forms share their slots. A *mention* is an event as one article tells it (what `communique extract` prints).
An *event* is merged from every article that reports it (what the topics `events.*` carry).

Fields go over the wire in the order of the classes they come from: head, common slots, what merging adds, slots of
the type. A head declares `type` to give it its place; the last class narrows it to the one value it may have.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError

from schemas.base import Count, CountryCode, Day, EntityId, EventId, Instant, Offset, Record, Some
from schemas.vocabulary import (
    AppointmentAction,
    Measure,
    MeasureAction,
    MeetingFormat,
    MeetingMode,
    PartyKind,
    Role,
    Status,
)


class When(Record):
    """A span of whole days, first and last included."""

    start: Day
    """First day, resolved against the publication date of the article, not against today."""

    end: Day
    """Last day, included; the same as `start` for a single day."""

    text: str | None = None
    """The words that tell the date, as the article has them ("next week")."""

    @model_validator(mode="after")
    def _the_end_is_not_before_the_start(self) -> When:
        if self.end < self.start:
            raise PydanticCustomError("dates_reversed", "the end is before the start")
        return self


class Where(Record):
    """The place of an encounter."""

    text: str
    """The most exact place that the article names, a city before a country, never a building."""

    country: CountryCode | None = None
    """The country that the place lies in, where it is known."""


class Party(Record):
    """A person, country, organization or group that takes part in an event."""

    name: str
    """The name in full as the article gives it, not the short form of a later sentence."""

    kind: PartyKind
    """What kind of actor the party is."""

    title: str | None = None
    """The person's title as worded ("foreign minister"), without the name."""

    organization: str | None = None
    """The body that the person speaks for, as worded."""

    country: CountryCode | None = None
    """The state that the party belongs to or is."""

    entity_id: EntityId
    """Readable and stable id, the key of the party's row on the topic `entities`."""


class Codes(Record):
    """The event in the code books of the field."""

    plover: str | None = None
    """Event type of the PLOVER manual, by type and status: CONSULT, AGREE, REJECT ..."""

    cameo: str | None = None
    """Code of CAMEO 1.1b3, such as `036` (express intent to meet or negotiate)."""

    mast: str | None = None
    """Chapter of UNCTAD's MAST classification of non-tariff measures; only for trade measures."""

    gta: str | None = None
    """Intervention type of Global Trade Alert; only for trade measures."""


class Quote(Record):
    """A passage of an article that tells of the event, and why it was read so."""

    article_id: str
    """The article that the passage stands in, by its id."""

    start: Offset
    """Offset of the first character in headline + blank line + body, in Unicode code points from 0."""

    end: Offset
    """Offset after the last character, so that `end - start` is the length of `quote`."""

    quote: str
    """The passage, verbatim: exactly the text between the two offsets."""

    rule: str | None = None
    """Id of the rule that found the event in the passage."""

    status_because: str | None = None
    """Why the event has its status: the cue as worded, and the status that it gives."""

    date_because: str | None = None
    """Why the event has its date: the words, and how they were resolved."""

    @model_validator(mode="after")
    def _the_quote_is_as_long_as_its_offsets_say(self) -> Quote:
        if self.end - self.start != len(self.quote):
            raise PydanticCustomError("quote_length", "the quote is not as long as its offsets say")
        return self


class Source(Record):
    """One article among those that report an event."""

    article_id: str
    """The id of the article."""

    source: str | None = None
    """The outlet or agency that published the article."""

    published_at: Instant | None = None
    """When the article was published, as its producer says."""

    copy_of: str | None = None
    """The id of the article that this one copies; null for an article of its own."""


class Change(Record):
    """One step in the life of an event: a change of its status or its date."""

    version: Count
    """The version of the event that the step belongs to."""

    status: Status
    """The status from this step on."""

    article_id: str
    """The article that brought the step, by its id."""

    at: Instant | None = None
    """When that article was published, not when the step took place."""

    when: When | None = None
    """The days of the event from this step on, where they are known."""


class Told(Record):
    """The head of an event told by one article, where a merged event has `event_id` and `version`."""

    article_id: str
    """The article that tells the event, by its id."""

    type: str
    """The type of event; tells which slots the record holds."""

    schema_version: Literal[1] = 1
    """Version of the public contract that the record follows, not of the event."""


class Identified(Record):
    """The head of an event merged from all its articles."""

    event_id: EventId
    """Id of the real-world event, the key of the record."""

    type: str
    """The type of event; tells which slots the record holds."""

    schema_version: Literal[1] = 1
    """Version of the public contract that the record follows, not of the event."""

    version: Count
    """Counts up from 1 with each record under the same id; the highest is the present state."""


class Slots(Record):
    """What every event holds, whether told by one article or merged from many."""

    status: Status
    """How the reporting presents the event on the day of the latest report, not what came of it."""

    when: When | None = None
    """The days of the event, not of its being reported."""

    where: Where | None = None
    """The place of the event, not the one it is reported from."""

    summary: str
    """The event in one readable sentence, made from the slots; not a quotation."""

    confidence: float = Field(strict=True, ge=0, le=1)
    """How sure the rules are, from 0 to 1; not a probability measured on any data."""

    codes: Codes = Codes()
    """The event's codes, by type and status; empty where the code books have none for it."""

    evidence: Some[Quote]
    """The passages that tell of the event, in the order of article and offset."""


class Merged(Slots, Identified):
    """What an event merged from all its articles adds to its slots."""

    sources: Some[Source]
    """Every article that reports the event, in the order of publication."""

    independent_sources: Count
    """How many of the sources are no copy of another one; at most their number."""

    history: tuple[Change, ...] = ()
    """The first status and date, then each change of either, in the order of publication."""

    first_seen: Instant | None = None
    """Publication of the earliest source that has a date."""

    last_seen: Instant | None = None
    """Publication of the latest source that has a date."""

    @model_validator(mode="after")
    def _no_more_sources_are_independent_than_there_are(self) -> Merged:
        if self.independent_sources > len(self.sources):
            raise PydanticCustomError("independent_sources", "more sources are independent than there are")
        return self


class MeetingSlots(Slots):
    """An encounter or direct exchange between people or bodies of at least two sides."""

    participants: tuple[Party, ...] = ()
    """The people who meet; where no person is named, the bodies or countries."""

    countries: tuple[CountryCode, ...] = ()
    """The sides that take part, sorted; not the country the meeting is held in."""

    venue: str | None = None
    """The named gathering or building that the meeting is held at, not the city."""

    topics: tuple[str, ...] = ()
    """What the meeting is about, as the article words it, in short noun phrases."""

    mode: MeetingMode | None = None
    """By what means the sides meet; absent where the text does not tell."""

    format: MeetingFormat | None = None
    """What kind of encounter the meeting is."""

    recurrence: str | None = None
    """How often the meeting repeats, as worded; absent for a single one."""


class TradeMeasureSlots(Slots):
    """An act of public authority that changes, or formally contests, the terms of cross-border trade."""

    imposers: tuple[Party, ...] = ()
    """Who takes the measure; for a dispute the complainant."""

    targets: tuple[Party, ...] = ()
    """Against whom or on whose goods; empty for a measure against all."""

    measure: Measure
    """What kind of measure it is."""

    action: MeasureAction
    """What is done about the measure; for a dispute, the step in the case."""

    goods: tuple[str, ...] = ()
    """The products or sectors, as worded."""

    rate: str | None = None
    """The rate or volume, as worded ("25%")."""

    forum: str | None = None
    """The body, court, legal basis or case number, as worded."""

    reason: str | None = None
    """The stated or reported ground, as worded."""

    effective: When | None = None
    """When the measure takes effect, where the act itself has another date."""


class AppointmentSlots(Slots):
    """A change in who holds a public office."""

    person: Party | None = None
    """Who enters the office, or for a departure who leaves it; absent where only the office is told."""

    action: AppointmentAction
    """How the office changes hands."""

    office: str | None = None
    """The office as worded, without the person."""

    organization: str | None = None
    """The body that the office belongs to, as worded."""

    country: CountryCode | None = None
    """The state that the office belongs to."""

    predecessor: Party | None = None
    """Who held the office before; none for a departure."""

    successor: Party | None = None
    """For a departure, who follows."""

    appointer: Party | None = None
    """Who appoints, nominates or dismisses."""

    acting: bool | None = Field(default=None, strict=True)
    """True for an acting or interim holder; absent for any other."""


class MeetingMention(MeetingSlots, Told):
    """A meeting as one article tells it."""

    type: Literal["meeting"] = "meeting"
    """The type of event; tells which slots the record holds."""


class TradeMeasureMention(TradeMeasureSlots, Told):
    """A trade measure as one article tells it."""

    type: Literal["trade_measure"] = "trade_measure"
    """The type of event; tells which slots the record holds."""


class AppointmentMention(AppointmentSlots, Told):
    """An appointment as one article tells it."""

    type: Literal["appointment"] = "appointment"
    """The type of event; tells which slots the record holds."""


class Meeting(MeetingSlots, Merged):
    """A meeting merged from every article that reports it."""

    type: Literal["meeting"] = "meeting"
    """The type of event; the same in every record of the topic."""


class TradeMeasure(TradeMeasureSlots, Merged):
    """A trade measure merged from every article that reports it."""

    type: Literal["trade_measure"] = "trade_measure"
    """The type of event; the same in every record of the topic."""


class Appointment(AppointmentSlots, Merged):
    """An appointment merged from every article that reports it."""

    type: Literal["appointment"] = "appointment"
    """The type of event; the same in every record of the topic."""


Mention = Annotated[MeetingMention | TradeMeasureMention | AppointmentMention, Field(discriminator="type")]
"""An event of any type as one article tells it."""

Event = Annotated[Meeting | TradeMeasure | Appointment, Field(discriminator="type")]
"""An event of any type, merged."""

MENTION: TypeAdapter[Mention] = TypeAdapter(Mention)
"""Reads and writes a mention of any type."""

EVENT: TypeAdapter[Event] = TypeAdapter(Event)
"""Reads and writes a merged event of any type."""


def parties(event: Mention | Event) -> tuple[tuple[Role, Party], ...]:
    """Every party of an event with the part it plays, in the order of the slots."""
    if isinstance(event, MeetingSlots):
        return tuple((Role.PARTICIPANT, party) for party in event.participants)
    if isinstance(event, TradeMeasureSlots):
        imposers = tuple((Role.IMPOSER, party) for party in event.imposers)
        return imposers + tuple((Role.TARGET, party) for party in event.targets)
    named = (
        (Role.PERSON, event.person),
        (Role.PREDECESSOR, event.predecessor),
        (Role.SUCCESSOR, event.successor),
        (Role.APPOINTER, event.appointer),
    )
    return tuple((role, party) for role, party in named if party is not None)
