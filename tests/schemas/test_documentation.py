"""The pages for producers and consumers cannot drift from the contract."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from schemas import base, ninjs
from schemas.article import Article
from schemas.event import Quote
from schemas.headers import CloudEventHeaders
from schemas.published import SCHEMAS, TOPICS, Schema, Topic
from schemas.vocabulary import EventType

DOCS = Path(__file__).parents[2] / "docs"
PRODUCERS = (DOCS / "producers.md").read_text("utf-8")
CONSUMERS = (DOCS / "consumers.md").read_text("utf-8")


@pytest.mark.parametrize("page", ["producers.md", "consumers.md"])
def test_every_link_leads_somewhere(page: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", (DOCS / page).read_text("utf-8"))
    assert links
    assert [link for link in links if not (DOCS / link).exists()] == []


@pytest.mark.parametrize("field", Article.model_fields)
def test_every_field_of_an_article_stands_in_the_table_for_producers(field: str) -> None:
    assert f"\n| `{field}` |" in PRODUCERS


@pytest.mark.parametrize(
    "limit", [base.MAX_TEXT_BYTES, base.MAX_TITLE_CHARACTERS, base.MAX_ID_CHARACTERS, base.MAX_URL_CHARACTERS]
)
def test_every_limit_is_told_as_it_is(limit: int) -> None:
    assert f"{limit:,}" in PRODUCERS


def test_the_article_shown_to_producers_is_one() -> None:
    shown = re.search(r"```json\n(.+?)```", PRODUCERS, re.DOTALL)
    assert shown
    assert Article.model_validate(json.loads(shown[1])).id == "harbour-2021-0302-11"


@pytest.mark.parametrize("name", sorted(ninjs.TELLING_FIELDS | set(ninjs.DATES) | ninjs.NOT_PUBLISHED))
def test_every_field_of_ninjs_that_is_read_is_told(name: str) -> None:
    assert f"`{name}`" in PRODUCERS


@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic.action == "send"], ids=lambda topic: topic.name)
def test_every_topic_stands_in_the_table_for_consumers(topic: Topic) -> None:
    assert f"\n| `{topic.name}` |" in CONSUMERS


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.name)
def test_every_schema_is_linked(schema: Schema) -> None:
    assert f"/jsonschema/{schema.name}.json)" in PRODUCERS + CONSUMERS


@pytest.mark.parametrize(
    "header", [field.alias or name for name, field in CloudEventHeaders.model_fields.items()], ids=str
)
def test_every_header_of_an_event_is_told(header: str) -> None:
    assert f"\n| `{header}` |" in CONSUMERS


@pytest.mark.parametrize("kind", EventType)
def test_every_cloudevents_type_is_told(kind: EventType) -> None:
    assert f"`communique.event.{kind.hyphenated}.v1`" in CONSUMERS


@pytest.mark.parametrize("field", [name for name, field in Quote.model_fields.items() if not field.is_required()])
def test_every_reason_that_evidence_carries_is_told(field: str) -> None:
    assert f"\n| `{field}` |" in CONSUMERS
