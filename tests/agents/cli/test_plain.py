"""Strangers' text gives a terminal no orders."""

from __future__ import annotations

import unicodedata

import pytest
from pydantic import BaseModel

from agents.cli.plain import from_plain, plain


class Told(BaseModel):
    """A record with text in it."""

    name: str
    others: list[str]
    counts: dict[str, int]


@pytest.mark.parametrize(
    "text, shown",
    [
        pytest.param("Anna Lund\n\tfinds – “so” ünï", "Anna Lund\n\tfinds – “so” ünï", id="ordinary text stays"),
        pytest.param("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m", id="no colour"),
        pytest.param("\x1b]0;title\x07", "\ufffd]0;title\ufffd", id="no title of the window"),
        pytest.param("\x9b2J", "\ufffd2J", id="no order in one character"),
        pytest.param("real\rfake", "real\ufffdfake", id="no writing over a line"),
        pytest.param("a\u202egnp.exe", "a\ufffdgnp.exe", id="no writing backwards"),
        pytest.param("a\u2066b\u2069", "a\ufffdb\ufffd", id="no island of another direction"),
        pytest.param("a\u2028b", "a\ufffdb", id="no other end of a line"),
    ],
)
def test_an_order_to_the_terminal_is_shown_as_a_mark(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_no_control_character_is_left() -> None:
    left = [c for c in map(chr, range(0x3000)) if unicodedata.category(c) == "Cc" and c in plain(c)]
    assert left == ["\t", "\n"]


def test_every_text_of_a_record_is_made_plain() -> None:
    data = b'{"name":"\\u001b[1m","others":["\\u202e"],"counts":{"\\u0007":1}}'
    assert from_plain(Told, data) == Told(name="\ufffd[1m", others=["\ufffd"], counts={"\ufffd": 1})
