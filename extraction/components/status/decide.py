"""From the cues around and above a trigger to one status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extraction.components.dates import date_of
from extraction.components.dates.tense import Tense, tense_of_verb
from extraction.components.status.climb import findings
from extraction.components.status.lexicon import lexicon
from extraction.document import StatusDecision
from extraction.syntax import VERBS, governors
from schemas.vocabulary import Status

if TYPE_CHECKING:
    from extraction.components.status.cues import Finding
    from extraction.document import Dated, Document
    from extraction.tokens import Token

NO_CUE = "no cue: told as a fact"
"""Why an event without any cue has occurred; a decision with a cue is better founded than this one."""

STRENGTH = {Status.OCCURRED: 0, Status.PLANNED: 1, Status.POSSIBLE: 2, Status.UNLIKELY: 3, Status.CANCELLED: 4}
"""Of two cues one inside the other the stronger holds, but for the pairs in `NESTED`."""

NESTED = {
    (Status.POSSIBLE, Status.CANCELLED): Status.POSSIBLE,
    (Status.UNLIKELY, Status.CANCELLED): Status.PLANNED,
    (Status.CANCELLED, Status.CANCELLED): Status.PLANNED,
}
"""Outer cue, inner cue: "may reject" leaves the event possible, "is unlikely to cancel" leaves it planned."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A status on its way outward, with the words that gave it."""

    status: Status | None
    """The status so far; None before any cue."""

    because: str
    """The cue that gave it."""

    hedged: Status | None = None
    """The status where the next cue makes this one only possible."""


def status_of(document: Document, trigger: Token) -> StatusDecision:
    """The status of the event that a trigger tells of, from the cues around and above it.

    Args:
        document: the article with its dates found.
        trigger: the verb or noun that tells of the event.

    Returns:
        One of the five statuses, and the cues that gave it, innermost first.
    """
    dated = date_of(document, trigger)
    when = _ahead(document, dated)
    over = _is_over(document, dated)
    announced = _is_done_by_announcing(trigger)
    weighed = Weighed(None, "")
    for finding in findings(trigger):
        if not (announced and finding.status is Status.PLANNED) and not (over and finding.granted):
            weighed = _with(weighed, finding, later=when is not None)
    if weighed.status is not None and not (when is not None and _is_overtaken(trigger, weighed)):
        return StatusDecision(weighed.status, weighed.because)
    if when is not None:
        return StatusDecision(Status.PLANNED, f'"{when.text}" lies after publication')
    return StatusDecision(Status.OCCURRED, NO_CUE)


def _ahead(document: Document, when: Dated | None) -> Dated | None:
    """The date of the event, where it lies after publication."""
    published = document.article.published_at
    return when if when is not None and published is not None and when.first > published.date() else None


def _is_over(document: Document, when: Dated | None) -> bool:
    """Whether the date of the event lies before publication."""
    published = document.article.published_at
    return when is not None and published is not None and when.last < published.date()


def _is_overtaken(trigger: Token, weighed: Weighed) -> bool:
    """Whether a day to come says more than a past: "announced her resignation effective Monday"; not "met"."""
    past = trigger.pos_ in VERBS and tense_of_verb(trigger) is Tense.PAST
    return weighed.status is Status.OCCURRED and not past


def _is_done_by_announcing(trigger: Token) -> bool:
    """Whether to announce the act is to do it: "announced his intent to nominate her"."""
    words = lexicon()
    return trigger.lemma_ in words.performatives and any(word.lemma_ in words.announcing for word in governors(trigger))


def _with(weighed: Weighed, finding: Finding, *, later: bool) -> Weighed:
    """The status after one more cue, standing outside those before."""
    status = finding.dated if later and finding.dated else finding.status
    told = Weighed(status, finding.because, finding.hedged)
    if weighed.status is None:
        return told
    if finding.asserts and weighed.status in {Status.PLANNED, Status.POSSIBLE}:
        return told
    if finding.status is Status.POSSIBLE and finding.conditional and weighed.status is Status.PLANNED:
        return weighed
    hedged = weighed.hedged if status is Status.POSSIBLE else None
    nested = hedged or NESTED.get((status, weighed.status))
    if nested:
        return Weighed(nested, f"{weighed.because}; {finding.because}")
    return told if STRENGTH[status] > STRENGTH[weighed.status] else weighed
