"""What one place of the text tells about a meeting, as typed slots."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.document import Actor
from schemas.vocabulary import MeetingFormat, MeetingMode


@dataclass(frozen=True, slots=True)
class Place:
    """A place as worded."""

    text: str
    """The words that name it."""

    country: str | None = None
    """ISO code of the state that it lies in or is."""

    is_country: bool = False
    """Whether it is a whole state, so that any city in it is more exact."""


@dataclass(frozen=True, slots=True)
class MeetingArguments:
    """The slots of one meeting, from one place of the text or gathered from several."""

    participants: tuple[Actor, ...] = ()
    """Who takes part, in the order of the text."""

    host: str | None = None
    """ISO code of the state that a visit goes to."""

    place: Place | None = None
    """Where it is held."""

    venue: str | None = None
    """The gathering or building."""

    topics: tuple[str, ...] = ()
    """What it is about, as worded."""

    mode: MeetingMode | None = None
    """How it is held."""

    format: MeetingFormat | None = None
    """What kind of encounter it is."""

    recurrence: str | None = None
    """How often it repeats, as worded."""

    ordinal: int | None = None
    """Which one of a series it is: 1 for "their first meeting"."""

    hints: tuple[Actor, ...] = ()
    """Who probably takes part, though the grammar does not say so: "Lund said after the talks"."""

    partner: bool = False
    """Whether a public partner is named, though not whose: "talks with Oslo"."""

    alone: bool = False
    """Whether the words alone tell of an event of public life: "visit" and "trip", not "tour" or "stop"."""

    dateless: bool = False
    """Whether a date here is more likely that of the topic: "discussed a summit in May"."""

    headline: bool = False
    """Whether the headline tells it, which sums up what the text tells."""

    definite: bool = False
    """Whether the words point to a meeting told elsewhere: "the summit", "these talks"."""

    again: bool = False
    """Whether the words tell an earlier or later meeting of the same people: "last met", "their first summit"."""

    complete: bool = True
    """Whether the place tells enough for an event of its own; else it can only add to another one."""
