"""One event as JSON, with its reports and why they are of one event, from the worker that merges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from faust import web

from agents.api.routes import JSON
from agents.pages.rendering import answer
from agents.pages.tables import from_elsewhere
from agents.records import EventAccount
from schemas.wire import to_bytes

if TYPE_CHECKING:
    from agents.pages.view import View
    from agents.records import LiveEvent
    from schemas.event import Event

NOT_KEPT = "no such event, or it is older than the retention (COMMUNIQUE_LIVE_DAYS): settled, and no longer kept"


def attach(sources: View) -> None:
    """Add the page to the app."""
    app, newest, live_events = sources.stream.app, sources.newest, sources.stream.tables.live_events

    @app.page("/api/events/{event_id}", name="event")
    async def event(view: web.View, request: web.Request, event_id: str) -> web.Response:
        """Give what is known of an event by its id."""
        if elsewhere := await from_elsewhere(app, live_events, event_id, view, request):
            return elsewhere
        known = account_of(event_id, live_events.read(event_id), newest.event(event_id))
        return answer(to_bytes(known), JSON) if known else view.json({"error": NOT_KEPT}, status=404)


def account_of(event_id: str, row: LiveEvent | None, newest: Event | None) -> EventAccount | None:
    """What is known of an event.

    Args:
        event_id: the event.
        row: what merging keeps of it; None for one that is settled.
        newest: its record, where it is among the newest.

    Returns:
        None where nothing is known.
    """
    if row is None:
        return _settled(newest) if newest else None
    return EventAccount(
        event_id=event_id,
        version=row.version,
        live=True,
        withdrawn=row.digest is None,
        last_seen=row.last_seen,
        entities=row.entities,
        reports=row.reports,
        conflicts=row.conflicts,
        event=newest if row.digest else None,
    )


def _settled(event: Event) -> EventAccount:
    return EventAccount(
        event_id=event.event_id,
        version=event.version,
        live=False,
        withdrawn=False,
        last_seen=event.last_seen,
        event=event,
    )
