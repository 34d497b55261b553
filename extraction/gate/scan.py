"""One pass over a text that finds every word and phrase of some sets."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class _Spaces(dict[int, int]):
    """For `str.translate`: a space for each character that is no part of a word; filled as characters come."""

    def __missing__(self, code: int) -> int:
        self[code] = code if chr(code).isalnum() or chr(code) == "%" else ord(" ")
        return self[code]


SPACES = _Spaces()


def spaced(text: str) -> str:
    """A text in lower case with a space for each character that is no part of a word, and one around it."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else " " for char in text)
    return f" {lowered.translate(SPACES)} "


class Scanner:
    """Finds the words of several sets in a text at once, by an automaton whose work grows with the text alone.

    Args:
        sets: the sets of words and phrases; hyphens, full stops and apostrophes part words.
    """

    def __init__(self, sets: Iterable[Iterable[str]]) -> None:
        members: dict[str, int] = defaultdict(int)
        for number, words in enumerate(sets):
            for word in words:
                members[" " + " ".join(spaced(word).split()) + " "] |= 1 << number
        members.pop("  ", None)
        self._members = list(members.values())
        self._automaton = AhoCorasick(list(members))

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Where words of the sets stand.

        Args:
            text: the text, as `spaced` gives it.

        Yields:
            Offset of the first character, offset after the last, and the sets as bits, in the order of the text's ends.
        """
        members = self._members
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            yield start, end - 2, members[number]
