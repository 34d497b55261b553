"""The page at `/`: how the worker stands, what it does, what came out, what went wrong."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from faust import web

from agents.countries import country_name
from agents.pages.filtering import CHOICES, FILTERS, countries_of, fitting, told, wrong_filter
from agents.pages.health import health_of
from agents.pages.rendering import ASSETS, answer, asset, duration, render
from agents.pages.throughput import KEPT_MINUTES, extraction, last_minute, line, rates, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from faust.types import TP
    from prometheus_client import Counter

    from agents.metrics import Metrics
    from agents.pages.health import Health
    from agents.pages.newest import DeadLetter
    from agents.pages.throughput import Counted, Sample
    from agents.pages.view import View
    from agents.upkeep.lag import Lag
    from schemas.event import Event

SHOWN_EVENTS = 50
UNKNOWN = "–"


@dataclass(frozen=True, slots=True)
class Standing:
    """What this worker knows of itself at one time."""

    health: Health
    metrics: Metrics
    samples: tuple[Sample, ...]
    """What it had counted in the last minutes, oldest first."""

    lags: Mapping[TP, Lag]
    now: float
    """Monotonic time in seconds."""

    uptime: float
    """Seconds since its start."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its name."""

    label: str
    value: str
    more: str = ""
    """What stands below in small letters."""

    line: str = ""
    """The last minutes as points of a line; empty for a figure without."""

    line_told: str = ""
    """The line in words."""


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
class FailureLine:
    """How many records failed in one way."""

    stage: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters as the form shows them."""

    values: Mapping[str, str]
    """What was asked, by name; empty for what was left open."""

    wrong: str | None
    """What is wrong with it."""

    countries: tuple[tuple[str, str], ...]
    """Code and name of each country to choose from, by name."""

    query: str
    """What was asked, as the query of an address."""


@dataclass(frozen=True, slots=True)
class HomeView:
    """Everything that the page shows."""

    health: Health
    uptime: str
    figures: tuple[Figure, ...]
    asked: Asked
    events: tuple[Event, ...]
    fitting: int
    """How many of the events that are kept fit the filters."""

    kept: int
    """How many events are kept."""

    partitions: tuple[PartitionLine, ...]
    failures: tuple[FailureLine, ...]
    dead_letters: tuple[DeadLetter, ...]


def attach(sources: View) -> None:
    """Add the page, and the static files of all pages, to the app."""
    app, newest, began = sources.stream.app, sources.newest, time.monotonic()

    @app.page("/", name="home")
    async def home(view: web.View, request: web.Request) -> web.Response:
        """Show how this worker stands, and the newest events: `?type=meeting&country=JP&since=2019-09-01`."""
        shown = home_view(standing(sources, began), newest.events, newest.dead_letters, request.query)
        return view.html(render("home.html", view=shown, choices=CHOICES), status=400 if shown.asked.wrong else 200)

    @app.page("/static/{file}", name="static")
    async def static(view: web.View, request: web.Request, file: str) -> web.Response:
        """Give a style sheet, script or picture."""
        if file not in ASSETS:
            return view.json({"error": "no such file"}, status=404)
        return answer(asset(file), ASSETS[file])


def standing(sources: View, began: float) -> Standing:
    """How this worker stands now; it began at a monotonic time in seconds."""
    now = time.monotonic()
    health = health_of(sources.stream.app, sources.lag.silence(now), sources.lag.stalled(now))
    return Standing(health, sources.stream.metrics, sources.throughput.samples, sources.lag.lags, now, now - began)


def home_view(
    standing: Standing, events: Sequence[Event], dead_letters: tuple[DeadLetter, ...], query: Mapping[str, str]
) -> HomeView:
    """Everything that the page shows.

    Args:
        standing: this worker.
        events: the newest events, newest first.
        dead_letters: the newest dead letters, newest first.
        query: what is asked for; where it is wrong no event is shown.
    """
    partitions = tuple(partition_lines(standing.lags, standing.now))
    asked = asked_of(query, events)
    chosen = () if asked.wrong else tuple(fitting(events, query))
    return HomeView(
        health=standing.health,
        uptime=duration(standing.uptime),
        figures=tuple(figures(standing.metrics, standing.samples, partitions)),
        asked=asked,
        events=chosen[:SHOWN_EVENTS],
        fitting=len(chosen),
        kept=len(events),
        partitions=partitions,
        failures=tuple(failure_lines(standing.metrics.dead_letters)),
        dead_letters=dead_letters,
    )


def asked_of(query: Mapping[str, str], events: Iterable[Event]) -> Asked:
    """The filters as the form shows them; countries to choose from are those of the events, and the one chosen."""
    asked, wrong = told(query), wrong_filter(query)
    codes = {code for event in events for code in countries_of(event)}
    if "country" in asked and not wrong:
        asked["country"] = asked["country"].upper()
        codes.add(asked["country"])
    return Asked(
        values={name: asked.get(name, "") for name in FILTERS},
        wrong=wrong,
        countries=tuple(sorted(((code, country_name(code)) for code in codes), key=lambda pair: (pair[1], pair[0]))),
        query=urlencode(asked),
    )


def figures(metrics: Metrics, samples: Sequence[Sample], partitions: Sequence[PartitionLine]) -> Iterator[Figure]:
    """The numbers at the head of the page."""
    yield _flow("articles", "Articles a minute", total(metrics.articles), samples)
    yield _flow("events", "Events a minute", total(metrics.events), samples)
    took = extraction(samples)
    yield Figure(
        "Extraction of an article",
        duration(took.mean) if took else UNKNOWN,
        f"95 of 100 within {duration(took.p95)}; last {KEPT_MINUTES} minutes"
        if took
        else f"none in the last {KEPT_MINUTES} minutes",
    )
    longest = max((line.waiting_seconds for line in partitions), default=0)
    yield Figure(
        "Records waiting (lag)",
        f"{sum(line.lag for line in partitions):,}",
        f"commit age at most {duration(longest)}",
    )
    yield Figure("Articles in extraction", f"{queue_depth(metrics):,.0f}", "waiting for a process, or in one")
    yield Figure("Dead letters", f"{total(metrics.dead_letters):,.0f}", "since the start")


def queue_depth(metrics: Metrics) -> float:
    """Articles that wait for a process, or are in one."""
    [queue] = metrics.queue.collect()
    return sum(one.value for one in queue.samples)


def _flow(of: Counted, label: str, counted: float, samples: Sequence[Sample]) -> Figure:
    """How many a minute, with the last minutes as a line."""
    now, past = last_minute(samples, of), rates(samples, of)
    return Figure(
        label,
        UNKNOWN if now is None else f"{now:,.1f}",
        f"{counted:,.0f} since the start",
        line(past) if len(past) > 1 else "",
        f"{label} over the last {KEPT_MINUTES} minutes: at most {max(past, default=0):,.1f}, "
        f"at least {min(past, default=0):,.1f}",
    )


def partition_lines(lags: Mapping[TP, Lag], now: float) -> Iterator[PartitionLine]:
    """The partitions that this worker reads, with how far it is, in the order of their names."""
    for tp, lag in sorted(lags.items()):
        yield PartitionLine(tp.topic, tp.partition, lag.committed, lag.records, lag.waiting(now))


def failure_lines(dead_letters: Counter) -> Iterator[FailureLine]:
    """How many records failed in which way, the most frequent first; ways that never occurred are left out."""
    [metric] = dead_letters.collect()
    counted = [
        FailureLine(one.labels["stage"], one.labels["reason"], int(one.value))
        for one in metric.samples
        if one.name.endswith("_total") and one.value
    ]
    yield from sorted(counted, key=lambda line: (-line.count, line.stage, line.reason))
