"""Who an argument of a verb is, and how it is published as a party.

How an event component asks for the parties of an argument (a token, as `syntax.subjects` and the like give it):

    for token in syntax.subjects(trigger):
        for actor in parties.described(document, token):
            ...
    party = parties.party(actor)

`described` gives, in this order of preference:

1. the actors of the mention that the token is part of ("Kim", "he", "Seoul", "the two leaders", "the ministry");
2. for a plural of office holders with states inside the phrase, those states ("top diplomats of Korea, the US and
   Japan", "the Japanese and Chinese leaders");
3. for any other phrase about people or bodies ("a US trade delegation", "tribal leaders", "the Chinese premier",
   "Canadian corn growers"), one actor made for the phrase, with index -1: a PERSON for a single office holder, else a
   GROUP, named by the words of the phrase without its determiner, with the state that the phrase tells;
4. nothing for a noun that is no person, group, body or state ("tariffs", "the issue").

A place is given as an actor of kind PLACE, a gathering as GATHERING: neither is a party, so filter with `is_party`.
Actors compare by value; two passages that mean the same actor give the same `Actor`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components.names.gazetteer import bodies, titles
from extraction.document import Actor, ActorKind
from schemas.event import Party
from schemas.identity import INTERNATIONAL, entity_id
from schemas.vocabulary import PartyKind

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from extraction.document import Document

GROUPS = frozenset("delegation team group side government authority ministry administration leader official minister diplomat negotiator representative envoy lawmaker senator producer grower maker exporter importer manufacturer firm company country nation state power ally people citizen national member troop force rebel militant leadership opposition coalition alliance bloc industry union organization organisation agency bank regulator court parliament congress chief head executive entity individual person businessman trader farmer worker party commission council committee panel staff aide adviser counterpart ambassador expert politician figure politician elder activist mission partner airline shipper retailer oligarch".split())
"""Common nouns that stand for people or bodies that can act."""

NO_PARTY = frozenset({ActorKind.PLACE, ActorKind.GATHERING})


def party(actor: Actor) -> Party:
    """An actor as it is published."""
    kind = PartyKind(actor.kind.value) if actor.kind not in NO_PARTY else PartyKind.GROUP
    organization = actor.kind is ActorKind.ORGANIZATION
    home = actor.country or (INTERNATIONAL if organization and actor.public else None)
    return Party(
        name=actor.name,
        kind=kind,
        title=actor.title,
        organization=actor.organization,
        country=actor.country,
        entity_id=entity_id(kind.value, actor.name, home),
    )


def is_party(actor: Actor) -> bool:
    """Whether an actor can take part in an event: neither a place nor a gathering."""
    return actor.kind not in NO_PARTY


def described(document: Document, token: Token) -> tuple[Actor, ...]:
    """The actors that an argument stands for, known ones or one made for its phrase; see the top of the module."""
    if document.mention_of(token):
        return document.actors_of(token)
    if token.pos_ not in {"NOUN", "PROPN", "ADJ"} or not _can_act(token):
        return ()
    span = syntax.full_phrase(token)
    states = _states(document, span)
    plural = token.tag_ in {"NNS", "NNPS"}
    if plural and token.lemma_.lower() in titles().offices and len(states) > 1:
        return states
    return (_made_for(document, token, span, states, plural=plural),)


def _can_act(token: Token) -> bool:
    lemma = token.lemma_.lower()
    return lemma in GROUPS or lemma in titles().offices or lemma in titles().roles or lemma in bodies().lower_heads


def _states(document: Document, span: Span) -> tuple[Actor, ...]:
    """The states named inside a phrase, each once."""
    found = [document.actors[i] for mention in document.mentions_in(span) for i in mention.actors]
    return tuple(dict.fromkeys(actor for actor in found if actor.kind is ActorKind.COUNTRY))


def _made_for(document: Document, token: Token, span: Span, states: tuple[Actor, ...], *, plural: bool) -> Actor:
    """An actor for a phrase that names no one."""
    start = span.start
    while start < token.i and document.doc[start].dep_ in {"det", "predet"}:
        start += 1
    end = min(span.end, token.i + 12)
    country = states[0].country if states else None
    office = token.lemma_.lower() in titles().offices
    kind = ActorKind.PERSON if office and not plural else ActorKind.GROUP
    return Actor(-1, document.words(start, end), kind, country, public=office or bool(country))
