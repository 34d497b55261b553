"""The tables that events are exported as: which columns, and the rows of one event.

A layout makes rows of an event alone, so that the same event always gives the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import orjson
from pydantic import BaseModel

from agents.client import Appointment, Event, Meeting, TradeMeasure
from agents.client.changes import countries_of
from schemas.event import Party, When
from schemas.wire import to_bytes

Value = str | int | float | bool | None
"""What a cell holds; days and moments as ISO 8601 text."""

Row = tuple[Value, ...]

NUL = "\0"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""Stands for a NUL character, which PostgreSQL's texts and many readers of CSV cannot hold."""


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    TRUTH = "truth"
    DAY = "day"
    MOMENT = "moment"
    JSON = "json"


@dataclass(frozen=True)
class Column:
    """One column."""

    name: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Layout:
    """A table of events."""

    name: str
    """What people choose it by."""

    columns: tuple[Column, ...]
    """The columns, those of the key first."""

    key: tuple[str, ...]
    """The columns that tell a row; the first is the event id, a second one counts the rows of an event from 1."""

    make: Callable[[Event], Sequence[Mapping[str, Value]]]
    """The rows of an event, by column; what is absent is null."""

    def rows(self, event: Event) -> tuple[Row, ...]:
        """The rows of an event, with the columns in their order."""
        return tuple(tuple(_clean(row.get(column.name)) for column in self.columns) for row in self.make(event))


def _clean(value: Value) -> Value:
    return value.replace(NUL, REPLACEMENT) if isinstance(value, str) and NUL in value else value


def json_text(value: object) -> str:
    """A value as JSON, without NUL characters."""
    if isinstance(value, BaseModel) and b"\\u0000" not in (data := to_bytes(value)):
        return data.decode()
    return orjson.dumps(_without_nul(value)).decode()


def _without_nul(value: object) -> object:
    if isinstance(value, BaseModel):
        data = to_bytes(value)
        read = orjson.loads(data)
        return _without_nul(read) if b"\\u0000" in data else read
    if isinstance(value, str):
        return value.replace(NUL, REPLACEMENT)
    if isinstance(value, dict):
        return {_clean(key): _without_nul(inner) for key, inner in value.items()}
    return [_without_nul(inner) for inner in value] if isinstance(value, list | tuple) else value


def day(when: When | None, *, last: bool = False) -> str | None:
    """The first or the last day of a span."""
    if when is None:
        return None
    return (when.end if last else when.start).isoformat()


def common(event: Event) -> dict[str, Value]:
    """What both layouts tell of every event, under the same names."""
    first = event.evidence[0]
    return {
        "event_id": event.event_id,
        "type": event.type,
        "version": event.version,
        "status": event.status.value,
        "start_date": day(event.when),
        "end_date": day(event.when, last=True),
        "place": event.where.text if event.where else None,
        "plover": event.codes.plover,
        "cameo": event.codes.cameo,
        "article_count": len(event.sources),
        "independent_sources": event.independent_sources,
        "first_seen": event.first_seen.isoformat() if event.first_seen else None,
        "last_seen": event.last_seen.isoformat() if event.last_seen else None,
        "quote": first.quote,
        "article_id": first.article_id,
        "confidence": event.confidence,
        "summary": event.summary,
    }


def _event(event: Event) -> tuple[dict[str, Value]]:
    row = common(event) | {
        "place_country": event.where.country if event.where else None,
        "countries": json_text(sorted(countries_of(event))),
        "mast": event.codes.mast,
        "gta": event.codes.gta,
        "record": json_text(event),
    }
    match event:
        case Meeting():
            row |= _meeting(event)
        case TradeMeasure():
            row |= _measure(event)
        case Appointment():
            row |= _appointment(event)
    return (row,)


def _meeting(event: Meeting) -> dict[str, Value]:
    return {
        "participants": json_text(event.participants),
        "venue": event.venue,
        "topics": json_text(event.topics),
        "mode": event.mode.value if event.mode else None,
        "format": event.format.value if event.format else None,
        "recurrence": event.recurrence,
    }


def _measure(event: TradeMeasure) -> dict[str, Value]:
    return {
        "imposers": json_text(event.imposers),
        "targets": json_text(event.targets),
        "measure": event.measure.value,
        "action": event.action.value,
        "goods": json_text(event.goods),
        "rate": event.rate,
        "forum": event.forum,
        "reason": event.reason,
        "effective_start": day(event.effective),
        "effective_end": day(event.effective, last=True),
    }


def _appointment(event: Appointment) -> dict[str, Value]:
    named: dict[str, Party | None] = {
        "person": event.person,
        "predecessor": event.predecessor,
        "successor": event.successor,
        "appointer": event.appointer,
    }
    row: dict[str, Value] = {
        "action": event.action.value,
        "office": event.office,
        "organization": event.organization,
        "office_country": event.country,
        "acting": event.acting,
    }
    for role, party in named.items():
        row[role] = party.name if party else None
        row[f"{role}_id"] = party.entity_id if party else None
    return row


def columns(told: str) -> tuple[Column, ...]:
    """Columns written as `name name:kind ...`; text where no kind stands."""
    split = (one.partition(":") for one in told.split())
    return tuple(Column(name, Kind(kind or "text")) for name, _, kind in split)


EVENTS = Layout(
    name="events",
    columns=columns(
        "event_id type version:integer status start_date:day end_date:day place place_country countries:json summary "
        "confidence:number plover cameo mast gta article_count:integer independent_sources:integer first_seen:moment "
        "last_seen:moment quote article_id participants:json venue topics:json mode format recurrence imposers:json "
        "targets:json measure action goods:json rate forum reason effective_start:day effective_end:day person "
        "person_id office organization office_country acting:truth predecessor predecessor_id successor successor_id "
        "appointer appointer_id record:json"
    ),
    key=("event_id",),
    make=_event,
)
"""One row an event, with a column for each slot and the whole record."""
