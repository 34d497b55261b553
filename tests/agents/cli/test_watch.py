"""Events as lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click
import pytest

from agents.cli.watch import json_line, readable_line, show
from schemas.event import Meeting, Quote, Source
from schemas.wire import to_bytes

EVENT_ID = "meeting:00000000000000ff"
MEETING = Meeting(
    event_id=EVENT_ID,
    version=3,
    status="unlikely",
    summary="Norway and Estonia unlikely to meet",
    confidence=0.5,
    evidence=(Quote(article_id="a", start=0, end=4, quote="text"),),
    sources=(Source(article_id="a"),),
    independent_sources=1,
)


@dataclass
class Record:
    """What a consumer gives."""

    key: bytes | None
    value: bytes | None
    topic: str = "events.meeting"
    partition: int = 0
    offset: int = 7


def test_a_withdrawn_event_is_shown_as_such() -> None:
    assert click.unstyle(readable_line(Record(EVENT_ID.encode(), None))) == f"withdrawn {EVENT_ID}"


def test_a_withdrawn_event_is_json_too() -> None:
    assert json.loads(json_line(Record(EVENT_ID.encode(), None))) == {"event_id": EVENT_ID, "withdrawn": True}


def test_an_event_is_one_line_for_a_person() -> None:
    line = click.unstyle(readable_line(Record(EVENT_ID.encode(), to_bytes(MEETING))))
    assert line == f"unlikely  Norway and Estonia unlikely to meet · 1 source · {EVENT_ID} v3"


def test_several_sources_are_counted() -> None:
    two = MEETING.model_copy(update={"sources": MEETING.sources * 2, "independent_sources": 2})
    assert "· 2 sources ·" in click.unstyle(readable_line(Record(EVENT_ID.encode(), to_bytes(two))))


def test_json_is_what_stands_on_the_topic() -> None:
    assert json_line(Record(EVENT_ID.encode(), to_bytes(MEETING))).encode() == to_bytes(MEETING)


@pytest.mark.parametrize(
    "write, errors",
    [
        pytest.param(readable_line, ("JSONDecodeError", "UnicodeDecodeError"), id="for a person"),
        pytest.param(json_line, ("UnicodeDecodeError", "UnicodeDecodeError"), id="as JSON"),
    ],
)
def test_what_is_no_event_is_told_by_its_place_and_ends_nothing(
    write: Callable[[Any], str], errors: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    whole = Record(EVENT_ID.encode(), to_bytes(MEETING))
    show(iter([Record(None, b"\xff"), Record(b"\xff", None), Record(None, None), whole]), write, None)
    told = capsys.readouterr()
    assert told.err.splitlines() == [f"events.meeting[0] offset 7 holds no event: {error}" for error in errors]
    assert EVENT_ID in told.out.splitlines()[-1]


def test_a_limit_ends_the_watch() -> None:
    stream = iter([Record(b"1", None), Record(b"2", None), Record(b"3", None)])
    show(stream, readable_line, 2)
    assert next(stream).key == b"3"
