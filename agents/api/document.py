"""The OpenAPI 3.1 document, made from the table of routes and the models of the answers.

Source: OpenAPI Specification 3.1.1, whose schemas are JSON Schema 2020-12.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from pydantic import BaseModel

from agents.api.answers import Failure
from agents.api.examples import answer_examples
from agents.api.routes import GROUPS, JSON, ROUTES, Parameter, Route
from schemas.base import SCHEMA_VERSION
from schemas.json_schema import components

OPENAPI_VERSION: Final = "3.1.1"
REFERENCE: Final = "#/components/schemas/{model}"

ABOUT: Final = (
    "What a worker of Communiqué tells programs. It only shows: everything is asked with GET or HEAD, and nothing "
    "can be changed. Fields are only ever added inside version 1, and one that is not known is left out. "
    "An empty parameter of a query asks nothing; an unknown one is passed over."
)

LOGINS: Final = {
    "token": {"type": "http", "scheme": "bearer", "description": "`COMMUNIQUE_WEB_TOKEN`."},
    "password": {
        "type": "http",
        "scheme": "basic",
        "description": "`COMMUNIQUE_WEB_USERNAME` and `COMMUNIQUE_WEB_PASSWORD`.",
    },
}
"""How one logs in, where the worker asks for it."""

EVERYWHERE: Final = {
    401: "A login is needed; `WWW-Authenticate` tells how. Only where the worker asks for one.",
    500: "It failed; the log tells why.",
    503: "Too many requests at once; try again in a second.",
    504: "It took longer than `COMMUNIQUE_WEB_TIMEOUT_SECONDS`.",
}
"""When any route answers with which status; probes never ask for a login, nor are they ever too many."""


@cache
def document() -> dict[str, Any]:
    """The whole document."""
    return {
        "openapi": OPENAPI_VERSION,
        "info": {
            "title": "Communique",  # generators name their packages after it, and not all know the accent
            "version": f"{SCHEMA_VERSION}.0.0",
            "description": ABOUT,
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "The worker that gave this document; any other answers the same."}],
        "security": [{}, *({name: []} for name in LOGINS)],
        "tags": [{"name": name, "description": about} for name, about in GROUPS.items()],
        "paths": {route.path: {"get": operation(route)} for route in ROUTES},
        "components": {
            "schemas": components(_models(), REFERENCE),
            "responses": {_name(status): _failure(why, Failure) for status, why in EVERYWHERE.items()},
            "securitySchemes": LOGINS,
        },
    }


def _models() -> list[type[BaseModel]]:
    """Every model that is answered, once."""
    told = [model for route in ROUTES for model in (route.answer, *route.also.values()) if model]
    return list(dict.fromkeys([*told, Failure]))


def operation(route: Route) -> dict[str, Any]:
    """A route as the document has it."""
    made = {
        "operationId": route.name,
        "tags": [route.tag],
        "summary": route.summary,
        "description": route.about,
        "parameters": [parameter(one) for one in route.parameters],
        "responses": dict(sorted(_responses(route))),
        "security": [] if route.open else None,
    }
    return {name: value for name, value in made.items() if value or (name == "security" and value is not None)}


def parameter(one: Parameter) -> dict[str, Any]:
    """A parameter as the document has it."""
    return {
        "name": one.name,
        "in": one.place,
        "required": one.place == "path",
        "description": one.about,
        "schema": dict(one.schema),
        "example": one.example,
    }


def _responses(route: Route) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "200", _answer(route)
    for status, why in failures(route).items():
        if route.failures.get(status):
            yield str(status), _failure(why, route.also.get(status, Failure))
        else:
            yield str(status), {"$ref": f"#/components/responses/{_name(status)}"}


def failures(route: Route) -> dict[int, str]:
    """Every status but 200 with which a route may answer, and when."""
    everywhere = {status: why for status, why in EVERYWHERE.items() if not route.open or status in {500, 504}}
    own = {
        status: f"{why} Or: {everywhere[status][0].lower()}{everywhere[status][1:]}" if status in everywhere else why
        for status, why in route.failures.items()
    }
    return dict(sorted({**everywhere, **own}.items()))


def _answer(route: Route) -> dict[str, Any]:
    schema = _pointer(route.answer) if route.answer else {"type": "object" if route.media == JSON else "string"}
    content: dict[str, Any] = {"schema": schema}
    if example := answer_examples().get(route.name):
        content["example"] = plain(example)
    return {"description": route.summary + ".", "content": {route.media: content}}


def _failure(why: str, model: type[BaseModel]) -> dict[str, Any]:
    return {"description": why, "content": {JSON: {"schema": _pointer(model)}}}


def _pointer(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REFERENCE.format(model=model.__name__)}


def _name(status: int) -> str:
    return {401: "NoLogin", 500: "Failed", 503: "Busy", 504: "TooSlow"}[status]


def plain(record: BaseModel) -> Any:  # noqa: ANN401 -- any JSON value
    """A record as it is answered, decoded."""
    return record.model_dump(mode="json", exclude_none=True)


def written() -> bytes:
    """The document as it is answered."""
    return json.dumps(document(), indent=2, ensure_ascii=False).encode() + b"\n"
