"""Templates, static files and the headers that every response bears."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, cast

import faust.web
from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "communique",
}
"""No script runs, nothing is loaded from elsewhere or framed, no type is guessed, nothing is kept, no version told."""


@cache
def templates() -> Environment:
    """The page templates; every value is escaped, and a name that is not given is an error."""
    return Environment(loader=PackageLoader("agents.pages"), autoescape=True, undefined=StrictUndefined)


def render(name: str, **values: Any) -> str:  # noqa: ANN401 -- a template takes any value
    """A page's HTML."""
    return templates().get_template(name).render(**values)


@cache
def stylesheet() -> bytes:
    """The one style sheet."""
    return (files("agents.pages") / "static" / "communique.css").read_bytes()


def answer(body: bytes, content_type: str) -> faust.web.Response:
    """A response of text that is UTF-8 bytes already."""
    response = web.Response(body=body, content_type=content_type, charset="utf-8")
    return cast("faust.web.Response", response)  # Faust's web driver returns aiohttp's own
