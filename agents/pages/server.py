"""Faust's web server, held to bounds that reach below its pages.

aiohttp itself answers what is no HTTP, with headers of its own; it takes any number of connections, and waits for ever
for a client that does not read. Here it does not.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, cast

from aiohttp import web
from aiohttp.web_protocol import RequestHandler
from faust.web.drivers import aiohttp as driver

from agents.pages.guard import bear_headers, refusal

if TYPE_CHECKING:
    from aiohttp.web_request import BaseRequest

MAX_CONNECTIONS = 512
MAX_LINE_BYTES = 4_096
"""Longest request line, and so the longest address."""
MAX_HEADER_BYTES = 4_096
MAX_HEADERS = 64
IDLE_SECONDS = 15.0
"""What a connection gets for its next request, header and all."""
SEND_SECONDS = 30.0
"""What a client gets to read an answer."""
LINGER_SECONDS = 1.0
"""What a client gets to hear a refusal that is still sending."""

log = logging.getLogger(__name__)


class Connection(RequestHandler):
    """One client's connection."""

    __slots__ = ()

    def handle_error(
        self,
        request: BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # it would tell what was sent
    ) -> web.StreamResponse:
        """Answer what cannot be read, without repeating it."""
        log.debug("a request cannot be answered: %r", exc)
        reason = "this is no request that can be read" if status < 500 else "this failed"  # noqa: PLR2004
        response = refusal(status, reason)
        response.force_close()
        return response

    async def finish_response(
        self, request: BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Send an answer; a client that does not read it is cut off."""
        try:
            async with asyncio.timeout(SEND_SECONDS):
                return await super().finish_response(request, resp, start_time)
        except TimeoutError:
            if self.transport is not None:
                self.transport.abort()
            return resp, True


class Refused(asyncio.Protocol):
    """A connection over the most there may be: closed at once."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Close it."""
        transport.close()


class Server(web.Server):
    """Makes a connection for each client, up to a number."""

    def __call__(self) -> Any:  # noqa: ANN401 -- asyncio takes any protocol
        """The protocol of a new connection."""
        if len(self._connections) >= MAX_CONNECTIONS:
            return Refused()
        return Connection(self, loop=self._loop, **self._kwargs)


class Runner(web.AppRunner):
    """Runs the application on this server."""

    async def _make_server(self) -> Server:
        made = await super()._make_server()
        made.__class__ = Server  # the same server; only the connections that it makes are others
        return cast("Server", made)


class Web(driver.Web):
    """Faust's web driver with this server."""

    def __init__(self, app: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Faust's own arguments, passed through
        """Make the application as Faust does, and run it with bounds."""
        super().__init__(app, **kwargs)
        self.web_app.on_response_prepare.append(bear_headers)
        self._runner = Runner(
            self.web_app,
            access_log=None,
            handler_cancellation=True,
            keepalive_timeout=IDLE_SECONDS,
            lingering_time=LINGER_SECONDS,
            max_line_size=MAX_LINE_BYTES,
            max_field_size=MAX_HEADER_BYTES,
            max_headers=MAX_HEADERS,
        )
