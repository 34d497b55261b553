"""The slots of a change of office, and what its actions have in common."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from schemas.vocabulary import AppointmentAction

if TYPE_CHECKING:
    from extraction.components.appointments.offices import Office
    from extraction.document import Actor

DESCRIBED = -1
"""Index of an actor who is only described by an office ("the Chinese premier") and is none of the document's."""

UNLISTED = -2
"""Index of a person whose name only the words around it make a person, and who is none of the document's."""

ENTRIES = frozenset(
    {AppointmentAction.APPOINT, AppointmentAction.ELECT, AppointmentAction.CONFIRM, AppointmentAction.REAPPOINT}
)
"""Actions by which a person comes into an office."""

DEPARTURES = frozenset(
    {AppointmentAction.RESIGN, AppointmentAction.DISMISS, AppointmentAction.RETIRE, AppointmentAction.DIE}
)
"""Actions by which a person leaves it."""

PROSPECTIVE = frozenset({AppointmentAction.NOMINATE, AppointmentAction.CONFIRM, AppointmentAction.WITHDRAW})
"""Actions that belong to a post which somebody does not hold yet, and which a house has to confirm."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """The slots of one change of office, as one passage tells it or as gathered from several."""

    action: AppointmentAction
    """How the office changes hands."""

    person: Actor | None = None
    """Who enters or leaves."""

    office: Office | None = None
    """The office."""

    task: str | None = None
    """What stands for an office that is only told by its work: "lead the central bank"."""

    organization: str | None = None
    """The body, where the office itself does not tell it."""

    predecessor: Actor | None = None
    """Who held it before."""

    successor: Actor | None = None
    """Who follows."""

    appointer: Actor | None = None
    """Who decides."""

    acting: bool = False
    """Whether it is for the time being."""

    elsewhen: bool = False
    """Whether it is told of a time past that the words beside it name."""

    unnamed: bool = False
    """Whether the office is told only as "the job" or "the post", which another passage names."""

    tentative: bool = False
    """Whether nothing here shows that the office is a public one: it counts only beside another passage that does."""


def with_office(slots: Appointment, office: Office | None) -> Appointment:
    """The same change with an office, and acting where the office's words say so."""
    if office is None:
        return slots
    return replace(slots, office=office, acting=slots.acting or office.acting)


def named_only(people: list[Actor]) -> list[Actor]:
    """Those who are told by name."""
    return [person for person in people if person.index != DESCRIBED]


def is_described(person: Actor | None) -> bool:
    """Whether of somebody only the office is told."""
    return person is not None and person.index == DESCRIBED
