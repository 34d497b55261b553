"""When two names, or two parties, may be one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from slugify import slugify

from schemas.event import Party
from schemas.vocabulary import PartyKind

FAMILY_NAME_FIRST = frozenset({"CN", "KP", "KR", "TW"})
"""States whose people's names English newswire writes with the family name first.

Hungary, Japan and Vietnam are not here: newswire turns Hungarian and Japanese names round, and calls
Vietnamese people by the given name, which stands last.
"""

SAME_SPELLING = 0.75
"""Share of letters, in order, that two spellings of one given name have in common ("Sergei", "Sergey")."""

_SPELLINGS = ((re.compile("[yj]"), "i"), (re.compile(r"(.)\1+"), r"\1"))
"""What transliterations of one family name differ in: "Zelensky", "Zelenskiy", "Zelenskyy"."""


@lru_cache(maxsize=16_384)
def words_of(text: str) -> frozenset[str]:
    """The words of a name or a phrase, lower-case and without accents."""
    return frozenset(slugify(text).split("-")) - {""}


@lru_cache(maxsize=16_384)
def spelled(word: str) -> str:
    """A word of a name in the one spelling that stands for all its transliterations."""
    for pattern, letter in _SPELLINGS:
        word = pattern.sub(letter, word)
    return word


@lru_cache(maxsize=16_384)
def family_name(name: str, country: str | None) -> str:
    """The family name as a plain lower-case word.

    A hyphenated given name with a small second half ("Jung-han") gives an East Asian name away, whatever the
    country. All else is a guess by country: an unhyphenated name of a person whose country the text does not
    tell ("Xi Jinping") is taken for Western order.
    """
    words = name.split()
    if not words:
        return ""
    halves = words[-1].split("-")
    given_name_last = len(halves) > 1 and halves[-1][:1].islower()
    first = len(words) > 1 and (given_name_last or country in FAMILY_NAME_FIRST)
    return slugify(words[0] if first else words[-1])


@lru_cache(maxsize=65_536)
def names_agree(a: str, b: str) -> bool:
    """Whether one name is the other, a part of it ("Kim" and "Kim Jung-han"), or another spelling of it."""
    first, second = ({spelled(word) for word in words_of(name)} for name in (a, b))
    if not first or not second:
        return False
    short, long = sorted((first, second), key=len)
    if short <= long:
        return True
    left, right = sorted(short - long), sorted(long - short)
    # The family name is shared; what is left of the shorter one must be an initial or another spelling.
    return bool(short & long) and all(any(_one_given_name(one, other) for other in right) for one in left)


def _one_given_name(a: str, b: str) -> bool:
    if min(len(a), len(b)) == 1:
        return a[0] == b[0]
    return a[0] == b[0] and SequenceMatcher(None, a, b).ratio() >= SAME_SPELLING


def is_description(party: Party) -> bool:
    """Whether a party is named only by what it is: "the Chinese premier", "Russia's ambassador"."""
    words = party.name.split()
    return bool(words) and (party.kind is PartyKind.GROUP or words[-1][:1].islower())


def parties_agree(a: Party, b: Party) -> bool:
    """Whether two parties may be one: by name, by office, or a state and someone who speaks for it."""
    if a.country and b.country and a.country != b.country:
        return False
    if a.entity_id == b.entity_id or names_agree(a.name, b.name):
        return True
    if a.country is None or a.country != b.country:
        return False
    if PartyKind.COUNTRY in (a.kind, b.kind) or (a.kind is PartyKind.PERSON) != (b.kind is PartyKind.PERSON):
        return True
    return _office_fits(a, b) if is_description(a) else _office_fits(b, a) if is_description(b) else False


def _office_fits(described: Party, other: Party) -> bool:
    """Whether an unnamed "ambassador" may be this party: nothing else is told of the other's office."""
    office = words_of(other.title or "") or (words_of(other.name) if is_description(other) else frozenset())
    return not office or bool(words_of(described.name) & office)


def same_named(a: Party, b: Party) -> bool:
    """Whether two parties are named, and alike: more than that nothing speaks against it."""
    if a.country and b.country and a.country != b.country:
        return False
    return a.entity_id == b.entity_id or (a.kind is b.kind and names_agree(a.name, b.name))


def any_agree(a: Iterable[Party], b: Sequence[Party]) -> bool:
    """Whether some party of one report may be some party of the other."""
    return any(parties_agree(one, other) for one in a for other in b)
