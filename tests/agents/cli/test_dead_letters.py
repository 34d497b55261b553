"""Dead letters on a terminal: whole, and with no orders to it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from click.testing import CliRunner
from kafka.consumer.fetcher import ConsumerRecord

from agents.cli.dead_letters import dead_letters, described, letter_of, moment, one_line, shown
from agents.dead_letters.replaying import Letter


@pytest.mark.parametrize(
    "data, text",
    [
        pytest.param(None, "null", id="nothing"),
        pytest.param(b"", "", id="no bytes"),
        pytest.param("Zoë\t漢".encode(), "Zoë\t漢", id="text"),
        pytest.param(b"\x1b[2J", r"\x1b[2J", id="an order to clear the screen"),
        pytest.param(b"a\r\nb", r"a\r\nb", id="line ends"),
        pytest.param("\u202e\u2066\u0085\x00".encode(), r"\u202e\u2066\x85\x00", id="orders to turn, and NUL"),
        pytest.param(b"\xff\x00a", "3 bytes ff 00 61", id="no text"),
    ],
)
def test_bytes_are_shown_whole_and_without_orders(data: bytes | None, text: str) -> None:
    assert shown(data) == text


def test_a_dead_letter_is_described_whole() -> None:
    letter = Letter(1, 2, 0, b"k", b"\xff", (("a\x1b", b"x"), ("b", None)))
    assert described(letter) == [
        "id         1-2",
        "written    1970-01-01T00:00:00Z",
        r"header     a\x1b: x",
        "header     b: null",
        "key        k",
        "value      1 bytes ff",
    ]


def test_a_message_is_cut_to_one_line() -> None:
    assert one_line("a\nb" + "x" * 500) == r"a\nb" + "x" * 157


def test_a_time_outside_all_calendars_is_a_number() -> None:
    assert moment(10**18) == str(10**18)


@pytest.mark.parametrize(
    "words, told",
    [
        pytest.param(["replay"], "one of the three", id="nothing named"),
        pytest.param(["replay", "0-1", "--all"], "one of the three", id="ids and all"),
        pytest.param(["replay", "17"], "is no id", id="no id"),
        pytest.param(["show", "0-\x1b"], "is no id", id="an id with an order"),
    ],
)
def test_a_wrong_call_is_told_before_any_broker_is_asked(words: list[str], told: str) -> None:
    result = CliRunner().invoke(dead_letters, words)
    assert (result.exit_code, told in result.output) == (2, True)
    assert "\x1b" not in result.output


def test_to_count_dead_letters_nothing_is_kept_of_what_they_hold() -> None:
    """There may be millions, each of some megabytes."""
    record = ConsumerRecord("articles.dead-letter", 1, None, 7, 1_000, 0, b"key", b"value", [("a", b"b")], *[None] * 4)
    whole = Letter(1, 7, 1_000, b"key", b"value", (("a", b"b"),))
    assert [letter_of(record, whole=True), letter_of(record, whole=False)] == [
        whole,
        replace(whole, key=None, value=None),
    ]
