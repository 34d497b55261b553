"""The web view with rows in its tables, as one worker that holds them all, and what the OpenAPI document says of it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from aiohttp import ClientSession
from jsonschema import Draft202012Validator, FormatChecker
from yarl import URL

from agents.api.answers import NewestEvents
from agents.api.document import document
from agents.api.examples import answer_examples
from agents.api.routes import JSON, Route
from agents.records import EntityRow, KnownPerson, LiveEvent, NameRow, Reason, ViewRow
from agents.stages.naming import name_key
from agents.stages.views import fold, parts_of
from prepared import (
    EVENTS,
    Prepared,
    appointment,
    busy,
    day,
    measure,
    meeting,
    person,
    prepared_web,
    state,
)
from schemas.entity import Entity
from schemas.event import Event
from told import DAY_ONE

ANDRIS, SIGNE, RODRIGO = person("Andris Kalve", "LV"), person("Signe Aaberg", "NO"), person("Rodrigo Leiva", "CL")
TOLD = (
    appointment(21, ANDRIS, "head of the council", when=day(4)),
    measure(22, state("Japan", "JP"), state("South Korea", "KR"), goods=("paper pulp",), when=day(6)),
    meeting(23, SIGNE, RODRIGO, "occurred", when=day(8)),
)
"""What the examples of offices, measures and meetings ask for, in other months."""


@dataclass(frozen=True)
class Told:
    """An answer."""

    status: int
    media: str
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401 -- any JSON value
        return json.loads(self.body)


@dataclass(frozen=True)
class Asked:
    """A served web view that can be asked."""

    shown: Prepared
    session: ClientSession

    async def get(self, path: str, **headers: str) -> Told:
        url = URL(self.shown.url + path, encoded=True)
        async with self.session.get(url, headers=headers, allow_redirects=False) as response:
            return Told(response.status, response.content_type, await response.read())


@asynccontextmanager
async def answering(*, held: bool = True, **settings: object) -> AsyncIterator[Asked]:
    """A web view with events, dead letters and rows in every table.

    Args:
        held: whether this worker holds all rows; else nobody does, as while partitions move.
        settings: of the worker.
    """

    async with prepared_web(**settings) as shown, ClientSession() as session:
        busy(shown)
        fill(shown)
        shown.tell(example_event())
        with nullcontext() if held else patch.object(shown.app.router, "key_store", _nobody):
            yield Asked(shown, session)


def _nobody(*_: object) -> URL:
    raise KeyError


def example_event() -> Event:
    """The event of the examples."""
    newest = answer_examples()["events"]
    assert isinstance(newest, NewestEvents)
    return newest.events[0]


def fill(shown: Prepared) -> None:
    """Put rows into the tables that are asked."""
    event, entity = example_event(), answer_examples()["entity"]
    assert isinstance(entity, Entity)
    tables = shown.app.stream_parts.tables
    shown.hold(tables.entities, entity.entity_id, EntityRow(entity=entity))
    titles = {ANDRIS.entity_id: KnownPerson(titles=("chairman",))}
    shown.hold(tables.names, name_key(ANDRIS.entity_id), NameRow(people=titles))
    report = Reason(article_id="a", label="m1", why="first report")
    live = LiveEvent(version=1, digest="d", reports=(report,), last_seen=DAY_ONE)
    shown.hold(tables.live_events, event.event_id, live)
    rows: dict[str, ViewRow] = {}
    for part in (part for one in (*TOLD, *EVENTS, event) for part in parts_of(one)):
        rows[part.key] = fold(rows.get(part.key, ViewRow()), part, 300) or rows[part.key]
    for key, row in rows.items():
        shown.hold(tables.views, key, row)


def wrong(route: Route, told: Told) -> list[str]:
    """What in an answer is not as the document says; a field that it does not tell of is wrong as well."""
    responses = document()["paths"][route.path]["get"]["responses"]
    if str(told.status) not in responses:
        return [f"no answer with status {told.status} is described"]
    response = responses[str(told.status)]
    if "$ref" in response:
        response = document()["components"]["responses"][response["$ref"].rpartition("/")[2]]
    if list(response["content"]) != [told.media]:
        return [f"{told.media} is not described"]
    if told.media != JSON:
        return []
    return [error.message for error in validator(response["content"][JSON]["schema"]).iter_errors(told.json)]


def validator(schema: Mapping[str, Any]) -> Draft202012Validator:
    """What holds a value to a schema of the document."""
    root = closed({**schema, "components": document()["components"]})
    return Draft202012Validator(root, format_checker=FormatChecker())


def closed(node: Any) -> Any:  # noqa: ANN401 -- any JSON value
    """A schema that allows no field but those it tells of."""
    if isinstance(node, list):
        return [closed(one) for one in node]
    if not isinstance(node, dict):
        return node
    made = {name: closed(value) for name, value in node.items()}
    if "properties" in made and made.get("type") == "object":
        made.setdefault("additionalProperties", False)
    return made
