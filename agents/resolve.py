"""From mentions to events: what is told under one merge key, folded, compared with what was published, and sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from agents import cloudevents, folding, topics, views
from agents.composing import compose, natural_version
from agents.folding import Fold, Step
from agents.involving import involvements, withdrawal
from agents.merging import Cluster, MergeOptions, merge
from agents.metrics import Metrics
from agents.naming import entrance
from agents.records import Contribution, Involvement, LiveGroup, Published
from agents.stream import Outgoing, Stream
from schemas.base import SCHEMA_VERSION
from schemas.event import Event
from schemas.identity import fingerprint
from schemas.vocabulary import EventType
from schemas.wire import to_bytes

T = TypeVar("T")

VERSIONS: dict[str, bool | dict[str, dict[str, bool]]] = {"version": True, "history": {"__all__": {"version": True}}}
"""What is no content of an event: it counts the texts of articles, and those may change without changing the event."""

MAX_SETTLED = 300
"""Settled events that a row still knows by id."""

MAX_WITHDRAWN = 300
"""Withdrawn events whose version a row still knows."""

MAX_REVISIONS = 1_000
"""Articles whose revision a row still knows."""


@dataclass(frozen=True)
class GroupLimits:
    """How much a row of the table `live-events` holds."""

    mentions: int = 200
    """Mentions under one merge key."""
    row_bytes: int = 524_288
    """Size of the row."""


@dataclass(frozen=True)
class Resolution:
    """What follows from one contribution."""

    group: LiveGroup
    events: tuple[Event, ...]
    """Events that are new or changed."""
    withdrawn: Mapping[str, int]
    """Events that are no more, by id, with the version that takes them back."""
    involvements: tuple[Involvement, ...]
    """What to tell the entities."""


def attach(stream: Stream) -> None:
    """Add the agent to the app."""
    settings = stream.settings
    options = MergeOptions(settings.merge_window_days, settings.merge_tolerance_days)
    limits = GroupLimits(settings.max_group_mentions, settings.max_row_bytes)
    folding.attach(
        stream,
        Fold(
            name="resolve",
            about="Merge mentions into events and publish them.",
            source=topics.MENTIONS,
            kind=Contribution,
            table=stream.tables.live_events,
            key=lambda contribution: contribution.merge_key,
            step=partial(step, options=options, limits=limits, metrics=stream.metrics),
        ),
    )


def step(
    group: LiveGroup | None, told: Contribution, *, options: MergeOptions, limits: GroupLimits, metrics: Metrics
) -> Step[LiveGroup] | None:
    """Resolve one contribution, and write what is to be sent."""
    resolution = resolve(group or LiveGroup(), told, options, limits)
    if resolution is None:
        return None
    for event in resolution.events:
        metrics.events.labels(event.type).inc()
    for event_id in resolution.withdrawn:
        metrics.withdrawn.labels(type_of(event_id).value).inc()
    return Step(
        row=resolution.group,
        outputs=[
            *(event_record(event) for event in resolution.events),
            *(withdrawal_record(event_id, version) for event_id, version in resolution.withdrawn.items()),
            *(entrance(told) for told in resolution.involvements),
            *_view_records(group, resolution),
        ],
    )


def _view_records(group: LiveGroup | None, resolution: Resolution) -> list[Outgoing]:
    """What the tables of offices, measures and meetings are told."""
    before = {key: known.entities for key, known in group.published.items()} if group else {}
    changed = [part for event in resolution.events for part in views.changes(event, before.get(event.event_id, ()))]
    gone = [
        part for key, version in resolution.withdrawn.items() for part in views.withdrawals(key, version, before[key])
    ]
    return [views.outgoing(part) for part in changed + gone]


def resolve(group: LiveGroup, told: Contribution, options: MergeOptions, limits: GroupLimits) -> Resolution | None:
    """Take one contribution into a group.

    Args:
        group: all that is told under the key so far, and what was published of it.
        told: what one article tells now.
        options: how far apart two reports of one event may lie.
        limits: how much the group holds.

    Returns:
        The new group with what to publish; None where the contribution was taken in before.
    """
    if group.revisions.get(told.article_id, 0) >= told.revision:
        return None
    contributions = {key: value for key, value in group.contributions.items() if key != told.article_id}
    if told.mentions:
        contributions[told.article_id] = told
    clusters = [cluster for cluster in merge(contributions.values(), options) if cluster.event_id not in group.settled]
    events, published = publish(clusters, group.published)
    withdrawn = {
        key: known.version + 1 for key, known in group.published.items() if key not in published and known.digest
    }
    remembered = {
        key: Published(version=withdrawn[key]) if key in withdrawn else known
        for key, known in group.published.items()
        if key not in published
    }
    after = LiveGroup(
        contributions=contributions,
        revisions=_newest({**group.revisions, told.article_id: told.revision}, MAX_REVISIONS),
        published={**_newest(remembered, MAX_WITHDRAWN), **published},
        settled=group.settled,
    )
    return Resolution(
        group=settle(after, clusters, limits),
        events=events,
        withdrawn=withdrawn,
        involvements=_involvements(group, events, withdrawn, told),
    )


def publish(
    clusters: Iterable[Cluster], known: Mapping[str, Published]
) -> tuple[tuple[Event, ...], dict[str, Published]]:
    """Compose every event, and tell which differ from what was published.

    The version is what articles arriving in their own order would have brought it to; it never counts back.
    """
    changed: list[Event] = []
    published: dict[str, Published] = {}
    for cluster in clusters:
        before = known.get(cluster.event_id)
        members = members_of(cluster)
        if before and before.members == members:
            published[cluster.event_id] = before
            continue
        event = compose(cluster, max(natural_version(cluster.reports), before.version + 1 if before else 1))
        digest = fingerprint(event.model_dump_json(exclude=VERSIONS))
        if before and before.digest == digest:
            published[cluster.event_id] = before.model_copy(update={"members": members})
            continue
        changed.append(event)
        entities = tuple(told.entity_id for told in involvements(event))
        published[cluster.event_id] = Published(
            version=event.version, members=members, digest=digest, entities=entities
        )
    return tuple(changed), published


def members_of(cluster: Cluster) -> str:
    """Fingerprint of the reports that an event is made of; the same reports make the same event."""
    reports = (f"{report.contribution.revision}/{report.ordinal}/{report.article_id}" for report in cluster.reports)
    return fingerprint(*reports)


def _involvements(
    group: LiveGroup, events: Sequence[Event], withdrawn: Mapping[str, int], told: Contribution
) -> tuple[Involvement, ...]:
    """What each entity is told: its part in the changed events, and that it has no part in them any more."""
    parts: list[Involvement] = []
    for event in events:
        present = involvements(event)
        before = group.published.get(event.event_id)
        left = set(before.entities if before else ()) - {part.entity_id for part in present}
        parts += present
        parts += [withdrawal(key, event.event_id, event.version, told.published_at) for key in sorted(left)]
    for event_id, version in withdrawn.items():
        entities = group.published[event_id].entities
        parts += [withdrawal(key, event_id, version, told.published_at) for key in entities]
    return tuple(parts)


# Bounds


def settle(group: LiveGroup, clusters: Sequence[Cluster], limits: GroupLimits) -> LiveGroup:
    """Close the events longest silent, where the row grows too large.

    A settled event stays published as it is; it only takes in no more reports.
    """
    by_silence = sorted(clusters, key=lambda cluster: (cluster.last_seen, cluster.event_id))
    closing = _over(by_silence, limits.mentions)
    settled = _without(group, by_silence[:closing])
    while len(to_bytes(settled)) > limits.row_bytes and closing < len(by_silence):
        closing += max(1, (len(by_silence) - closing) // 2)
        settled = _without(group, by_silence[:closing])
    return settled


def _over(by_silence: Sequence[Cluster], limit: int) -> int:
    """How many events must close, the longest silent first, for the mentions to be no more than the limit."""
    mentions = sum(len(cluster.reports) for cluster in by_silence)
    closing = 0
    while mentions > limit:
        mentions -= len(by_silence[closing].reports)
        closing += 1
    return closing


def _without(group: LiveGroup, closed: Sequence[Cluster]) -> LiveGroup:
    if not closed:
        return group
    gone = {(report.article_id, report.ordinal) for cluster in closed for report in cluster.reports}
    ids = {cluster.event_id for cluster in closed}
    slimmer = {
        key: told.model_copy(
            update={"mentions": {i: mention for i, mention in told.mentions.items() if (key, i) not in gone}}
        )
        for key, told in group.contributions.items()
    }
    settled = {**group.settled, **{key: group.published[key] for key in sorted(ids)}}
    return group.model_copy(
        update={
            "contributions": {key: told for key, told in slimmer.items() if told.mentions},
            "published": {key: known for key, known in group.published.items() if key not in ids},
            "settled": _newest(settled, MAX_SETTLED),
        }
    )


def _newest(entries: Mapping[str, T], limit: int) -> dict[str, T]:
    return dict(list(entries.items())[-limit:])


# What is sent


def type_of(event_id: str) -> EventType:
    """The type of an event, which its id begins with."""
    return EventType(event_id.partition(":")[0])


def event_record(event: Event) -> Outgoing:
    """An event for its public topic."""
    headers = cloudevents.headers(event)
    return Outgoing(topics.EVENTS[EventType(event.type)], event.event_id.encode(), to_bytes(event), headers)


def withdrawal_record(event_id: str, version: int) -> Outgoing:
    """The null value that withdraws an event."""
    kind = type_of(event_id)
    headers = cloudevents.withdrawal_headers(event_id, kind.value, version, SCHEMA_VERSION)
    return Outgoing(topics.EVENTS[kind], event_id.encode(), None, headers)
