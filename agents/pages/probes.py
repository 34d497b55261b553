"""`/healthz`, `/readyz` and `/metrics`: for whoever runs the worker, and for Prometheus."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from faust import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from agents.api.answers import Alive, Readiness
from agents.api.routes import JSON
from agents.pages.health import health_of
from agents.pages.rendering import answer
from schemas.wire import to_bytes

if TYPE_CHECKING:
    from agents.pages.view import View


def attach(sources: View) -> None:
    """Add the pages to the app."""
    app, metrics_registry = sources.stream.app, sources.stream.metrics.registry

    @app.page("/healthz", name="healthz")
    async def healthz(view: web.View, request: web.Request) -> web.Response:
        """Answer as long as the event loop runs."""
        return answer(to_bytes(Alive()), JSON)

    @app.page("/readyz", name="readyz")
    async def readyz(view: web.View, request: web.Request) -> web.Response:
        """Answer 200 while articles are read, 503 otherwise."""
        now = time.monotonic()
        health = health_of(app, sources.lag.silence(now), sources.lag.stalled(now))
        told = Readiness(status=health.state, because=health.because)
        return answer(to_bytes(told), JSON, status=200 if health.ready else 503)

    @app.page("/metrics", name="metrics")
    async def metrics(view: web.View, request: web.Request) -> web.Response:
        """Give every metric in Prometheus' text format."""
        return view.bytes(generate_latest(metrics_registry), headers={"Content-Type": CONTENT_TYPE_LATEST})
