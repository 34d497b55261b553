"""The records inside the stream: what passes from agent to agent, and what the tables hold.

They are no part of the public contract and may change with any release, as long as a release reads what the one
before it wrote: fields are added with a default, never renamed.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.base import Instant
from schemas.entity import Entity, Office, Participation
from schemas.event import Event, Mention
from schemas.vocabulary import AppointmentAction, Measure, MeasureAction, PartyKind, Status


class InternalRecord(BaseModel):
    """A frozen record that only this application reads."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True, ser_json_inf_nan="null")


class Origin(InternalRecord):
    """Where an article stood on the topic `articles`."""

    partition: int
    """The partition."""

    offset: int
    """The offset in it."""


class Extraction(InternalRecord):
    """All that one article tells; also sent when that is nothing, since a correction may take every event back.

    On the topic `communique.extractions`, key = article id.
    """

    article_id: str
    """The article."""

    source: str | None = None
    """Its outlet or agency."""

    published_at: Instant
    """When it was published, as resolved at intake."""

    text_digest: str
    """Fingerprint of the body alone; two articles with the same one are copies of each other."""

    text_sketch: str | None = None
    """What near-copies of the body are known by (`agents/events/syndication.py`); None where it is short or tells
    nothing."""

    origin: Origin
    """Where the article stood."""

    mentions: tuple[Mention, ...] = ()
    """The events that it tells, in the order of the text."""


class Contribution(InternalRecord):
    """All that the present text of one article tells; without mentions where a correction took everything back.

    On the topic `communique.mentions`, key = article id.
    """

    article_id: str
    """The article."""

    revision: int = Field(ge=1)
    """Counts the texts seen of this article; a lower one is out of date."""

    told_before: bool = False
    """Whether an earlier text of the article told something."""

    source: str | None = None
    """The article's outlet or agency."""

    published_at: Instant
    """When the article was published."""

    text_digest: str
    """Fingerprint of its body."""

    text_sketch: str | None = None
    """What near-copies of the body are known by."""

    mentions: dict[str, Mention] = Field(default_factory=dict)
    """Its mentions, each under a name that most corrections leave as it is, in the order of the text."""


class ArticleSeen(InternalRecord):
    """Row of the table `articles-seen`, key = article id."""

    digest: str
    """Fingerprint of what was last passed on for this article."""

    revision: int = Field(ge=1)
    """Counts the different texts."""

    told: bool = False
    """Whether any of its texts told something."""

    folded: tuple[str, ...] = ()
    """The newest inputs already taken in, as `partition-offset-digest`, so that a replay is known for one."""


class LiveArticle(InternalRecord):
    """Row of the table `live-articles`, key = article id: what may still grow into an event."""

    contribution: Contribution
    """What the article tells, without what is settled."""

    settled: bool = False
    """Whether something that it told is settled; it can then be corrected no more."""


class Reason(InternalRecord):
    """Why one report was taken for a report of the event."""

    article_id: str
    """The article."""

    label: str
    """The name of the mention in it."""

    why: str
    """The reason, in plain words."""


class Conflict(InternalRecord):
    """A slot in which the reports of an event contradict each other, or are more and less exact."""

    slot: str
    """The slot."""

    told: dict[str, tuple[str, ...]]
    """Each value told, with the articles that tell it."""


class LiveEvent(InternalRecord):
    """Row of the table `live-events`, key = event id: what is known of an event that was sent to its public topic."""

    version: int = Field(ge=1)
    """The version last sent; stays remembered when the event is withdrawn, so that it never counts back."""

    members: str | None = None
    """Fingerprint of the reports that it was made of; None for a withdrawn one."""

    digest: str | None = None
    """Fingerprint of the event last sent; None for a withdrawn one."""

    entities: tuple[str, ...] = ()
    """Entity ids told of it, sorted; they are told again when it changes or goes."""

    reports: tuple[Reason, ...] = ()
    """The reports that it was made of, in the order of the story, and why each was taken in."""

    conflicts: tuple[Conflict, ...] = ()
    """What its reports tell differently; the event shows what most of them tell, or the later."""

    last_seen: Instant
    """Publication of the latest report; of a withdrawn one, of the article that took it back."""


class EventAccount(InternalRecord):
    """What is known of an event, as the web view gives it: how it came about, and its record where that is new."""

    event_id: str
    """The event."""

    version: int = Field(ge=1)
    """The version last sent."""

    live: bool
    """Whether it may still change; of a settled event only the record is known, and that only while it is new."""

    withdrawn: bool
    """Whether it was withdrawn, by its articles or by an operator."""

    last_seen: Instant | None = None
    """Publication of the latest report; of a withdrawn one, of the article that took it back."""

    entities: tuple[str, ...] = ()
    """Entities told of it."""

    reports: tuple[Reason, ...] = ()
    """The reports that it is made of, in the order of the story, and why each was taken in."""

    conflicts: tuple[Conflict, ...] = ()
    """What they tell differently, each value with its articles."""

    event: Event | None = None
    """Its record, where it may still change or is among the newest of all events."""


class Command(InternalRecord):
    """What an operator decides about one event.

    On the topic `communique.mentions`, between the contributions, key = event id.
    """

    command: Literal["withdraw", "split", "restore"]
    """Take the event back, take some of its articles out of it, or let go of what was decided about it."""

    event_id: str
    """The event."""

    articles: tuple[str, ...] = ()
    """For a split, the articles that tell of another event."""


class Split(InternalRecord):
    """Reports that were taken apart; each is named by its article and its name in it."""

    articles: tuple[str, ...]
    """The articles taken out, sorted."""

    one: tuple[tuple[str, str], ...]
    """Their reports."""

    other: tuple[tuple[str, str], ...]
    """The reports that stayed."""


class Override(InternalRecord):
    """Row of the table `overrides`, key = id of the event that an operator named."""

    withdrawn: tuple[tuple[str, str], ...] = ()
    """Reports whose event must not be published."""

    splits: tuple[Split, ...] = ()
    """Reports that must not be of one event."""

    restored: tuple[tuple[str, str], ...] = ()
    """Reports about which a decision was let go."""

    taken: tuple[str, ...] = ()
    """The newest commands already taken in, as `partition-offset-digest`, so that a replay is known for one."""


class OfficeChange(InternalRecord):
    """An office taken or left."""

    office: Office
    """The office, with what is told of its beginning or end."""

    enters: bool
    """True for taking it, false for leaving it."""


class Involvement(InternalRecord):
    """An event as one entity takes part in it; without `participation` the event, or the part in it, is withdrawn.

    On the topic `communique.participations`, key = entity id.
    """

    entity_id: str
    """The entity."""

    event_id: str
    """The event."""

    version: int = Field(ge=1)
    """The version of the event; a lower one is out of date."""

    participation: Participation | None = None
    """What the entity's row shows of the event."""

    kind: PartyKind | None = None
    """What kind of actor the event takes the entity for."""

    name: str | None = None
    """The name that the event uses for it; None where the text names only a member of it."""

    title: str | None = None
    """For a person, the title that the event gives."""

    via: str | None = None
    """Id of the short name that tells of a person whose whole name makes another id; None where they are one."""

    country: str | None = None
    """The state that it belongs to or is."""

    change: OfficeChange | None = None
    """For an appointment that took place: the office that the entity takes or leaves."""

    counterparts_before: tuple[str, ...] | None = None
    """Who else had a part in the event as it was told before, so that a row that no longer remembers it can put its
    counts right; None where it was not told before."""

    first_seen: Instant
    """Publication of the event's earliest article."""

    last_seen: Instant
    """Publication of the event's latest article."""

    @property
    def key(self) -> str:
        """What tells it from the other parts that the entity has; one told under two names has two in one event."""
        return f"{self.event_id} {self.via}" if self.via else self.event_id


class KnownPerson(InternalRecord):
    """A person who is known by a full name of a known state."""

    titles: tuple[str, ...] = ()
    """Titles told, sorted."""

    seen: tuple[str, ...] = ()
    """The ends of the ids of events told under this name, up to a bound, so that each counts once."""


class Alias(InternalRecord):
    """A part in an event that is told under a short name."""

    told: Involvement
    """The part, as the event tells it."""

    joined: str | None = None
    """Id of the person who is meant; None where that cannot be told."""


class NameRow(InternalRecord):
    """Row of the table `names`, key = family name: who bears it, and what is told under it alone."""

    people: dict[str, KnownPerson] = Field(default_factory=dict)
    """The people known, by entity id, in the order in which they were first told."""

    aliases: dict[str, Alias] = Field(default_factory=dict)
    """What is told under short names, by event id and the short name's entity id."""


class Counts(InternalRecord):
    """What stays counted of events that an entity's row no longer remembers one by one."""

    by_type: dict[str, int] = Field(default_factory=dict)
    """Events by type."""

    by_counterpart: dict[str, int] = Field(default_factory=dict)
    """Events by the other entity."""

    names: dict[str, int] = Field(default_factory=dict)
    """Events by the name used."""

    first_seen: Instant | None = None
    """Publication of the earliest article."""


class Settled(InternalRecord):
    """What an entity's row still knows of an event that it no longer remembers."""

    version: int
    """The version counted, or the one that took the event back."""

    counted: bool
    """Whether the event stands in the counts; else it was taken back."""

    via: str | None = None
    """Id of the short name under which it was told."""


class EntityRow(InternalRecord):
    """Row of the table `entities`, key = entity id: the published record and what it was made from."""

    entity: Entity
    """The record last published on the topic `entities`."""

    involvements: dict[str, Involvement] = Field(default_factory=dict)
    """The newest parts that can still change the row, by event id and short name; withdrawn ones stay for their
    version."""

    settled: Counts = Counts()
    """What the others add."""

    settled_events: dict[str, Settled] = Field(default_factory=dict)
    """The newest of these events by id, so that none is counted twice and each can be taken back."""

    settled_ids: tuple[str, ...] = ()
    """Ids of such events, in rows written before more was known of them; they stay counted."""


class Who(InternalRecord):
    """A party by name."""

    entity_id: str
    """The entity."""

    name: str
    """Its name as told."""

    country: str | None = None
    """The state that it belongs to or is."""


class EntryBase(InternalRecord):
    """What a row of the table `views` keeps of any event."""

    event_id: str
    """The event."""

    version: int = Field(ge=1)
    """Its version; a lower one is out of date."""

    status: Status
    """Its status."""

    start: date | None = None
    """Its first day, where it is known."""

    end: date | None = None
    """Its last day, where it is known."""

    summary: str
    """It in one sentence."""

    first_seen: Instant
    """Publication of the earliest article that tells of it."""


class ChangeEntry(EntryBase):
    """An appointment or a departure."""

    type: Literal["appointment"] = "appointment"
    action: AppointmentAction
    """How the office changes hands."""

    person: Who
    """Who takes or leaves the office."""

    predecessor: Who | None = None
    """Who held it before."""

    office: str
    """The office as worded."""

    organization: str | None = None
    """The body that it belongs to."""

    acting: bool = False
    """Whether it is held for a time only."""


class MeasureEntry(EntryBase):
    """A trade measure."""

    type: Literal["trade_measure"] = "trade_measure"
    measure: Measure
    """Its kind."""

    action: MeasureAction
    """What is done to it."""

    imposers: tuple[Who, ...] = ()
    """Who acts."""

    targets: tuple[Who, ...] = ()
    """Against whom."""

    goods: tuple[str, ...] = ()
    """Goods as worded."""

    rate: str | None = None
    """Rate as worded."""

    effective: date | None = None
    """First day of its effect, where it differs from the day of the act."""


class MeetingEntry(EntryBase):
    """A meeting."""

    type: Literal["meeting"] = "meeting"
    format: str | None = None
    """Its format."""

    where: str | None = None
    """Its place as worded."""

    participants: tuple[Who, ...] = ()
    """Who takes part."""

    @property
    def counts(self) -> bool:
        """Whether it took place or is to take place."""
        return self.status in {Status.OCCURRED, Status.PLANNED, Status.POSSIBLE}


Entry = Annotated[ChangeEntry | MeasureEntry | MeetingEntry, Field(discriminator="type")]


class ViewPart(InternalRecord):
    """What an event tells one row of the table `views`; without `entry` it tells the row nothing any more.

    On the topic `communique.views`, key = `key`.
    """

    key: str
    """The row."""

    event_id: str
    """The event."""

    version: int = Field(ge=1)
    """Its version; a lower one is out of date."""

    entry: Entry | None = None
    """What the row keeps of it."""


class ViewRow(InternalRecord):
    """Row of the table `views`: the offices of a country, or the measures or meetings of two countries.

    Its key is `offices:JP`, `measures:JP+KR` or `meetings:JP+KR`, with the codes sorted.
    """

    entries: dict[str, Entry] = Field(default_factory=dict)
    """What each event tells, by event id."""

    gone: dict[str, int] = Field(default_factory=dict)
    """Events that were taken back, with the version that did."""

    months: dict[str, int] = Field(default_factory=dict)
    """Meetings counted that the row no longer keeps one by one, by month."""

    settled_ids: tuple[str, ...] = ()
    """Ids of the newest events that the row no longer keeps one by one."""
