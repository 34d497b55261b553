"""What the tables of offices, measures and meetings answer: pure functions of a row's entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from agents.api.answers import MeasureInForce, MeetingTold, Month, OfficeHeld
from agents.entities.involving import TAKING
from agents.merging import LEAVING, names_agree, words_of
from agents.records import ChangeEntry, Entry, MeasureEntry, MeetingEntry, ViewRow, Who
from schemas.vocabulary import Measure, MeasureAction, Status

IN_FORCE = frozenset(
    {
        MeasureAction.IMPOSE,
        MeasureAction.RAISE,
        MeasureAction.EXTEND,
        MeasureAction.REDUCE,
        MeasureAction.EASE,
        MeasureAction.SIGN,
        MeasureAction.RATIFY,
    }
)
"""Actions after which a measure is there, be it a smaller one."""

ENDING = frozenset({MeasureAction.LIFT, MeasureAction.SUSPEND, MeasureAction.WITHDRAW})
"""Actions after which it is there no more; all others, such as a complaint about it, leave it as it is."""

STOP_WORDS = frozenset({"of", "the", "for", "and", "to", "a", "an", "in", "at", "new", "s"})
"""Words that make no office another one."""


def day_of(entry: Entry) -> date:
    """The day of an event; where no article tells it, the day of the first that tells of the event."""
    return entry.start or entry.first_seen.date()


def still_shown(row: ViewRow) -> frozenset[str]:
    """Ids of the events that an answer still shows."""
    changes, measures, meetings = _by_kind(row.entries.values())
    return frozenset(entry.event_id for entry in (*holders(changes), *in_force(measures), *meetings))


def _by_kind(entries: Iterable[Entry]) -> tuple[list[ChangeEntry], list[MeasureEntry], list[MeetingEntry]]:
    ordered = sorted(entries, key=lambda entry: (day_of(entry), entry.first_seen, entry.event_id))
    return (
        [entry for entry in ordered if isinstance(entry, ChangeEntry)],
        [entry for entry in ordered if isinstance(entry, MeasureEntry)],
        [entry for entry in ordered if isinstance(entry, MeetingEntry)],
    )


# Offices


def present_offices(row: ViewRow) -> tuple[OfficeHeld, ...]:
    """Who holds which office, the newest change first."""
    changes, _, _ = _by_kind(row.entries.values())
    return tuple(OfficeHeld.model_validate(entry, from_attributes=True) for entry in reversed(holders(changes)))


def holders(changes: Sequence[ChangeEntry]) -> list[ChangeEntry]:
    """The changes, in the order of time, by which those came in who still hold their office."""
    held: list[ChangeEntry] = []
    for change in changes:
        if change.status is not Status.OCCURRED:
            continue
        if change.action in TAKING:
            held = [entry for entry in held if not _makes_way(entry, change)]
            held.append(change)
        elif change.action in LEAVING:
            held = [entry for entry in held if not (_same(entry.person, change.person) and _akin(entry, change))]
    return held


def _makes_way(held: ChangeEntry, change: ChangeEntry) -> bool:
    """Whether somebody leaves an office because somebody else takes it."""
    if office_words(held) == office_words(change):
        return True
    return change.predecessor is not None and _same(held.person, change.predecessor) and _akin(held, change)


def office_words(change: ChangeEntry) -> frozenset[str]:
    """The words of an office and its body: "governor" of the "Bank of Norway" is the "Bank of Norway governor"."""
    return (words_of(change.office) | words_of(change.organization or "")) - STOP_WORDS


def _akin(a: ChangeEntry, b: ChangeEntry) -> bool:
    return bool(office_words(a) & office_words(b))


def _same(a: Who, b: Who) -> bool:
    return a.entity_id == b.entity_id or names_agree(a.name, b.name)


# Measures


def measures_in_force(row: ViewRow) -> tuple[MeasureInForce, ...]:
    """The measures in force, the newest first."""
    _, measures, _ = _by_kind(row.entries.values())
    return tuple(MeasureInForce.model_validate(entry, from_attributes=True) for entry in reversed(in_force(measures)))


def in_force(measures: Sequence[MeasureEntry]) -> list[MeasureEntry]:
    """The acts, in the order of time, by which the measures came about that are in force."""
    there: list[MeasureEntry] = []
    for act in measures:
        if act.status is not Status.OCCURRED or act.action not in IN_FORCE | ENDING:
            continue
        there = [earlier for earlier in there if not _replaces(act, earlier)]
        if act.action in IN_FORCE:
            there.append(act)
    return there


def _replaces(act: MeasureEntry, earlier: MeasureEntry) -> bool:
    """Whether a later act ends, or puts into another form, what an earlier one brought.

    A second `impose` is a measure beside the first, unless both name the same goods.
    """
    kinds = {act.measure, earlier.measure}
    if len(kinds) > 1 and not (Measure.OTHER in kinds and act.action in ENDING):
        return False
    if not (_any_same(act.imposers, earlier.imposers) and _any_same(act.targets, earlier.targets)):
        return False
    ours, theirs = _goods(act), _goods(earlier)
    if act.action is MeasureAction.IMPOSE:
        return ours == theirs
    return not ours or not theirs or bool(ours & theirs)


def _any_same(a: Sequence[Who], b: Sequence[Who]) -> bool:
    """Whether two sides may be the same: by party, or by state; a side that nobody told may be any."""
    if not a or not b:
        return True
    return any(x.entity_id == y.entity_id or (x.country and x.country == y.country) for x in a for y in b)


def _goods(act: MeasureEntry) -> frozenset[str]:
    return frozenset(word for goods in act.goods for word in words_of(goods))


# Meetings


def meetings_by_month(row: ViewRow, month: str | None = None) -> tuple[Month, ...]:
    """The meetings by month, the newest first; those not to take place are listed and not counted.

    Args:
        row: the row of two countries.
        month: only this one, such as `2031-05`.
    """
    _, _, meetings = _by_kind(row.entries.values())
    by_month: dict[str, list[MeetingEntry]] = {key: [] for key in row.months}
    for meeting in meetings:
        by_month.setdefault(f"{day_of(meeting):%Y-%m}", []).append(meeting)
    return tuple(
        Month(
            month=key,
            count=row.months.get(key, 0) + sum(meeting.counts for meeting in by_month[key]),
            meetings=tuple(
                MeetingTold.model_validate(meeting, from_attributes=True) for meeting in reversed(by_month[key])
            ),
        )
        for key in sorted(by_month, reverse=True)
        if month in {None, key}
    )
