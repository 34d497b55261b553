"""What the worker tells Prometheus, beside what Faust tells of itself.

Names follow Prometheus' own advice: prefix of the application, base unit, `_total` for what only grows.
Source: https://prometheus.io/docs/practices/naming/
"""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import TYPE_CHECKING

from faust.sensors.prometheus import FaustMetrics, PrometheusMonitor
from lingua import Language
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram

from schemas.vocabulary import EventType, Status

if TYPE_CHECKING:
    from agents.settings import Settings

EXTRACTION_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Upper bounds in seconds; an article of 350 words takes about 0.08."""

MERGE_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)
"""Upper bounds in seconds; most articles take one or two milliseconds, those of long stories more."""

LANGUAGES = frozenset(language.iso_code_639_1.name.lower() for language in Language.all())
"""Codes of languages that are counted each on its own. Articles name their language: what they make up is no label."""

DEAD_LETTERS = {
    "intake": ("empty", "encoding", "json", "schema", "internal"),
    "extract": ("timeout", "crash", "exception", "too_large"),
    **dict.fromkeys(("ledger", "resolve", "naming", "profile", "tabulate"), ("internal",)),
}
"""Every reason of every stage."""

OUTCOMES = ("extracted", "passed_over", "dead_letter")
"""What may become of an article."""

OTHER = "other"
"""The label of all that has none of its own."""


class Metrics:
    """Every metric of the stream.

    Args:
        registry: where they are registered; Prometheus' default one where absent.
    """

    def __init__(self, registry: CollectorRegistry = REGISTRY) -> None:
        self.registry = registry
        self.articles = Counter("communique_articles", "Articles taken in, by outcome.", ["outcome"], registry=registry)
        self.languages = Counter(
            "communique_articles_passed_over", "Articles not extracted, by language.", ["language"], registry=registry
        )
        self.telling = Counter(
            "communique_articles_telling", "Articles extracted that tell of an event.", registry=registry
        )
        self.found = Counter(
            "communique_mentions_found", "Mentions of events taken from articles, by type.", ["type"], registry=registry
        )
        self.dead_letters = Counter(
            "communique_dead_letters", "Records sent to the dead-letter topic.", ["stage", "reason"], registry=registry
        )
        self.events = Counter(
            "communique_events_published", "Versions of events published.", ["type", "status"], registry=registry
        )
        self.withdrawn = Counter("communique_events_withdrawn", "Events withdrawn.", ["type"], registry=registry)
        self.rows = Counter("communique_entity_rows_published", "Entity rows published.", registry=registry)
        self.cut = Counter(
            "communique_mentions_dropped", "Mentions beyond the bounds of one article.", registry=registry
        )
        self.extraction = Histogram(
            "communique_extraction_seconds",
            "Time from an article's being handed to the pool to its events.",
            buckets=EXTRACTION_BUCKETS,
            registry=registry,
        )
        self.retries = Counter(
            "communique_extraction_retries", "Articles tried again after their process died.", registry=registry
        )
        self.pool_restarts = Counter(
            "communique_pool_restarts",
            "Pools of extracting processes that broke and were made anew.",
            registry=registry,
        )
        self.article_bytes = Counter(
            "communique_articles_bytes", "Size of the records taken in as articles, as sent.", registry=registry
        )
        self.merging = Histogram(
            "communique_merge_seconds",
            "Time to work out what follows from one article for the events.",
            buckets=MERGE_BUCKETS,
            registry=registry,
        )
        self.live = Gauge("communique_live_mentions", "Mentions that may still grow into events.", registry=registry)
        self.refused = Counter(
            "communique_web_refused", "Requests that the web view refused, by reason.", ["reason"], registry=registry
        )
        self.queue = Gauge("communique_queue_depth", "Articles waiting or in extraction.", registry=registry)
        self.lag = Gauge(
            "communique_lag_records", "Records not yet acknowledged.", ["topic", "partition"], registry=registry
        )
        self.commit_age = Gauge(
            "communique_commit_age_seconds",
            "Time since the last commit in a partition with records waiting; 0 where none wait.",
            ["topic", "partition"],
            registry=registry,
        )
        self.ready = Gauge("communique_ready", "1 while articles are read, else 0.", registry=registry)
        self.disk_free = Gauge(
            "communique_disk_free_bytes", "Room left on the disk of the data directory.", registry=registry
        )
        self.disk_size = Gauge(
            "communique_disk_size_bytes", "Size of the disk of the data directory.", registry=registry
        )
        self.build = Gauge(
            "communique_build_info",
            "1; the labels tell what runs.",
            ["version", "python", "model", "store"],
            registry=registry,
        )
        self._begin_at_nought()

    def _begin_at_nought(self) -> None:
        """Show what has not been counted yet: Prometheus sees no increase where a count begins with 1."""
        for outcome in OUTCOMES:
            self.articles.labels(outcome)
        for stage, reasons in DEAD_LETTERS.items():
            for reason in reasons:
                self.dead_letters.labels(stage, reason)
        for kind in EventType:
            self.withdrawn.labels(kind.value)
            self.found.labels(kind.value)
            for status in Status:
                self.events.labels(kind.value, status.value)

    def tell_build(self, settings: Settings) -> None:
        """Tell which version runs, with what."""
        model = settings.model.rpartition("/")[2][:100]
        self.build.labels(version("communique"), platform.python_version(), model, settings.store).set(1)

    def faust_monitor(self) -> PrometheusMonitor:
        """Faust's own sensors, whose metrics begin with `faust_`."""
        return PrometheusMonitor(metrics=FaustMetrics.create(self.registry, "faust"))


def language_label(language: str | None) -> str:
    """The label of a language as an article names it, such as `de` for `de-AT`."""
    code = (language or "").partition("-")[0].lower()
    return code if code in LANGUAGES else OTHER
