"""From the cues around and above a trigger to one status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extraction.components.dates import date_of
from extraction.components.status.climb import Finding, findings
from extraction.components.status.lexicon import lexicon
from extraction.document import StatusDecision
from extraction.syntax import governors
from schemas.vocabulary import Status

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Token

    from extraction.document import Dated, Document

STRENGTH = {Status.OCCURRED: 0, Status.PLANNED: 1, Status.POSSIBLE: 2, Status.UNLIKELY: 3, Status.CANCELLED: 4}
"""Of two cues one inside the other the stronger holds, but for the pairs in `NESTED`."""

NESTED = {
    (Status.POSSIBLE, Status.CANCELLED): Status.POSSIBLE,
    (Status.UNLIKELY, Status.CANCELLED): Status.PLANNED,
    (Status.CANCELLED, Status.CANCELLED): Status.PLANNED,
}
"""Outer cue, inner cue: "may cancel" leaves the event possible, "is unlikely to cancel" leaves it planned."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A status on its way outward, with the words that gave it."""

    status: Status | None
    """The status so far; None before any cue."""

    because: str
    """The cue that gave it."""


def status_of(document: Document, trigger: Token) -> StatusDecision:
    """The status of the event that a trigger tells of, from the cues around and above it.

    Args:
        document: the article with its dates found.
        trigger: the verb or noun that tells of the event.

    Returns:
        One of the five statuses, and the cues that gave it, innermost first.
    """
    when = date_of(document, trigger)
    published = document.article.published_at.date() if document.article.published_at else None
    weighed = Weighed(None, "")
    announced = _is_done_by_announcing(trigger)
    for finding in findings(trigger):
        if announced and finding.status is Status.PLANNED:
            continue
        weighed = _with(weighed, finding, later=_is_later(when, published))
    return _decided(weighed, when, published)


def _is_done_by_announcing(trigger: Token) -> bool:
    """Whether to announce the act is to do it: "announced his intent to nominate her"."""
    words = lexicon()
    return trigger.lemma_ in words.performatives and any(word.lemma_ in words.announcing for word in governors(trigger))


def _is_later(when: Dated | None, published: date | None) -> bool:
    return when is not None and published is not None and when.first > published


def _with(weighed: Weighed, finding: Finding, *, later: bool) -> Weighed:
    """The status after one more cue, standing outside those before."""
    status = finding.dated if later and finding.dated else finding.status
    told = Weighed(status, finding.because)
    if weighed.status is None:
        return told
    if finding.asserts and weighed.status in {Status.PLANNED, Status.POSSIBLE}:
        return told
    if finding.status is Status.POSSIBLE and finding.conditional and weighed.status is Status.PLANNED:
        return weighed
    nested = NESTED.get((status, weighed.status))
    if nested:
        return Weighed(nested, f"{weighed.because}; {finding.because}")
    return told if STRENGTH[status] > STRENGTH[weighed.status] else weighed


def _decided(weighed: Weighed, when: Dated | None, published: date | None) -> StatusDecision:
    """The status in the light of the date: what lies ahead has not occurred."""
    if weighed.status in {None, Status.OCCURRED} and when is not None and published is not None and when.first > published:
        return StatusDecision(Status.PLANNED, f'"{when.text}" lies after publication')
    if weighed.status is None:
        return StatusDecision(Status.OCCURRED, "no cue: told as a fact")
    return StatusDecision(weighed.status, weighed.because)
