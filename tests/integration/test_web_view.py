"""The web view of a running worker."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from agents.embedded_broker import embedded_broker
from agents.pages.rendering import SECURITY_HEADERS
from harness import Stream, Worker, article, meeting

ANNA, MALLORY = ("Anna Lund", "NO"), ("Mallory <script>alert(1)</script>", "BE")

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """A worker that has read one meeting and one record that is no article."""
    with embedded_broker() as bootstrap:
        stream = Stream(bootstrap, tmp_path_factory.mktemp("web"))
        stream.create_topics()
        with stream.worker() as worker:
            stream.send_articles(article("a", meeting(ANNA, MALLORY)))
            stream.send([{"key": b"b", "value": b"<b>no article</b>"}])
            yield worker


def get(worker: Worker, path: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of a page."""
    try:
        with urlopen(f"http://127.0.0.1:{worker.port}{path}", timeout=10) as response:
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
    assert "<script" not in home
    assert 'class="state ready"' in home

    assert read(worker, "/healthz") == (200, {"status": "alive"})
    assert read(worker, "/readyz")[1]["status"] == "ready"

    listed = json.loads(wait_for(worker, "/api/events", lambda page: "meeting:" in page))["events"]
    [event] = listed
    assert read(worker, f"/api/events/{quote(event['event_id'])}") == (200, event)
    assert read(worker, "/api/events?type=appointment") == (200, {"events": []})
    assert read(worker, "/api/events?limit=zero")[0] == 400
    assert read(worker, "/api/events/meeting:0000000000000000")[0] == 404

    path = f"/api/entities/{quote('person:NO/anna-lund', safe='')}"
    anna = json.loads(wait_for(worker, path, lambda page: "anna-lund" in page))
    assert (anna["entity_id"], anna["name"], anna["events"][0]["event_id"]) == (
        "person:NO/anna-lund",
        "Anna Lund",
        event["event_id"],
    )
    assert read(worker, "/api/entities/person:NO%2Fnobody") == (404, {"error": "no such entity"})

    metrics = get(worker, "/metrics")[2]
    assert 'communique_articles_total{outcome="extracted"} 1.0' in metrics
    assert 'communique_dead_letters_total{reason="json",stage="intake"} 1.0' in metrics


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/metrics", "/api/events", "/api/events/none", "/static/communique.css", "/no/such/page"]
)
def test_every_answer_bears_the_security_headers(worker: Worker, path: str) -> None:
    _, headers, _ = get(worker, path)
    assert SECURITY_HEADERS.items() <= headers.items()


def test_any_of_two_workers_gives_a_row_also_after_a_restart(embedded_broker: str, tmp_path: Path) -> None:
    stream = Stream(embedded_broker, tmp_path)
    stream.create_topics()
    path = f"/api/entities/{quote('person:NO/anna-lund', safe='')}"
    with stream.worker() as first:
        stream.send_articles(article("a", meeting(ANNA, MALLORY)))
        told = wait_for(first, path, lambda page: "anna-lund" in page)
    with stream.worker() as one, stream.worker() as other:
        for worker in (one, other):
            assert wait_for(worker, path, lambda page: "anna-lund" in page) == told
