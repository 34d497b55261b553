"""What the worker tells Prometheus, beside what Faust tells of itself.

Names follow Prometheus' own advice: prefix of the application, base unit, `_total` for what only grows.
Source: https://prometheus.io/docs/practices/naming/
"""

from __future__ import annotations

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram

EXTRACTION_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Upper bounds in seconds; an article of 350 words takes about 0.08."""


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
        self.dead_letters = Counter(
            "communique_dead_letters", "Records sent to the dead-letter topic.", ["stage", "reason"], registry=registry
        )
        self.events = Counter(
            "communique_events_published", "Versions of events published.", ["type"], registry=registry
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
