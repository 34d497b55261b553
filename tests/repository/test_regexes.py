"""Regular expressions take time in proportion to the text, whatever a stranger writes.

Every expression that the program compiles is collected by running it: all modules, all lexicons, all rules. Each then
reads hostile text, made for all and made for it, of 10,000 characters and of four times as many. An expression whose
time grows with the square of the length needs sixteen times as long for that, one in proportion four times.
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from regexploit.ast.sre import SreOpParser
    from regexploit.redos import find

ROOT = Path(__file__).parents[2]

SHORT, FACTOR = 10_000, 4
TOO_MUCH = 9.0
"""Growth, at four times the length, that lies between four and sixteen."""
MEASURABLE_SECONDS = 0.02
"""Time below which growth is not judged: at this length a square would take longer."""
PATIENCE_SECONDS = 4.0

COLLECT = """
import importlib, json, pkgutil, re, sys

root, found, compile = sys.argv[1], {}, re._compile
ours = tuple(f"{root}/{package}/" for package in ("agents", "extraction", "schemas"))

def noted(pattern, flags):
    made, frame = compile(pattern, flags), sys._getframe(1)
    while frame.f_code.co_filename == re.__file__:
        frame = frame.f_back
    name = frame.f_code.co_filename
    if name.startswith(ours) and isinstance(made.pattern, str):
        found.setdefault((made.pattern, made.flags), f"{name[len(root) + 1:]}:{frame.f_lineno}")
    return made

re._compile = noted
import agents, extraction, schemas
for package in (agents, extraction, schemas):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
from agents.pool.extracting import extract_with_model, load_model
from agents.intake import RawRecord, read_article
from extraction import evaluation
load_model("en_core_web_sm")
for line in open(root + "/agents/samples/articles.jsonl", "rb"):
    extract_with_model(read_article(RawRecord("articles", 0, 0, None, None, line)).article)
print(json.dumps([[pattern, flags, place] for (pattern, flags), place in found.items()]))
"""


def collected() -> list[tuple[str, int, str]]:
    """Every expression that the program compiles, with its flags and the line that compiles it."""
    done = subprocess.run(
        [sys.executable, "-c", COLLECT, str(ROOT)], capture_output=True, check=True, timeout=250, cwd=ROOT
    )
    return [(pattern, flags, place) for pattern, flags, place in json.loads(done.stdout.splitlines()[-1])]


@pytest.fixture(scope="module")
def expressions() -> list[tuple[str, int, str]]:
    return collected()


GENERAL = (
    *("a", "A", "1", " ", "\t", "\n", "-", ",", ".", "(", "'", '"', "$", "é", "–", "\u200b", "_", "/", ":", "<", "&"),
    *(
        "a ",
        "A ",
        "1,",
        "1.",
        "1 ",
        "a-",
        "A-",
        "Aa ",
        "A. ",
        ", ",
        " - ",
        "\n ",
        " \n",
        "(a",
        "a.",
        "-a",
        "N-",
        "NC",
        "x",
    ),
    *(
        "10 percent to ",
        "Jan ",
        "of the ",
        "to be ",
        "Nominee for ",
        "Anna Lund, ",
        "a\u0301",
        "\r\n",
        "one and ",
        "Aa-bb ",
    ),
)
"""Pieces that hostile text repeats, whatever the expression."""


def hostile(pattern: str) -> Iterator[tuple[str, str, str]]:
    """Beginnings, pieces and ends of hostile text: pieces for all, and those that the expression's own words make."""
    words = sorted(set(re.findall(r"[A-Za-z]{2,}(?: [A-Za-z]+)*", pattern)), key=len)[-6:]
    for piece in (*GENERAL, *(f"{word} " for word in words)):
        yield "", piece, ""
        yield "", piece, "\x00"
    for word in words:
        yield f"{word} ", " ", "\x00"
        yield f"A{word}, ", "a", "\x00"


class TooSlowError(Exception):
    """An expression took more time than anybody would wait."""


@contextmanager
def patience() -> Iterator[None]:
    """End what takes more than `PATIENCE_SECONDS` of work; `re` looks for signals while it matches."""

    def give_up(_: int, __: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def seconds(expression: re.Pattern[str], text: str, times: int = 1) -> float:
    """Time of work, the least of several times, that an expression needs to look through a text."""
    least = float("inf")
    for _ in range(times):
        began = time.thread_time()
        for _match in expression.finditer(text):
            pass
        least = min(least, time.thread_time() - began)
    return least


def text_of(parts: tuple[str, str, str], length: int) -> str:
    start, piece, end = parts
    return start + piece * (length // len(piece)) + end


def grows_too_fast(expression: re.Pattern[str]) -> tuple[str, str, str] | None:
    """A hostile text for which an expression's time grows faster than the text; None where there is none."""
    for parts in hostile(expression.pattern):
        try:
            with patience():
                short = text_of(parts, SHORT)
                if seconds(expression, short) < MEASURABLE_SECONDS:
                    continue
                least = seconds(expression, short, times=3)
                if seconds(expression, text_of(parts, SHORT * FACTOR), times=2) > TOO_MUCH * least:
                    return parts
        except TooSlowError:
            return parts
    return None


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"(a+)+$", id="a repetition of repetitions"),
        pytest.param(r"\n\s*(?=\S)", id="white space before what does not come"),
        pytest.param(r"(?:\d+,?)+x", id="numbers that can be parted in many ways"),
        pytest.param(r"[A-Za-z][a-z ]*,", id="a name that does not end"),
        pytest.param(r"\s+$", id="white space before the end"),
    ],
)
def test_an_expression_that_can_be_made_to_hang_is_found(pattern: str) -> None:
    assert grows_too_fast(re.compile(pattern)) is not None


@pytest.mark.parametrize("pattern", [r"\d+", r"\b(?:one|two)\b", r"[A-Z][a-z]{0,40},", r"\S{200,}"])
def test_an_expression_in_proportion_to_the_text_is_not(pattern: str) -> None:
    assert grows_too_fast(re.compile(pattern)) is None


@pytest.mark.slow
def test_every_expression_takes_time_in_proportion_to_the_text(expressions: list[tuple[str, int, str]]) -> None:
    assert len(expressions) > 50
    found = {}
    for pattern, flags, place in expressions:
        if text := grows_too_fast(re.compile(pattern, flags)):
            found[place] = (pattern, text)
    assert found == {}


@pytest.mark.slow
def test_no_expression_has_a_shape_that_a_stranger_can_make_hang(expressions: list[tuple[str, int, str]]) -> None:
    """regexploit finds by form what could take exponential time, or grow with the cube of the text or faster."""
    found = [
        (place, pattern, threat.example())
        for pattern, flags, place in expressions
        for threat in threats(pattern, flags)
        if threat.starriness > 2
    ]
    assert found == []


def threats(pattern: str, flags: int) -> list[Any]:
    return list(find(SreOpParser().parse_sre(pattern, flags)))


def test_regexploit_finds_such_a_shape() -> None:
    assert [threat for threat in threats(r"(a+)+b", 0) if threat.starriness > 2]
