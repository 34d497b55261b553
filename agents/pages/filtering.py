"""Which of the newest events are asked for; the dashboard and `/api/events` know the same filters."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from schemas.event import parties
from schemas.vocabulary import EventType, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from schemas.event import Event

FILTERS = ("type", "country", "status", "since", "until")
"""The parameters that filter."""

CHOICES = {"type": tuple(kind.value for kind in EventType), "status": tuple(status.value for status in Status)}
"""The values of those that have a closed list."""

_COUNTRY = re.compile(r"[A-Za-z]{2}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def told(query: Mapping[str, str]) -> dict[str, str]:
    """The filters of a query that hold something; a form sends those that were left open as empty."""
    return {name: query[name].strip() for name in FILTERS if query.get(name, "").strip()}


def wrong_filter(query: Mapping[str, str]) -> str | None:
    """What is wrong with the filters of a query, in words for who asked; None where nothing is."""
    asked = told(query)
    for name, allowed in CHOICES.items():
        if name in asked and asked[name] not in allowed:
            return f"{name} must be one of {', '.join(sorted(allowed))}"
    if "country" in asked and not _COUNTRY.fullmatch(asked["country"]):
        return "country must be an ISO 3166-1 code of two letters, such as JP"
    for name in ("since", "until"):
        if name in asked and _day(asked[name]) is None:
            return f"{name} must be a day such as 2019-09-20"
    if "since" in asked and "until" in asked and asked["since"] > asked["until"]:
        return "since must not be after until"
    return None


def fitting(events: Iterable[Event], query: Mapping[str, str]) -> Iterator[Event]:
    """The events that fit the filters of a query that is right, in the order given."""
    asked = told(query)
    since, until = _day(asked.get("since", "")) or date.min, _day(asked.get("until", "")) or date.max
    country = asked.get("country", "").upper()
    for event in events:
        if (
            asked.get("type", event.type) == event.type
            and asked.get("status", event.status) == event.status
            and (not country or country in countries_of(event))
            and ((since, until) == (date.min, date.max) or _is_between(event, since, until))
        ):
            yield event


def countries_of(event: Event) -> set[str]:
    """Every country that an event names: its sides, its parties', its place's."""
    codes = {party.country for _, party in parties(event)}
    codes |= set(getattr(event, "countries", ())) | {getattr(event, "country", None)}
    return {code for code in codes if code} | ({event.where.country} if event.where and event.where.country else set())


def _is_between(event: Event, since: date, until: date) -> bool:
    """Whether an event has a day between two, both included; one of unknown days goes by its first article."""
    if event.when:
        return event.when.start <= until and since <= event.when.end
    return event.first_seen is not None and since <= event.first_seen.date() <= until


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
