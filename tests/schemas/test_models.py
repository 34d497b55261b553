"""Every public record keeps the rules that all of them share."""

from __future__ import annotations

import re
from enum import StrEnum
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TypeVar, get_args

import pytest
from pydantic import BaseModel, ValidationError

import schemas
from schemas.base import Record
from schemas.published import SCHEMAS

T = TypeVar("T")
SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def modules() -> list[ModuleType]:
    return [import_module(f"schemas.{found.name}") for found in iter_modules(schemas.__path__)]


def public(base: type[T]) -> dict[str, type[T]]:
    """Every class below a base that a module of this floor defines, by name."""
    return {
        name: value
        for module in modules()
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, base) and value.__module__ == module.__name__
    }


RECORDS = {name: kind for name, kind in public(BaseModel).items() if kind is not Record}
FIELDS = [(name, field) for name, kind in RECORDS.items() for field in kind.model_fields]
VOCABULARIES: dict[str, type[StrEnum]] = public(StrEnum)
WORDS = [(name, word.name, word.value) for name, kind in VOCABULARIES.items() for word in kind]


def test_the_walk_finds_the_records_and_the_vocabularies() -> None:
    assert {"Article", "Meeting", "TradeMeasure", "Appointment", "Party", "Entity", "When"} <= RECORDS.keys()
    assert len(FIELDS) > 150
    assert len(WORDS) > 60


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_is_frozen_and_passes_over_unknown_fields(name: str) -> None:
    assert issubclass(RECORDS[name], Record)
    assert (RECORDS[name].model_config["frozen"], RECORDS[name].model_config["extra"]) == (True, "ignore")


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_says_in_a_sentence_what_it_is(name: str) -> None:
    first = (RECORDS[name].__doc__ or "").split("\n\n")[0]
    assert_sentence(first)


@pytest.mark.parametrize("name, field", FIELDS)
def test_every_field_says_in_a_sentence_what_it_is(name: str, field: str) -> None:
    assert_sentence(RECORDS[name].model_fields[field].description or "")


@pytest.mark.parametrize("name, field", FIELDS)
def test_every_field_is_named_in_snake_case(name: str, field: str) -> None:
    assert SNAKE.fullmatch(field)


@pytest.mark.parametrize("name, word, value", WORDS)
def test_every_word_of_a_vocabulary_is_its_own_name_in_snake_case(name: str, word: str, value: str) -> None:
    assert SNAKE.fullmatch(value)
    assert word == value.upper()


def test_no_two_records_tell_one_field_name_differently_in_type() -> None:
    """A reader who knows `event_id` from one record knows it from all."""
    shared = {"event_id", "entity_id", "article_id", "status", "country", "first_seen", "last_seen", "summary"}
    for field in shared:
        kinds = {
            base_of(kind.model_fields[field].annotation) for kind in RECORDS.values() if field in kind.model_fields
        }
        assert len(kinds) == 1, (field, kinds)


def test_every_schema_names_a_public_record() -> None:
    names = {schema.model.__name__ for schema in SCHEMAS if isinstance(schema.model, type)}
    assert names <= RECORDS.keys()


@pytest.mark.parametrize("name", RECORDS)
def test_no_record_can_be_changed(name: str) -> None:
    record = RECORDS[name].model_construct()
    field = next(iter(RECORDS[name].model_fields))
    with pytest.raises(ValidationError, match="frozen"):
        setattr(record, field, "other")


def base_of(annotation: object) -> object:
    """The type of a field without None."""
    return next((kind for kind in get_args(annotation) if kind is not type(None)), annotation)


def assert_sentence(text: str) -> None:
    """A sentence begins with a capital or a name in code, ends with a full stop, and says more than one word."""
    assert re.match(r"[A-Z`]", text), text
    assert text.rstrip("`").endswith((".", "...")), text
    assert len(text.split()) >= 4, text
