"""One event for each meeting: the places that tell of the same encounter are brought together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from extraction.components.meetings import places, sides
from extraction.components.meetings.likeness import (
    FAR,
    NEAR,
    REMOTE,
    SEATS,
    Cluster,
    Told,
    alike,
    has_no_cue,
    is_named_person,
    is_told_before,
    is_vague,
    likeness,
    means,
    names_nobody,
    overlap,
    pointing,
)
from extraction.components.meetings.rules import Frame, rules
from extraction.document import Actor, ActorKind, Candidate
from schemas.vocabulary import MeetingFormat, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extraction.components.meetings.arguments import MeetingArguments
    from extraction.document import Dated, Document, StatusDecision

SHORT_WORD = 2
"""Words of up to this many letters tell no topic: "of", "to"."""

SHORT_JOURNEY = timedelta(days=3)
"""How far apart the first and the last day of a journey may lie for its meetings to be dated by it."""

MAX_TOPICS = 8
"""How many topics an event keeps."""


def gather(document: Document, candidates: tuple[Told, ...]) -> tuple[Told, ...]:
    """One candidate for each real-world meeting, its slots gathered from all its places.

    Places that name their sides come first, those with a date before others, since a date tells meetings apart.
    Then each place that points back completes one of these meetings, stands alone or is left out.
    """
    clusters: list[Cluster] = []
    complete = [told for told in candidates if told.arguments.complete]
    for told in sorted(complete, key=lambda one: one.when is None):
        if not _join(clusters, told, [likeness(cluster, told) for cluster in clusters]):
            clusters.append(Cluster((told,)))
    for told in candidates:
        if told.arguments.complete or _join(clusters, told, [pointing(cluster, told) for cluster in clusters]):
            continue
        same = _met_again(clusters, told)
        if same:
            clusters.append(
                Cluster((replace(told, arguments=replace(told.arguments, participants=same, complete=True)),))
            )
        elif _may_stand_alone(told):
            clusters.append(Cluster((replace(told, arguments=_standing_alone(told)),)))
    merged = tuple(_merged(cluster) for cluster in clusters)
    return tuple(_dated_by_journey(_placed(one, merged), merged) for one in merged)


def _placed(told: Told, others: tuple[Told, ...]) -> Told:
    """A meeting with the place of the journey on which it falls: of a guest and somebody of the visited state."""
    if told.arguments.place or told.arguments.host or told.arguments.mode in REMOTE:
        return told
    journeys = {one.arguments.place: one.arguments.host for one in others if one is not told and _falls_on(told, one)}
    if len(journeys) != 1:
        return told
    ((place, host),) = journeys.items()
    known = any(one.country == host for one in told.arguments.participants)
    return replace(told, arguments=replace(told.arguments, place=place, host=None if known else host))


def _dated_by_journey(told: Told, others: tuple[Told, ...]) -> Told:
    """A meeting with the days of the short journey on which it falls: "visited Chile on Monday. There she met ..."."""
    if told.when or told.arguments.dateless or told.arguments.mode in REMOTE:
        return told
    journeys = [one for one in others if one is not told and _falls_on(told, one) and _same_place_told(told, one)]
    days = {one.when for one in journeys if one.when and one.when.last - one.when.first <= SHORT_JOURNEY}
    if len(journeys) != 1 or not days:
        return told
    return replace(told, when=days.pop())


def _same_place_told(told: Told, journey: Told) -> bool:
    """Whether a meeting is told to be where a journey leads."""
    here, there = told.arguments.place, journey.arguments.place
    return here is not None and there is not None and here.country == there.country


def _falls_on(told: Told, journey: Told) -> bool:
    """Whether a meeting may be part of a journey: the same guest, a host of that state, no other time."""
    visit, guests = journey.arguments, set(journey.arguments.participants)
    if visit.host is None or visit.place is None or told.arguments.format is MeetingFormat.CALL:
        return False
    hosts = [one for one in told.arguments.participants if one not in guests]
    at_home = [one for one in hosts if one.country == visit.host]
    if not at_home and all(one.country is None for one in hosts) and any(map(sides.is_public, hosts)):
        at_home = hosts
    here = any(one in guests and is_named_person(one) for one in told.arguments.participants)
    same_time = (told.status.status is Status.OCCURRED) == (journey.status.status is Status.OCCURRED)
    known_days = told.when is not None and journey.when is not None
    near = abs(told.passages[0].trigger - journey.passages[0].trigger) < FAR
    return here and bool(at_home) and same_time and near and (not known_days or overlap(told.when, journey.when))


def _join(clusters: list[Cluster], told: Told, scores: list[int]) -> bool:
    """Put a place into the meeting with the best score, the nearest of equal ones; whether there is one above 0."""
    best = max(scores, default=0)
    if best <= 0:
        return False
    fitting = [i for i, score in enumerate(scores) if score == best]
    index = min(fitting, key=lambda i: (abs(told.passages[0].trigger - clusters[i].end), i))
    clusters[index] = Cluster((*clusters[index].members, told))
    return True


def _met_again(clusters: list[Cluster], told: Told) -> tuple[Actor, ...]:
    """The people of the nearest meeting, where a place tells of another one of theirs: "their last summit in Oslo"."""
    slots = told.arguments
    if not slots.again or not (slots.place or told.when) or rules()[told.passages[0].rule].frame is not Frame.ENCOUNTER:
        return ()
    near = [one for one in clusters if one.distance(told) < NEAR and means(one, told)]
    nearest = min(near, key=lambda one: one.distance(told), default=None)
    people = [actor for actor in nearest.actors if is_named_person(actor)] if nearest else []
    return nearest.members[0].arguments.participants if nearest and len(people) > 1 else ()


def _standing_alone(told: Told) -> MeetingArguments:
    """The slots of a place that makes an event of its own; a visit leads to the state of its place."""
    slots = told.arguments
    visited = slots.place.country if slots.place and rules()[told.passages[0].rule].frame is Frame.VISIT else None
    return replace(slots, complete=True, host=slots.host or visited)


def _may_stand_alone(told: Told) -> bool:
    """Whether a place with one side makes an event, as no other place tells of it: a visit, talks with somebody."""
    slots = told.arguments
    if rules()[told.passages[0].rule].frame is not Frame.VISIT:
        groups = any(sides.is_several_kind(actor) for actor in slots.participants)
        return slots.partner or (groups and told.when is not None)
    home = {None, *(actor.country for actor in slots.participants)}
    if not slots.alone or (slots.place and slots.place.country in home):
        return False
    return any(actor.kind is ActorKind.PERSON and sides.is_public(actor) for actor in slots.participants)


def _merged(cluster: Cluster) -> Told:
    """The event of a cluster: passages in the order of the text, slots from all of them."""
    members = sorted(cluster.members, key=lambda one: (one.passages[0].start, one.passages[0].trigger))
    lead = next(one for one in members if one.arguments.complete)
    return Candidate(
        passages=tuple(one.passages[0] for one in members),
        arguments=_merged_arguments(members, lead.arguments),
        status=_status(members),
        when=_when(members),
    )


def _merged_arguments(members: list[Told], lead: MeetingArguments) -> MeetingArguments:
    told = [lead, *(one.arguments for one in members if one.arguments is not lead)]
    return replace(
        lead,
        participants=_who(told),
        host=next((one.host for one in told if one.host and not _is_seat(one.host, told)), None),
        place=places.best_place(one.place for one in told if one.place),
        venue=next((one.venue for one in told if one.venue), None),
        topics=_distinct(topic for one in told for topic in one.topics),
        mode=next((one.mode for one in told if one.mode), None),
        recurrence=next((one.recurrence for one in told if one.recurrence), None),
    )


def _is_seat(state: str, told: list[MeetingArguments]) -> bool:
    """Whether a journey leads to a seat of the European Union, to meet it and not the state where it sits."""
    return state in SEATS and any(actor.country == "EU" for one in told for actor in one.participants)


def _who(told: list[MeetingArguments]) -> tuple[Actor, ...]:
    """Everyone who takes part; a state or group only where none of its people is named."""
    named = sides.unique(
        actor for one in told if not (one.headline and names_nobody(one)) for actor in one.participants
    )
    everyone = named if len(named) > 1 else sides.unique(actor for one in told for actor in one.participants)
    people = [actor for actor in everyone if is_named_person(actor)]
    states = {actor.country for actor in people if actor.country}
    kept = [
        actor
        for actor in everyone
        if is_named_person(actor) or not (actor.country in states or (len(people) > 1 and is_vague(actor)))
    ]
    spoken_for = {ActorKind.GROUP, ActorKind.PERSON}
    bodies = {actor.country for actor in kept if actor.kind in spoken_for and actor.country}
    told_once = [actor for actor in kept if actor.kind is not ActorKind.COUNTRY or actor.country not in bodies]
    return tuple(actor for i, actor in enumerate(told_once) if not _is_told_by(actor, told_once[:i], told_once))


def _is_told_by(actor: Actor, before: list[Actor], everyone: list[Actor]) -> bool:
    """Whether a group is one told before, or a body one whose people are told: "NATO" beside "NATO ministers"."""
    if actor.kind is ActorKind.GROUP:
        return any(other.kind is ActorKind.GROUP and alike(actor, other) for other in before)
    groups = [other for other in everyone if other.kind is ActorKind.GROUP]
    return actor.kind is ActorKind.ORGANIZATION and any(alike(actor, group) for group in groups)


def _distinct(topics: Iterable[str]) -> tuple[str, ...]:
    """The topics in order, none that says much the same as one before it."""
    kept: list[str] = []
    for topic in topics:
        if not any(_overlap(topic, other) for other in kept):
            kept.append(topic)
    return tuple(kept[:MAX_TOPICS])


def _overlap(topic: str, other: str) -> bool:
    """Whether two topics share at least half of the words that tell something in the shorter one."""
    words = [
        {word.strip("().,\"'").casefold() for word in one.split() if len(word) > SHORT_WORD} for one in (topic, other)
    ]
    shorter = min(map(len, words))
    return topic.casefold() == other.casefold() or (shorter > 0 and len(words[0] & words[1]) * 2 >= shorter)


def _status(members: list[Told]) -> StatusDecision:
    """The status of the first place that has a cue, those that tell who takes part before others."""
    return min(members, key=lambda one: (has_no_cue(one) or is_told_before(one), not one.arguments.complete)).status


def _when(members: list[Told]) -> Dated | None:
    """The most exact days that some place tells, the first of equal ones."""
    dated = [one.when for one in members if one.when]
    return min(dated, key=lambda when: when.last - when.first, default=None)
