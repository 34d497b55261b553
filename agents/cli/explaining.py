"""Why an event was found, and read as it was: as text for a terminal, and as a page for a browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from jinja2 import Environment, PackageLoader, StrictUndefined

from extraction.document import Document
from extraction.marking import Mark, fillers, marks
from extraction.pipeline import Outcome
from schemas.event import Mention

SHOWN_CHARACTERS = 160
"""Longest passage shown in one line of text."""


def explained(document: Document, outcome: Outcome) -> Iterator[str]:
    """Lines that tell of each event its rule, its status cue and its date phrase; then what was dropped."""
    yield f"{document.article.id}: {document.article.title or ''}".rstrip(": ")
    for event in outcome.events:
        yield f"  {event.type} · {event.status} · {event.summary} (confidence {event.confidence:.2f})"
        for quote in event.evidence:
            yield f"    “{_short(quote.quote)}”"
            yield f"      rule {quote.rule}"
            yield f"      status: {quote.status_because}"
            yield f"      date: {quote.date_because or 'none told'}"
    for passage in outcome.dropped:
        words = document.article.full_text[passage.start : passage.end]
        yield f"  dropped · rule {passage.rule} at “{document.doc[passage.trigger].text}”: “{_short(words)}”"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_CHARACTERS else line[: SHOWN_CHARACTERS - 1] + "…"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text that lies under the same marks from end to end."""

    text: str
    types: tuple[str, ...]
    """Types of the events told here."""
    slots: tuple[str, ...]
    """Slots filled here, as `event number: slot`."""


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article as the page shows it."""

    article_id: str
    title: str
    body: tuple[Stretch, ...]
    headline: tuple[Stretch, ...]
    events: tuple[tuple[Mention, tuple[tuple[str, str], ...]], ...]
    dropped: tuple[str, ...]


def marked(document: Document, outcome: Outcome) -> MarkedArticle:
    """An article with its events and slots marked."""
    article, events = document.article, list(outcome.events)
    body_start = len(article.full_text) - len(article.text)
    found = marks(events)
    return MarkedArticle(
        article_id=article.id,
        title=article.title or article.id,
        headline=tuple(stretches(article.full_text, found, events, 0, len(article.title or ""))),
        body=tuple(stretches(article.full_text, found, events, body_start, len(article.full_text))),
        events=tuple((event, tuple(fillers(event))) for event in events),
        dropped=tuple(line.strip() for line in explained(document, outcome) if line.startswith("  dropped")),
    )


def stretches(text: str, found: Sequence[Mark], events: Sequence[Mention], start: int, end: int) -> Iterator[Stretch]:
    """Cut a part of the text wherever a mark begins or ends."""
    edges = {start, end} | {edge for mark in found for edge in (mark.start, mark.end) if start < edge < end}
    cuts = sorted(edges)
    for left, right in pairwise(cuts):
        over = [mark for mark in found if mark.start <= left and right <= mark.end]
        yield Stretch(
            text=text[left:right],
            types=tuple(dict.fromkeys(events[mark.event].type for mark in over)),
            slots=tuple(dict.fromkeys(f"{mark.event + 1}: {mark.slot}" for mark in over if mark.slot)),
        )


def page(articles: Sequence[MarkedArticle]) -> str:
    """The articles as one HTML page that needs nothing else."""
    environment = Environment(loader=PackageLoader("agents.cli"), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("articles.html").render(articles=articles)
