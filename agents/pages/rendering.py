"""Templates, static files and the headers that every response bears."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, cast
from urllib.parse import quote

import faust.web
from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from agents.countries import country_name
from schemas.identity import INTERNATIONAL, UNKNOWN_COUNTRY

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "communique",
}
"""No script runs but the files of ours, nothing is loaded from elsewhere, sent elsewhere or framed, no type is guessed,
nothing is kept, no version told."""

ASSETS = {
    "communique.css": "text/css",
    "icon.svg": "image/svg+xml",
    "idiomorph.min.js": "text/javascript",
    "live.js": "text/javascript",
    "stories.css": "text/css",
    "theme.js": "text/javascript",
}
"""Every static file with its type; there is no other."""

_MINUTE, _HOUR, _DAY_LONG = 60, 3_600, 86_400
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b", re.ASCII)


@cache
def templates() -> Environment:
    """The page templates; every value is escaped, and a name that is not given is an error."""
    made = Environment(
        loader=PackageLoader("agents.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        country_name=country_name,
        day=day,
        duration=duration,
        entity_name=entity_name,
        in_path=in_path,
        moment=moment,
        month=month,
        readable=readable,
    )
    return made


def render(name: str, **values: Any) -> str:  # noqa: ANN401 -- a template takes any value
    """A page's HTML."""
    return templates().get_template(name).render(**values)


def day(value: date | str) -> str:
    """A day for a person: "Fri 20 Sep 2019"; it may be told as in ISO 8601.

    Raises:
        ValueError: the text is no day.
    """
    known = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{known:%a} {known.day} {known:%b} {known.year:04}"


def month(value: str) -> str:
    """A month for a person: "September 2019"; it is told as in ISO 8601.

    Raises:
        ValueError: the text is no month.
    """
    first = date.fromisoformat(f"{value}-01")
    return f"{first:%B} {first.year:04}"


def entity_name(entity_id: str) -> str:
    """An entity for a person, where only its id is known: "Japan", "Kim Jung Han (KR)"."""
    kind, _, rest = entity_id.partition(":")
    state, _, slug = rest.partition("/")
    if kind == "country" or not slug:
        return country_name(state)
    name = slug.replace("-", " ").title()
    return name if state in {INTERNATIONAL, UNKNOWN_COUNTRY} else f"{name} ({state})"


def moment(at: datetime) -> str:
    """A time for a person, in UTC: "20 Sep 2019 08:05 UTC"."""
    utc = at.astimezone(UTC)
    return f"{utc.day} {utc:%b} {utc.year:04} {utc:%H:%M} UTC"


def duration(seconds: float) -> str:
    """A span of time for a person, to two or three figures: "0.08 s", "45 s", "12 min", "5 h 10 min", "3 d 2 h"."""
    return _span(seconds).replace(" ", "\N{NO-BREAK SPACE}")


def _span(seconds: float) -> str:
    if seconds < 10:  # noqa: PLR2004 -- below, tenths and hundredths matter
        return f"{seconds:.2g} s" if seconds else "0 s"
    if seconds < _MINUTE * 2:
        return f"{seconds:.0f} s"
    for unit, name, smaller, small in ((_DAY_LONG, "d", _HOUR, "h"), (_HOUR, "h", _MINUTE, "min")):
        if seconds >= unit:
            return f"{int(seconds // unit)} {name} {int(seconds % unit // smaller)} {small}"
    return f"{int(seconds // _MINUTE)} min"


def readable(summary: str) -> str:
    """A summary with the days in it as a person writes them; what only looks like a day stays."""
    return _DAY.sub(_told, summary)


def _told(found: re.Match[str]) -> str:
    try:
        return day(found[0])
    except ValueError:
        return found[0]


def in_path(part: str) -> str:
    """A piece of an address that may hold a slash, percent-encoded."""
    return quote(part, safe="")


@cache
def asset(name: str) -> bytes:
    """A static file.

    Raises:
        KeyError: there is no such file.
    """
    ASSETS[name]
    return (files("agents.pages") / "static" / name).read_bytes()


def answer(body: bytes, content_type: str, status: int = 200) -> faust.web.Response:
    """A response of text that is UTF-8 bytes already."""
    response = web.Response(status=status, body=body, content_type=content_type, charset="utf-8")
    return cast("faust.web.Response", response)  # Faust's web driver returns aiohttp's own
