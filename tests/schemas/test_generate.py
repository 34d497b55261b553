"""The generated files are those that the models give, and the command says what is stale."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from schemas.generate import HERE, PAGES, differences, generated, main
from schemas.json_schema import json_schema
from schemas.published import ARTICLE, ENTITY, MEETING, SCHEMAS, TOPICS, Schema
from schemas.reference import pages


def test_the_files_in_the_repository_are_up_to_date() -> None:
    assert differences(HERE, generated()) == []
    assert differences(PAGES, pages(), "*.md") == []


def places(folder: Path) -> list[str]:
    return ["--folder", str(folder), "--pages", str(folder / "pages")]


def test_the_check_passes_on_what_was_just_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*places(tmp_path)]) == 0
    assert main(["--check", *places(tmp_path)]) == 0
    assert capsys.readouterr().out == ""


def test_the_check_shows_what_is_stale_and_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([*places(tmp_path)])
    stale = tmp_path / "jsonschema" / "article.json"
    stale.write_text(stale.read_text().replace('"title": "Article"', '"title": "Story"'))
    before = stale.read_text()
    assert main(["--check", *places(tmp_path)]) == 1
    shown = capsys.readouterr().out
    assert '-  "title": "Story",\n+  "title": "Article",\n' in shown
    assert "Run `python -m schemas.generate`" in shown
    assert stale.read_text() == before


def test_a_schema_of_no_record_is_stale_and_is_removed(tmp_path: Path) -> None:
    main([*places(tmp_path)])
    (tmp_path / "jsonschema" / "rumour.json").write_text("{}")
    assert main(["--check", *places(tmp_path)]) == 1
    assert main([*places(tmp_path)]) == 0
    assert not (tmp_path / "jsonschema" / "rumour.json").exists()


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.name)
def test_every_schema_is_json_schema_2020_12_and_says_what_it_describes(schema: Schema) -> None:
    made = json_schema(schema)
    Draft202012Validator.check_schema(made)
    assert list(made)[:4] == ["$schema", "$id", "title", "description"]
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["$id"] == f"urn:communique:v1:{schema.name}"
    assert made["description"].endswith(".")
    assert "\n" not in made["description"]


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.name)
def test_every_property_is_described_and_unknown_ones_are_allowed(schema: Schema) -> None:
    made = json_schema(schema)
    for part in (made, *made.get("$defs", {}).values()):
        assert "additionalProperties" not in part
        for name, field in part.get("properties", {}).items():
            assert "description" in field or "$ref" in field, name


def test_an_article_needs_nothing_but_its_text() -> None:
    assert json_schema(ARTICLE)["required"] == ["text"]


@pytest.mark.parametrize(
    "schema, absent",
    [
        pytest.param(
            MEETING, {"when", "where", "first_seen", "last_seen", "venue", "mode", "format", "recurrence"}, id="meeting"
        ),
        pytest.param(ENTITY, {"country", "first_seen", "last_seen"}, id="entity"),
    ],
)
def test_what_is_written_holds_every_field_that_is_never_null(schema: Schema, absent: set[str]) -> None:
    made = json_schema(schema)
    assert made["properties"].keys() - set(made["required"]) == absent


def test_a_page_that_is_stale_or_of_no_record_is_told_and_mended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(places(tmp_path))
    page, rumour = tmp_path / "pages" / "meeting.md", tmp_path / "pages" / "rumour.md"
    page.write_text(page.read_text().replace("# Meeting", "# Gathering"))
    rumour.write_text("# Rumour")
    assert main(["--check", *places(tmp_path)]) == 1
    shown = capsys.readouterr().out
    assert "-# Gathering\n+# Meeting\n" in shown
    assert "-# Rumour" in shown
    assert main(places(tmp_path)) == 0
    assert main(["--check", *places(tmp_path)]) == 0


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.name)
def test_every_field_stands_on_its_page_with_what_it_means(schema: Schema) -> None:
    page = pages()[f"{schema.name}.md"]
    made = json_schema(schema)
    for part in (made, *made.get("$defs", {}).values()):
        for name, field in part.get("properties", {}).items():
            row = next(line for line in page.splitlines() if line.startswith(f"| `{name}` |"))
            assert row.count(" | ") >= 3
            assert field.get("description", "").replace("|", "\\|") in page
        for word in part.get("enum", ()):
            assert f"`{word}`" in page


def test_every_link_within_a_page_leads_to_a_part_of_it() -> None:
    for name, page in pages().items():
        parts = {line.removeprefix("## ").lower() for line in page.splitlines() if line.startswith("## ")}
        assert {link.partition(")")[0] for link in page.split("](#")[1:]} - parts == set(), name


def test_every_topic_is_told_with_its_key_and_its_examples() -> None:
    page = pages()["topics.md"]
    for topic in TOPICS:
        assert f"`{topic.name}`: {topic.summary}" in page
        assert f"| key | {topic.key} |" in page
