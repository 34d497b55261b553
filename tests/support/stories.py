"""The tables of a worker that merged invented articles, made by the stream's own steps, for pages that show them."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from prepared import Prepared
from schemas.event import Event
from told import Memory, appointment, may, measure, meeting, on, person, state, take, told

SIGNE = person("Signe Aaberg", "NO", title="trade minister", organization="Ministry of Trade")
RODRIGO = person("Rodrigo Pizarro Leiva", "CL", title="foreign minister")
ANDRIS = person("Andris Kalve", "LV")

TALKS_QUOTE = (
    "Signe Aaberg will receive Rodrigo Pizarro Leiva in Oslo on Tuesday for talks about salmon licences, she said."
)
VISIT_QUOTE = "Pizarro Leiva is expected in Bergen on Tuesday, where Aaberg is to meet him over salmon licences."

STATES = {
    "NO": "Norway",
    "CL": "Chile",
    "LV": "Latvia",
    "KE": "Kenya",
    "BR": "Brazil",
    "JP": "Japan",
    "FJ": "Fiji",
    "PT": "Portugal",
    "UY": "Uruguay",
    "IS": "Iceland",
    "VN": "Vietnam",
    "MA": "Morocco",
}


def quoted(words: str, rule: str, **why: str) -> list[dict[str, Any]]:
    """One passage as evidence."""
    return [{"article_id": "?", "start": 212, "end": 212 + len(words), "quote": words, "rule": rule, **why}]


def story() -> list[Any]:
    """What articles tell, in the order of publication."""
    salmon = {"topics": ("salmon licences",), "format": "talks", "when": {**on("2031-05-20"), "text": "Tuesday"}}
    planned = '"will" (planned)'
    why = {"status_because": planned, "date_because": '"Tuesday" after Monday 12 May 2031: 2031-05-20'}
    first = meeting(
        *(SIGNE, RODRIGO),
        where={"text": "Oslo", "country": "NO"},
        **salmon,
        evidence=quoted(TALKS_QUOTE, "meet.receive", **why),
    )
    second = meeting(
        *(SIGNE, RODRIGO),
        where={"text": "Bergen", "country": "NO"},
        **salmon,
        evidence=quoted(VISIT_QUOTE, "meet.verb", **why),
    )
    named = appointment(ANDRIS, office="head of the competition council", country="LV", when=on("2031-05-02"))
    minister = appointment(
        SIGNE, office="trade minister", organization="Ministry of Trade", country="NO", when=on("2031-04-11")
    )
    tariff = measure(
        *(state("Norway", "NO"), state("Chile", "CL")),
        goods=("salmon feed",),
        rate="12%",
        status="occurred",
        when=on("2031-05-06"),
    )
    articles = [told("harbour-0512", first, day=12), told("fjord-0513", second, day=13)]
    articles += [
        told("riga-0502", named, day=2),
        told("fjord-0411", minister, day=1),
        told("andes-0506", tariff, day=6),
    ]
    for number, (one, other) in enumerate(combinations(STATES, 2)):
        for again in range((number * 7) % 5):
            day = may(2 + again * 6 + number % 5).isoformat()
            met = meeting(
                state(STATES[one], one), state(STATES[other], other), status="occurred", when=on(day), format="summit"
            )
            articles.append(told(f"agency-{number}-{again}", met, day=30))
        if number % 6 == 0:
            act = measure(
                state(STATES[one], one), state(STATES[other], other), goods=(f"goods {number}",), status="occurred"
            )
            articles.append(told(f"gazette-{number}", act, day=20))
    return articles


def storied(shown: Prepared) -> dict[str, Event]:
    """Let the worker hold the tables of a story, and tell of its events.

    Returns:
        The events by the first article that tells of each.
    """
    memory = Memory()
    live = memory.live()
    for contribution in story():
        take(memory, live, contribution)
    shown.tell(*memory.published.values())
    tables = shown.app.stream_parts.tables
    for key, article in memory.articles.items():
        shown.hold(tables.live_articles, key, article)
    for key, event in memory.events.items():
        shown.hold(tables.live_events, key, event)
    return {event.sources[0].article_id: event for event in memory.published.values()}
