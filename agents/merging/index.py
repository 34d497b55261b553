"""The index in memory: which reports can touch a new one, found without looking at all the others.

Reports meet under the words that `blocks` gives for them, in periods of some weeks. The index holds names of mentions
and their days only; what they tell is read from the table when it is needed, the latest of it kept at hand, and is
needed only of reports whose days are near enough for them to be of one event. The cost of a report
depends on how many share a word with it in its time, not on how many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

from agents.merging.comparing import KINDS, linked
from agents.merging.reports import (
    LASTING_DAYS,
    RECENT_DAYS,
    AnyReport,
    Days,
    MergeOptions,
    Ref,
    Report,
    reports_of,
)
from agents.merging.verdict import NEWS_DAYS, VAGUE_DAYS
from agents.records import Contribution
from schemas.vocabulary import EventType

MAX_SLOTS = 14
"""Periods in which one mention stands; of a longer span the first."""

NEAR_DAYS = 4
"""Length of a period where the reports must be near each other in time."""

AT_HAND = 3_000
"""Reports kept ready to be compared, the newest: each is some 10 KB of objects, and quickly read from its row again."""


class Index:
    """Every live mention by what it can be found under.

    Args:
        read: gives the contribution of an article by its id.
        options: how far apart two reports of one event may lie.
    """

    def __init__(self, read: Callable[[str], Contribution], options: MergeOptions) -> None:
        self._read = read
        self._options = options
        self._found: dict[str, set[Ref]] = {}
        self._links: dict[Ref, set[Ref]] = {}
        self._at_hand: dict[Ref, AnyReport] = {}
        self._days: dict[Ref, tuple[int, int]] = {}

    def __len__(self) -> int:
        """How many mentions it holds."""
        return len(self._days)

    def add(self, contribution: Contribution) -> None:
        """Take in the mentions of an article."""
        for report in reports_of(contribution):
            ref = report.ref  # one object, which stands in many sets
            self._keep(report)
            for block in found_under(report, self._options):
                self._found.setdefault(block, set()).add(ref)
            self._days[ref] = self._days_of(report)
            if self._links:
                for other in self.links(ref):
                    if other in self._links:
                        self._links[other] |= {ref}

    def remove(self, contribution: Contribution) -> None:
        """Take out the mentions of an article."""
        for report in reports_of(contribution):
            for other in self._links.pop(report.ref, None) or self._candidates(report):
                if other in self._links:
                    self._links[other] -= {report.ref}
            for block in found_under(report, self._options):
                found = self._found[block]
                found.discard(report.ref)
                if not found:
                    del self._found[block]
            self._at_hand.pop(report.ref, None)
            del self._days[report.ref]

    def report(self, ref: Ref) -> AnyReport:
        """The report of a mention that is in the index."""
        known = self._at_hand.get(ref)
        if known is None:
            contribution = self._read(ref.article_id)
            known = Report(contribution, ref.label, contribution.mentions[ref.label])
            self._keep(known)
        return known

    def links(self, ref: Ref) -> set[Ref]:
        """The mentions that alone would make one event with this one."""
        known = self._links.get(ref)
        if known is None:
            report = self.report(ref)
            known = {other for other in self._candidates(report) if self._is_link(report, other)}
            self._links[ref] = known
        return known

    def _is_link(self, report: AnyReport, found: Ref) -> bool:
        """Whether a report that was found would make one event with the one that found it.

        Each must find the other. Periods have edges, so that one may look up a period in which the other stands
        and not the other way round; then it would hang on the order of arrival whether they meet.
        """
        first, second = self._in_order(report, found)
        if not linked(first, second, self._options):
            return False
        other = second if report is first else first
        return not found_under(report, self._options).isdisjoint(looked_up(other, self._options))

    def are_linked(self, a: AnyReport, b: AnyReport) -> bool:
        """Whether two reports in the index alone would make one event."""
        return b.ref in self.links(a.ref)

    def stories(self, refs: Iterable[Ref]) -> list[frozenset[Ref]]:
        """The mentions with all that are linked to them, directly or over others; each such story once."""
        found: list[frozenset[Ref]] = []
        for ref in refs:
            if not any(ref in story for story in found):
                found.append(self._reach(ref))
        return found

    def _reach(self, start: Ref) -> frozenset[Ref]:
        seen: set[Ref] = set()
        ahead = [start]
        while ahead:
            ref = ahead.pop()
            if ref not in seen:
                seen.add(ref)
                ahead += self.links(ref) - seen
        return frozenset(seen)

    def _in_order(self, report: AnyReport, other: Ref) -> tuple[AnyReport, AnyReport]:
        first, second = sorted((report, self.report(other)), key=lambda each: each.order)
        return first, second

    def _candidates(self, report: AnyReport) -> set[Ref]:
        found = set(chain.from_iterable(self._found.get(block, ()) for block in looked_up(report, self._options)))
        first, last = self._days_of(report)
        apart = KINDS[report.mention.type].most_apart(self._options)
        first, last = first - apart, last + apart
        return {
            ref
            for ref in found
            if self._days[ref][0] <= last and self._days[ref][1] >= first and ref.article_id != report.article_id
        }

    def _days_of(self, report: AnyReport) -> tuple[int, int]:
        """First and last of the days by which a report is kept from being compared, counted as `date` does."""
        days = KINDS[report.mention.type].days(report, self._options)
        return days.first.toordinal(), days.last.toordinal()

    def _keep(self, report: AnyReport) -> None:
        self._at_hand[report.ref] = report
        if len(self._at_hand) > AT_HAND:
            del self._at_hand[next(iter(self._at_hand))]


def found_under(report: AnyReport, options: MergeOptions) -> set[str]:
    """Under what a report is found: its words, by the day of its article and, where one is told, of its event."""
    days, published = slot_days(report.mention.type, options), _published(report)
    slots = {f"p{slot}" for slot in _slots(published, days)}
    near = {f"q{slot}" for slot in _slots(published, NEAR_DAYS)}
    if told := report.told_days:
        slots |= {f"d{slot}" for slot in _slots(told, days)}
        near |= {f"w{slot}" for slot in _slots(told, NEAR_DAYS) if told.length <= VAGUE_DAYS}
    return _blocks(report, slots, near)


def looked_up(report: AnyReport, options: MergeOptions) -> set[str]:
    """Under what the reports stand that a report may be of one event with.

    The day of one article may be near that of the other, or near the date that the other tells; two dates told must
    be near each other. Near is at most one period away, or the days of one piece of news.
    """
    days = slot_days(report.mention.type, options)
    published = _beside(_slots(_published(report), days))
    near = {f"q{slot}" for slot in _slots(_published(report).widened(NEWS_DAYS), NEAR_DAYS)}
    if not (told := report.told_days):
        return _blocks(report, {f"{kind}{slot}" for kind in "pd" for slot in published}, near)
    dates = _beside(_slots(told, days))
    slots = {f"d{slot}" for slot in dates} | {f"p{slot}" for slot in {*published, *dates}}
    if told.length <= VAGUE_DAYS:
        near |= {f"w{slot}" for slot in _slots(told.widened(options.tolerance_days), NEAR_DAYS)}
    return _blocks(report, slots, near)


def slot_days(kind: str, options: MergeOptions) -> int:
    """Length of a period: the most days between two articles, neither telling a date, that can be of one event."""
    if kind == EventType.MEETING:
        return RECENT_DAYS + options.window_days + options.tolerance_days + 1
    return LASTING_DAYS + 2 * options.window_days + 1


def _blocks(report: AnyReport, slots: set[str], near: set[str]) -> set[str]:
    blocks = set(KINDS[report.mention.type].blocks(report.mention))
    return {
        f"{report.mention.type}|{slot}|{block.word}" for block in blocks for slot in (near if block.near else slots)
    }


def _published(report: AnyReport) -> Days:
    day = report.published_at.date()
    return Days(day, day)


def _slots(days: Days, length: int) -> range:
    first, last = days.first.toordinal() // length, days.last.toordinal() // length
    return range(first, min(last, first + MAX_SLOTS - 1) + 1)


def _beside(slots: range) -> range:
    return range(slots.start - 1, slots.stop + 1)
