"""What is known of one article while it is read: typed, frozen, handed from step to step."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from extraction.tokens import Doc, Span, Token
    from schemas.article import Article
    from schemas.vocabulary import Status


class ActorKind(StrEnum):
    """What a name in an article stands for."""

    PERSON = "person"
    COUNTRY = "country"
    ORGANIZATION = "organization"
    GROUP = "group"
    PLACE = "place"
    GATHERING = "gathering"


@dataclass(frozen=True, slots=True)
class Actor:
    """One person, country, body, group, place or gathering of the article, all its mentions resolved."""

    index: int
    """Position in `Document.actors`."""

    name: str
    """The name in full, as the article first gives it in full."""

    kind: ActorKind
    """What it is."""

    country: str | None = None
    """ISO code of the state that it belongs to, is, or lies in; `EU`; None where not told."""

    title: str | None = None
    """A person's office or title as worded, without the name."""

    organization: str | None = None
    """The body that a person speaks for, as worded."""

    public: bool = False
    """Whether it is a public authority or speaks for one (state, ministry, party, armed forces ...)."""


@dataclass(frozen=True, slots=True)
class ActorMention:
    """One place in the text that stands for one actor, or for several ("the two leaders")."""

    start: int
    """Index of the first token."""

    end: int
    """Index after the last token."""

    actors: tuple[int, ...]
    """Indices of the actors that it stands for."""

    how: str
    """What tied it to them: name, surname, title, demonym, capital, pronoun, counterpart, group ..."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date expression in the text, resolved to days."""

    start: int
    """Index of the first token."""

    end: int
    """Index after the last token."""

    first: date
    """First day."""

    last: date
    """Last day."""

    because: str
    """How it was resolved, in words."""


@dataclass(frozen=True, slots=True)
class StatusDecision:
    """A status and the cue that gave it."""

    status: Status
    """How the text presents the event."""

    because: str
    """The cue as worded, and what it says."""


@dataclass(frozen=True, slots=True)
class Document:
    """An article with all that the steps have found in it so far."""

    article: Article
    """The article as it came."""

    doc: Doc
    """The parse of the reading text; token offsets count in `article.full_text`."""

    actors: tuple[Actor, ...] = ()
    """Everyone and every place named, in the order of their first mention."""

    mentions: tuple[ActorMention, ...] = ()
    """Where they stand, in the order of the text, without overlaps."""

    _mention_at: dict[int, ActorMention] = field(default_factory=dict, repr=False, compare=False)

    _find_dates: Callable[[], tuple[DateMention, ...]] = field(default=tuple, repr=False, compare=False)

    @property
    def dates(self) -> tuple[DateMention, ...]:
        """The date expressions, in the order of the text, without overlaps."""
        return self._find_dates()

    def with_dates(self, find: Callable[[], tuple[DateMention, ...]]) -> Document:
        """The same document with its dates, looked for when one is asked for: of most texts none is."""
        return replace(self, _find_dates=cache(find))

    def with_mentions(self, actors: tuple[Actor, ...], mentions: tuple[ActorMention, ...]) -> Document:
        """The same document with other actors and mentions."""
        lookup = {i: mention for mention in mentions for i in range(mention.start, mention.end)}
        return replace(self, actors=actors, mentions=mentions, _mention_at=lookup)

    def mention_of(self, token: Token) -> ActorMention | None:
        """The mention that a token is part of."""
        return self.mention_at(token.i)

    def mention_at(self, index: int) -> ActorMention | None:
        """The mention that the token at an index is part of."""
        return self._mention_at.get(index)

    def actors_of(self, token: Token) -> tuple[Actor, ...]:
        """The actors that the mention around a token stands for; none where there is no mention."""
        mention = self.mention_of(token)
        return tuple(self.actors[i] for i in mention.actors) if mention else ()

    def mentions_in(self, span: Span) -> Iterator[ActorMention]:
        """The mentions that begin inside a span, in the order of the text."""
        return (m for m in self.mentions if span.start <= m.start < span.end)

    def words(self, start: int, end: int) -> str:
        """The article's own words from token `start` to before token `end`."""
        if start >= end:
            return ""
        last = self.doc[end - 1]
        return self.article.full_text[self.doc[start].idx : last.idx + len(last)].strip()


@dataclass(frozen=True, slots=True)
class Dated:
    """Resolved days and the reason, as one candidate event has them."""

    first: date
    """First day."""

    last: date
    """Last day."""

    text: str
    """The words that told it."""

    because: str
    """How they were resolved."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a candidate stands, and which rule found it."""

    start: int
    """Offset of its first character in the full text."""

    end: int
    """Offset after its last character."""

    trigger: int
    """Index of the trigger token."""

    rule: str
    """Id of the rule that fired."""

    status: StatusDecision
    """The status there."""

    when: Dated | None = None
    """The date there."""


A = TypeVar("A")
"""The arguments of one type of event."""


@dataclass(frozen=True, slots=True)
class Candidate(Generic[A]):
    """One event of one type, as found in one passage or gathered from several."""

    passages: tuple[Passage, ...]
    """Where it stands, in the order of the text."""

    arguments: A
    """Who, what and where: the slots of its type."""

    status: StatusDecision
    """The status of the event as a whole."""

    when: Dated | None = None
    """The days of the event as a whole."""
