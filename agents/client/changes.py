"""What a consumer is told: an event as it now stands, or that it stands no more; and which of it a consumer wants."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from pydantic import TypeAdapter, ValidationError

from schemas.base import EventId
from schemas.event import EVENT, Appointment, Event, Meeting, parties
from schemas.vocabulary import EventType
from schemas.wire import from_bytes

EVENT_ID: TypeAdapter[str] = TypeAdapter(EventId)

TYPE_OF_TOPIC = {kind.topic: kind for kind in EventType}
"""The type of event that each topic carries."""


class Place(NamedTuple):
    """Where a record stands."""

    topic: str
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class Upsert:
    """An event as it now stands; it replaces whatever is held under its id."""

    event: Event
    """The whole present state, checked against the contract."""

    place: Place
    """Where the record stands; `place.offset + 1` is where to go on."""

    headers: tuple[tuple[str, bytes], ...] = ()
    """The CloudEvents headers of the record."""

    raw: bytes = b""
    """The record's value, byte for byte."""

    @property
    def event_id(self) -> str:
        """The key to hold the event under."""
        return self.event.event_id

    @property
    def type(self) -> EventType:
        """The type of the event."""
        return EventType(self.event.type)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What is held under an id is to be deleted; it may be that nothing is."""

    event_id: str
    """The key of what goes."""

    type: EventType
    """The type of the event that goes."""

    place: Place
    """Where the record stands."""

    because: Literal["withdrawn", "left the choice"] = "withdrawn"
    """Whether nothing is left of the event, or only nothing that was asked for: its newer version names no country of
    the choice, which an earlier one may have done."""

    headers: tuple[tuple[str, bytes], ...] = ()
    """The CloudEvents headers of the record."""


Change = Upsert | Withdrawal
"""One step in the life of an event."""


class UnreadableRecordError(ValueError):
    """A record on an events topic that is none of the contract: of a later version, or of another producer.

    Attributes:
        place: where it stands.
        value: its value, as it came.
    """

    def __init__(self, place: Place, value: bytes | None, reason: str) -> None:
        super().__init__(f"{place.topic}[{place.partition}] offset {place.offset} holds no event: {reason}")
        self.place = place
        self.value = value


class Received(Protocol):
    """What a Kafka consumer gives."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes]] | None


@dataclass(frozen=True)
class Choice:
    """Which events a consumer wants.

    Args:
        types: types of event; none stands for all.
        countries: codes of which an event must name one at least; none stands for all events.

    Raises:
        ValueError: a type is none, or a country is no code of two capitals.
    """

    types: tuple[EventType, ...] = ()
    countries: frozenset[str] = frozenset()

    @classmethod
    def of(cls, types: Collection[EventType | str] = (), countries: Collection[str] = ()) -> Choice:
        """A choice in plain words: `Choice.of(["meeting"], ["JP"])`."""
        # A single text would be taken for its letters.
        for told in (types, countries):
            if isinstance(told, str):
                raise ValueError(f"give a list, not the text {told!r}")  # noqa: TRY004 -- the same mistake to a caller
        wrong = [code for code in countries if not (len(code) == 2 and code.isascii() and code.isupper())]  # noqa: PLR2004
        if wrong:
            raise ValueError(f"countries are two capitals, such as JP; not {', '.join(map(repr, wrong))}")
        wanted = {EventType(one.replace("-", "_")) for one in types}
        return cls(tuple(kind for kind in EventType if kind in wanted), frozenset(countries))

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics to read."""
        return tuple(kind.topic for kind in (self.types or EventType))

    def read(self, record: Received) -> Change | None:
        """What a record tells; None where it is of no concern.

        Raises:
            UnreadableRecordError: the record is none of the contract.
        """
        place = Place(record.topic, record.partition, record.offset)
        headers = tuple(record.headers or ())
        kind = TYPE_OF_TOPIC[record.topic]
        if record.value is None:
            return Withdrawal(_event_id(record, place), kind, place, "withdrawn", headers)
        event = _event(record, place)
        if not self.countries or self.countries & countries_of(event):
            return Upsert(event, place, headers, record.value)
        if event.version == 1:
            return None
        return Withdrawal(event.event_id, kind, place, "left the choice", headers)


def countries_of(event: Event) -> frozenset[str]:
    """Codes of the countries that take part in an event: its sides and its parties', not where it is held."""
    own = {party.country for _, party in parties(event)}
    if isinstance(event, Meeting):
        own.update(event.countries)
    if isinstance(event, Appointment):
        own.add(event.country)
    return frozenset(code for code in own if code)


def _event_id(record: Received, place: Place) -> str:
    try:
        return EVENT_ID.validate_python((record.key or b"").decode())
    except (UnicodeDecodeError, ValidationError) as error:
        raise UnreadableRecordError(place, None, "its key is no event id") from error


def _event(record: Received, place: Place) -> Event:
    value = record.value or b""
    try:
        event = from_bytes(EVENT, value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UnreadableRecordError(place, value, f"{where}: {first['msg']}") from error
    if (record.key or b"") != event.event_id.encode():
        raise UnreadableRecordError(place, value, "its key is not its event_id")
    return event
