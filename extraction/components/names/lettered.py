"""A text as the patterns of names read it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extraction.components.names.found import Found
    from extraction.components.names.spots import Spots
    from extraction.tokens import Doc

NAME = r"N(?:-[NMC]|-P|N|C(?=N)|P{1,3}-?N){0,6}"
"""The letters of a person's name: words, hyphens, particles, a place's name before a further word."""

BARE = re.compile(NAME)
"""Words that may be a name by themselves."""


@dataclass(frozen=True, slots=True)
class Text:
    """What the patterns read."""

    doc: Doc
    at: Spots
    code: str
    bodies: dict[int, Found]


def once(doc: Doc, start: int, end: int) -> tuple[tuple[int, int], int]:
    """A name without its repetition, and where the mention ends.

    Web pages print a name and its entry in a register side by side: "Trump Donald John Trump", "Wilbur Ross Wilbur
    Louis Ross", "Robert Lighthizer Robert (Bob) Emmet Lighthizer".
    """
    bracketed = [token.text for token in doc[end : end + 6]]
    if bracketed[:1] == ["("] and ")" in bracketed[1:3] and end - start > 1:
        again = next(
            (i for i in range(end + 3, min(end + 6, len(doc))) if doc[i].text in {t.text for t in doc[start:end]}), None
        )
        if again:
            first = next(i for i in range(start, end) if doc[i].text == doc[again].text)
            return (start, first + 1), again + 1
    last = doc[end - 1].text
    first = next(i for i in range(start, end) if doc[i].text == last)
    if first == end - 1:
        return (start, end), end
    return ((start, first + 1) if first > start else (start + 1, end)), end
