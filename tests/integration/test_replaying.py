"""Dead letters counted, shown and sent again, by the commands themselves on Apache Kafka."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from agents.cli.dead_letters import dead_letters
from agents.settings import PREFIX
from agents.topics import ARTICLES, DEAD_LETTERS, EVENTS
from harness import Record, Stream, article, meeting
from schemas.vocabulary import EventType

pytestmark = pytest.mark.slow

OWN = [("trace", b"\x00\xff"), ("trace", b"again")]


@pytest.fixture
def letters(kafka_stream: Stream, monkeypatch: pytest.MonkeyPatch) -> list[Record]:
    """Two dead letters: an article whose extraction raised, and bytes that are no article."""
    for name in ("bootstrap_servers", "partitions"):
        monkeypatch.setenv(PREFIX + name.upper(), str(kafka_stream.environment[name]))
    told = json.dumps({"id": "x", "text": "RAISE", "language": "en"}).encode()
    with kafka_stream.worker():
        kafka_stream.send([{"key": b"k\xfe", "value": told, "headers": OWN}, {"key": b"bad", "value": b"\x1b{"}])
        return kafka_stream.read(DEAD_LETTERS, until=lambda seen: len(seen) == 2)


def run(*words: str) -> Result:
    return CliRunner().invoke(dead_letters, words)


def test_a_record_is_sent_again_byte_for_byte_once(kafka_stream: Stream, letters: list[Record]) -> None:
    ids = {one.key: f"{one.partition}-{one.offset}" for one in letters}
    raised, garbage = ids[b"k\xfe"], ids[b"bad"]

    listed = run("list")
    assert listed.exit_code == 0, listed.output
    assert "1  extract LookupError" in listed.output
    assert "1  intake JSONDecodeError" in listed.output
    assert r"value      \x1b{" in run("show", garbage).output

    dry = run("replay", "--all", "--dry-run")
    assert f"{raised} would go to articles[" in dry.output
    assert "2 would be sent, 0 sent before" in dry.output
    asked = run("replay", raised)
    assert (asked.exit_code, "--yes sends them" in asked.output) == (1, True)
    assert len(kafka_stream.read(ARTICLES, until=len, linger=1.0)) == 2

    assert "1 sent, 0 sent before" in run("replay", "--reason", "LookupError", "--yes").output
    assert "1 sent, 1 sent before" in run("replay", "--all", "--yes").output
    assert "0 sent, 2 sent before" in run("replay", "--all", "--yes").output

    records = kafka_stream.read(ARTICLES, until=lambda seen: len(seen) >= 4, linger=1.0)
    original, replayed = (one for one in records if one.key == b"k\xfe")
    assert (replayed.partition, replayed.value) == (original.partition, original.value)
    assert list(replayed.headers) == [*OWN, ("communique.replay-of", raised.encode())]
    assert len(records) == 4


def test_what_fails_again_is_a_dead_letter_of_its_own(kafka_stream: Stream, letters: list[Record]) -> None:
    with kafka_stream.worker():
        assert run("replay", "--all", "--yes").exit_code == 0
        kafka_stream.send_articles(article("a", meeting(("Anna Lund", "NO"), ("Bert Maes", "BE"))))
        assert kafka_stream.read(EVENTS[EventType.MEETING], until=len)
        again = kafka_stream.read(DEAD_LETTERS, until=lambda seen: len(seen) >= 4)
    assert len(again) == 4
    assert "2 sent, 2 sent before" in run("replay", "--all", "--yes").output
