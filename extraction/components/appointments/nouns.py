"""The arguments around a noun for the act or for the person, and around a word that presupposes the change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extraction.components.appointments.clause import after
from extraction.components.appointments.filling import (
    asked,
    askers,
    each,
    is_post,
    office_in,
    predecessor_in,
    who_orders,
)
from extraction.components.appointments.lexicon import Frame, office_lexicon, rules_by_word, vocabulary
from extraction.components.appointments.slots import DEPARTURES, Appointment, named_only, with_office
from extraction.document import ActorKind
from extraction.syntax import (
    VERBS,
    conjuncts,
    expanded,
    governors,
    own_subjects,
    patients,
    possessors,
    prepositional,
    subjects,
)

if TYPE_CHECKING:
    from extraction.components.appointments.lexicon import Trigger
    from extraction.components.appointments.offices import Office
    from extraction.components.appointments.scene import Scene
    from extraction.document import Actor
    from extraction.tokens import Token

NEAR = 14
"""The arguments of a noun stand within so many tokens after it."""

BEFORE_NOUN = frozenset({"compound", "nmod", "amod"})
"""Relations of a word that stands before its noun and belongs to it."""


def read_act_noun(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """A noun for the act, with those concerned before it and after it."""
    if trigger.dep_ == "compound" and trigger.head.lemma_ not in vocabulary().act_noun_heads:
        return []
    if (
        trigger.dep_ == "dobj"
        and possessors(trigger)
        and any(_is_told_by_verb(trigger, rule) for rule in rules_by_word().get(trigger.head.lemma_, ()))
    ):
        return []  # "withdrew the nomination" is told by its verb
    zone = after(trigger)[:NEAR]
    of_whom = prepositional(trigger, {"of"})
    people = scene.people_of(of_whom)
    appointer = scene.authority(prepositional(trigger, {"by"}))
    if of_whom:
        appointer = appointer or scene.authority(possessors(trigger))
    else:
        within = [child for child in trigger.children if child.dep_ in BEFORE_NOUN]
        people = scene.people_of(possessors(trigger)) or scene.people_of(within)
        if rule.action not in DEPARTURES:  # a "Mendes appointment" is one by the president of that name
            people = [person for person in people if possessors(trigger) or not scene.governs(person)]
    office = office_in(scene, zone, people) or _office_before(scene, trigger)
    asking = askers(scene, trigger)
    people = [person for person in people if person not in asking] or (asking and asked(scene, trigger)) or []
    if rule.action in DEPARTURES:
        appointer = appointer or who_orders(scene, trigger, people)
        people = _tenderers(scene, trigger) or people
    if rule.action not in DEPARTURES:
        people = named_only(people)
    return each(scene, rule, Appointment(rule.action, appointer=appointer), people, office, zone)


def _is_told_by_verb(noun: Token, rule: Trigger) -> bool:
    """Whether a rule about declining takes a noun as its object: "withdrew her nomination"."""
    return rule.frame is Frame.DECLINING and (not rule.objects or noun.lemma_ in rule.objects)


def _tenderers(scene: Scene, trigger: Token) -> list[Actor]:
    """Who hands in the own resignation, whatever its possessor stands for: "told them to tender their resignations"."""
    gives = trigger.dep_ == "dobj" and trigger.head.lemma_ in vocabulary().tendering
    return scene.people_of(subjects(trigger.head)) if gives else []


def _office_before(scene: Scene, trigger: Token) -> Office | None:
    """The office in front of a noun: "the CIA director nominee", "the governor nomination"."""
    for child in trigger.children:
        office = scene.office_at(child)
        if child.dep_ in BEFORE_NOUN and office is not None and office.holder is None:
            return office
    office = scene.office_at(trigger.doc[trigger.i - 1]) if trigger.i else None
    return office if office is not None and office.holder is None and office.end == trigger.i else None


def read_holder_noun(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """A noun for the person who comes in, or went out before: nominee, successor, predecessor."""
    people = named_only(scene.people(trigger)) or _equated(scene, trigger) or _explained(scene, trigger)
    zone = after(trigger)[:NEAR]
    office = _office_before(scene, trigger) or office_in(scene, zone, people)
    owners = possessors(trigger) + prepositional(trigger, {"of"})
    if trigger.lemma_ == "predecessor":
        slots = Appointment(rule.action, predecessor=people[0] if people else None)
        followers = named_only(scene.people_of(owners)) if people else []
        slots = replace(slots, tentative=office is None)
        return [with_office(replace(slots, person=person), office) for person in followers]
    if trigger.lemma_ in vocabulary().successors:
        slots = Appointment(rule.action, predecessor=scene.first_of(owners))
        office = office or scene.office_of(slots.predecessor)
    else:
        compounds = [child for child in trigger.children if child.dep_ == "compound"]
        appointer = scene.authority(possessors(trigger)) or scene.authority(compounds)
        if not people and appointer is not None and not scene.governs(appointer):
            people, appointer = named_only(scene.people_of(compounds)), None
        slots = Appointment(rule.action, appointer=appointer, predecessor=predecessor_in(scene, zone))
    others = {actor.index for actor in (slots.predecessor, slots.appointer) if actor is not None}
    return each(scene, rule, slots, [person for person in people if person.index not in others], office, zone)


def _explained(scene: Scene, trigger: Token) -> list[Actor]:
    """Whose name a noun explains: "Ana Lund, the president's choice for envoy"."""
    return named_only(scene.people(trigger.head)) if trigger.dep_ == "appos" else []


def _equated(scene: Scene, trigger: Token) -> list[Actor]:
    """Who is said to be the one: "Her choice for envoy is Ana Lund"."""
    other = {"attr": "nsubj", "nsubj": "attr"}.get(trigger.dep_)
    if other is None or trigger.head.lemma_ != "be":
        return []
    return named_only(scene.people_of(child for child in trigger.head.children if child.dep_ == other))


def read_candidates(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """A noun for those who may follow into a post that somebody gives; not for those who stand for election."""
    likely = any(child.lower_ in vocabulary().likely for child in trigger.children)
    if trigger.lemma_ in vocabulary().successors and not likely:
        return []
    zone = after(trigger)[:NEAR]
    post = next((token for token in prepositional(trigger, {"for", "to"}) if is_post(token)), None)
    left = _to_be_followed(scene, trigger, zone, post)
    office = office_in(scene, zone, [])
    given = office is not None and office.public and not office.name.endswith(office_lexicon().voted)
    people = [person for person in _put_forward(scene, trigger) if left is None or person.index != left.index]
    if left is None and post is None and not given:
        contested = rule.among_rivals and _is_one_of_several(trigger) and not _is_in_election(trigger)
        slots = Appointment(rule.action, tentative=True, unnamed=True)
        return [replace(slots, person=person) for person in people if likely or contested]
    zone = [post] if post is not None else []
    return each(scene, rule, Appointment(rule.action, predecessor=left), people, office or scene.office_of(left), zone)


def _to_be_followed(scene: Scene, trigger: Token, zone: list[Token], post: Token | None) -> Actor | None:
    """Whose post it is that candidates are named for."""
    owners = possessors(trigger) + prepositional(trigger, {"of", "to", "for"})
    owners += possessors(post) if post is not None else []
    found = [predecessor_in(scene, zone), scene.first_of(owners)]
    return next(iter(named_only([person for person in found if person is not None])), None)


def _put_forward(scene: Scene, trigger: Token) -> list[Actor]:
    """Who is named as one of those who may be chosen."""
    told = [one for child in trigger.children if child.dep_ == "appos" for one in conjuncts(child)]
    told += _called_so(trigger)
    if trigger.tag_ in {"NN", "NNP"} and scene.office_at(trigger) is None and trigger.dep_ != "pobj":
        told.append(trigger)
    return named_only(_equated(scene, trigger) + scene.people_of(told)) or _after_colon(scene, trigger)


def _after_colon(scene: Scene, trigger: Token) -> list[Actor]:
    """The people listed at the end of the sentence: "on the short list to succeed him: Ana Lund and Bo Berg"."""
    rest = trigger.doc[trigger.i + 1 : trigger.sent.end]
    colon = next((token.i for token in rest if token.text == ":"), None)
    listed = [] if colon is None else [scene.marks.person_at(token.i) for token in rest if token.i > colon]
    named = dict.fromkeys(mark.actor for mark in listed if mark is not None and not mark.pronoun)
    return [scene.document.actors[actor] for actor in named if actor is not None]


def _called_so(trigger: Token) -> list[Token]:
    """Who is said to be among the candidates, from the words above a noun for them.

    "Lund is on a list of candidates", "names of candidates include Lund", "among those in the running is Lund".
    """
    word = trigger
    for above in governors(trigger):
        if above.pos_ in VERBS:
            return _told_with(above, word)
        if above.dep_ == "ROOT" or word.dep_ in {"appos", "conj"}:
            return list(conjuncts(above))
        word = above
    return []


def _told_with(verb: Token, below: Token) -> list[Token]:
    """Who stands with a verb on which, by the word below it, the noun for candidates hangs."""
    if below.dep_ in {"nsubj", "nsubjpass"}:
        named = [child for child in verb.children if child.dep_ in {"dobj", "attr"}]
        return expanded(named) if verb.lemma_ in {"include", "be", "number"} else []
    if below.dep_ == "acl" or verb.dep_ == "acl":
        return list(conjuncts(verb.head))
    beside = prepositional(verb, {"alongside"})
    return (subjects(verb) if verb.lemma_ in vocabulary().told_of_subject else patients(verb)) + beside


def _is_one_of_several(noun: Token) -> bool:
    """Whether a noun speaks of others besides: "two other contenders"."""
    return any(child.lower_ in {"other", "another"} or child.dep_ == "nummod" for child in noun.children)


def _is_in_election(noun: Token) -> bool:
    """Whether a noun for candidates stands in a sentence about an election."""
    return any(token.lower_ in vocabulary().campaigns for token in noun.sent)


def read_modifier(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """A word before an office or a person that presupposes the change: "the new premier Lund", "the ousted leader"."""
    office = _office_modified(scene, trigger)
    if office is None:
        people = _introduced(scene, trigger)
        office = scene.office_of(people[0]) if people else None
    elif trigger.i > office.head and not office.named:
        return []
    elif office.holder is not None:
        people = [scene.document.actors[office.holder]]
    else:
        verb = scene.copula_over(trigger)
        people = named_only(scene.people_of(own_subjects(verb))) if verb is not None else []
    return each(scene, rule, Appointment(rule.action), people[:1], office, [])


def _office_modified(scene: Scene, trigger: Token) -> Office | None:
    """The office that a word is about: between determiner and wording ("new"), or tied on by a hyphen ("-elect")."""
    office = scene.office_at(trigger)
    if office is None:
        return None
    if office.head < trigger.i:
        return office if trigger.i == office.end - 1 else None
    mark = scene.marks.at(trigger.i)
    return office if office.outer <= trigger.i < office.start and (mark is None or mark.pronoun) else None


def _introduced(scene: Scene, trigger: Token) -> list[Actor]:
    """The person in whose title a word stands, or whose name it goes with: "her new counterpart, Lund"."""
    people = [actor for actor in scene.document.actors_of(trigger) if actor.kind is ActorKind.PERSON]
    if people and scene.marks.at(trigger.i) is None:
        return people
    mark = scene.marks.person_at(trigger.head.i)
    if mark is None or mark.actor is None or mark.pronoun:
        return []
    return [scene.document.actors[mark.actor]]
