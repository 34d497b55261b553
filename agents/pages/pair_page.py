"""Everything that is told between two countries: their meetings by month, measures in force, and every act."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from faust import web
from faust.web.exceptions import ServiceUnavailable
from yarl import URL

from agents.api.answers import Between, MeasureInForce, MeasureTold, Month
from agents.api.routes import JSON
from agents.entities.viewing import day_of, measures_in_force, meetings_by_month
from agents.pages.elsewhere import not_now, problem, row_of
from agents.pages.matrix import FIRST_MONTH, LAST_MONTH, Question, question_of, wrong_period
from agents.pages.rendering import answer, in_path, render
from agents.pages.tables import capitals, pair_of, wrong_countries
from agents.records import MeasureEntry, ViewRow
from agents.stages.views import pair_key
from schemas.vocabulary import EventType
from schemas.wire import to_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agents.pages.view import View

MOST_LINES = 300
"""Meetings, and acts, that one page shows."""


@dataclass(frozen=True, slots=True)
class PairView:
    """Everything that the page shows."""

    one: str
    other: str
    question: Question
    months: tuple[Month, ...]
    """Meetings by month, the newest first."""

    met: int
    """How many meetings are counted in these months."""

    in_force: tuple[MeasureInForce, ...]
    """Measures in force today, whatever the months asked for."""

    acts: tuple[MeasureTold, ...]
    """All acts about measures in these months, the newest first."""

    more: int
    """How many lines are left out."""


def attach(sources: View) -> None:
    """Add the page and its JSON to the app."""
    app, views = sources.stream.app, sources.stream.tables.views

    async def rows(pair: tuple[str, str], request: web.Request) -> tuple[ViewRow, ViewRow]:
        async def row(kind: EventType) -> ViewRow:
            key = pair_key(kind, *pair)
            return (
                await row_of(app, views, key, URL(f"/parts/views/{in_path(key)}", encoded=True), request) or ViewRow()
            )

        meetings, measures = await asyncio.gather(row(EventType.MEETING), row(EventType.TRADE_MEASURE))
        return meetings, measures

    @app.page("/pairs/{one}/{other}", name="pair_page")
    async def pair_page(view: web.View, request: web.Request, one: str, other: str) -> web.Response:
        """Show what is told between two countries: `?since=2019-01&until=2019-12`."""
        pair, question = (capitals(one), capitals(other)), question_of(request.query)
        wrong_pair = wrong_countries(*pair)
        if wrong := wrong_pair or wrong_period(question.since, question.until):
            return problem(view, 404 if wrong_pair else 400, "No such page", f"{wrong}.")
        try:
            meetings, measures = await rows(pair, request)
        except ServiceUnavailable:
            return not_now(view)
        return view.html(render("pair.html", view=pair_view(pair, question, meetings, measures)))

    @app.page("/api/pairs/{one}/{other}", name="pair")
    async def pair(view: web.View, request: web.Request, one: str, other: str) -> web.Response:
        """Give what is told between two countries."""
        pair, question = pair_of(one, other), question_of(request.query)
        if wrong := wrong_countries(*pair) or wrong_period(question.since, question.until):
            return view.json({"error": wrong}, status=400)
        return answer(to_bytes(told(pair_view(pair, question, *await rows(pair, request), most=None))), JSON)

    @app.page("/parts/views/{key}", name="views_part")
    async def part(view: web.View, request: web.Request, key: str) -> web.Response:
        """Give a row as this worker holds it."""
        return answer(to_bytes(views.read(key) or ViewRow()), JSON)


def pair_view(
    pair: tuple[str, str], question: Question, meetings: ViewRow, measures: ViewRow, most: int | None = MOST_LINES
) -> PairView:
    """Everything that the page shows.

    Args:
        pair: codes of the two countries.
        question: its months are asked for.
        meetings: the row of their meetings.
        measures: the row of their measures.
        most: how many meetings, and how many acts, are shown; None for all.
    """
    since, until = question.since or FIRST_MONTH, question.until or LAST_MONTH
    months = [month for month in meetings_by_month(meetings) if since <= month.month <= until]
    acts = [act for act in measures_told(measures) if since <= f"{act.start or act.first_seen:%Y-%m}" <= until]
    shown = cut(months, most)
    left_out = sum(len(month.meetings) for month in months) - sum(len(month.meetings) for month in shown)
    return PairView(
        one=pair[0],
        other=pair[1],
        question=question,
        months=tuple(shown),
        met=sum(month.count for month in months),
        in_force=measures_in_force(measures)[:most],
        acts=tuple(acts[:most]),
        more=left_out + len(acts) - len(acts[:most]),
    )


def measures_told(row: ViewRow) -> list[MeasureTold]:
    """Every act of a row, the newest first."""
    acts = [entry for entry in row.entries.values() if isinstance(entry, MeasureEntry)]
    acts.sort(key=lambda act: (day_of(act), act.event_id), reverse=True)
    return [MeasureTold.model_validate(act, from_attributes=True) for act in acts]


def cut(months: Sequence[Month], most: int | None) -> Sequence[Month]:
    """The newest months with so many meetings together at most."""
    if most is None:
        return months
    kept = []
    for month in months:
        meetings = month.meetings[: max(0, most)]
        kept.append(month.model_copy(update={"meetings": meetings}))
        most -= len(meetings)
    return kept


def told(view: PairView) -> Between:
    """What is told between two countries as it is answered."""
    return Between(countries=(view.one, view.other), months=view.months, in_force=view.in_force, acts=view.acts)
