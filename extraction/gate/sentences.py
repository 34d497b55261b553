"""Where sentences end, told by marks and layout alone: never inside one, though sometimes only after the next."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from spacy.lang.en.tokenizer_exceptions import TOKENIZER_EXCEPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

END = re.compile(r"[\n.!?](?:(?<=\n)\s*|(?!\n)(?<=[\w)\]%'\"”’][.!?])['\"”’)\]]{0,3}\s+(?=['\"“‘(\[]{0,2}[A-Z0-9]))")
"""A line break; or a full stop and the like, with a space and a capital or digit behind it. It begins with its mark, so
that the search passes over all other characters at once."""

LAST_WORD = re.compile(r"[^\s(\"'“‘]+\Z")

LONGEST_WORD = 24
"""Characters before a full stop in which an abbreviation is looked for."""


def sentence_starts(text: str) -> list[int]:
    """Offsets at which a sentence begins, 0 first.

    Args:
        text: the text as the parser reads it.
    """
    return [0, *_later_starts(text)]


def _later_starts(text: str) -> Iterator[int]:
    for match in END.finditer(text):
        ends = text[match.start()] == "\n" or not _is_abbreviation(text, match.start() + 1)
        if ends and match.end() < len(text):
            yield match.end()


def _is_abbreviation(text: str, end: int) -> bool:
    """Whether a full stop may belong to the word before it: a title, an initial, "U.S."."""
    if text[end - 1] != ".":
        return False
    word = LAST_WORD.search(text[max(0, end - LONGEST_WORD) : end])
    return word is not None and (word.group() in _abbreviations() or "." in word.group()[:-1] or len(word.group()) <= 2)  # noqa: PLR2004 -- a letter and its stop


@cache
def _abbreviations() -> frozenset[str]:
    """The words that spaCy keeps together with their full stop."""
    return frozenset(word for word in TOKENIZER_EXCEPTIONS if word.endswith("."))
