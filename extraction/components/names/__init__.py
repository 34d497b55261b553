"""The people, countries, bodies, places and gatherings of an article: one actor each, every mention tied to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from extraction.components.names.bodies import find_bodies, find_known_bodies
from extraction.components.names.cast import cast_of, without_overlaps
from extraction.components.names.countries import find_countries, find_places
from extraction.components.names.homes import body_homes, shared_homes
from extraction.components.names.people import find_people, with_offices
from extraction.components.names.spots import by_token, spots
from extraction.components.names.words import letters, marked
from extraction.words import words_of

if TYPE_CHECKING:
    from extraction.document import Document

__all__ = ["find_names"]


def find_names(document: Document) -> Document:
    """The document with its actors and the places that name them."""
    doc = document.doc
    known = spots(doc)
    code = letters(doc, known)
    at = by_token(known)
    bodies = [*find_bodies(doc, at, code), *find_known_bodies(doc, known, at)]
    code = marked(code, bodies)
    people = find_people(doc, at, code, bodies)
    found = without_overlaps([*people, *bodies, *find_countries(doc, known), *find_places(doc)])
    found = with_offices(doc, at, code, bodies, found)
    actors, mentions = cast_of(
        body_homes(doc, shared_homes(doc, found)), partial(_as_printed, words_of(doc).text, document.article.full_text)
    )
    return document.with_mentions(actors, mentions)


def _as_printed(reading: str, printed: str, words: str) -> str:
    """Words of the reading text as the article prints them, where the two differ by typographic quotes."""
    start = reading.find(words) if "'" in words else -1
    return printed[start : start + len(words)] if start >= 0 else words
