"""What programs may ask, as people read it: the page at `/api` and docs/reference/http/api.md show the same."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from agents.api.document import ABOUT, document, failures, plain
from agents.api.examples import answer_examples
from agents.api.routes import GROUPS, ROUTES, Parameter, Route
from schemas.reference import kind, words

ADDRESS = "http://127.0.0.1:6066"
_MARKED = re.compile(r"\[(?P<schema>\w+)\]\(#\w+\)|`(?P<code>[^`]+)`")


@dataclass(frozen=True)
class ParameterLine:
    """A parameter as a row."""

    name: str
    place: str
    needed: bool
    allowed: str
    """What it may be."""

    about: str
    example: str


@dataclass(frozen=True)
class Section:
    """One route."""

    path: str
    name: str
    summary: str
    about: str
    parameters: tuple[ParameterLine, ...]
    asked: str
    """The path with the examples of its parameters."""

    command: str
    """The same as a command line."""

    answer: str | None
    """Name of the answer's schema; None where it has none."""

    example: str | None
    """An answer, as it comes but for the line breaks."""

    failures: tuple[tuple[int, str], ...]
    open: bool


@dataclass(frozen=True)
class FieldLine:
    """A field of a schema as a row."""

    name: str
    kind: str
    """What it holds, with Markdown's links to schemas."""

    always: bool
    about: str


@dataclass(frozen=True)
class SchemaSection:
    """One schema."""

    name: str
    about: str
    words: tuple[str, ...]
    """The words of a closed vocabulary; none for an object."""

    fields: tuple[FieldLine, ...]


@dataclass(frozen=True)
class Description:
    """All of it."""

    about: str
    groups: tuple[tuple[str, str, tuple[Section, ...]], ...]
    """Name, what it is about, and its routes."""

    schemas: tuple[SchemaSection, ...]


@cache
def description() -> Description:
    """All routes by group, and every schema by name."""
    groups = tuple(
        (name, about, tuple(section(route) for route in ROUTES if route.tag == name)) for name, about in GROUPS.items()
    )
    schemas = document()["components"]["schemas"]
    return Description(ABOUT, groups, tuple(schema_section(name, part) for name, part in schemas.items()))


def section(route: Route) -> Section:
    """One route as people read it."""
    example = answer_examples().get(route.name)
    asked = example_path(route)
    return Section(
        path=route.path,
        name=route.name,
        summary=route.summary,
        about=route.about,
        parameters=tuple(parameter_line(one) for one in route.parameters),
        asked=asked,
        command=f"curl {shlex.quote(ADDRESS + asked)}",
        answer=route.answer.__name__ if route.answer else None,
        example=json.dumps(plain(example), indent=2, ensure_ascii=False) if example else None,
        failures=tuple(failures(route).items()),
        open=route.open,
    )


def example_path(route: Route) -> str:
    """The address of a route with the examples of its parameters."""
    path = route.path
    for one in route.parameters:
        path = path.replace(f"{{{one.name}}}", quote(str(one.example), safe=":"))
    query = urlencode({one.name: one.example for one in route.parameters if one.place == "query"})
    return f"{path}?{query}" if query else path


def parameter_line(one: Parameter) -> ParameterLine:
    """A parameter as a row."""
    return ParameterLine(one.name, one.place, one.place == "path", allowed(one.schema), one.about, str(one.example))


def allowed(schema: Any) -> str:  # noqa: ANN401 -- any JSON Schema
    """What a parameter may be, in words."""
    if "enum" in schema:
        return ", ".join(schema["enum"])
    told = kind(schema)
    return f"{told}, {schema['default']} unless told" if "default" in schema else told


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """A text with Markdown's links to schemas and its code, in pieces: each with `schema`, `code` or nothing."""
    at = 0
    for found in _MARKED.finditer(text):
        yield text[at : found.start()], ""
        yield found[str(found.lastgroup)], str(found.lastgroup)
        at = found.end()
    yield text[at:], ""


def schema_section(name: str, part: Any) -> SchemaSection:  # noqa: ANN401 -- any JSON Schema
    """One schema as people read it."""
    needed = set(part.get("required", ()))
    fields = tuple(
        FieldLine(field, kind(told), field in needed, told.get("description", ""))
        for field, told in part.get("properties", {}).items()
    )
    return SchemaSection(name, part.get("description", ""), tuple(words(part)), fields)
