"""Ministries, parliaments, parties, courts, forces, companies: phrases that name a body."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extraction.components.names.found import Found
from extraction.components.names.gazetteer import bodies, leaders
from extraction.document import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

    from extraction.components.names.words import Spot

CAPITALIZED = re.compile(r"(?:[NMHCBb]-?|A(?=[NMHCBbg])){0,6}b(?:OD?(?:[NMHCBb](?:-?|,?A?)){1,5}(?<=[NMHCBb]))?")
"""Words in capitals around the noun that heads a body's name: "Foreign Ministry", "Ministry of Trade and Industry"."""

GATHERING = re.compile(r"(?:[NMHCBGb]-?){1,6}g(?:OD?[NMHCBb]{1,4})?")
"""Words in capitals that end in a gathering: "Berlin Energy Dialogue"."""

LOWER = re.compile(r"[NMHCB-]{0,4}h")
"""A body in lower case with its modifiers: "Chinese commerce ministry"."""

STATE_ITSELF = frozenset({"government", "administration", "regime", "governments"})
"""With a state's name before them these stand for the state."""


def find_bodies(doc: Doc, spots: tuple[Spot, ...], code: str) -> Iterator[Found]:
    """The bodies and gatherings of the text."""
    at = {i: spot for spot in spots for i in range(spot.start, spot.end)}
    for match in CAPITALIZED.finditer(code):
        found = _capitalized(doc, at, code, match.start(), match.end())
        if found:
            yield found
    for match in GATHERING.finditer(code):
        if all(doc[i].text[0].isupper() or doc[i].is_punct for i in range(match.start(), match.start() + 1)):
            yield Found(match.start(), match.end(), words(doc, match.start(), match.end()), ActorKind.GATHERING, "head", weight=2)
    for match in LOWER.finditer(code):
        yield from _lower(doc, at, code, match.start(), match.end())
    for spot in spots:
        if spot.known.part == "body":
            country = _country_before(doc, at, spot.start) or spot.known.code
            kind = ActorKind.GROUP if spot.known.kind == "group" else ActorKind.ORGANIZATION
            yield Found(spot.start, spot.end, without_article(words(doc, spot.start, spot.end)), kind, "name", country, public=spot.known.public, weight=2)


def words(doc: Doc, start: int, end: int) -> str:
    """The words of the text from one token to before another."""
    return doc[start:end].text if start < end else ""


def without_article(name: str) -> str:
    """A name without the "the" before it."""
    return name[4:] if name[:4].lower() == "the " else name


def _capitalized(doc: Doc, at: dict[int, Spot], code: str, start: int, end: int) -> Found | None:
    """A body named in capitals; leading words in lower case and its state are left out of the name."""
    country = None
    while start < end and (code[start] in "A-" or not doc[start].text[0].isupper()):
        start += 1
    for i in range(start, end):
        if i in at and at[i].known.code and at[i].known.part in {"name", "adjective", "people", "region", "capital", "body"}:
            country = at[i].known.code
            break
    first = start
    while first < end and first in at and at[first].known.part == "adjective":
        first += 1
    if first >= end or end - first == 1 and not country and not _alone(doc, first):
        return None
    country = country or _country_before(doc, at, start)
    heads = {doc[i].text for i in range(start, end) if code[i] == "b"}
    central = "Bank" in heads and (country or {"Central", "National", "Reserve"} & {t.text for t in doc[start:end]})
    public = bool(heads & bodies().heads.public) or bool(central)
    return Found(start, end, words(doc, first, end), ActorKind.ORGANIZATION, "head", country, public=public, weight=3)


def _alone(doc: Doc, index: int) -> bool:
    """Whether a head noun stands for a body without anything beside it."""
    return doc[index].text in {"Parliament", "Congress", "Senate", "Politburo", "Treasury", "Cabinet", "Duma", "Knesset", "Bundestag", "Diet", "Sejm", "Rada", "Majlis"}


def _lower(doc: Doc, at: dict[int, Spot], code: str, start: int, end: int) -> Iterator[Found]:
    """A body in lower case, where its state, its leader or its field is told."""
    while start < end and code[start] in "-H":
        start += 1
    country = next((at[i].known.code for i in range(start, end) if i in at), None)
    first = start
    while first < end and code[first] == "C":
        first += 1
    head = doc[end - 1].lower_
    if first == end - 1 and country and head in STATE_ITSELF:
        yield Found(start, end, words(doc, start, first), ActorKind.COUNTRY, "government", country, public=True, weight=3)
        return
    country = country or _country_before(doc, at, start)
    if head in STATE_ITSELF and country is None:
        country = leaders().get(words(doc, first, end - 1).lower())
    if first == end - 1 and not country:
        return
    yield Found(start, end, words(doc, first, end), ActorKind.ORGANIZATION, "head", country, public=True, weight=3)


def _country_before(doc: Doc, at: dict[int, Spot], start: int) -> str | None:
    """The state that possesses what begins at a token: "Seoul's ...", "Japan's ..."."""
    before = start - 1
    if before > 0 and doc[before].text in {"'s", "'"} and before - 1 in at:
        return at[before - 1].known.code
    if before >= 0 and before in at and at[before].known.part == "adjective":
        return at[before].known.code
    return None
