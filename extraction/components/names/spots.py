"""Where the text has names that the gazetteer knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from extraction.components.names.gazetteer import Known, ambiguous, bodies, folded, grammar, known_names, titles
from extraction.lexicon import common_words
from extraction.words import FORMS, Words, words_of

if TYPE_CHECKING:
    from extraction.tokens import Doc

LONGEST = 8
"""No name of the gazetteer has more tokens than this."""

SHORT = 4
"""A name in capitals of up to this many letters may be an abbreviation, and is looked up only as it is written."""

NEVER = frozenset({"Who", "Us", "Car", "The", "Male"})
"""Names and abbreviations that are common words where they are written like this."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A name of the gazetteer found in the text."""

    start: int
    """Index of the first token."""

    end: int
    """Index after the last token."""

    known: Known
    """What it stands for."""


Spots = dict[int, Spot]
"""The known name around each token."""


@lru_cache(maxsize=1)
def spots(doc: Doc) -> tuple[Spot, ...]:
    """Every name of the gazetteer in the text, longest first from the left, without overlaps.

    Those of the last document are kept: names are asked for them, and offices again.
    """
    found = []
    position = 0
    words = words_of(doc)
    texts = words.texts
    while position < len(texts):
        reach = _reach_at(texts, position)
        spot = _spot_at(doc, words, position, reach) if reach else None
        if spot:
            found.append(spot)
        position = spot.end if spot else position + 1
    return tuple(_in_context(texts, found))


def by_token(found: tuple[Spot, ...]) -> Spots:
    """The known name around each token."""
    return {i: spot for spot in found for i in range(spot.start, spot.end)}


def _in_context(texts: Sequence[str], found: list[Spot]) -> Iterator[Spot]:
    """The names with those of two meanings read as the article as a whole tells."""
    words = set(texts)
    told = {spot.known.code for spot in found}
    other = {
        double.name: double.part_of for double in ambiguous() if double.part_of in told and not words & double.signs
    }
    for spot in found:
        part_of = other.get(texts[spot.start]) if spot.end - spot.start == 1 else None
        yield replace(spot, known=Known("region", part_of, texts[spot.start])) if part_of else spot


def _reach_at(texts: Sequence[str], position: int) -> int:
    """How many tokens a known name can have that begins at a place, with the article before it."""
    reach = _reach(texts[position])
    if reach or texts[position] not in ARTICLES or position + 1 == len(texts):
        return reach
    behind = _reach(texts[position + 1])
    return behind + 1 if behind else 0


@lru_cache(maxsize=FORMS)
def _reach(text: str) -> int:
    """How many tokens a known name that begins with a token can have; 0 for nearly all tokens, which begin none."""
    if not (text[0].isupper() or text[0].isdigit()):
        return 0
    return max(_tokens_behind().get(part, 0) for part in _beginnings_of(text) or {""})


ARTICLES = frozenset({"the", "The", "THE"})
"""What may stand before a name."""

PART = re.compile(r"[^\W_]+")
"""Letters and digits up to the first mark."""


def _beginnings_of(name: str) -> set[str]:
    """The first letters and digits of a name up to a mark, as it is and as it is looked up, in lower case."""
    return {match.group().casefold() for form in (name, folded(name)) if (match := PART.search(form))}


@cache
def _tokens_behind() -> dict[str, int]:
    """With what the names of the gazetteer begin, and how many tokens the longest of these can have.

    Behind each of its parts a name has at most one mark that is a token of its own.
    """
    longest: dict[str, int] = {}
    for name in known_names():
        tokens = min(LONGEST, 2 * len(PART.findall(name)))
        for part in _beginnings_of(name):
            longest[part] = max(longest.get(part, 0), tokens)
    return longest


def _spot_at(doc: Doc, words: Words, start: int, reach: int) -> Spot | None:
    """The longest known name that begins at a token, of so many tokens at most."""
    text, texts, offsets = words.text, words.texts, words.offsets
    for end in range(_line_end(texts, start, reach), start, -1):
        last = texts[end - 1]
        if last[-1].isalnum() or last[-1] == ".":
            known = _known(text[offsets[start] : offsets[end - 1] + len(last)])
            if known and not _is_part_of_another(doc, start, end, known):
                return Spot(start, end, known)
    return None


def _line_end(texts: Sequence[str], start: int, reach: int) -> int:
    """The end of the longest name that may begin at a token: on the same line, within its reach."""
    limit = min(len(texts), start + reach)
    return next((i for i in range(start, limit) if texts[i].isspace()), limit)


@lru_cache(maxsize=FORMS)
def _known(surface: str) -> Known | None:
    """What the gazetteer tells of some words as they are written, or of the same words in capitals."""
    if surface in NEVER or (surface[0].islower() and not surface.startswith("the ")):
        return None
    known = known_names().get(folded(surface))
    shouted = surface.isupper() and len(surface) > SHORT
    return known or (known_names().get(folded(surface.title())) if shouted else None)


def _is_part_of_another(doc: Doc, start: int, end: int, known: Known) -> bool:
    """Whether the words are part of a longer name: "Paris Hilton", "Senate Finance Commission", "Jackson said"."""
    if known.weak:
        return start > 0 and doc[start - 1].text[0].isupper() and not doc[start - 1].is_sent_start
    if end - start > 1 or known.part not in {"name", "capital", "region", "city"}:
        return False
    person = doc[start].ent_type_ == "PERSON"
    if doc[start].text in grammar().given_too and _is_given_name(doc, start):
        return True
    if known.part == "city":
        return person or not _is_place(doc, start)
    beside = [doc[i] for i in (start - 1, start + 1) if 0 <= i < len(doc)]
    return person and any(
        token.ent_type_ == "PERSON" and token.text[0].isupper() and token.pos_ == "PROPN" for token in beside
    )


def _is_given_name(doc: Doc, at: int) -> bool:
    """Whether an unknown word in capitals follows, as a family name does."""
    if at + 1 >= len(doc) or (at > 0 and doc[at - 1].lower_ in grammar().locating):
        return False
    following = doc[at + 1]
    vocabulary = titles()
    word = following.lower_.rstrip(".")
    office = word in vocabulary.offices | vocabulary.roles | vocabulary.modifiers or following.text in vocabulary.ranks
    body = following.text in bodies().heads.public | bodies().heads.private | bodies().gatherings
    unknown = not office and not body and folded(following.text) not in known_names() and word not in common_words()
    return following.text[0].isupper() and following.pos_ == "PROPN" and unknown


def _is_place(doc: Doc, at: int) -> bool:
    """Whether a word stands where the name of a place does."""
    before = doc[at - 1].lower_ if at > 0 else ""
    return doc[at].ent_type_ in {"GPE", "LOC", "FAC"} or before in grammar().locating or bool(doc[at].is_sent_start)
