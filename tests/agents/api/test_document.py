"""The OpenAPI document: right by its specification, complete, and current where it is published."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from agents.api import generate
from agents.api.description import description, pieces
from agents.api.document import document, plain
from agents.api.examples import answer_examples
from agents.api.routes import GROUPS, MOST_DEAD_LETTERS, MOST_EVENTS, ROUTES, Route
from agents.pages.filtering import CHOICES, FILTERS
from agents.pages.newest import KEPT_DEAD_LETTERS, KEPT_EVENTS
from agents.pages.rendering import render
from answering import validator


def test_the_document_keeps_to_openapi() -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(document()).iter_errors()] == []


def test_names_of_operations_are_unique_and_every_route_has_a_group() -> None:
    names = [route.name for route in ROUTES]
    assert sorted(set(names)) == sorted(names)
    assert {route.tag for route in ROUTES} == set(GROUPS)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_the_parameters_of_a_path_stand_in_it(route: Route) -> None:
    in_path = [one.name for one in route.parameters if one.place == "path"]
    assert re.findall(r"\{(\w+)\}", route.path) == in_path


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_examples_are_what_the_document_says(route: Route) -> None:
    for one in route.parameters:
        assert list(validator(one.schema).iter_errors(one.example)) == [], one.name
    if route.answer:
        schema = {"$ref": f"#/components/schemas/{route.answer.__name__}"}
        shown = plain(answer_examples()[route.name])
        assert [error.message for error in validator(schema).iter_errors(shown)] == []


def test_a_field_that_the_document_does_not_tell_of_is_noticed() -> None:
    schema = {"$ref": "#/components/schemas/Alive"}
    assert [error.validator for error in validator(schema).iter_errors({"status": "alive", "more": 1})] == [
        "additionalProperties"
    ]


def test_bounds_and_choices_are_those_of_the_pages() -> None:
    assert (MOST_EVENTS, MOST_DEAD_LETTERS) == (KEPT_EVENTS, KEPT_DEAD_LETTERS)
    [events] = [route for route in ROUTES if route.name == "events"]
    told = {one.name: one.schema.get("enum") for one in events.parameters}
    assert set(told) == {*FILTERS, "limit"}
    assert {name: tuple(told[name] or ()) for name in CHOICES} == CHOICES


class Ids(HTMLParser):
    """Where links inside a page lead, and what they can lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if named := told.get("id"):
            self.ids.append(named)
        if (link := told.get("href") or "").startswith("#"):
            self.links.add(link[1:])


def test_the_page_shows_every_route_and_its_links_lead_somewhere() -> None:
    html = render("api.html", view=description(), pieces=pieces)
    page = Ids()
    page.feed(html)
    assert page.links <= set(page.ids)
    assert len(set(page.ids)) == len(page.ids)
    assert {route.name for route in ROUTES} <= page.links
    assert all(f"<code>{route.path}</code>" in html for route in ROUTES)


def test_the_published_document_and_its_page_are_current() -> None:
    assert generate.main(["--check"]) == 0


def test_a_document_that_is_stale_is_told_and_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "openapi.json").write_text("{}\n", "utf-8")
    assert generate.main(["--check", "--folder", str(tmp_path)]) == 1
    assert "python -m agents.api.generate" in capsys.readouterr().out
    assert generate.main(["--folder", str(tmp_path)]) == 0
    assert generate.main(["--check", "--folder", str(tmp_path)]) == 0
