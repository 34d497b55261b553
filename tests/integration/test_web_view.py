"""The web view of a running worker."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from operator import eq
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner

from agents.broker.embedded import embedded_broker
from agents.cli.entity import entity
from agents.cli.events import events
from agents.pages.event import NOT_KEPT
from agents.pages.rendering import SECURITY_HEADERS
from agents.routing import PASSED_ON
from harness import Stream, Worker, article, meeting, person

ANNA, MALLORY = ("Anna Lund", "NO"), ("Mallory <script>alert(1)</script>", "BE")

NORWAY, BELGIUM = (
    {"name": name, "kind": "country", "country": code, "entity_id": f"country:{code}"}
    for name, code in (("Norway", "NO"), ("Belgium", "BE"))
)
COMMON = {"status": "occurred", "summary": "so it is", "confidence": 0.8, "evidence": meeting()["evidence"]}
TARIFF = {
    "type": "trade_measure",
    "measure": "tariff",
    "action": "impose",
    "imposers": [NORWAY],
    "targets": [BELGIUM],
    **COMMON,
}
ENVOY = {
    "type": "appointment",
    "action": "appoint",
    "person": {**person("Lund", "NO"), "title": "Envoy"},
    "office": "envoy",
    "country": "NO",
    **COMMON,
}

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """A worker that has read an event of each type and one record that is no article."""
    with embedded_broker() as bootstrap:
        stream = Stream(bootstrap, tmp_path_factory.mktemp("web"))
        stream.create_topics()
        with stream.worker() as worker:
            stream.send_articles(article("a", meeting(ANNA, MALLORY)), article("c", TARIFF, ENVOY))
            stream.send([{"key": b"b", "value": b"<b>no article</b>"}])
            yield worker


def get(worker: Worker, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of a page."""
    try:
        asked = Request(f"http://127.0.0.1:{worker.port}{path}", headers=headers)
        with urlopen(asked, timeout=10) as response:  # noqa: S310 -- as above
            return response.status, dict(response.headers), response.read().decode()
    except HTTPError as error:
        return error.code, dict(error.headers), error.read().decode()


def wait_for(worker: Worker, path: str, holds: Callable[[str], object]) -> str:
    """A page once something holds of it."""
    deadline = time.monotonic() + 30
    while not holds(page := get(worker, path)[2]):
        assert time.monotonic() < deadline, page
        time.sleep(0.2)
    return page


def read(worker: Worker, path: str) -> tuple[int, Any]:
    """Status and JSON of a page."""
    status, _, body = get(worker, path)
    return status, json.loads(body)


def test_the_pages_show_what_the_worker_does(worker: Worker) -> None:
    home = wait_for(worker, "/", lambda page: "Anna Lund" in page and "JSONDecodeError" in page)
    assert "Mallory &lt;script&gt;alert(1)&lt;/script&gt;" in home
    assert "<script>" not in home
    assert 'class="badge ready"' in home

    assert "Anna Lund" in get(worker, "/?type=meeting&country=NO&since=2031-05-12&until=")[2]
    assert "Anna Lund" not in get(worker, "/?type=meeting&since=2031-05-13")[2]
    assert get(worker, "/?since=soon")[0] == 400
    assert read(worker, "/static/base.html") == (404, {"error": "no such file"})
    assert read(worker, "/healthz") == (200, {"status": "alive"})
    assert read(worker, "/readyz")[1]["status"] == "ready"

    [event] = json.loads(wait_for(worker, "/api/events?type=meeting", lambda page: "meeting:" in page))["events"]
    page = f"/api/events/{quote(event['event_id'], safe='')}"
    account = json.loads(wait_for(worker, page, lambda page: '"live":true' in page))
    [report] = account.pop("reports")
    assert (report["article_id"], report["why"]) == ("a", "first report")
    assert account == {
        "event_id": event["event_id"],
        "version": 1,
        "live": True,
        "withdrawn": False,
        "last_seen": event["last_seen"],
        "entities": account["entities"],
        "conflicts": [],
        "event": event,
    }
    assert {"country:NO", "person:NO/anna-lund"} <= set(account["entities"])
    assert read(worker, f"/api/events/{event['event_id']}")[1]["event"] == event
    assert read(worker, "/api/events?type=meeting&status=occurred") == (200, {"events": []})
    assert read(worker, "/api/events?limit=zero")[0] == 400
    assert read(worker, "/api/events/meeting:0000000000000000") == (404, {"error": NOT_KEPT})

    path = f"/api/entities/{quote('person:NO/anna-lund', safe='')}"
    anna = json.loads(wait_for(worker, path, lambda page: "anna-lund" in page and "envoy" in page))
    assert (anna["entity_id"], anna["name"], anna["names"]) == (
        "person:NO/anna-lund",
        "Anna Lund",
        {"Anna Lund": 1, "Lund": 1},
    )
    assert event["event_id"] in {told["event_id"] for told in anna["events"]}
    assert [office["office"] for office in anna["offices"]] == ["envoy"]
    assert read(worker, "/api/entities/person:NO%2Fnobody") == (404, {"error": "no such entity"})

    metrics = get(worker, "/metrics")[2]
    assert 'communique_articles_total{outcome="extracted"} 2.0' in metrics
    assert 'communique_dead_letters_total{reason="json",stage="intake"} 1.0' in metrics


def test_the_tables_answer_what_people_ask(worker: Worker) -> None:
    [held] = json.loads(wait_for(worker, "/api/offices/no", lambda page: "envoy" in page))["offices"]
    assert (held["office"], held["person"]["name"]) == ("envoy", "Lund")
    for path in ("/api/measures/NO/BE", "/api/measures/be/no"):
        answer = json.loads(wait_for(worker, path, lambda page: "tariff" in page))
        assert answer["countries"] == ["BE", "NO"]
        assert [measure["action"] for measure in answer["measures"]] == ["impose"]
    [may] = json.loads(wait_for(worker, "/api/meetings/NO/BE?month=2031-05", lambda page: "meeting:" in page))["months"]
    assert (may["month"], may["count"], may["meetings"][0]["start"]) == ("2031-05", 1, "2031-05-12")
    names = json.loads(wait_for(worker, "/api/names/lund?country=NO", lambda page: "person:NO/lund" in page))
    assert names["people"] == [{"entity_id": "person:NO/anna-lund", "titles": [], "also": ["person:NO/lund"]}]

    assert read(worker, "/api/offices/JP") == (200, {"country": "JP", "offices": []})
    assert read(worker, "/api/offices/Japan")[0] == 400
    assert read(worker, "/api/measures/NO/NO")[0] == 400
    assert read(worker, "/api/meetings/NO/BE?month=May")[0] == 400


def test_pages_for_people_tell_of_an_event_an_entity_and_two_countries(worker: Worker) -> None:
    [event] = json.loads(wait_for(worker, "/api/events?type=meeting", lambda page: "meeting:" in page))["events"]
    page = f"/events/{quote(event['event_id'], safe='')}"
    shown = wait_for(worker, page, lambda page: "first report" in page)
    assert "Mallory &lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert 'href="/entities/person%3ANO%2Fanna-lund"' in shown
    wait_for(worker, "/entities/person:NO%2Fanna-lund", lambda page: "envoy" in page and "May 2031" in page)
    wait_for(worker, "/entities/country:NO", lambda page: "imposed tariffs" in page and "Lund</a>: " in page)
    for path in ("/matrix", "/matrix?kind=measures&country=be"):
        wait_for(worker, path, lambda page: '<a href="/pairs/' in page)
    wait_for(worker, "/pairs/no/be?since=2031-05", lambda page: "Meetings: 1" in page)
    assert json.loads(wait_for(worker, "/api/matrix", lambda page: "BE" in page)) == {
        "kind": "meetings",
        "pairs": [{"countries": ["BE", "NO"], "count": 1}],
        "workers_missing": 0,
    }
    [measure] = json.loads(wait_for(worker, "/api/measures/no", lambda page: "tariff" in page))["measures"]
    between = read(worker, "/api/pairs/BE/NO")[1]
    assert (between["in_force"], [act["status"] for act in between["acts"]]) == ([measure], ["occurred"])
    assert between["months"] == read(worker, "/api/meetings/BE/NO")[1]["months"]


@pytest.mark.parametrize(
    "path, status, told",
    [
        ("/events/meeting:0000000000000000", 404, "settled and no longer kept"),
        ("/events/x", 404, "Ids of events are like"),
        ("/entities/person:NO%2Fbea-lund", 404, 'href="/entities/person%3ANO%2Fanna-lund"'),
        ("/entities/nobody", 404, "Ids are like"),
        ("/pairs/NO/NO", 404, "two different countries"),
        ("/pairs/NO/BE?since=May", 400, "month must be like"),
        ("/matrix?since=May", 400, "month must be like"),
    ],
)
def test_a_page_that_there_is_not_says_why(worker: Worker, path: str, status: int, told: str) -> None:
    wait_for(worker, "/entities/person:NO%2Fanna-lund", lambda page: "Anna Lund" in page)
    answered, headers, body = get(worker, path)
    assert (answered, headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert told in body


def test_the_command_line_asks_the_web_view(worker: Worker) -> None:
    url = f"http://127.0.0.1:{worker.port}"
    wait_for(worker, f"/api/entities/{quote('person:NO/anna-lund', safe='')}", lambda page: "envoy" in page)
    found = CliRunner().invoke(entity, ["person:NO/anna-lund", "--url", url])
    assert (found.exit_code, "holds    envoy (NO)" in found.output) == (0, True)
    as_json = CliRunner().invoke(entity, ["person:NO/anna-lund", "--url", url, "--json"])
    assert json.loads(as_json.output)["entity_id"] == "person:NO/anna-lund"
    [event] = json.loads(wait_for(worker, "/api/events?type=meeting", lambda page: "meeting:" in page))["events"]
    shown = CliRunner().invoke(events, ["show", event["event_id"], "--url", url])
    assert shown.exit_code == 0
    assert f"{event['event_id']}  version 1  may still change" in shown.output
    assert "first report" in shown.output
    as_json = CliRunner().invoke(events, ["show", event["event_id"], "--url", url, "--json"])
    assert json.loads(as_json.output)["event"] == event
    unknown = CliRunner().invoke(events, ["show", "meeting:0000000000000000", "--url", url])
    assert (unknown.exit_code, "nothing is known of meeting:0" in unknown.output) == (1, True)
    missing = CliRunner().invoke(entity, ["person:NO/bea-lund", "--url", url])
    assert (missing.exit_code, "there are person:NO/anna-lund" in missing.output) == (1, True)


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/metrics", "/api/events", "/api/events/none", "/static/communique.css", "/no/such/page"]
)
def test_every_answer_bears_the_security_headers(worker: Worker, path: str) -> None:
    _, headers, _ = get(worker, path)
    assert SECURITY_HEADERS.items() <= headers.items()


def test_the_dashboard_tells_rates_once_the_worker_has_run_for_some_seconds(worker: Worker) -> None:
    rates = r"(Articles|Events) a minute</dt><dd>[\d.,]+</dd>"
    wait_for(worker, "/", lambda page: len(re.findall(rates, page)) == 2)


def test_any_of_two_workers_gives_a_row_or_an_event_also_after_a_restart(embedded_broker: str, tmp_path: Path) -> None:
    stream = Stream(embedded_broker, tmp_path)
    stream.create_topics()
    path = f"/api/entities/{quote('person:NO/anna-lund', safe='')}"
    with stream.worker() as first:
        stream.send_articles(article("a", meeting(ANNA, MALLORY)))
        told = wait_for(first, path, lambda page: "anna-lund" in page)
        [event] = json.loads(wait_for(first, "/api/events", lambda page: "meeting:" in page))["events"]
        event_path = f"/api/events/{quote(event['event_id'], safe='')}"
        why = json.loads(wait_for(first, event_path, lambda page: '"live":true' in page))["reports"]
    with stream.worker() as one, stream.worker() as other:
        for worker in (one, other):
            assert wait_for(worker, path, lambda page: "anna-lund" in page) == told
            assert json.loads(wait_for(worker, event_path, lambda page: '"live":true' in page))["reports"] == why
        held = ("/entities/country:NO", f"/events/{quote(event['event_id'])}")
        for page in (*held, "/matrix", "/pairs/BE/NO"):
            whole = wait_for(
                one, page, lambda page: "/pairs/" in page or ("Anna Lund" in page and "not answer" not in page)
            )
            wait_for(other, page, partial(eq, whole))
        for page in held:
            assert {get(worker, page, **{PASSED_ON: "1"})[0] for worker in (one, other)} == {200, 503}
