"""What a reader remembers at a place of the article: who was named where, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extraction.components.names.gazetteer import folded, known_names, titles
from extraction.document import Actor, ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extraction.document import ActorMention, Document
    from extraction.tokens import Span, Token

WINDOW = 3
"""A pronoun reaches back over this many sentences."""

REMEMBERED = 200
"""How many of the last mentions are looked at, a bound for texts without sentences."""


LONG_REMEMBERED = 1000
"""How many of the last mentions a description such as "the minister" is looked up in."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One place where an actor was mentioned."""

    actor: int
    """Index of the actor."""

    token: int
    """The head of the mention."""

    sentence: int
    """The number of the sentence."""

    subject: bool
    """Whether it is the subject of a clause."""


@dataclass
class Memory:
    """Who was mentioned so far; changed only by the one reader that goes through the article."""

    document: Document
    actors: list[Actor]
    gender: dict[int, str]
    local: frozenset[int]
    """People whose titles name no state: "the president" of an article about one's own."""

    seen: list[Seen] = field(default_factory=list)
    sentence: int = 0
    described_until: int = -1
    """Index after the last description of an office: what "and" joins to it is one too."""

    @classmethod
    def of(cls, document: Document) -> Memory:
        """The memory of one who has read the names but no sentence."""
        return cls(document, list(document.actors), _genders(document), _local(document))

    def begin(self, _sentence: Span) -> None:
        """A new sentence begins."""
        self.sentence += 1

    def remember(self, mention: ActorMention) -> None:
        """Keep who was mentioned."""
        root = head_of(self.document, mention)
        subject = root.dep_ in {"nsubj", "nsubjpass"}
        self.seen.extend(Seen(actor, root.i, self.sentence, subject) for actor in mention.actors)

    def recent(self, window: int = WINDOW) -> Iterator[Seen]:
        """Who was mentioned in this sentence and the few before, last first."""
        for seen in reversed(self.seen[-REMEMBERED:]):
            if self.sentence - seen.sentence > window:
                return
            yield seen

    def last(self) -> Iterator[Seen]:
        """Everyone mentioned so far, last first, within the bound of memory."""
        return reversed(self.seen[-LONG_REMEMBERED:])

    def is_person(self, actor: int, gender: str | None = None) -> bool:
        """Whether an actor is a person who can be of a gender."""
        known = self.gender.get(actor)
        return self.actors[actor].kind is ActorKind.PERSON and (gender is None or known in {None, gender})

    def add(self, actor: Actor) -> int:
        """A new actor, known by description alone; the same description gives the same actor."""
        for known in self.actors:
            if (known.name, known.kind, known.country) == (actor.name, actor.kind, actor.country):
                return known.index
        self.actors.append(actor)
        return actor.index


def head_of(document: Document, mention: ActorMention) -> Token:
    """The head word of a mention."""
    return document.doc[mention.start : mention.end].root


def _genders(document: Document) -> dict[int, str]:
    """The gender that a form of address, a title or a given name tells of each person."""
    told = {form.word.lower(): form.gender for form in titles().honorifics if form.gender}
    genders: dict[int, str] = {}
    for mention in document.mentions:
        actor = document.actors[mention.actors[0]]
        if actor.kind is not ActorKind.PERSON:
            continue
        words = [token.lower_.rstrip(".") for token in document.doc[mention.start : mention.end]]
        for gender in (told[word] for word in words if word in told):
            genders.setdefault(actor.index, gender)
    for person in (actor for actor in document.actors if actor.kind is ActorKind.PERSON):
        by_name = _by_given_name(person.name)
        if by_name:
            genders.setdefault(person.index, by_name)
    return genders


def _by_given_name(name: str) -> str | None:
    """The gender that a given name tells, where it is borne by one alone."""
    words, given = folded(name).lower().split(), titles().given
    if len(words) == 1:
        return None
    return "male" if words[0] in given.male else "female" if words[0] in given.female else None


def _local(document: Document) -> frozenset[int]:
    """The people who are given a title, and never with a state in it."""
    bare: dict[int, bool] = {}
    for mention in document.mentions:
        actor = mention.actors[0]
        if mention.how != "title" or document.actors[actor].kind is not ActorKind.PERSON:
            continue
        words = document.doc[mention.start : mention.end]
        foreign = any(folded(token.text) in known_names() for token in words[:-1])
        bare[actor] = bare.get(actor, True) and not foreign
    return frozenset(actor for actor, is_bare in bare.items() if is_bare)
