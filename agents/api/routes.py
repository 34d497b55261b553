"""Every route that programs ask, in one table.

From it come the OpenAPI document, the page at `/api` and docs/reference/http/.

To add a route, write its page with `@app.page(path)` in a module of `agents/pages/`, its answer as a class in
`agents/api/answers.py` (or as any other pydantic model) and an example of it in `agents/api/examples.py`, and put it
into ROUTES. The tests of `tests/agents/api/` then ask it: with its examples, with whatever its parameters allow, and
with what they do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from pydantic import BaseModel

from agents.api import answers
from schemas.vocabulary import EventType, Status

MOST_EVENTS: Final = 200
"""The most events that one answer holds; as many are kept."""

USUAL_EVENTS: Final = 50

MOST_DEAD_LETTERS: Final = 50
"""The most dead letters that one answer holds; as many are kept."""

JSON = "application/json"
PROMETHEUS = "text/plain"
DOCUMENT_PATH: Final = "/api/openapi.json"


@dataclass(frozen=True)
class Parameter:
    """A part of an address."""

    name: str
    about: str
    """What it is, in a sentence or two."""

    schema: Mapping[str, Any]
    """What it may be, as JSON Schema; all else is answered with 400, or with 404 where no such row can be."""

    example: str | int

    place: Literal["path", "query"] = "query"
    """Parameters of the path are needed, those of the query may be left out."""


@dataclass(frozen=True)
class Route:
    """What may be asked."""

    path: str
    name: str
    """By which clients call it; unique."""

    tag: str
    """The group that it stands in."""

    summary: str
    """What it answers, in a few words."""

    answer: type[BaseModel] | None
    """What is answered with 200; None for what is not described by a model."""

    about: str = ""
    """What else is to be known: what bounds the answer, how it is sorted."""

    parameters: tuple[Parameter, ...] = ()
    failures: Mapping[int, str] = field(default_factory=dict)
    """When it is answered with which other status, beside those of every route."""

    also: Mapping[int, type[BaseModel]] = field(default_factory=dict)
    """Other answers than `Failure` to such a status."""

    open: bool = False
    """Whether it is answered without a login."""

    media: str = JSON


def country(name: str, about: str, example: str, place: Literal["path", "query"] = "path") -> Parameter:
    """A country; small letters are taken for capitals."""
    return Parameter(name, f"{about}: ISO 3166-1 code.", {"type": "string", "pattern": "^[A-Za-z]{2}$"}, example, place)


def limit(most: int, usual: int) -> Parameter:
    """How many at most."""
    schema = {"type": "integer", "minimum": 1, "maximum": most, "default": usual}
    return Parameter("limit", "How many at most.", schema, min(20, usual))


FILTERS: Final = (
    Parameter(
        "type", "Only events of this type.", {"type": "string", "enum": [kind.value for kind in EventType]}, "meeting"
    ),
    Parameter(
        "status",
        "Only events of this status.",
        {"type": "string", "enum": [status.value for status in Status]},
        "possible",
    ),
    country("country", "Only events with this country as a side, party or place", "NO", "query"),
    Parameter(
        "since",
        "Only events with a day from this one on; one whose days are unknown goes by the day of its first article.",
        {"type": "string", "format": "date"},
        "2021-03-01",
    ),
    Parameter(
        "until",
        "Only events with a day up to this one, itself included; not before `since`.",
        {"type": "string", "format": "date"},
        "2021-03-31",
    ),
)
"""The parameters that filter events."""


def pair(one: str, other: str) -> tuple[Parameter, Parameter]:
    """Two different countries, in either order."""
    return country("one", "One country", one), country("other", "The other, in either order", other)


HELD_ELSEWHERE: Final = {503: "The worker that holds the row cannot be asked just now, as while partitions move."}
"""For what stands in a table: one worker holds the row, and is asked by whichever worker is."""

WRONG: Final = {400: "A parameter is wrong; `error` tells which, and how it should be."}

MONTHS: Final = tuple(
    Parameter(
        name,
        f"Only {which} month on; what has no day goes by the month of its first article."
        if name == "since"
        else f"Only {which} month, itself included; not before `since`.",
        {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
        example,
    )
    for name, which, example in (("since", "from this", "2021-03"), ("until", "up to this", "2021-03"))
)
"""The parameters that choose months."""

ROUTES: Final = (
    Route(
        "/api/events",
        "events",
        "events",
        "The newest events, newest first",
        answers.NewestEvents,
        f"Of all workers. The newest {MOST_EVENTS} are kept; an answer ends early at 4 MiB. "
        "For all events read the topics.",
        (*FILTERS, limit(MOST_EVENTS, USUAL_EVENTS)),
        WRONG,
    ),
    Route(
        "/api/events/{event_id}",
        "event",
        "events",
        "One event: its reports, why each is one, and where they contradict each other",
        answers.EventAccount,
        "The record itself, `event`, is there while it may still change or is among the newest of all events.",
        (Parameter("event_id", "The event.", {"type": "string"}, "meeting:fc2b673510b128b2", "path"),),
        {404: "No such event, or it is settled and no longer kept.", **HELD_ELSEWHERE},
    ),
    Route(
        "/api/entities/{entity_id}",
        "entity",
        "tables",
        "A country, person or organization: offices, newest events, counts",
        answers.Entity,
        "At most `COMMUNIQUE_ENTITY_EVENTS` events.",
        (
            Parameter(
                "entity_id",
                "The entity; the slash in it is percent-encoded.",
                {"type": "string"},
                "person:LV/andris-kalve",
                "path",
            ),
        ),
        {404: "No such entity.", **HELD_ELSEWHERE},
    ),
    Route(
        "/api/offices/{country}",
        "offices",
        "tables",
        "Who holds which office of a country",
        answers.Offices,
        "The newest change first, from at most `COMMUNIQUE_VIEW_ENTRIES` events; "
        "an empty list for a country of which nothing was told.",
        (country("country", "The country", "LV"),),
        {**WRONG, **HELD_ELSEWHERE},
    ),
    Route(
        "/api/measures/{one}/{other}",
        "measures",
        "tables",
        "The trade measures in force between two countries",
        answers.MeasuresInForce,
        "Both directions, the newest first, from at most `COMMUNIQUE_VIEW_ENTRIES` events.",
        pair("JP", "KR"),
        {**WRONG, **HELD_ELSEWHERE},
    ),
    Route(
        "/api/meetings/{one}/{other}",
        "meetings",
        "tables",
        "The meetings of two countries by month",
        answers.MeetingsByMonth,
        "The newest month first; at most `COMMUNIQUE_VIEW_ENTRIES` meetings are listed, all are counted.",
        (
            *pair("NO", "CL"),
            Parameter(
                "month",
                "Only this month.",
                {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
                "2021-03",
            ),
        ),
        {**WRONG, **HELD_ELSEWHERE},
    ),
    Route(
        "/api/measures/{country}",
        "measures_of_country",
        "workers",
        "The trade measures in force by or against a country",
        answers.CountryMeasures,
        "The newest 100; each worker reads the 60 pairs of which it holds the most.",
        (country("country", "The country", "JP"),),
        WRONG,
    ),
    Route(
        "/api/matrix",
        "matrix",
        "workers",
        "How often each two countries meet, or take trade measures against each other",
        answers.Matrix,
        "The 1,000 pairs of which the most is told. What both do together, such as an agreement, counts both ways. "
        "An answer is used again for 5 seconds.",
        (
            Parameter(
                "kind",
                "What is counted.",
                {"type": "string", "enum": ["meetings", "measures"], "default": "meetings"},
                "meetings",
            ),
            country("country", "Only pairs with this country", "NO", "query"),
            *MONTHS,
        ),
        WRONG,
    ),
    Route(
        "/api/pairs/{one}/{other}",
        "pair",
        "tables",
        "All that is told between two countries",
        answers.Between,
        "Meetings and acts about trade measures, from at most `COMMUNIQUE_VIEW_ENTRIES` events each.",
        (*pair("NO", "CL"), *MONTHS),
        {**WRONG, **HELD_ELSEWHERE},
    ),
    Route(
        "/api/names/{name}",
        "names",
        "tables",
        "The people known under a family name",
        answers.NameBearers,
        "At most 500; where the family name stands first, as in Korean, tell the country as well.",
        (
            Parameter(
                "name",
                "The family name, in any case.",
                {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"\S"},
                "kalve",
                "path",
            ),
            country("country", "Only those of this state", "LV", "query"),
        ),
        {**WRONG, **HELD_ELSEWHERE},
    ),
    Route(
        "/api/status",
        "status",
        "worker",
        "How this worker stands, and what it does",
        answers.Standing,
        "One partition each for what this worker reads, and a count for each reason of a dead letter.",
    ),
    Route(
        "/api/dead-letters",
        "dead_letters",
        "worker",
        "The newest dead letters, newest first",
        answers.NewestDeadLetters,
        f"Of all workers. The newest {MOST_DEAD_LETTERS} are kept; `communique dead-letters` reads and replays all.",
        (limit(MOST_DEAD_LETTERS, MOST_DEAD_LETTERS),),
        WRONG,
    ),
    Route(
        DOCUMENT_PATH,
        "openapi",
        "worker",
        "The OpenAPI document: all of this for tools",
        None,
    ),
    Route(
        "/healthz",
        "healthz",
        "worker",
        "Whether the worker lives",
        answers.Alive,
        "Answered as long as the event loop runs.",
        open=True,
    ),
    Route(
        "/readyz",
        "readyz",
        "worker",
        "Whether articles are read",
        answers.Readiness,
        failures={503: "Articles are not read; `because` tells why."},
        also={503: answers.Readiness},
        open=True,
    ),
    Route(
        "/metrics",
        "metrics",
        "worker",
        "Every metric in Prometheus' text format",
        None,
        "Without a login where `COMMUNIQUE_WEB_OPEN_METRICS` says so.",
        media=PROMETHEUS,
    ),
)
"""Every route, in the order in which people read them."""

GROUPS: Final = {
    "events": "What was told lately, and how each event came about.",
    "tables": "Rows that one worker holds; any worker may be asked.",
    "workers": "What all workers together hold; one that does not answer within 3 seconds is counted as missing.",
    "worker": "How the worker that is asked stands.",
}
"""The groups that routes stand in."""
