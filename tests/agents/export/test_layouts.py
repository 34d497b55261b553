"""The rows of an event: flat for analysts, in pairs for researchers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from agents.export.dyads import PLOVER, QUAD_CLASS, alpha3
from agents.export.layouts import EVENTS, Layout
from schemas.event import EVENT, Event
from schemas.example_files import examples
from schemas.identity import entity_id

ROOT = Path(__file__).parents[3]
MEETING, MEASURE, APPOINTMENT = (
    next(one.value for one in examples(kind) if one.value) for kind in ("meeting", "trade-measure", "appointment")
)


def rows(layout: Layout, value: dict[str, Any], **slots: object) -> list[dict[str, Any]]:
    event: Event = EVENT.validate_python({**value, **slots})
    names = [column.name for column in layout.columns]
    return [dict(zip(names, row, strict=True)) for row in layout.rows(event)]


def person(name: str, country: str | None) -> dict[str, Any]:
    return {"name": name, "kind": "person", "country": country, "entity_id": entity_id("person", name, country)}


def state(code: str) -> dict[str, Any]:
    return {"name": code, "kind": "country", "country": code, "entity_id": f"country:{code}"}


@pytest.mark.parametrize(
    "value, slots, pairs",
    [
        pytest.param(MEETING, {"participants": [], "countries": []}, [(None, None)], id="nobody known: one row, empty"),
        pytest.param(
            MEETING, {"participants": [person("Ann", "NO")], "countries": ["NO"]}, [("Ann", None)], id="one side known"
        ),
        pytest.param(
            MEETING,
            {"participants": [person("Ann", "NO"), person("Bo", "NO"), person("Cy", "EE")], "countries": ["EE", "NO"]},
            [("Ann", "Cy"), ("Bo", "Cy")],
            id="colleagues are no pair where others are there",
        ),
        pytest.param(
            MEETING,
            {"participants": [person("Ann", "NO"), person("Bo", "NO")], "countries": ["NO"]},
            [("Ann", "Bo")],
            id="colleagues alone are one",
        ),
        pytest.param(
            MEETING,
            {"participants": [person("Ann", "NO")], "countries": ["EE", "NO"]},
            [("Ann", "Estonia")],
            id="a side without a named person stands as a country",
        ),
        pytest.param(
            MEASURE,
            {"imposers": [state("UY"), state("AR")], "targets": [state("CL")]},
            [("UY", "CL"), ("AR", "CL")],
            id="each who imposes on each it hits",
        ),
        pytest.param(MEASURE, {"imposers": [state("UY")], "targets": []}, [("UY", None)], id="a measure against all"),
        pytest.param(
            APPOINTMENT,
            {"action": "appoint", "appointer": person("Ann", "NO"), "person": person("Bo", "NO")},
            [("Ann", "Bo")],
            id="who appoints, and whom",
        ),
        pytest.param(
            APPOINTMENT,
            {"action": "resign", "appointer": None, "person": person("Bo", "NO")},
            [("Bo", None)],
            id="who resigns acts alone",
        ),
    ],
)
def test_the_pairs_of_an_event(
    value: dict[str, Any], slots: dict[str, Any], pairs: list[tuple[str | None, str | None]]
) -> None:
    made = rows(PLOVER, value, **slots)
    assert [(row["actor1_name"], row["actor2_name"]) for row in made] == pairs
    assert [row["dyad"] for row in made] == list(range(1, len(pairs) + 1))


def test_a_large_conference_gives_a_bounded_number_of_rows() -> None:
    crowd = [person(f"Person {number}", "NO" if number % 2 else "EE") for number in range(300)]
    assert len(rows(PLOVER, MEETING, participants=crowd)) == 1_000


@pytest.mark.parametrize(
    "codes, told",
    [
        pytest.param({}, (None, None, None, None), id="an event without codes has none"),
        pytest.param({"plover": "RETREAT"}, ("RETREAT", None, None, 2), id="a resignation has no CAMEO code"),
        pytest.param({"plover": "CONSULT", "cameo": "042"}, ("CONSULT", "042", "04", 1), id="a visit"),
        pytest.param({"plover": "SANCTION", "cameo": "163"}, ("SANCTION", "163", "16", 4), id="a sanction"),
    ],
)
def test_the_codes_of_a_pair(codes: dict[str, str], told: tuple[str | int | None, ...]) -> None:
    (row, *_) = rows(PLOVER, MEASURE, codes=codes)
    assert (row["plover"], row["cameo"], row["cameo_root"], row["quad_class"]) == told


def test_every_type_of_plover_that_events_can_have_is_in_a_class() -> None:
    books = yaml.safe_load((ROOT / "extraction" / "lexicons" / "codes.yaml").read_text("utf-8"))["books"]
    assert set(books["plover"]) == set(QUAD_CLASS)


@pytest.mark.parametrize(
    "code, three", [(None, None), ("JP", "JPN"), ("EU", "EUR"), ("XK", "XKX"), ("ZZ", None)], ids=str
)
def test_countries_have_three_letters_as_in_both_data_sets(code: str | None, three: str | None) -> None:
    assert alpha3(code) == three


@pytest.mark.parametrize(
    "article, link", [("https://wire.example/1", "https://wire.example/1"), ("wire-1", None), ("url:0f", None)]
)
def test_an_article_id_that_is_an_address_is_the_link(article: str, link: str | None) -> None:
    evidence = [{"article_id": article, "start": 0, "end": 4, "quote": "They"}]
    assert rows(PLOVER, MEETING, evidence=evidence)[0]["link"] == link


@pytest.mark.parametrize("value", [MEETING, MEASURE, APPOINTMENT], ids=lambda value: value["type"])
def test_a_row_of_events_holds_each_slot_of_its_type(value: dict[str, Any]) -> None:
    (row,) = rows(EVENTS, value)
    head = {"event_id": value["event_id"], "version": value["version"], "status": value["status"]}
    assert head.items() <= row.items()
    assert EVENT.validate_json(row["record"]) == EVENT.validate_python(value)
    present = {"meeting": "participants", "trade_measure": "measure", "appointment": "office"}
    assert [row[name] is not None for name in present.values()] == [kind == value["type"] for kind in present]
