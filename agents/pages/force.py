"""The trade measures in force by or against one country, from the rows of all workers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from faust import web
from yarl import URL

from agents.api.answers import CountryMeasures, MeasureInForce
from agents.api.routes import JSON
from agents.entities.viewing import measures_in_force
from agents.pages.elsewhere import gathered
from agents.pages.pairing import MEASURES, countries_of_key
from agents.pages.rendering import answer
from agents.pages.tables import capitals, wrong_countries
from schemas.wire import from_bytes, to_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agents.pages.view import View

MOST_ROWS = 60
"""Rows of a worker that are read for one answer: the pairs of which the most is told."""

MOST_MEASURES = 100
"""The most measures in one answer."""


@dataclass(frozen=True, slots=True)
class InForce:
    """Measures in force."""

    measures: tuple[MeasureInForce, ...]
    """The newest first."""

    missing: int = 0
    """How many workers did not tell theirs, or not all."""

    def naming(self, entity_id: str) -> InForce:
        """Those that name an entity among their sides."""
        named = [act for act in self.measures if entity_id in {who.entity_id for who in (*act.imposers, *act.targets)}]
        return replace(self, measures=tuple(named))


def attach(sources: View) -> None:
    """Add the pages to the app."""
    app = sources.stream.app

    @app.page("/api/measures/{country}", name="measures_of_country")
    async def measures(view: web.View, request: web.Request, country: str) -> web.Response:
        """Give the trade measures in force by or against a country."""
        code = capitals(country)
        if wrong := wrong_countries(code):
            return view.json({"error": wrong}, status=400)
        return told(code, await measures_of(sources, code, request))

    @app.page("/parts/measures/{country}", name="measures_part")
    async def part(view: web.View, request: web.Request, country: str) -> web.Response:
        """Give those in the rows of this worker."""
        if wrong := wrong_countries(country):
            return view.json({"error": wrong}, status=400)
        return told(country, await measures_here(sources, country))


def told(country: str, found: InForce) -> web.Response:
    """Measures as JSON."""
    found_all = CountryMeasures(country=country, measures=found.measures, workers_missing=found.missing)
    return answer(to_bytes(found_all), JSON)


async def measures_of(sources: View, country: str, request: web.Request) -> InForce:
    """The measures in force by or against a country, as all workers have them."""
    views = sources.stream.tables.views
    here = await measures_here(sources, country)
    others = await gathered(sources.stream.app, views, URL(f"/parts/measures/{country}"), request)
    answers = [from_bytes(CountryMeasures, body) for body in others.answers]
    everything = [*here.measures, *(act for told in answers for act in told.measures)]
    missing = here.missing + others.missing + sum(bool(told.workers_missing) for told in answers)
    return InForce(tuple(newest_first(everything)[:MOST_MEASURES]), missing)


async def measures_here(sources: View, country: str) -> InForce:
    """Those in the rows of this worker."""
    views, counted = sources.stream.tables.views, await sources.pairs.counted()
    keys = [key for key in counted.rows if key.startswith(MEASURES) and country in countries_of_key(key)]
    strongest = sorted(keys, key=lambda key: (-counted.rows[key].total, key))[:MOST_ROWS]
    rows = [row for row in map(views.read, strongest) if row]
    acts = newest_first(act for row in rows for act in measures_in_force(row))
    whole = counted.whole and len(keys) <= MOST_ROWS and not sources.stream.app.rebalancing  # until tables are refilled
    return InForce(tuple(acts[:MOST_MEASURES]), int(not whole))


def newest_first(acts: Iterable[MeasureInForce]) -> list[MeasureInForce]:
    """Measures by their day, or by their first article where nobody told it; each once."""
    known = {act.event_id: act for act in acts}
    return sorted(known.values(), key=lambda act: (act.start or act.first_seen.date(), act.event_id), reverse=True)
