"""Whatever cannot be read or extracted becomes a dead letter, whole, and the stream goes on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from agents.topics import ARTICLES, DEAD_LETTERS, EVENTS
from harness import Stream, article, meeting
from schemas.vocabulary import EventType

MEETINGS = EVENTS[EventType.MEETING]
CONNECT = "__connect.errors."


def told(text: str) -> bytes:
    return json.dumps({"id": "x", "text": text, "language": "en", "published_at": "2031-05-10"}).encode()


BAD = [
    pytest.param(b"{nope", "intake", "JSONDecodeError", 1, id="malformed JSON"),
    pytest.param(b"[1, 2]", "intake", "TypeError", 1, id="no object"),
    pytest.param(None, "intake", "ValueError", 1, id="null value"),
    pytest.param(b"", "intake", "ValueError", 1, id="no bytes"),
    pytest.param(b'{"text": "\xff\xfe"}', "intake", "UnicodeDecodeError", 1, id="invalid UTF-8"),
    pytest.param(b'{"id": "x"}', "intake", "ValidationError", 1, id="no text"),
    pytest.param(told("word " * 1_000_000), "intake", "ValidationError", 1, id="five megabytes"),
    pytest.param(told("RAISE"), "extract", "LookupError", 1, id="extraction raises"),
    pytest.param(told("HANG"), "extract", "TimeoutError", 1, id="extraction hangs"),
    pytest.param(told("DIE"), "extract", "ProcessExpired", 2, id="extraction takes its process down"),
]


@pytest.mark.slow
def test_each_bad_record_becomes_a_dead_letter_with_its_reason_and_the_stream_goes_on(stream: Stream) -> None:
    """All at once, with a good article behind each: one worker, as in life."""
    headers = [("trace", b"\x00\xff"), ("trace", b"again")]
    bad: list[dict[str, Any]] = [
        {"key": f"bad-{i}".encode(), "value": param.values[0], "headers": headers} for i, param in enumerate(BAD)
    ]
    good = [article(f"good-{i}", meeting(("Anna Lund", "NO"), (f"Bert {i}", "BE"))) for i in range(len(BAD))]
    with stream.worker(extraction_timeout_seconds=4):
        for record, fine in zip(bad, good, strict=True):
            stream.send([record])
            stream.send_articles(fine)
        letters = stream.read(DEAD_LETTERS, until=lambda seen: len(seen) >= len(BAD), seconds=120, linger=1.0)
        events = stream.read(MEETINGS, until=lambda seen: len(seen) >= len(BAD))

    assert len(events) == len(good)
    by_key = {letter.key: letter for letter in letters}
    assert len(by_key) == len(letters) == len(BAD)
    originals = stream.read(ARTICLES, until=lambda seen: len(seen) == 2 * len(BAD))
    places = {record.key: (record.partition, record.offset) for record in originals}
    for record, param in zip(bad, BAD, strict=True):
        letter = by_key[record["key"]]
        _, stage, error, attempts = (str(value) for value in param.values)
        assert (letter.value, letter.headers[:2]) == (record["value"], tuple(headers)), param.id
        added = dict(letter.headers[2:])
        partition, offset = places[record["key"]]
        assert added[f"{CONNECT}topic"] == b"articles", param.id
        assert added[f"{CONNECT}partition"] == str(partition).encode(), param.id
        assert added[f"{CONNECT}offset"] == str(offset).encode(), param.id
        assert added[f"{CONNECT}stage"] == stage.encode(), param.id
        assert added[f"{CONNECT}exception.class.name"] == error.encode(), param.id
        assert added[f"{CONNECT}exception.message"], param.id
        assert added["communique.attempts"] == attempts.encode(), param.id
        assert added["communique.version"], param.id


def test_a_record_nobody_can_fold_becomes_a_dead_letter_and_holds_up_none_behind_it(stream: Stream) -> None:
    """Garbage on an internal topic: a fault of ours, or of someone who writes where none should."""
    from kafka import KafkaProducer  # noqa: PLC0415 -- only here is an internal topic written from outside

    with stream.worker():
        producer = KafkaProducer(bootstrap_servers=list(stream.settings.bootstrap_servers))
        producer.send("communique.mentions", key=b"k", value=b"garbage").get(timeout=10)
        producer.close()
        stream.send_articles(article("a", meeting(("Anna Lund", "NO"), ("Bert Maes", "BE"))))
        letters = stream.read(DEAD_LETTERS, until=len)
        assert stream.read(MEETINGS, until=len)

    assert [letter.value for letter in letters] == [b"garbage"]
    assert letters[0].header[f"{CONNECT}stage"] == "resolve"
