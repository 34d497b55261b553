"""The names of metrics follow Prometheus' conventions."""

from __future__ import annotations

import pytest
from prometheus_client import CollectorRegistry

from agents.metrics import DEAD_LETTERS, Metrics, language_label
from agents.settings import Settings


def names() -> list[tuple[str, str]]:
    registry = CollectorRegistry()
    Metrics(registry)
    return [(family.name, family.type) for family in registry.collect()]


@pytest.mark.parametrize("name,kind", names())
def test_a_metric_begins_with_the_application_and_ends_with_its_unit(name: str, kind: str) -> None:
    assert name.startswith("communique_")
    if kind == "gauge":
        assert name.endswith(("_seconds", "_records", "_depth", "_bytes", "_mentions", "_ready", "_info"))
    if kind == "histogram":
        assert name.endswith("_seconds")
    if kind == "counter":
        assert not name.endswith("_total"), "the client adds it"


@pytest.mark.parametrize(
    "language,label",
    [
        pytest.param("de", "de", id="a language that can be detected"),
        pytest.param("pt-BR", "pt", id="with its region"),
        pytest.param("ZH-hant", "zh", id="in capitals"),
        pytest.param("xqz", "other", id="made up"),
        pytest.param("", "other", id="empty"),
        pytest.param(None, "other", id="none"),
    ],
)
def test_what_articles_name_as_their_language_makes_no_label_without_bound(language: str | None, label: str) -> None:
    assert language_label(language) == label


def test_what_may_happen_is_counted_from_nought() -> None:
    registry = CollectorRegistry()
    Metrics(registry)
    assert registry.get_sample_value("communique_articles_total", {"outcome": "extracted"}) == 0
    published = {"type": "trade_measure", "status": "possible"}
    assert registry.get_sample_value("communique_events_published_total", published) == 0
    for stage, reasons in DEAD_LETTERS.items():
        for reason in reasons:
            labels = {"stage": stage, "reason": reason}
            assert registry.get_sample_value("communique_dead_letters_total", labels) == 0


def test_a_worker_tells_what_it_runs_and_no_path_of_its_model() -> None:
    registry = CollectorRegistry()
    Metrics(registry).tell_build(Settings(model="/srv/models/own-pipeline"))
    [told] = [metric for metric in registry.collect() if metric.name == "communique_build_info"]
    assert [(sample.labels["model"], sample.labels["store"], sample.value) for sample in told.samples] == [
        ("own-pipeline", "memory", 1)
    ]
