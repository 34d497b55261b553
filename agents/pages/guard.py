"""Who may ask the web view for what: method, size, login, number at once, time.

It stands before every page, Faust's own included.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
import ipaddress
import logging
from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import TYPE_CHECKING

import orjson
from aiohttp import web

from agents.pages.rendering import SECURITY_HEADERS
from agents.settings import PREFIX, Settings

if TYPE_CHECKING:
    from aiohttp.typedefs import Middleware
    from prometheus_client import Counter

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

PROBES = frozenset({"/healthz", "/readyz"})
"""Pages without a login: whoever runs the worker asks them, and they tell nothing but how it stands."""

METRICS = "/metrics"
FAUSTS_OWN = "/router/"
METHODS = ("GET", "HEAD")

MAX_RESPONSE_BYTES = 16 * 1024 * 1024
"""Largest answer; the largest that the pages make is a fraction of it."""

REALM = 'Basic realm="communique", charset="UTF-8"'

_DEADLINE = web.RequestKey("deadline", asyncio.Timeout)

log = logging.getLogger(__name__)


def refusal(status: int, reason: str, headers: dict[str, str] | None = None) -> web.Response:
    """An answer that is an error: its reason as JSON, the security headers, and nothing of what was asked."""
    body = orjson.dumps({"error": reason})
    bears = {**SECURITY_HEADERS, **(headers or {})}
    return web.Response(status=status, body=body, content_type="application/json", charset="utf-8", headers=bears)


class Login:
    """Whoever knows the password or the token.

    Comparisons take as long for a right as for a wrong answer, so that time tells nothing.
    """

    def __init__(self, settings: Settings) -> None:
        """Keep digests alone."""
        self._known = [_digest(value) for value in _values(settings)]

    def allows(self, authorization: str | None) -> bool:
        """Whether an `Authorization` header bears what is known; always where nothing is asked for."""
        if not self._known:
            return True
        told = _digest(_told(authorization))
        return sum(hmac.compare_digest(told, known) for known in self._known) > 0  # all are compared, none skipped


def _values(settings: Settings) -> list[str]:
    values = []
    if settings.web_username and settings.web_password:
        values.append(f"basic {settings.web_username}:{settings.web_password.get_secret_value()}")
    if settings.web_token:
        values.append(f"bearer {settings.web_token.get_secret_value()}")
    return values


def _told(authorization: str | None) -> str:
    """What a header tells, as one text to compare; empty where it tells nothing."""
    scheme, _, value = (authorization or "").strip().partition(" ")
    if scheme.lower() == "bearer":
        return f"bearer {value.strip()}"
    if scheme.lower() == "basic":
        try:
            return f"basic {base64.b64decode(value, validate=True).decode('utf-8')}"
        except (binascii.Error, ValueError):
            return ""
    return ""


def _digest(text: str) -> bytes:
    return sha256(text.encode()).digest()


class Guard:
    """Answers in the place of a page where a request may not have it, and holds every request to its bounds.

    Args:
        settings: login and bounds.
        refused: counts refusals by reason.
    """

    def __init__(self, settings: Settings, refused: Counter) -> None:
        """Nobody is being answered yet."""
        self._login = Login(settings)
        self._open = PROBES | ({METRICS} if settings.web_open_metrics else set())
        self._most, self._seconds = settings.web_max_requests, settings.web_timeout_seconds
        self._refused = refused
        self._active = 0

    @property
    def middleware(self) -> Middleware:
        """It as a middleware of aiohttp."""

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            if refused := self._refuse(request):
                return refused
            if request.path in self._open:  # a flood of probes takes no other page its place
                return await self._answer(request, handler)
            self._active += 1
            try:
                return await self._answer(request, handler)
            finally:
                self._active -= 1

        return guard

    def _refuse(self, request: web.Request) -> web.Response | None:
        """The refusal of a request that may not have its page; None where it may."""
        if request.method not in METHODS:
            return self._count("method", refusal(405, "this can only be read", {"Allow": ", ".join(METHODS)}))
        if request.body_exists:
            return self._count("body", refusal(413, "a request has no body here"))
        if request.path in self._open:
            return None
        if not self._login.allows(request.headers.get("Authorization")):
            return self._count("login", refusal(401, "a login is needed", {"WWW-Authenticate": REALM}))
        if self._active >= self._most:
            return self._count("busy", refusal(503, "too many requests at once", {"Retry-After": "1"}))
        return None

    def _count(self, reason: str, response: web.Response) -> web.Response:
        self._refused.labels(reason).inc()
        return response

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            async with asyncio.timeout(self._seconds) as deadline:
                request[_DEADLINE] = deadline
                return self._bounded(await handler(request))
        except TimeoutError:
            return self._count("timeout", refusal(504, "this took too long"))
        except web.HTTPException as error:
            return refusal(error.status, error.reason)
        except Exception as error:
            # Faust's own pages look a table up without asking whether there is such a one.
            if isinstance(error, KeyError) and request.path.startswith(FAUSTS_OWN):
                return refusal(404, "no such table")
            log.exception("a page of the web view failed")
            return refusal(500, "this failed; the log tells why")
        finally:
            request.pop(_DEADLINE, None)

    def _bounded(self, response: web.StreamResponse) -> web.StreamResponse:
        body = response.body if isinstance(response, web.Response) else None
        if isinstance(body, bytes) and len(body) > MAX_RESPONSE_BYTES:
            return self._count("size", refusal(500, "the answer is too large"))
        return response


async def bear_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Give the security headers to a response that is about to be sent; a stream that has begun may take its time."""
    response.headers.update(SECURITY_HEADERS)
    if deadline := request.get(_DEADLINE):
        deadline.reschedule(None)


def why_insecure(settings: Settings) -> str | None:
    """Why the web view must not be served as it is set; None where it may.

    What only this machine can reach needs neither. Beyond it, a password without TLS is given to whoever listens, and
    pages without a login to whoever asks.
    """
    if settings.web_allow_insecure or is_loopback(settings.web_host):
        return None
    missing = []
    if not settings.web_asks_for_login:
        missing.append(f"a login ({PREFIX}WEB_TOKEN, or {PREFIX}WEB_USERNAME and {PREFIX}WEB_PASSWORD)")
    if not settings.web_ssl_certfile:
        missing.append(f"TLS ({PREFIX}WEB_SSL_CERTFILE)")
    if not missing:
        return None
    return (
        f"the web view would be served on {settings.web_host} without {' and without '.join(missing)}; "
        f"set them, or {PREFIX}WEB_ALLOW_INSECURE=true where something else keeps strangers out"
    )


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
