"""The way up from a trigger through the words that govern it, and the cues met on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extraction.components.status.cues import (
    Finding,
    aim,
    governing,
    is_mistagged_infinitive,
    opened_by,
    said_of_subject,
    told_by,
    told_here,
)
from extraction.components.status.lexicon import Scope, lexicon
from extraction.components.status.links import Link, link_of, passes, takes_for_granted
from extraction.syntax import MAX_CLIMB, NOUNS, SUBJECTS, VERBS
from schemas.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extraction.components.status.lexicon import Cue
    from extraction.tokens import Token


SAID_WITH = frozenset({Scope.SUBJECT, Scope.COMPLEMENT, Scope.MARKER})
"""Links to a verb that says something of the word: "talks are likely", "it is likely that they meet"."""


def findings(trigger: Token) -> Iterator[Finding]:
    """The cues about a trigger, innermost first: those on the word itself, then those of each governor.

    The way ends where the text asserts ("said that"), or where the word is only mentioned ("discussed the visit").
    Beyond a link that takes the event for granted, "could decide at the summit", a cue tells only whether it lies
    ahead.
    """
    if is_mistagged_infinitive(trigger):
        yield Finding(Status.PLANNED, f'"to {trigger.lower_}"')
        return
    yield from _condition_before(trigger)
    word, carries, granted, spent = _whole(trigger), True, False, False
    for _ in range(MAX_CLIMB):
        link = link_of(word)
        cue = governing(word, link) if link else None
        goes_on = link is not None and (cue is not None or passes(word, link))
        found = [*told_here(word, trigger, carries=carries, spent=spent)]
        found += _told_above(word, link, cue, goes_on=goes_on) if link else ()
        yield from (_as_granted(found) if granted else found)
        if link is None or not goes_on:
            return
        granted = granted or takes_for_granted(word, link)
        carries, spent, word = carries and cue is None, cue is not None, link.head


def _condition_before(verb: Token) -> Iterator[Finding]:
    """The condition that a joined verb shares with the first of its row: "if Oslo goes ahead and bans imports"."""
    first = verb.head
    link = link_of(first)
    if (
        verb.dep_ == "conj"
        and verb.pos_ in VERBS
        and link
        and not any(child.dep_ in SUBJECTS for child in verb.children)
    ):
        yield from (found for found in opened_by(first, link) if found.conditional)


def _whole(trigger: Token) -> Token:
    """The noun that a compound is one with: "summit meeting"."""
    joined = trigger.dep_ == "compound" and trigger.head.pos_ in NOUNS
    return trigger.head if joined and trigger.head.lemma_ in lexicon().containers else trigger


def _told_above(word: Token, link: Link, cue: Cue | None, *, goes_on: bool) -> Iterator[Finding]:
    """What the link to the governing word and that word itself tell."""
    yield from opened_by(word, link)
    if cue is not None:
        yield from told_by(cue, link.head)
    says = link.scope in SAID_WITH and link.head.pos_ in VERBS and word.dep_ != "acomp"
    said = [*said_of_subject(link.head)] if says else []
    yield from said
    if cue is None and not said and not goes_on:
        yield from aim(word, link)


def _as_granted(found: list[Finding]) -> Iterator[Finding]:
    """What cues tell of an event that the text takes for granted: only whether it lies ahead."""
    for finding in found:
        if finding.status in {Status.POSSIBLE, Status.PLANNED}:
            yield replace(finding, status=Status.PLANNED, granted=True)
        elif finding.status is Status.OCCURRED:
            yield replace(finding, asserts=False)
