"""Offices, measures, meetings and names as JSON, each from the worker that holds the row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from faust import web
from faust.exceptions import SameNode
from pydantic import BaseModel

from agents.api.answers import Bearer, MeasuresInForce, MeetingsByMonth, NameBearers, Offices
from agents.api.routes import JSON
from agents.entities.viewing import measures_in_force, meetings_by_month, present_offices
from agents.pages.api import know_partitions
from agents.pages.rendering import answer
from agents.records import NameRow, ViewRow
from agents.stages.naming import name_key, name_of
from agents.stages.views import offices_key, pair_key
from schemas.identity import entity_id
from schemas.vocabulary import EventType
from schemas.wire import to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    import faust

    from agents.pages.view import View
    from agents.tables import RowTable, Tables

RowT = TypeVar("RowT", bound=BaseModel)

_COUNTRY = re.compile(r"[A-Z]{2}")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
MAX_NAME_CHARACTERS = 200


def attach(sources: View) -> None:
    """Add the pages to the app."""
    attach_single(sources.stream.app, sources.stream.tables)
    attach_pairs(sources.stream.app, sources.stream.tables)


def attach_single(app: faust.App, tables: Tables) -> None:
    """Add the pages that name one country, or one name."""

    @app.page("/api/offices/{country}", name="offices")
    async def offices(view: web.View, request: web.Request, country: str) -> web.Response:
        """Give who holds which office of a country."""
        code = capitals(country)
        if wrong := wrong_countries(code):
            return view.json({"error": wrong}, status=400)

        def told(row: ViewRow | None) -> Offices:
            return Offices(country=code, offices=present_offices(row or ViewRow()))

        return await from_holder(app, tables.views, offices_key(code), view, request, told)

    @app.page("/api/names/{name}", name="names")
    async def names(view: web.View, request: web.Request, name: str) -> web.Response:
        """Give the people who are known under a family name: `?country=JP` for those of one state."""
        state = capitals(request.query.get("country", "").strip()) or None
        if wrong := wrong_name(name) or (wrong_countries(state) if state else None):
            return view.json({"error": wrong}, status=400)

        def told(row: NameRow | None) -> NameBearers:
            return NameBearers(name=name, people=people_of(row or NameRow(), state))

        return await from_holder(app, tables.names, name_key(entity_id("person", name, state)), view, request, told)


def attach_pairs(app: faust.App, tables: Tables) -> None:
    """Add the pages that name two countries."""

    @app.page("/api/measures/{one}/{other}", name="measures")
    async def measures(view: web.View, request: web.Request, one: str, other: str) -> web.Response:
        """Give the trade measures in force between two countries."""
        pair = pair_of(one, other)
        if wrong := wrong_countries(*pair):
            return view.json({"error": wrong}, status=400)

        def told(row: ViewRow | None) -> MeasuresInForce:
            return MeasuresInForce(countries=pair, measures=measures_in_force(row or ViewRow()))

        return await from_holder(app, tables.views, pair_key(EventType.TRADE_MEASURE, *pair), view, request, told)

    @app.page("/api/meetings/{one}/{other}", name="meetings")
    async def meetings(view: web.View, request: web.Request, one: str, other: str) -> web.Response:
        """Give the meetings of two countries by month: `?month=2031-05` for one month."""
        pair, month = pair_of(one, other), request.query.get("month", "").strip() or None
        if wrong := wrong_countries(*pair) or wrong_month(month):
            return view.json({"error": wrong}, status=400)

        def told(row: ViewRow | None) -> MeetingsByMonth:
            return MeetingsByMonth(countries=pair, months=meetings_by_month(row or ViewRow(), month))

        return await from_holder(app, tables.views, pair_key(EventType.MEETING, *pair), view, request, told)


async def from_holder(
    app: faust.App,
    table: RowTable[RowT],
    key: str,
    view: web.View,
    request: web.Request,
    told: Callable[[RowT | None], BaseModel],
) -> web.Response:
    """What the worker that holds a row answers; this one, or the one that is asked in its place."""
    elsewhere = await from_elsewhere(app, table, key, view, request)
    return elsewhere or answer(to_bytes(told(table.read(key))), JSON)


async def from_elsewhere(
    app: faust.App, table: RowTable[RowT], key: str, view: web.View, request: web.Request
) -> web.Response | None:
    """What the worker that holds a row answers; None where it is this one."""
    await know_partitions(app, table.table)
    try:
        return await app.router.route_req(table.table.name, key, view.web, request)
    except SameNode:
        return None


def people_of(row: NameRow, country: str | None) -> tuple[Bearer, ...]:
    """The people of a family name, by id, each with the titles told and the short names that mean it."""
    short: dict[str, set[str]] = {}
    for alias in row.aliases.values():
        if alias.joined and alias.told.participation:
            short.setdefault(alias.joined, set()).add(alias.told.entity_id)
    return tuple(
        Bearer(entity_id=key, titles=known.titles, also=tuple(sorted(short.get(key, ()))))
        for key, known in sorted(row.people.items())
        if country in {None, name_of(key).country}
    )


def pair_of(one: str, other: str) -> tuple[str, str]:
    """Two country codes of a path, in capitals and sorted."""
    first, second = sorted((capitals(one), capitals(other)))
    return first, second


def capitals(code: str) -> str:
    """A country code in capitals; what is none stays as it is, for some of it would become one: "ß" is "SS"."""
    return code.upper() if code.isascii() else code


def wrong_countries(*codes: str) -> str | None:
    """What is wrong with country codes in a path; None where nothing is."""
    if not all(_COUNTRY.fullmatch(code) for code in codes):
        return "countries must be ISO 3166-1 codes of two letters, such as JP"
    return "two different countries are needed" if len(set(codes)) < len(codes) else None


def wrong_month(month: str | None) -> str | None:
    """What is wrong with the month of a query; None where nothing is."""
    return None if month is None or _MONTH.fullmatch(month) else "month must be like 2031-05"


def wrong_name(name: str) -> str | None:
    """What is wrong with the name in a path; None where nothing is."""
    return None if name.strip() and len(name) <= MAX_NAME_CHARACTERS else "a name of 1 to 200 characters is needed"
