"""Asking the web view of a worker, with the login of the settings."""

from __future__ import annotations

import base64
from http.client import HTTPException
from typing import TYPE_CHECKING, NoReturn
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

import click

from agents.broker.clients import trusting
from agents.pages.guard import MAX_RESPONSE_BYTES, is_loopback
from agents.settings import PREFIX

if TYPE_CHECKING:
    from agents.settings import Settings

SECONDS = 30.0
LOGIN_NEEDED, NOT_FOUND, TROUBLE = 401, 404, 500

ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 -- read, not bound
"""Where to ask a worker of this machine that listens on every address."""


class NoRedirects(HTTPRedirectHandler):
    """Follows nobody: a redirect would take the login along."""

    def redirect_request(self, *_: object) -> None:
        """Make no further request."""


def web_view(url: str | None, settings: Settings) -> str:
    """Address of the web view to ask, without a slash at its end.

    Raises:
        click.ClickException: it is no address of a web page, or one that a login must not be sent to.
    """
    address = url or _own_address(settings)
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise click.ClickException(f"{address} is no address that begins with http:// or https://")
    safe = parts.scheme == "https" or is_loopback(parts.hostname) or settings.web_allow_insecure
    if settings.web_asks_for_login and not safe:
        raise click.ClickException(
            f"the login would be sent to {parts.hostname} in the clear; ask over https://, "
            f"or set {PREFIX}WEB_ALLOW_INSECURE=true"
        )
    return address.rstrip("/")


def _own_address(settings: Settings) -> str:
    # A certificate names the host that others know.
    named = settings.web_advertised_host if settings.web_ssl_certfile else None
    return f"{settings.web_scheme}://{named or ANYWHERE.get(settings.web_host, settings.web_host)}:{settings.web_port}"


def ask(address: str, settings: Settings) -> bytes | None:
    """What a page of the web view answers; None where it knows of nothing.

    Raises:
        click.ClickException: nobody answers there, or the answer is an error.
    """
    try:
        opener = build_opener(NoRedirects, HTTPSHandler(context=trusting(settings.web_ssl_cafile)), *_proxies(address))
        request = Request(address, headers=login(settings))  # noqa: S310 -- `web_view` checks the scheme
        with opener.open(request, timeout=SECONDS) as response:
            return bytes(response.read(MAX_RESPONSE_BYTES))
    except HTTPError as error:
        if error.code == NOT_FOUND:
            return None
        _refuse(address, error.code, error)
    except (URLError, OSError, HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        message = (
            f"no worker answers at {address}: {reason}; {PREFIX}WEB_HOST, {PREFIX}WEB_PORT or --url tell where one is"
        )
        raise click.ClickException(message) from error


def _proxies(address: str) -> list[ProxyHandler]:
    """No proxy for what is asked in the clear, for it would read the login; over TLS it cannot."""
    return [ProxyHandler({})] if urlsplit(address).scheme == "http" else []


def login(settings: Settings) -> dict[str, str]:
    """The header that logs in; none where there is no login."""
    if settings.web_token:
        return {"Authorization": f"Bearer {settings.web_token.get_secret_value()}"}
    if settings.web_username and settings.web_password:
        text = f"{settings.web_username}:{settings.web_password.get_secret_value()}"
        return {"Authorization": f"Basic {base64.b64encode(text.encode()).decode()}"}
    return {}


def _refuse(address: str, code: int, error: HTTPError) -> NoReturn:
    if code == LOGIN_NEEDED:
        why = f"; {PREFIX}WEB_TOKEN, or {PREFIX}WEB_USERNAME and {PREFIX}WEB_PASSWORD, tell the login"
    else:
        why = "; while partitions move, try again" if code >= TROUBLE else ""
    raise click.ClickException(f"{address} answers {code}{why}") from error
