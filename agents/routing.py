"""How a worker asks another one for a row that it holds.

Faust passes a request on with all its headers, to wherever the answer points, and reads any amount of answer. Here the
login goes to workers of the group alone, over TLS where this worker speaks it, and a request is passed on once.
"""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Any, cast

from aiohttp import ClientError, ClientTimeout
from faust.app.router import Router as FaustRouter
from faust.exceptions import SameNode
from faust.web.exceptions import ServiceUnavailable
from yarl import URL

from agents.broker.clients import trusting
from agents.pages.guard import MAX_RESPONSE_BYTES
from agents.pages.rendering import answer

if TYPE_CHECKING:
    from faust.types.web import Request, Response, Web

    from agents.settings import Settings

PASSED_ON = "X-Communique-Passed-On"
"""Header of a request that another worker passed on. Two workers that each take the other for the holder, as may be
while partitions move, would send it to and fro for ever."""

FORWARDED = ("Authorization", "Accept")
OK_OR_ERROR = frozenset({200, 400, 401, 403, 404, 413, 500, 503, 504})
"""Answers that are passed back; a redirect is none, and is never followed."""


class Router(FaustRouter):
    """Faust's router, careful with whom it tells what."""

    def __init__(self, app: Any) -> None:  # noqa: ANN401 -- Faust's own, which knows nothing of our settings
        """Read the authorities to trust, once."""
        super().__init__(app)
        settings: Settings = app.settings
        self._context: ssl.SSLContext | bool = trusting(settings.web_ssl_cafile) if settings.web_ssl_certfile else True
        self._timeout = ClientTimeout(total=settings.web_timeout_seconds)

    async def _route_req(self, dest_url: URL, web: Web, request: Request) -> Response:
        if self._is_here(dest_url):
            raise SameNode
        own = self.app.conf.canonical_url
        if PASSED_ON in request.headers or dest_url.scheme != own.scheme:
            raise ServiceUnavailable
        return await self._ask(address(dest_url, request.rel_url), request)

    def holder(self, table: str, key: str) -> URL | None:
        """The worker that holds a row; None where it is this one.

        Raises:
            ServiceUnavailable: partitions are being shared out.
        """
        try:
            found: URL = self.key_store(table, key)
        except KeyError:
            raise ServiceUnavailable from None
        return None if self._is_here(found) else found

    def _is_here(self, holder: URL) -> bool:
        """Whether it is this worker that holds a row.

        A partition is this worker's some time before its tables are refilled: until then the row is missing, or old.

        Raises:
            ServiceUnavailable: it is, but its tables are being refilled.
        """
        if self._urlident(holder) != self._urlident(self.app.conf.canonical_url):
            return False
        if self.app.rebalancing:  # until tables are refilled
            raise ServiceUnavailable
        return True

    def others(self, table: str) -> list[URL]:
        """Every other worker that holds partitions of a table, in a fixed order."""
        own = self._urlident(self.app.conf.canonical_url)
        told = (URL(url) for url, topics in sorted(self.table_metadata(table).items()) if any(topics.values()))
        return [url for url in told if self._urlident(url) != own]

    async def ask(self, worker: URL, page: URL, request: Request) -> Response:
        """What another worker answers to a question of this one's own, asked for the sake of a request.

        Whoever is asked answers from its own rows and asks nobody in turn, so this ends even where the request itself
        was passed on by another worker.

        Args:
            worker: one that `holder` or `others` named.
            page: path and query of what is answered from the rows of one worker.
            request: whose login goes along.

        Raises:
            ServiceUnavailable: it does not answer, or nothing of use.
        """
        if worker.scheme != self.app.conf.canonical_url.scheme:
            raise ServiceUnavailable
        return await self._ask(address(worker, page), request, "GET")

    async def _ask(self, url: URL, request: Request, method: str | None = None) -> Response:
        headers = {name: request.headers[name] for name in FORWARDED if name in request.headers}
        client = cast("Any", self.app.http_client)
        try:
            async with client.request(
                method or request.method,
                url,
                headers={**headers, PASSED_ON: "1"},
                allow_redirects=False,
                ssl=self._context,
                timeout=self._timeout,
            ) as response:
                body = await response.content.read(MAX_RESPONSE_BYTES + 1)
                while len(body) <= MAX_RESPONSE_BYTES and (more := await response.content.read(MAX_RESPONSE_BYTES)):
                    body += more
        except (ClientError, TimeoutError, OSError) as error:
            raise ServiceUnavailable from error
        if response.status not in OK_OR_ERROR or len(body) > MAX_RESPONSE_BYTES:
            raise ServiceUnavailable
        told = answer(body, response.content_type)
        cast("Any", told).set_status(response.status)
        return told


def address(worker: URL, asked: URL) -> URL:
    """The same page at another worker; nothing of the request chooses where it goes."""
    return URL.build(
        scheme=worker.scheme,
        host=worker.host or "",
        port=worker.port,
        path=asked.raw_path,
        query_string=asked.raw_query_string,
        encoded=True,
    )
