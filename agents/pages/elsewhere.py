"""Pages for people about rows that another worker holds, and pages that tell why there is nothing to show."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

from faust import web
from faust.web.exceptions import ServiceUnavailable
from pydantic import BaseModel
from yarl import URL

from agents.pages.api import know_partitions
from agents.pages.rendering import render
from agents.pages.tables import from_elsewhere
from schemas.wire import from_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import faust

    from agents.routing import Router
    from agents.tables import RowTable

RowT = TypeVar("RowT", bound=BaseModel)

HTML = "text/html"

GATHER_SECONDS = 3.0
"""What all other workers together get to answer."""

ASKED_AT_ONCE = 8
MOST_WORKERS = 200
"""The most workers that are asked for their part of a page."""

MOVING = "The worker that holds it does not answer just now: it starts, or partitions are being shared out."


async def page_elsewhere(
    app: faust.App, table: RowTable[RowT], key: str, view: web.View, request: web.Request
) -> web.Response | None:
    """The page as the worker that holds a row makes it; None where that is this one."""
    try:
        found = await from_elsewhere(app, table, key, view, request)
    except ServiceUnavailable:
        return not_now(view)
    if found is None or found.content_type == HTML:
        return found
    return not_now(view)  # an error for programs, such as that of a worker that is too busy


def not_now(view: web.View) -> web.Response:
    """The page that tells to try again."""
    return problem(view, 503, "Not just now", MOVING, "Try again in a few seconds.")


def problem(view: web.View, status: int, title: str, *told: str, links: Iterable[tuple[str, str]] = ()) -> web.Response:
    """A page that tells why there is nothing to show.

    Args:
        view: Faust's.
        status: of HTTP.
        title: the heading.
        told: paragraphs.
        links: addresses with their names that may help.
    """
    page = render("problem.html", title=title, told=told, links=tuple(links))
    return view.html(page, status=status)


async def row_of(app: faust.App, table: RowTable[RowT], key: str, page: URL, request: web.Request) -> RowT | None:
    """A row, from this worker or from a page of the one that holds it, which gives the row itself as JSON.

    Raises:
        ServiceUnavailable: it cannot be had just now.
    """
    await know_partitions(app, table.table)
    router = cast("Router", app.router)
    holder = router.holder(table.name, key)
    if holder is None:
        return table.read(key)
    return from_bytes(table.kind, await _asked(router, holder, page, request))


async def json_of(app: faust.App, table: RowTable[RowT], key: str, page: URL, request: web.Request) -> bytes | None:
    """The JSON of a page about a row that another worker holds; None where this one holds it.

    Raises:
        ServiceUnavailable: it cannot be had just now.
    """
    await know_partitions(app, table.table)
    router = cast("Router", app.router)
    holder = router.holder(table.name, key)
    return None if holder is None else await _asked(router, holder, page, request)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the other workers answered."""

    answers: tuple[bytes, ...]
    """Each a body."""

    missing: int = 0
    """How many workers did not answer in time, or not with what was asked for."""


async def gathered(app: faust.App, table: RowTable[RowT], page: URL, request: web.Request) -> Gathered:
    """The same page of every other worker that holds rows of a table, within a bound of time."""
    router = cast("Router", app.router)
    others = router.others(table.name)
    turn = asyncio.Semaphore(ASKED_AT_ONCE)

    async def ask(worker: URL) -> bytes:
        async with turn:
            return await _asked(router, worker, page, request)

    tasks = [asyncio.ensure_future(ask(worker)) for worker in others[:MOST_WORKERS]]
    return _sorted_out(tasks, len(others), await _done_in_time(tasks))


async def _done_in_time(tasks: Sequence[asyncio.Task[bytes]]) -> set[asyncio.Task[bytes]]:
    if not tasks:
        return set()
    try:
        done, late = await asyncio.wait(tasks, timeout=GATHER_SECONDS)
    except asyncio.CancelledError:
        for task in tasks:
            task.cancel()
        raise
    for task in late:
        task.cancel()
    return done


def _sorted_out(tasks: Iterable[asyncio.Task[bytes]], asked: int, done: set[asyncio.Task[bytes]]) -> Gathered:
    failed = {task for task in done if task.exception() is not None}
    answers = tuple(task.result() for task in tasks if task in done and task not in failed)
    return Gathered(answers, asked - len(answers))


async def _asked(router: Router, worker: URL, page: URL, request: web.Request) -> bytes:
    response = await router.ask(worker, page, request)
    body = cast("bytes | None", response.body)
    if response.status != 200 or body is None:  # noqa: PLR2004 -- OK
        raise ServiceUnavailable
    return body
