"""One candidate for each real change: passages about the same person and the same turn of events come together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from extraction.components.appointments.lexicon import Frame, office_lexicon, rule_of, vocabulary
from extraction.components.appointments.slots import (
    DEPARTURES,
    DESCRIBED,
    ENTRIES,
    PROSPECTIVE,
    Appointment,
    is_described,
)
from extraction.document import Candidate
from extraction.words import words_of
from schemas.vocabulary import AppointmentAction, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extraction.components.appointments.offices import Office
    from extraction.document import Actor, Dated, Document, StatusDecision

Change = Candidate[Appointment]

LONGEST_WAIT = timedelta(days=366)
"""An office that is won is taken within so long."""

TELLING = (
    AppointmentAction.NOMINATE,
    AppointmentAction.CONFIRM,
    AppointmentAction.REAPPOINT,
    AppointmentAction.ELECT,
    AppointmentAction.DIE,
    AppointmentAction.DISMISS,
    AppointmentAction.RESIGN,
    AppointmentAction.RETIRE,
    AppointmentAction.WITHDRAW,
    AppointmentAction.APPOINT,
)
"""The actions from the one that says most to the one that says least."""

SAME_OFFICE = 0.5
"""Two wordings that share so much of their words name one office."""


def gather(document: Document, candidates: tuple[Change, ...]) -> tuple[Change, ...]:
    """One candidate for each real change of office, its slots gathered from all its passages."""
    groups: list[list[Change]] = []
    told_already = [candidate.arguments for candidate in candidates]
    candidates = tuple(replace(c, arguments=_with_own_office(c.arguments, told_already)) for c in candidates)
    candidates = tuple(_with_post_told(candidate, candidates) for candidate in candidates)
    candidates = tuple(_with_who_left_before(candidate, candidates) for candidate in candidates)
    for candidate in candidates:
        home = next((group for group in groups if all(_same(one, candidate) for one in group)), None)
        if home is None:
            groups.append([candidate])
        else:
            home.append(candidate)
    groups = _joined(groups)
    told = [group for group in groups if not all(_only_supports(one) for one in group)]
    merged = _completed(_in_company(document, [_merged(document, group) for group in told]))
    merged = [_after_who_left(change, merged) for change in merged]
    return tuple(one for one in merged if not _is_shadow(one, merged))


def _same(a: Change, b: Change) -> bool:
    """Whether two passages tell of one change."""
    return (
        _same_person(a.arguments.person, b.arguments.person)
        and _same_turn(a, b)
        and _same_office(a.arguments, b.arguments)
        and not _stands_in_and_may_follow(a, b)
        and (_dates_agree(a.when, b.when) or _won_then_taken(a, b))
    )


def _same_person(a: Actor | None, b: Actor | None) -> bool:
    if a is None or b is None:
        return False
    return a.index == b.index and (a.index >= 0 or _wordings_agree(a.name, b.name))


def _same_turn(a: Change, b: Change) -> bool:
    """Whether two actions can be one act: a nomination and its confirmation are two, a sacking is also a departure."""
    x, y = a.arguments.action, b.arguments.action
    if a.arguments.elsewhen is not b.arguments.elsewhen:
        return False
    if x is y or {x, y} <= ENTRIES or {x, y} <= DEPARTURES:
        return True
    return {x, y} == {AppointmentAction.NOMINATE, AppointmentAction.APPOINT} and not (_enters(a) or _enters(b))


def _stands_in_and_may_follow(a: Change, b: Change) -> bool:
    """Whether somebody fills in already in one passage, and is named for the same post for good in the other."""
    acting, other = (a, b) if a.arguments.acting else (b, a)
    if not acting.arguments.acting or other.arguments.acting or acting.status.status is not Status.OCCURRED:
        return False
    if other.arguments.action is AppointmentAction.CONFIRM:
        return other.status.status is not Status.OCCURRED
    return rule_of(other.passages[0].rule).status is Status.POSSIBLE


def _enters(change: Change) -> bool:
    """Whether a passage tells that somebody has taken an office, which a mere nomination does not give."""
    return any(rule_of(passage.rule).frame in {Frame.ENTERING, Frame.MODIFIER} for passage in change.passages)


def _same_office(a: Appointment, b: Appointment) -> bool:
    """Whether two passages can mean one office: one does not say, or they share half of their words."""
    told = [slots.office.organization for slots in (a, b) if slots.office is not None]
    tasks = [slots.organization for slots in (a, b) if slots.office is None and slots.task is not None]
    if told and tasks and told[0] and tasks[0] and not _wordings_agree(told[0], tasks[0]):
        return False
    return a.office is None or b.office is None or offices_agree(a.office, b.office)


def offices_agree(a: Office, b: Office) -> bool:
    """Whether two places in the text can mean one office: alike in words, or the head of the same body."""
    if _wordings_agree(a.words, b.words):
        return True
    heads = office_lexicon().heads
    if a.name not in heads or b.name not in heads:
        return False
    x, y = ((office.organization or "").casefold() for office in (a, b))
    return x == y or not x or not y or bool({x.split()[-1], y.split()[-1]} & vocabulary().generic_bodies)


def _wordings_agree(a: str, b: str) -> bool:
    """Whether two wordings of an office share half of their words, or one is part of the other."""
    x, y = _words(a), _words(b)
    small, large = sorted((x, y), key=len)
    return bool(small) and (small <= large or 2 * len(x & y) / (len(x) + len(y)) >= SAME_OFFICE)


def _words(office: str) -> set[str]:
    return {
        word
        for word in office.casefold().replace("-", " ").split()
        if word not in {"of", "the", "for", "to", "and", "'s"}
    }


def _dates_agree(a: Dated | None, b: Dated | None) -> bool:
    return a is None or b is None or (a.first <= b.last and b.first <= a.last)


def _won_then_taken(a: Change, b: Change) -> bool:
    """Whether somebody is elected in one passage, and comes into the office within a year in the other."""
    won, taken = (a, b) if a.arguments.action is AppointmentAction.ELECT else (b, a)
    actions = (won.arguments.action, taken.arguments.action)
    if actions != (AppointmentAction.ELECT, AppointmentAction.APPOINT) or not won.when or not taken.when:
        return False
    return timedelta(0) <= taken.when.first - won.when.first <= LONGEST_WAIT


def _only_supports(change: Change) -> bool:
    return all(rule_of(passage.rule).supports for passage in change.passages)


def _joined(groups: list[list[Change]]) -> list[list[Change]]:
    """With the one departure told by office alone and the one told by name alone taken for the same.

    "The oil minister resigned on Monday. Ana Lund said that she was stepping down for family reasons."
    """
    leaving = [group for group in groups if group[0].arguments.action in DEPARTURES]
    by_office = [group for group in leaving if is_described(group[0].arguments.person)]
    by_name = [group for group in leaving if all(one.arguments.tentative for one in group)]
    if len(by_office) != 1 or len(by_name) != 1 or not _dates_agree(by_office[0][0].when, by_name[0][0].when):
        return groups
    person = by_name[0][0].arguments.person
    one = [replace(c, arguments=replace(c.arguments, person=person)) for c in (*by_office[0], *by_name[0])]
    one.sort(key=lambda c: c.passages[0].trigger)
    rest = [group for group in groups if group is not by_office[0] and group is not by_name[0]]
    return sorted([*rest, one], key=lambda group: group[0].passages[0].trigger)


def _with_own_office(slots: Appointment, told: list[Appointment]) -> Appointment:
    """A departure with the office into which the article tells that the same person came."""
    if slots.office is not None or slots.action not in DEPARTURES:
        return slots
    entered = (one.office for one in told if one.action in ENTRIES and _same_person(one.person, slots.person))
    return replace(slots, office=next((office for office in entered if office is not None), None))


def _with_post_told(change: Change, changes: tuple[Change, ...]) -> Change:
    """With "the job" taken for the office that the change told before it is about, else that of the one after it."""
    slots = change.arguments
    if not slots.unnamed or slots.office is not None:
        return change
    meant = _change_meant(change, changes)
    if meant is None:
        return change
    other = meant.arguments
    left = other.person if other.action in DEPARTURES else other.predecessor
    if _same_person(left, slots.person):
        left = None
    told = replace(slots, office=other.office, predecessor=slots.predecessor or left, tentative=other.tentative)
    day = change.when or _day_of_naming(change, meant)
    return replace(change, arguments=told, when=day, passages=(replace(change.passages[0], when=day),))


def _with_who_left_before(change: Change, changes: tuple[Change, ...]) -> Change:
    """With the one who has left an office, told before, for "him" in "the president named Lund to succeed him".

    Grammar alone would take the president for the one succeeded.
    """
    slots = change.arguments
    if slots.predecessor is None or not _same_person(slots.predecessor, slots.appointer):
        return change
    here = change.passages[0].trigger
    left = [
        one.arguments
        for one in changes
        if one.arguments.action in DEPARTURES and one.passages[0].trigger < here and one.arguments.person is not None
    ]
    if not left or _same_person(left[-1].person, slots.appointer):
        return change
    return replace(
        change, arguments=replace(slots, predecessor=left[-1].person, office=left[-1].office or slots.office)
    )


def _day_of_naming(change: Change, meant: Change) -> Dated | None:
    """The day on which a post is filled, told beside who gets it: "will name a minister on Friday; it goes to Lund"."""
    unfilled = meant.arguments.action in ENTRIES and meant.arguments.person is None
    return meant.when if unfilled and meant.passages[0].start == change.passages[0].start else None


def _change_meant(change: Change, changes: tuple[Change, ...]) -> Change | None:
    """The change in the office that "the job" stands for: one of the same person, else the nearest, before or after.

    Candidates are named for the post that somebody leaves.
    """
    here = change.passages[0].trigger
    known = [one for one in changes if one.arguments.office is not None and not one.arguments.unnamed]
    own = [
        one
        for one in known
        if one.arguments.action not in DEPARTURES and _same_person(one.arguments.person, change.arguments.person)
    ]
    if rule_of(change.passages[0].rule).frame is Frame.CANDIDATES:
        own = []
        known = [one for one in known if one.arguments.action in DEPARTURES]
    nearest = sorted(
        own or known, key=lambda one: (one.passages[0].trigger > here, abs(one.passages[0].trigger - here))
    )
    return nearest[0] if nearest else None


def _merged(document: Document, group: list[Change]) -> Change:
    """One change from all its passages: what is told first and fullest counts."""
    slots = [one.arguments for one in group]
    arguments = Appointment(
        action=min((one.action for one in slots), key=TELLING.index),
        person=slots[0].person,
        office=_fullest(slots),
        task=next((one.task for one in slots if one.task), None),
        organization=next((one.organization for one in slots if one.organization), None),
        predecessor=_first(one.predecessor for one in slots),
        successor=_first(one.successor for one in slots),
        appointer=_first(one.appointer for one in slots),
        acting=any(one.acting for one in slots),
        tentative=all(one.tentative for one in slots),
    )
    passages = tuple(passage for one in group for passage in one.passages)
    return Candidate(passages, arguments, _status(document, group), _when(group))


def _first(actors: Iterable[Actor | None]) -> Actor | None:
    """The first actor, a named one before one that is only described."""
    known = [actor for actor in actors if actor is not None]
    return next((actor for actor in known if actor.index != DESCRIBED), known[0] if known else None)


def _fullest(slots: list[Appointment]) -> Office | None:
    """The office in its first wording, or in a later one of the same noun that says more."""
    offices = [one.office for one in slots if one.office is not None]
    return max(offices, key=lambda office: len(_words(office.words)), default=None)


def _status(document: Document, group: list[Change]) -> StatusDecision:
    """The status of the whole: what has happened, where a passage says so; else what the first that says anything says.

    A change that the first passage calls off has happened only where two others say so.

    A passage says something by a cue, or by a finite verb without one; what a word presupposes, and a bare noun or
    participle ("the firing of Lund would ..."), gives way to that.
    """
    said = [one for one in group if rule_of(one.passages[0].rule).status is None and _says_status(document, one)]
    ranked = said or group
    declined = [one.status for one in group if rule_of(one.passages[0].rule).frame is Frame.DECLINING]
    if declined:
        return declined[0]
    happened = [one.status for one in ranked if one.status.status is Status.OCCURRED]
    off = ranked[0].status.status in {Status.CANCELLED, Status.UNLIKELY}
    return happened[0] if len(happened) > off else ranked[0].status


def _says_status(document: Document, change: Change) -> bool:
    """Whether a passage tells its status by a cue or by the form of its verb."""
    trigger = document.doc[change.passages[0].trigger]
    return not change.status.because.startswith("no cue") or (trigger.pos_ == "VERB" and trigger.tag_ != "VBG")


def _when(group: list[Change]) -> Dated | None:
    """The shortest span of days that a passage tells, the first among equals."""
    return min((one.when for one in group if one.when), key=lambda when: when.last - when.first, default=None)


def _in_company(document: Document, changes: list[Change]) -> list[Change]:
    """Without the changes that nothing shows to be of a public office: neither they nor another of the same person."""
    if _speaks_of_senate(document):
        changes = [
            replace(c, arguments=replace(c.arguments, tentative=False)) if c.arguments.action in PROSPECTIVE else c
            for c in changes
        ]
    sure = [change.arguments for change in changes if change.arguments.person and not change.arguments.tentative]
    return [c for c in changes if not c.arguments.tentative or any(_vouches(one, c.arguments) for one in sure)]


def _vouches(sure: Appointment, unsure: Appointment) -> bool:
    """Whether one change shows that another of the same person is of a public office: whoever leaves one held one."""
    if unsure.person is None:
        return False
    if unsure.action in DEPARTURES and sure.predecessor is not None and sure.predecessor.index == unsure.person.index:
        return True
    held = unsure.action not in DEPARTURES or sure.action not in PROSPECTIVE
    return held and sure.person is not None and sure.person.index == unsure.person.index


def _speaks_of_senate(document: Document) -> bool:
    """Whether the article names a house that confirms nominees."""
    return not vocabulary().confirming.isdisjoint(words_of(document.doc).lowers)


def _completed(changes: list[Change]) -> list[Change]:
    """Let the two sides of a change tell each other's office: who follows whom follows into the same office."""
    return [replace(change, arguments=_with_known_office(change.arguments, changes)) for change in changes]


def _with_known_office(slots: Appointment, changes: list[Change]) -> Appointment:
    if slots.office is not None or slots.task is not None:
        return slots
    others = [change.arguments for change in changes]
    if slots.tentative:
        offices = [other.office for other in others if _same_person(other.person, slots.person)]
    elif slots.action in DEPARTURES:
        offices = [
            other.office
            for other in others
            if _same_person(other.predecessor, slots.person)
            or (other.action in ENTRIES and _same_person(other.person, slots.person))
        ]
    else:
        offices = [
            other.office
            for other in others
            if other.action in DEPARTURES and _same_person(other.person, slots.predecessor)
        ]
    return replace(slots, office=next((office for office in offices if office is not None), None))


def _after_who_left(change: Change, changes: list[Change]) -> Change:
    """A change by which somebody comes into an office with the one person who leaves the same office as predecessor."""
    slots = change.arguments
    if (
        slots.predecessor is not None
        or slots.office is None
        or slots.action not in {*ENTRIES, AppointmentAction.NOMINATE}
    ):
        return change
    left = [one for one in changes if one is not change and _leaves_for(one, change)]
    people = {one.arguments.person for one in left}
    return replace(change, arguments=replace(slots, predecessor=people.pop())) if len(people) == 1 else change


def _leaves_for(leaving: Change, coming: Change) -> bool:
    """Whether one sentence tells that somebody leaves the office that another comes into, and not later."""
    left, slots = leaving.arguments, coming.arguments
    if left.action not in DEPARTURES or left.person is None or left.office is None or slots.office is None:
        return False
    if is_described(left.person) or _same_person(left.person, slots.person) or slots.elsewhen:
        return False
    if leaving.status.status is not Status.OCCURRED and coming.status.status is Status.OCCURRED:
        return False
    later = leaving.when and coming.when and leaving.when.first > coming.when.last
    together = {(one.start, one.end) for one in leaving.passages} & {(one.start, one.end) for one in coming.passages}
    return bool(together) and not later and offices_agree(left.office, slots.office)


def _is_shadow(change: Change, changes: list[Change]) -> bool:
    """Whether a change of somebody only described is told by name elsewhere."""
    person = change.arguments.person
    if person is not None and person.index != DESCRIBED:
        return False
    return any(
        other is not change
        and other.arguments.person is not None
        and other.arguments.person.index != DESCRIBED
        and (person is not None or other.status.status is change.status.status)
        and _same_turn(change, other)
        and change.arguments.office is not None
        and other.arguments.office is not None
        and offices_agree(change.arguments.office, other.arguments.office)
        for other in changes
    )
