"""How sure the rules are of an event, from 0 to 1: the same simple sum for all three types.

Four things count. How telling the best rule behind the event is (its `strength` in the lexicon); how many of the
slots that make such an event are filled; how well the parties are known (a full name tells more than a pronoun);
and how many passages of the article tell the event. No figure here is fitted to data, so a confidence ranks events
and supports a threshold, but it is not the measured share of events that are right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extraction.document import Actor, Document

SLOTS_WEIGHT = 0.25
"""What empty slots can take from a rule's strength."""

PARTIES_WEIGHT = 0.25
"""What badly known parties can take from a rule's strength."""

AGREEMENT = 0.15
"""Share of the remaining doubt that each further passage takes away."""

MAX_AGREEING = 4
"""Further passages beyond this number tell nothing new."""

KNOWN_BY = {
    "name": 1.0,
    "title": 1.0,
    "demonym": 1.0,
    "capital": 0.9,
    "surname": 0.9,
    "counterpart": 0.8,
    "group": 0.7,
    "pronoun": 0.6,
}
"""How much a way of mentioning says of who is meant; the keys are those of `ActorMention.how`."""

OTHERWISE_KNOWN = 0.6
"""For every other way of mentioning."""

UNKNOWN_PARTY = 0.3
"""For a party that is a description of the text and no actor of the article ("a career diplomat")."""


def confidence(strengths: Iterable[float], filled: float, known: float) -> float:
    """How sure the rules are of an event.

    Args:
        strengths: the strength of the rule behind each passage, 0 to 1; at least one.
        filled: the share of the type's core slots that hold something, 0 to 1.
        known: how well the parties are known, 0 to 1; see `how_known`.

    Returns:
        A number from 0 to 1, rounded to two places: the best strength, less what is missing, plus what agrees.

    Raises:
        ValueError: there is no strength, or a value lies outside 0 to 1.
    """
    ranked = sorted(strengths, reverse=True)
    if not ranked or not all(0 <= value <= 1 for value in (*ranked, filled, known)):
        raise ValueError("confidence needs at least one strength, and every value from 0 to 1")
    alone = ranked[0] * (1 - SLOTS_WEIGHT * (1 - filled) - PARTIES_WEIGHT * (1 - known))
    agreeing = min(len(ranked) - 1, MAX_AGREEING)
    return round(1 - (1 - alone) * (1 - AGREEMENT) ** agreeing, 2)


def filled_share(slots: Sequence[object]) -> float:
    """The share of slots that hold something: neither None nor empty; 1 where there is no slot."""
    return sum(slot is not None and slot not in ("", (), []) for slot in slots) / len(slots) if slots else 1.0


def how_known(document: Document, actors: Iterable[Actor | None]) -> float:
    """How well some parties of an event are known: the mean over them of their best mention; 0 for no party at all."""
    known = [_best_mention(document, actor) for actor in actors if actor is not None]
    return sum(known) / len(known) if known else 0.0


def _best_mention(document: Document, actor: Actor) -> float:
    """How much the most telling mention of one actor says of who it is."""
    ways = [KNOWN_BY.get(m.how, OTHERWISE_KNOWN) for m in document.mentions if m.actors == (actor.index,)]
    return max(ways, default=UNKNOWN_PARTY)
