"""Ministries, parliaments, parties, courts, forces, companies: phrases that name a body or a gathering."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extraction.components.names.found import Found
from extraction.components.names.gazetteer import bodies, leaders
from extraction.document import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extraction.components.names.spots import Spot, Spots
    from extraction.tokens import Doc

CAPITALIZED = re.compile(
    r"(?:[NMLHCB]-?|b-?(?!A)|A(?=[NMHCBbg])){0,6}b(?![NR]?-)"
    r"(?:OD?(?:[NMLCBbG]-?|,(?=[NMCb]+,?A[NMCb])|A(?=[NMCb])){1,8}(?<=[NMLCBbG]))?"
)
"""Words in capitals around the noun that heads a body's name: "Foreign Ministry", "Ministry of Trade and Industry"."""

GATHERING = re.compile(r"(?:[NMHCBGb]-?){1,6}g(?:OD?[NMHCBb]{1,4})?|(?:[NMC]-?){0,3}(?:[BG]-?){1,5}[MN]{0,2}k")
"""Words in capitals that end in a gathering, or a body and a gathering: "Berlin Energy Dialogue", "NATO summit"."""

TITLED = re.compile(r"[HR]N(?:[N-]){0,4}A")
"""A person with a title and "and" before a body: "Trade Representative Dana Cole and Treasury"."""

LOWER = re.compile(r"[NMHCB-]{0,5}h")
"""A body in lower case with its modifiers: "Chinese commerce ministry"."""

STATE_AFTER = re.compile(r"OD?(?=C)")
"""What stands between a body and its state."""

STATES = frozenset({"name", "adjective", "people", "region", "capital", "body", "seat"})
"""Parts of the gazetteer that tell the state of a body they stand in."""


def find_bodies(doc: Doc, at: Spots, code: str) -> Iterator[Found]:
    """The bodies and gatherings of the text that are not known by name."""
    for match in CAPITALIZED.finditer(code):
        yield from _capitalized(doc, at, code, match.start(), match.end())
    for match in GATHERING.finditer(code):
        start = match.start() + (doc[match.start()].lower_ == "the")
        if doc[start].text[0].isupper():
            yield Found(start, match.end(), words(doc, start, match.end()), ActorKind.GATHERING, "head", weight=6)
    for match in LOWER.finditer(code):
        yield from _lower(doc, at, code, match.start(), match.end())


def find_known_bodies(doc: Doc, spots: tuple[Spot, ...], at: Spots) -> Iterator[Found]:
    """The bodies that the gazetteer knows."""
    told = {spot.known.code for spot in spots if not spot.known.weak}
    for spot in spots:
        if spot.known.part == "body":
            own = None if spot.known.weak and spot.known.code not in told else spot.known.code
            country = _state_before(doc, at, spot.start) or own
            kind = ActorKind.GROUP if spot.known.kind == "group" else ActorKind.ORGANIZATION
            name = without_article(words(doc, spot.start, spot.end))
            yield Found(spot.start, spot.end, name, kind, "name", country, public=spot.known.public, weight=2)


def words(doc: Doc, start: int, end: int) -> str:
    """The words of the text from one token to before another."""
    return str(doc[start:end].text) if start < end else ""


def without_article(name: str) -> str:
    """A name without the "the" before it."""
    return name[4:] if name[:4].lower() == "the " else name


def _capitalized(doc: Doc, at: Spots, code: str, start: int, end: int) -> Iterator[Found]:
    """A body named in capitals; its state's adjective before it is no part of the name."""
    titled = TITLED.search(code, start, end)
    start = titled.end() if titled else start
    while start < end and (code[start] in "A-" or not doc[start].text[0].isupper()):
        start += 1
    first = start
    while first < end and first in at and at[first].known.part == "adjective":
        first += 1
    inside = (at[i].known.code for i in range(start, end) if i in at and at[i].known.part in STATES)
    country = next((told for told in inside if told), None) or _state_before(doc, at, start)
    if country is None and doc[end - 1].lower_ in bodies().state_itself:
        country = leaders().get(doc[end - 2].lower_)
    lone = end - first == 1 and not country and doc[first].text not in bodies().alone
    if first >= end or lone or all(i in at for i in range(first, end)):
        return
    country = country or _state_after(at, code, end)
    name = without_article(words(doc, first, end))
    if name.lower().split()[0] in bodies().state_itself and country and " of " in name:
        yield Found(start, end, name, ActorKind.COUNTRY, "government", country, public=True, weight=4)
    else:
        public = _is_public(doc, code, start, end, country)
        yield Found(start, end, name, ActorKind.ORGANIZATION, "head", country, public=public, weight=4)


def _is_public(doc: Doc, code: str, start: int, end: int, country: str | None) -> bool:
    """Whether a body's name tells of public authority; that of a bank where it is a state's or a central one."""
    named = {token.text for token in doc[start:end]}
    central = "Bank" in named and (country or named & {"Central", "National", "Reserve"})
    return bool(central) or any(doc[i].text in bodies().heads.public for i in range(start, end) if code[i] == "b")


def _lower(doc: Doc, at: Spots, code: str, start: int, end: int) -> Iterator[Found]:
    """A body in lower case, where its state, its leader or its field is told."""
    while start < end - 1 and (code[start] in "-H" or (code[start] == "M" and doc[start].lower_ in bodies().vague)):
        start += 1
    first, country = start, None
    for i in range(start, end - 1):
        if i in at and at[i].known.part in STATES:
            first, country = i + 1, at[i].known.code or country
    while first < end - 1 and (code[first] == "-" or doc[first].lower_ in bodies().vague):
        first += 1
    head = doc[end - 1].lower_
    if first == end - 1 and country and head in bodies().state_itself:
        yield Found(
            start, end, words(doc, start, first), ActorKind.COUNTRY, "government", country, public=True, weight=3
        )
        return
    country = country or _state_before(doc, at, start) or _state_after(at, code, end)
    if country is None and head in bodies().state_itself:
        country = leaders().get(doc[end - 2].lower_)
    if first < end - 1 or country:
        yield Found(
            start,
            end,
            without_article(words(doc, first, end)),
            ActorKind.ORGANIZATION,
            "head",
            country,
            public=True,
            weight=3,
        )


def _state_after(at: Spots, code: str, end: int) -> str | None:
    """The state right after a body: "the commerce ministry of Peru"."""
    match = STATE_AFTER.match(code, end)
    return at[match.end()].known.code if match and match.end() in at else None


def _state_before(doc: Doc, at: Spots, start: int) -> str | None:
    """The state right before what begins at a token, as possessor or adjective: "Seoul's ...", "Japanese ..."."""
    before = start - 1
    if before > 0 and doc[before].text in {"'s", "'"} and before - 1 in at:
        return at[before - 1].known.code
    return at[before].known.code if before in at and at[before].known.part == "adjective" else None
