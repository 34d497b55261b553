"""One event as JSON, with its reports and why they are of one event, from the worker that merges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from faust import web

from agents.api.routes import JSON
from agents.events.composing import compose
from agents.events.resolving import digest_of
from agents.merging import AnyReport, Cluster, reports_of
from agents.pages.rendering import answer
from agents.pages.tables import from_elsewhere
from agents.records import EventAccount
from schemas.wire import to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from agents.pages.view import View
    from agents.records import LiveArticle, LiveEvent
    from schemas.event import Event

MAX_REPORTS = 500
"""Reports of which the record of one event is made again to be shown."""

NOT_KEPT = "no such event, or it is older than the retention (COMMUNIQUE_LIVE_DAYS): settled, and no longer kept"


def attach(sources: View) -> None:
    """Add the page to the app."""
    app, live_events = sources.stream.app, sources.stream.tables.live_events

    @app.page("/api/events/{event_id}", name="event")
    async def event(view: web.View, request: web.Request, event_id: str) -> web.Response:
        """Give what is known of an event by its id."""
        if elsewhere := await from_elsewhere(app, live_events, event_id, view, request):
            return elsewhere
        known = known_event(sources, event_id)
        return answer(to_bytes(known), JSON) if known else view.json({"error": NOT_KEPT}, status=404)


def known_event(sources: View, event_id: str) -> EventAccount | None:
    """What is known of an event on the worker that merges; None where nothing is."""
    tables, record = sources.stream.tables, sources.newest.event(event_id)
    row = tables.live_events.read(event_id)
    if row and not record:
        record = recomposed(row, tables.live_articles.read)
    return account_of(event_id, row, record)


def recomposed(row: LiveEvent, articles: Callable[[str], LiveArticle | None]) -> Event | None:
    """The record of an event, made again of the reports that it was made of.

    Args:
        row: what merging keeps of the event.
        articles: what it keeps of an article.

    Returns:
        None where it was withdrawn, has too many reports, or where the reports do not give the record that was
        published, as while an article is being corrected.
    """
    if row.digest is None or not 0 < len(row.reports) <= MAX_REPORTS:
        return None
    reports: list[AnyReport] = []
    for told in row.reports:
        article = articles(told.article_id)
        found = [report for report in reports_of(article.contribution) if report.label == told.label] if article else []
        if not found:
            return None
        reports += found
    event = compose(Cluster(tuple(reports), tuple(told.why for told in row.reports)), row.version)
    return event if digest_of(event) == row.digest else None


def account_of(event_id: str, row: LiveEvent | None, newest: Event | None) -> EventAccount | None:
    """What is known of an event.

    Args:
        event_id: the event.
        row: what merging keeps of it; None for one that is settled.
        newest: its record, where it is known.

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
