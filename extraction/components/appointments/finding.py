"""Every passage that tells of a change in who holds a public office."""

from __future__ import annotations

from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from extraction.components.appointments.clause import PREFIXES, is_headline_verb, prefix_of
from extraction.components.appointments.lexicon import Frame, Trigger, office_lexicon, rules_by_word
from extraction.components.appointments.listed import find_listed, lines_of, listed_tokens
from extraction.components.appointments.readers import READERS
from extraction.components.appointments.scene import Scene
from extraction.components.appointments.slots import Appointment
from extraction.components.dates import announced_on, date_of, refused_on
from extraction.components.status import status_of
from extraction.document import Candidate, Passage, StatusDecision
from schemas.vocabulary import AppointmentAction, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extraction.document import Dated, Document
    from extraction.tokens import Token

ANNOUNCED = frozenset(
    {AppointmentAction.APPOINT, AppointmentAction.NOMINATE, AppointmentAction.DISMISS, AppointmentAction.WITHDRAW}
)
"""Actions that are done by being announced."""

AHEAD = frozenset({Status.PLANNED, Status.POSSIBLE})
"""Of what has not yet come about."""

UNDATED = frozenset({Frame.MODIFIER, Frame.HOLDER_NOUN})
"""Frames whose words presuppose the change: a date beside them is that of something else."""

MAX_CANDIDATES = 300
"""Passages beyond so many in one article are left unread; no article that people write has them."""

LONGEST_QUOTE = 380
"""A passage has at most so many characters."""


def find(document: Document) -> tuple[Candidate[Appointment], ...]:
    """Every place in the document that tells of a change of office, in the order of the text."""
    scene = Scene(document)
    lines = lines_of(scene)
    listed = listed_tokens(document, lines)
    triggers = (token for token in document.doc.among(_triggers()) if token.i not in listed)
    told = (candidate for token in triggers for candidate in _at(scene, token))
    found = list(islice(chain(find_listed(scene, lines), told), MAX_CANDIDATES))
    return tuple(sorted(found, key=lambda candidate: candidate.passages[0].trigger))


@cache
def _triggers() -> frozenset[str]:
    """The words that rules have, also without the prefix that the tokenizer cuts off: "elected" of "re-elected"."""
    cut = {word.removeprefix(prefix) for word in rules_by_word() for prefix in PREFIXES}
    return frozenset(cut | rules_by_word().keys())


def _at(scene: Scene, token: Token) -> Iterator[Candidate[Appointment]]:
    """What the first rule that fits a token, and finds its arguments there, tells."""
    for rule in _rules_for(scene, token):
        slots = READERS[rule.frame](scene, token, rule)
        if slots:
            passage = passage_of(
                scene.document, token, rule, scene.copula_over(token) if rule.frame is Frame.MODIFIER else None
            )
            if not _counts(rule, passage.status.status) or _is_candidacy(rule, slots, passage.status.status):
                continue
            yield from (Candidate((passage,), one, passage.status, passage.when) for one in slots)
            return


def _counts(rule: Trigger, status: Status) -> bool:
    """Whether a rule's word counts with a status: somebody who may be elected is a mere candidate."""
    if rule.ahead:
        return status in AHEAD
    if rule.done:
        return status is Status.OCCURRED
    return rule.action is not AppointmentAction.ELECT or status in {Status.OCCURRED, Status.PLANNED}


def _is_candidacy(rule: Trigger, told: list[Appointment], status: Status) -> bool:
    """Whether somebody is only said to be able to come into an office that voters give."""
    offices = [one.office for one in told]
    voted = all(office is not None and office.name.endswith(office_lexicon().voted) for office in offices)
    return rule.ahead and status is Status.POSSIBLE and voted


def _rules_for(scene: Scene, token: Token) -> Iterator[Trigger]:
    """The rules that a token can fire: those of its form first, but those of its lemma where it stands as a verb."""
    table = rules_by_word()
    prefix = prefix_of(token)
    forms, lemmas = table.get(prefix + token.lower_, ()), table.get(prefix + token.lemma_.lower(), ())
    if not (forms or lemmas):
        return
    as_verb = token.pos_ == "VERB" and (token.dep_ != "amod" or scene.is_flat(token))
    for rule in dict.fromkeys((*lemmas, *forms) if as_verb else (*forms, *lemmas)):
        if (rule in forms or rule.frame is not Frame.MODIFIER) and _fits(token, rule):
            yield rule


def _fits(token: Token, rule: Trigger) -> bool:
    """Whether word class, form, object and the words around a token are those that a rule asks for."""
    in_class = rule.frame is Frame.MODIFIER or _is_of_class(token, rule)
    return in_class and _has_form(token, rule) and _has_words_around(token, rule) and _has_object(token, rule)


def _has_form(token: Token, rule: Trigger) -> bool:
    """Whether the form of a verb leaves it what the rule asks for: not "then serving as", not "hopes to win"."""
    if rule.ahead and token.tag_ == "VBG":
        return any(child.dep_ == "aux" for child in token.children)
    return not (rule.done and token.tag_ == "VB")


def _has_words_around(token: Token, rule: Trigger) -> bool:
    """Whether the words stand around a token that a rule asks for, and none that it rules out."""
    doc = token.doc
    if rule.particle and not any(
        t.lower_ in rule.particle and (t.head == token or t.i == token.i + 1) for t in doc[token.i + 1 : token.i + 4]
    ):
        return False
    near = {t.lower_ for t in doc[token.i + 1 : token.i + 6]} if rule.near or rule.not_near else set()
    if (rule.near and near.isdisjoint(rule.near)) or not near.isdisjoint(rule.not_near):
        return False
    if rule.not_after and any(t.lower_ in rule.not_after for t in doc[max(0, token.i - 3) : token.i]):
        return False
    if rule.followed_by and not _is_followed(token, rule.followed_by):
        return False
    return not rule.amid or any(t.lower_ in rule.amid for t in token.sent)


def _has_object(token: Token, rule: Trigger) -> bool:
    """Whether a verb has one of the objects and one of the subjects that a rule asks for."""
    if rule.subjects and not any(child.dep_ == "nsubj" and child.lemma_ in rule.subjects for child in token.children):
        return False
    return not rule.objects or any(_is_object(child, rule) for child in token.children)


def _is_followed(token: Token, runs: tuple[str, ...]) -> bool:
    """Whether one of some runs of words stands right behind a token."""
    words = f" {token.doc[token.i + 1 : token.i + 8].text.lower()} "
    return any(f" {run} " in words for run in runs)


def _is_object(child: Token, rule: Trigger) -> bool:
    """Whether a word is the object that a rule asks for."""
    owned = rule.bare and any(word.dep_ == "poss" for word in child.children)
    return child.dep_ in {"dobj", "pobj", "oprd", "attr"} and child.lemma_.lower() in rule.objects and not owned


def _is_of_class(token: Token, rule: Trigger) -> bool:
    """Whether a token is of a rule's word class; a headline's verb may pass for a plural noun."""
    if token.pos_ in rule.pos or (token.pos_ == "PROPN" and "NOUN" in rule.pos):
        return True
    return "VERB" in rule.pos and is_headline_verb(token)


def passage_of(document: Document, trigger: Token, rule: Trigger, verb: Token | None = None) -> Passage:
    """Where a trigger stands, with the status and the date there; those of `verb` where it carries the news."""
    start, end = _quote_around(document, trigger)
    if verb is not None:
        return Passage(start, end, trigger.i, rule.id, status_of(document, verb), date_of(document, verb))
    status = _status(document, trigger, rule)
    return Passage(start, end, trigger.i, rule.id, status, _date(document, trigger, rule, status.status))


def _status(document: Document, trigger: Token, rule: Trigger) -> StatusDecision:
    """The status that the rule presupposes, else the one that the text gives."""
    if rule.status is not None:
        return StatusDecision(rule.status, f'"{trigger.text}" presupposes it')
    return status_of(document, trigger)


def _date(document: Document, trigger: Token, rule: Trigger, status: Status) -> Dated | None:
    """The days of the change; for what is done by being announced, else those of the announcement."""
    if rule.frame in UNDATED:
        return None
    completing = (child for child in trigger.children if _shares_day(child, rule))
    own = next((dated for verb in (trigger, *completing) if (dated := date_of(document, verb))), None)
    if own is None and status is Status.CANCELLED:
        return refused_on(document, trigger)
    announced = rule.action in ANNOUNCED and status in {Status.OCCURRED, Status.PLANNED}
    announced &= trigger.dep_ not in {"relcl", "acl", "advcl"}
    announced &= rule.frame is not Frame.ACT_NOUN or trigger.dep_ in {"dobj", "nsubj", "nsubjpass"}
    return own or (announced_on(document, trigger) if announced else None)


def _shares_day(child: Token, rule: Trigger) -> bool:
    """Whether a date beside an infinitive is the trigger's own: "began serving Monday", "named to be envoy Monday"."""
    if rule.frame is Frame.ENTERING:
        return child.dep_ == "xcomp"
    return rule.frame is Frame.NAMING and child.dep_ in {"xcomp", "ccomp"} and child.lemma_ == "be"


def _quote_around(document: Document, trigger: Token) -> tuple[int, int]:
    """Offsets of the sentence around a trigger; of as many whole tokens around it as fit, where it is too long."""
    sentence, doc = trigger.sent, document.doc
    first, last = sentence.start, sentence.end - 1
    while doc[last].is_space and last > trigger.i:
        last -= 1
    while doc[first].is_space and first < trigger.i:
        first += 1
    while _length(document, first, last) > LONGEST_QUOTE and first < last:
        if trigger.i - first > last - trigger.i:
            first += 1
        else:
            last -= 1
    return doc[first].idx, doc[last].idx + len(doc[last])


def _length(document: Document, first: int, last: int) -> int:
    return document.doc[last].idx + len(document.doc[last]) - document.doc[first].idx
