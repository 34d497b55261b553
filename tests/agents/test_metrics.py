"""The names of metrics follow Prometheus' conventions."""

from __future__ import annotations

import pytest
from prometheus_client import CollectorRegistry

from agents.metrics import Metrics


def names() -> list[tuple[str, str]]:
    registry = CollectorRegistry()
    Metrics(registry)
    return [(family.name, family.type) for family in registry.collect()]


@pytest.mark.parametrize("name,kind", names())
def test_a_metric_begins_with_the_application_and_ends_with_its_unit(name: str, kind: str) -> None:
    assert name.startswith("communique_")
    if kind == "gauge":
        assert name.endswith(("_seconds", "_records", "_depth"))
    if kind == "histogram":
        assert name.endswith("_seconds")
    if kind == "counter":
        assert not name.endswith("_total"), "the client adds it"
