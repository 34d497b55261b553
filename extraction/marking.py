"""Where an article's events and their slots stand in its text, for showing them there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from schemas.event import AppointmentSlots, Event, MeetingSlots, Mention, Party, Quote, TradeMeasureSlots, parties
from schemas.vocabulary import PartyKind


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that tells an event, or fills one of its slots."""

    start: int
    """Offset of the first character in headline + blank line + body."""

    end: int
    """Offset after the last one."""

    event: int
    """The event, by its place in the list of events."""

    slot: str | None
    """The slot that the stretch fills; None for the passage as a whole."""


def marks(events: list[Mention]) -> list[Mark]:
    """Every passage of every event, and every filler inside its passages, in the order of the text."""
    found = [mark for number, event in enumerate(events) for mark in _marks_of(number, event)]
    return sorted(found, key=lambda mark: (mark.start, -mark.end, mark.event, mark.slot or ""))


def _marks_of(number: int, event: Mention) -> Iterator[Mark]:
    for quote in event.evidence:
        yield Mark(quote.start, quote.end, number, None)
        for slot, filler in (*fillers(event), *short_names(event)):
            for start, end in _places(quote, filler):
                yield Mark(start, end, number, slot)


def _places(quote: Quote, filler: str) -> Iterator[tuple[int, int]]:
    """Where a filler stands in a passage, as a whole word, whatever its case."""
    for match in re.finditer(rf"(?<!\w){re.escape(filler)}(?!\w)", quote.quote, re.IGNORECASE):
        yield quote.start + match.start(), quote.start + match.end()


def fillers(event: Mention | Event) -> Iterator[tuple[str, str]]:
    """Every slot of an event that holds words of the text, with the words."""
    if event.when and event.when.text:
        yield "when", event.when.text
    if event.where:
        yield "where", event.where.text
    if isinstance(event, MeetingSlots):
        yield from _parties("participants", *event.participants)
        yield from _texts("topics", *event.topics)
        yield from _texts("venue", event.venue)
    elif isinstance(event, TradeMeasureSlots):
        yield from _parties("imposers", *event.imposers)
        yield from _parties("targets", *event.targets)
        yield from _texts("goods", *event.goods)
        yield from (pair for name in ("rate", "forum", "reason") for pair in _texts(name, getattr(event, name)))
    elif isinstance(event, AppointmentSlots):
        for name in ("person", "predecessor", "successor", "appointer"):
            yield from _parties(name, getattr(event, name))
        yield from _texts("office", event.office)
        yield from _texts("organization", event.organization)


def _texts(slot: str, *texts: str | None) -> Iterator[tuple[str, str]]:
    yield from ((slot, text) for text in texts if text)


def _parties(slot: str, *named: Party | None) -> Iterator[tuple[str, str]]:
    yield from ((slot, party.name) for party in named if party is not None)


def short_names(event: Mention | Event) -> Iterator[tuple[str, str]]:
    """The last name of every person of an event, with the person's slot."""
    people = {party.name for _, party in parties(event) if party.kind is PartyKind.PERSON}
    yield from ((slot, name.split()[-1]) for slot, name in fillers(event) if name in people and " " in name)
