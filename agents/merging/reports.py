"""What merging works on: reports, each one mention with its article, and clusters of reports that tell of one event."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from agents.records import Contribution
from schemas.event import AppointmentMention, MeetingMention, Mention, TradeMeasureMention
from schemas.identity import event_id
from schemas.vocabulary import EventType, Status

MentionT = TypeVar("MentionT", MeetingMention, TradeMeasureMention, AppointmentMention)

RECENT_DAYS = 10
"""How long ago an event may lie that an article tells as past without a date."""

LASTING_DAYS = 90
"""The same for a change of office and for a measure: both last, and are told of for longer than "they met"."""


_PUT_OFF = re.compile(r'"[^"]*" \(postponed\)')
"""The whole reason of a status that says so and neither hedges nor denies it: the cue of the lexicon by its id."""


def tells_put_off(mention: Mention) -> bool:
    """Whether an article tells that an event was put off: to the day that it tells, or to none."""
    return any(quote.status_because and _PUT_OFF.fullmatch(quote.status_because) for quote in mention.evidence)


@dataclass(frozen=True)
class MergeOptions:
    """How far apart two reports of one event may lie, in days."""

    window_days: int = 30
    """Between an article and a coming event that it tells without a date; between two dates of one appointment."""

    tolerance_days: int = 1
    """Between two dates told."""


class Ref(NamedTuple):
    """Names one mention among all."""

    article_id: str
    """The article."""
    label: str
    """The mention's name in the article."""


def shifted(day: date, days: int) -> date:
    """The day so many days later, or the calendar's first or last where that lies beyond."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


class Days(NamedTuple):
    """A span of days, first and last included."""

    first: date
    last: date

    @property
    def length(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def widened(self, days: int) -> Days:
        """The span with some days more at either end."""
        return Days(shifted(self.first, -days), shifted(self.last, days))

    def apart(self, other: Days) -> int:
        """Days between two spans; 0 where they overlap."""
        return max(0, (max(self.first, other.first) - min(self.last, other.last)).days)


@dataclass(frozen=True, eq=False)
class Report(Generic[MentionT]):
    """One mention with what is known of its article."""

    contribution: Contribution
    label: str
    """The mention's name in its article."""
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
    def ref(self) -> Ref:
        """The name of the mention among all."""
        return Ref(self.article_id, self.label)

    @property
    def order(self) -> tuple[datetime, str, str]:
        """The place of the report in the story: article time first."""
        return self.published_at, self.article_id, self.label

    @cached_property
    def event_id(self) -> str:
        """Id of the event whose earliest report this is."""
        return event_id(self.mention.type, self.article_id, self.label)

    @cached_property
    def told_days(self) -> Days | None:
        """The days told, where they are."""
        when = self.mention.when
        return Days(when.start, when.end) if when else None

    @cached_property
    def tells_put_off(self) -> bool:
        """Whether the article tells that the event was put off."""
        return tells_put_off(self.mention)

    def expected_days(self, options: MergeOptions) -> Days:
        """The days told; else those on which the event must lie for the article to tell of it as it does.

        What is told as past has been lately; what is planned or hoped for lies ahead.
        """
        if self.told_days:
            return self.told_days
        published = self.published_at.date()
        passing = self.mention.type == EventType.MEETING
        first = shifted(published, -(min(options.window_days, RECENT_DAYS) if passing else LASTING_DAYS))
        last = shifted(published, options.window_days)
        match self.mention.status:
            case Status.OCCURRED:
                return Days(first, published)
            case Status.PLANNED | Status.POSSIBLE:
                return Days(published, last)
            case _:
                return Days(first, last)


AnyReport = Report[Any]
"""A report of any type; a cluster holds one type only."""


def reports_of(contribution: Contribution) -> Iterable[AnyReport]:
    """Every mention of an article as a report."""
    return (Report(contribution, label, mention) for label, mention in contribution.mentions.items())


@dataclass(frozen=True)
class Cluster:
    """The reports of one event, in the order of the story, and why each was taken in."""

    reports: tuple[AnyReport, ...]
    why: tuple[str, ...]
    """For each report, in plain words."""

    @property
    def event_id(self) -> str:
        """Id of the event: from its type and its earliest report."""
        return self.reports[0].event_id

    @property
    def last_seen(self) -> datetime:
        """Publication of the latest report."""
        return self.reports[-1].published_at

    def add(self, report: AnyReport, because: str) -> Cluster:
        """The cluster with one more report."""
        return Cluster((*self.reports, report), (*self.why, because))
