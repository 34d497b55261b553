"""An example of each answer. They are records, so a wrong one cannot be made; what they tell is invented."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel

from agents.api import answers
from agents.records import Conflict, EventAccount, Reason
from schemas.entity import Entity
from schemas.event import EVENT, Event
from schemas.example_files import examples

LATER = "2021-03-05T07:40:00Z"
ENVOY = {"entity_id": "person:NO/signe-aaberg", "name": "Signe Aaberg", "country": "NO"}
COUNTERPART = {"entity_id": "person:CL/rodrigo-pizarro-leiva", "name": "Rodrigo Pizarro Leiva", "country": "CL"}


@cache
def answer_examples() -> dict[str, BaseModel]:
    """What each route with a model answers to its example, by the name of the route."""
    meeting = _event()
    return {
        "events": answers.NewestEvents(events=(meeting,)),
        "event": _account(meeting),
        "entity": Entity.model_validate(_published("entity", "update")),
        "offices": _offices(),
        "measures": _measures(),
        "meetings": _meetings(meeting),
        "measures_of_country": answers.CountryMeasures(country="JP", measures=_measures().measures, workers_missing=0),
        "matrix": answers.Matrix.model_validate(
            {"kind": "meetings", "pairs": [{"countries": ["CL", "NO"], "count": 1}], "workers_missing": 0}
        ),
        "pair": answers.Between(countries=("CL", "NO"), months=_meetings(meeting).months, in_force=(), acts=()),
        "names": answers.NameBearers.model_validate(
            {
                "name": "kalve",
                "people": [
                    {
                        "entity_id": "person:LV/andris-kalve",
                        "titles": ["head of the competition council"],
                        "also": ["person:LV/kalve"],
                    }
                ],
            }
        ),
        "status": _standing(),
        "dead_letters": _dead_letters(),
        "healthz": answers.Alive(),
        "readyz": answers.Readiness(
            status="ready", because="Articles are read; 6 partitions are assigned to this worker."
        ),
    }


def failure_example(why: str) -> answers.Failure:
    """A failure as it is told."""
    return answers.Failure(error=why)


def _published(kind: str, name: str) -> object:
    [value] = [one.value for one in examples(kind) if one.name == name]
    return value


def _event() -> Event:
    event: Event = EVENT.validate_python(_published("meeting", "first-report"))
    return event


def _account(event: Event) -> EventAccount:
    first, second = "harbour-2021-0302-11", "fjord-2021-0302-4"
    return EventAccount(
        event_id=event.event_id,
        version=event.version,
        live=True,
        withdrawn=False,
        last_seen=event.last_seen,
        entities=("country:CL", "country:NO", ENVOY["entity_id"], COUNTERPART["entity_id"]),
        reports=(
            Reason(article_id=first, label="m1", why="first report"),
            Reason(article_id=second, label="m1", why="same participants, same days"),
        ),
        conflicts=(Conflict(slot="where", told={"Santiago": (first,), "Valparaiso": (second,)}),),
        event=event,
    )


def _offices() -> answers.Offices:
    held = {
        "event_id": "appointment:9a877c44af01f109",
        "start": "2022-10-17",
        "end": "2022-10-17",
        "summary": "Andris Kalve (LV) named head of the competition council on 2022-10-17",
        "first_seen": "2022-10-07T12:00:00Z",
        "person": {"entity_id": "person:LV/andris-kalve", "name": "Andris Kalve", "country": "LV"},
        "office": "head of the competition council",
        "organization": "competition council",
        "acting": False,
    }
    return answers.Offices.model_validate({"country": "LV", "offices": [held]})


def _measures() -> answers.MeasuresInForce:
    act = {
        "event_id": "trade_measure:5d0c9a3be2417f60",
        "start": "2019-09-18",
        "summary": "Japan imposes a quota on paper pulp from South Korea on 2019-09-18",
        "first_seen": "2019-09-18T04:00:00Z",
        "measure": "quota",
        "action": "impose",
        "imposers": [{"entity_id": "country:JP", "name": "Japan", "country": "JP"}],
        "targets": [{"entity_id": "country:KR", "name": "South Korea", "country": "KR"}],
        "goods": ["paper pulp"],
        "effective": "2019-10-01",
    }
    return answers.MeasuresInForce.model_validate({"countries": ["JP", "KR"], "measures": [act]})


def _meetings(event: Event) -> answers.MeetingsByMonth:
    told = {
        "event_id": event.event_id,
        "start": "2021-03-08",
        "end": "2021-03-14",
        "summary": event.summary,
        "first_seen": event.first_seen,
        "status": event.status,
        "format": "talks",
        "where": "Santiago",
        "participants": [ENVOY, COUNTERPART],
    }
    months = [{"month": "2021-03", "count": 1, "meetings": [told]}]
    return answers.MeetingsByMonth.model_validate({"countries": ["CL", "NO"], "months": months})


def _standing() -> answers.Standing:
    return answers.Standing.model_validate(
        {
            "status": "ready",
            "because": "Articles are read; 6 partitions are assigned to this worker.",
            "uptime_seconds": 7512.4,
            "articles": {"total": 41250, "per_minute": 84.0},
            "events": {"total": 9120, "per_minute": 19.5},
            "extraction": {"mean_seconds": 0.081, "p95_seconds": 0.19},
            "queue_depth": 8,
            "partitions": [
                {"topic": "articles", "partition": 0, "committed": 41250, "lag": 37, "commit_age_seconds": 1.2}
            ],
            "dead_letters": [{"stage": "intake", "reason": "json", "count": 3}],
        }
    )


def _dead_letters() -> answers.NewestDeadLetters:
    letter = {
        "error": "JSONDecodeError",
        "stage": "intake",
        "place": "articles 2:41212",
        "message": "unexpected end of data: line 1 column 1",
        "at": LATER,
    }
    return answers.NewestDeadLetters.model_validate({"dead_letters": [letter]})
