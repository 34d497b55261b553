"""What each token of an article is a name of, titles told apart from the names that they stand with.

A person's mention takes in the title before the name ("Norwegian foreign minister Piet Maas"). A reader of
offices must look inside: here the title's words count for themselves, and only the name counts as the person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extraction.components.names.spots import spots
from extraction.document import ActorKind
from extraction.reading import plain

if TYPE_CHECKING:
    from extraction.components.names.spots import Spot
    from extraction.document import ActorMention, Document

STATES = frozenset({ActorKind.COUNTRY, ActorKind.PLACE})
"""Kinds of names that tell the state of an office."""

BODIES = frozenset({ActorKind.ORGANIZATION, ActorKind.GATHERING})
"""Kinds of names that tell the body of an office."""


NAMED = frozenset({"name", "surname", "title", "apposition", "demonym", "capital", "entity", "head"})
"""Ways of mentioning that give a name or part of it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One name in the text, as it matters for offices."""

    start: int
    """Index of the first token."""

    end: int
    """Index after the last token."""

    kind: ActorKind
    """What it names."""

    name: str
    """What it names, in full."""

    country: str | None
    """Its state."""

    public: bool
    """Whether it is a public authority or speaks for one."""

    actor: int | None = None
    """Index of the actor; None for a name inside a title."""

    pronoun: bool = False
    """Whether it stands for the name without being one: "his", "the ministry"."""


class Marks:
    """The names of a document by token."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._at: dict[int, Mark] = {}
        titles: set[int] = set()
        for mention in document.mentions:
            titles.update(self._add(mention))
        for spot in spots(document.doc) if titles else ():
            if spot.start in titles:
                self._add_spot(spot)

    def at(self, index: int) -> Mark | None:
        """The name that a token is part of."""
        return self._at.get(index)

    def kind_at(self, index: int) -> ActorKind | None:
        """What the name that a token is part of names."""
        mark = self._at.get(index)
        return mark.kind if mark else None

    def person_at(self, index: int) -> Mark | None:
        """The person that a token names or stands for."""
        mark = self._at.get(index)
        return mark if mark and mark.kind is ActorKind.PERSON else None

    def _add(self, mention: ActorMention) -> range:
        """Mark one mention, and give the indices of the title before the name."""
        if len(mention.actors) != 1:
            return range(0)
        actor = self.document.actors[mention.actors[0]]
        start = self._name_start(mention, actor.name) if actor.kind is ActorKind.PERSON else mention.start
        pronoun = start == mention.end or mention.how not in NAMED
        start = mention.start if start == mention.end else start
        mark = Mark(start, mention.end, actor.kind, actor.name, actor.country, actor.public, actor.index, pronoun)
        self._at.update(dict.fromkeys(range(start, mention.end), mark))
        return range(mention.start, start)

    def _name_start(self, mention: ActorMention, name: str) -> int:
        """Where the name begins inside a person's mention; at its end where none of its words is there."""
        typed = plain(name)
        words = set(typed.replace("-", " ").replace("'", " ").split()) | set(typed.split())
        start = mention.end
        while start > mention.start and (
            self.document.doc[start - 1].text in words or self.document.doc[start - 1].text in "-'"
        ):
            start -= 1
        return start

    def _add_spot(self, spot: Spot) -> None:
        """Mark a state or body named inside a title."""
        known = spot.known
        kind = {"body": ActorKind.ORGANIZATION, "gathering": ActorKind.GATHERING}.get(known.part, ActorKind.COUNTRY)
        words = self.document.words(spot.start, spot.end)
        mark = Mark(spot.start, spot.end, kind, words, known.code, known.public)
        for index in range(spot.start, spot.end):
            self._at.setdefault(index, mark)
