"""What all readers of arguments share: which office is meant, who decides, who is followed, and what counts at all."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from extraction.components.appointments.lexicon import office_lexicon, vocabulary
from extraction.components.appointments.marks import STATES
from extraction.components.appointments.offices import Office
from extraction.components.appointments.slots import DEPARTURES, PROSPECTIVE, Appointment, is_described, with_office
from extraction.document import ActorKind
from extraction.syntax import agents, expanded, governors, is_passive, own_subjects, possessors, prepositional

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extraction.components.appointments.lexicon import Trigger
    from extraction.components.appointments.scene import Scene
    from extraction.document import Actor
    from extraction.tokens import Span, Token


def each(
    scene: Scene,
    rule: Trigger,
    slots: Appointment,
    people: Iterable[Actor],
    office: Office | None,
    zone: Sequence[Token],
) -> list[Appointment]:
    """One change for each person, where the office is a public one.

    Args:
        scene: the article.
        rule: the rule that fired.
        slots: what all the changes have in common.
        people: who comes or goes.
        office: the office named beside the trigger.
        zone: the tokens that may tell the work that stands for an office ("to lead the Pentagon").
    """
    if office is None and rule.amid and zone:
        office = _voted_for(scene, zone[0].sent)
    task = scene.task_among(zone) if office is None else None
    unnamed = office is None and task is None and rule.action not in DEPARTURES and is_told_as_post(zone)
    found = []
    for person in people:
        if slots.appointer is not None and person == slots.appointer:
            continue
        own = office or (None if rule.weak or task or unnamed else _office_known(scene, rule, person, slots, zone))
        if own is not None and not _counts(scene, rule, slots, own):
            continue
        asked = (rule.weak and not unnamed) or rule.offices
        if own is None and task is None and (asked or is_described(person)):
            continue
        unsure = own is None and task is None and (unnamed or not _surely_public(scene, rule, person, slots))
        one = with_office(replace(slots, person=person, tentative=unsure, unnamed=unnamed), own)
        found.append(replace(one, task=task[0], organization=task[1]) if task and own is None else one)
    return found


def _voted_for(scene: Scene, sentence: Span) -> Office | None:
    """The office that the name of an election tells: "the Norwegian presidential election"."""
    told = vocabulary().voted_for
    for token in sentence[:-1]:
        word = told.get(token.lower_)
        if word is not None and {token.nbor(1).lower_, token.head.lower_} & vocabulary().votes:
            marks = (scene.marks.at(one.i) for one in sentence)
            state = next((mark.country for mark in marks if mark and mark.kind in STATES and mark.country), None)
            return Office(token.i, token.i, token.i, token.i, word, word, country=state, public=True)
    return None


def is_told_as_post(zone: Iterable[Token]) -> bool:
    """Whether "the job" or "his successor" stands among some tokens, with nothing that tells which office it is."""
    if any(token.lemma_ in vocabulary().successors and token.head.lower_ == "as" for token in zone):
        return True
    return any(
        token.lemma_ in vocabulary().unnamed_posts
        and any(child.dep_ in {"det", "poss"} and child.lower_ not in {"a", "an"} for child in token.children)
        and not any(child.dep_ == "prep" and child.lower_ in {"of", "as", "at", "in"} for child in token.children)
        for token in zone
    )


def _counts(scene: Scene, rule: Trigger, slots: Appointment, office: Office) -> bool:
    """Whether an office is a public one, and one that the rule is about."""
    if office.private or (rule.offices and office.name not in rule.offices):
        return False
    return office.public or scene.governs(slots.appointer)


def _office_known(
    scene: Scene, rule: Trigger, person: Actor, slots: Appointment, zone: Sequence[Token]
) -> Office | None:
    """The office that the article ties to a person elsewhere; for a nominee, the one nominated for."""
    office = scene.office_of(person)
    if rule.in_title:
        titles = [one for one in scene.held.get(person.index, []) if one.named and not one.former]
        office = next((one for one in titles if zone and _share_sentence(scene, one, zone[0])), None)
    if office is None or not (office.public or office.private or scene.governs(slots.appointer)):
        return None
    if rule.action not in PROSPECTIVE or office.acting or office.before & vocabulary().prospects:
        return office
    return office if office.end > office.head + 1 else None


def _share_sentence(scene: Scene, office: Office, token: Token) -> bool:
    """Whether an office is named in the sentence of a token."""
    return bool(scene.document.doc[office.head].sent == token.sent)


def _surely_public(scene: Scene, rule: Trigger, person: Actor, slots: Appointment) -> bool:
    """Whether the word or the person makes an office public that is not named.

    The word where it is said of somebody of a known state ("took office"); the person where somebody leaves who speaks
    for a public authority of a known state, and no office tied to the name says otherwise.
    """
    if rule.tells_public:
        return person.public or person.country is not None
    officer = (
        slots.appointer is not None and slots.appointer.kind is ActorKind.PERSON and scene.governs(slots.appointer)
    )
    known = person.public and (person.country is not None or officer)  # "the president fired Gen. Lund"
    return rule.action in DEPARTURES and known and person.index not in scene.held


def office_in(scene: Scene, zone: Sequence[Token], people: Iterable[Actor]) -> Office | None:
    """The first office after a trigger that is not the title by which somebody is introduced."""
    own = {person.index for person in people}
    near = [office for office in scene.offices_among(zone) if not office.former and _is_linked(scene, office, zone[0])]
    near = [office for office in near if not _owns(scene, office)]
    free = [
        office
        for office in near
        if (office.holder is None or (office.holder in own and not office.titular))
        and not _is_first_to_do(scene, office)
    ]
    if free:
        return next((office for office in free if scene.word_before(office) in {"as", "be"}), free[0])
    return next((office for office in near if office.holder in own and "new" in office.before), None)


def _owns(scene: Scene, office: Office) -> bool:
    """Whether an office only says whose something is: "her part as an ambassador's wife"."""
    doc = scene.document.doc
    return office.end < len(doc) and doc[office.end].tag_ == "POS"


def _is_first_to_do(scene: Scene, office: Office) -> bool:
    """Whether the words say what a holder was first to do, not that somebody became one: "the first leader to fly"."""
    after = scene.document.doc[office.end : office.end + 2]
    if not office.before & vocabulary().ordinals or len(after) < 2:  # noqa: PLR2004 -- "to" and its verb
        return False
    return after[0].tag_ == "TO" and after[1].lemma_ not in {"be", "hold", "serve"}


def _is_linked(scene: Scene, office: Office, first: Token) -> bool:
    """Whether an office is what a person is put into or out of, rather than somebody else's title on the way."""
    if office.outer <= first.i:
        return True
    doc = scene.document.doc
    before, earlier = doc[office.outer - 1], doc[office.outer - 2]
    if before.lower_ == "as" and earlier.lemma_ in vocabulary().stints:
        return False  # "chose her during his time as governor"
    if before.lower_ in vocabulary().links or scene.marks.person_at(before.i) or before.lower_ in {"him", "her"}:
        return True
    if before.lower_ == "of":
        return is_post(earlier)
    if before.lower_ == "to":
        return earlier.i < first.i or earlier.pos_ != "NOUN" or scene.marks.person_at(earlier.i) is not None
    return before.pos_ in {"ADV", "PART", "ADP"} and before.i <= first.i


def is_post(token: Token) -> bool:
    """Whether a noun stands for a post without saying which."""
    return token.lemma_.lower() in office_lexicon().posts


def appointer_of(scene: Scene, trigger: Token) -> Actor | None:
    """Who decides; where that is "I", who speaks."""
    doers = scene.doers(trigger)
    if not any(token.lower_ in {"i", "we"} for token in doers):
        return scene.authority(doers)
    saying = (word for word in governors(trigger) if word.lemma_ in vocabulary().saying)
    return next((speaker for word in saying if (speaker := scene.authority(own_subjects(word)))), None)


def who_orders(scene: Scene, trigger: Token, people: list[Actor]) -> Actor | None:
    """The authority that tells somebody else to go, or orders or asks for it: "ordered the removal of Lund"."""
    for word in islice(governors(trigger), 2):
        if word.lemma_ in vocabulary().ordering and word.pos_ == "VERB":
            actor = scene.authority(own_subjects(word) if not is_passive(word) else agents(word))
            return actor if scene.governs(actor) and actor not in people else None
    return None


def at_another_time(trigger: Token) -> bool:
    """Whether a change is told of a time past: "chose her during his first stint as governor"."""
    return any(noun.lemma_ in vocabulary().stints for noun in prepositional(trigger, {"during", "under"}))


def predecessor_in(scene: Scene, zone: Iterable[Token]) -> Actor | None:
    """Whom the person is to follow: "to replace Lund"."""
    for token in zone:
        if token.lemma_ in vocabulary().successors and token.head.lower_ == "as":
            followed = scene.first_of(possessors(token))
            if followed is not None:
                return followed
        if token.lemma_ in vocabulary().succession and token.pos_ == "VERB":
            people = scene.people_of(expanded(child for child in token.children if child.dep_ in {"dobj", "pobj"}))
            if people:
                return people[0]
    return None


def asking_verb(trigger: Token) -> Token | None:
    """The verb of asking for an act, or of answering it, on which a noun for the act hangs."""
    verb = next((word for word in islice(governors(trigger), 3) if word.pos_ == "VERB"), None)
    return verb if verb is not None and verb.lemma_ in vocabulary().asking else None


def asked(scene: Scene, trigger: Token) -> list[Actor]:
    """Who is asked for an act of the own: "asked Lund for his resignation"."""
    verb = asking_verb(trigger)
    return scene.people_of(child for child in verb.children if child.dep_ in {"dobj", "dative"}) if verb else []


def askers(scene: Scene, trigger: Token) -> list[Actor]:
    """Who asks for an act or answers it, so that it is not the own one: "Lund accepted his resignation"."""
    verb = asking_verb(trigger)
    return scene.people_of(own_subjects(verb)) if verb is not None else []
