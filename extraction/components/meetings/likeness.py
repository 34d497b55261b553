"""How likely a place of the text tells of a meeting that is already known, and what rules it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extraction.components.meetings import sides
from extraction.components.meetings.arguments import MeetingArguments
from extraction.components.meetings.rules import Frame, rules
from extraction.document import Actor, ActorKind, Candidate
from schemas.vocabulary import MeetingFormat, MeetingMode, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extraction.document import Dated

Told = Candidate[MeetingArguments]
"""A meeting as one place of the text tells it."""

REMOTE = frozenset({MeetingMode.PHONE, MeetingMode.VIDEO})
"""Modes in which nobody travels."""

EUROPEAN = frozenset({"eu", "ec", "european"})
"""Words for the European Union and what it was before."""

SEATS = frozenset({"BE", "LU"})
"""States in which the bodies of the European Union meet."""

NEXT = 14
"""Tokens within which a visit and the talks that it is made for are told."""

FAR = 400
"""Tokens within which a gathering is still the one that "the summit" means."""

MANY = 3
"""From this number of states on others may join a meeting."""

NEAR = 60
"""Tokens within which two triggers stand close together."""

SAME, SAME_NAMES, PART, KNOWN_GROUP, SAME_STATES, SAME_SIDES = 10, 8, 6, 5, 4, 2
"""How telling an agreement is: of all people, all bodies, some people, a group of theirs, their states."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The places found so far that tell of one meeting; the first is complete."""

    members: tuple[Told, ...]

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Everyone whom some place names."""
        return sides.unique(actor for one in self.members for actor in one.arguments.participants)

    @property
    def states(self) -> frozenset[str]:
        """The states that take part, those that are visited included."""
        return frozenset(state for one in self.members for state in states_of(one))

    @property
    def end(self) -> int:
        """Index of the last trigger."""
        return max(one.passages[0].trigger for one in self.members)

    def has(self, frame: Frame) -> bool:
        """Whether a place of this frame is part of it."""
        return any(rules()[one.passages[0].rule].frame is frame for one in self.members)

    def distance(self, told: Told) -> int:
        """Tokens between a trigger and the nearest one of this meeting."""
        return min(abs(one.passages[0].trigger - told.passages[0].trigger) for one in self.members)


def states_of(told: Told) -> frozenset[str]:
    """The states that one place names as sides, with the one that is visited."""
    found = [actor.country for actor in told.arguments.participants] + [told.arguments.host]
    return frozenset(state for state in found if state)


def likeness(cluster: Cluster, told: Told) -> int:
    """How well a complete place fits a meeting; 0 where it cannot be the same."""
    if not compatible(cluster, told):
        return 0
    mine, theirs = _people(told.arguments.participants), _people(cluster.actors)
    if mine and theirs:
        score = _likeness_of_people(cluster, told, mine, theirs)
    elif mine or theirs:
        score = _likeness_of_groups(cluster, told, named=cluster.actors if theirs else told.arguments.participants)
    elif set(_keys(told.arguments.participants)) == set(_keys(cluster.actors)):
        score = SAME_NAMES
    elif _is_visit_of_one(cluster, told):
        score = KNOWN_GROUP if _is_told_with(cluster, told) and _leads_to(cluster, told) else 0
    elif _is_same_gathering(cluster, told):
        score = KNOWN_GROUP
    else:
        score = SAME_STATES if _same_states(cluster, told) else 0
    score = score or (SAME_SIDES if _is_headline_without_names(cluster, told) else 0)
    return score + _closeness(cluster, told) if score else 0


def _likeness_of_people(cluster: Cluster, told: Told, mine: frozenset[str], theirs: frozenset[str]) -> int:
    """Where both name people: all the same, or one names some of those whom the other names."""
    here, there = told.arguments.participants, cluster.actors
    if _is_visit_of_one(cluster, told) and (mine <= theirs or theirs <= mine):
        return PART if _is_told_with(cluster, told) and _leads_to(cluster, told) else 0
    if not (mine <= theirs or theirs <= mine) or not (_explained(here, there) and _explained(there, here)):
        return 0
    return SAME if mine == theirs else PART


def _likeness_of_groups(cluster: Cluster, told: Told, named: tuple[Actor, ...]) -> int:
    """Where only one of the two names people, `named` being its actors."""
    bare = told.arguments.participants if named == cluster.actors else cluster.actors
    if _is_visit_of_one(cluster, told):
        known = cluster.distance(told) < NEAR and _explained(bare, named)
        visited = _is_told_with(cluster, told) and any(actor.kind is not ActorKind.COUNTRY for actor in bare)
        return KNOWN_GROUP if (known or visited) and _leads_to(cluster, told) else 0
    groups = [actor for actor in bare if actor.kind is not ActorKind.COUNTRY]
    if _explained(bare, named) and any(alike(group, other) for group in groups for other in named):
        return KNOWN_GROUP
    called_off = _is_called_off(told) != any(_is_called_off(one) for one in cluster.members)
    differ = called_off or any(sides.is_private(actor) for actor in bare)
    return SAME_SIDES if _same_states(cluster, told) and _near(cluster, told) and not differ else 0


def _is_same_gathering(cluster: Cluster, told: Told) -> bool:
    """Whether one names the same body as the other and nobody else: "the G20 summit", "the G20 summit of leaders"."""
    here, there = set(told.arguments.participants), set(cluster.actors)
    similar = any(sides.is_several(other) and alike(actor, other) for actor in here for other in there)
    if similar and all(map(sides.is_several, here)) and any(overlap(one.when, told.when) for one in cluster.members):
        return True
    shared = here & there
    return bool(shared) and shared in (here, there) and any(actor.kind is ActorKind.ORGANIZATION for actor in shared)


def _is_headline_without_names(cluster: Cluster, told: Told) -> bool:
    """Whether the headline tells by office alone what the text tells by name: "Fishing envoys meet in Bergen"."""
    for headline, text in (((told,), cluster.members), (cluster.members, (told,))):
        nameless = all(names_nobody(one.arguments) for one in headline)
        above = all(one.arguments.headline for one in headline) and not any(one.arguments.headline for one in text)
        if above and nameless and (_same_rule(cluster, told) or _is_placed_with(cluster, told)):
            return True
    return False


def names_nobody(told: MeetingArguments) -> bool:
    """Whether all who take part are groups told by office alone, of no known state: "fishing envoys"."""
    return all(
        actor.kind is ActorKind.GROUP and actor.index < 0 and actor.country is None for actor in told.participants
    )


def _is_placed_with(cluster: Cluster, told: Told) -> bool:
    """Whether both name the same place."""
    place = told.arguments.place
    return place is not None and any(one.arguments.place == place for one in cluster.members)


def _is_called_off(told: Told) -> bool:
    return told.status.status is Status.CANCELLED


def _same_states(cluster: Cluster, told: Told) -> bool:
    return len(cluster.states) > 1 and states_of(told) == cluster.states


def _closeness(cluster: Cluster, told: Told) -> int:
    """What speaks for one of two meetings of the same people: the same status, the same word, a near place."""
    same_status = any(one.status.status is told.status.status for one in cluster.members)
    return same_status + (cluster.distance(told) < NEAR) + _same_rule(cluster, told)


def _same_rule(cluster: Cluster, told: Told) -> bool:
    return any(one.passages[0].rule == told.passages[0].rule for one in cluster.members)


def _near(cluster: Cluster, told: Told) -> bool:
    """Whether days or the venue agree, the passages stand close together, or the headline tells one of them."""
    if told.arguments.headline or all(one.arguments.headline for one in cluster.members):
        return True
    venue = told.arguments.venue
    if venue and any(one.arguments.venue == venue for one in cluster.members):
        return True
    reach = FAR if told.arguments.definite and _same_rule(cluster, told) else NEAR
    return cluster.distance(told) < reach or any(overlap(one.when, told.when) for one in cluster.members)


def _explained(actors: tuple[Actor, ...], by: tuple[Actor, ...]) -> bool:
    """Whether every state, body or group on one side can be someone of the other side."""
    return all(is_named_person(actor) or _is_explained(actor, by) for actor in actors)


def _is_explained(actor: Actor, by: tuple[Actor, ...]) -> bool:
    if is_vague(actor):
        return any(is_named_person(other) for other in by)
    if actor.kind is ActorKind.PERSON and any(is_vague(other) for other in by):
        return True
    return any((actor.country and actor.country == other.country) or alike(actor, other) for other in by)


def alike(actor: Actor, other: Actor) -> bool:
    """Whether one name stands inside the other: "G20", "G20 leaders"; "EU leaders", "European leaders"."""
    here, there = _words(actor), _words(other)
    return here <= there or there <= here


def _words(actor: Actor) -> frozenset[str]:
    """The words of a name, the European Union under one."""
    words = {word.strip("().,").casefold() for word in actor.name.split()}
    return frozenset("eu" if word in EUROPEAN else word for word in words) - {"union", "community", "the", "of"}


# --- visits -----------------------------------------------------------------------------------------------------


def _is_visit_of_one(cluster: Cluster, told: Told) -> bool:
    """Whether only one of the two names who is visited."""
    return _is_lone_visit(told) != all(_is_lone_visit(one) for one in cluster.members)


def _is_lone_visit(told: Told) -> bool:
    """Whether a place tells of a visit and of nobody who is visited."""
    visit = rules()[told.passages[0].rule].frame is Frame.VISIT or told.arguments.host is not None
    return visit and told.arguments.complete and len(told.arguments.participants) == 1


def _is_told_with(cluster: Cluster, told: Told) -> bool:
    """Whether a visit and what may be its purpose are told in one sentence, or right behind each other."""
    together = any(one.passages[0].start == told.passages[0].start for one in cluster.members)
    return together or cluster.distance(told) < NEXT


def _leads_to(cluster: Cluster, told: Told) -> bool:
    """Whether the state that is visited is one that the other place names, as a side or as the place."""
    visits, others = ((told,), cluster.members) if told.arguments.host else (cluster.members, (told,))
    hosts = {one.arguments.host for one in visits if one.arguments.host}
    hosts |= {"EU" for host in hosts if host in SEATS}
    named = {one.arguments.place.country for one in others if one.arguments.place}
    return any(host in named or any(host in states_of(one) for one in others) for host in hosts)


# --- what points back -------------------------------------------------------------------------------------------


def pointing(cluster: Cluster, told: Told) -> int:
    """How likely a place that points back means this meeting; 0 where it cannot."""
    named, known = set(_keys(told.arguments.participants)), set(_keys(cluster.actors))
    frame = rules()[told.passages[0].rule].frame
    if not compatible(cluster, told) or not _may_mean(cluster, told, named, known):
        return 0
    if frame is Frame.VISIT and not cluster.has(Frame.VISIT) and not named:
        return 0
    hinted = bool(set(_keys(told.arguments.hints)) & known)
    return 1 + 2 * (hinted + cluster.has(frame) + _same_rule(cluster, told)) + 3 * len(named & known)


def _may_mean(cluster: Cluster, told: Told, named: set[str], known: set[str]) -> bool:
    """Whether those whom a place names, if any, take part in the meeting or stand for a state that does."""
    states = states_of(told)
    if named and not named & known and not (states and states <= cluster.states):
        return _joins(cluster, told)
    return named <= known or _explained(told.arguments.participants, cluster.actors)


def means(cluster: Cluster, told: Told) -> bool:
    """Whether those whom a place names, if any, are those of a meeting, whatever speaks against its being the same."""
    return _may_mean(cluster, told, set(_keys(told.arguments.participants)), set(_keys(cluster.actors)))


def _joins(cluster: Cluster, told: Told) -> bool:
    """Whether someone not named before is at a meeting of many: "Lund joined the talks", "said at the summit"."""
    if not told.arguments.definite or cluster.distance(told) > FAR or not _has_many(cluster):
        return False
    return all(is_named_person(actor) for actor in told.arguments.participants)


def _has_many(cluster: Cluster) -> bool:
    return len(cluster.states) >= MANY or any(sides.is_several(actor) for actor in cluster.actors)


# --- what keeps two happenings apart ----------------------------------------------------------------------------


def compatible(cluster: Cluster, told: Told) -> bool:
    """Whether nothing speaks against a place telling of this meeting."""
    return all(_agree(one, told) for one in cluster.members)


def _agree(one: Told, other: Told) -> bool:
    a, b = one.arguments, other.arguments
    if (a.ordinal and b.ordinal and a.ordinal != b.ordinal) or (a.host and b.host and a.host != b.host):
        return False
    if a.complete and b.complete and _is_remote(a) != _is_remote(b):
        return False
    return _same_days(one.when, other.when) and _same_place(a, b) and _same_time(one, other)


def _is_remote(told: MeetingArguments) -> bool:
    return told.mode in REMOTE or told.format is MeetingFormat.CALL


def _same_days(a: Dated | None, b: Dated | None) -> bool:
    """Whether two dates can be one: they overlap, and not just one is set apart from the present."""
    return a is None or b is None or (overlap(a, b) and _is_earlier(a) == _is_earlier(b))


def overlap(a: Dated | None, b: Dated | None) -> bool:
    """Whether two spans of days are known and share a day."""
    return a is not None and b is not None and a.first <= b.last and b.first <= a.last


def _is_earlier(when: Dated) -> bool:
    """Whether the words set the days apart from the present: "earlier this year"."""
    return when.text.lower().startswith(("earlier", "previous"))


def _same_place(a: MeetingArguments, b: MeetingArguments) -> bool:
    """Whether two places can be one: the same, one inside the other, or one not told."""
    if a.place is None or b.place is None or a.place.text.casefold() == b.place.text.casefold():
        return True
    inside = a.place.is_country or b.place.is_country
    return inside and a.place.country is not None and a.place.country == b.place.country


def _same_time(one: Told, other: Told) -> bool:
    """Whether what is past and what lies ahead can be one: only when told of the same days, or with no cue."""
    first, second = one.status.status, other.status.status
    if (first is Status.OCCURRED) == (second is Status.OCCURRED) or Status.CANCELLED in {first, second}:
        return True
    past, ahead = (one, other) if first is Status.OCCURRED else (other, one)
    return (one.when is not None and other.when is not None) or has_no_cue(past) or is_told_before(ahead)


def is_told_before(told: Told) -> bool:
    """Whether it lies ahead only of what was said then: "ahead of the talks, Lund said"."""
    return told.when is None and "(ahead-of)" in told.status.because


def has_no_cue(told: Told) -> bool:
    """Whether the status is only the one that holds by default."""
    return told.status.because.startswith("no cue")


# --- who is who -------------------------------------------------------------------------------------------------


def is_named_person(actor: Actor) -> bool:
    """Whether an actor is a person known by name, and not one described as "the Nigerian leader"."""
    named = actor.index >= 0 or any(letter.isupper() for letter in actor.name.split()[-1])
    return actor.kind is ActorKind.PERSON and named


def is_vague(actor: Actor) -> bool:
    """Whether an actor is somebody described whose state is not told: "an official"."""
    return actor.kind is ActorKind.PERSON and actor.index < 0 and actor.country is None


def _people(actors: Iterable[Actor]) -> frozenset[str]:
    return frozenset(_keys(actor for actor in actors if is_named_person(actor)))


def _keys(actors: Iterable[Actor]) -> list[str]:
    """One key for each actor: its index, or its words where it is a description."""
    return [str(actor.index) if actor.index >= 0 else actor.name.casefold() for actor in actors]
