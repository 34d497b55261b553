"""One event for each meeting: the places that tell of the same encounter are brought together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extraction.components.meetings import sides, slots
from extraction.components.meetings.arguments import MeetingArguments
from extraction.components.meetings.rules import Frame, rules
from extraction.document import Actor, ActorKind, Candidate
from schemas.vocabulary import MeetingFormat, MeetingMode, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extraction.document import Dated, Document, StatusDecision

Told = Candidate[MeetingArguments]
"""A meeting as one place of the text tells it."""

REMOTE = frozenset({MeetingMode.PHONE, MeetingMode.VIDEO})
AHEAD = frozenset({Status.PLANNED, Status.POSSIBLE})
NEAR = 60
"""Tokens within which two triggers stand close together."""

NEXT = 40
"""Tokens within which a visit and the talks that it is made for are told."""

MAX_TOPICS = 8
"""How many topics an event keeps."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The places found so far that tell of one meeting; the first is complete."""

    members: tuple[Told, ...]

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Everyone whom some place names."""
        return sides.unique(actor for one in self.members for actor in one.arguments.participants)

    @property
    def hosts(self) -> frozenset[str]:
        """The states that its visits go to."""
        return frozenset(one.arguments.host for one in self.members if one.arguments.host)

    @property
    def end(self) -> int:
        """Index of the last trigger."""
        return max(one.passages[0].trigger for one in self.members)

    def has(self, frame: Frame) -> bool:
        """Whether a place of this frame is part of it."""
        return any(rules()[one.passages[0].rule].frame is frame for one in self.members)


def gather(document: Document, candidates: tuple[Told, ...]) -> tuple[Told, ...]:
    """One candidate for each real-world meeting, its slots gathered from all its places."""
    clusters: list[Cluster] = []
    complete = [told for told in candidates if told.arguments.complete]
    for told in sorted(complete, key=lambda one: one.when is None):
        _join(document, clusters, told)
    for told in candidates:
        if not told.arguments.complete and not _add(document, clusters, told) and _may_stand_alone(told):
            clusters.append(Cluster((replace(told, arguments=replace(told.arguments, complete=True)),)))
    return tuple(_merged(cluster) for cluster in clusters)


def _join(document: Document, clusters: list[Cluster], told: Told) -> None:
    """Put a complete place into the meeting that it fits best, or start a new one."""
    ranked = [
        (likeness + _closeness(cluster, told), -i)
        for i, cluster in enumerate(clusters)
        if (likeness := _likeness(document, cluster, told)) > 0
    ]
    if ranked:
        index = -max(ranked)[1]
        clusters[index] = Cluster((*clusters[index].members, told))
    else:
        clusters.append(Cluster((told,)))


def _closeness(cluster: Cluster, told: Told) -> int:
    """What speaks for one of two meetings of the same people: the same status, the same word, a near place."""
    same_status = any(one.status.status is told.status.status for one in cluster.members)
    return same_status + (_distance(cluster, told) < NEAR) + _same_rule(cluster, told) // 2


def _likeness(document: Document, cluster: Cluster, told: Told) -> int:
    """How well a complete place fits a meeting; 0 where it cannot be the same."""
    if not _compatible(cluster, told):
        return 0
    mine, theirs = _people(told.arguments.participants), _people(cluster.actors)
    my_states, their_states = _states(told.arguments), _cluster_states(cluster)
    if mine and theirs:
        if not (mine <= theirs or theirs <= mine):
            return 0
        if not (_explained(told.arguments.participants, cluster.actors) and _explained(cluster.actors, told.arguments.participants)):
            return 0
        if mine != theirs and _is_visit_of_one(cluster, told):
            return 6 if _distance(cluster, told) < NEXT and _leads_to(cluster, told) else 0
        return 10 if mine == theirs else 6
    if mine or theirs:
        bare, other = (cluster.actors, told.arguments.participants) if mine else (told.arguments.participants, cluster.actors)
        if not _is_visit_of_one(cluster, told) and _explained(bare, other) and any(_alike(a, b) for a in bare for b in other if a.kind is not ActorKind.COUNTRY):
            return 5
        if _is_visit_of_one(cluster, told):
            near = _distance(cluster, told) < NEAR and _leads_to(cluster, told)
            return 5 if near and _explained(bare, other) else 0
        return 2 if my_states == their_states and len(my_states) > 1 and _near(document, cluster, told) else 0
    same = _names(told.arguments.participants) == _names(cluster.actors)
    return 8 if same else 4 if my_states == their_states and len(my_states) > 1 else 0


def _is_visit_of_one(cluster: Cluster, told: Told) -> bool:
    """Whether only one of the two names who is visited."""
    return _is_lone_visit(told) != all(_is_lone_visit(one) for one in cluster.members)


def _leads_to(cluster: Cluster, told: Told) -> bool:
    """Whether the state that is visited is one that the other place names, as a side or as the place."""
    host = told.arguments.host or next(iter(cluster.hosts), None)
    others = cluster.members if told.arguments.host else (told,)
    places = {one.arguments.place.country for one in others if one.arguments.place}
    return host in places or any(host in _states(one.arguments) for one in others)


def _is_lone_visit(told: Told) -> bool:
    """Whether a place tells of a visit and of nobody who is visited."""
    return told.arguments.host is not None and len(told.arguments.participants) == 1


def _distance(cluster: Cluster, told: Told) -> int:
    """Tokens between a trigger and the nearest one of a meeting."""
    return min(abs(one.passages[0].trigger - told.passages[0].trigger) for one in cluster.members)


def _explained(actors: tuple[Actor, ...], by: tuple[Actor, ...]) -> bool:
    """Whether every state, body or group on one side can be someone of the other side."""
    states = {actor.country for actor in by if actor.country}
    names = _names(by)
    for actor in actors:
        if _is_named_person(actor) or actor.country in states or _keys([actor])[0] in names:
            continue
        if actor.kind is ActorKind.PERSON and actor.country is None and any(_is_named_person(other) for other in by):
            continue
        if not any(_alike(actor, other) for other in by):
            return False
    return True


def _alike(actor: Actor, other: Actor) -> bool:
    """Whether one name stands inside the other: "G20", "leaders of the G20 states"."""
    return actor.name.casefold() in other.name.casefold() or other.name.casefold() in actor.name.casefold()


def _near(document: Document, cluster: Cluster, told: Told) -> bool:
    """Whether dates or places agree, or the passages stand close together."""
    here = told.passages[0]
    close = any(abs(one.passages[0].start - here.start) < 400 for one in cluster.members)  # noqa: PLR2004
    return close or any(_overlap(one.when, told.when) for one in cluster.members if one.when and told.when)


def _may_stand_alone(told: Told) -> bool:
    """Whether a place with one side makes an event, as no other place tells of it: a visit, talks with somebody."""
    if rules()[told.passages[0].rule].frame is not Frame.VISIT:
        groups = any(sides.is_several_kind(actor) for actor in told.arguments.participants)
        return told.arguments.partner or (groups and told.when is not None)
    if not told.arguments.alone or told.arguments.place and told.arguments.place.country in {None, *(actor.country for actor in told.arguments.participants)}:
        return False
    return any(actor.kind is ActorKind.PERSON and sides.is_public(actor) for actor in told.arguments.participants)


def _add(document: Document, clusters: list[Cluster], told: Told) -> bool:
    """Let a place that points back complete the meeting that it most likely means; whether there is one."""
    ranked = [
        (score, -abs(told.passages[0].trigger - cluster.end), -i)
        for i, cluster in enumerate(clusters)
        if (score := _pointing(cluster, told)) > 0
    ]
    if ranked:
        index = -max(ranked)[2]
        clusters[index] = Cluster((*clusters[index].members, told))
    return bool(ranked)


def _pointing(cluster: Cluster, told: Told) -> int:
    """How likely a place that points back means this meeting."""
    if not _compatible(cluster, told):
        return 0
    named, known = set(_keys(told.arguments.participants)), set(_keys(cluster.actors))
    states = _states(told.arguments)
    if named and not named & known and not (states and states <= _cluster_states(cluster)):
        return 0
    if named - known and not _explained(told.arguments.participants, cluster.actors):
        return 0
    frame = rules()[told.passages[0].rule].frame
    if frame is Frame.VISIT and not cluster.has(Frame.VISIT) and not named:
        return 0
    hinted = bool(set(_keys(told.arguments.hints)) & known)
    return 1 + 2 * hinted + 2 * cluster.has(frame) + 3 * len(named & known) + _same_rule(cluster, told)


def _same_rule(cluster: Cluster, told: Told) -> int:
    return 2 * any(one.passages[0].rule == told.passages[0].rule for one in cluster.members)


# --- what keeps two happenings apart ----------------------------------------------------------------------------


def _compatible(cluster: Cluster, told: Told) -> bool:
    """Whether nothing speaks against a place telling of this meeting."""
    return all(_agree(one, told) for one in cluster.members)


def _agree(one: Told, other: Told) -> bool:
    a, b = one.arguments, other.arguments
    if a.ordinal and b.ordinal and a.ordinal != b.ordinal:
        return False
    if a.host and b.host and a.host != b.host:
        return False
    if one.when and other.when and (not _overlap(one.when, other.when) or _is_earlier(one.when) != _is_earlier(other.when)):
        return False
    if _is_remote(a) != _is_remote(b) and a.complete and b.complete:
        return False
    return _same_place(a, b) and _same_time(one, other)


def _is_remote(told: MeetingArguments) -> bool:
    return told.mode in REMOTE or told.format is MeetingFormat.CALL


def _overlap(a: Dated | None, b: Dated | None) -> bool:
    return a is not None and b is not None and a.first <= b.last and b.first <= a.last


def _is_earlier(when: Dated) -> bool:
    """Whether the words set the days apart from the present: "earlier this year"."""
    return when.text.lower().startswith(("earlier", "previous"))


def _same_place(a: MeetingArguments, b: MeetingArguments) -> bool:
    """Whether two places can be one: the same, one inside the other, or one not told."""
    if a.place is None or b.place is None or a.place.text.casefold() == b.place.text.casefold():
        return True
    if a.place.country and b.place.country:
        return a.place.country == b.place.country and (a.place.is_country or b.place.is_country)
    return False


def _same_time(one: Told, other: Told) -> bool:
    """Whether what is past and what lies ahead can be one meeting: only when told of the same days, or with no cue."""
    first, second = one.status.status, other.status.status
    if (first is Status.OCCURRED) == (second is Status.OCCURRED) or Status.CANCELLED in {first, second}:
        return True
    if one.when and other.when:
        return True
    past = one if first is Status.OCCURRED else other
    return past.status.because.startswith("no cue")


def _people(actors: Iterable[Actor]) -> frozenset[str]:
    return frozenset(_keys(actor for actor in actors if _is_named_person(actor)))


def _names(actors: Iterable[Actor]) -> frozenset[str]:
    return frozenset(_keys(actors))


def _keys(actors: Iterable[Actor]) -> list[str]:
    """One key for each actor: its index, or its words where it is a description."""
    return [str(actor.index) if actor.index >= 0 else actor.name.casefold() for actor in actors]


def _states(told: MeetingArguments) -> frozenset[str]:
    return frozenset([actor.country for actor in told.participants if actor.country] + ([told.host] if told.host else []))


def _cluster_states(cluster: Cluster) -> frozenset[str]:
    return frozenset(state for one in cluster.members for state in _states(one.arguments))


# --- bringing together ------------------------------------------------------------------------------------------


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
    hosts = [one.host for one in told if one.host]
    return replace(
        lead,
        participants=_who(told),
        host=hosts[0] if hosts else None,
        place=slots.best_place(one.place for one in told if one.place),
        venue=next((one.venue for one in told if one.venue), None),
        topics=_distinct(topic for one in told for topic in one.topics),
        mode=next((one.mode for one in told if one.mode), None),
        recurrence=next((one.recurrence for one in told if one.recurrence), None),
    )


def _who(told: list[MeetingArguments]) -> tuple[Actor, ...]:
    """Everyone who takes part; a state or group only where none of its people is named."""
    everyone = sides.unique(actor for one in told for actor in one.participants)
    states = {actor.country for actor in everyone if _is_named_person(actor) and actor.country}
    several = sum(_is_named_person(actor) for actor in everyone) > 1
    named = tuple(a for a in everyone if _is_named_person(a) or not (a.country in states or (several and _is_vague(a))))
    bodies = {actor.country for actor in named if actor.kind is ActorKind.GROUP and actor.country}
    return tuple(a for a in named if a.kind is not ActorKind.COUNTRY or a.country not in bodies)


def _is_named_person(actor: Actor) -> bool:
    """Whether an actor is a person known by name, and not one described as "the Nigerian leader"."""
    return actor.kind is ActorKind.PERSON and (actor.index >= 0 or actor.name[:1].isupper())


def _is_vague(actor: Actor) -> bool:
    """Whether an actor is somebody described whose state is not told: "an official"."""
    return actor.kind is ActorKind.PERSON and actor.index < 0 and actor.country is None


def _distinct(topics: Iterable[str]) -> tuple[str, ...]:
    """The topics in order, none whose words stand inside another one."""
    kept: list[str] = []
    for topic in topics:
        if not any(topic.casefold() in other.casefold() for other in kept):
            kept = [other for other in kept if other.casefold() not in topic.casefold()]
            kept.append(topic)
    return tuple(kept[:MAX_TOPICS])


def _status(members: list[Told]) -> StatusDecision:
    """The status of the first place that has a cue, those that tell who takes part before others."""
    ranked = sorted(members, key=lambda one: (one.status.because.startswith("no cue"), not one.arguments.complete))
    return ranked[0].status


def _when(members: list[Told]) -> Dated | None:
    """The most exact days that some place tells, the first of equal ones."""
    dated = [one.when for one in members if one.when]
    return min(dated, key=lambda when: when.last - when.first, default=None)
