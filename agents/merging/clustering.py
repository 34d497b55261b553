"""The fold: which reports are of one event. A function of the set of reports alone, whatever their order of arrival."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import NamedTuple

from agents.merging.comparing import linked, objection, reasons, weight
from agents.merging.reports import AnyReport, Cluster, MergeOptions

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

    In the order of the story each report joins the open event that it fits best, else it opens one. Two mentions
    of one article never join each other: the extraction has already decided that they are two events.

    Args:
        reports: the reports, in any order.
        options: how far apart two reports of one event may lie.
        is_linked: gives what is known of pairs already; where absent, every pair is compared.
        are_apart: whether an operator keeps two reports apart; where absent, none are.

    Returns:
        The events in the order of their earliest report.
    """
    known = is_linked or partial(linked, options=options)
    clusters: list[Cluster] = []
    for report in sorted(reports, key=lambda report: report.order):
        free = {
            i: cluster
            for i, cluster in enumerate(clusters)
            if are_apart is None or not any(are_apart(member, report) for member in cluster.reports)
        }
        fits = {i: fit for i, cluster in free.items() if (fit := fit_of(cluster, report, options, known))}
        if fits:
            best = max(fits, key=lambda i: fits[i][:3])
            clusters[best] = clusters[best].add(report, fits[best].because)
        else:
            clusters.append(Cluster((report,), ("first report",)))
    return tuple(clusters)


def fit_of(cluster: Cluster, report: AnyReport, options: MergeOptions, is_linked: Linked) -> Fit | None:
    """How well a report fits: no report of the event may object, and one at least must be linked to it."""
    links = [member for member in cluster.reports if is_linked(member, report)]
    if not links or any(objection(member, report, options) for member in cluster.reports):
        return None
    return max(_fit(cluster.reports[0].published_at, member, report, options) for member in links)


def _fit(opened: datetime, member: AnyReport, report: AnyReport, options: MergeOptions) -> Fit:
    shared = reasons(member, report, options)
    days = abs((member.published_at - report.published_at).days)
    because = f"with {member.article_id}: {'; '.join(reason.words for reason in shared)}"
    return Fit(weight(shared), -days, -opened.timestamp(), because)
