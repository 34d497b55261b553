"""The arguments around a verb: who comes into an office, who goes, and who decides."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from extraction.components.appointments.clause import FINITE, after
from extraction.components.appointments.filling import (
    appointer_of,
    at_another_time,
    each,
    is_post,
    office_in,
    predecessor_in,
    who_orders,
)
from extraction.components.appointments.lexicon import Frame, rules_by_word, vocabulary
from extraction.components.appointments.slots import Appointment, named_only, with_office
from extraction.syntax import governors, is_passive, own_subjects, possessors, prepositional, subjects
from schemas.vocabulary import AppointmentAction, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extraction.components.appointments.lexicon import Trigger
    from extraction.components.appointments.offices import Office
    from extraction.components.appointments.scene import Scene
    from extraction.document import Actor
    from extraction.tokens import Token

PROSPECTS = frozenset({Frame.NAMING, Frame.HOLDER_NOUN, Frame.CANDIDATES})
"""Frames whose words have an infinitive after them that says what for: "named to replace", "nominee to succeed"."""

NEAR = 12
"""A name so many tokens after a verb may be its object where the parse does not tell."""


def read_naming(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """Somebody puts a person into an office."""
    if rule.action is AppointmentAction.ELECT and _to_a_seat(trigger):
        return []
    zone = after(trigger)
    if _only_puts_up(zone) or (
        rule.status is Status.POSSIBLE and any(t.lower_ in vocabulary().campaigns for t in zone)
    ):
        return []
    patients = scene.done_to(trigger)
    people = named_only(scene.people_of(patients) or _meant_before(scene, trigger, patients))
    if not people and not is_passive(trigger):
        people = _named_after(scene, trigger, zone)
    predecessor = predecessor_in(scene, zone)
    if predecessor in people and any(token.lemma_ in vocabulary().successors for token in zone):
        predecessor = _named_before(scene, trigger, people)  # "and Lund was picked as his successor"
    people = [person for person in people if predecessor is None or person.index != predecessor.index]
    slots = Appointment(rule.action, predecessor=predecessor, appointer=appointer_of(scene, trigger))
    slots = replace(slots, elsewhen=at_another_time(trigger))
    if not people:
        return _of_nobody_named(scene, trigger, slots)
    office = office_in(scene, zone, people) or (scene.office_of(predecessor) if predecessor else None)
    if office is None and _tells_how_filled(scene, trigger, patients):
        return []
    if office is None and rule.to_body:
        return _into_body(scene, trigger, slots, people)
    return each(scene, rule, slots, people, office, zone)


def _into_body(scene: Scene, trigger: Token, slots: Appointment, people: list[Actor]) -> list[Appointment]:
    """The changes by which officials are put into a public body: "moved to the energy ministry"."""
    told = (scene.public_body(token) for token in prepositional(trigger, {"to"}))
    body = next((one for one in told if one is not None), None)
    if body is None:
        return []
    return [replace(slots, person=person, task=body, organization=body) for person in people if person.public]


def _tells_how_filled(scene: Scene, trigger: Token, patients: list[Token]) -> bool:
    """Whether a verb tells how an office is filled, whoever holds it: "the prime minister is elected by parliament"."""
    helpers = {child.lower_ for child in trigger.children if child.dep_ in {"aux", "auxpass"}}
    present = bool(helpers) and helpers <= {"is", "are"}
    offices = [scene.office_at(token) for token in patients]
    return present and all(office is not None and not office.named for office in offices)


def _to_a_seat(trigger: Token) -> bool:
    """Whether somebody is elected to a legislature rather than to an office."""
    return any(token.lower_ in vocabulary().seats for token in prepositional(trigger, {"to", "into"}))


def _meant_before(scene: Scene, trigger: Token, patients: list[Token]) -> list[Actor]:
    """Whom a pronoun means that repeats the object of the verb before: "relieved Lund and appointed her envoy"."""
    repeats = trigger.dep_ == "conj" and any(token.lower_ in {"him", "her", "them"} for token in patients)
    return scene.people_of(scene.done_to(trigger.head)) if repeats else []


def _named_before(scene: Scene, trigger: Token, people: list[Actor]) -> Actor | None:
    """The person named last before a verb in its sentence, other than some."""
    marks = (scene.marks.person_at(i) for i in range(trigger.i - 1, trigger.sent.start - 1, -1))
    named = (scene.document.actors[mark.actor] for mark in marks if mark and mark.actor is not None)
    return next((actor for actor in named if actor not in people), None)


def _only_puts_up(zone: Sequence[Token]) -> bool:
    """Whether somebody is only called a possible holder: "named Lund as a candidate for the post"."""
    told = [token for token in zone if token.head.lower_ in {"as", "among"}]
    return any(
        token.lemma_ not in vocabulary().successors or any(c.lower_ in vocabulary().likely for c in token.children)
        for token in told
        if any(rule.frame is Frame.CANDIDATES for rule in rules_by_word().get(token.lemma_, ()))
    )


def _named_after(scene: Scene, trigger: Token, zone: list[Token]) -> list[Actor]:
    """The person named after a verb whose object the parse does not tell."""
    if not any(child.dep_ in {"dobj", "oprd", "ccomp", "xcomp", "dative"} for child in trigger.children):
        return []
    for token in zone[:NEAR]:
        mark = scene.marks.person_at(token.i)
        owns = mark is not None and mark.end < len(token.doc) and token.doc[mark.end].tag_ == "POS"
        speaks = owns or (token.dep_ == "nsubj" and token.head.tag_ in FINITE)
        if mark is not None and mark.actor is not None and not mark.pronoun and not speaks:
            return [scene.document.actors[mark.actor]]
    return []


def _of_nobody_named(scene: Scene, trigger: Token, slots: Appointment) -> list[Appointment]:
    """A change of which only the office is told: "a new envoy will be appointed", "will name her successor"."""
    decided = slots.appointer is not None or is_passive(trigger) or _speaks(trigger)
    if slots.action is AppointmentAction.ELECT or not decided:
        return []
    for token in scene.done_to(trigger):
        office = scene.office_at(token)
        if office is not None and _is_vacant(scene, office, slots) and token.tag_ in {"NN", "NNP"}:
            return [with_office(slots, office)]
        if token.lemma_ in vocabulary().successors:
            return _of_a_successor(scene, token, slots)
    return []


def _is_vacant(scene: Scene, office: Office, slots: Appointment) -> bool:
    """Whether an office is a public one for which somebody is yet to be named: "a new envoy"."""
    public = office.public or (scene.governs(slots.appointer) and not office.private)
    return office.holder is None and public and "new" in office.before


def _of_a_successor(scene: Scene, noun: Token, slots: Appointment) -> list[Appointment]:
    """The change by which nobody named yet is to follow somebody."""
    left = slots.predecessor or scene.first_of(possessors(noun) + prepositional(noun, {"to", "for"}))
    office = scene.office_of(left)
    return [with_office(replace(slots, predecessor=left), office)] if left is not None and office is not None else []


def _speaks(trigger: Token) -> bool:
    """Whether whoever decides speaks of himself or herself: "I will name a new envoy"."""
    return any(token.lower_ in {"i", "we"} for token in subjects(trigger))


def read_entering(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """A person comes into an office."""
    people = named_only(scene.people_of(scene.comers_and_goers(trigger)))
    leads_already = trigger.lemma_ in vocabulary().leading and not any(c.tag_ == "MD" for c in trigger.children)
    if not people or leads_already:
        return []
    zone = after(trigger)
    office = office_in(scene, zone, people)
    if office is not None and trigger.lemma_ == "become" and scene.word_before(office) == "as":
        return []
    predecessor = predecessor_in(scene, zone) or scene.first_of(prepositional(trigger, {"from"}))
    return each(scene, rule, Appointment(rule.action, predecessor=predecessor), people, office, [trigger, *zone])


def read_succeeding(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """A person follows another in an office."""
    predecessor = scene.first_of(scene.done_to(trigger))
    if predecessor is None or _is_aim_of_naming(trigger):
        return []
    zone = after(trigger)
    given = scene.people_of(prepositional(trigger, {"with"}))
    appointer = appointer_of(scene, trigger) if given else None
    people = [p for p in named_only(given or scene.people_of(scene.doers(trigger))) if p.index != predecessor.index]
    office = office_in(scene, zone, [*people, predecessor]) or scene.office_of(predecessor)
    if people:
        slots = Appointment(rule.action, predecessor=predecessor, appointer=appointer)
        return each(scene, rule, slots, people, office, zone)
    if not is_passive(trigger):
        return []
    out = Appointment(AppointmentAction.DISMISS, appointer=appointer_of(scene, trigger))
    return each(scene, rule, out, [predecessor], office, [])


def _is_aim_of_naming(trigger: Token) -> bool:
    """Whether somebody is named, or is the nominee, "to replace" another: that word tells it all."""
    return trigger.tag_ == "VB" and any(
        rule.frame in PROSPECTS and word.pos_ in rule.pos
        for word in islice(governors(trigger), 3)
        for rule in rules_by_word().get(word.lemma_, ())
    )


def read_leaving(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """A person gives up an office."""
    if trigger.tag_ == "VBN" and not any(child.dep_ in {"aux", "auxpass"} for child in trigger.children):
        return []  # "the now retired judge"
    if rule.subjects:
        return _at_the_end(scene, trigger, rule)
    goers = _put_in_before(scene, trigger) or scene.comers_and_goers(trigger)
    people = scene.people_of(goers) or _leaders(scene, goers)
    zone, left = after(trigger), prepositional(trigger, {"from"})
    if left and not any(scene.office_at(noun) or is_post(noun) or scene.public_body(noun) for noun in left):
        return []
    slots = Appointment(rule.action, appointer=who_orders(scene, trigger, people))
    return each(scene, rule, slots, people, office_in(scene, zone, people), zone)


def _at_the_end(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """A person whose time in an office ends: "her term as governor ends in June"; not "before her term ends"."""
    if trigger.dep_ == "advcl":
        return []
    terms = own_subjects(trigger)
    people = named_only(scene.people_of(one for term in terms for one in possessors(term)))
    told = [token for term in terms for token in term.subtree]
    office = next((one for one in scene.offices_among(told) if one.holder is None or not one.titular), None)
    return each(scene, rule, Appointment(rule.action), people, office, [])


def _put_in_before(scene: Scene, trigger: Token) -> list[Token]:
    """Who was put into an office that a participle tells the end of: "named her envoy, resigning a year later"."""
    if trigger.tag_ != "VBG" or trigger.dep_ != "advcl":
        return []
    rules = rules_by_word().get(trigger.head.lemma_, ())
    return scene.done_to(trigger.head) if any(rule.frame is Frame.NAMING for rule in rules) else []


def _leaders(scene: Scene, bodies: list[Token]) -> list[Actor]:
    """Whose government it is that falls or survives: "Lund's government survived the vote"."""
    owners = [one for body in bodies if body.lemma_ in vocabulary().governments for one in possessors(body)]
    return named_only(scene.people_of(owners))


def read_removing(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """Somebody puts a person out of an office."""
    if trigger.tag_ == "VB" and any(word.lemma_ in vocabulary().fights for word in islice(governors(trigger), 2)):
        return []  # "rebels fighting to topple him"
    undone = scene.done_to(trigger)
    people = scene.people_of([owner for noun in undone for owner in possessors(noun)] if rule.objects else undone)
    zone = after(trigger)
    slots = Appointment(rule.action, appointer=appointer_of(scene, trigger))
    return each(scene, rule, slots, people, office_in(scene, zone, people), zone)


def read_going(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """An office comes to a person."""
    told = [token for noun in own_subjects(trigger) if is_post(noun) for token in noun.subtree]
    behind = trigger.doc[trigger.i + 1 : trigger.i + 4]
    misread = [word.nbor(1) for word in behind[:-1] if word.lower_ == "to" and scene.marks.person_at(word.i + 1)]
    people = named_only(scene.people_of(prepositional(trigger, {"to"}) or misread))
    if not told or not people:
        return []
    return each(scene, rule, Appointment(rule.action), people, next(scene.offices_among(told), None), told)


def read_outvoting(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """A person wins an office against another; who loses comes first, or who wins."""
    loses = trigger.lemma_ == "lose"
    votes = [child for child in trigger.children if child.dep_ == "dobj"] if loses else []
    winners = prepositional(trigger, {"to"}) if loses else scene.doers(trigger)
    people = named_only(scene.people_of(winners)) or [
        person for vote in votes for person in named_only(scene.people_of(prepositional(vote, {"to"})))
    ]
    losers = scene.people_of(scene.comers_and_goers(trigger) if loses else scene.done_to(trigger))
    if not losers:
        return []
    return each(scene, rule, Appointment(rule.action), people[:1], None, after(trigger))


def read_tenure(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """A person has been in an office since a day, or for a short time, so that the article tells when it was taken."""
    if not _tells_the_start(trigger):
        return []
    people = named_only(scene.people_of(scene.comers_and_goers(trigger)))
    zone = after(trigger)
    office = office_in(scene, zone, people)
    return each(scene, rule, Appointment(rule.action), people, office, [trigger, *zone])


def _tells_the_start(trigger: Token) -> bool:
    """Whether a verb stands in the present perfect beside "since May" or "for six weeks"."""
    if not any(child.lower_ in {"has", "have", "'s", "'ve"} for child in trigger.children if child.dep_ == "aux"):
        return False
    for token in trigger.subtree:
        if token.i < trigger.i or token.dep_ != "prep" or token.lower_ not in {"since", "for"}:
            continue
        words = {word.lower_ for word in token.subtree}
        if token.lower_ == "since" and any(word.ent_type_ == "DATE" for word in token.subtree):
            return True
        if token.lower_ == "for" and words & vocabulary().short_times:
            return True
    return False


def read_declining(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """A person does not take an office that was offered, or a nominee withdraws or is withdrawn."""
    zone, words = after(trigger), vocabulary()
    nominations = [noun for noun in scene.done_to(trigger) if noun.lemma_ == "nomination"]
    nominees = [p for noun in nominations for p in scene.people_of(prepositional(noun, {"of"}) + possessors(noun))]
    people = named_only(nominees or scene.people_of(scene.comers_and_goers(trigger)))
    office = office_in(scene, zone, people)
    offered = office is not None or any(is_post(token) or token.lemma_ in words.offered for token in zone)
    if not offered or any(token.lemma_ in words.resigning for token in zone):
        return []
    slots = Appointment(rule.action, predecessor=predecessor_in(scene, zone))
    return each(scene, rule, slots, people[:1], office, zone)
