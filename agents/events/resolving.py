"""What follows from one article for the events: what is published, withdrawn, kept and settled.

The events are a function of what the articles tell, not of the order in which they come in. An article that is new,
corrected or empty touches only the stories, that is, the reports linked with each other, that its mentions stand or
stood in; these are folded anew.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Literal, Protocol

from agents.entities.involving import involvements, withdrawal
from agents.events.composing import compose, conflicts, natural_version
from agents.events.overriding import Overrides, amend, refs_of
from agents.merging import Cluster, MergeOptions, Ref, merge, reports_of
from agents.merging.index import Index
from agents.records import Command, Contribution, Involvement, LiveArticle, LiveEvent, Override, Reason
from schemas.event import Event
from schemas.identity import fingerprint

VERSIONS: dict[str, bool | dict[str, dict[str, bool]]] = {"version": True, "history": {"__all__": {"version": True}}}
"""What is no content of an event: it counts the texts of articles, and those may change without changing the event."""

WITNESSES = 10
"""Articles that must be as new as a day before time is taken to have come so far: one wrong date moves nothing."""

MAX_SETTLED_AT_ONCE = 200
"""Events that are settled with one article; the others follow with the next ones."""

REMEMBERED_EMPTY = 10_000
"""Articles whose every mention is settled or taken back that are still known by id, so that a replay is known."""


@dataclass(frozen=True)
class LiveLimits:
    """How long, and how many, reports may still grow into events."""

    retention_days: int = 90
    """Days of article time behind the newest articles."""
    mentions: int = 200_000
    """Mentions in all."""
    story: int = 200
    """Mentions linked with each other."""
    witnesses: int = WITNESSES
    """Articles that tell what day it is."""


class Rows(Protocol):
    """The tables, as far as they are read."""

    def article(self, article_id: str) -> LiveArticle | None:
        """What is kept of an article."""

    def event(self, event_id: str) -> LiveEvent | None:
        """What is kept of an event."""


RowKind = Literal["event", "article"]

RowChange = tuple[RowKind, str, LiveArticle | LiveEvent | None]
"""The kind, key and content of a row to be kept; None for one to be forgotten."""


@dataclass
class Resolution:
    """What follows from one contribution; nothing of it is kept yet."""

    told: Contribution
    events: list[Event] = field(default_factory=list)
    """Events that are new or changed."""
    withdrawn: dict[str, int] = field(default_factory=dict)
    """Events that are no more, by id, with the version that takes them back."""
    involvements: list[Involvement] = field(default_factory=list)
    """What to tell the entities."""
    entities_before: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Entities that were told of changed and withdrawn events before, by event id."""
    event_rows: dict[str, LiveEvent | None] = field(default_factory=dict)
    """Rows of events to keep; None for one to forget."""
    article_rows: dict[str, LiveArticle | None] = field(default_factory=dict)
    """Rows of articles to keep or forget, that of the contribution's own among them."""
    forgotten: int = 0
    """Empty articles that are forgotten."""

    def keep_in_order(self) -> list[list[RowChange]]:
        """Every row to be kept, in steps: what is together may be kept in any order, or some of it only.

        The order of the steps makes a crash between two of them harmless. Until the last, the contribution's own
        article, is kept, the contribution comes again and gives the same. An event that is settled is forgotten only
        after its reports, which would else be published anew.
        """
        own = self.told.article_id
        steps: list[list[RowChange]] = [
            [("event", key, row) for key, row in self.event_rows.items() if row],
            [("article", key, row) for key, row in self.article_rows.items() if key != own],
            [("event", key, None) for key, row in self.event_rows.items() if row is None],
            [("article", own, self.article_rows[own])],
        ]
        return [step for step in steps if step]


class Live:
    """All reports that may still grow into events, as the tables hold them, with what is needed to find them."""

    def __init__(self, rows: Rows, options: MergeOptions, limits: LiveLimits) -> None:
        self._rows = rows
        self._options = options
        self._limits = limits
        self._index = Index(self._contribution, options)
        self._overrides = Overrides()
        self._taking: Contribution | None = None
        self._ages: list[tuple[datetime, str]] = []
        self._newest: list[datetime] = []
        self._empty: deque[str] = deque()

    def __len__(self) -> int:
        """How many mentions may still grow into events."""
        return len(self._index)

    # Filling it from the tables

    def load_article(self, row: LiveArticle) -> None:
        """Take in one row of the table of articles."""
        self._index.add(row.contribution)
        self._see(row.contribution)
        if not row.contribution.mentions:
            self._empty.append(row.contribution.article_id)

    def load_event(self, event_id: str, row: LiveEvent) -> None:
        """Take in one row of the table of events."""
        heapq.heappush(self._ages, (row.last_seen, event_id))

    def load_override(self, event_id: str, row: Override | None) -> None:
        """Take in one row of the table of operators' decisions; None for one let go."""
        self._overrides.load(event_id, row)

    # One decision of an operator

    def amended(self, told: Command, place: str) -> Override | None:
        """The row to keep, before all else, for what an operator decides; None where there is nothing to decide.

        Args:
            told: the decision.
            place: where it stands on its topic, as `partition-offset`.
        """
        return amend(self._overrides.row(told.event_id), told, self._rows.event(told.event_id), place)

    def past_overrides(self) -> list[str]:
        """The decisions all of whose reports are settled, by event id."""
        return [key for key, row in self._overrides.items() if not self._live_refs(row)]

    def enforce(self, event_id: str) -> Resolution | None:
        """Tell what follows from a decision that was taken in; None where nothing is left that it could change."""
        override = self._overrides.row(event_id)
        refs = self._live_refs(override) if override else []
        row = self._rows.article(refs[0].article_id) if refs else None
        if row is None:
            return None
        resolution = Resolution(row.contribution.model_copy(update={"told_before": True}))
        folded = [self._fold(story) for story in self._index.stories(refs)]
        self._publish(resolution, [cluster for clusters in folded for cluster in clusters], None)
        resolution.article_rows[refs[0].article_id] = row
        return resolution

    def _live_refs(self, override: Override) -> list[Ref]:
        """The reports of a decision that are not settled."""
        rows = {ref: self._rows.article(ref.article_id) for ref in refs_of(override)}
        return sorted(ref for ref, row in rows.items() if row and ref.label in row.contribution.mentions)

    # One contribution

    def resolve(self, told: Contribution) -> Resolution | None:
        """Tell what follows from a contribution.

        Returns:
            What to send and to keep before `applied` is called; None where nothing follows, since the contribution
            was taken in before or is of an article that can be corrected no more.

        Raises:
            Exception: a fault of ours; what is in memory is of no more use and must be made anew from the tables.
        """
        known = self._rows.article(told.article_id)
        if (known and known.contribution.revision >= told.revision) or self._is_settled(known, told):
            return None
        before = known.contribution if known else None
        linked_before = self._linked(before)
        self._replace(before, told)
        resolution = Resolution(told)
        stories = self._index.stories([*linked_before, *(report.ref for report in reports_of(told))])
        folded = [self._fold(story) for story in stories]
        self._publish(resolution, [cluster for clusters in folded for cluster in clusters], before)
        resolution.article_rows[told.article_id] = LiveArticle(contribution=told)
        self._settle(resolution, folded)
        self._forget_empty(resolution)
        return resolution

    def applied(self, resolution: Resolution) -> None:
        """Take note that everything was sent and kept."""
        self._taking = None
        for article_id, row in resolution.article_rows.items():
            if row and not row.contribution.mentions:
                self._empty.append(article_id)
        for event_id, kept in resolution.event_rows.items():
            if kept:
                heapq.heappush(self._ages, (kept.last_seen, event_id))
        for _ in range(resolution.forgotten):
            self._empty.popleft()
        self._see(resolution.told)

    def _contribution(self, article_id: str) -> Contribution:
        if self._taking and self._taking.article_id == article_id:
            return self._taking
        row = self._rows.article(article_id)
        if row is None:
            raise LookupError(f"no row of the article {article_id}, which the index names")
        return row.contribution

    def _linked(self, before: Contribution | None) -> list[Ref]:
        """The mentions that an article's mentions so far are linked to."""
        reports = reports_of(before) if before else ()
        return sorted({other for report in reports for other in self._index.links(report.ref)})

    def _replace(self, before: Contribution | None, told: Contribution) -> None:
        if before:
            self._index.remove(before)
        self._taking = told
        self._index.add(told)

    def _fold(self, story: Iterable[Ref]) -> tuple[Cluster, ...]:
        reports = [self._index.report(ref) for ref in story]
        return merge(reports, self._options, self._index.are_linked, self._overrides.keeps_apart)

    # What is published

    def _publish(self, out: Resolution, clusters: Sequence[Cluster], before: Contribution | None) -> None:
        touched = {report.event_id for cluster in clusters for report in cluster.reports}
        touched |= {report.event_id for report in reports_of(before)} if before else set()
        known = {event_id: row for event_id in sorted(touched) if (row := self._rows.event(event_id))}
        out.entities_before = {event_id: row.entities for event_id, row in known.items()}
        for cluster in clusters:
            if self._overrides.withdraws(cluster):
                _hold_back(out, cluster, known.get(cluster.event_id))
            else:
                _publish_one(out, cluster, known.get(cluster.event_id))
        gone = known.keys() - {cluster.event_id for cluster in clusters}
        for event_id in sorted(gone):
            if known[event_id].digest:
                _withdraw(out, event_id, known[event_id])

    # Bounds

    def _horizon(self) -> datetime | None:
        """What was published before is settled; None as long as too few articles tell what day it is."""
        if len(self._newest) < self._limits.witnesses:
            return None
        try:
            return self._newest[0] - timedelta(days=self._limits.retention_days)
        except OverflowError:  # articles of the calendar's first days
            return None

    def _is_settled(self, known: LiveArticle | None, told: Contribution) -> bool:
        """Whether an article can be corrected no more: something it told is settled, or it is too old."""
        if known and known.settled:
            return True
        horizon = self._horizon()
        return told.told_before and horizon is not None and _published(known, told) < horizon

    def _see(self, told: Contribution) -> None:
        if told.told_before:
            return
        heapq.heappush(self._newest, told.published_at)
        if len(self._newest) > self._limits.witnesses:
            heapq.heappop(self._newest)

    def _settle(self, out: Resolution, stories: Iterable[Sequence[Cluster]]) -> None:
        """Close the events that are too old, or too many, or of too long a story.

        They stay published as they are; they only take in no more reports.
        """
        for clusters in stories:
            for event_id in _too_many(clusters, self._limits.story):
                self._settle_one(out, event_id)
        horizon, beyond = self._horizon(), len(self._index) - self._limits.mentions
        for _ in range(MAX_SETTLED_AT_ONCE):
            if not self._ages or not (beyond > 0 or (horizon and self._ages[0][0] < horizon)):
                return
            last_seen, event_id = heapq.heappop(self._ages)
            row = self._event(out, event_id)
            if row and row.last_seen == last_seen:
                beyond -= len(row.reports)
                self._settle_one(out, event_id)

    def _settle_one(self, out: Resolution, event_id: str) -> None:
        row = self._event(out, event_id)
        for report in row.reports if row else ():
            self._settle_report(out, report)
        out.event_rows[event_id] = None

    def _settle_report(self, out: Resolution, report: Reason) -> None:
        row = out.article_rows.get(report.article_id) or self._rows.article(report.article_id)
        if row is None or report.label not in row.contribution.mentions:
            return
        mentions = row.contribution.mentions
        gone = row.contribution.model_copy(update={"mentions": {report.label: mentions[report.label]}})
        left = {label: mention for label, mention in mentions.items() if label != report.label}
        self._index.remove(gone)
        contribution = row.contribution.model_copy(update={"mentions": left})
        out.article_rows[report.article_id] = LiveArticle(contribution=contribution, settled=True)

    def _event(self, out: Resolution, event_id: str) -> LiveEvent | None:
        if event_id in out.event_rows:
            return out.event_rows[event_id]
        return self._rows.event(event_id)

    def _forget_empty(self, out: Resolution) -> None:
        beyond = min(max(0, len(self._empty) - REMEMBERED_EMPTY), MAX_SETTLED_AT_ONCE)
        for article_id in islice(self._empty, beyond):
            row = self._rows.article(article_id)
            if article_id not in out.article_rows and row and not row.contribution.mentions:
                out.article_rows[article_id] = None
        out.forgotten = beyond


def _published(known: LiveArticle | None, told: Contribution) -> datetime:
    return known.contribution.published_at if known else told.published_at


def _too_many(clusters: Sequence[Cluster], limit: int) -> Iterator[str]:
    """The events of a story that must close for its mentions to be no more than the limit, the longest silent first."""
    mentions = sum(len(cluster.reports) for cluster in clusters)
    for cluster in sorted(clusters, key=lambda cluster: (cluster.last_seen, cluster.event_id)):
        if mentions <= limit:
            return
        mentions -= len(cluster.reports)
        yield cluster.event_id


# One event


def _publish_one(out: Resolution, cluster: Cluster, before: LiveEvent | None) -> None:
    """Compose an event where its reports are others than before, and publish it where that shows.

    The version is what articles arriving in their own order would have brought it to; it never counts back.
    """
    members = members_of(cluster)
    if before and before.members == members:
        return
    event = compose(cluster, max(natural_version(cluster.reports), before.version + 1 if before else 1))
    digest = digest_of(event)
    row = LiveEvent(
        version=event.version,
        members=members,
        digest=digest,
        entities=tuple(part.entity_id for part in involvements(event)),
        reports=reasons_of(cluster),
        conflicts=conflicts(cluster),
        last_seen=cluster.last_seen,
    )
    if before and before.digest == digest:
        out.event_rows[event.event_id] = row.model_copy(update={"version": before.version})
        return
    out.event_rows[event.event_id] = row
    out.events.append(event)
    out.involvements += _parts(event, before, out.told.published_at)


def _parts(event: Event, before: LiveEvent | None, at: datetime) -> Iterator[Involvement]:
    """What each entity is told of an event: its part in it, or that it has none any more."""
    entities = before.entities if before else ()
    present = involvements(event, entities)
    yield from present
    left = set(entities) - {part.entity_id for part in present}
    yield from (withdrawal(key, event.event_id, event.version, at, entities) for key in sorted(left))


def _withdraw(out: Resolution, event_id: str, before: LiveEvent) -> None:
    version, at = before.version + 1, out.told.published_at
    out.withdrawn[event_id] = version
    out.event_rows[event_id] = LiveEvent(version=version, last_seen=at)
    out.involvements += [withdrawal(key, event_id, version, at, before.entities) for key in before.entities]


def _hold_back(out: Resolution, cluster: Cluster, before: LiveEvent | None) -> None:
    """Keep an event that an operator withdrew from being published; its row knows its reports, to settle them."""
    if before and before.digest:
        _withdraw(out, cluster.event_id, before)
    version = max(out.withdrawn.get(cluster.event_id, 1), before.version if before else 1)
    row = LiveEvent(version=version, reports=reasons_of(cluster), last_seen=cluster.last_seen)
    if row != before:
        out.event_rows[cluster.event_id] = row


def digest_of(event: Event) -> str:
    """Fingerprint of an event; two versions that tell the same have the same one."""
    return fingerprint(event.model_dump_json(exclude=VERSIONS))


def members_of(cluster: Cluster) -> str:
    """Fingerprint of the reports that an event is made of; the same reports make the same event."""
    reports = (f"{report.contribution.revision}/{report.label}/{report.article_id}" for report in cluster.reports)
    return fingerprint(*reports)


def reasons_of(cluster: Cluster) -> tuple[Reason, ...]:
    """Each report of an event, and why it is one."""
    pairs = zip(cluster.reports, cluster.why, strict=True)
    return tuple(Reason(article_id=report.article_id, label=report.label, why=why) for report, why in pairs)
