"""What is public: every topic of the contract, what its records hold, and the schema that describes them.

One list, from which the JSON Schemas and the AsyncAPI document are made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from pydantic import BaseModel, TypeAdapter

from schemas.article import Article
from schemas.entity import Entity
from schemas.event import MENTION, Appointment, Meeting, TradeMeasure
from schemas.headers import CloudEventHeaders, DeadLetterHeaders
from schemas.vocabulary import EventType


@dataclass(frozen=True)
class Schema:
    """One kind of record or of headers, described by a JSON Schema of its own."""

    name: str
    """Name of the schema file and of the folder of examples."""

    title: str
    """Name for people."""

    model: type[BaseModel] | TypeAdapter[Any]
    """What reads and writes it; an adapter where `type` decides which class it is."""

    mode: Literal["validation", "serialization"] = "serialization"
    """Whether the schema tells what is read or what is written."""

    description: str | None = None
    """What it is, where no class says so."""

    def read(self, value: object) -> object:
        """Read a decoded JSON value; raises pydantic.ValidationError."""
        if isinstance(self.model, TypeAdapter):
            return self.model.validate_python(value)
        return self.model.model_validate(value)


ARTICLE: Final = Schema("article", "Article", Article, "validation")
MEETING: Final = Schema("meeting", "Meeting", Meeting)
TRADE_MEASURE: Final = Schema("trade-measure", "Trade measure", TradeMeasure)
APPOINTMENT: Final = Schema("appointment", "Appointment", Appointment)
MENTION_LINE: Final = Schema(
    "mention",
    "Mention",
    MENTION,
    description="An event as one article tells it: a line that `communique extract` prints.",
)
ENTITY: Final = Schema("entity", "Entity", Entity)
CLOUDEVENT_HEADERS: Final = Schema("cloudevent-headers", "CloudEvents headers", CloudEventHeaders)
DEAD_LETTER_HEADERS: Final = Schema("dead-letter-headers", "Dead letter headers", DeadLetterHeaders)

SCHEMAS: Final = (
    ARTICLE,
    MEETING,
    TRADE_MEASURE,
    APPOINTMENT,
    MENTION_LINE,
    ENTITY,
    CLOUDEVENT_HEADERS,
    DEAD_LETTER_HEADERS,
)
"""Every schema file, in the order in which people read them."""


@dataclass(frozen=True)
class Topic:
    """One public topic."""

    name: str
    """Name on the broker."""

    action: Literal["receive", "send"]
    """What Communiqué does with it."""

    title: str
    """Name for people."""

    summary: str
    """What it carries, in one sentence."""

    key: str
    """What the key of its records is, in one sentence."""

    compacted: bool
    """Whether the broker keeps the last record of each key."""

    schema: Schema | None
    """What its values hold; None for bytes of any kind."""

    headers: Schema | None = None
    """What the headers of its records hold."""

    @property
    def kind(self) -> str:
        """The kind of record, by which its examples are found."""
        return self.schema.name if self.schema else "dead-letter"


def _events(kind: EventType, schema: Schema) -> Topic:
    return Topic(
        name=kind.topic,
        action="send",
        title=f"{schema.title}s",
        summary=f"The present state of every {schema.title.lower()}, merged from all articles that report it.",
        key="The event id.",
        compacted=True,
        schema=schema,
        headers=CLOUDEVENT_HEADERS,
    )


TOPICS: Final = (
    Topic(
        name="articles",
        action="receive",
        title="Articles",
        summary="Articles to be read, as producers push them; IPTC ninjs items are read as articles.",
        key="The article id, or none.",
        compacted=False,
        schema=ARTICLE,
    ),
    _events(EventType.MEETING, MEETING),
    _events(EventType.TRADE_MEASURE, TRADE_MEASURE),
    _events(EventType.APPOINTMENT, APPOINTMENT),
    Topic(
        name="entities",
        action="send",
        title="Entities",
        summary="All that the events tell of each country, person and organization.",
        key="The entity id.",
        compacted=True,
        schema=ENTITY,
    ),
    Topic(
        name="articles.dead-letter",
        action="send",
        title="Dead letters",
        summary="Every record that could not be read as an article or not be extracted, as it came in.",
        key="The key that the record came with, or none.",
        compacted=False,
        schema=None,
        headers=DEAD_LETTER_HEADERS,
    ),
)
"""Every public topic, in the order in which data flows."""
