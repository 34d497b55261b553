"""The people, countries, bodies, places and gatherings of an article: one actor each, every mention tied to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pycountry

from extraction.document import Actor, ActorKind, ActorMention

if TYPE_CHECKING:
    from extraction.document import Document

KINDS = {"PERSON": ActorKind.PERSON, "ORG": ActorKind.ORGANIZATION, "GPE": ActorKind.PLACE, "NORP": ActorKind.COUNTRY}


def find_names(document: Document) -> Document:
    """The document with its actors and the places that name them."""
    actors: dict[str, Actor] = {}
    mentions = []
    for entity in document.doc.ents:
        if entity.label_ not in KINDS:
            continue
        country = _country(entity.text)
        kind = ActorKind.COUNTRY if country else KINDS[entity.label_]
        actor = actors.setdefault(entity.text, Actor(len(actors), entity.text, kind, country, public=bool(country)))
        mentions.append(ActorMention(entity.start, entity.end, (actor.index,), "name"))
    return document.with_mentions(tuple(actors.values()), tuple(mentions))


def _country(name: str) -> str | None:
    found = pycountry.countries.get(name=name)
    return found.alpha_2 if found else None
