"""The commands, each as a person would type it, on an embedded broker."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from kafka.admin import KafkaAdminClient

from agents.settings import PREFIX
from harness import Stream, article, meeting
from web import Answer, web

SECONDS = 90


def run(bootstrap: str, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run `communique` on a broker with two partitions a topic, with no terminal."""
    environment = {**os.environ, f"{PREFIX}BOOTSTRAP_SERVERS": bootstrap, f"{PREFIX}PARTITIONS": "2"}
    return subprocess.run(
        [sys.executable, "-m", "agents.cli", *arguments],
        env=environment,
        input=stdin,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )


def lines(output: bytes) -> list[str]:
    return output.decode().splitlines()


def test_a_command_without_a_broker_says_so_in_one_line() -> None:
    done = run("127.0.0.1:1", "topics", "check")
    assert done.returncode == 1
    [line] = lines(done.stderr)
    assert line.startswith("Error: the broker cannot be reached")


def test_a_worker_refuses_to_start_without_its_topics(embedded_broker: str) -> None:
    done = run(embedded_broker, "worker")
    assert done.returncode == 78
    assert "communique topics create" in done.stderr.decode()


def test_a_worker_refuses_to_start_where_no_article_can_be_extracted(
    embedded_broker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}MODEL", "no_such_model")
    assert run(embedded_broker, "topics", "create").returncode == 0
    done = run(embedded_broker, "worker")
    assert done.returncode == 78
    assert (
        "articles cannot be extracted: ModelNotFoundError: the spaCy pipeline 'no_such_model'" in done.stderr.decode()
    )


def test_topics_are_made_once_and_then_found_as_needed(embedded_broker: str) -> None:
    first, second = run(embedded_broker, "topics", "create"), run(embedded_broker, "topics", "create")
    names = [line.split()[0] for line in lines(run(embedded_broker, "topics", "list").stdout)]
    assert lines(first.stdout) == [f"created {name}" for name in names] + [
        f"{len(names)} topics are as the stream needs them"
    ]
    assert lines(second.stdout) == [f"{len(names)} topics are as the stream needs them"]
    assert (first.returncode, second.returncode) == (0, 0)


def test_a_topic_with_other_partitions_is_told_with_its_mending(embedded_broker: str) -> None:
    admin = KafkaAdminClient(bootstrap_servers=embedded_broker)
    admin.create_topics({"articles": {"num_partitions": 3, "replication_factor": 1}})
    admin.close()
    done = run(embedded_broker, "topics", "create")
    assert done.returncode == 1
    assert "articles: 3 partitions, must be 2" in done.stderr.decode()


def test_watching_topics_that_are_not_there_says_how_to_make_them(embedded_broker: str) -> None:
    done = run(embedded_broker, "watch", "--limit", "1")
    assert done.returncode == 1
    assert "communique topics create" in done.stderr.decode()


def test_feed_sends_articles_and_names_what_is_none(embedded_broker: str, tmp_path: Path) -> None:
    stream = Stream(embedded_broker, tmp_path)
    stream.create_topics()
    good = {"id": "wire/1", "text": "The minister flew home.", "language": "en"}
    done = run(embedded_broker, "feed", "-", stdin=json.dumps(good).encode() + b"\n{broken\n")
    assert done.returncode == 1
    assert lines(done.stderr)[0].startswith("<stdin>:2: not JSON")
    assert lines(done.stderr)[-1] == "1 sent, 1 refused (1 json), 0 failed"
    [record] = stream.read("articles", until=len, linger=0.5)
    assert (record.key, record.data) == (b"wire/1", good)


def test_feed_sends_what_it_has_read_of_an_input_without_end(embedded_broker: str, tmp_path: Path) -> None:
    stream = Stream(embedded_broker, tmp_path)
    stream.create_topics()
    environment = {**os.environ, f"{PREFIX}BOOTSTRAP_SERVERS": embedded_broker, f"{PREFIX}PARTITIONS": "2"}
    with subprocess.Popen(
        [sys.executable, "-m", "agents.cli", "feed", "-"],
        env=environment,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as feeding:
        assert feeding.stdin is not None
        feeding.stdin.write(json.dumps({"id": "wire/1", "text": "They flew home."}).encode() + b"\n")
        feeding.stdin.flush()
        stream.read("articles", until=len)
        feeding.stdin.write(json.dumps({"id": "wire/2", "text": "They flew on."}).encode() + b"\n")
        _, told = feeding.communicate(timeout=SECONDS)
    assert lines(told) == ["2 sent, 0 refused, 0 failed"]


def test_feed_sends_nothing_where_one_of_the_files_cannot_be_read(embedded_broker: str, tmp_path: Path) -> None:
    Stream(embedded_broker, tmp_path).create_topics()
    good, missing = tmp_path / "good.jsonl", tmp_path / "missing.jsonl"
    good.write_text('{"text": "They flew home."}\n')
    done = run(embedded_broker, "feed", str(good), str(missing))
    assert (done.returncode, lines(done.stderr)) == (1, [f"Error: {missing}: No such file or directory"])


def test_feed_follows_feeds_and_directories_until_it_is_ended(embedded_broker: str, tmp_path: Path) -> None:
    stream = Stream(embedded_broker, tmp_path)
    stream.create_topics()
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    environment = {**os.environ, f"{PREFIX}BOOTSTRAP_SERVERS": embedded_broker, f"{PREFIX}PARTITIONS": "2"}
    item = "<item><guid>urn:wire:{0}</guid><description>Item {0}.</description></item>"
    channel = '<rss version="2.0"><channel><title>Wire</title><language>en</language>{}</channel></rss>'
    with web() as server:
        server.answers["/a.rss"] = Answer(channel.format(item.format(1)).encode())
        asked = [
            "--every",
            "1",
            "--delay",
            "0",
            "--state",
            str(tmp_path / "state.json"),
            f"{server.url}/a.rss",
            str(incoming),
        ]
        with subprocess.Popen(
            [sys.executable, "-m", "agents.cli", "feed", *asked], env=environment, stderr=subprocess.PIPE
        ) as feeding:
            stream.read("articles", until=len)
            server.answers["/a.rss"] = Answer(channel.format(item.format(2) + item.format(1)).encode())
            (incoming / "a.txt").write_text("They flew home.")
            records = stream.read("articles", until=lambda found: len(found) >= 3)
            feeding.terminate()
            _, told = feeding.communicate(timeout=SECONDS)
    assert sorted(record.data["text"] for record in records) == ["Item 1.", "Item 2.", "They flew home."]
    assert lines(told)[-1].startswith("3 sent, 0 refused, 0 failed")
    assert feeding.returncode == 0


def test_feed_unchecked_sends_every_line_byte_for_byte(embedded_broker: str, tmp_path: Path) -> None:
    stream = Stream(embedded_broker, tmp_path)
    stream.create_topics()
    done = run(embedded_broker, "feed", "--unchecked", "-", stdin=b"{broken \xff\n")
    assert (done.returncode, lines(done.stderr)) == (0, ["1 sent, 0 refused, 0 failed"])
    [record] = stream.read("articles", until=len)
    assert (record.key, record.value) == (None, b"{broken \xff")


def test_watch_shows_events_of_the_types_asked_for(embedded_broker: str, tmp_path: Path) -> None:
    stream = Stream(embedded_broker, tmp_path)
    stream.create_topics()
    with stream.worker():
        stream.send_articles(article("a", meeting(("Anna Lund", "NO"), ("Bert Maes", "BE"))))
        readable = run(embedded_broker, "watch", "--from-beginning", "--limit", "1")
        as_json = run(embedded_broker, "watch", "--from-beginning", "--limit", "1", "--json", "--type", "meeting")
    [line] = lines(readable.stdout)
    assert line.startswith("planned   Anna Lund (NO) and Bert Maes (BE)")
    assert "\x1b" not in line
    assert json.loads(as_json.stdout)["sources"][0]["article_id"] == "a"


@pytest.mark.slow
def test_the_demo_runs_the_whole_way_and_shows_events_of_every_type() -> None:
    done = run("127.0.0.1:1", "demo", "--once")
    assert done.returncode == 0, done.stderr.decode()
    shown = done.stdout.decode()
    for kind in ("meeting:", "trade_measure:", "appointment:"):
        assert f" · {kind}" in shown
    assert "refused" not in shown
    assert "web view: http://127.0.0.1:" in done.stderr.decode()
