"""Who is meant by "he", "the minister", "his counterpart", "the two leaders".

Sentence by sentence, each pronoun and each description that names no one is tied to actors that the article has
named before it. Precision comes first: where two answers are equally near, none is given.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extraction.components.names.gazetteer import titles
from extraction.document import Actor, ActorKind, ActorMention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span, Token

    from extraction.document import Document

MALE = frozenset({"he", "him", "his", "himself"})
FEMALE = frozenset({"she", "her", "hers", "herself"})
PLURAL = frozenset({"they", "them", "their", "themselves"})
PAIRS = frozenset({"leader", "side", "country", "nation", "minister", "president", "man", "woman", "official", "diplomat", "party", "government", "state", "neighbor", "neighbour", "ally", "chief", "power", "delegation", "capital", "politician", "counterpart", "negotiator", "rival", "foe", "envoy"})
"""Nouns after "the two" that stand for two parties just named."""

STATES = frozenset({"country", "nation", "state", "government", "capital", "power", "neighbor", "neighbour", "ally"})
"""Nouns after "the two" that stand for states rather than people."""

BODIES = frozenset({"ministry", "department", "parliament", "commission", "court", "party", "council", "committee", "agency", "bank", "senate", "assembly", "congress", "administration", "organization", "organisation", "bureau", "group", "union", "treasury", "embassy"})
"""Nouns that with "the" stand for a body named before by the same noun."""

WINDOW = 3
"""A pronoun reaches back over this many sentences."""


def resolve_references(document: Document) -> Document:
    """The document with a mention for every pronoun and description that stands for a known actor."""
    resolver = _Resolver(document)
    for sentence in document.doc.sents:
        resolver.read(sentence)
    mentions = sorted((*document.mentions, *resolver.found), key=lambda mention: mention.start)
    return document.with_mentions(tuple(resolver.actors), tuple(mentions))


@dataclass(frozen=True, slots=True)
class _Seen:
    """One place where an actor was mentioned."""

    actor: int
    token: int
    sentence: int
    subject: bool


@dataclass
class _Resolver:
    """Reads the sentences in order and remembers who was mentioned."""

    document: Document
    actors: list[Actor] = field(init=False)
    found: list[ActorMention] = field(default_factory=list)
    seen: list[_Seen] = field(default_factory=list)
    gender: dict[int, str] = field(default_factory=dict)
    number: int = 0

    def __post_init__(self) -> None:
        self.actors = list(self.document.actors)
        self.gender = _genders(self.document)

    def read(self, sentence: Span) -> None:
        """Resolve what stands in one sentence, from left to right."""
        self.number += 1
        position = sentence.start
        while position < sentence.end:
            token = self.document.doc[position]
            mention = self.document.mention_of(token)
            if mention is None:
                mention = self._resolve(token)
                if mention:
                    self.found.append(mention)
            if mention and mention.end > position:
                self._remember(mention)
                position = mention.end
            else:
                position += 1

    def _remember(self, mention: ActorMention) -> None:
        root = self.document.doc[mention.start : mention.end].root
        subject = root.dep_ in {"nsubj", "nsubjpass"}
        self.seen.extend(_Seen(actor, mention.start, self.number, subject) for actor in mention.actors)

    def _resolve(self, token: Token) -> ActorMention | None:
        """The mention that begins at a token which no name covers."""
        word = token.lower_
        if word in MALE | FEMALE:
            return self._pronoun(token, "male" if word in MALE else "female")
        if word in {"the", "both"} and token.i + 1 < len(self.document.doc):
            return self._pair(token) or self._definite(token)
        return None

    def _pronoun(self, token: Token, gender: str) -> ActorMention | None:
        """He, she: the person that fits and stands nearest as a subject."""
        candidates = [seen for seen in self._recent() if self._can_be(seen, gender) and not _bound(self.document, token, seen)]
        chosen = _nearest_subject(candidates, self.number)
        if chosen is None:
            return None
        self.gender.setdefault(chosen, gender)
        return ActorMention(token.i, token.i + 1, (chosen,), "pronoun")

    def _recent(self) -> list[_Seen]:
        """Who was mentioned in this sentence and the few before, last first."""
        recent = []
        for seen in reversed(self.seen):
            if self.number - seen.sentence > WINDOW:
                break
            recent.append(seen)
        return recent

    def _can_be(self, seen: _Seen, gender: str) -> bool:
        actor = self.actors[seen.actor]
        return actor.kind is ActorKind.PERSON and self.gender.get(seen.actor, gender) == gender

    def _pair(self, token: Token) -> ActorMention | None:
        """The two leaders, both sides, the two: the last two people or states."""
        document = self.document
        i = token.i + 1 if token.lower_ == "the" else token.i
        numeral = document.doc[i].lower_
        if numeral not in {"two", "pair", "both", "duo"}:
            return None
        noun = next((t for t in document.doc[i + 1 : i + 3] if t.lemma_.lower() in PAIRS), None)
        if numeral == "both" and noun is None:
            return None
        if noun is None and numeral == "two" and document.doc[i].head.i > i and document.doc[i].dep_ == "nummod":
            return None
        states = noun is not None and noun.lemma_.lower() in STATES
        kind = ActorKind.COUNTRY if states else ActorKind.PERSON
        pair = self._last_two(kind) or (self._last_two(ActorKind.COUNTRY) if noun is not None and noun.lemma_ == "side" else None)
        end = (noun.i if noun is not None else i) + 1
        return ActorMention(token.i, end, pair, "pair") if pair else None

    def _last_two(self, kind: ActorKind) -> tuple[int, ...] | None:
        """The two actors of a kind that were last mentioned in one sentence, in the order of the text."""
        by_sentence: dict[int, list[int]] = {}
        for seen in self._recent():
            if self.actors[seen.actor].kind is kind:
                by_sentence.setdefault(seen.sentence, []).append(seen.actor)
        for _, actors in sorted(by_sentence.items(), reverse=True):
            distinct = list(dict.fromkeys(reversed(actors)))
            if len(distinct) == 2:  # noqa: PLR2004
                return tuple(distinct)
            if len(distinct) > 2:  # noqa: PLR2004
                return None
        return None

    def _definite(self, token: Token) -> ActorMention | None:
        """The president, the foreign minister, the ministry: who last bore that title or that noun."""
        words = []
        for following in self.document.doc[token.i + 1 : token.i + 5]:
            if following.pos_ not in {"NOUN", "PROPN", "ADJ"} or self.document.mention_of(following):
                break
            words.append(following)
        if not words or words[-1].tag_ in {"NNS", "NNPS"}:
            return None
        head = words[-1].lower_
        phrase = " ".join(word.lower_ for word in words)
        actor = self._titled(phrase, head) if head in titles().offices else self._body(phrase, head) if head in BODIES else None
        return ActorMention(token.i, words[-1].i + 1, (actor,), "title") if actor is not None else None

    def _titled(self, phrase: str, head: str) -> int | None:
        """The person whose title ends in the phrase, the one mentioned last."""
        for seen in reversed(self.seen):
            actor = self.actors[seen.actor]
            if actor.kind is ActorKind.PERSON and actor.title and _title_fits(actor.title.lower(), phrase):
                return seen.actor
        return None

    def _body(self, phrase: str, head: str) -> int | None:
        for seen in reversed(self.seen):
            actor = self.actors[seen.actor]
            if actor.kind is ActorKind.ORGANIZATION and head in actor.name.lower().split() and all(word in actor.name.lower() for word in phrase.split()):
                return seen.actor
        return None


def _title_fits(title: str, phrase: str) -> bool:
    """Whether a title is what a description says: "the minister" for "foreign minister", no past office."""
    if title.split()[0] in titles().former:
        return False
    head = title.split(" of ")[0].split(" for ")[0].split(" at ")[0]
    return head == phrase or head.endswith(f" {phrase}") or phrase.endswith(f" {head}") and phrase.split()[0] in {"visiting", "new", "outgoing", "young", "veteran"}


def _genders(document: Document) -> dict[int, str]:
    """The gender that a form of address or a title tells of each person."""
    told = {form.word.lower(): form.gender for form in titles().honorifics if form.gender}
    genders: dict[int, str] = {}
    for mention in document.mentions:
        actor = document.actors[mention.actors[0]]
        if actor.kind is not ActorKind.PERSON:
            continue
        words = [token.lower_.rstrip(".") for token in document.doc[mention.start : mention.end]] + (actor.title or "").lower().split()
        gender = next((told[word] for word in words if word in told), None)
        if gender:
            genders.setdefault(actor.index, gender)
    return genders


def _bound(document: Document, pronoun: Token, seen: _Seen) -> bool:
    """Whether grammar forbids the reading: "Moon met him" is not Moon meeting himself."""
    if pronoun.dep_ == "poss":
        return False
    head = pronoun.head.head if pronoun.dep_ == "pobj" else pronoun.head
    other = document.doc[seen.token]
    mention = document.mention_of(other)
    root = document.doc[mention.start : mention.end].root if mention else other
    other_head = root.head.head if root.dep_ == "pobj" else root.head
    return other_head.i == head.i and other.sent.start == pronoun.sent.start


def _nearest_subject(candidates: list[_Seen], sentence: int) -> int | None:
    """The nearest person as a subject in this sentence, else in the last one that has any, else the nearest."""
    for back in range(WINDOW + 1):
        here = [seen for seen in candidates if seen.sentence == sentence - back]
        if here:
            subjects = [seen for seen in here if seen.subject]
            return (subjects or here)[0].actor if subjects or len({seen.actor for seen in here}) == 1 else None
    return None
