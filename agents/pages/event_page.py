"""The page of one event: what is told of it, by whom, in which words, and why it was read so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from faust import web

from agents.pages.elsewhere import page_elsewhere, problem
from agents.pages.event import known_event
from agents.pages.rendering import render
from extraction.marking import fillers, short_names
from schemas.event import AppointmentSlots, MeetingSlots, TradeMeasureSlots
from schemas.vocabulary import EventType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agents.pages.view import View
    from agents.records import Conflict, EventAccount
    from schemas.event import Change, Event, Party, Quote, Source, When

MOST_SOURCES = 200
"""Articles that one page shows."""

_EVENT_ID = re.compile(rf"(?:{'|'.join(EventType)}):[0-9a-f]{{16}}")

NOT_KNOWN = "There is none under this id, or it has been quiet for so long that it is settled and no longer kept."
WHERE_ELSE = "All events stand on the topics events.*; `communique watch` and `communique export` read them."
NO_ID = "Ids of events are like meeting:3f2a9c0d51e7b846."

STANDING = {
    "live": "It may still change: articles that tell of it are merged into it.",
    "settled": (
        "It is settled: it has been quiet for so long that it changes no more, and why its articles were taken for "
        "articles of one event is no longer kept."
    ),
    "withdrawn": (
        "It was withdrawn: its articles were corrected, or an operator took it back. Subscribers were told by a null "
        "value."
    ),
}
"""Where an event stands in its life, in words."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One slot with what fills it; one of its fields is."""

    name: str
    parties: tuple[Party, ...] = ()
    countries: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    when: When | None = None
    why: str = ""
    """Why it is read so."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a quotation, with the slots that it fills."""

    text: str
    slots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A quotation and how it was read."""

    pieces: tuple[Piece, ...]
    quote: Quote


@dataclass(frozen=True, slots=True)
class Report:
    """One article that tells of the event."""

    article_id: str
    source: Source | None
    """None where the record is not kept."""

    passages: tuple[Passage, ...] = ()
    why: tuple[str, ...] = ()
    """Why each of its reports was taken for one of this event."""


@dataclass(frozen=True, slots=True)
class EventView:
    """Everything that the page shows."""

    account: EventAccount
    title: str
    standing: str
    why_status: str
    facts: tuple[Fact, ...]
    codes: tuple[tuple[str, str], ...]
    """Each code book with its code."""

    history: tuple[Change, ...]
    reports: tuple[Report, ...]
    more_reports: int
    """How many articles are not shown."""

    conflicts: tuple[Conflict, ...]


def attach(sources: View) -> None:
    """Add the page to the app."""
    app, live_events = sources.stream.app, sources.stream.tables.live_events

    @app.page("/events/{event_id}", name="event_page")
    async def event_page(view: web.View, request: web.Request, event_id: str) -> web.Response:
        """Show what is known of an event by its id."""
        if not _EVENT_ID.fullmatch(event_id):
            return problem(view, 404, "No such event", NO_ID)
        if elsewhere := await page_elsewhere(app, live_events, event_id, view, request):
            return elsewhere
        known = known_event(sources, event_id)
        if known is None:
            return problem(view, 404, "No such event", NOT_KNOWN, WHERE_ELSE)
        return view.html(render("event.html", view=event_view(known)))


def event_view(account: EventAccount) -> EventView:
    """Everything that the page shows of an event."""
    event = account.event
    reports = tuple(reports_of(account))
    kind = account.event_id.partition(":")[0].replace("_", " ")
    standing = "withdrawn" if account.withdrawn else "live" if account.live else "settled"
    return EventView(
        account=account,
        title=event.summary if event else f"A {kind} that {'was withdrawn' if account.withdrawn else 'is told of'}",
        standing=STANDING[standing],
        why_status=because(event, "status") if event else "",
        facts=tuple(facts_of(event)) if event else (),
        codes=tuple(codes_of(event)) if event else (),
        history=event.history if event else (),
        reports=reports[:MOST_SOURCES],
        more_reports=max(0, len(reports) - MOST_SOURCES),
        conflicts=account.conflicts,
    )


# Slots


def facts_of(event: Event) -> Iterator[Fact]:
    """The slots of an event that are filled, in the order of the page."""
    slots = (*_own_facts(event), *_common_facts(event))
    yield from (fact for fact in slots if fact.parties or fact.countries or fact.texts or fact.when)


def _common_facts(event: Event) -> Iterator[Fact]:
    yield Fact("When", when=event.when, why=because(event, "date"))
    if event.where:
        country = f" ({event.where.country})" if event.where.country else ""
        yield Fact("Where", texts=(f"{event.where.text}{country}",))


def _own_facts(event: Event) -> Iterator[Fact]:
    if isinstance(event, MeetingSlots):
        yield Fact("Participants", parties=event.participants)
        yield Fact("Countries", countries=event.countries)
        yield from _told(event, "format", "mode", "venue", "topics", "recurrence")
    elif isinstance(event, TradeMeasureSlots):
        yield Fact("Taken by", parties=event.imposers)
        yield Fact("Against", parties=event.targets)
        yield from _told(event, "measure", "action", "goods", "rate", "forum", "reason")
        yield Fact("Takes effect", when=event.effective)
    elif isinstance(event, AppointmentSlots):
        for name in ("person", "predecessor", "successor", "appointer"):
            party: Party | None = getattr(event, name)
            yield Fact(name.capitalize(), parties=(party,) if party else ())
        yield from _told(event, "action", "office", "organization")
        yield Fact("Country", countries=(event.country,) if event.country else ())
        yield Fact("Acting", texts=("yes, for a time only",) if event.acting else ())


def _told(event: Event, *names: str) -> Iterator[Fact]:
    for name in names:
        value = getattr(event, name)
        texts = value if isinstance(value, tuple) else (value,) if value else ()
        coded = name in {"format", "mode", "measure", "action"}
        yield Fact(name.capitalize(), texts=tuple(text.replace("_", " ") if coded else text for text in texts))


def because(event: Event, what: str) -> str:
    """Why an event has its status or its date, as the article tells it that brought them.

    Args:
        event: the event.
        what: `status` or `date`.
    """
    brought = [change.article_id for change in event.history if _brings(change, event, what)]
    told = [quote for quote in event.evidence if getattr(quote, f"{what}_because")]
    first = [quote for quote in told if quote.article_id in brought[-1:]]
    return next((str(getattr(quote, f"{what}_because")) for quote in (*first, *told)), "")


def _brings(change: Change, event: Event, what: str) -> bool:
    return change.status == event.status if what == "status" else change.when == event.when


def codes_of(event: Event) -> Iterator[tuple[str, str]]:
    """The code books in which the event has a code, with the code."""
    for book, code in (
        ("PLOVER", event.codes.plover),
        ("CAMEO 1.1b3", event.codes.cameo),
        ("UNCTAD MAST", event.codes.mast),
        ("Global Trade Alert", event.codes.gta),
    ):
        if code:
            yield book, code


# Articles


def reports_of(account: EventAccount) -> Iterator[Report]:
    """Every article that tells of the event, in the order of publication; without a record, of the story."""
    event = account.event
    why: dict[str, list[str]] = {}
    for reason in account.reports:
        why.setdefault(reason.article_id, []).append(reason.why)
    sources: dict[str, Source] = {source.article_id: source for source in event.sources} if event else {}
    for article_id in dict.fromkeys((*sources, *why)):
        yield Report(
            article_id=article_id,
            source=sources.get(article_id),
            passages=tuple(passages_of(event, article_id)) if event else (),
            why=tuple(why.get(article_id, ())),
        )


def passages_of(event: Event, article_id: str) -> Iterator[Passage]:
    """The passages of one article, with what fills a slot marked in each."""
    for quote in event.evidence:
        if quote.article_id == article_id:
            yield Passage(tuple(pieces(quote.quote, places(event, quote.quote))), quote)


def places(event: Event, text: str) -> list[tuple[int, int, str]]:
    """Where the fillers of an event's slots stand in a text, as whole words in any case: start, end, slot."""
    found = set()
    for slot, filler in (*fillers(event), *short_names(event)):
        for match in re.finditer(rf"(?<!\w){re.escape(filler)}(?!\w)", text, re.IGNORECASE):
            found.add((match.start(), match.end(), slot))
    return sorted(found)


def pieces(text: str, marked: Sequence[tuple[int, int, str]]) -> Iterator[Piece]:
    """A text cut wherever a mark begins or ends; neighbours under the same marks stay one piece."""
    edges = sorted({0, len(text)} | {edge for start, end, _ in marked for edge in (start, end)})
    cuts = list(pairwise(edges))
    under = [tuple(dict.fromkeys(slot for a, b, slot in marked if a <= left and right <= b)) for left, right in cuts]
    for slots, same in groupby(zip(cuts, under, strict=True), key=lambda cut: cut[1]):
        stretch = [cut for cut, _ in same]
        yield Piece(text[stretch[0][0] : stretch[-1][1]], slots)
