"""Events in the code books of the field: PLOVER, CAMEO, UNCTAD's MAST and Global Trade Alert."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field, model_validator

from extraction.lexicon import Entry, load
from schemas.event import AppointmentSlots, Codes, MeetingSlots, TradeMeasureSlots
from schemas.vocabulary import (
    AppointmentAction,
    Measure,
    MeasureAction,
    MeetingFormat,
    MeetingMode,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


class CodeRule(Entry):
    """Conditions on an event, all of which must hold, and the codes that it then has."""

    status: tuple[Status, ...] = ()
    """One of these; empty for any."""

    format: tuple[MeetingFormat, ...] = ()
    """One of these; empty for any."""

    mode: tuple[MeetingMode, ...] = ()
    """One of these; empty for any."""

    third_place: bool = False
    """Whether the place must lie in none of the states that meet."""

    measure: tuple[Measure, ...] = ()
    """One of these; empty for any."""

    action: tuple[MeasureAction, ...] = ()
    """One of these; empty for any."""

    appointment_action: tuple[AppointmentAction, ...] = ()
    """One of these; empty for any."""

    plover: str
    """Event type of PLOVER."""

    cameo: str | None = None
    """Code of CAMEO, where the book has one."""

    because: str
    """What in the books says so."""


class Instrument(Entry):
    """The codes of one kind of trade measure."""

    mast: str | None = None
    """Chapter of MAST; none for tariffs and foreign direct investment, which stand outside of it."""

    gta: str | None = None
    """Intervention type of Global Trade Alert; none where the measure tells no single one."""


class Books(Entry):
    """The codes that may be given at all."""

    plover: tuple[str, ...]
    """Event types of PLOVER."""

    cameo: dict[str, str]
    """Codes of CAMEO in use here, each with its label."""

    mast: dict[str, str]
    """Chapters of MAST, each with its title."""

    gta: tuple[str, ...]
    """Intervention types of Global Trade Alert in use here."""


class CodeBook(Entry):
    """The whole lexicon of codes."""

    books: Books
    """The codes that may be given."""

    meeting: tuple[CodeRule, ...] = Field(min_length=1)
    """Rules for meetings, first match first."""

    trade_measure: tuple[CodeRule, ...] = Field(min_length=1)
    """Rules for trade measures, first match first."""

    appointment: tuple[CodeRule, ...] = Field(min_length=1)
    """Rules for appointments, first match first."""

    instruments: dict[Measure, Instrument]
    """The kind of instrument of each measure."""

    @model_validator(mode="after")
    def _every_code_stands_in_its_book(self) -> CodeBook:
        for name, value, book in self._uses():
            if value is not None and value not in book:
                raise ValueError(f"{value!r} is no code of {name}")
        return self

    def _uses(self) -> Iterator[tuple[str, str | None, tuple[str, ...] | dict[str, str]]]:
        for rule in (*self.meeting, *self.trade_measure, *self.appointment):
            yield "PLOVER", rule.plover, self.books.plover
            yield "CAMEO", rule.cameo, self.books.cameo
        for instrument in self.instruments.values():
            yield "MAST", instrument.mast, self.books.mast
            yield "GTA", instrument.gta, self.books.gta


def codes_of(slots: MeetingSlots | TradeMeasureSlots | AppointmentSlots) -> Codes:
    """The codes of an event, from its slots alone, whether one article tells it or it is merged from many.

    Returns:
        The codes; each one absent where its book has none that fits.
    """
    book = load("codes", CodeBook)
    if isinstance(slots, MeetingSlots):
        rule = next((rule for rule in book.meeting if _fits_meeting(rule, slots)), None)
        return _codes(rule)
    if isinstance(slots, TradeMeasureSlots):
        rule = next((rule for rule in book.trade_measure if _fits_measure(rule, slots)), None)
        return _codes(rule, book.instruments.get(slots.measure))
    rule = next((rule for rule in book.appointment if _fits_appointment(rule, slots)), None)
    return _codes(rule)


def _codes(rule: CodeRule | None, instrument: Instrument | None = None) -> Codes:
    return Codes(
        plover=rule.plover if rule else None,
        cameo=rule.cameo if rule else None,
        mast=instrument.mast if instrument else None,
        gta=instrument.gta if instrument else None,
    )


def _fits_meeting(rule: CodeRule, slots: MeetingSlots) -> bool:
    return (
        _among(slots.status, rule.status)
        and _among(slots.format, rule.format)
        and _among(slots.mode, rule.mode)
        and (not rule.third_place or _at_third_place(slots))
    )


def _fits_measure(rule: CodeRule, slots: TradeMeasureSlots) -> bool:
    return (
        _among(slots.status, rule.status) and _among(slots.measure, rule.measure) and _among(slots.action, rule.action)
    )


def _fits_appointment(rule: CodeRule, slots: AppointmentSlots) -> bool:
    return _among(slots.status, rule.status) and _among(slots.action, rule.appointment_action)


def _among(value: str | None, allowed: tuple[str, ...]) -> bool:
    return not allowed or value in allowed


def _at_third_place(slots: MeetingSlots) -> bool:
    """Whether two or more states meet in a place that is known to lie in neither."""
    place = slots.where.country if slots.where else None
    return place is not None and len(slots.countries) > 1 and place not in slots.countries
