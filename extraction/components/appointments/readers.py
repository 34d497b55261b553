"""The arguments around a trigger: one reader for each frame, all of the same shape.

A reader takes the scene, the trigger's token and its rule, and gives one `Appointment` for each person concerned;
none where what stands around the trigger is no change in a public office.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extraction.components.appointments.lexicon import Frame, rules_by_word
from extraction.components.appointments.scene import DESCRIBED, FINITE, LEADING, Appointment, is_post, with_office
from extraction.document import ActorKind
from extraction.syntax import conjuncts, expanded, governors, is_passive, own_subjects, patients, possessors, prepositional, subjects
from schemas.vocabulary import AppointmentAction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from spacy.tokens import Token

    from extraction.components.appointments.lexicon import Trigger
    from extraction.components.appointments.offices import Office
    from extraction.components.appointments.scene import Scene
    from extraction.document import Actor

SUCCESSION = frozenset({"replace", "succeed"})
SUCCESSORS = frozenset({"successor", "replacement"})
RESIGNING = frozenset({"resign", "resignation", "quit"})
LIKELY = frozenset({"possible", "potential", "likely", "mooted", "rumored", "rumoured"})
ACT_NOUN_HEADS = frozenset({"letter", "announcement", "vote", "hearing", "process", "ceremony", "decree", "offer"})
"""Nouns after a noun for an act that leave it one: "her resignation letter", not "his re-election hopes"."""

ASKING = frozenset({"ask", "call", "demand", "seek", "accept", "receive", "reject", "refuse", "request", "want", "urge"})
"""Verbs of asking for an act of another, and of answering it."""

SEATS = frozenset({"parliament", "congress", "senate", "house", "assembly", "legislature", "duma", "seat"})


# Verbs


def read_naming(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """Somebody puts a person into an office."""
    zone = scene.after(trigger)
    if rule.action is AppointmentAction.ELECT and _to_a_seat(trigger):
        return []
    people = scene.people_of(scene.done_to(trigger))
    people = [p for p in people if p.index != DESCRIBED]
    if not people and not is_passive(trigger):
        people = _named_after(scene, trigger, zone)
    predecessor = _predecessor_in(scene, zone)
    people = [p for p in people if predecessor is None or p.index != predecessor.index]
    slots = Appointment(rule.action, predecessor=predecessor, appointer=_appointer(scene, trigger))
    if not people:
        return _of_nobody_named(scene, trigger, slots)
    return _each(scene, rule, slots, people, _office_in(scene, zone, people), zone, trigger)


def _of_nobody_named(scene: Scene, trigger: Token, slots: Appointment) -> list[Appointment]:
    """A change of which only the office is told: "a new envoy will be appointed", "will name her successor"."""
    if slots.action is AppointmentAction.ELECT or (slots.appointer is None and not is_passive(trigger) and not _speaks(trigger)):
        return []
    for token in scene.done_to(trigger):
        office = scene.office_at(token)
        if office is not None and office.holder is None and office.public and "new" in office.before and token.tag_ in {"NN", "NNP"}:
            return [with_office(slots, office)]
        if token.lemma_ in SUCCESSORS:
            left = slots.predecessor or next(iter(scene.people_of(possessors(token) + prepositional(token, {"to", "for"}))), None)
            office = scene.office_of(left)
            if left is not None and office is not None:
                return [with_office(replace(slots, predecessor=left), office)]
    return []


def _speaks(trigger: Token) -> bool:
    """Whether whoever decides speaks of himself or herself: "I will name a new envoy"."""
    return any(token.lower_ in {"i", "we"} for token in subjects(trigger))


def read_entering(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """A person comes into an office."""
    zone = scene.after(trigger)
    people = [p for p in scene.people_of(scene.comers_and_goers(trigger)) if p.index != DESCRIBED]
    if not people:
        return []
    if trigger.lemma_ in LEADING and not any(child.tag_ == "MD" for child in trigger.children):
        return []
    office = _office_in(scene, zone, people)
    if office is not None and trigger.lemma_ == "become" and scene.document.doc[office.outer - 1].lower_ == "as":
        return []
    predecessor = _predecessor_in(scene, zone) or next(iter(scene.people_of(prepositional(trigger, {"from"}))), None)
    return _each(scene, rule, Appointment(rule.action, predecessor=predecessor), people, office, zone, trigger)


def read_succeeding(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """A person follows another in an office."""
    if _is_aim_of_naming(trigger):
        return []
    zone = scene.after(trigger)
    replaced = scene.people_of(scene.done_to(trigger))
    if not replaced:
        return []
    new = scene.people_of(prepositional(trigger, {"with"}))
    appointer = None
    if new:
        appointer = scene.authority(scene.doers(trigger))
    else:
        new = scene.people_of(scene.doers(trigger))
    predecessor = replaced[0]
    people = [p for p in new if p.index != DESCRIBED and p.index != predecessor.index]
    office = _office_in(scene, zone, [*people, predecessor]) or scene.office_of(predecessor)
    if not people:
        return _put_out(scene, rule, replaced, office, trigger) if is_passive(trigger) else []
    slots = Appointment(rule.action, predecessor=predecessor, appointer=appointer)
    return _each(scene, rule, slots, people, office, zone, trigger)


PROSPECTS = frozenset({Frame.NAMING, Frame.HOLDER_NOUN, Frame.CANDIDATES})
"""Frames whose words have an infinitive after them that says what for: "named to replace", "nominee to succeed"."""


def _is_aim_of_naming(trigger: Token) -> bool:
    """Whether somebody is named, or is the nominee, "to replace" another: that word tells it all."""
    near = (word for word, _ in zip(governors(trigger), range(3), strict=False))
    return trigger.tag_ == "VB" and any(
        rule.frame in PROSPECTS for word in near for rule in rules_by_word().get(word.lemma_, ()) if word.pos_ in rule.pos
    )


def _put_out(scene: Scene, rule: Trigger, people: list[Actor], office: Office | None, trigger: Token) -> list[Appointment]:
    """The holder is replaced, and nobody says by whom: the holder is out."""
    slots = Appointment(AppointmentAction.DISMISS, appointer=_appointer(scene, trigger))
    return _each(scene, rule, slots, people, office, [], trigger)


def read_leaving(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """A person gives up an office."""
    zone = scene.after(trigger)
    people = scene.people_of(scene.comers_and_goers(trigger))
    if not people:
        return []
    return _each(scene, rule, Appointment(rule.action), people, _office_in(scene, zone, people), zone, trigger)


def read_removing(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """Somebody puts a person out of an office."""
    zone = scene.after(trigger)
    people = scene.people_of(scene.done_to(trigger))
    office = _office_in(scene, zone, people)
    slots = Appointment(rule.action, appointer=_appointer(scene, trigger))
    return _each(scene, rule, slots, people, office, zone, trigger)


def read_declining(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """A person does not take an office that was offered, or a nominee withdraws."""
    zone = scene.after(trigger)
    people = [p for p in scene.people_of(scene.comers_and_goers(trigger)) if p.index != DESCRIBED]
    whose = [noun for noun in scene.done_to(trigger) if noun.lemma_ == "nomination"]
    people = [p for noun in whose for p in scene.people_of(prepositional(noun, {"of"}) + possessors(noun))] or people
    office = _office_in(scene, zone, people)
    offered = office is not None or any(is_post(token) or token.lemma_ in {"nomination", "offer", "consideration"} for token in zone)
    resigning = any(token.lemma_ in RESIGNING for token in zone)
    if not people or not offered or resigning:
        return []
    slots = Appointment(rule.action, predecessor=_predecessor_in(scene, zone))
    return _each(scene, rule, slots, people[:1], office, zone, trigger)


# Nouns and modifiers


def read_act_noun(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """A noun for the act, with those concerned before it and after it."""
    if trigger.dep_ == "compound" and trigger.head.lemma_ not in ACT_NOUN_HEADS:
        return []
    zone = scene.after(trigger)
    owners = scene.people_of(possessors(trigger))
    whom = scene.people_of(prepositional(trigger, {"of"}))
    within = scene.people_of(child for child in trigger.children if child.dep_ in {"compound", "amod", "nmod"})
    by = scene.authority(prepositional(trigger, {"by"}))
    if whom:
        people, appointer = whom, by or scene.authority(possessors(trigger))
    else:
        people, appointer = owners or within, by
    office = _office_in(scene, zone[:12], people) or _office_before(scene, trigger)
    people = [person for person in people if person not in _askers(scene, trigger)]
    if rule.action not in LEAVING:
        people = [p for p in people if p.index != DESCRIBED]
    return _each(scene, rule, Appointment(rule.action, appointer=appointer), people, office, zone[:12], trigger)


def read_holder_noun(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """A noun for the person who comes in: nominee, successor, replacement."""
    people = [p for p in scene.people(trigger) if p.index != DESCRIBED] or _copula_people(scene, trigger)
    zone = scene.after(trigger)[:14]
    office = _office_before(scene, trigger) or _office_in(scene, zone, people)
    owners = possessors(trigger) + prepositional(trigger, {"of"})
    if trigger.lemma_ == "predecessor":
        slots = Appointment(rule.action, predecessor=people[0] if people else None)
        people = [p for p in scene.people_of(owners) if p.index != DESCRIBED] if people else []
    elif trigger.lemma_ in SUCCESSORS:
        slots = Appointment(rule.action, predecessor=next(iter(scene.people_of(owners)), None))
        office = office or scene.office_of(slots.predecessor)
    else:
        compounds = [child for child in trigger.children if child.dep_ == "compound"]
        named = scene.authority(possessors(trigger)) or scene.authority(compounds)
        if named is not None and not people and not scene.governs(named):
            people, named = [p for p in scene.people_of(compounds) if p.index != DESCRIBED], None
        slots = Appointment(rule.action, appointer=named, predecessor=_predecessor_in(scene, zone))
    own = {slots.predecessor.index if slots.predecessor else None, slots.appointer.index if slots.appointer else None}
    return _each(scene, rule, slots, [p for p in people if p.index not in own], office, zone, trigger)


def read_candidates(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """A noun for those who may follow into a post that somebody gives; not for those who stand for election."""
    likely = any(child.lower_ in LIKELY for child in trigger.children)
    if trigger.lemma_ in SUCCESSORS and not likely:
        return []
    zone = scene.after(trigger)[:14]
    left = _predecessor_in(scene, zone) or next(iter(scene.people_of(possessors(trigger) + prepositional(trigger, {"of", "to", "for"}))), None)
    post = next((token for token in prepositional(trigger, {"for", "to"}) if is_post(token)), None)
    left = left or (next(iter(scene.people_of(possessors(post))), None) if post else None)
    left = left if left is not None and left.index != DESCRIBED else None
    office = _office_in(scene, zone, []) if post or left else None
    people = [person for person in _put_forward(scene, trigger) if left is None or person.index != left.index]
    if left is None and post is None:
        return [Appointment(rule.action, person=person, tentative=True) for person in people if likely]
    return _each(scene, rule, Appointment(rule.action, predecessor=left), people, office or scene.office_of(left), [], trigger)


def _put_forward(scene: Scene, trigger: Token) -> list[Actor]:
    """Who is named as one of those who may be chosen."""
    head, found = trigger.head, list(_copula_people(scene, trigger))
    if trigger.dep_ in {"nsubj", "nsubjpass"} and head.lemma_ in {"include", "be"}:
        found += scene.people_of(expanded(child for child in head.children if child.dep_ in {"dobj", "attr"}))
    if trigger.dep_ == "pobj" and head.lower_ in {"as", "among"}:
        above = head.head
        if above.pos_ not in {"VERB", "AUX"}:
            found += scene.people_of(conjuncts(above.head if above.dep_ == "conj" else above))
        else:
            found += scene.people_of(subjects(above) if above.lemma_ == "be" else patients(above))
    found += scene.people(trigger) if trigger.tag_ in {"NN", "NNP"} and scene.office_at(trigger) is None else []
    return [person for person in found if person.index != DESCRIBED]


def _copula_people(scene: Scene, trigger: Token) -> list[Actor]:
    """Who is said to be the one: "Her choice for envoy is Ana Lund"."""
    if trigger.dep_ in {"attr", "nsubj"} and trigger.head.lemma_ == "be":
        other = {"attr": "nsubj", "nsubj": "attr"}[trigger.dep_]
        return [p for p in scene.people_of(c for c in trigger.head.children if c.dep_ == other) if p.index != DESCRIBED]
    return []


def read_modifier(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """A word before an office or a person that presupposes the change: "the new premier Lund", "the ousted leader"."""
    office = _office_modified(scene, trigger)
    if office is not None and trigger.i > office.head and not office.named:
        return []
    people = [scene.document.actors[office.holder]] if office and office.holder is not None else []
    verb = scene.copula_over(trigger)
    if office and not people and verb is not None:
        people = [p for p in scene.people_of(own_subjects(verb)) if p.index != DESCRIBED]
    if office is None:
        people = _introduced(scene, trigger)
        office = scene.office_of(people[0]) if people else None
    return _each(scene, rule, Appointment(rule.action), people[:1], office, [], trigger)


def _introduced(scene: Scene, trigger: Token) -> list[Actor]:
    """The person in whose title a word stands, or whose name it goes with: "her new counterpart, Lund"."""
    mention = scene.document.mention_of(trigger)
    people = [actor for actor in scene.document.actors_of(trigger) if actor.kind is ActorKind.PERSON]
    if people and mention is not None and scene.marks.at(trigger.i) is None:
        return people
    mark = scene.marks.person_at(trigger.head.i)
    if mark is None or mark.actor is None or mark.pronoun:
        return []
    return [scene.document.actors[mark.actor]]


def _office_modified(scene: Scene, trigger: Token) -> Office | None:
    """The office that a word before it is about: the word stands between the determiner and the wording."""
    office = scene.office_at(trigger)
    if office is None or (scene.marks.at(trigger.i) and not office.head < trigger.i):
        return None
    return office if office.outer <= trigger.i < office.start or office.head < trigger.i == office.end - 1 else None


def read_listed(scene: Scene, trigger: Token, rule: Trigger) -> list[Appointment]:
    """A line of a list is read by `extraction.components.appointments.listed`; a trigger word alone gives nothing."""
    return []


PROSPECTIVE = frozenset({AppointmentAction.NOMINATE, AppointmentAction.CONFIRM, AppointmentAction.WITHDRAW})
"""The actions after which somebody does not yet hold the office: the present title is that of another one."""

LEAVING = frozenset({AppointmentAction.RESIGN, AppointmentAction.DISMISS, AppointmentAction.RETIRE, AppointmentAction.DIE})
"""The actions by which somebody leaves an office."""


# Shared by the readers


def _askers(scene: Scene, trigger: Token) -> list[Actor]:
    """Who asks for an act or answers it, so that it is not the own one: "Lund accepted his resignation"."""
    verbs = (word for word, _ in zip(governors(trigger), range(3), strict=False) if word.pos_ == "VERB")
    verb = next(verbs, None)
    return scene.people_of(own_subjects(verb)) if verb is not None and verb.lemma_ in ASKING else []


def _each(
    scene: Scene,
    rule: Trigger,
    slots: Appointment,
    people: Iterable[Actor],
    office: Office | None,
    zone: list[Token],
    trigger: Token,
) -> list[Appointment]:
    """One change for each person, where the office is known to be a public one."""
    task = None if office is not None else scene.task_among([trigger, *zone])
    found = []
    for person in people:
        if slots.appointer is not None and person == slots.appointer:
            continue
        own = office or (None if rule.weak or task else _office_known(scene, rule, person))
        if own is not None and not own.public and not scene.governs(slots.appointer):
            if own is office:
                continue
            own = None
        if own is not None and (own.private or (rule.offices and own.name not in rule.offices)):
            continue
        if own is None and task is None and (rule.weak or person.index == DESCRIBED):
            continue
        unsure = own is None and task is None and not _surely_public(scene, rule, person)
        one = with_office(replace(slots, person=person, tentative=unsure), own)
        found.append(replace(one, task=task[0], organization=task[1]) if task and own is None else one)
    return found


def _surely_public(scene: Scene, rule: Trigger, person: Actor) -> bool:
    """Whether the word or the person makes an office public that is not named.

    The word where it is said of somebody of a known state ("took office"); the person where somebody leaves who speaks
    for a public authority, and no office tied to the name says otherwise.
    """
    if rule.tells_public:
        return person.public or person.country is not None
    return rule.action in LEAVING and person.public and person.index not in scene.held


def _office_known(scene: Scene, rule: Trigger, person: Actor) -> Office | None:
    """The office that the article ties to a person elsewhere; for a nominee, the one nominated for."""
    office = scene.office_of(person)
    if office is None or rule.action not in PROSPECTIVE:
        return office
    return office if office.before & {"nominee", "designate", "elect", "new"} or office.end > office.head + 1 else None


def _office_in(scene: Scene, zone: list[Token], people: Iterable[Actor]) -> Office | None:
    """The first office after a trigger that is not the title by which somebody is introduced."""
    own = {person.index for person in people}
    near = [office for office in scene.offices_among(zone) if not office.former and _is_linked(scene, office, zone[0])]
    free = [office for office in near if office.holder is None or (office.holder in own and not office.titular)]
    free = [office for office in free if not _is_first_to_do(scene, office)]
    named = [office for office in free if scene.document.doc[office.outer - 1].lower_ in {"as", "be"}]
    if free:
        return (named or free)[0]
    return next((office for office in near if office.holder in own and "new" in office.before), None)


def _is_first_to_do(scene: Scene, office: Office) -> bool:
    """Whether the words say what a holder was first to do, not that somebody became one: "the first leader to visit"."""
    after = scene.document.doc[office.end : office.end + 2]
    ordinal = bool(office.before & {"first", "second", "third", "only", "latest", "last", "next"})
    return ordinal and len(after) == 2 and after[0].tag_ == "TO" and after[1].lemma_ not in {"be", "hold", "serve"}  # noqa: PLR2004


LINKS = frozenset({"as", "for", "from", "be", "become", "becoming", "been", "being", "both", "either", "over"})
"""Words that tie an office to what happens with it."""


def _is_linked(scene: Scene, office: Office, first: Token) -> bool:
    """Whether an office is what a person is put into or out of, rather than somebody else's title on the way."""
    if office.outer <= first.i:
        return True
    doc = scene.document.doc
    before = doc[office.outer - 1]
    if before.lower_ in LINKS or scene.marks.person_at(before.i):
        return True
    if before.lower_ == "of":
        return is_post(doc[before.i - 1])
    if before.lower_ == "to":
        earlier = doc[before.i - 1]
        return earlier.i < first.i or earlier.pos_ != "NOUN" or bool(scene.marks.person_at(earlier.i))
    return before.pos_ in {"ADV", "PART", "ADP"} and before.i <= first.i


def _office_before(scene: Scene, trigger: Token) -> Office | None:
    """The office in front of a noun: "the CIA director nominee", "Lund's governor nomination"."""
    for child in trigger.children:
        office = scene.office_at(child)
        if child.dep_ in {"compound", "nmod", "amod"} and office is not None and office.holder is None:
            return office
    office = scene.office_at(trigger.doc[trigger.i - 1]) if trigger.i else None
    return office if office is not None and office.holder is None and office.end == trigger.i else None


def _office_of_subject(scene: Scene, trigger: Token) -> Office | None:
    """The office that a passive speaks of when no person is named: "a new envoy was appointed"."""
    return next((office for token in patients(trigger) if (office := scene.office_at(token))), None)


def _named_after(scene: Scene, trigger: Token, zone: list[Token]) -> list[Actor]:
    """The person named after a verb whose object the parse does not tell."""
    if not any(child.dep_ in {"dobj", "oprd", "ccomp", "xcomp", "dative"} for child in trigger.children):
        return []
    for token in zone[:12]:
        mark = scene.marks.person_at(token.i)
        speaks = token.dep_ == "nsubj" and token.head.tag_ in FINITE
        if mark is not None and mark.actor is not None and not mark.pronoun and not speaks:
            return [scene.document.actors[mark.actor]]
    return []


def _predecessor_in(scene: Scene, zone: list[Token]) -> Actor | None:
    """Whom the person is to follow: "to replace Lund", "in succession to Lund"."""
    for token in zone:
        if token.lemma_ in SUCCESSION and token.pos_ == "VERB":
            people = scene.people_of(expanded(child for child in token.children if child.dep_ in {"dobj", "pobj"}))
            if people:
                return people[0]
    return None


def _appointer(scene: Scene, trigger: Token) -> Actor | None:
    """Who decides."""
    return scene.authority(scene.doers(trigger))


def _to_a_seat(trigger: Token) -> bool:
    """Whether somebody is elected to a legislature rather than to an office."""
    return any(token.lower_ in SEATS or token.ent_type_ == "ORG" and token.lower_ in SEATS for token in prepositional(trigger, {"to", "into"}))


READERS: Mapping[Frame, Callable[[Scene, Token, Trigger], list[Appointment]]] = {
    Frame.NAMING: read_naming,
    Frame.ENTERING: read_entering,
    Frame.SUCCEEDING: read_succeeding,
    Frame.LEAVING: read_leaving,
    Frame.REMOVING: read_removing,
    Frame.DECLINING: read_declining,
    Frame.ACT_NOUN: read_act_noun,
    Frame.HOLDER_NOUN: read_holder_noun,
    Frame.CANDIDATES: read_candidates,
    Frame.MODIFIER: read_modifier,
    Frame.LISTED: read_listed,
}
"""The reader of each frame."""
