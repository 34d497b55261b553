"""Rows that lie on either of two workers, as programs ask for them."""

from __future__ import annotations

import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from agents.api.routes import ROUTES
from answering import Told, wrong
from harness import Stream, Worker, article, meeting, person

pytestmark = [pytest.mark.integration, pytest.mark.slow]

NORWAY, BELGIUM = (
    {"name": name, "kind": "country", "country": code, "entity_id": f"country:{code}"}
    for name, code in (("Norway", "NO"), ("Belgium", "BE"))
)
COMMON = {"status": "occurred", "summary": "so it is", "confidence": 0.8, "evidence": meeting()["evidence"]}
TALKS = meeting(("Anna Lund", "NO"), ("Bert Maes", "BE"))
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
    "person": person("Anna Lund", "NO"),
    "office": "envoy",
    "country": "NO",
    **COMMON,
}
BY_NAME = {route.name: route for route in ROUTES}


def ask(worker: Worker, path: str) -> Told:
    try:
        with urlopen(f"http://127.0.0.1:{worker.port}{path}", timeout=10) as response:
            return Told(response.status, response.headers.get_content_type(), response.read())
    except HTTPError as error:
        return Told(error.code, error.headers.get_content_type(), error.read())


ANNA = f"/api/entities/{quote('person:NO/anna-lund', safe='')}"
ROWS: dict[str, tuple[str, list[bytes]]] = {
    "entity": (ANNA, [b"meeting:", b"envoy"]),
    "offices": ("/api/offices/no", [b"envoy"]),
    "measures": ("/api/measures/NO/BE", [b"tariff"]),
    "meetings": ("/api/meetings/be/no", [b"meeting:"]),
    "pair": ("/api/pairs/BE/NO", [b"meeting:", b"tariff"]),
    "names": ("/api/names/lund", [b"anna-lund"]),
}
"""For each route the address, and what stands in its answer once all is known."""


def told_by(worker: Worker) -> dict[str, Told]:
    """What a worker answers; every answer is as described."""
    told = {name: ask(worker, path) for name, (path, _) in ROWS.items()}
    assert {name: why for name, one in told.items() if (why := wrong(BY_NAME[name], one))} == {}
    return told


def whole(worker: Worker) -> dict[str, Told]:
    """What a worker answers once it tells of all that was sent."""
    deadline = time.monotonic() + 30
    while True:
        told = told_by(worker)
        if all(word in told[name].body for name, (_, words) in ROWS.items() for word in words):
            return told
        assert time.monotonic() < deadline, told
        time.sleep(0.1)


def test_both_workers_answer_alike_and_one_that_is_left_says_not_now_until_it_holds_all_rows(
    embedded_broker: str, tmp_path: Path
) -> None:
    """An answer while partitions move is the right one or 503, never one that leaves out what is not there yet."""
    stream = Stream(embedded_broker, tmp_path)
    stream.create_topics()
    with stream.worker() as one, stream.worker() as other:
        stream.send_articles(article("a", TALKS), article("c", TARIFF, ENVOY))
        before = whole(one)
        assert whole(other) == before
        other.process.terminate()
        refused, deadline = 0, time.monotonic() + 30
        while other.process.poll() is None or not one.is_ready() or told_by(one) != before:
            now = told_by(one)
            assert [told for name, told in now.items() if told.status != 503 and told != before[name]] == []
            refused += sum(told.status == 503 for told in now.values())
            assert time.monotonic() < deadline, now
        assert refused
