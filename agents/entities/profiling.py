"""The row of one entity: a pure fold over its part in events.

The row is made anew from all that it remembers each time, so that neither the order of arrival nor a repetition
shows in it. What falls out of its memory stays counted, until it is told to be no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from agents.countries import country_name
from agents.merging import words_of
from agents.records import Counts, EntityRow, Involvement, Settled
from schemas.entity import Entity, Office, Participation
from schemas.vocabulary import EventType, PartyKind

MAX_NAMES = 30
"""Names that a row shows: those used most."""

MAX_COUNTERPARTS = 100
"""Counterparts that a row counts: those met most."""

MAX_OFFICES = 20
"""Offices of a kind, present or former, that a row shows: the newest."""

MAX_SETTLED = 1_000
"""Events out of its memory that a row still knows by id."""


@dataclass(frozen=True)
class RowLimits:
    """How much a row holds."""

    shown: int = 50
    """Newest events shown."""

    remembered: int = 200
    """Events that can still change the row."""


def fold(row: EntityRow | None, told: Involvement, limits: RowLimits) -> EntityRow | None:
    """Take one involvement into a row.

    Args:
        row: the row so far; None for an entity not seen before.
        told: what an event tells of the entity.
        limits: how much the row holds.

    Returns:
        The new row; None where nothing changes, because it was told before or is out of date.
    """
    row = row or _empty(told.entity_id)
    before = row.involvements.get(told.key)
    if before and (before.version > told.version or before == told):
        return None
    if told.event_id in row.settled_ids:
        return None
    if told.event_id in row.settled_events:
        return recount(row, told, limits)
    if before is None and told.participation is None:
        return None
    return settle(row, {**row.involvements, told.key: told}, limits)


def _empty(entity_id: str) -> EntityRow:
    return EntityRow(entity=describe(entity_id, (), Counts(), 0))


def settle(row: EntityRow, involvements: Mapping[str, Involvement], limits: RowLimits) -> EntityRow:
    """Make the row anew, with the events beyond its memory only counted.

    Args:
        row: the row so far.
        involvements: what it shall remember, by key.
        limits: how much it holds.
    """
    ordered = sorted(involvements.values(), key=newest_first)
    closed = {told.event_id for told in ordered[limits.remembered :]}
    gone = [told for told in ordered if told.event_id in closed]
    kept = [told for told in ordered if told.event_id not in closed]
    events = {**row.settled_events, **_settled(gone)}
    return row.model_copy(
        update={
            "involvements": {told.key: told for told in kept},
            "settled": (counts := _add(row.settled, once(gone))),
            "settled_events": dict(list(events.items())[-MAX_SETTLED:]),
            "entity": describe(row.entity.entity_id, kept, counts, limits.shown),
        }
    )


def _settled(gone: Sequence[Involvement]) -> dict[str, Settled]:
    """What stays known of events that go out of memory, oldest first."""
    newest = {told.event_id: Settled(version=told.version, counted=False, via=told.via) for told in reversed(gone)}
    counted = {told.event_id: Settled(version=told.version, counted=True, via=told.via) for told in once(gone)}
    return {**newest, **counted}


def recount(row: EntityRow, told: Involvement, limits: RowLimits) -> EntityRow | None:
    """Put the counts right for an event that the row no longer remembers; None where nothing changes.

    What was counted is what the event told before, which the involvement carries. One told twice counts once, since the
    version stays known.
    """
    known = row.settled_events[told.event_id]
    counts_now = told.participation is not None
    if known.version > told.version or known.via != told.via or (known.counted and told.counterparts_before is None):
        return None
    if (known.version, known.counted) == (told.version, counts_now):
        return None
    counts = row.settled
    if known.counted:
        counts = _without(counts, EventType(told.event_id.partition(":")[0]), told.counterparts_before or ())
    counts = _add(counts, [told] if counts_now else [])
    entry = Settled(version=told.version, counted=counts_now, via=told.via)
    return row.model_copy(
        update={
            "settled": counts,
            "settled_events": {**row.settled_events, told.event_id: entry},
            "entity": describe(
                row.entity.entity_id, sorted(row.involvements.values(), key=newest_first), counts, limits.shown
            ),
        }
    )


def _without(counts: Counts, kind: EventType, counterparts: Iterable[str]) -> Counts:
    """The counts without one event; its name stays counted, as one that was used."""
    by_type = Counter(counts.by_type) - Counter([kind.value])
    by_counterpart = Counter(counts.by_counterpart) - Counter(counterparts)
    return counts.model_copy(update={"by_type": dict(by_type), "by_counterpart": dict(by_counterpart)})


def shrink(row: EntityRow, limits: RowLimits) -> EntityRow:
    """The same row with half as many events remembered one by one."""
    half = max(1, len(row.involvements) // 2)
    fewer = RowLimits(shown=min(limits.shown, half), remembered=half)
    return settle(row, row.involvements, fewer)


def newest_first(told: Involvement) -> tuple[float, int, str]:
    """Sorting key: the event last reported comes first, then the one that takes place last."""
    shown = told.participation
    day = shown.start.toordinal() if shown and shown.start else 0
    return -told.last_seen.timestamp(), -day, told.event_id


def describe(entity_id: str, remembered: Sequence[Involvement], settled: Counts, shown: int) -> Entity:
    """Write the public record of an entity.

    Args:
        entity_id: the entity.
        remembered: its part in events, newest first; withdrawn ones are passed over.
        settled: what older events add.
        shown: how many events the record lists.
    """
    valid = once(remembered)
    events = [told.participation for told in valid if told.participation is not None]
    names = Counter(settled.names) + Counter(told.name for told in valid if told.name)
    first = [told.first_seen for told in valid] + ([settled.first_seen] if settled.first_seen else [])
    offices, former = _offices(valid)
    country = next((told.country for told in valid if told.country), None)
    return Entity(
        entity_id=entity_id,
        kind=next((told.kind for told in valid if told.kind), _kind_of(entity_id)),
        name=_name(names, entity_id, country),
        names=_largest(names, MAX_NAMES),
        country=country,
        offices=offices,
        former_offices=former,
        events=tuple(events[:shown]),
        counts_by_type=_by_type(events, settled),
        counts_by_counterpart=_largest(_by_counterpart(events, settled), MAX_COUNTERPARTS),
        first_seen=min(first, default=None),
        last_seen=max((told.last_seen for told in valid), default=None),
    )


def once(parts: Iterable[Involvement]) -> list[Involvement]:
    """The parts that stand, one for each event; told under the whole name rather than under a short one."""
    found: dict[str, Involvement] = {}
    for told in parts:
        known = found.get(told.event_id)
        if told.participation and (known is None or (known.via and not told.via)):
            found[told.event_id] = told
    return list(found.values())


def _kind_of(entity_id: str) -> PartyKind:
    return PartyKind(entity_id.partition(":")[0])


def _name(names: Counter[str], entity_id: str, country: str | None) -> str:
    """The name seen most often, the longest among equals; for a state that is never named, its ISO name."""
    if names:
        return min(names, key=lambda name: (-names[name], -len(name), name))
    if entity_id.startswith("country:") and country:
        return country_name(country)
    return entity_id


def _largest(counts: Mapping[str, int], limit: int) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit])


def _by_type(events: Iterable[Participation], settled: Counts) -> dict[EventType, int]:
    counts = Counter(settled.by_type) + Counter(event.type.value for event in events)
    return {kind: counts[kind.value] for kind in EventType if counts[kind.value]}


def _by_counterpart(events: Iterable[Participation], settled: Counts) -> Counter[str]:
    return Counter(settled.by_counterpart) + Counter(other for event in events for other in event.counterparts)


def _add(counts: Counts, gone: Sequence[Involvement]) -> Counts:
    """The counts with events added that are no longer remembered."""
    if not gone:
        return counts
    events = [told.participation for told in gone if told.participation is not None]
    names = Counter(counts.names) + Counter(told.name for told in gone if told.name)
    seen: list[datetime] = [told.first_seen for told in gone]
    return Counts(
        by_type={kind.value: number for kind, number in _by_type(events, counts).items()},
        by_counterpart=_largest(_by_counterpart(events, counts), MAX_COUNTERPARTS),
        names=_largest(names, MAX_NAMES),
        first_seen=min([*seen, *([counts.first_seen] if counts.first_seen else [])]),
    )


def _offices(valid: Sequence[Involvement]) -> tuple[tuple[Office, ...], tuple[Office, ...]]:
    """Offices now held, and offices no longer held, as the appointments in their order tell them."""
    held: list[Office] = []
    former: list[Office] = []
    for told in sorted((told for told in valid if told.change), key=_in_order_of_change):
        if told.change is None:
            continue
        office = told.change.office
        if told.change.enters:
            held = [*(other for other in held if not same_office(other, office)), office]
        else:
            left = next((other for other in held if same_office(other, office)), None)
            held = [other for other in held if other is not left]
            former.append(_left(left, office))
    return tuple(reversed(held[-MAX_OFFICES:])), tuple(reversed(former[-MAX_OFFICES:]))


def _left(held: Office | None, office: Office) -> Office:
    return held.model_copy(update={"until": office.until}) if held else office


def _in_order_of_change(told: Involvement) -> tuple[date, datetime, str]:
    office = told.change.office if told.change else None
    day = (office.since or office.until) if office else None
    return day or told.first_seen.date(), told.first_seen, told.event_id


def same_office(a: Office, b: Office) -> bool:
    """Whether two wordings may mean one office: the words of one stand in the other, in the same state."""
    if a.country and b.country and a.country != b.country:
        return False
    first, second = words_of(a.office), words_of(b.office)
    return first <= second or second <= first
