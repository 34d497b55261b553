"""The public record of a meeting."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from extraction import parties
from extraction.components.dates import when
from extraction.components.meetings.rules import rules
from extraction.components.meetings.sides import head_word, is_private
from extraction.confidence import confidence, filled_share, how_known
from extraction.document import Actor, ActorKind
from extraction.summary import described
from schemas.event import MeetingMention, Quote, Where
from schemas.vocabulary import MeetingFormat, MeetingMode

if TYPE_CHECKING:
    from extraction.components.meetings.arguments import MeetingArguments
    from extraction.document import Candidate, Document, Passage

OFTEN = 2
"""How often an article names a state that is taken for its own side, at least."""


def build(document: Document, candidate: Candidate[MeetingArguments]) -> MeetingMention:
    """The public record of a meeting, with its evidence, summary and codes."""
    told = candidate.arguments
    dated = when(candidate.when)
    place = Where(text=told.place.text, country=told.place.country) if told.place else None
    strengths = [rules()[passage.rule].strength for passage in candidate.passages]
    filled = filled_share([told.participants[1:] or told.host, countries_of(told), dated, place])
    record = MeetingMention(
        article_id=document.article.id,
        status=candidate.status.status,
        when=dated,
        where=place,
        summary="",
        confidence=confidence(strengths, filled, how_known(document, told.participants)),
        evidence=_evidence(document, candidate.passages),
        participants=tuple(parties.party(actor) for actor in told.participants),
        countries=_completed(document, told, countries_of(told)),
        venue=told.venue,
        topics=tuple(_apart_from(place, topic) for topic in told.topics),
        mode=told.mode or _mode_of(told.format),
        format=told.format,
        recurrence=told.recurrence,
    )
    return described(record)


def _apart_from(place: Where | None, topic: str) -> str:
    """A topic without the place of the meeting, which the parser hangs on it: "a trade deal in Oslo"."""
    behind = f" in {place.text}".casefold() if place else ""
    return topic[: -len(behind)] if behind and topic.casefold().endswith(behind) else topic


def countries_of(told: MeetingArguments) -> tuple[str, ...]:
    """The states that take part, sorted, with the one that a visit goes to."""
    found = {actor.country for actor in told.participants if actor.country}
    return tuple(sorted(found | ({told.host} if told.host else set())))


def _completed(document: Document, told: MeetingArguments, known: tuple[str, ...]) -> tuple[str, ...]:
    """The states with that of the press's own side, where one side is a name without a state.

    Newswire tells a domestic official by name and office alone, and the other side by its state. So the state that
    the article names most, other than the one told, is that of the official.
    """
    people = (actor for actor in told.participants if actor.kind is ActorKind.PERSON and actor.public)
    local = _of_the_place(told)
    if len(known) == 1 and local:
        return tuple(sorted({*known, local}))
    if len(known) != 1 or not any(actor.country is None and actor.name[:1].isupper() for actor in people):
        return known
    named = Counter(
        actor.country
        for mention in document.mentions
        for i in mention.actors
        if (actor := document.actors[i]).kind is ActorKind.COUNTRY and actor.country and actor.country not in known
    )
    return tuple(sorted({*known, *(code for code, times in named.most_common(1) if times >= OFTEN)}))


def _of_the_place(told: MeetingArguments) -> str | None:
    """The state in which officials or private groups of no told state are met: "met civil groups in Lagos"."""
    groups = [
        actor
        for actor in told.participants
        if actor.kind is ActorKind.GROUP and actor.country is None and not _speaks_for_body(actor)
    ]
    local = any(is_private(actor) or head_word(actor) in {"official", "authority"} for actor in groups)
    return told.place.country if told.place and local else None


def _speaks_for_body(group: Actor) -> bool:
    """Whether a group is told by the name of its body: "officials of the International Monetary Fund"."""
    return any(word[0].isupper() for word in group.name.partition(" of ")[2].split())


def _mode_of(form: MeetingFormat | None) -> MeetingMode | None:
    """The mode that follows from the format: nobody visits or dines by phone."""
    return MeetingMode.IN_PERSON if form in {MeetingFormat.VISIT, MeetingFormat.MEAL} else None


def _evidence(document: Document, passages: tuple[Passage, ...]) -> tuple[Quote, ...]:
    """One quote for each passage, each passage of the text once."""
    text = document.article.full_text
    first = {(passage.start, passage.end): passage for passage in reversed(passages)}
    return tuple(
        Quote(
            article_id=document.article.id,
            start=start,
            end=end,
            quote=text[start:end],
            rule=passage.rule,
            status_because=passage.status.because,
            date_because=passage.when.because if passage.when else None,
        )
        for (start, end), passage in sorted(first.items())
    )
