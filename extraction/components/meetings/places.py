"""Where a meeting is held, and at what gathering or in what building."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components.meetings.arguments import Place
from extraction.components.meetings.rules import lexicon
from extraction.components.meetings.sides import VERBAL
from extraction.components.meetings.sites import sites
from extraction.document import Actor, ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Token

    from extraction.document import Document

AT = frozenset({"in", "at", "near", "outside", "inside", "on"})
"""Prepositions that lead in a place or a gathering."""

DURING = frozenset({"during", "on", "amid", "alongside"})
"""Prepositions that lead in a gathering that goes on at the time."""


def place_of(document: Document, trigger: Token) -> Place | None:
    """The most exact place named for the encounter, a city before a country."""
    found: list[Place] = []
    for site in sites(trigger):
        found.extend(_places_at(document, site))
    if trigger.pos_ not in VERBAL:
        found.extend(_places_before(document, trigger))
    return best_place(found)


def best_place(places: Iterable[Place]) -> Place | None:
    """The first place that is no whole state, else the first."""
    found = list(places)
    return next((place for place in found if not place.is_country), found[0] if found else None)


def _places_at(document: Document, site: Token) -> Iterator[Place]:
    arrives = site.lemma_ in lexicon().arrivals
    for preposition in _adjuncts(site):
        for noun in syntax.expanded(child for child in preposition.children if child.dep_ == "pobj"):
            if preposition.lower_ in AT or (
                arrives and preposition.lower_ in {"to", "for"} and preposition.head == site
            ):
                yield from places_of(document, noun)
                yield from _places_inside(document, noun, AT | {"of"})
            elif preposition.lower_ in DURING:
                yield from _places_inside(document, noun, AT)
    if site.lemma_ == "visit":
        for token in syntax.patients(site):
            yield from places_of(document, token)
    if site.dep_ == "relcl" and any(child.lower_ == "where" for child in site.children):
        yield from places_of(document, site.head)


def _adjuncts(site: Token) -> Iterator[Token]:
    """The prepositions on a word or on what it governs: "met Okoro in Lagos", "talks with Okoro at the UN"."""
    for child in site.children:
        if child.dep_ == "prep":
            yield child
            if child.lower_ in {"with", "between"}:
                people = syntax.expanded(noun for noun in child.children if noun.dep_ == "pobj")
                yield from (inner for noun in people for inner in noun.children if inner.dep_ == "prep")
        elif child.dep_ in {"dobj", "attr", "npadvmod", "advmod", "nsubjpass"}:
            yield from (inner for inner in child.children if inner.dep_ == "prep")


def _places_inside(document: Document, noun: Token, links: frozenset[str]) -> Iterator[Place]:
    """Places in the phrase of a noun: "the White House in Washington", "met Okoro in Lagos", "Lagos's port"."""
    for token in (*syntax.prepositional(noun, links), *syntax.possessors(noun)):
        yield from places_of(document, token)


def _places_before(document: Document, noun: Token) -> Iterator[Place]:
    """A city before a noun trigger: "the Lagos meeting", "the Geneva talks"."""
    for child in noun.children:
        if child.dep_ in {"compound", "nmod", "amod"} and child.i < noun.i:
            yield from (place for place in places_of(document, child) if not place.is_country)


def places_of(document: Document, token: Token) -> tuple[Place, ...]:
    """The places that a token's mention stands for; a state counts as one, under the name used here."""
    mention = document.mention_of(token)
    if mention is None:
        return _unnamed_place(document, token)
    found = []
    for actor in document.actors_of(token):
        if actor.kind is ActorKind.PLACE:
            found.append(Place(_one_line(actor.name), actor.country))
        elif actor.kind is ActorKind.COUNTRY and mention.how != "demonym":
            words = (
                document.words(mention.start, mention.end).removeprefix("the ").removesuffix("'s").removesuffix("’s")
            )
            found.append(Place(_one_line(words), actor.country, is_country=mention.how != "capital"))
    return tuple(found)


def _unnamed_place(document: Document, token: Token) -> tuple[Place, ...]:
    """A place that no gazetteer knows: what the parser takes for one, or "the Nigerian capital"."""
    if token.lower_ == "capital" and not syntax.prepositional(token, {"of"}):
        states = [
            actor for child in token.children for actor in document.actors_of(child) if actor.kind is ActorKind.COUNTRY
        ]
        return (Place(_worded(document, token), states[0].country),) if states else ()
    if token.ent_type_ in {"GPE", "LOC", "FAC"}:
        span = next(
            (
                entity
                for entity in token.doc[token.left_edge.i : token.right_edge.i + 1].ents
                if entity.start <= token.i < entity.end
            ),
            None,
        )
        return (Place(_one_line(span.text.removeprefix("the ")), None),) if span else ()
    return ()


def _one_line(words: str) -> str:
    return " ".join(words.split())


def venue_of(document: Document, trigger: Token) -> str | None:
    """The named gathering or building that the encounter is held at."""
    for site in sites(trigger):
        for preposition in _adjuncts(site):
            if preposition.lower_ in DURING | {"at", "in", "inside"}:
                for noun in preposition.children:
                    venue = _venue_in(document, noun) if noun.dep_ == "pobj" else None
                    if venue:
                        return venue
    return None


def is_backdrop(noun: Token) -> bool:
    """Whether a gathering is only where others meet: "on the sidelines of the G20 summit"."""
    above = noun.head.head if noun.dep_ == "pobj" else noun.head
    return above.lemma_ in lexicon().margins and noun.dep_ == "pobj"


def _venue_in(document: Document, noun: Token) -> str | None:
    """The venue that a noun names: "the White House", "the sidelines of the G20 summit in Osaka"."""
    if noun.lemma_ in lexicon().margins:
        inner = syntax.prepositional(noun, {"of", "at"})
        return _venue_in(document, inner[0]) or _worded(document, inner[0]) if inner else None
    gathering = next((actor for actor in document.actors_of(noun) if actor.kind is ActorKind.GATHERING), None)
    if gathering:
        return gathering.name
    if noun.lower_ in lexicon().gatherings | lexicon().buildings and _is_named(document, noun):
        return _worded(document, noun)
    mention = document.mention_of(noun)
    named = mention and any(_is_building(actor) for actor in document.actors_of(noun))
    return document.words(mention.start, mention.end).removeprefix("the ") if mention and named else None


def _is_building(actor: Actor) -> bool:
    return actor.kind is not ActorKind.PERSON and bool(set(actor.name.lower().split()) & lexicon().buildings)


def _is_named(document: Document, noun: Token) -> bool:
    """Whether a common noun has a name before it: "the G20 summit", "Trump Tower"."""
    return any(token.pos_ == "PROPN" or document.mention_of(token) for token in syntax.phrase(noun) if token != noun)


def _worded(document: Document, noun: Token) -> str:
    span = syntax.phrase(noun)
    start = span.start + (span[0].pos_ in {"DET", "PRON"})
    return document.words(start, span.end)
