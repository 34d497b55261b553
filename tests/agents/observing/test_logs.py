"""The log as JSON: one object a line, with the fields that are known, whatever is logged."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from agents.app import faust_options
from agents.observing.logs import SHOWN, JsonFormatter
from agents.settings import Settings


def record(message: str, *args: object, **more: object) -> logging.LogRecord:
    told = logging.LogRecord("agents.app", logging.WARNING, "app.py", 1, message, args, None)
    told.created = 1_000_000_000.5
    told.process = 17
    told.__dict__.update(more)
    return told


def test_a_line_is_an_object_with_what_people_would_read() -> None:
    assert json.loads(JsonFormatter().format(record("%d articles wait", 3))) == {
        "level": "WARNING",
        "logger": "agents.app",
        "process": 17,
        "message": "3 articles wait",
        "time": "2001-09-09T01:46:40.500000+00:00",
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("two\nlines\r\nand a third", id="line breaks"),
        pytest.param("\x1b[31mred\x1b[0m\x07", id="orders to a terminal"),
        pytest.param("\ud800 half a character", id="half a character"),
        pytest.param("\u202e backwards \u2028", id="what turns the direction of writing"),
        pytest.param('"}, {"level": "INFO"', id="JSON"),
        pytest.param("%s %(levelname)s {name}", id="places for something else"),
    ],
)
def test_what_an_article_says_stays_within_its_line(text: str) -> None:
    line = JsonFormatter().format(record("dead letter: %s", text))
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["message"] == f"dead letter: {text}"


def test_what_else_a_library_puts_into_a_record_is_left_out() -> None:
    line = json.loads(JsonFormatter().format(record("started", data={"password": "swordfish-9"}, token="t" * 30)))
    assert set(line) <= SHOWN
    assert "swordfish-9" not in str(line)


def test_an_exception_stands_in_its_line() -> None:
    told = record("it failed")
    try:
        [].index("no such row")
    except ValueError:
        told.exc_info = sys.exc_info()
    line = JsonFormatter().format(told)
    assert "\n" not in line
    assert json.loads(line)["exception"].endswith("ValueError: 'no such row' is not in list")


def test_faust_is_told_of_it_by_the_setting_alone() -> None:
    assert "logging_config" not in faust_options(Settings())
    formatters = faust_options(Settings(log_format="json"))["logging_config"]["formatters"]
    assert {value["()"] for value in formatters.values()} == {"agents.observing.logs.JsonFormatter"}
