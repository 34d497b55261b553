"""Which mentions tell of one real-world event: a pure fold over all that is told under one merge key.

Two decisions stand here. The *merge key* decides which mentions can ever meet; it is coarse on purpose and holds only
what every report of an event names. The *fold* decides, among those that meet, which are the same event, by their
slots and their time. Each reason against is a small function of its own, and the order of reasons stands in one list
for each type. The fold sorts what it is given, so that the order of arrival does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar

from slugify import slugify

from agents.records import Contribution
from schemas.event import (
    AppointmentMention,
    MeetingMention,
    Mention,
    Party,
    TradeMeasureMention,
    When,
)
from schemas.identity import event_id, fingerprint, merge_key
from schemas.vocabulary import AppointmentAction, Measure, MeasureAction, PartyKind

MentionT = TypeVar("MentionT", MeetingMention, TradeMeasureMention, AppointmentMention)

TWO_SIDES = 2
MAX_KEY_CHARACTERS = 200


@dataclass(frozen=True)
class MergeOptions:
    """How far apart two reports of one event may lie, in days."""

    window_days: int = 30
    """Between two publications, where a date is missing; between two dates told of one appointment."""

    tolerance_days: int = 1
    """Between two dates told."""


@dataclass(frozen=True)
class Report(Generic[MentionT]):
    """One mention with what is known of its article."""

    contribution: Contribution
    ordinal: int
    """The mention's place among the article's mentions under this key."""
    mention: MentionT

    @property
    def article_id(self) -> str:
        """The article."""
        return self.contribution.article_id

    @property
    def published_at(self) -> datetime:
        """When the article was published."""
        return self.contribution.published_at

    @property
    def order(self) -> tuple[datetime, str, int]:
        """The place of the report in the story: article time first."""
        return self.published_at, self.article_id, self.ordinal


AnyReport = Report[Any]
"""A report of any type; a cluster holds one type only, which its merge key tells."""


@dataclass(frozen=True)
class Cluster:
    """The reports of one event, in the order of the story, and why each was taken in."""

    merge_key: str
    reports: tuple[AnyReport, ...]
    why: tuple[str, ...] = ()

    @property
    def event_id(self) -> str:
        """Id of the event: from the merge key and the earliest report."""
        first = self.reports[0]
        return event_id(first.mention.type, self.merge_key, first.article_id, str(first.ordinal))

    @property
    def last_seen(self) -> datetime:
        """Publication of the latest report."""
        return self.reports[-1].published_at

    def add(self, report: AnyReport, because: str) -> Cluster:
        """The cluster with one more report."""
        return replace(self, reports=(*self.reports, report), why=(*self.why, because))


Objection = str | None
"""Why two reports are not of one event, in words; None where nothing speaks against it."""

Check = Callable[[Report[Any], Report[Any], MergeOptions], Objection]
"""One reason against: two reports of the same type in, an objection out."""


def merge(contributions: Iterable[Contribution], options: MergeOptions) -> tuple[Cluster, ...]:
    """Fold all contributions under one merge key into events.

    Each report joins the open event that it fits best, else it opens one. Two mentions of one article never
    join each other: the extraction has already decided that they are two events.

    Args:
        contributions: what each article tells under the key, in any order.
        options: how far apart two reports of one event may lie.

    Returns:
        The events in the order of their earliest report.
    """
    clusters: list[Cluster] = []
    for report in sorted(_reports(contributions), key=lambda report: report.order):
        fitting = [i for i, cluster in enumerate(clusters) if objection(cluster, report, options) is None]
        if fitting:
            best = min(fitting, key=lambda i: _distance(clusters[i], report))
            clusters[best] = clusters[best].add(report, _why(clusters[best], report))
        else:
            clusters.append(Cluster(report.contribution.merge_key, (report,), ("first report",)))
    return tuple(clusters)


def objection(cluster: Cluster, report: AnyReport, options: MergeOptions) -> Objection:
    """Why a report is no report of the event; None where it may be one."""
    if any(member.article_id == report.article_id for member in cluster.reports):
        return "the same article tells it as another event"
    for check in AGAINST_ALL[report.mention.type]:
        for member in cluster.reports:
            if (reason := check(member, report, options)) is not None:
                return reason
    for check in AGAINST_NEAREST[report.mention.type]:
        reasons = [check(member, report, options) for member in cluster.reports]
        if all(reasons):
            return reasons[-1]
    return None


def _reports(contributions: Iterable[Contribution]) -> Iterable[AnyReport]:
    for contribution in contributions:
        for ordinal, mention in contribution.mentions.items():
            yield Report(contribution, ordinal, mention)


def _distance(cluster: Cluster, report: AnyReport) -> tuple[int, int, datetime]:
    """How badly a report fits, the least first: days apart, parties not shared, age of the event."""
    nearest = min(_days_between(member, report) for member in cluster.reports)
    shared = len(_shared_parties(cluster, report))
    return nearest, -shared, cluster.reports[0].published_at


def _days_between(a: AnyReport, b: AnyReport) -> int:
    if a.mention.when and b.mention.when:
        return days_apart(a.mention.when, b.mention.when)
    return abs((a.published_at - b.published_at).days)


def _why(cluster: Cluster, report: AnyReport) -> str:
    shared = _shared_parties(cluster, report)
    named = f"{', '.join(shared)} in both" if shared else "no party differs"
    last = cluster.reports[-1].mention
    if last.when and report.mention.when:
        return f"{named}; dates {_span(last.when)} and {_span(report.mention.when)}"
    return f"{named}; published {cluster.last_seen.date()} and {report.published_at.date()}"


def _span(when: When) -> str:
    return str(when.start) if when.start == when.end else f"{when.start}/{when.end}"


def _shared_parties(cluster: Cluster, report: AnyReport) -> list[str]:
    known = [party for member in cluster.reports for party in principal_parties(member.mention)]
    return [p.name for p in principal_parties(report.mention) if any(parties_agree(p, other) for other in known)]


# Merge keys


def key_of(mention: Mention) -> str:
    """The key under which a mention meets the other reports of its event."""
    key = merge_key(mention.type, ANCHORS[mention.type](mention))
    return key if len(key) <= MAX_KEY_CHARACTERS else merge_key(mention.type, (fingerprint(key),))


def _meeting_anchors(meeting: MeetingMention) -> tuple[str, ...]:
    """The sides; with the visited country where only one side is named; else who takes part."""
    sides = set(meeting.countries)
    if len(sides) < TWO_SIDES and sides and meeting.where and meeting.where.country:
        sides.add(meeting.where.country)
    return tuple(sorted(sides)) or tuple(sorted(party.entity_id for party in meeting.participants))


def _measure_anchors(measure: TradeMeasureMention) -> tuple[str, ...]:
    """The first who acts, else the first it is aimed at, else only the kind of measure."""
    parties = measure.imposers or measure.targets
    anchors = sorted(party.country or party.entity_id for party in parties)
    return tuple(anchors[:1]) or (f"measure:{measure.measure}",)


def _appointment_anchors(appointment: AppointmentMention) -> tuple[str, ...]:
    """The family name, since later reports use it alone; without a person the country and the office."""
    if appointment.person and (name := family_name(appointment.person.name, appointment.person.country)):
        return (f"name:{name}",)
    return (appointment.country or "ZZ", f"office:{slugify(appointment.office or '')}")


FAMILY_NAME_FIRST = frozenset({"CN", "KP", "KR", "TW"})
"""States whose people's names English newswire writes with the family name first.

Hungary, Japan and Vietnam are not here: newswire turns Hungarian and Japanese names round, and calls
Vietnamese people by the given name, which stands last.
"""


def family_name(name: str, country: str | None) -> str:
    """The family name as a plain lower-case word.

    A hyphenated given name with a small second half ("Jung-han") gives an East Asian name away, whatever the
    country. All else is a guess by country: an unhyphenated name of a person whose country the text does not
    tell ("Xi Jinping") is taken for Western order. Reports that disagree on the country then miss each other.
    """
    words = name.split()
    if not words:
        return ""
    halves = words[-1].split("-")
    given_name_last = len(halves) > 1 and halves[-1][:1].islower()
    first = len(words) > 1 and (given_name_last or country in FAMILY_NAME_FIRST)
    return slugify(words[0] if first else words[-1])


ANCHORS: dict[str, Callable[[Any], tuple[str, ...]]] = {
    "meeting": _meeting_anchors,
    "trade_measure": _measure_anchors,
    "appointment": _appointment_anchors,
}
"""What makes the merge key of each type."""


# What two reports say of the same thing


def principal_parties(mention: Mention) -> tuple[Party, ...]:
    """The parties that tell one event from another."""
    if isinstance(mention, MeetingMention):
        return mention.participants
    if isinstance(mention, TradeMeasureMention):
        return mention.imposers + mention.targets
    return (mention.person,) if mention.person else ()


@lru_cache(maxsize=16_384)
def words_of(text: str) -> frozenset[str]:
    """The words of a name or a phrase, lower-case and without accents."""
    return frozenset(slugify(text).split("-")) - {""}


def names_agree(a: str, b: str) -> bool:
    """Whether one name is the other, or a part of it: "Kim" and "Kim Jung-han"."""
    first, second = words_of(a), words_of(b)
    return bool(first and second) and (first <= second or second <= first)


def parties_agree(a: Party, b: Party) -> bool:
    """Whether two parties may be one: by name, or a state and someone who speaks for it."""
    if a.country and b.country and a.country != b.country:
        return False
    if PartyKind.COUNTRY in (a.kind, b.kind) and a.country and a.country == b.country:
        return True
    return a.entity_id == b.entity_id or names_agree(a.name, b.name)


def days_apart(a: When, b: When) -> int:
    """Days between two spans; 0 where they overlap."""
    return max(0, (max(a.start, b.start) - min(a.end, b.end)).days)


def _any_agree(a: Iterable[Party], b: Sequence[Party]) -> bool:
    return any(parties_agree(one, other) for one in a for other in b)


def _persons_by_country(parties: Iterable[Party]) -> dict[str, list[Party]]:
    persons: dict[str, list[Party]] = {}
    for party in parties:
        if party.kind is PartyKind.PERSON and party.country:
            persons.setdefault(party.country, []).append(party)
    return persons


# Reasons against, each on its own


def dates_too_far_apart(a: AnyReport, b: AnyReport, options: MergeOptions) -> Objection:
    """Two told dates lie further apart than the tolerance."""
    if a.mention.when and b.mention.when and days_apart(a.mention.when, b.mention.when) > options.tolerance_days:
        return f"dates {_span(a.mention.when)} and {_span(b.mention.when)}"
    return None


def published_too_far_apart(a: AnyReport, b: AnyReport, options: MergeOptions) -> Objection:
    """A date is missing and the articles lie further apart than the window."""
    told = a.mention.when and b.mention.when
    if not told and abs((a.published_at - b.published_at).days) > options.window_days:
        return f"published {a.published_at.date()} and {b.published_at.date()}, with no date to compare"
    return None


def dates_beyond_window(a: AnyReport, b: AnyReport, options: MergeOptions) -> Objection:
    """An appointment is named on one day and taken up on another, but not months later."""
    first, second = (_days_told(report) for report in (a, b))
    if max(0, (max(first[0], second[0]) - min(first[1], second[1])).days) > options.window_days:
        return f"told of {first[0]} and {second[0]}"
    return None


def _days_told(report: AnyReport) -> tuple[date, date]:
    when = report.mention.when
    return (when.start, when.end) if when else (report.published_at.date(), report.published_at.date())


def places_differ(a: AnyReport, b: AnyReport, options: MergeOptions) -> Objection:
    """The places lie in different states."""
    first, second = a.mention.where, b.mention.where
    if first and second and first.country and second.country and first.country != second.country:
        return f"held in {first.text} and in {second.text}"
    return None


def modes_differ(a: Report[MeetingMention], b: Report[MeetingMention], options: MergeOptions) -> Objection:
    """One is a call and the other an encounter."""
    if a.mention.mode and b.mention.mode and a.mention.mode != b.mention.mode:
        return f"{a.mention.mode} and {b.mention.mode}"
    return None


def other_people_meet(a: Report[MeetingMention], b: Report[MeetingMention], options: MergeOptions) -> Objection:
    """No participant is shared, or one state is there with other people."""
    first, second = a.mention.participants, b.mention.participants
    if first and second and not _any_agree(first, second):
        return "no participant in common"
    ours, theirs = _persons_by_country(first), _persons_by_country(second)
    for country in sorted(ours.keys() & theirs.keys()):
        if not _any_agree(ours[country], theirs[country]):
            return f"{country} is there with {ours[country][0].name} and with {theirs[country][0].name}"
    return None


def measures_differ(a: Report[TradeMeasureMention], b: Report[TradeMeasureMention], options: MergeOptions) -> Objection:
    """Two kinds of measure, neither of them the unnamed `other`."""
    kinds = {a.mention.measure, b.mention.measure}
    return " and ".join(sorted(kinds)) if len(kinds - {Measure.OTHER}) > 1 else None


MEASURE_FAMILY: dict[MeasureAction, str] = {
    MeasureAction.IMPOSE: "tighten",
    MeasureAction.RAISE: "tighten",
    MeasureAction.REDUCE: "loosen",
    MeasureAction.EASE: "loosen",
    MeasureAction.LIFT: "loosen",
    MeasureAction.SUSPEND: "loosen",
    MeasureAction.EXEMPT: "loosen",
    MeasureAction.SIGN: "agree",
    MeasureAction.RATIFY: "agree",
}
"""Actions that reports of one act use for each other; an action not named here stands alone."""


def acts_differ(a: Report[TradeMeasureMention], b: Report[TradeMeasureMention], options: MergeOptions) -> Objection:
    """The actions are no two names of one act."""
    first, second = a.mention.action, b.mention.action
    same = MEASURE_FAMILY.get(first, first) == MEASURE_FAMILY.get(second, second)
    return None if same else f"{first} and {second}"


def other_sides_of_a_measure(
    a: Report[TradeMeasureMention], b: Report[TradeMeasureMention], options: MergeOptions
) -> Objection:
    """Both name who acts, or whom it is aimed at, and share none."""
    for ours, theirs, role in (
        (a.mention.imposers, b.mention.imposers, "imposer"),
        (a.mention.targets, b.mention.targets, "target"),
    ):
        if ours and theirs and not _any_agree(ours, theirs):
            return f"no {role} in common"
    return None


ENTERING = frozenset(
    {
        AppointmentAction.APPOINT,
        AppointmentAction.NOMINATE,
        AppointmentAction.ELECT,
        AppointmentAction.CONFIRM,
        AppointmentAction.REAPPOINT,
    }
)
"""Actions by which a person takes an office; `withdraw` takes a nominee back and stands with them."""

LEAVING = frozenset(
    {AppointmentAction.RESIGN, AppointmentAction.DISMISS, AppointmentAction.RETIRE, AppointmentAction.DIE}
)
"""Actions by which a person leaves an office."""


def another_person(a: Report[AppointmentMention], b: Report[AppointmentMention], options: MergeOptions) -> Objection:
    """Both name the person, and the names do not agree."""
    first, second = a.mention.person, b.mention.person
    if first and second and not parties_agree(first, second):
        return f"{first.name} and {second.name}"
    return None


def in_and_out(a: Report[AppointmentMention], b: Report[AppointmentMention], options: MergeOptions) -> Objection:
    """One enters the office and the other leaves it."""
    first, second = a.mention.action, b.mention.action
    return f"{first} and {second}" if (first in LEAVING) != (second in LEAVING) else None


def another_office(a: Report[AppointmentMention], b: Report[AppointmentMention], options: MergeOptions) -> Objection:
    """Both name the office, and no word of one stands in the other."""
    first, second = (words_of(m.office or "") - OFFICE_STOP_WORDS for m in (a.mention, b.mention))
    if first and second and not first & second:
        return f"{a.mention.office} and {b.mention.office}"
    return None


OFFICE_STOP_WORDS = frozenset({"of", "the", "for", "and", "to", "a", "an", "in", "at", "new", "s"})
"""Words that two different offices may share."""


AGAINST_ALL: dict[str, tuple[Check, ...]] = {
    "meeting": (dates_too_far_apart, places_differ, modes_differ, other_people_meet),
    "trade_measure": (dates_too_far_apart, measures_differ, acts_differ, other_sides_of_a_measure),
    "appointment": (another_person, in_and_out, another_office),
}
"""Reasons that no report of the event may give, for each type, in the order in which they are asked."""

AGAINST_NEAREST: dict[str, tuple[Check, ...]] = {
    "meeting": (published_too_far_apart,),
    "trade_measure": (published_too_far_apart,),
    "appointment": (dates_beyond_window,),
}
"""Reasons that count only where every report gives them, so that a long story holds together by its links."""
