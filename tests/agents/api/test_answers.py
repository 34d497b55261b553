"""What programs are answered is what the OpenAPI document tells them, and what it forbids is refused."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import pytest_asyncio

from agents.api.description import example_path
from agents.api.routes import ROUTES, Parameter, Route
from agents.pages import probes
from agents.pages.api import chosen_events
from answering import Asked, answering, example_event, validator, wrong
from prepared import READY

TOKEN = "t0ken-of-twenty-characters"  # noqa: S105 -- of the test's own
HELD = [route for route in ROUTES if 503 in route.failures and not route.open]
"""Routes whose answer stands in a table."""

VALUES = (
    *(
        "",
        " ",
        ".x",
        "NO",
        "no",
        "JP",
        "NOR",
        "N1",
        "Ñ0",
        "ÆØ",
        "ß",
        "ﬁ",
        "ıt",
        "EU",
        "N\u030a",
        "%",
        "..%2f",
        "a/b",
        "<script>",
        "'\"",
        "\u202e",
    ),
    *("0", "1", "50", "51", "200", "201", "-1", "+5", "1.0", "007", "²", "٣", "1e1", "9" * 50, "zero"),
    *(
        "2019-09-20",
        "2019-02-30",
        "20190920",
        "2019-9-2",
        "2019-09-20T08:00:00Z",
        "２０１９-09-20",
        "0000-01-01",
        "9999-12-31",
    ),
    *("2019-09", "2019-13", "2019-00", "2019-09\n", "NO\n", "meeting", "Meeting", "planned", "occurred ", "visit"),
    *("meeting:fc2b673510b128b2", "person:LV/andris-kalve", "country:NO", "x" * 200, "x" * 201, "\u00a0"),
)
"""What people, programs and strangers may put into a parameter."""


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def asked() -> AsyncIterator[Asked]:
    async with answering() as asked:
        yield asked


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    "path, error",
    [
        pytest.param("/api/events?type=visit", "type must be one of appointment, meeting, trade_measure", id="type"),
        pytest.param("/api/events?limit=201", "limit must be a number from 1 to 200", id="more events than are kept"),
        pytest.param("/api/events?until=tomorrow", "until must be a day such as 2019-09-20", id="a day in words"),
        pytest.param("/api/dead-letters?limit=51", "limit must be a number from 1 to 50", id="more than are kept"),
        pytest.param("/api/dead-letters?limit=all", "limit must be a number from 1 to 50", id="a word for a number"),
        pytest.param(
            "/api/offices/Japan", "countries must be ISO 3166-1 codes of two letters, such as JP", id="a country's name"
        ),
        pytest.param("/api/measures/NO/no", "two different countries are needed", id="one country twice"),
        pytest.param("/api/meetings/NO/CL?month=2021", "month must be like 2031-05", id="a year for a month"),
        pytest.param("/api/names/%20", "a name of 1 to 200 characters is needed", id="a name of spaces"),
    ],
)
async def test_a_wrong_parameter_is_told(asked: Asked, path: str, error: str) -> None:
    told = await asked.get(path)
    assert (told.status, told.json) == (400, {"error": error})


def pairs() -> list[Any]:
    """Every parameter with its route."""
    return [pytest.param(route, one, id=f"{route.name} {one.name}") for route in ROUTES for one in route.parameters]


@pytest.mark.parametrize("route, parameter", pairs())
async def test_a_parameter_is_refused_where_the_document_forbids_it_and_only_there(
    asked: Asked, route: Route, parameter: Parameter
) -> None:
    allowed = validator(ending(parameter.schema))
    surprises = []
    for value in VALUES:
        path = path_with(route, parameter, value)
        if path is None:
            continue
        told = await asked.get(path)
        asks_nothing = parameter.place == "query" and not value.strip()
        right = asks_nothing or allowed.is_valid(typed(parameter, value))
        if (told.status != 400) != right or (why := wrong(route, told)):
            surprises.append((value, told.status, why if right else told.body))
    assert surprises == []


def path_with(route: Route, parameter: Parameter, value: str) -> str | None:
    """The address with a parameter and the needed ones; None where it would be another address."""
    path = route.path
    for one in route.parameters:
        told = value if one is parameter else str(one.example)
        path = path.replace(f"{{{one.name}}}", quote(told, safe=""))
    if parameter.place == "query":
        return f"{path}?{urlencode({parameter.name: value})}"
    others = {str(one.example) for one in route.parameters if one.place == "path" and one is not parameter}
    return None if not value or value.upper() in others else path


def typed(parameter: Parameter, value: str) -> object:
    """A value as JSON Schema sees it: a number where it is plain digits, and in a query without blanks around it."""
    if parameter.place == "path":
        return value
    plain = value.strip()
    return int(plain) if parameter.schema["type"] == "integer" and plain.isascii() and plain.isdigit() else plain


def ending(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema whose pattern ends as JSON Schema has it; to Python `$` stands before a last line break as well."""
    return {**schema, "pattern": schema["pattern"].replace("$", r"\Z")} if "pattern" in schema else schema


async def test_every_address_for_programs_is_in_the_document_and_the_other_way_round(asked: Asked) -> None:
    resources: Any = asked.shown.app.web
    served = {resource.canonical for resource in resources.web_app.router.resources()}
    for_programs = {path for path in served if path.startswith("/api/") or path in {"/healthz", "/readyz", "/metrics"}}
    assert for_programs == {route.path for route in ROUTES}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
async def test_the_example_of_a_route_is_answered_as_described(
    asked: Asked, route: Route, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probes, "health_of", lambda *_: READY)
    told = await asked.get(example_path(route))
    assert (told.status, wrong(route, told)) == (200, [])
    if route.answer and route.tag == "tables":
        assert any(value for value in told.json.values() if isinstance(value, list)), "the example shows nothing"


async def test_a_worker_that_is_not_ready_says_so_in_the_form_of_one_that_is(asked: Asked) -> None:
    [readyz] = [route for route in ROUTES if route.name == "readyz"]
    told = await asked.get("/readyz")
    assert (told.status, told.json["status"], wrong(readyz, told)) == (503, "starting", [])


@pytest.mark.parametrize("route", [one for one in ROUTES if 404 in one.failures], ids=lambda route: route.name)
async def test_what_is_not_there_is_answered_with_404(asked: Asked, route: Route) -> None:
    told = await asked.get(route.path.partition("{")[0] + "none")
    assert (told.status, list(told.json), wrong(route, told)) == (404, ["error"], [])


async def test_the_newest_dead_letters_are_cut_at_the_limit(asked: Asked) -> None:
    whole = (await asked.get("/api/dead-letters")).json["dead_letters"]
    assert [letter["error"] for letter in whole][:1] == ["TimeoutError"]
    assert (await asked.get("/api/dead-letters?limit=1")).json["dead_letters"] == whole[:1]


async def test_the_status_tells_what_the_dashboard_shows(asked: Asked) -> None:
    told = (await asked.get("/api/status")).json
    assert (told["status"], told["because"], told["queue_depth"]) == ("ready", READY.because, 8)
    assert told["dead_letters"] == [
        {"stage": "intake", "reason": "json", "count": 3},
        {"stage": "extract", "reason": "timeout", "count": 1},
    ]
    assert [(one["topic"], one["partition"], one["lag"]) for one in told["partitions"]][:3] == [
        ("articles", 0, 0),
        ("articles", 1, 37),
        ("articles", 2, 74),
    ]
    assert told["articles"]["per_minute"] > told["events"]["per_minute"] > 0
    assert 0 < told["extraction"]["mean_seconds"] < told["extraction"]["p95_seconds"]


@pytest.mark.parametrize("route", HELD, ids=lambda route: route.name)
async def test_a_row_that_nobody_can_be_asked_for_is_answered_with_503(route: Route) -> None:
    async with answering(held=False) as asked:
        told = await asked.get(example_path(route))
    assert (told.status, list(told.json), wrong(route, told)) == (503, ["error"], [])


@pytest.mark.parametrize("route", HELD, ids=lambda route: route.name)
async def test_a_worker_whose_tables_are_being_refilled_does_not_answer_from_them(route: Route) -> None:
    async with answering() as asked:
        asked.shown.app.rebalancing = True
        told = await asked.get(example_path(route))
    assert (told.status, list(told.json), wrong(route, told)) == (503, ["error"], [])


async def test_a_worker_whose_tables_are_being_refilled_counts_itself_as_missing() -> None:
    async with answering() as asked:
        before = [
            (await asked.get(path)).json["workers_missing"] for path in ("/api/matrix?country=JP", "/api/measures/JP")
        ]
        asked.shown.app.rebalancing = True
        since = [
            (await asked.get(path)).json["workers_missing"]
            for path in ("/api/matrix?since=2020-01", "/api/measures/JP")
        ]
    assert (before, since) == ([0, 0], [1, 1])


async def test_where_a_login_is_asked_for_every_route_wants_it_but_those_that_say_not() -> None:
    async with answering(web_token=TOKEN) as asked:
        for route in ROUTES:
            stranger = await asked.get(example_path(route))
            known = await asked.get(example_path(route), Authorization=f"Bearer {TOKEN}")
            assert (stranger.status == 401) is not route.open, route.path
            assert known.status in {200, 503}, route.path
            assert wrong(route, stranger) == wrong(route, known) == []


async def test_the_example_of_the_newest_events_is_among_what_its_filters_choose() -> None:
    [route] = [route for route in ROUTES if route.name == "events"]
    query = {one.name: str(one.example) for one in route.parameters}
    assert chosen_events([example_event()], query) == [example_event()]
