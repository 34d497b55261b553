"""The page at `/`: how the worker stands, what it does, what came out, what went wrong."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp.web import Response
from faust import web

from agents.pages.health import health_of
from agents.pages.rendering import render, stylesheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import faust
    from prometheus_client import CollectorRegistry

    from agents.pages.newest import DeadLetter, Newest
    from agents.stream import Stream
    from schemas.event import Event, When

REFRESH_SECONDS = 5
SHOWN_EVENTS = 50


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its name."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event as a row of the page."""

    event_id: str
    summary: str
    status: str
    type: str
    when: str
    sources: int


@dataclass(frozen=True, slots=True)
class PartitionLine:
    """One partition as a row of the page; a dash where a number is not known yet."""

    topic: str
    partition: int
    read: str
    committed: str
    lag: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """Everything that the page shows."""

    state: str
    state_because: str
    figures: tuple[Figure, ...]
    events: tuple[EventLine, ...]
    partitions: tuple[PartitionLine, ...]
    dead_letters: tuple[DeadLetter, ...]


def attach(stream: Stream, newest: Newest) -> None:
    """Add the page and its style sheet to the app."""
    app, began = stream.app, time.monotonic()

    @app.page("/", name="home")
    async def home(view: web.View, request: web.Request) -> web.Response:  # noqa: ARG001
        """Show the state of this worker."""
        shown = view_of(stream, newest, time.monotonic() - began)
        return view.html(render("home.html", view=shown, refresh_seconds=REFRESH_SECONDS))

    @app.page("/static/communique.css", name="stylesheet")
    async def css(view: web.View, request: web.Request) -> web.Response:  # noqa: ARG001
        """Give the style sheet."""
        return Response(body=stylesheet(), content_type="text/css", charset="utf-8")


def view_of(stream: Stream, newest: Newest, uptime_seconds: float) -> HomeView:
    """Everything that the page shows, gathered."""
    health = health_of(stream.app)
    partitions = tuple(partition_lines(stream.app))
    return HomeView(
        state=health.state,
        state_because=health.because,
        figures=tuple(figures(stream.metrics.registry, partitions, uptime_seconds)),
        events=tuple(event_line(event) for event in newest.events[:SHOWN_EVENTS]),
        partitions=partitions,
        dead_letters=newest.dead_letters,
    )


def figures(
    registry: CollectorRegistry, partitions: Iterable[PartitionLine], uptime_seconds: float
) -> Iterator[Figure]:
    """The numbers at the head of the page: counts since the worker's start, and rates over that time."""
    minutes = max(uptime_seconds / 60, 1 / 60)
    articles, events = total(registry, "communique_articles"), total(registry, "communique_events_published")
    lag = sum(int(line.lag) for line in partitions if line.lag.isdigit())
    seconds = total(registry, "communique_extraction_seconds", "_sum")
    extracted = total(registry, "communique_extraction_seconds", "_count")
    yield Figure("articles read", f"{articles:.0f}")
    yield Figure("articles a minute", f"{articles / minutes:.1f}")
    yield Figure("event versions published", f"{events:.0f}")
    yield Figure("events a minute", f"{events / minutes:.1f}")
    yield Figure("records waiting (lag)", f"{lag}")
    yield Figure("articles in extraction", f"{total(registry, 'communique_queue_depth', ''):.0f}")
    yield Figure("seconds an article", f"{seconds / extracted:.3f}" if extracted else "–")
    yield Figure("dead letters", f"{total(registry, 'communique_dead_letters'):.0f}")


def total(registry: CollectorRegistry, name: str, suffix: str = "_total") -> float:
    """The sum of a metric over all its labels; 0 where it has not been counted yet."""
    return sum(
        sample.value
        for metric in registry.collect()
        if metric.name == name
        for sample in metric.samples
        if sample.name == name + suffix
    )


def partition_lines(app: faust.App) -> Iterator[PartitionLine]:
    """The partitions that this worker reads, with how far it is; changelogs are left out."""
    consumer = app.consumer
    if consumer is None:
        return
    for tp in sorted(consumer.assignment()):
        if tp.topic.endswith("-changelog"):
            continue
        committed = app.monitor.tp_committed_offsets.get(tp)
        read = app.monitor.tp_read_offsets.get(tp)
        end = consumer.highwater(tp)
        known = end is not None and committed is not None
        yield PartitionLine(
            topic=tp.topic,
            partition=tp.partition,
            read="–" if read is None else str(read + 1),
            committed="–" if committed is None else str(committed),
            lag=str(max(end - committed, 0)) if known else "–",
        )


def event_line(event: Event) -> EventLine:
    """An event as a row of the page."""
    return EventLine(
        event_id=event.event_id,
        summary=event.summary,
        status=event.status,
        type=event.type,
        when=days(event.when),
        sources=event.independent_sources,
    )


def days(when: When | None) -> str:
    """The days of an event for a person: "Fri 20 Sep 2019", or first and last."""
    if when is None:
        return ""
    first, last = (f"{day:%a} {day.day} {day:%b} {day.year}" for day in (when.start, when.end))
    return first if when.start == when.end else f"{first} – {last}"
