"""When two reports tell of one meeting."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from agents.merging.names import any_agree, family_name, is_description, same_named, spelled, words_of
from agents.merging.reports import Days, MergeOptions, Report, shifted
from agents.merging.verdict import (
    COMING,
    NEARLY_A_DAY,
    NEWS_DAYS,
    Block,
    Objection,
    Reason,
    Rules,
    dates_apart,
    days_put_off,
    expected_apart,
    time_reasons,
    was_put_off,
)
from schemas.event import MeetingMention, Party
from schemas.vocabulary import MeetingMode, PartyKind, Status

Meeting = Report[MeetingMention]

BILATERAL = 2
MANY_SIDES = 4
"""From so many sides on a report may leave some out."""
SEASON_DAYS = 92
"""A span longer than this tells of something past in passing."""
FEW = 3
"""Participants; of more a report may leave out some."""
MAX_NAMED = 6
"""Sides, and people, of one report that are looked up in pairs: a summit has many, and a few suffice to meet."""


def sides(meeting: MeetingMention) -> frozenset[str]:
    """The states that take part; with the country visited where only one side is named."""
    told = frozenset(meeting.countries)
    if len(told) < BILATERAL and meeting.where and meeting.where.country:
        return told | {meeting.where.country}
    return told


def anchor(meeting: MeetingMention) -> str:
    """What names the meeting in its article: the sides, else who takes part."""
    return "+".join(sorted(sides(meeting)) or sorted(party.entity_id for party in meeting.participants))


def blocks(meeting: MeetingMention) -> Iterable[Block]:
    """Each person with each other state, and with each other person; states, or one person alone, only near in time."""
    states = sorted(sides(meeting))[:MAX_NAMED]
    people = sorted({(_key(party), party.country or "") for party in meeting.participants})[:MAX_NAMED]
    yield from (Block(f"{name}|{state}") for name, own in people for state in states if state != own)
    yield from (Block(f"{one}&{other}") for (one, _), (other, _) in combinations(people, 2))
    yield from (Block("+".join(pair), near=True) for pair in combinations(states, 2))
    yield from (Block(f"{name}!", near=True) for name, _ in people)


def _key(party: Party) -> str:
    if party.kind is PartyKind.PERSON and not is_description(party):
        return spelled(family_name(party.name, party.country))
    return party.country or party.entity_id


def days_possible(meeting: Meeting, options: MergeOptions) -> Days:
    """The days told; of one that was put off also those on which it was to be."""
    days = meeting.expected_days(options)
    if not meeting.tells_put_off:
        return days
    planned = days_put_off(meeting, options)
    return Days(min(days.first, planned.first), max(days.last, planned.last))


def other_days(a: Meeting, b: Meeting, options: MergeOptions) -> Objection:
    """Two told dates lie apart, and the later is not the one that it was put off to."""
    return None if was_put_off(a, b, options) else dates_apart(a, b, options)


def other_sides(a: Meeting, b: Meeting, options: MergeOptions) -> Objection:
    """Each is with a state that the other does not name, or one is a larger round than the other.

    A report may leave a side out where only one is left, and where there are many. The talks of three and those of
    two of them, often held on the same day, are two. Whoever is named in both is of the state that either tells.
    """
    both = [*_shared_people(a.mention, b.mention), *_shared_people(b.mention, a.mention)]
    named = frozenset(party.country for party in both if party.country)
    first, second = sides(a.mention) | named, sides(b.mention) | named
    short, long = sorted((first, second), key=len)
    if short <= long and (short == long or len(short) < BILATERAL or len(long) >= MANY_SIDES):
        return None
    if len(short & long) >= BILATERAL and len(short) >= MANY_SIDES:
        return None
    return f"{', '.join(sorted(first))} and {', '.join(sorted(second))}"


def places_differ(a: Meeting, b: Meeting, options: MergeOptions) -> Objection:
    """The places lie in different states, and it is not the same people on the same day: then one report errs."""
    first, second = a.mention.where, b.mention.where
    if not (first and second and first.country and second.country) or first.country == second.country:
        return None
    if _same_day(a, b) and len({party.country for party in _shared_people(a.mention, b.mention)}) >= BILATERAL:
        return None
    return f"held in {first.text} and in {second.text}"


def _same_day(a: Meeting, b: Meeting) -> bool:
    first, second = a.told_days, b.told_days
    return bool(first and second and first.apart(second) == 0 and max(first.length, second.length) <= NEARLY_A_DAY)


def _shared_people(a: MeetingMention, b: MeetingMention) -> list[Party]:
    """The people whom both reports name, as the first names them."""
    theirs = [party for party in b.participants if _person(party)]
    return [party for party in a.participants if _person(party) and any(same_named(party, other) for other in theirs)]


def modes_differ(a: Meeting, b: Meeting, options: MergeOptions) -> Objection:
    """One is a call and the other an encounter."""
    first, second = (_mode(report.mention) for report in (a, b))
    return f"{first} and {second}" if first and second and first != second else None


def _mode(meeting: MeetingMention) -> MeetingMode | None:
    """How the sides meet: as told; at a place, or on a visit, in person."""
    if meeting.mode:
        return meeting.mode
    return MeetingMode.IN_PERSON if meeting.where or meeting.format in {"visit", "summit", "meal"} else None


def other_people(a: Meeting, b: Meeting, options: MergeOptions) -> Objection:
    """No participant is shared, or one state is there with other people."""
    first, second = a.mention.participants, b.mention.participants
    if first and second and not any_agree(first, second):
        return "no participant in common"
    ours, theirs = _people_by_country(first), _people_by_country(second)
    for country in sorted(ours.keys() & theirs.keys()):
        if not any_agree(ours[country], theirs[country]):
            return f"{country} is there with {ours[country][0].name} and with {theirs[country][0].name}"
    return None


def other_counterparts(a: Meeting, b: Meeting, options: MergeOptions) -> Objection:
    """Few take part, and each report names someone whom the other does not.

    Of a large gathering each report names whom it likes.
    """
    first, second = a.mention.participants, b.mention.participants
    if max(len(first), len(second)) > FEW:
        return None
    ours = [party.name for party in first if not any_agree((party,), second)]
    theirs = [party.name for party in second if not any_agree((party,), first)]
    return f"{', '.join(ours)} and {', '.join(theirs)}" if ours and theirs else None


def _people_by_country(parties: Iterable[Party]) -> dict[str, list[Party]]:
    people: dict[str, list[Party]] = {}
    for party in parties:
        if party.kind is PartyKind.PERSON and party.country:
            people.setdefault(party.country, []).append(party)
    return people


def weigh(a: Meeting, b: Meeting, options: MergeOptions) -> Iterable[Reason]:
    """People count twice what states count; a day, a city, a venue and a subject complete them."""
    first, second = a.mention, b.mention
    named = _shared_people(first, second)
    yield from (Reason(2.0, f"{party.name} in both") for party in named)
    if {_people(first), _people(second)} != {len(named)}:
        yield Reason(-0.5, "with others in one")
    spoken = {party.country for party in named}
    for state in sorted((sides(first) & sides(second)) - spoken):
        yield Reason(1.0, f"{state} in both")
    if not first.countries and _shared_bodies(first, second):
        yield Reason(1.0, "a body in both")
    if _called_off(a, b, options):
        yield Reason(1.5, "planned, and called off")
    elif any(_alone(one) and _two_named(other) for one, other in ((first, second), (second, first))):
        yield Reason(-1.0, "a visit, and talks on it")
    if _in_passing(a, b):
        yield Reason(-1.0, "with a vague date in one")
    yield from time_reasons(a, b)
    if first.where and second.where and words_of(first.where.text) & words_of(second.where.text):
        yield Reason(1.0, f"in {first.where.text}")
    if first.venue and second.venue and words_of(first.venue) & words_of(second.venue):
        yield Reason(1.0, f"at {first.venue}")
    if any(words_of(one) & words_of(other) - COMMON for one in first.topics for other in second.topics):
        yield Reason(0.5, "about the same")


def _shared_bodies(a: MeetingMention, b: MeetingMention) -> bool:
    theirs = [party for party in b.participants if not _person(party)]
    return any(same_named(party, other) for party in a.participants if not _person(party) for other in theirs)


def _alone(meeting: MeetingMention) -> bool:
    """Whether it is a visit told without anybody who is visited."""
    return len({party.country for party in meeting.participants}) < BILATERAL


def _in_passing(a: Meeting, b: Meeting) -> bool:
    """Whether only one tells of talks "in 2018": people who meet often have met more than once in so long a time."""
    first, second = a.told_days, b.told_days
    return bool(first and second and first != second and max(first.length, second.length) > SEASON_DAYS)


def _called_off(a: Meeting, b: Meeting, options: MergeOptions) -> bool:
    """Whether one was to come, and a later article tells that it was called off, the talks of a visit with it.

    Only what is planned can be called off, so that such an article tells of a plan that others have told.
    It tells no date.
    """
    early, late = sorted((a, b), key=lambda report: report.order)
    if early.mention.status not in COMING or late.mention.status is not Status.CANCELLED or late.told_days:
        return False
    return early.expected_days(options).last >= shifted(late.published_at.date(), -NEWS_DAYS)


def _two_named(meeting: MeetingMention) -> bool:
    """Whether people of two sides are named."""
    return len({party.country for party in meeting.participants if _person(party)}) >= BILATERAL


def _people(meeting: MeetingMention) -> int:
    return sum(map(_person, meeting.participants))


def _person(party: Party) -> bool:
    return party.kind is PartyKind.PERSON and not is_description(party)


COMMON = frozenset(
    {"of", "the", "and", "for", "to", "a", "in", "on", "issue", "issues", "relations", "possible", "new"}
)
"""Words that tell nothing of a subject."""

RULES = Rules(
    against=(other_days, other_sides, places_differ, modes_differ, other_people, other_counterparts),
    against_all=(expected_apart,),
    weigh=weigh,
    enough=3.5,
    of_dates=(other_days,),
)
