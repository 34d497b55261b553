"""What one place in an article tells of an office told in short at another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extraction.components.appointments.offices import Office


def completed(offices: tuple[Office, ...]) -> tuple[Office, ...]:
    """The offices with bare ones taken for the fuller ones of the same noun: "the CIA director" ... "the director"."""
    full: dict[str, Office] = {}
    states: dict[str, set[str]] = {}
    for office in offices:
        if office.public and (not office.is_bare or " " in office.name):
            for word in (office.name, *office.name.split()):
                full.setdefault(word, office)
        if office.public and office.country:
            states.setdefault(office.words.casefold(), set()).add(office.country)
    return tuple(_with_state(_with_body(office, full), states) for office in offices)


def _with_body(office: Office, full: dict[str, Office]) -> Office:
    """A bare office with what the fuller one of the same noun tells."""
    found = full.get(office.name)
    if office.public or not office.is_bare or found is None:
        return office
    return replace(office, public=True, organization=found.organization, country=office.country or found.country)


def _with_state(office: Office, states: dict[str, set[str]]) -> Office:
    """An office with the state that the same wording has elsewhere, where that is one state only."""
    told = states.get(office.words.casefold(), set())
    return replace(office, country=next(iter(told))) if office.country is None and len(told) == 1 else office
