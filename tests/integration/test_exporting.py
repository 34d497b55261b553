"""`communique export`, as a person runs it, on Apache Kafka: killed and started again it ends in the same table.

The embedded broker does not tell where its topics end exactly.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest
from kafka import KafkaProducer

from agents.broker.clients import client_options
from agents.settings import PREFIX
from harness import Stream, meeting
from schemas.identity import event_id

SECONDS = 60
EVENTS = 3_000
CHANGES = 6_000


def history(seed: int = 7) -> list[tuple[bytes, bytes | None]]:
    """Records of many events: first versions, then updates and withdrawals by chance."""
    chance = random.Random(seed)  # noqa: S311 -- for tests
    template = {**meeting(("Ann", "NO"), ("Bo", "EE")), "sources": [{"article_id": "a"}], "independent_sources": 1}
    versions: dict[str, int] = {}
    records: list[tuple[bytes, bytes | None]] = []
    for number in range(CHANGES):
        name = event_id("meeting", str(number if number < EVENTS else chance.randrange(EVENTS)))
        versions[name] = versions.get(name, 0) + 1
        told = {**template, "event_id": name, "version": versions[name]}
        gone = number >= EVENTS and chance.random() < 0.3
        records.append((name.encode(), None if gone else json.dumps(told).encode()))
    return records


def expected(records: list[tuple[bytes, bytes | None]]) -> dict[str, int]:
    """The version of each event that is left."""
    last = dict(records)
    return {key.decode(): json.loads(value)["version"] for key, value in last.items() if value is not None}


def publish(stream: Stream, records: list[tuple[bytes, bytes | None]]) -> None:
    producer = KafkaProducer(**client_options(stream.settings), acks="all", linger_ms=20)
    sent = [producer.send("events.meeting", key=key, value=value, partition=key[-1] % 2) for key, value in records]
    for one in sent:
        one.get(timeout=30)
    producer.close()


def start(stream: Stream, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    named = {f"{PREFIX}{name.upper()}": value for name, value in settings.items()}
    address = {f"{PREFIX}BOOTSTRAP_SERVERS": str(stream.environment["bootstrap_servers"])}
    return subprocess.Popen(
        [sys.executable, "-m", "agents.cli", "export", *arguments],
        env={**os.environ, **address, **named},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(stream: Stream, *arguments: str, **settings: str) -> tuple[int, str]:
    process = start(stream, *arguments, **settings)
    _, told = process.communicate(timeout=SECONDS)
    return process.returncode, told


def in_sqlite(path: Path) -> dict[str, int]:
    return dict(sqlite3.connect(path).execute("SELECT event_id, version FROM events").fetchall())


def in_duckdb(path: Path) -> dict[str, int]:
    with duckdb.connect(str(path)) as connection:
        return dict(connection.execute("SELECT event_id, version FROM events").fetchall())


def in_parquet(path: Path) -> dict[str, int]:
    return dict(duckdb.read_parquet(str(path)).project("event_id, version").fetchall())


@pytest.mark.slow
@pytest.mark.parametrize(
    "target, read",
    [
        pytest.param("sqlite", in_sqlite, id="sqlite"),
        pytest.param("duckdb", in_duckdb, id="duckdb"),
        pytest.param("parquet", in_parquet, id="parquet"),
    ],
)
def test_an_export_killed_at_any_moment_ends_in_the_same_table(
    kafka_stream: Stream, tmp_path: Path, target: str, read: Callable[[Path], dict[str, int]]
) -> None:
    records, path = history(), tmp_path / f"news.{target}"
    publish(kafka_stream, records)
    for delay in (0.1, 0.6):
        process = start(kafka_stream, target, str(path))
        _wait(lambda: any(tmp_path.glob(f"{path.name}*")))
        time.sleep(delay)
        process.kill()
        process.communicate()
    assert run(kafka_stream, target, str(path))[0] == 0
    assert read(path) == expected(records)
    assert run(kafka_stream, target, str(path)) == (0, "0 events written or taken out\n")


def test_an_export_to_postgresql_follows_is_killed_and_goes_on(kafka_stream: Stream, postgres: str) -> None:
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS events, communique_export, communique_export_tables")
        records = history()
        publish(kafka_stream, records[: CHANGES // 2])
        process = start(kafka_stream, "postgres", postgres, "--follow")
        _wait(lambda: _count(connection) > 0)
        process.kill()
        process.communicate()
        publish(kafka_stream, records[CHANGES // 2 :])
        assert run(kafka_stream, "postgres", postgres)[0] == 0
        found = connection.execute("SELECT event_id, version FROM events").fetchall()
        kinds = connection.execute(
            "SELECT pg_typeof(start_date)::text, pg_typeof(record)::text, record->>'type' FROM events LIMIT 1"
        ).fetchone()
    assert dict(found) == expected(records)
    assert kinds == ("date", "jsonb", "meeting")


def _count(connection: psycopg.Connection) -> int:
    try:
        row = connection.execute("SELECT count(*) FROM events").fetchone()
    except psycopg.errors.UndefinedTable:
        return 0
    return int(row[0]) if row else 0


def _wait(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_follower_shows_what_comes_and_ends_in_good_order(kafka_stream: Stream, tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    records = history()[:3]
    process = start(kafka_stream, "csv", str(path), "--follow", "--every", "1")
    _wait(path.exists)
    publish(kafka_stream, records)
    _wait(lambda: len(path.read_text().splitlines()) == 4)
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=SECONDS)
    assert (process.returncode, told) == (0, "stopped\n")


@pytest.mark.parametrize(
    "arguments, why",
    [
        pytest.param(("sqlite", "/nowhere/x.sqlite"), "unable to open database file", id="no directory"),
        pytest.param(("postgres", "postgresql://127.0.0.1:1/x"), "Error: PostgreSQL: ", id="no server"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    embedded_broker: str, arguments: tuple[str, ...], why: str, tmp_path: Path
) -> None:
    code, told = run(Stream(embedded_broker, tmp_path), *arguments)
    assert code == 1
    assert why in told.splitlines()[-1]
    assert "Traceback" not in told


def test_a_topic_made_anew_is_told(kafka_stream: Stream, tmp_path: Path) -> None:
    path = tmp_path / "news.sqlite"
    publish(kafka_stream, history()[:9])
    assert run(kafka_stream, "sqlite", str(path))[0] == 0
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE communique_export SET next_offset = 99")
    code, told = run(kafka_stream, "sqlite", str(path))
    assert code == 1
    assert "before the position 99 to go on from: the topic was made anew, or this is another broker" in told
    assert run(kafka_stream, "sqlite", str(path), "--anew") == (0, "9 events written or taken out\n")


@pytest.fixture
def desk() -> Iterator[HTTPServer]:
    """A server that notes bodies, and refuses for good once `refuse` is true."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(404 if server.refuse_from == len(server.got) else 200)  # type: ignore[attr-defined]
            if server.refuse_from != len(server.got):  # type: ignore[attr-defined]
                server.got.append(body)  # type: ignore[attr-defined]
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.got, server.refuse_from = [], -1  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_webhook_gets_each_change_in_order_and_goes_on_with_the_one_it_refused(
    kafka_stream: Stream,
    desk: Any,  # noqa: ANN401 -- a server with notes of its own
) -> None:
    name = event_id("meeting", "a")
    told = [json.loads(value) for _, value in history()[:1] if value]
    versions = [{**told[0], "event_id": name, "version": number} for number in (1, 2, 3)]
    records: list[tuple[bytes, bytes | None]] = [(name.encode(), json.dumps(one).encode()) for one in versions]
    publish(kafka_stream, [*records, (name.encode(), None)])
    url = f"http://127.0.0.1:{desk.server_port}/hook?token=hush-hush"
    desk.refuse_from = 2
    code, said = run(kafka_stream, "webhook", url, webhook_secret="a secret of the tests")  # noqa: S106 -- a test's
    assert (code, said.splitlines()[0]) == (1, "2 sent")
    assert f"{name}/3 is refused with 404; it is sent again by the next run" in said
    assert "hush" not in said
    desk.refuse_from = -1
    assert run(kafka_stream, "webhook", url) == (0, "2 sent\n")
    assert [one.get("version", "gone") for one in desk.got] == [1, 2, 3, "gone"]
