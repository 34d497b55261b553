"""What watches the workers names metrics that there are, is tested, and tells people what to do.

`.ci/checks monitoring` has promtool check the rules and run their tests; this holds what promtool cannot know.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import Dashboard
from prometheus_client import CollectorRegistry

from agents.metrics import Metrics
from agents.settings import Settings

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy" / "monitoring"
RULES: list[dict[str, Any]] = [
    rule for group in yaml.safe_load((FOLDER / "alerts.yml").read_text("utf-8"))["groups"] for rule in group["rules"]
]
ALERTS = {rule["alert"]: rule for rule in RULES}
TESTS: list[dict[str, Any]] = yaml.safe_load((FOLDER / "alerts.test.yml").read_text("utf-8"))["tests"]
DASHBOARD: dict[str, Any] = json.loads((FOLDER / "grafana" / "communique.json").read_text("utf-8"))

OF_PROMETHEUS = {"up": {"job", "instance"}}
OF_THE_CLIENT = {
    "process_start_time_seconds": {"job", "instance"},
    "process_resident_memory_bytes": {"job", "instance"},
}
OF_A_HISTOGRAM = ("_bucket", "_sum", "_count")


def known_metrics() -> dict[str, set[str]]:
    """Every series that can be asked for, with its labels."""
    metrics = Metrics(CollectorRegistry())
    metrics.faust_monitor()
    known = {**OF_PROMETHEUS, **OF_THE_CLIENT}
    for wrapper in metrics.registry._collector_to_names:
        labels = {*getattr(wrapper, "_labelnames", ()), "job", "instance"}
        for name in metrics.registry._collector_to_names[wrapper]:
            known[name] = labels | ({"le"} if name.endswith("_bucket") else set())
    return known


def panels() -> list[dict[str, Any]]:
    return [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]


def expressions() -> Iterator[Any]:
    for rule in RULES:
        yield pytest.param(rule["expr"], id=rule["alert"])
    for panel in panels():
        for target in panel["targets"]:
            # Grafana puts these in before it asks.
            written = target["expr"].replace("$__rate_interval", "5m").replace("$job", "communique")
            yield pytest.param(written, id=f"panel {panel['title']} {target['refId']}")


@pytest.mark.parametrize("expression", list(expressions()))
def test_a_query_is_sound_and_asks_for_series_that_there_are(expression: str) -> None:
    promql_parser.parse(expression)
    known = known_metrics()
    asked = re.findall(r"\b((?:communique|faust|process)_\w+|up)\{([^}]*)\}", expression)
    assert asked
    for name, selectors in asked:
        assert set(re.findall(r"(\w+)=~?\"", selectors)) <= known[name]
        assert 'job="communique"' in selectors
    grouped = {label for labels in re.findall(r"by \(([^)]*)\)", expression) for label in labels.split(", ")}
    assert grouped <= set().union(*(known[name] for name, _ in asked))


@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_is_tested_to_fire_and_not_to_fire(alert: str) -> None:
    tried = [case for test in TESTS for case in test["alert_rule_test"] if case["alertname"] == alert]
    assert {bool(case["exp_alerts"]) for case in tried} == {True, False}


def test_no_test_is_of_an_alert_that_is_not_there() -> None:
    assert {case["alertname"] for test in TESTS for case in test["alert_rule_test"]} == set(ALERTS)


def test_every_alert_has_a_paragraph_that_tells_what_to_do_and_no_other_has() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    told = re.findall(r"^### (Communique\w+)\n\n\*.+", text, re.MULTILINE)
    assert told == list(ALERTS)


@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_points_to_its_paragraph_and_says_how_bad_it_is(alert: str) -> None:
    rule = ALERTS[alert]
    assert rule["annotations"]["runbook"] == f"docs/operations.md#{alert.lower()}"
    assert rule["annotations"]["summary"].endswith(".")
    assert rule["labels"]["severity"] in {"info", "warning", "critical"}


def test_the_dashboard_is_one_that_grafana_reads() -> None:
    """Grafana's own library reads it into types, and writes all of it again."""
    again = json.loads(json.dumps(Dashboard.from_json(DASHBOARD), cls=JSONEncoder))
    assert lost(DASHBOARD, again) == []


def lost(before: object, after: object, where: str = "") -> list[str]:
    """Where something stands in a document that is not in another one."""
    if isinstance(before, dict) and isinstance(after, dict):
        return [
            path for key, value in before.items() for path in lost(value, after.get(key, "nothing"), f"{where}/{key}")
        ]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = zip(before, after, strict=True)
        return [path for number, (a, b) in enumerate(pairs) for path in lost(a, b, f"{where}/{number}")]
    return [] if before == after else [where]


def test_panels_do_not_overlap_and_each_is_explained() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        cells = {(place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])}
        assert not taken & cells, panel["title"]
        assert max(x for x, _ in cells) < 24
        taken |= cells
    assert [panel["title"] for panel in panels() if not panel["description"].endswith(".")] == []
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


def test_the_dashboard_shows_every_metric_of_ours() -> None:
    ours = {name for name in known_metrics() if name.startswith("communique_") and not name.endswith("_created")}
    shown = set(re.findall(r"communique_\w+", json.dumps(DASHBOARD)))
    bases = {re.sub(r"_(bucket|sum|count)$", "", name) for name in ours if not name.endswith(("_total", "_info"))}
    counters = {name for name in ours if name.endswith("_total")}
    missing = {name for name in counters if name not in shown} | {
        base
        for base in bases
        if base not in shown and f"{base}_bucket" not in shown and f"{base}_total" not in counters
    }
    assert missing == set()


def test_prometheus_scrapes_the_worker_of_the_compose_file() -> None:
    config = yaml.safe_load((FOLDER / "prometheus.yml").read_text("utf-8"))
    [job] = config["scrape_configs"]
    assert (job["job_name"], job["static_configs"]) == (
        "communique",
        [{"targets": [f"worker:{Settings.model_fields['web_port'].default}"]}],
    )
    assert config["rule_files"] == ["alerts.yml"]


COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]


@pytest.mark.parametrize("service", ["prometheus", "grafana"])
def test_a_container_that_watches_is_given_files_that_there_are(service: str) -> None:
    mounted = [volume.split(":")[0] for volume in COMPOSE[service]["volumes"] if volume.startswith("./")]
    assert mounted
    assert [path for path in mounted if not (ROOT / path).exists()] == []
    assert COMPOSE[service]["profiles"] == ["monitoring"]


def test_grafana_finds_its_dashboard_and_prometheus_in_the_compose_file() -> None:
    places = FOLDER / "grafana" / "provisioning"
    [source] = yaml.safe_load((places / "datasources" / "prometheus.yml").read_text("utf-8"))["datasources"]
    [provider] = yaml.safe_load((places / "dashboards" / "communique.yml").read_text("utf-8"))["providers"]
    assert source["url"] == "http://prometheus:9090"
    folders = [volume.split(":")[1].rpartition("/")[0] for volume in COMPOSE["grafana"]["volumes"]]
    assert provider["options"]["path"] in folders
