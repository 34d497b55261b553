"""The web view, on Faust's own web server: pages for people, JSON for programs, metrics for Prometheus."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from agents.pages import (
    api,
    describing,
    entity_page,
    event,
    event_page,
    force,
    home,
    matrix,
    pair_page,
    probes,
    standing,
    tables,
)
from agents.pages.newest import Newest
from agents.pages.pairing import Pairs
from agents.pages.throughput import Throughput
from agents.pages.view import View

if TYPE_CHECKING:
    from mode import ServiceT

    from agents.stream import Stream
    from agents.upkeep.lag import LagMonitor

PAGES = (home, event_page, entity_page, matrix, pair_page, probes, api, event, tables, force, standing, describing)
"""Every module that adds pages, in the order of docs/web-view.md."""


def attach(stream: Stream, lag: LagMonitor) -> None:
    """Add every page to the app, and what keeps them supplied."""
    view = View(stream, Newest(stream.settings), lag, Throughput(stream.metrics), Pairs(stream.tables.views))
    for service in (view.newest, view.throughput):
        stream.app.service(cast("type[ServiceT]", service))  # Faust takes a service as well as its class
    for module in PAGES:
        module.attach(view)
