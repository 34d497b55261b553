"""One plain sentence for an event, made from its slots alone, whether one article tells it or many.

The status gives the tense: "held talks", "to hold talks", "may hold talks", "unlikely to hold talks",
"not to hold talks".
"""

from __future__ import annotations

from calendar import monthrange
from typing import TYPE_CHECKING, TypeVar

from extraction.coding import codes_of
from extraction.components.names.gazetteer import folded
from extraction.organizations import state_words
from schemas.event import (
    Appointment,
    AppointmentMention,
    AppointmentSlots,
    Meeting,
    MeetingMention,
    MeetingSlots,
    TradeMeasure,
    TradeMeasureMention,
    TradeMeasureSlots,
)
from schemas.vocabulary import (
    AppointmentAction,
    Measure,
    MeasureAction,
    MeetingFormat,
    MeetingMode,
    PartyKind,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from schemas.event import Party, When

MAX_SUMMARY = 280
"""Longest summary, in characters."""

MAX_PART = 90
"""Longest name, topic or other part of a summary, in characters."""

MAX_LISTED = 3
"""How many names or things are listed before "and 2 others"."""

ENCOUNTERS: dict[MeetingFormat, tuple[str, str]] = {
    MeetingFormat.VISIT: ("met on a visit", "meet on a visit"),
    MeetingFormat.SUMMIT: ("held a summit", "hold a summit"),
    MeetingFormat.TALKS: ("held talks", "hold talks"),
    MeetingFormat.NEGOTIATION: ("negotiated", "negotiate"),
    MeetingFormat.CALL: ("spoke by phone", "speak by phone"),
    MeetingFormat.MEAL: ("met over a meal", "meet over a meal"),
}
"""What is said of each format of a meeting, in the past and as infinitive; other formats "met"."""

ALONE = ("made a visit", "make a visit")
"""What is said of a visit where only the visitor is told."""

REMOTE: dict[MeetingMode, tuple[str, str]] = {
    MeetingMode.PHONE: ("spoke by phone", "speak by phone"),
    MeetingMode.VIDEO: ("spoke by video", "speak by video"),
}
"""What is said of a meeting that is not held in person, whatever its format."""

MEASURES: dict[Measure, str] = {
    Measure.TARIFF: "tariffs",
    Measure.EXPORT_CONTROL: "export controls",
    Measure.IMPORT_BAN: "an import ban",
    Measure.QUOTA: "a quota",
    Measure.LICENSING: "licensing rules",
    Measure.PREFERENTIAL_STATUS: "preferential status",
    Measure.SANCTION: "sanctions",
    Measure.EMBARGO: "an embargo",
    Measure.ANTI_DUMPING: "anti-dumping duties",
    Measure.COUNTERVAILING_DUTY: "countervailing duties",
    Measure.SAFEGUARD: "safeguards",
    Measure.SUBSIDY: "subsidies",
    Measure.TECHNICAL_BARRIER: "technical rules",
    Measure.INVESTMENT_RESTRICTION: "investment restrictions",
    Measure.TRADE_AGREEMENT: "a trade agreement",
    Measure.DISPUTE: "a trade dispute",
    Measure.OTHER: "a trade measure",
}
"""The noun for each kind of measure."""

MEASURE_ACTIONS: dict[MeasureAction, tuple[str, str]] = {
    MeasureAction.IMPOSE: ("imposed", "impose"),
    MeasureAction.RAISE: ("raised", "raise"),
    MeasureAction.EXTEND: ("extended", "extend"),
    MeasureAction.REDUCE: ("reduced", "reduce"),
    MeasureAction.EASE: ("eased", "ease"),
    MeasureAction.LIFT: ("lifted", "lift"),
    MeasureAction.SUSPEND: ("suspended", "suspend"),
    MeasureAction.EXEMPT: ("granted an exemption from", "grant an exemption from"),
    MeasureAction.INVESTIGATE: ("opened an inquiry that may lead to", "open an inquiry that may lead to"),
    MeasureAction.FILE_COMPLAINT: ("filed a complaint over", "file a complaint over"),
    MeasureAction.RULE: ("ruled on", "rule on"),
    MeasureAction.APPEAL: ("appealed over", "appeal over"),
    MeasureAction.SIGN: ("signed", "sign"),
    MeasureAction.RATIFY: ("ratified", "ratify"),
    MeasureAction.WITHDRAW: ("withdrew", "withdraw"),
}
"""The verb for each action on a measure, in the past and as infinitive."""

GRANTED = frozenset({Measure.PREFERENTIAL_STATUS, Measure.SUBSIDY})
"""What is not imposed but granted."""

TARGET_LINKS: dict[Measure, tuple[str, str]] = {
    Measure.EXPORT_CONTROL: ("to", "on"),
    Measure.SANCTION: ("against", "on"),
    Measure.EMBARGO: ("against", "on"),
    Measure.INVESTMENT_RESTRICTION: ("against", "on"),
    Measure.PREFERENTIAL_STATUS: ("from", "for"),
    Measure.SUBSIDY: ("for", "for"),
    Measure.TRADE_AGREEMENT: ("with", "with"),
    Measure.DISPUTE: ("with", "with"),
}
"""The word before the targets, after goods and without goods; for other measures "from" and "on"."""

ENTRIES: dict[AppointmentAction, tuple[str, str]] = {
    AppointmentAction.APPOINT: ("named", "appointed"),
    AppointmentAction.NOMINATE: ("nominated as", "nominated"),
    AppointmentAction.ELECT: ("elected", "elected"),
    AppointmentAction.CONFIRM: ("confirmed as", "confirmed"),
    AppointmentAction.REAPPOINT: ("reappointed as", "reappointed"),
    AppointmentAction.DISMISS: ("dismissed as", "dismissed"),
}
"""What is done to the person of an appointment, before the office and where none is told."""

DEPARTURES: dict[AppointmentAction, tuple[str, str, str]] = {
    AppointmentAction.RESIGN: ("resigned", "resign", "as"),
    AppointmentAction.RETIRE: ("retired", "retire", "as"),
    AppointmentAction.DIE: ("died", "die", "as"),
    AppointmentAction.WITHDRAW: ("withdrew as nominee", "withdraw as nominee", "for"),
}
"""What the person of an appointment does, in the past and as infinitive, and the word before the office."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""By their English names, whatever the machine speaks."""

R = TypeVar("R", MeetingMention, TradeMeasureMention, AppointmentMention, Meeting, TradeMeasure, Appointment)
"""Any record of an event, as one article tells it or merged."""


def described(record: R) -> R:
    """The record with the summary and the codes that follow from its slots."""
    return record.model_copy(update={"summary": summarize(record), "codes": codes_of(record)})


def summarize(slots: MeetingSlots | TradeMeasureSlots | AppointmentSlots) -> str:
    """The event in one plain sentence of at most `MAX_SUMMARY` characters, without a full stop."""
    if isinstance(slots, MeetingSlots):
        words = _meeting(slots)
    elif isinstance(slots, TradeMeasureSlots):
        words = _measure(slots)
    else:
        words = _appointment(slots)
    return _clipped(" ".join(part for part in words if part), MAX_SUMMARY)


def _meeting(slots: MeetingSlots) -> list[str]:
    return [
        _listed([_party(party) for party in slots.participants] or list(slots.countries)) or "unnamed parties",
        _encounter(slots),
        f"at {_clipped(slots.venue)}" if slots.venue else "",
        _on(slots.when),
        f"about {_listed(slots.topics)}" if slots.topics else "",
        f"({_clipped(slots.recurrence)})" if slots.recurrence else "",
    ]


def _encounter(slots: MeetingSlots) -> str:
    """Verb and place of a meeting: "visited Tokyo", "to hold talks in Tokyo"."""
    place = _clipped(slots.where.text) if slots.where else ""
    visit = slots.format is MeetingFormat.VISIT
    if visit and len(slots.participants) == 1:
        return f"{_active(slots.status, 'visited', 'visit')} {place}" if place else _active(slots.status, *ALONE)
    past, base = ("met", "meet")
    if slots.mode in REMOTE:
        past, base = REMOTE[slots.mode]
    elif slots.format in ENCOUNTERS:
        past, base = ENCOUNTERS[slots.format]
    verb = _active(slots.status, past, base)
    return f"{verb} {'to' if visit else 'in'} {place}" if place else verb


def _measure(slots: TradeMeasureSlots) -> list[str]:
    goods = _listed(slots.goods)
    return [
        _listed([party.name for party in slots.imposers]) or "unnamed authority",
        *(_complaint(slots, goods) if _is_complaint(slots) else _act(slots, goods)),
        f"({_clipped(slots.forum)})" if slots.forum else "",
        _on(slots.when),
        f"effective {_days(slots.effective)}"
        if slots.effective and not _same_days(slots.effective, slots.when)
        else "",
    ]


def _is_complaint(slots: TradeMeasureSlots) -> bool:
    return slots.measure is Measure.DISPUTE and slots.action is MeasureAction.FILE_COMPLAINT


def _complaint(slots: TradeMeasureSlots, goods: str) -> Iterator[str]:
    """What opens a dispute; the rate is that of the measure complained of."""
    targets = _listed([party.name for party in slots.targets])
    yield _active(slots.status, "filed a complaint", "file a complaint")
    yield f"against {targets}" if targets else ""
    yield f"over {goods}" if goods else ""


def _act(slots: TradeMeasureSlots, goods: str) -> Iterator[str]:
    past, base = MEASURE_ACTIONS[slots.action]
    if slots.action is MeasureAction.IMPOSE and slots.measure in GRANTED:
        past, base = "granted", "grant"
    link = TARGET_LINKS.get(slots.measure, ("from", "on"))[0 if goods else 1]
    told = [party for party in slots.targets if not (link == "from" and _named_among(slots.goods, party))]
    targets = _listed([party.name for party in told])
    yield _active(slots.status, past, base)
    yield MEASURES[slots.measure]
    yield f"of {_clipped(slots.rate)}" if slots.rate and slots.measure is not Measure.DISPUTE else ""
    yield f"on {goods}" if goods else ""
    yield f"{link} {targets}" if targets else ""


def _named_among(goods: Sequence[str], party: Party) -> bool:
    """Whether goods say already whose they are: "Turkish steel", from Turkey."""
    if party.kind is not PartyKind.COUNTRY:
        return False
    words = [f" {folded(thing)} " for thing in goods]
    return any(f" {' '.join(name)} " in thing for name in state_words(party.country) for thing in words)


def _appointment(slots: AppointmentSlots) -> list[str]:
    return [
        _party(slots.person) if slots.person else "unnamed person",
        _change(slots),
        f"at {_clipped(slots.organization)}" if slots.organization and slots.organization not in _office(slots) else "",
        f"by {_clipped(slots.appointer.name)}" if slots.appointer else "",
        f"in place of {_clipped(slots.predecessor.name)}" if slots.predecessor else "",
        f"with {_clipped(slots.successor.name)} to follow" if slots.successor else "",
        _on(slots.when),
    ]


def _office(slots: AppointmentSlots) -> str:
    """The office, with a word for one that is held for a time; empty where none is told."""
    office = _clipped(slots.office) if slots.office else ""
    passing = slots.acting and "acting" not in office.casefold() and "interim" not in office.casefold()
    return f"acting {office}" if office and passing else office


def _change(slots: AppointmentSlots) -> str:
    """Verb and office: "resigned as envoy", "to be named acting envoy", "dismissed"."""
    office = _office(slots)
    if slots.action in DEPARTURES:
        past, base, link = DEPARTURES[slots.action]
        verb = _active(slots.status, past, base)
        return f"{verb} {link} {office}" if office else verb
    before_office, alone = ENTRIES[slots.action]
    participle = before_office if office else alone
    verb = _active(slots.status, participle, f"be {participle}")
    return f"{verb} {office}" if office else f"{verb} in an acting capacity" if slots.acting else verb


def _active(status: Status, past: str, base: str) -> str:
    """A verb in the form that its status asks for."""
    forms = {
        Status.OCCURRED: past,
        Status.PLANNED: f"to {base}",
        Status.POSSIBLE: f"may {base}",
        Status.UNLIKELY: f"unlikely to {base}",
        Status.CANCELLED: f"not to {base}",
    }
    return forms[status]


def _party(party: Party) -> str:
    """A name with the country behind it, unless the name is that of a country."""
    name = _clipped(party.name)
    return name if party.country is None or party.kind is PartyKind.COUNTRY else f"{name} ({party.country})"


def _listed(names: Sequence[str]) -> str:
    """Join as "A", "A and B", "A, B and C", "A, B, C and 2 others"."""
    shown = [_clipped(name) for name in names[:MAX_LISTED]]
    rest = len(names) - len(shown)
    if rest:
        shown.append("1 other" if rest == 1 else f"{rest} others")
    return " and ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part)


def _on(when: When | None) -> str:
    if when is None:
        return ""
    if when.start == when.end:
        return f"on {when.start}"
    whole = _whole(when)
    return f"in {whole}" if whole else f"between {when.start} and {when.end}"


def _same_days(a: When, b: When | None) -> bool:
    return b is not None and (a.start, a.end) == (b.start, b.end)


def _days(when: When) -> str:
    return str(when.start) if when.start == when.end else _whole(when) or f"{when.start} to {when.end}"


def _whole(when: When) -> str | None:
    """The month or the year that a span of days is; None for any other span."""
    first, last = when.start, when.end
    if first.year != last.year or first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
        return None
    if first.month == last.month:
        return f"{MONTHS[first.month - 1]} {first.year}"
    return str(first.year) if (first.month, last.month) == (1, len(MONTHS)) else None


def _clipped(text: str, limit: int = MAX_PART) -> str:
    """The text on one line, cut at a word with "..." where it is too long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 3].rsplit(" ", 1)[0] + "..."
