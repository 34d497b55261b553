"""Tables that people ask for: who holds which office, which measures are in force, who met whom and when.

One row for the offices of a country, for the measures between two countries, for the meetings of two countries. A row
keeps what each event tells of it; the answer is worked out when somebody asks (`agents/entities/viewing.py`), so that
neither the order of arrival nor a repetition shows in it.
"""

from __future__ import annotations

from functools import partial
from itertools import combinations

from agents import topics
from agents.entities.viewing import day_of, still_shown
from agents.records import ChangeEntry, Entry, MeasureEntry, MeetingEntry, ViewPart, ViewRow, Who
from agents.stages import folding
from agents.stages.folding import Fold, Step
from agents.stream import Outgoing, Stream
from schemas.event import Appointment, Event, Meeting, Party, TradeMeasure
from schemas.vocabulary import EventType
from schemas.wire import to_bytes

MAX_SIDES = 20
"""Countries of one event that are paired; beyond it an event is of everybody, and tells little of any two."""

MAX_GONE = 200
"""Withdrawn events whose version a row still knows."""

MAX_SETTLED_IDS = 1_000
"""Events let go that a row still knows by id, so that none is counted twice."""

MAX_MONTHS = 1_200
"""Months whose meetings stay counted: a century."""

MAX_NAMED = 10
"""Participants that an entry names."""


def attach(stream: Stream) -> None:
    """Add the agent to the app."""
    settings = stream.settings
    folding.attach(
        stream,
        Fold(
            name="tabulate",
            about="Keep the tables of offices, measures and meetings.",
            source=topics.VIEWS,
            kind=ViewPart,
            table=stream.tables.views,
            key=lambda told: told.key,
            step=partial(step, limit=settings.view_entries),
            finish=partial(finish, max_bytes=settings.max_row_bytes),
        ),
    )


def step(row: ViewRow | None, told: ViewPart, *, limit: int) -> Step[ViewRow] | None:
    """Take what an event tells of a row into it."""
    after = fold(row or ViewRow(), told, limit)
    return Step(after) if after else None


def finish(before: ViewRow | None, after: ViewRow, *, max_bytes: int) -> Step[ViewRow]:
    """Bound the size of a row."""
    value = to_bytes(after)
    while len(value) > max_bytes and len(after.entries) > 1:
        after = within(after, len(after.entries) // 2)
        value = to_bytes(after)
    return Step(after, value=value)


def fold(row: ViewRow, told: ViewPart, limit: int) -> ViewRow | None:
    """The row with what an event tells; None where it was told before, or takes back what is not there."""
    known = row.entries.get(told.event_id)
    newest = max(known.version if known else 0, row.gone.get(told.event_id, 0))
    if told.version <= newest or told.event_id in row.settled_ids:
        return None
    entries = {key: entry for key, entry in row.entries.items() if key != told.event_id}
    if told.entry is None:
        if known is None:
            return None
        gone = dict(list({**row.gone, told.event_id: told.version}.items())[-MAX_GONE:])
        return row.model_copy(update={"entries": entries, "gone": gone})
    return within(row.model_copy(update={"entries": {**entries, told.event_id: told.entry}}), limit)


def within(row: ViewRow, limit: int) -> ViewRow:
    """The row with no more entries than the limit: what an answer still shows stays longest, then what is newest."""
    over = len(row.entries) - limit
    if over <= 0:
        return row
    shown = still_shown(row)
    oldest = sorted(row.entries.values(), key=lambda entry: (entry.event_id in shown, day_of(entry), entry.event_id))
    going = oldest[:over]
    months = dict(row.months)
    for entry in going:
        if isinstance(entry, MeetingEntry) and entry.counts:
            month = f"{day_of(entry):%Y-%m}"
            months[month] = months.get(month, 0) + 1
    kept = {key: entry for key, entry in row.entries.items() if key not in {gone.event_id for gone in going}}
    return row.model_copy(
        update={
            "entries": kept,
            "months": dict(sorted(months.items())[-MAX_MONTHS:]),
            "settled_ids": (*row.settled_ids, *(entry.event_id for entry in going))[-MAX_SETTLED_IDS:],
        }
    )


# What an event tells, and to which rows


def offices_key(country: str) -> str:
    """The row of a country's offices."""
    return f"offices:{country}"


def pair_key(kind: EventType, one: str, other: str) -> str:
    """The row of the measures, or the meetings, of two countries, in either order."""
    name = "measures" if kind is EventType.TRADE_MEASURE else "meetings"
    return f"{name}:{'+'.join(sorted((one, other)))}"


def keys_of(event_id: str, entities: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Every row that an event can have told, from the entities that it touched; some of them it may not have told."""
    kind = EventType(event_id.partition(":")[0])
    countries = sorted(key.partition(":")[2] for key in entities if key.startswith("country:"))
    if kind is EventType.APPOINTMENT:
        return tuple(offices_key(country) for country in countries)
    return tuple(pair_key(kind, *pair) for pair in combinations(countries, 2))


def parts_of(event: Event) -> tuple[ViewPart, ...]:
    """What an event tells the rows that it belongs to, sorted by key."""
    keys = sorted(set(_keys(event)))
    entry = entry_of(event) if keys else None
    return tuple(ViewPart(key=key, event_id=event.event_id, version=event.version, entry=entry) for key in keys)


def changes(event: Event, before: tuple[str, ...]) -> list[ViewPart]:
    """What to tell of an event that is new or changed.

    Args:
        event: the event as it stands now.
        before: the entities that its last version touched.
    """
    parts = parts_of(event)
    left = set(keys_of(event.event_id, before)) - {part.key for part in parts}
    gone = [ViewPart(key=key, event_id=event.event_id, version=event.version) for key in sorted(left)]
    return [*parts, *gone]


def withdrawals(event_id: str, version: int, before: tuple[str, ...]) -> list[ViewPart]:
    """What to tell of an event that is no more."""
    return [ViewPart(key=key, event_id=event_id, version=version) for key in keys_of(event_id, before)]


def outgoing(part: ViewPart) -> Outgoing:
    """What one row is told."""
    return Outgoing(topics.VIEWS, part.key.encode(), to_bytes(part))


def _keys(event: Event) -> list[str]:
    if isinstance(event, Appointment):
        return [offices_key(event.country)] if event.country and event.office and event.person else []
    if isinstance(event, Meeting):
        sides = sorted(event.countries)[:MAX_SIDES]
        return [pair_key(EventType.MEETING, *pair) for pair in combinations(sides, 2)]
    imposers, targets = (
        sorted({p.country for p in parties if p.country})[:MAX_SIDES] for parties in (event.imposers, event.targets)
    )
    if not targets:
        return [pair_key(EventType.TRADE_MEASURE, *pair) for pair in combinations(imposers, 2)]
    return [pair_key(EventType.TRADE_MEASURE, one, other) for one in imposers for other in targets if one != other]


def entry_of(event: Event) -> Entry:
    """What a row keeps of an event."""
    common = {
        "event_id": event.event_id,
        "version": event.version,
        "status": event.status,
        "start": event.when.start if event.when else None,
        "end": event.when.end if event.when else None,
        "summary": event.summary,
        "first_seen": event.first_seen,
    }
    if isinstance(event, Meeting):
        return _meeting(event, common)
    return _measure(event, common) if isinstance(event, TradeMeasure) else _change(event, common)


def _meeting(event: Meeting, common: dict[str, object]) -> MeetingEntry:
    return MeetingEntry.model_validate(
        {
            **common,
            "format": event.format,
            "where": event.where.text if event.where else None,
            "participants": [_who(party) for party in event.participants[:MAX_NAMED]],
        }
    )


def _measure(event: TradeMeasure, common: dict[str, object]) -> MeasureEntry:
    return MeasureEntry.model_validate(
        {
            **common,
            "measure": event.measure,
            "action": event.action,
            "imposers": [_who(party) for party in event.imposers[:MAX_NAMED]],
            "targets": [_who(party) for party in event.targets[:MAX_NAMED]],
            "goods": event.goods[:MAX_NAMED],
            "rate": event.rate,
            "effective": event.effective.start if event.effective else None,
        }
    )


def _change(event: Appointment, common: dict[str, object]) -> ChangeEntry:
    return ChangeEntry.model_validate(
        {
            **common,
            "action": event.action,
            "person": _who(event.person),
            "predecessor": _who(event.predecessor),
            "office": event.office,
            "organization": event.organization,
            "acting": event.acting or False,
        }
    )


def _who(party: Party | None) -> Who | None:
    return Who(entity_id=party.entity_id, name=party.name, country=party.country) if party else None
