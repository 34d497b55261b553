"""States and places: what a known name stands for where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction.components.names.bodies import without_article
from extraction.components.names.bodies import words as words_of
from extraction.components.names.found import Found
from extraction.document import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extraction.components.names.spots import Spot
    from extraction.tokens import Doc, Token

ACTING = frozenset({"nsubj", "nsubjpass", "poss", "agent"})
"""Where a capital in the grammar of its clause stands for the government."""

ACTING_AFTER = frozenset(
    {"between", "against", "with", "by", "on", "toward", "towards", "among", "for", "than", "like", "without", "over"}
)
"""Prepositions after which a capital stands for the government."""

NO_PLACE = frozenset({"North", "South", "East", "West", "Jr.", "Sr."})
"""What is no place by itself, whatever the entity recognizer takes it for."""

GOING = frozenset({"visit", "leave", "reach", "tour", "enter", "hit", "rock", "attack", "flee", "quit", "depart"})
"""Verbs whose object is a place."""


def find_countries(doc: Doc, spots: tuple[Spot, ...]) -> Iterator[Found]:
    """The states, bodies, gatherings and places that are known by name."""
    for spot in spots:
        known = spot.known
        token = doc[spot.start : spot.end].root
        words = without_article(words_of(doc, spot.start, spot.end))
        if known.part in {"name", "adjective", "people"}:
            how = "name" if known.part == "name" else "demonym"
            yield Found(spot.start, spot.end, words, ActorKind.COUNTRY, how, known.code, public=True)
        elif known.part == "capital":
            acting = acts(token)
            kind = ActorKind.COUNTRY if acting else ActorKind.PLACE
            yield Found(spot.start, spot.end, words, kind, "capital" if acting else "name", known.code, public=acting)
        elif known.part == "seat":
            yield Found(spot.start, spot.end, words, ActorKind.ORGANIZATION, "name", known.code, public=True)
        elif known.part in {"region", "city"}:
            yield Found(spot.start, spot.end, words, ActorKind.PLACE, "name", known.code)
        elif known.part == "world":
            acting = acts(token)
            kind = ActorKind.GROUP if acting else ActorKind.PLACE
            yield Found(spot.start, spot.end, words, kind, "name", public=acting)
        elif known.part == "gathering":
            yield Found(spot.start, spot.end, words, ActorKind.GATHERING, "name")


def acts(token: Token) -> bool:
    """Whether the name of a capital stands for its government: as subject, possessor or party, not as a place."""
    if token.dep_ == "conj":
        return token.head is not token and acts(token.head)
    if token.dep_ in ACTING:
        return True
    if token.dep_ == "pobj":
        return token.head.lower_ in ACTING_AFTER
    return token.dep_ in {"dobj", "dative"} and token.head.lemma_ not in GOING


def find_places(doc: Doc) -> Iterator[Found]:
    """Places that only the entity recognizer knows, with the state named after a comma: "Biarritz, France"."""
    for entity in doc.ents:
        name = without_article(entity.text)
        if entity.label_ in {"GPE", "LOC", "FAC"} and name[:1].isupper() and name not in NO_PLACE:
            yield Found(entity.start, entity.end, name, ActorKind.PLACE, "entity", weight=0)
