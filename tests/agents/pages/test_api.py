"""The newest events as JSON."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from agents.pages.api import chosen_events, wrong_query
from agents.pages.filtering import countries_of
from schemas.event import Appointment, Event, Meeting, Party, Quote, Source, TradeMeasure, When, Where

COMMON = {
    "version": 1,
    "summary": "A summary.",
    "confidence": 0.5,
    "evidence": (Quote(article_id="a", start=0, end=4, quote="text"),),
    "sources": (Source(article_id="a"),),
    "independent_sources": 1,
}
MEETING = Meeting(
    event_id="meeting:0000000000000001",
    status="planned",
    countries=("EE", "NO"),
    where=Where(text="Riga", country="LV"),
    when=When(start=date(2019, 9, 20), end=date(2019, 9, 22)),
    **COMMON,
)
MEASURE = TradeMeasure(
    event_id="trade_measure:0000000000000001",
    status="occurred",
    measure="tariff",
    action="impose",
    first_seen=datetime(2019, 9, 1, 23, tzinfo=UTC),
    imposers=(Party(name="Brazil", kind="country", country="BR", entity_id="country:BR"),),
    targets=(Party(name="tyre makers", kind="group", entity_id="group:ZZ/tyre-makers"),),
    **COMMON,
)
APPOINTMENT = Appointment(
    event_id="appointment:0000000000000001", status="occurred", action="appoint", country="KE", **COMMON
)
ALL = (MEETING, MEASURE, APPOINTMENT)


@pytest.mark.parametrize(
    "query, error",
    [
        pytest.param({"type": "party"}, "type must be one of appointment, meeting, trade_measure", id="unknown type"),
        pytest.param(
            {"status": "maybe"},
            "status must be one of cancelled, occurred, planned, possible, unlikely",
            id="unknown status",
        ),
        pytest.param({"limit": "0"}, "limit must be a number from 1 to 200", id="no events at all"),
        pytest.param({"limit": "201"}, "limit must be a number from 1 to 200", id="more than are kept"),
        pytest.param({"limit": "-1"}, "limit must be a number from 1 to 200", id="a negative number"),
        pytest.param({"limit": "ten"}, "limit must be a number from 1 to 200", id="a word"),
        pytest.param({"limit": "9" * 5000}, "limit must be a number from 1 to 200", id="a very long number"),
        pytest.param({"limit": "²"}, "limit must be a number from 1 to 200", id="a digit that is no number"),
        pytest.param(
            {"country": "Japan"}, "country must be an ISO 3166-1 code of two letters, such as JP", id="a country's name"
        ),
        pytest.param({"since": "last week"}, "since must be a day such as 2019-09-20", id="words for a day"),
        pytest.param({"until": "2019-02-30"}, "until must be a day such as 2019-09-20", id="a day that never was"),
        pytest.param({"since": "20190920"}, "since must be a day such as 2019-09-20", id="a day without hyphens"),
        pytest.param(
            {"since": "2019-09-21", "until": "2019-09-20"}, "since must not be after until", id="days reversed"
        ),
        pytest.param({}, None, id="no query is right"),
        pytest.param({"type": "", "country": " ", "since": ""}, None, id="a form left open is right"),
        pytest.param({"since": "2019-09-20", "until": "2019-09-20"}, None, id="one day is right"),
        pytest.param({"type": "meeting", "status": "planned", "limit": "200"}, None, id="a full query is right"),
        pytest.param({"colour": "blue"}, None, id="an unknown parameter is ignored"),
    ],
)
def test_a_query_is_checked(query: dict[str, str], error: str | None) -> None:
    assert wrong_query(query) == error


@pytest.mark.parametrize(
    "query, chosen",
    [
        pytest.param({"country": "JP"}, [], id="a country that nobody names gives nothing"),
        pytest.param({"type": "meeting", "status": "occurred"}, [], id="all conditions must fit"),
        pytest.param({"since": "2019-09-23"}, [], id="after the last day nothing is left"),
        pytest.param({"until": "2019-08-31"}, [], id="nor before the first"),
        pytest.param({}, [MEETING, MEASURE, APPOINTMENT], id="without a query all are given"),
        pytest.param({"type": "", "since": ""}, [MEETING, MEASURE, APPOINTMENT], id="what is left open asks nothing"),
        pytest.param({"since": "2019-09-22"}, [MEETING], id="an event of several days is found by its last"),
        pytest.param({"until": "2019-09-20"}, [MEETING, MEASURE], id="and by its first"),
        pytest.param(
            {"since": "2019-09-01", "until": "2019-09-02"}, [MEASURE], id="without days its first article counts"
        ),
        pytest.param({"limit": "2"}, [MEETING, MEASURE], id="a limit cuts the end off"),
        pytest.param({"type": "appointment"}, [APPOINTMENT], id="by type"),
        pytest.param({"status": "occurred"}, [MEASURE, APPOINTMENT], id="by status"),
        pytest.param({"country": "br"}, [MEASURE], id="by the country of a party, in small letters"),
        pytest.param({"country": "KE"}, [APPOINTMENT], id="by the country of an office"),
        pytest.param({"country": "LV"}, [MEETING], id="by the country of the place"),
    ],
)
def test_a_query_chooses_events(query: dict[str, str], chosen: list[Event]) -> None:
    assert chosen_events(ALL, query) == chosen


def test_the_countries_of_an_event_are_its_sides_and_its_place() -> None:
    assert countries_of(MEETING) == {"EE", "NO", "LV"}
