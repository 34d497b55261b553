"""The fold: which reports are of one event. A function of the set of reports alone, whatever their order of arrival."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import NamedTuple

from agents.merging.comparing import linked, objection, reasons, weight
from agents.merging.reports import AnyReport, Cluster, MergeOptions
from agents.merging.verdict import was_put_off

Linked = Callable[[AnyReport, AnyReport], bool]
"""Whether two reports alone make one event."""


class Fit(NamedTuple):
    """How well a report fits a cluster; the greatest fits best."""

    weight: float
    """Of what it shares with the report nearest to it."""
    days: float
    """Less the days between their articles."""
    age: float
    """Less the publication of the event's first report, so that the older event wins."""
    because: str


def merge(
    reports: Iterable[AnyReport],
    options: MergeOptions,
    is_linked: Linked | None = None,
    are_apart: Linked | None = None,
) -> tuple[Cluster, ...]:
    """Fold reports into events.

    In the order of the story the reports of each article join the open events that they fit best, the best fit
    first; those that fit none open their own. Two mentions of one article never join each other: the extraction has
    already decided that they are two events.

    Args:
        reports: the reports, in any order.
        options: how far apart two reports of one event may lie.
        is_linked: gives what is known of pairs already; where absent, every pair is compared.
        are_apart: whether an operator keeps two reports apart; where absent, none are.

    Returns:
        The events in the order of their earliest report.
    """
    rules = _Rules(options, is_linked or partial(linked, options=options), are_apart)
    clusters: list[Cluster] = []
    story = sorted(reports, key=lambda report: report.order)
    for _, told in groupby(story, key=lambda report: report.article_id):
        _place(clusters, list(told), rules)
    return tuple(clusters)


class _Rules(NamedTuple):
    """What decides which report may join which event."""

    options: MergeOptions
    is_linked: Linked
    are_apart: Linked | None


def _place(clusters: list[Cluster], waiting: list[AnyReport], rules: _Rules) -> None:
    """Put the reports of one article where they belong.

    The best fit goes first: a report that fits two events a little must not take the place of one that fits the
    second of them well.
    """
    while waiting:
        fits = {
            (number, place): fit
            for number, report in enumerate(waiting)
            for place, cluster in enumerate(clusters)
            if (fit := _fit_allowed(cluster, report, rules))
        }
        if not fits:
            clusters += [Cluster((report,), ("first report",)) for report in waiting]
            return
        number, place = max(fits, key=lambda key: (fits[key][:3], -key[0]))
        clusters[place] = clusters[place].add(waiting.pop(number), fits[number, place].because)


def _fit_allowed(cluster: Cluster, report: AnyReport, rules: _Rules) -> Fit | None:
    if rules.are_apart and any(rules.are_apart(member, report) for member in cluster.reports):
        return None
    return fit_of(cluster, report, rules.options, rules.is_linked)


def fit_of(cluster: Cluster, report: AnyReport, options: MergeOptions, is_linked: Linked) -> Fit | None:
    """How well a report fits: no report of the event may object, and one at least must be linked to it."""
    links = [member for member in cluster.reports if is_linked(member, report)]
    if not links or any(_objects(cluster, member, report, options) for member in cluster.reports):
        return None
    return max(_fit(cluster.reports[0].published_at, member, report, options) for member in links)


def _objects(cluster: Cluster, member: AnyReport, report: AnyReport, options: MergeOptions) -> bool:
    """Whether a report of the event speaks against a further one; its date does not, where it was put off since."""
    if objection(member, report, options) is None:
        return False
    since = any(was_put_off(member, other, options) for other in cluster.reports if other.order > member.order)
    return not since or objection(member, report, options, dated=False) is not None


def _fit(opened: datetime, member: AnyReport, report: AnyReport, options: MergeOptions) -> Fit:
    shared = reasons(member, report, options)
    days = abs((member.published_at - report.published_at).days)
    because = f"with {member.article_id}: {'; '.join(reason.words for reason in shared)}"
    return Fit(weight(shared), -days, -opened.timestamp(), because)
