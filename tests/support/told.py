"""Mentions and contributions in few words, for tests of merging and of what follows from it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import chain, islice
from typing import Any

from agents.events.resolving import Live, LiveLimits, Resolution
from agents.events.syndication import sketch_of
from agents.merging import MergeOptions, labels_of
from agents.records import Contribution, LiveArticle, LiveEvent
from schemas.event import MENTION, Event, Mention
from schemas.identity import entity_id, fingerprint

DAY_ONE = datetime(2031, 5, 1, 8, tzinfo=UTC)


def person(name: str, country: str | None = None, **more: str) -> dict[str, Any]:
    """A person as a party."""
    return {
        "name": name,
        "kind": "person",
        "country": country,
        "entity_id": entity_id("person", name, country),
        **more,
    }


def state(name: str, code: str) -> dict[str, Any]:
    """A country as a party."""
    return {"name": name, "kind": "country", "country": code, "entity_id": f"country:{code}"}


def body(name: str, country: str | None = None) -> dict[str, Any]:
    """An organization as a party."""
    entity = entity_id("organization", name, country)
    return {"name": name, "kind": "organization", "country": country, "entity_id": entity}


def on(first: str, last: str | None = None) -> dict[str, str]:
    """A date or a span of dates."""
    return {"start": first, "end": last or first}


def _mention(kind: str, slots: dict[str, Any]) -> Mention:
    common = {
        "type": kind,
        "article_id": "?",
        "status": "planned",
        "summary": "",
        "confidence": 0.8,
        "evidence": [{"article_id": "?", "start": 0, "end": 5, "quote": "Today"}],
    }
    return MENTION.validate_python({**common, **slots})


def meeting(*participants: dict[str, Any], **slots: Any) -> Mention:  # noqa: ANN401 -- any slot
    """A meeting; its countries are those of its participants, unless told otherwise."""
    countries = sorted({party["country"] for party in participants if party["country"]})
    return _mention("meeting", {"participants": participants, "countries": countries, **slots})


def measure(imposer: dict[str, Any] | None, *targets: dict[str, Any], **slots: Any) -> Mention:  # noqa: ANN401
    """A trade measure."""
    imposers = [imposer] if imposer else []
    told = {"imposers": imposers, "targets": targets, "measure": "tariff", "action": "impose"}
    return _mention("trade_measure", {**told, **slots})


def appointment(who: dict[str, Any] | None, **slots: Any) -> Mention:  # noqa: ANN401
    """An appointment."""
    return _mention("appointment", {"person": who, "action": "appoint", "status": "occurred", **slots})


def told(article: str, *mentions: Mention, day: int = 1, revision: int = 1, text: str | None = None) -> Contribution:
    """What one article tells, published on a day of May 2031 (or later, for days beyond it)."""
    named = [
        mention.model_copy(
            update={
                "article_id": article,
                "evidence": tuple(quote.model_copy(update={"article_id": article}) for quote in mention.evidence),
            }
        )
        for mention in mentions
    ]
    return Contribution(
        article_id=article,
        revision=revision,
        told_before=revision > 1,
        source=f"Source of {article}",
        published_at=DAY_ONE + timedelta(days=day - 1),
        text_digest=fingerprint(text or article),
        text_sketch=sketch_of(text or article),
        mentions=labels_of(named),
    )


def may(day: int) -> date:
    """A day of May 2031."""
    return date(2031, 5, day)


class Memory:
    """The tables of merging in a dictionary each, and a subscriber that keeps the last record of each event."""

    def __init__(self) -> None:
        self.articles: dict[str, LiveArticle] = {}
        self.events: dict[str, LiveEvent] = {}
        self.published: dict[str, Event] = {}

    def article(self, article_id: str) -> LiveArticle | None:
        """What is kept of an article."""
        return self.articles.get(article_id)

    def event(self, event_id: str) -> LiveEvent | None:
        """What is kept of an event."""
        return self.events.get(event_id)

    def publish(self, resolution: Resolution) -> None:
        """Take note of what is sent."""
        self.published.update((event.event_id, event) for event in resolution.events)
        for event_id in resolution.withdrawn:
            self.published.pop(event_id, None)

    def keep(self, resolution: Resolution, rows: int | None = None, *, last_first: bool = False) -> None:
        """Keep the rows, or only the first of them, as before a crash; in the other order where any will do."""
        steps = [step[::-1] if last_first else step for step in resolution.keep_in_order()]
        for _, key, row in islice(chain.from_iterable(steps), rows):
            if isinstance(row, LiveEvent):
                self.events[key] = row
            elif isinstance(row, LiveArticle):
                self.articles[key] = row
            else:
                (self.events if key in resolution.event_rows else self.articles).pop(key, None)

    def live(self, options: MergeOptions = MergeOptions(), limits: LiveLimits = LiveLimits()) -> Live:  # noqa: B008
        """Merging as it is after a start on these tables."""
        live = Live(self, options, limits)
        for article in self.articles.values():
            live.load_article(article)
        for event_id, event in self.events.items():
            live.load_event(event_id, event)
        return live


def take(memory: Memory, live: Live, contribution: Contribution) -> Resolution | None:
    """Take one contribution in, with all that follows."""
    resolution = live.resolve(contribution)
    if resolution:
        memory.publish(resolution)
        memory.keep(resolution)
        live.applied(resolution)
    return resolution
