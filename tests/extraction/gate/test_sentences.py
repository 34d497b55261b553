"""Sentences found by marks and layout alone."""

from __future__ import annotations

import pytest

from extraction.gate.sentences import sentence_starts


def sentences(text: str) -> list[str]:
    """The sentences of a text, without the spaces around them."""
    starts = sentence_starts(text)
    return [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Mr. Lund and Gen. Dahl met on Sept. 5 with U.S. President Reyes.", id="abbreviations"),
        pytest.param("A. B. Lund of St. Olaf left.", id="initials"),
        pytest.param("It fell by 2.5 percent.", id="a decimal"),
        pytest.param("He saw nothing. and left", id="a small letter behind a full stop"),
        pytest.param("Lund Inc. Chairman Bo Berg resigned.", id="a firm"),
    ],
)
def test_one_sentence_is_not_cut(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    "text, expected",
    [
        pytest.param("He left. She stayed.", ["He left.", "She stayed."], id="a full stop"),
        pytest.param('"Go!" he said. "Why?" she asked.', ['"Go!" he said.', '"Why?" she asked.'], id="quotes"),
        pytest.param("Title\n\nHe left.\nShe stayed", ["Title", "He left.", "She stayed"], id="line breaks"),
        pytest.param("He left.  \n", ["He left."], id="nothing behind the last break"),
        pytest.param("", [""], id="no text"),
    ],
)
def test_sentences_are_parted(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected
