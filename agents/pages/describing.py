"""What programs may ask, told: for tools as an OpenAPI document, for people as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from faust import web

from agents.api.routes import JSON
from agents.pages.rendering import answer, render

if TYPE_CHECKING:
    from agents.pages.view import View


def attach(sources: View) -> None:
    """Add the pages to the app; what they show is made when it is first asked for, so that no start waits for it."""
    app = sources.stream.app

    @app.page("/api/openapi.json", name="openapi")
    async def openapi(view: web.View, request: web.Request) -> web.Response:
        """Give the OpenAPI document."""
        from agents.api.document import written  # noqa: PLC0415 -- see above

        return answer(written(), JSON)

    @app.page("/api", name="api")
    async def api(view: web.View, request: web.Request) -> web.Response:
        """Show every route with its parameters, an example and its answer."""
        from agents.api.description import description, pieces  # noqa: PLC0415 -- see above

        return view.html(render("api.html", view=description(), pieces=pieces))
