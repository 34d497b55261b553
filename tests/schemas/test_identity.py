"""Ids: the same thing always gets the same one, and two things never do."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from schemas.base import EntityId, EventId
from schemas.identity import article_id, entity_id, event_id, fingerprint

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
COUNTRIES = st.none() | st.just("INT") | st.from_regex(r"\A[A-Z]{2}\Z")
KINDS = st.sampled_from(["person", "country", "organization", "group"])


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(("ab", "c"), id="another place where one part ends"),
        pytest.param(("abc",), id="one part in place of two"),
        pytest.param(("a", "bc", ""), id="an empty part more"),
        pytest.param(("bc", "a"), id="another order"),
        pytest.param(("A", "bc"), id="another case"),
    ],
)
def test_another_list_of_parts_has_another_fingerprint(parts: tuple[str, ...]) -> None:
    assert fingerprint(*parts) != fingerprint("a", "bc")


@given(st.lists(NAMES), st.lists(NAMES))
def test_fingerprints_are_equal_only_for_equal_parts(first: list[str], second: list[str]) -> None:
    assert (fingerprint(*first) == fingerprint(*second)) == (first == second)


@pytest.mark.parametrize(
    "made, expected",
    [
        pytest.param(fingerprint("a", "bc"), "d2d40ae3093dd897", id="a fingerprint"),
        pytest.param(article_id(None, "Two ministers met."), "text:8e207019d187dbb2", id="an article by its text"),
        pytest.param(article_id("https://a.example/1", "x"), "url:688624ece07b0928", id="an article by its URL"),
        pytest.param(event_id("meeting", "a", "b"), "meeting:55488d29ae02e048", id="an event"),
    ],
)
def test_ids_never_change_between_releases(made: str, expected: str) -> None:
    assert made == expected


def test_ids_do_not_hang_on_the_process() -> None:
    program = "from schemas.identity import *; print(event_id('meeting', 'a', 'b'), entity_id('person', 'Zoë', 'FR'))"
    for seed in ("0", "1"):
        printed = subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        assert printed.split() == [event_id("meeting", "a", "b"), entity_id("person", "Zoë", "FR")]


@pytest.mark.parametrize(
    "first, second, same",
    [
        pytest.param((None, "One."), (None, "Two."), False, id="two texts are two articles"),
        pytest.param(("u/1", "One."), ("u/2", "One."), False, id="two URLs are two articles with one text"),
        pytest.param(("u/1", "One."), (None, "One."), False, id="a URL and its text are not confused"),
        pytest.param(("u/1", "One."), ("u/1", "Two."), True, id="one URL is one article, corrected"),
        pytest.param((" u/1\n", "One."), ("u/1", "One."), True, id="spaces around a URL do not count"),
        pytest.param((" ", "One."), (None, "One."), True, id="a blank URL is none"),
        pytest.param((None, " One.\n"), (None, "One."), True, id="spaces around a text do not count"),
        pytest.param((None, "Caf\u00e9"), (None, "Cafe\u0301"), True, id="an accent composed or combining is one"),
    ],
)
def test_an_article_without_an_id_is_known_by_its_url_else_by_its_text(
    first: tuple[str | None, str], second: tuple[str | None, str], *, same: bool
) -> None:
    assert (article_id(*first) == article_id(*second)) is same


@given(st.sampled_from(["meeting", "trade_measure", "appointment"]), st.lists(NAMES))
def test_every_event_id_is_one_of_the_contract(kind: str, anchors: list[str]) -> None:
    made = event_id(kind, *anchors)
    assert TypeAdapter(EventId).validate_python(made) == made


def test_events_of_two_types_have_two_ids_in_all_their_digits() -> None:
    meeting, appointment = event_id("meeting", "a"), event_id("appointment", "a")
    assert meeting.partition(":")[2] != appointment.partition(":")[2]


@pytest.mark.parametrize(
    "given_name, expected",
    [
        pytest.param(("country", "Japan", "JP"), "country:JP", id="a country is its code"),
        pytest.param(("country", "Nippon", "JP"), "country:JP", id="whatever it is called"),
        pytest.param(("country", "Freedonia", None), "country:ZZ/freedonia", id="a country without a code"),
        pytest.param(("person", "Kim Jung-han", "KR"), "person:KR/kim-jung-han", id="a person"),
        pytest.param(("person", "Zoë Müller", "DE"), "person:DE/zoe-muller", id="accents are dropped"),
        pytest.param(("person", "Signe Aaberg", None), "person:ZZ/signe-aaberg", id="a person of no known country"),
        pytest.param(
            ("organization", "World Trade Organization", "INT"),
            "organization:INT/world-trade-organization",
            id="a body of several states",
        ),
        pytest.param(("organization", "外務省", "JP"), "organization:JP/wai-wu-sheng", id="another script is spelled"),
    ],
)
def test_entity_ids_are_readable(given_name: tuple[str, str, str | None], expected: str) -> None:
    assert entity_id(*given_name) == expected


def test_a_name_without_a_letter_is_told_by_its_fingerprint() -> None:
    assert re.fullmatch(r"group:ZZ/[0-9a-f]{16}", entity_id("group", "☭"))
    assert entity_id("group", "☭") != entity_id("group", "☮")


def test_two_long_names_with_one_beginning_are_two_entities() -> None:
    beginning = "Interministerial Committee for the Coordination of Customs Policy at the Borders of "
    ids = [entity_id("organization", beginning + end, "UY") for end in ("the North", "the South")]
    assert ids[0] != ids[1]
    assert all(len(made) < 130 for made in ids)


@given(KINDS, NAMES, COUNTRIES)
def test_every_entity_id_is_one_of_the_contract(kind: str, name: str, country: str | None) -> None:
    made = entity_id(kind, name, country)
    assert TypeAdapter(EntityId).validate_python(made) == made


@given(KINDS, KINDS, NAMES, COUNTRIES)
def test_kinds_never_share_an_id(kind: str, other: str, name: str, country: str | None) -> None:
    assume(kind != other)
    assert entity_id(kind, name, country) != entity_id(other, name, country)
