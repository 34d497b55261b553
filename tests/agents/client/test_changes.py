"""What a consumer is told of a record, and which records concern it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from agents.client import Choice, EventType, Place, UnreadableRecordError, Upsert, Withdrawal, countries_of
from schemas.event import EVENT
from schemas.example_files import examples

ROOT = Path(__file__).parents[3]
MEETING, MEASURE, APPOINTMENT = (
    next(one.value for one in examples(kind) if one.value) for kind in ("meeting", "trade-measure", "appointment")
)


@dataclass
class Record:
    """What a Kafka consumer gives."""

    topic: str
    value: bytes | None
    key: bytes | None
    partition: int = 1
    offset: int = 7
    headers: list[tuple[str, bytes]] | None = field(default_factory=list)


def record(value: dict[str, Any] | None, topic: str = "events.meeting", key: str | None = None) -> Record:
    told = json.dumps(value).encode() if value is not None else None
    return Record(topic, told, (key or (value or MEETING)["event_id"]).encode())


@pytest.mark.parametrize(
    "wrong, why",
    [
        pytest.param(record({**MEETING, "schema_version": 2}), "schema_version", id="a later version of the contract"),
        pytest.param(record({**MEETING, "status": "rumoured"}), "status", id="a word of no vocabulary"),
        pytest.param(record(MEETING, key="meeting:0000000000000000"), "its key", id="a key that is another event's"),
        pytest.param(Record("events.meeting", b"{torn", b"meeting:0000000000000000"), "JSON", id="torn JSON"),
        pytest.param(Record("events.meeting", b"\xff\x00", None), "JSON", id="no text, and no key"),
        pytest.param(Record("events.meeting", None, b"\xff"), "no event id", id="a withdrawal of no id"),
        pytest.param(Record("events.meeting", None, None), "no event id", id="a withdrawal without a key"),
    ],
)
def test_what_is_no_event_is_an_error_that_names_its_place(wrong: Record, why: str) -> None:
    with pytest.raises(UnreadableRecordError, match=why) as caught:
        Choice.of().read(wrong)
    assert caught.value.place == Place("events.meeting", 1, 7)
    assert "events.meeting[1] offset 7 holds no event" in str(caught.value)


def test_a_record_is_an_upsert_of_the_typed_event() -> None:
    told = Choice.of().read(record(MEETING))
    assert isinstance(told, Upsert)
    assert told.event == EVENT.validate_python(MEETING)
    assert (told.event_id, told.type, told.place.offset) == (MEETING["event_id"], EventType.MEETING, 7)
    assert json.loads(told.raw) == MEETING


def test_a_null_value_is_a_withdrawal() -> None:
    told = Choice.of().read(record(None, key=MEETING["event_id"]))
    assert told == Withdrawal(MEETING["event_id"], EventType.MEETING, Place("events.meeting", 1, 7))


def test_a_first_version_of_other_countries_is_of_no_concern() -> None:
    assert Choice.of(countries=["FJ"]).read(record({**MEETING, "version": 1})) is None


def test_a_later_version_of_other_countries_takes_back_what_an_earlier_one_may_have_told() -> None:
    told = Choice.of(countries=["FJ"]).read(record({**MEETING, "version": 2}))
    assert isinstance(told, Withdrawal)
    assert (told.event_id, told.because) == (MEETING["event_id"], "left the choice")


def test_a_withdrawal_is_told_whatever_the_countries() -> None:
    assert Choice.of(countries=["FJ"]).read(record(None, key=MEETING["event_id"]))


@pytest.mark.parametrize(
    "value, countries",
    [
        pytest.param(MEETING, {p["country"] for p in MEETING["participants"]} | set(MEETING["countries"]), id="sides"),
        pytest.param(MEASURE, {"UY"}, id="who imposes and whom it hits"),
        pytest.param(
            {**APPOINTMENT, "person": {**APPOINTMENT["person"], "country": "CA"}, "country": "GB", "appointer": None},
            {"GB", "CA"},
            id="the office's and the person's",
        ),
    ],
)
def test_the_countries_of_an_event_are_those_that_take_part(value: dict[str, Any], countries: set[str]) -> None:
    assert countries_of(EVENT.validate_python(value)) == countries


@pytest.mark.parametrize(
    "types, countries, why",
    [
        pytest.param(["summit"], [], "summit", id="no type"),
        pytest.param([], ["jp"], "'jp'", id="small letters"),
        pytest.param([], ["JPN"], "'JPN'", id="three letters"),
        pytest.param([], "JP", "list", id="a text for a list of countries"),
        pytest.param("meeting", [], "list", id="a text for a list of types"),
    ],
)
def test_a_choice_of_what_there_is_not_is_refused(types: Any, countries: Any, why: str) -> None:  # noqa: ANN401
    with pytest.raises(ValueError, match=why):
        Choice.of(types, countries)


def test_a_choice_of_types_reads_their_topics_alone() -> None:
    assert Choice.of(["trade-measure", EventType.MEETING]).topics == ("events.meeting", "events.trade-measure")
    assert len(Choice.of().topics) == len(EventType)


def test_importing_the_client_starts_neither_faust_nor_spacy() -> None:
    heavy = {"faust", "mode", "spacy", "aiokafka", "aiohttp", "extraction", "click"}
    program = f"import agents.client, sys; print(sorted({heavy!r} & {{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
