"""The web view, on Faust's own web server: pages for people, JSON for programs, metrics for Prometheus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.pages import api, home, probes
from agents.pages.newest import Newest

if TYPE_CHECKING:
    from agents.stream import Stream

PAGES = (home, probes, api)
"""Every module that adds pages, in the order of docs/web-view.md."""


def attach(stream: Stream) -> None:
    """Add every page to the app, and what keeps them supplied."""
    newest = Newest(stream.settings)
    stream.app.service(newest)
    for module in PAGES:
        module.attach(stream, newest)
