"""Records that are no articles, articles that are hard to read, and records at the limits of what Kafka takes.

Which of them is poison the contract says: what is not UTF-8, not JSON as RFC 8259 has it, no object, or an object whose
fields have wrong types or sizes. Whatever is an article by that must be read, however odd its text.
"""

from __future__ import annotations

import random
from typing import Any

from kafka import KafkaProducer
from kafka.errors import MessageSizeTooLargeError

import fake_extraction
from agents.broker.clients import client_options
from agents.intake import RawRecord, Readable, read_article
from agents.stages.extract import MAX_EXTRACTION_BYTES, extraction_of
from agents.topics import ARTICLES as TOPIC
from harness import article
from schemas.base import MAX_TEXT_BYTES
from schemas.wire import to_bytes
from tests.faults.articles import Newsroom, Sent, sent
from tests.faults.fault import ARTICLES, Fault
from tests.faults.scene import REAL, Scene

DEEP = 10_000
LONG_WORD = "x" * 50_000
LONG_SENTENCE = "and then the envoys told of tariffs " * (100_000 // 7) + "in the end."
HIDDEN = "\u202eToday\u202c the \u200bmini\u200dster met\u2060 \u2066someone\u2069 \ufeff\u061c."
MENTIONS = 160
RECORD_OVERHEAD = 1_024
"""Bytes that key, headers and batch may add to a value."""

JSON, UTF8, SCHEMA = "JSONDecodeError", "UnicodeDecodeError", "ValidationError"

POISON: dict[str, tuple[bytes | None, str]] = {
    "no value": (None, "ValueError"),
    "no bytes": (b"", "ValueError"),
    "invalid UTF-8": (b'{"text": "\xff\xfe"}', UTF8),
    "Latin-1": (b'{"text": "caf\xe9"}', UTF8),
    "UTF-8 cut in the middle of a character": (b'{"text": "caf\xc3', UTF8),
    "an overlong form of a slash": (b'{"text": "\xc0\xaf"}', UTF8),
    "JSON cut short": (b'{"text": "Today', JSON),
    "no JSON": (b"Today.", JSON),
    "a byte order mark": (b'\xef\xbb\xbf{"text": "Today."}', JSON),
    "half a surrogate pair": (b'{"text": "\\ud800"}', JSON),
    "NaN": (b'{"text": "Today.", "weight": NaN}', JSON),
    "infinity": (b'{"text": "Today.", "weight": -Infinity}', JSON),
    "lists 10,000 deep": (b'{"text": "Today.", "more": ' + b"[" * DEEP + b"]" * DEEP + b"}", JSON),
    "objects 10,000 deep": (b'{"a": ' * DEEP + b"1" + b"}" * DEEP, JSON),
    "a bare NUL byte": (b'{"text": "To\x00day."}', JSON),
    "NUL bytes alone": (b"\x00" * 100, JSON),
    "null": (b"null", "TypeError"),
    "an array": (b'[{"text": "Today."}]', "TypeError"),
    "a string": (b'"Today."', "TypeError"),
    "a number": (b"1e308", "TypeError"),
    "no text": (b'{"id": "x"}', SCHEMA),
    "null for a text": (b'{"text": null}', SCHEMA),
    "a number for a text": (b'{"text": 5}', SCHEMA),
    "a list for an id": (b'{"text": "Today.", "id": ["x"]}', SCHEMA),
    "an object for a title": (b'{"text": "Today.", "title": {}}', SCHEMA),
    "a number for a moment": (b'{"text": "Today.", "published_at": 1}', SCHEMA),
    "a NUL in the id": (b'{"text": "Today.", "id": "x\\u0000"}', SCHEMA),
    "a blank text": (b'{"text": " \\u00a0\\n"}', SCHEMA),
}
"""What must become a dead letter, and with which error."""


def poisoned(newsroom: Newsroom) -> list[Sent]:
    """Articles of all kinds, and poison in every place between them."""
    return mixed(newsroom.batch(ARTICLES), [_poison(newsroom.new_id(), *told) for told in POISON.values()])


def odd(newsroom: Newsroom) -> list[Sent]:
    """Articles of all kinds, and some whose text or form is odd; each tells of a meeting, which must be found."""
    return mixed(newsroom.batch(ARTICLES // 2), [sent(told) for told in _odd_articles(newsroom)])


def odd_prose(newsroom: Newsroom) -> list[Sent]:
    """Odd texts in English; the one that takes longer than an article may becomes a dead letter."""
    texts = [
        f"Norwegian Foreign Minister {hidden} will meet Belgian Foreign Minister Bert Maes in Oslo Friday. {rest}"
        for hidden, rest in (
            ("Anna \u200bLund", HIDDEN),
            ("Anna\u0000 Lund", "\u0000"),
            ("Anna Lund", f"{LONG_WORD} said so."),
            ("Anna Lund", "((((" * 500 + "))))" * 500),
            ("Anna Lund", "\u0301" * 2_000),
        )
    ]
    plain = {"source": "Fjord Daily", "published_at": "2031-05-10T08:00:00Z", "language": "en"}
    hard = [sent({**plain, "id": newsroom.new_id(), "text": text}, "real") for text in texts]
    endless = sent({**plain, "id": newsroom.new_id(), "text": LONG_SENTENCE}, "real").must_fail("TimeoutError")
    return mixed(newsroom.prose(20), [*hard, endless])


def large(newsroom: Newsroom) -> list[Sent]:
    """Articles of all kinds, and records at the limits on the way in, on the way out and into tables."""
    text = article(newsroom.new_id(), newsroom.meeting())["text"]
    whole = text + " " * (MAX_TEXT_BYTES - len(text.encode()))
    fits = sent({**article(newsroom.new_id()), "text": whole})
    too_long = sent({**article(newsroom.new_id()), "text": whole + "."}).must_fail(SCHEMA)
    in_bytes = sent({**article(newsroom.new_id()), "text": "\u20ac" * (MAX_TEXT_BYTES // 3 + 1)}).must_fail(SCHEMA)
    biggest = _poison(newsroom.new_id(), b"[" + b" " * (8 * 1024 * 1024 - RECORD_OVERHEAD), JSON)
    return mixed(newsroom.batch(ARTICLES // 2), [fits, too_long, in_bytes, biggest, *_swollen(newsroom)])


def _swollen(newsroom: Newsroom) -> list[Sent]:
    """Articles whose events are large: one story told by many, and single ones up to what a record takes and beyond."""
    same, others = newsroom.meeting(), [newsroom.meeting() for _ in range(MENTIONS)]
    story = [_quoting(newsroom, 30_000, same) for _ in range(150)]
    near = [
        _quoting(newsroom, size, *others)
        for size in range(MAX_EXTRACTION_BYTES // MENTIONS - 800, MAX_EXTRACTION_BYTES // MENTIONS, 300)
    ]
    beyond = _quoting(newsroom, 30_000, *others).must_fail("ValueError")
    return [*story, *(_judged(told) for told in near), beyond]


def watch(scene: Scene) -> None:
    """The records do the harm themselves."""
    scene.until_done(5)
    scene.struck()


def watch_and_overreach(scene: Scene) -> None:
    """Send a record larger than the topic takes as well; the broker refuses it to the producer."""
    watch(scene)
    producer = KafkaProducer(**client_options(scene.stream.settings), max_request_size=64 * 1024 * 1024)
    try:
        producer.send(TOPIC, b"[" + b" " * 8 * 1024 * 1024).get(timeout=30)
        scene.problems.append("the broker took a record that is larger than its topic allows")
    except MessageSizeTooLargeError:
        pass
    finally:
        producer.close()


def mixed(articles: list[Sent], others: list[Sent]) -> list[Sent]:
    """Both, evenly spread, each in its order."""
    dice = random.Random(len(others))  # noqa: S311 -- the same each time
    places = sorted(dice.randrange(len(articles) + 1) for _ in others)
    told = list(articles)
    for shift, (place, other) in enumerate(zip(places, others, strict=True)):
        told.insert(place + shift, other)
    return told


def _poison(name: str, value: bytes | None, error: str) -> Sent:
    return Sent(name.encode(), value, (("trace", b"\x00\xff"), ("trace", b"again"))).must_fail(error)


def _odd_articles(newsroom: Newsroom) -> list[dict[str, Any]]:
    """Articles that must be read, each with a meeting of its own."""
    texts = (
        HIDDEN,
        LONG_WORD,
        LONG_SENTENCE,
        "To\u0000day\u0000.",
        "\u0301" * 5_000,
        "\U0001f1f3\U0001f1f4" * 100,
        "\r\n\x0b\x85",
    )
    told = [article(newsroom.new_id(), newsroom.meeting(), text=text) for text in texts]
    nested: object = []
    for _ in range(400):
        nested = [nested]
    plain = [article(newsroom.new_id(), newsroom.meeting()) for _ in range(6)]
    return [
        *told,
        {**plain[0], "added_in_a_later_version": {"any": nested}, "event_id": 5},
        {**plain[1], "title": HIDDEN, "source": HIDDEN},
        {**plain[2], "id": f"\u202e{plain[2]['id']}\u200b"},
        {**plain[3], "title": None, "source": None, "url": None},
        {**plain[4], "id": f"{plain[4]['id']}/../?#%00 <b>"},
        _as_ninjs(plain[5]),
    ]


def _as_ninjs(told: dict[str, Any]) -> dict[str, Any]:
    """The same article as a news item of the IPTC."""
    item = {"headline": "Today", "body_text": told["text"], "versioncreated": told["published_at"], "language": "en"}
    return {"id": told["id"], "uri": told["id"], "type": "text", **item}


def _quoting(newsroom: Newsroom, size: int, *told: dict[str, Any]) -> Sent:
    """An article whose every mention quotes so many characters."""
    return sent(article(newsroom.new_id(), *told, text=f"QUOTE {size}"))


def _judged(told: Sent) -> Sent:
    """The article, to become a dead letter if what it tells takes more than a record may."""
    record = RawRecord(TOPIC, 0, 0, 0.0, told.key, told.value, told.headers)
    read = read_article(record)
    assert isinstance(read, Readable)
    extraction = extraction_of(read.article, record, tuple(fake_extraction.mentions_in(read.article)))
    return told.must_fail("ValueError") if len(to_bytes(extraction)) > MAX_EXTRACTION_BYTES else told


FAULTS = (
    Fault("poison", watch, poisoned),
    Fault("odd texts", watch, odd),
    Fault(
        "odd texts, with spaCy",
        watch,
        odd_prose,
        program=REAL,
        settings={"extraction_timeout_seconds": 20},
        short=False,
    ),
    Fault("records at the limits", watch_and_overreach, large, seconds=5, short=False, once=True),
)
