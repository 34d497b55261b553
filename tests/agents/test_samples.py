"""The sample articles, read and merged: one event for each happening, whatever order they come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import pytest

from agents.intake import Passed, RawRecord, Readable, read_article
from agents.records import Contribution
from agents.stages.extract import extraction_of
from agents.stages.ledger import contribution
from extraction.pipeline import extract
from schemas.event import Appointment, Event, Meeting, TradeMeasure
from told import Memory, take

UNSTEADY = {"version": True, "history": {"__all__": {"version": True}}}
"""Versions count the changes on the way, and so do those in the history."""


@cache
def contributions() -> tuple[Contribution, ...]:
    """What each sample article tells, in the order of the file; those in another language tell nothing."""
    lines = files("agents.samples").joinpath("articles.jsonl").read_bytes().splitlines()
    told = []
    for offset, line in enumerate(lines):
        record = RawRecord("articles", 0, offset, 0.0, None, line)
        match read_article(record):
            case Readable(article):
                found = extraction_of(article, record, tuple(extract(article)))
                told.append(contribution(found, revision=1, told_before=False))
            case other:
                assert isinstance(other, Passed)
    return tuple(told)


def published(told: Iterable[Contribution]) -> dict[str, Event]:
    """The events after the articles came in one by one."""
    memory = Memory()
    live = memory.live()
    for each in told:
        take(memory, live, each)
    return memory.published


def content(events: dict[str, Event]) -> dict[str, object]:
    return {key: event.model_dump(exclude=UNSTEADY) for key, event in events.items()}


@pytest.mark.parametrize(
    "step",
    [pytest.param(-1, id="the last article first"), pytest.param(5, id="every fifth, and round again")],
)
def test_the_samples_end_in_the_same_events_in_any_order(step: int) -> None:
    told = contributions()
    order = [told[(step * place) % len(told)] for place in range(len(told))] if step > 0 else told[::step]
    assert content(published(order)) == content(published(told))


def test_a_story_of_three_articles_is_one_event_with_what_each_tells() -> None:
    [talks] = [
        event
        for event in published(contributions()).values()
        if event.type == "meeting" and {party.name for party in event.participants} == {"Ingrid Solheim", "Marten Kask"}
    ]
    assert talks.when is not None
    assert talks.where is not None
    assert (str(talks.when.start), talks.where.country) == ("2024-03-14", "EE")
    assert [source.article_id for source in talks.sources] == ["north-wire/1001", "harbour-post/77", "north-wire/1019"]
    assert [change.status for change in talks.history] == ["planned", "occurred"]


def who_does_what(event: Event) -> tuple[object, ...]:
    """What two events of the samples would share if they were one happening."""
    match event:
        case Meeting():
            return "meeting", frozenset(party.name for party in event.participants)
        case TradeMeasure():
            return event.measure, event.action, frozenset(party.country for party in event.imposers)
        case Appointment():
            return event.action, event.person.name if event.person else None


def test_no_happening_of_the_samples_is_told_by_two_events() -> None:
    counted = Counter(map(who_does_what, published(contributions()).values()))
    assert [told for told, times in counted.items() if times > 1] == []
