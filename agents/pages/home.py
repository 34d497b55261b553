"""The page at `/`: how the worker stands, what it does, what came out, what went wrong."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from faust import web

from agents.pages.health import health_of
from agents.pages.rendering import ASSETS, answer, asset, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from faust.types import TP
    from prometheus_client import CollectorRegistry

    from agents.lag import Lag
    from agents.pages.newest import DeadLetter
    from agents.pages.view import View
    from schemas.event import Event

SHOWN_EVENTS = 50


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its name."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class PartitionLine:
    """One partition as a row of the page."""

    topic: str
    partition: int
    committed: int
    lag: int
    waiting_seconds: float
    """Since when records wait without a commit."""


@dataclass(frozen=True, slots=True)
class HomeView:
    """Everything that the page shows."""

    state: str
    state_because: str
    figures: tuple[Figure, ...]
    events: tuple[Event, ...]
    partitions: tuple[PartitionLine, ...]
    dead_letters: tuple[DeadLetter, ...]


def attach(sources: View) -> None:
    """Add the page, and the static files of all pages, to the app."""
    app, began = sources.stream.app, time.monotonic()

    @app.page("/", name="home")
    async def home(view: web.View, request: web.Request) -> web.Response:
        """Show the state of this worker."""
        shown = home_view(sources, now=time.monotonic(), began=began)
        return view.html(render("home.html", view=shown))

    @app.page("/static/{file}", name="static")
    async def static(view: web.View, request: web.Request, file: str) -> web.Response:
        """Give a style sheet, script or picture."""
        if file not in ASSETS:
            return view.json({"error": "no such file"}, status=404)
        return answer(asset(file), ASSETS[file])


def home_view(sources: View, now: float, began: float) -> HomeView:
    """Everything that the page shows, gathered; times are monotonic seconds."""
    health = health_of(sources.stream.app, sources.lag.silence(now))
    partitions = tuple(partition_lines(sources.lag.lags, now))
    return HomeView(
        state=health.state,
        state_because=health.because,
        figures=tuple(figures(sources.stream.metrics.registry, partitions, now - began)),
        events=sources.newest.events[:SHOWN_EVENTS],
        partitions=partitions,
        dead_letters=sources.newest.dead_letters,
    )


def figures(
    registry: CollectorRegistry, partitions: Iterable[PartitionLine], uptime_seconds: float
) -> Iterator[Figure]:
    """The numbers at the head of the page: counts since the worker's start, and rates over that time."""
    minutes = max(uptime_seconds / 60, 1 / 60)
    articles, events = total(registry, "communique_articles"), total(registry, "communique_events_published")
    lag = sum(line.lag for line in partitions)
    seconds = total(registry, "communique_extraction_seconds", "_sum")
    extracted = total(registry, "communique_extraction_seconds", "_count")
    yield Figure("articles read", f"{articles:.0f}")
    yield Figure("articles a minute", f"{articles / minutes:.1f}")
    yield Figure("event versions published", f"{events:.0f}")
    yield Figure("events a minute", f"{events / minutes:.1f}")
    yield Figure("records waiting (lag)", f"{lag}")
    yield Figure("articles in extraction", f"{total(registry, 'communique_queue_depth', ''):.0f}")
    yield Figure("seconds an article", f"{seconds / extracted:.3f}" if extracted else "-")
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


def partition_lines(lags: Mapping[TP, Lag], now: float) -> Iterator[PartitionLine]:
    """The partitions that this worker reads, with how far it is, in the order of their names."""
    for tp, lag in sorted(lags.items()):
        yield PartitionLine(tp.topic, tp.partition, lag.committed, lag.records, lag.waiting(now))
