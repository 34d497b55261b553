"""Events: what their slots hold, in which order they are written, and who takes part in them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from schemas.event import (
    EVENT,
    MENTION,
    Appointment,
    Codes,
    Event,
    Meeting,
    MeetingMention,
    Party,
    Quote,
    TradeMeasure,
    When,
    parties,
)
from schemas.vocabulary import AppointmentAction, Measure, MeasureAction, MeetingFormat, PartyKind, Role, Status
from schemas.wire import from_bytes, to_bytes

QUOTE = {"article_id": "a-1", "start": 0, "end": 8, "quote": "They met"}
SLOTS: dict[str, Any] = {
    "schema_version": 1,
    "status": "occurred",
    "summary": "Two ministers met",
    "confidence": 0.5,
    "evidence": [QUOTE],
}
MERGED: dict[str, Any] = {
    "event_id": "meeting:0123456789abcdef",
    "version": 1,
    "sources": [{"article_id": "a-1"}],
    "independent_sources": 1,
}
MEETING: dict[str, Any] = {"type": "meeting", **MERGED, **SLOTS}
MEASURE: dict[str, Any] = {"type": "trade_measure", "measure": "tariff", "action": "raise", **MERGED, **SLOTS}
APPOINTMENT: dict[str, Any] = {"type": "appointment", "action": "appoint", **MERGED, **SLOTS}


def party(name: str, kind: PartyKind = PartyKind.PERSON) -> Party:
    return Party(name=name, kind=kind, entity_id=f"{kind}:ZZ/{name.lower()}")


def errors(kind: type[Any], fields: dict[str, Any]) -> list[tuple[str, str]]:
    """Field and kind of every error that a record with these fields has."""
    with pytest.raises(ValidationError) as refused:
        kind.model_validate(fields)
    return [(".".join(map(str, error["loc"])), error["type"]) for error in refused.value.errors()]


@pytest.mark.parametrize(
    "changes, expected",
    [
        pytest.param({"confidence": float("nan")}, [("confidence", "less_than_equal")], id="NaN as confidence"),
        pytest.param({"confidence": float("inf")}, [("confidence", "less_than_equal")], id="infinite confidence"),
        pytest.param({"confidence": -0.1}, [("confidence", "greater_than_equal")], id="negative confidence"),
        pytest.param({"confidence": True}, [("confidence", "float_type")], id="a boolean as confidence"),
        pytest.param({"confidence": "0.5"}, [("confidence", "float_type")], id="a confidence as text"),
        pytest.param({"version": 0}, [("version", "greater_than_equal")], id="version 0"),
        pytest.param({"version": True}, [("version", "int_type")], id="a boolean as version"),
        pytest.param({"version": 1.0}, [("version", "int_type")], id="a fraction as version"),
        pytest.param({"version": "1"}, [("version", "int_type")], id="a version as text"),
        pytest.param({"schema_version": 2}, [("schema_version", "literal_error")], id="another contract"),
        pytest.param({"type": "summit"}, [("type", "literal_error")], id="an unknown type"),
        pytest.param({"event_id": "meeting:42"}, [("event_id", "string_pattern_mismatch")], id="a home-made id"),
        pytest.param({"status": "postponed"}, [("status", "enum")], id="an unknown status"),
        pytest.param({"status": 1}, [("status", "enum")], id="a number as status"),
        pytest.param({"evidence": []}, [("evidence", "empty_list")], id="no evidence"),
        pytest.param({"sources": []}, [("sources", "empty_list")], id="no source"),
        pytest.param({"independent_sources": 2}, [("", "independent_sources")], id="more independent than all sources"),
        pytest.param({"countries": ["Japan"]}, [("countries.0", "string_pattern_mismatch")], id="a country by name"),
        pytest.param({"topics": "trade"}, [("topics", "tuple_type")], id="one topic that is no list"),
        pytest.param({"topics": [["a"]]}, [("topics.0", "string_type")], id="topics in topics"),
        pytest.param({"mode": "letter"}, [("mode", "enum")], id="an unknown mode"),
        pytest.param({"when": "2021-03-11"}, [("when", "model_type")], id="a day that is no span"),
        pytest.param({"when": {"start": "2021-03-11"}}, [("when.end", "missing")], id="a span without an end"),
        pytest.param({"first_seen": 0}, [("first_seen", "moment_format")], id="a number as moment"),
    ],
)
def test_what_is_no_meeting_has_one_clear_error(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert errors(Meeting, MEETING | changes) == expected


@pytest.mark.parametrize(
    "changes, expected",
    [
        pytest.param({"end": "2021-03-10"}, [("", "dates_reversed")], id="an end before the start"),
        pytest.param({"start": 18697}, [("start", "day_format")], id="days since 1970"),
        pytest.param({"start": True}, [("start", "day_format")], id="a boolean"),
        pytest.param({"start": "2021-3-11"}, [("start", "day_format")], id="a month of one digit"),
        pytest.param({"start": "2021-03-11T00:00:00"}, [("start", "day_format")], id="midnight"),
        pytest.param({"start": datetime(2021, 3, 11, tzinfo=UTC)}, [("start", "day_format")], id="a datetime"),
        pytest.param({"start": "2021-02-29"}, [("start", "date_from_datetime_parsing")], id="no leap year"),
        pytest.param({"start": "0000-01-01"}, [("start", "date_parsing")], id="the year 0"),
        pytest.param({"start": "2021-03-11\n"}, [("start", "day_format")], id="a line break at the end"),
    ],
)
def test_what_is_no_span_of_days_has_one_clear_error(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert errors(When, {"start": "2021-03-11", "end": "2021-03-11"} | changes) == expected


@pytest.mark.parametrize(
    "changes, expected",
    [
        pytest.param({"end": 9}, [("", "quote_length")], id="a character too few"),
        pytest.param({"start": 8, "end": 0}, [("", "quote_length")], id="offsets reversed"),
        pytest.param({"start": -1, "end": 7}, [("start", "greater_than_equal")], id="a negative offset"),
        pytest.param({"start": False}, [("start", "int_type")], id="a boolean as offset"),
        pytest.param({"end": 8.0}, [("end", "int_type")], id="a fraction as offset"),
    ],
)
def test_what_is_no_quotation_has_one_clear_error(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert errors(Quote, QUOTE | changes) == expected


@pytest.mark.parametrize(
    "kind, fields, expected",
    [
        pytest.param(TradeMeasure, MEASURE | {"measure": "retaliation"}, [("measure", "enum")], id="measure"),
        pytest.param(TradeMeasure, MEASURE | {"action": "appoint"}, [("action", "enum")], id="action of another type"),
        pytest.param(TradeMeasure, MEASURE | {"measure": None}, [("measure", "enum")], id="no measure"),
        pytest.param(Appointment, APPOINTMENT | {"action": "impose"}, [("action", "enum")], id="action of a measure"),
        pytest.param(Appointment, APPOINTMENT | {"acting": 1}, [("acting", "bool_type")], id="a number as acting"),
        pytest.param(Appointment, APPOINTMENT | {"acting": "true"}, [("acting", "bool_type")], id="acting as text"),
        pytest.param(Appointment, APPOINTMENT | {"person": "Kalve"}, [("person", "model_type")], id="a person by name"),
    ],
)
def test_vocabularies_are_closed(kind: type[Any], fields: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert errors(kind, fields) == expected


def test_a_meeting_with_nothing_told_but_that_it_took_place() -> None:
    assert Meeting.model_validate(MEETING) == Meeting(
        event_id="meeting:0123456789abcdef",
        version=1,
        status=Status.OCCURRED,
        summary="Two ministers met",
        confidence=0.5,
        codes=Codes(),
        evidence=(Quote(article_id="a-1", start=0, end=8, quote="They met"),),
        sources=Meeting.model_validate(MEETING).sources,
        independent_sources=1,
        participants=(),
        countries=(),
        topics=(),
    )


@pytest.mark.parametrize(
    "fields, kind",
    [
        pytest.param(MEETING, Meeting, id="meeting"),
        pytest.param(MEASURE, TradeMeasure, id="trade measure"),
        pytest.param(APPOINTMENT, Appointment, id="appointment"),
    ],
)
def test_the_type_tells_what_an_event_is(fields: dict[str, Any], kind: type[Any]) -> None:
    assert EVENT.validate_python(fields) == kind.model_validate(fields)


def test_null_and_absent_slots_are_one() -> None:
    slots = ("when", "where", "venue", "mode", "format", "recurrence", "first_seen", "last_seen")
    assert Meeting.model_validate(MEETING | dict.fromkeys(slots)) == Meeting.model_validate(MEETING)


def test_a_later_minor_version_of_the_contract_is_read() -> None:
    later = MEETING | {"language": "en", "evidence": [QUOTE | {"page": 3}]}
    assert Meeting.model_validate(later) == Meeting.model_validate(MEETING)


@pytest.mark.parametrize(
    "fields, names",
    [
        pytest.param(
            MEETING | {"when": {"start": "2021-03-11", "end": "2021-03-11"}, "where": {"text": "Bern"}, "venue": "x"},
            "event_id type schema_version version status when where summary confidence codes evidence sources "
            "independent_sources history participants countries venue topics",
            id="meeting",
        ),
        pytest.param(
            MEASURE | {"first_seen": "2021-03-11", "last_seen": "2021-03-11"},
            "event_id type schema_version version status summary confidence codes evidence sources "
            "independent_sources history first_seen last_seen imposers targets measure action goods",
            id="trade measure",
        ),
        pytest.param(
            APPOINTMENT,
            "event_id type schema_version version status summary confidence codes evidence sources "
            "independent_sources history action",
            id="appointment",
        ),
    ],
)
def test_fields_are_written_in_the_order_in_which_the_contract_shows_them(fields: dict[str, Any], names: str) -> None:
    written = EVENT.dump_python(EVENT.validate_python(fields), exclude_none=True)
    assert list(written) == names.split()


def test_a_mention_begins_with_its_article() -> None:
    mention = MENTION.validate_python({"article_id": "a-1", "type": "meeting", **SLOTS})
    assert list(MENTION.dump_python(mention, exclude_none=True))[:4] == [
        "article_id",
        "type",
        "schema_version",
        "status",
    ]
    assert isinstance(mention, MeetingMention)


@pytest.mark.parametrize(
    "event, expected",
    [
        pytest.param(
            Meeting.model_validate(MEETING | {"participants": [party("Ann"), party("Bo")]}),
            [("participant", "Ann"), ("participant", "Bo")],
            id="a meeting has participants",
        ),
        pytest.param(
            TradeMeasure.model_validate(MEASURE | {"imposers": [party("Peru")], "targets": [party("Fiji")]}),
            [("imposer", "Peru"), ("target", "Fiji")],
            id="a trade measure has imposers, then targets",
        ),
        pytest.param(
            Appointment.model_validate(
                APPOINTMENT | {"person": party("Ann"), "appointer": party("Bo"), "predecessor": party("Cy")}
            ),
            [("person", "Ann"), ("predecessor", "Cy"), ("appointer", "Bo")],
            id="an appointment has whom the text tells",
        ),
        pytest.param(Appointment.model_validate(APPOINTMENT), [], id="nobody is told"),
    ],
)
def test_the_parties_of_an_event_come_with_their_role(event: Event, expected: list[tuple[str, str]]) -> None:
    assert parties(event) == tuple((Role(role), party(name)) for role, name in expected)


DAYS = st.dates(min_value=date(1, 1, 1))


@given(DAYS, DAYS)
def test_a_span_of_days_never_ends_before_it_starts(start: date, end: date) -> None:
    span = {"start": start.isoformat(), "end": end.isoformat()}
    if end < start:
        assert errors(When, span) == [("", "dates_reversed")]
    else:
        assert When.model_validate(span) == When(start=start, end=end)


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
PARTIES = st.builds(party, st.from_regex(r"\A[A-Z][a-z]{1,9}\Z"), st.sampled_from(PartyKind))


@given(
    st.sampled_from(Status),
    st.lists(PARTIES, max_size=3),
    st.lists(WORDS, max_size=3),
    st.none() | st.sampled_from(MeetingFormat),
    st.floats(0, 1),
)
def test_a_meeting_survives_the_wire(
    status: Status, people: list[Party], topics: list[str], form: MeetingFormat | None, confidence: float
) -> None:
    slots = {"status": status, "participants": people, "topics": topics, "format": form, "confidence": confidence}
    meeting = Meeting.model_validate(MEETING | slots)
    assert from_bytes(EVENT, to_bytes(meeting)) == meeting


@given(st.sampled_from(Measure), st.sampled_from(MeasureAction), st.none() | WORDS)
def test_a_trade_measure_survives_the_wire(measure: Measure, action: MeasureAction, rate: str | None) -> None:
    event = TradeMeasure.model_validate(MEASURE | {"measure": measure, "action": action, "rate": rate})
    assert from_bytes(EVENT, to_bytes(event)) == event


@given(st.sampled_from(AppointmentAction), st.none() | PARTIES, st.sampled_from([{}, {"acting": True}]))
def test_an_appointment_survives_the_wire(
    action: AppointmentAction, person: Party | None, acting: dict[str, bool]
) -> None:
    event = Appointment.model_validate(APPOINTMENT | {"action": action, "person": person} | acting)
    assert from_bytes(EVENT, to_bytes(event)) == event
