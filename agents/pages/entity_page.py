"""The page of a country, person or organization: offices, events by month, counterparts, measures in force."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from faust import web
from faust.web.exceptions import ServiceUnavailable
from yarl import URL

from agents.api.answers import Bearer, NameBearers, OfficeHeld, Offices
from agents.entities.viewing import present_offices
from agents.pages.elsewhere import json_of, page_elsewhere, problem
from agents.pages.force import measures_of
from agents.pages.rendering import in_path, render
from agents.pages.tables import people_of
from agents.records import NameRow, ViewRow
from agents.stages.naming import name_key, name_of
from agents.stages.views import offices_key
from extraction.organizations import organization_id
from schemas.vocabulary import PartyKind
from schemas.wire import from_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from agents.pages.force import InForce
    from agents.pages.view import View
    from schemas.entity import Entity, Participation

MOST_COUNTERPARTS = 50
"""Counterparts that the page names; the JSON has all."""

MOST_OFFICES = 50
MOST_PEOPLE = 20
"""People of a family name that are offered where an id is not known."""

UNDATED = ""
"""Month of the events whose day nobody told."""

MAX_ID_CHARACTERS = 200

_ENTITY_ID = re.compile(r"(?:person|country|organization|group):(?:[A-Z]{2}|INT)(?:/[a-z0-9-]+)?")

NO_ID = "Ids are like country:JP, person:KR/kim-jung-han or organization:INT/world-trade-organization."
NOT_KNOWN = "Nothing is told of it, at least not under this id:"


@dataclass(frozen=True, slots=True)
class EntityView:
    """Everything that the page shows."""

    entity: Entity
    months: tuple[tuple[str, tuple[Participation, ...]], ...]
    """The newest events, each month with its own; `UNDATED` for those without a day."""

    events: int
    """How many events the entity takes part in."""

    counterparts: tuple[tuple[str, int], ...]
    """Ids with how many events are shared, the most first."""

    more_counterparts: int
    offices: tuple[OfficeHeld, ...] | None
    """Who holds which office of a country or a body; None where that is not known just now."""

    measures: InForce | None
    """Measures in force by or against it; None for a person."""

    titles: tuple[str, ...] = ()
    """Titles that a person was given."""

    also: tuple[str, ...] = ()
    """Ids of short names that mean this person."""


def attach(sources: View) -> None:
    """Add the page to the app."""
    app, entities = sources.stream.app, sources.stream.tables.entities

    @app.page("/entities/{entity_id}", name="entity_page")
    async def entity_page(view: web.View, request: web.Request, entity_id: str) -> web.Response:
        """Show what is known of an entity by its id, percent-encoded: `/entities/person:KR%2Fkim-jung-han`."""
        if len(entity_id) > MAX_ID_CHARACTERS or not _ENTITY_ID.fullmatch(entity_id):
            return problem(view, 404, "No such entity", NO_ID)
        if elsewhere := await page_elsewhere(app, entities, entity_id, view, request):
            return elsewhere
        row = entities.read(entity_id)
        bearers = await bearers_of_name(sources, entity_id, request)
        if row is None:
            links = [(f"/entities/{in_path(one.entity_id)}", one.entity_id) for one in bearers[:MOST_PEOPLE]]
            return problem(view, 404, "No such entity", f"{NOT_KNOWN} {entity_id}", links=links)
        offices, measures = await asyncio.gather(
            offices_of(sources, row.entity, request), measures_against_or_by(sources, row.entity, request)
        )
        known = next((one for one in bearers if one.entity_id == entity_id), None)
        return view.html(render("entity.html", view=entity_view(row.entity, offices, measures, known)))


def entity_view(
    entity: Entity, offices: Sequence[OfficeHeld] | None, measures: InForce | None, known: Bearer | None = None
) -> EntityView:
    """Everything that the page shows of an entity.

    Args:
        entity: its record.
        offices: who holds which office of it; None where that is not known just now.
        measures: those in force by or against it; None for a person.
        known: how a person is known by name.
    """
    counterparts = sorted(entity.counts_by_counterpart.items(), key=lambda counted: (-counted[1], counted[0]))
    return EntityView(
        entity=entity,
        months=tuple(by_month(entity.events)),
        events=sum(entity.counts_by_type.values()),
        counterparts=tuple(counterparts[:MOST_COUNTERPARTS]),
        more_counterparts=max(0, len(counterparts) - MOST_COUNTERPARTS),
        offices=None if offices is None else tuple(offices[:MOST_OFFICES]),
        measures=measures,
        titles=known.titles if known else (),
        also=known.also if known else (),
    )


def by_month(events: Iterable[Participation]) -> list[tuple[str, tuple[Participation, ...]]]:
    """Events by month, the newest month first and those without a day last; within a month in the order given."""
    months: dict[str, list[Participation]] = {}
    for event in events:
        months.setdefault(f"{event.start:%Y-%m}" if event.start else UNDATED, []).append(event)
    return [(month, tuple(months[month])) for month in sorted(months, reverse=True)]


async def offices_of(sources: View, entity: Entity, request: web.Request) -> Sequence[OfficeHeld] | None:
    """Who holds which office of a country, or of a body of one; none for a person."""
    if entity.kind is PartyKind.PERSON or not entity.country:
        return ()
    app, views, country = sources.stream.app, sources.stream.tables.views, entity.country
    try:
        body = await json_of(app, views, offices_key(country), URL(f"/api/offices/{country}"), request)
    except ServiceUnavailable:
        return None
    if body is None:
        held = present_offices(views.read(offices_key(country)) or ViewRow())
    else:
        held = from_bytes(Offices, body).offices
    return held if entity.kind is PartyKind.COUNTRY else offices_in(held, entity)


def offices_in(held: Iterable[OfficeHeld], body: Entity) -> list[OfficeHeld]:
    """The offices of a body among those of its country."""
    return [
        office
        for office in held
        if office.organization and organization_id(office.organization, body.country) == body.entity_id
    ]


async def measures_against_or_by(sources: View, entity: Entity, request: web.Request) -> InForce | None:
    """The measures in force by or against a country, or a body of one; None for a person."""
    if entity.kind is PartyKind.PERSON or not entity.country:
        return None
    found = await measures_of(sources, entity.country, request)
    return found if entity.kind is PartyKind.COUNTRY else found.naming(entity.entity_id)


async def bearers_of_name(sources: View, entity_id: str, request: web.Request) -> Sequence[Bearer]:
    """The people of the same state who bear the family name of a person's id; none while that is not known."""
    if not entity_id.startswith(f"{PartyKind.PERSON}:") or "/" not in entity_id:
        return ()
    app, names, state = sources.stream.app, sources.stream.tables.names, name_of(entity_id).country
    word = entity_id.partition("/")[2].replace("-", " ")
    page = URL.build(path=f"/api/names/{word}", query={"country": state} if state else {})
    try:
        body = await json_of(app, names, name_key(entity_id), page, request)
    except ServiceUnavailable:
        return ()
    if body is None:
        return people_of(names.read(name_key(entity_id)) or NameRow(), state)
    return from_bytes(NameBearers, body).people
