"""The newest events, and the row of an entity, as JSON."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, cast

import faust
from faust import web

from agents.api.routes import JSON, MOST_EVENTS, USUAL_EVENTS
from agents.pages.filtering import fitting, wrong_filter
from agents.pages.rendering import answer
from schemas.wire import to_bytes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping

    from faust.transport.drivers.aiokafka import Producer

    from agents.pages.view import View
    from schemas.event import Event

MAX_EVENTS_BYTES = 4 * 1024 * 1024
"""Size at which one answer ends, with fewer events than asked for."""


def attach(sources: View) -> None:
    """Add the pages to the app."""
    app, newest, entities = sources.stream.app, sources.newest, sources.stream.tables.entities

    @app.page("/api/events", name="events")
    async def events(view: web.View, request: web.Request) -> web.Response:
        """Give the newest events, newest first: `?type=meeting&status=planned&country=JP&limit=20`."""
        wrong = wrong_query(request.query)
        if wrong:
            return view.json({"error": wrong}, status=400)
        chosen = chosen_events(newest.events, request.query)
        return answer(b'{"events":[' + b",".join(as_many_as_fit(map(to_bytes, chosen), MAX_EVENTS_BYTES)) + b"]}", JSON)

    @app.page("/api/entities/{entity_id}", name="entity")
    async def entity(view: web.View, request: web.Request, entity_id: str) -> web.Response:
        """Give the row of an entity by its id, percent-encoded: `/api/entities/person:KR%2Fkim-jung-han`."""
        await know_partitions(app, entities.table)
        # Faust's type leaves out what stands in the path, though it hands it on.
        row_of = cast("Callable[[web.View, web.Request, str], Awaitable[web.Response]]", entity_row)
        return await row_of(view, request, entity_id)

    @app.table_route(table=entities.table, match_info="entity_id")
    async def entity_row(view: web.View, request: web.Request, entity_id: str) -> web.Response:
        """Give the row on the worker that holds it."""
        row = entities.read(entity_id)
        if row is None:
            return view.json({"error": "no such entity"}, status=404)
        return answer(to_bytes(row.entity), JSON)


async def know_partitions(app: faust.App, table: faust.Table[bytes, bytes]) -> None:
    """Make sure that the producer, which Faust asks where a key lies, has heard of the table's changelog topic.

    It knows only topics that it has sent to; a worker that has written no row yet would fail.
    """
    producer = cast("Producer", await app.maybe_start_producer())
    await producer._ensure_producer().partitions_for(table.changelog_topic.get_topic_name())  # noqa: SLF001


def wrong_query(query: Mapping[str, str]) -> str | None:
    """What is wrong with the query of `/api/events`; None where nothing is."""
    if wrong := wrong_filter(query):
        return wrong
    return wrong_limit(query, MOST_EVENTS)


def wrong_limit(query: Mapping[str, str], most: int) -> str | None:
    """What is wrong with the number of records that a query asks for; None where nothing is."""
    limit = query.get("limit", "").strip() or "1"
    if limit.isascii() and limit.isdigit() and len(limit) < 4 and 1 <= int(limit) <= most:  # noqa: PLR2004
        return None
    return f"limit must be a number from 1 to {most}"


def limit_of(query: Mapping[str, str], usual: int) -> int:
    """How many records a query asks for that is right."""
    return int(query.get("limit", "").strip() or usual)


def chosen_events(events: Iterable[Event], query: Mapping[str, str]) -> list[Event]:
    """The events that fit a valid query, at most as many as it asks for."""
    return list(islice(fitting(events, query), limit_of(query, USUAL_EVENTS)))


def as_many_as_fit(written: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The first of some records that together are no larger than a size; always one of them."""
    used = 0
    for record in written:
        used += len(record)
        if used > size and used > len(record):
            return
        yield record
