"""Bytes: a function of the record alone, compact, without what is not told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from schemas.article import Article
from schemas.entity import Entity
from schemas.event import EVENT, MENTION, Meeting, Party
from schemas.example_files import examples
from schemas.vocabulary import PartyKind
from schemas.wire import from_bytes, to_bytes


def test_a_record_is_compact_json_in_utf8_without_escapes_and_without_nulls() -> None:
    party = Party(name="Zoë O’Hara", kind=PartyKind.PERSON, entity_id="person:IE/zoe-o-hara", country="IE")
    assert to_bytes(party).decode() == (
        '{"name":"Zoë O’Hara","kind":"person","country":"IE","entity_id":"person:IE/zoe-o-hara"}'
    )


def test_moments_are_written_in_utc_with_a_z_and_days_as_days() -> None:
    value = next(one.value for one in examples("meeting") if one.name == "update")
    written = orjson.loads(to_bytes(Meeting.model_validate(value)))
    assert (written["first_seen"], written["when"]["start"]) == ("2021-03-02T09:15:00Z", "2021-03-11")


def test_lists_are_written_though_they_are_empty() -> None:
    value = next(one.value for one in examples("meeting") if one.name == "first-report")
    assert orjson.loads(to_bytes(Meeting.model_validate(value | {"topics": []})))["topics"] == []


def test_a_text_that_utf8_cannot_carry_is_never_sent() -> None:
    article = Article(id="a", text="x").model_copy(update={"text": "\ud83d"})
    with pytest.raises(PydanticSerializationError):
        to_bytes(article)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="no bytes"),
        pytest.param(b"null", id="null"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"{}", id="an object without a type"),
        pytest.param(b'{"type":"summit"}', id="an unknown type"),
        pytest.param(b"\xff\xfe", id="no UTF-8"),
        pytest.param(b'{"type":' * 100_000, id="depth without end"),
        pytest.param(b"1" * 100_000, id="a number of a hundred thousand digits"),
    ],
)
def test_bytes_that_are_no_event_raise_a_validation_error(raw: bytes) -> None:
    with pytest.raises(ValidationError):
        from_bytes(EVENT, raw)


@pytest.mark.parametrize("folder, kind", [("meeting", EVENT), ("mention", MENTION), ("entity", Entity)])
def test_what_was_written_is_read_and_written_again_as_the_same_bytes(folder: str, kind: type[Entity]) -> None:
    for example in examples(folder):
        if example.value is not None:
            raw = orjson.dumps(example.value)
            assert to_bytes(from_bytes(kind, raw)) == raw


def test_the_same_record_gives_the_same_bytes_in_every_process() -> None:
    program = (
        "import sys; from schemas.event import EVENT; from schemas.wire import from_bytes, to_bytes;"
        "sys.stdout.buffer.write(to_bytes(from_bytes(EVENT, sys.stdin.buffer.read())))"
    )
    raw = orjson.dumps(next(one.value for one in examples("appointment") if one.name == "update"))
    written = {
        subprocess.run(
            [sys.executable, "-c", program],
            input=raw,
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert written == {raw}
