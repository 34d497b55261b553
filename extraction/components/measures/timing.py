"""The status and the days of a measure at one place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components import dates, status
from extraction.components.measures import sides
from extraction.components.measures.acts import Link
from extraction.components.measures.nouns import modifiers_before
from extraction.components.measures.rules import words
from extraction.document import Dated, StatusDecision
from schemas.vocabulary import MeasureAction, Status

if TYPE_CHECKING:
    from extraction.components.measures.acts import Telling
    from extraction.components.measures.rules import Act
    from extraction.document import Actor, Document
    from extraction.tokens import Token

HARD = frozenset({Status.OCCURRED, Status.PLANNED})
"""What the words of an act turn into what they say themselves: "considered" is possible."""

OFF = frozenset({Status.CANCELLED, Status.UNLIKELY})


@dataclass(frozen=True, slots=True)
class Timing:
    """When a measure is, as one place tells it."""

    decision: StatusDecision
    """Its status there."""

    when: Dated | None = None
    """The days of the act."""

    effective: Dated | None = None
    """The days from which it is in effect, where these are others."""


def of_named(document: Document, noun: Token) -> Timing:
    """The timing of a measure that is only named: it stands, and has the days named in its own phrase.

    What is off in its clause is not the measure: "Peru rejected criticism of its tariffs".
    """
    decision = status.status_of(document, noun)
    if decision.status in OFF:
        decision = StatusDecision(Status.OCCURRED, f"named as it stands; {decision.because}")
    decision = _by_modifier(noun, decision)
    return Timing(decision, _date_inside(document, noun))


def _date_inside(document: Document, noun: Token) -> Dated | None:
    """The days named in a noun's own phrase: "the July decision", "tariffs of 2018"."""
    dated = dates.date_of(document, noun)
    inside = dated is not None and dated.text in document.words(noun.left_edge.i, noun.right_edge.i + 1)
    return dated if inside else None


def of_act(
    document: Document,
    trigger: Token,
    noun: Token | None = None,
    act: Act | None = None,
    imposers: tuple[Actor, ...] = (),
    *,
    is_start: bool = False,
) -> Timing:
    """The timing of an act that a verb or noun tells.

    Args:
        document: the article.
        trigger: the word whose cues tell the status.
        noun: the measure noun, where there is one.
        act: the entry of the lexicon for the act, where there is one.
        imposers: who acts; the day on which another side speaks of the act is not that of an announcement.
        is_start: whether the day there is the one from which the measure is in effect.
    """
    decision = status.status_of(document, trigger)
    if noun is not None:
        decision = _by_modifier(noun, decision)
    if act is not None and act.status is not None and decision.status in HARD:
        decision = StatusDecision(act.status, f"{act.id}: {decision.because}")
    return _dated(document, trigger, decision, imposers, is_start=is_start)


def as_denied(telling: Telling, told: Timing) -> tuple[MeasureAction, Timing]:
    """The act and its timing, a denied act as what it then is: "will not be subject to tariffs" is exempt."""
    if telling.act.denied is None or told.decision.status is not Status.CANCELLED or telling.trigger.tag_ == "VBD":
        return telling.act.action, told
    ahead = any(child.lower_ in {"will", "'ll", "wo", "would"} for child in telling.trigger.children)
    status_then = Status.PLANNED if ahead else Status.OCCURRED
    return telling.act.denied, replace(told, decision=StatusDecision(status_then, told.decision.because))


def as_unasserted(telling: Telling, told: Timing) -> Timing:
    """A retreat that a noun names with no word that it has come about, as no more than possible.

    "Such as the removal of sanctions", "opposed to any increase"; not "in exchange for the lifting", a bargain struck.
    """
    trigger, action = telling.trigger, telling.act.action
    debated = trigger.tag_ == "VBG" and trigger.dep_ == "pcomp" and trigger.head.lower_ in DEBATING
    if (
        not (telling.link is Link.NOUN or debated)
        or told.decision.because != status.NO_CUE
        or told.when
        or told.effective
    ):
        return told
    indefinite = any(child.lower_ in {"a", "an", "any"} for child in trigger.children)
    if action not in RETREAT and not (action is MeasureAction.RAISE and indefinite):
        return told
    known = any(child.dep_ == "poss" or child.lower_ in {"latest", "recent", "last"} for child in trigger.children)
    bargained = trigger.head.lower_ == "for" and trigger.head.head.lower_ in {"return", "exchange"}
    holder = trigger.head.head if trigger.dep_ == "pobj" else trigger.head
    granted = {trigger.head.lower_, holder.lemma_.lower()} & words("factive")
    headline_verb = trigger.tag_ in {"NNS", "VBZ"} and trigger.dep_ in {"compound", "nmod"}
    if known or bargained or granted or headline_verb or trigger.dep_ == "ROOT":
        return told
    return replace(told, decision=StatusDecision(Status.POSSIBLE, f'"{trigger.lower_}": not told as done'))


DEBATING = frozenset({"on", "about", "toward", "towards", "against", "over"})
"""Prepositions after which a gerund is spoken about: "an agreement on lifting"."""

RETREAT = frozenset({MeasureAction.LIFT, MeasureAction.EASE, MeasureAction.REDUCE, MeasureAction.RATIFY})
"""Acts that are named before they are done more often than after."""


def _by_modifier(noun: Token, decision: StatusDecision) -> StatusDecision:
    """The status that an adjective before the measure gives: "planned tariffs", "threatened sanctions"."""
    before = modifiers_before(noun)
    for name, told in (("planned", Status.PLANNED), ("possible", Status.POSSIBLE)):
        cue = sorted(before & words(name))
        if cue and decision.status in {Status.OCCURRED, Status.POSSIBLE}:
            return StatusDecision(told, f'"{cue[0]}" before the measure')
    return decision


def _announced(document: Document, trigger: Token, imposers: tuple[Actor, ...]) -> Dated | None:
    """The day of the announcement, where no other side than the one who acts makes it."""
    announced = dates.announced_on(document, trigger)
    verbs = [above for above in syntax.governors(trigger) if above.pos_ == "VERB"]
    if announced is None or not imposers or not verbs:
        return announced
    speakers = {actor.country for actor in sides.agents_of(document, verbs[-1])[0]}
    others = speakers - {None} - {actor.country for actor in imposers}
    return None if others and None not in {actor.country for actor in imposers} else announced


def _dated(
    document: Document,
    trigger: Token,
    decision: StatusDecision,
    imposers: tuple[Actor, ...],
    *,
    is_start: bool,
) -> Timing:
    """The days of an act: for one announced for another day, that of the announcement."""
    dated = _not_of_law(document, trigger, dates.date_of(document, trigger))
    dated = dated or _date_of_instrument(document, trigger) or _date_of_when(document, trigger)
    effective = dates.effective_of(document, trigger)
    announced = _announced(document, trigger, imposers)
    if is_start:
        return Timing(decision, announced if announced != dated else None, dated or effective)
    if announced and decision.status is Status.PLANNED and (dated is None or dated.first > announced.last):
        return Timing(decision, announced, effective or dated)
    if announced and decision.status is Status.OCCURRED and not (dated or effective) and _is_announced(trigger):
        return Timing(decision, announced)
    told = Timing(decision, dated or effective, effective if dated and effective != dated else None)
    return _settled(document, trigger, told)


def _is_announced(trigger: Token) -> bool:
    """Whether an act is itself what is announced: "announced an increase in tariffs", "announced it had raised"."""
    below = trigger
    for above in syntax.governors(trigger):
        if below.dep_ not in {"dobj", "ccomp", "conj", "nsubjpass"}:
            return False
        if above.lemma_ in words("announcing"):
            return True
        below = above
    return False


def _not_of_law(document: Document, trigger: Token, dated: Dated | None) -> Dated | None:
    """A date, unless it is that of a law, "under the Trade Expansion Act of 1962", or of the end: "until May"."""
    if dated is None:
        return None
    for mention in document.dates:
        if trigger.sent.start <= mention.start < trigger.sent.end and mention.first == dated.first:
            before = document.doc[max(trigger.sent.start, mention.start - 3) : mention.start]
            if any(word.lemma_.lower() in LAWS for word in before) or before[-1:].text.lower() in UNTIL:
                return None
    return dated


UNTIL = frozenset({"until", "till", "through"})
"""Words before the day on which a measure ends."""

LAWS = frozenset({"act", "law", "code", "statute", "constitution"})
"""Nouns (lemmas) for laws, whose year is not that of what is done under them."""


def _date_of_when(document: Document, trigger: Token) -> Dated | None:
    """The date that an act is told of by a clause with "when": "since April 2017, when Peru imposed"."""
    for clause in (trigger, *syntax.governors(trigger)):
        if clause.dep_ == "relcl" and any(child.lower_ == "when" for child in clause.children):
            found = [one for one in document.dates if one.start <= clause.head.i < one.end]
            return Dated(found[0].first, found[0].last, clause.head.text, found[0].because) if found else None
    return None


def _date_of_instrument(document: Document, trigger: Token) -> Dated | None:
    """The day on which the order, law or decision was made that a measure stands in: "signed an order imposing"."""
    for above in syntax.governors(trigger):
        verbal = above.pos_ in syntax.VERBS
        if verbal and above.lemma_ in words("issuing"):
            issued = dates.date_of(document, above)
            if issued is not None or not (above.tag_ == "VBG" or above.dep_ in INSIDE):
                return issued
        if above.pos_ in syntax.NOUNS:
            if above.lemma_.lower() not in words("instruments") | words("light"):
                return None
            carrier = _brought_by(above)
            own = _date_inside(document, above)
            if own is not None or carrier is not None:
                return own or (dates.date_of(document, carrier) if carrier else None)
        if verbal and above.dep_ not in INSIDE and not _is_order_at_work(above):
            return None
    return None


INSIDE = frozenset({"acl", "xcomp", "pcomp"})
"""How a clause hangs on the noun or verb whose content it is."""


def _is_order_at_work(verb: Token) -> bool:
    """Whether a participle after an order was parsed as a clause: "signed an order continuing the suspension"."""
    return verb.tag_ == "VBG" and verb.dep_ == "ccomp"


def _brought_by(instrument: Token) -> Token | None:
    """The verb by which somebody brings a bill or plan before the public: "came out with a bill proposing"."""
    link = instrument.head
    brought = link.lower_ == "with" and link.head.lemma_ in {"come", "emerge", "respond", "reply", "return"}
    return link.head if brought and instrument.dep_ == "pobj" else None


def _is_decided(trigger: Token) -> bool:
    """Whether an act stands in an order, law or decision: "the July decision to impose", "Order 12 to impose"."""
    above = (trigger.head, *(child for child in trigger.head.children if child.dep_ in {"compound", "nmod"}))
    return any(word.lemma_.lower() in words("instruments") for word in above)


def _settled(document: Document, trigger: Token, told: Timing) -> Timing:
    """A plan whose days are all past at publication: a decision has come about; of anything else that is the day told.

    "The July decision to impose" has happened; in "said on Saturday he will impose" Saturday is the day of saying.
    """
    published = document.article.published_at
    if (
        told.decision.status is not Status.PLANNED
        or not told.when
        or not published
        or told.when.last >= published.date()
    ):
        return told
    if trigger.lemma_ in words("announcing"):
        return told
    if trigger.head.pos_ in syntax.NOUNS and _is_decided(trigger):
        return replace(told, decision=StatusDecision(Status.OCCURRED, f"{told.decision.because}; its days are past"))
    return replace(told, when=None)
