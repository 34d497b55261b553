"""Who an argument of a verb is, and how it is published as a party.

How an event component asks for the parties of an argument (a token, as `syntax.subjects` and the like give it):

    for token in syntax.subjects(trigger):
        for actor in parties.described(document, token):
            ...
    party = parties.party(actor)

`described` gives, in this order of preference:

1. the actors of the mention that the token is part of ("Kim", "he", "Seoul", "the two leaders", "the ministry");
2. for a relative pronoun what the noun before it gives;
3. for a plural of office holders with states inside the phrase, or as its owners, those states ("top diplomats of
   Korea, the US and Japan", "the Japanese and Chinese leaders", "their foreign ministers");
4. for any other phrase about people or bodies ("a US trade delegation", "tribal leaders", "the Chinese premier",
   "Canadian corn growers"), one actor made for the phrase, with index `DESCRIBED`: a PERSON for a single office
   holder, else a GROUP, named by the words of the phrase without its determiner, with the state that it tells;
5. nothing for a noun that is no person, group, body or state ("tariffs", "the issue"), or one that tells nothing
   ("his counterpart", "both sides").

A place is given as an actor of kind PLACE, a gathering as GATHERING: neither is a party, so filter with `is_party`.
Actors compare by value; two passages that mean the same actor give the same `Actor`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components.names.gazetteer import titles
from extraction.document import Actor, ActorKind
from extraction.lexicon import Entry, load
from extraction.organizations import organization_id
from schemas.event import Party
from schemas.identity import INTERNATIONAL, entity_id
from schemas.vocabulary import PartyKind

if TYPE_CHECKING:
    from extraction.document import Document
    from extraction.tokens import Token

DESCRIBED = -1
"""Index of an actor that is no actor of the document, but made for the phrase that describes it."""

NO_PARTY = frozenset({ActorKind.PLACE, ActorKind.GATHERING})
"""Kinds of actor that take no part in an event."""

NAMING = frozenset({"of", "from"})
"""Prepositions that go on with the description of a party: "leaders of Russian civil organizations"."""

LONGEST = 14
"""A description has at most this many tokens."""


class Parties(Entry):
    """The lexicon `parties`."""

    public: frozenset[str]
    """Nouns for public authority."""

    private: frozenset[str]
    """Nouns for private people and firms."""

    vague: frozenset[str]
    """Nouns that tell nothing without a state."""


def party(actor: Actor) -> Party:
    """An actor as it is published.

    A place or gathering is no party; it is given the form of a group, for a caller that has not asked `is_party`.
    """
    kind = PartyKind(actor.kind.value) if is_party(actor) else PartyKind.GROUP
    several = actor.kind is ActorKind.ORGANIZATION and actor.public
    home = actor.country or (INTERNATIONAL if several else None)
    return Party(
        name=actor.name,
        kind=kind,
        title=actor.title,
        organization=actor.organization,
        country=actor.country,
        entity_id=_id_of(kind, actor.name, home),
    )


def _id_of(kind: PartyKind, name: str, country: str | None) -> str:
    if kind is PartyKind.ORGANIZATION:
        return organization_id(name, country)
    return entity_id(kind.value, name, country)


def is_party(actor: Actor) -> bool:
    """Whether an actor can take part in an event: neither a place nor a gathering."""
    return actor.kind not in NO_PARTY


def described(document: Document, token: Token) -> tuple[Actor, ...]:
    """The actors that an argument stands for, known ones or one made for its phrase; see the top of the module."""
    if document.mention_of(token):
        return document.actors_of(token)
    if token.tag_ in {"WP", "WDT"} and token.head.dep_ == "relcl" and token.head.head.i < token.i:
        return described(document, token.head.head) if token.head.head.tag_ not in {"WP", "WDT"} else ()
    lemma = syntax.lemma(token)
    nominal = token.pos_ in {"NOUN", "PROPN", "ADJ"} or _is_misread(token)
    if not nominal or not _can_act(lemma):
        return ()
    start, end = _span(document, token)
    inside = _inside(document, start, end)
    states = tuple(actor for actor in inside if actor.kind is ActorKind.COUNTRY)
    if len(states) > 1 and _is_plural(token) and lemma in titles().offices:
        return states
    country = next((actor.country for actor in (*states, *inside) if actor.country), None)
    if not inside and lemma in load("parties", Parties).vague and not _tells_more(token, end):
        return ()
    return (_bearer(document, token, start, end, country) or _made_for(document, token, start, end, country),)


def _can_act(lemma: str) -> bool:
    vocabulary = load("parties", Parties)
    told = lemma in vocabulary.public or lemma in vocabulary.private
    return told or lemma in titles().offices or lemma in titles().roles


def _is_plural(token: Token) -> bool:
    return token.tag_ in {"NNS", "NNPS"} or _is_misread(token)


def _is_misread(token: Token) -> bool:
    """Whether a plural was tagged as a verb though it is a subject or object: "Fisheries envoys from Chile met"."""
    return token.tag_ == "VBZ" and token.dep_ in {"nsubj", "dobj", "pobj"}


def _span(document: Document, token: Token) -> tuple[int, int]:
    """The phrase around a noun with its "of" phrases, bounded; whatever its determiner."""
    start = max(syntax.phrase(token).start, token.i - LONGEST)
    end = token.i + 1
    for child in token.rights:
        if child.dep_ != "prep" or child.lower_ not in NAMING or child.i != end:
            break
        end = _end_of_name(document, child)
    return start, min(end, token.i + LONGEST)


def _end_of_name(document: Document, of: Token) -> int:
    """The end of an "of" phrase; of one that names a body, before its place: "officials of the Fund in Washington"."""
    end = of.right_edge.i + 1
    named = any(document.mention_of(noun) for noun in of.children if noun.dep_ == "pobj")
    behind = (token.i for token in of.subtree if token.dep_ == "prep" and token.lower_ in {"in", "at", "on"})
    return next(behind, end) if named else end


def _tells_more(token: Token, end: int) -> bool:
    """Whether a vague noun is told apart by its phrase: "heads of government", "central bank chiefs"."""
    return end > token.i + 1 or sum(child.dep_ == "compound" for child in token.lefts) > 1


def _inside(document: Document, start: int, end: int) -> tuple[Actor, ...]:
    """The actors named inside a phrase, each once."""
    span = document.doc[start:end]
    return tuple(dict.fromkeys(document.actors[i] for mention in document.mentions_in(span) for i in mention.actors))


def _bearer(document: Document, token: Token, start: int, end: int, country: str | None) -> Actor | None:
    """The person whose name ends the phrase of an office: "the leader of the Norwegian delegation Ana Reyes"."""
    if token.lemma_.lower() not in titles().offices or _is_plural(token):
        return None
    named = tuple(document.mentions_in(document.doc[start : min(end + 1, len(document.doc))]))
    last = named[-1] if named else None
    if last is None or last.how != "name" or last.start not in range(token.i + 1, end + 1) or last.end < end:
        return None
    actor = document.actors[last.actors[0]]
    before = document.doc[last.start - 1]
    if actor.kind is not ActorKind.PERSON or before.pos_ != "NOUN" or before.i == token.i:
        return None
    return replace(actor, country=actor.country or country, public=True)


def _made_for(document: Document, token: Token, start: int, end: int, country: str | None) -> Actor:
    """An actor for a phrase that names no one."""
    start = syntax.after_determiners(start, token)
    lemma = syntax.lemma(token)
    single = lemma in titles().offices and not _is_plural(token)
    public = lemma in titles().offices or lemma in load("parties", Parties).public
    name = " ".join(document.words(start, end).split())
    return Actor(DESCRIBED, name, ActorKind.PERSON if single else ActorKind.GROUP, country, public=public)
