"""Dead letters: the record byte for byte, and why."""

from __future__ import annotations

from importlib.metadata import version

from agents.dead_letters.letters import MAX_MESSAGE_CHARACTERS, Failure, dead_letter, size
from agents.intake import RawRecord

FAILURE = Failure("intake", "json", "JSONDecodeError", "not JSON: naïve", attempts=1)
ROOM = 1_000_000


def record(value: bytes | None = b"\xff\x00", key: bytes | None = b"k\xfe") -> RawRecord:
    return RawRecord("articles", 3, 41, 0.0, key, value, (("trace", b"\x80"), ("trace", None)))


def test_a_dead_letter_holds_the_record_byte_for_byte_and_then_the_reason() -> None:
    letter = dead_letter(record(), FAILURE, ROOM)
    assert (letter.key, letter.value) == (b"k\xfe", b"\xff\x00")
    assert letter.headers == [
        ("trace", b"\x80"),
        ("trace", None),
        ("__connect.errors.topic", b"articles"),
        ("__connect.errors.partition", b"3"),
        ("__connect.errors.offset", b"41"),
        ("__connect.errors.stage", b"intake"),
        ("__connect.errors.exception.class.name", b"JSONDecodeError"),
        ("__connect.errors.exception.message", "not JSON: naïve".encode()),
        ("communique.version", version("communique").encode()),
        ("communique.attempts", b"1"),
    ]


def test_nothing_stays_nothing() -> None:
    letter = dead_letter(record(None, None), FAILURE, ROOM)
    assert (letter.key, letter.value) == (None, None)
    assert dead_letter(record(b""), FAILURE, ROOM).value == b""


def test_a_message_has_a_bound_and_holds_nothing_that_is_no_text() -> None:
    failure = Failure("extract", "exception", "ValueError", "\ud800" + "x" * 10_000)
    message = dict(dead_letter(record(), failure, ROOM).headers)["__connect.errors.exception.message"]
    assert message == b"?" + b"x" * (MAX_MESSAGE_CHARACTERS - 1)


def test_only_a_value_larger_than_the_topic_takes_is_cut_and_says_so() -> None:
    letter = dead_letter(record(b"x" * 5_000), FAILURE, 3_000)
    assert letter.value is not None
    assert set(letter.value) == {ord("x")}
    assert dict(letter.headers)["communique.value-bytes"] == b"5000"
    assert size(letter.key, letter.value, letter.headers) <= 3_000
