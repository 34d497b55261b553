"""The examples of the contract hold, and each counterexample fails for the one reason that it names."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from agents.events.cloudevents import headers, withdrawal_headers
from schemas.article import Article
from schemas.event import EVENT, MENTION
from schemas.example_files import FOLDER, Counterexample, Example, counterexamples, examples
from schemas.json_schema import json_schema
from schemas.published import SCHEMAS, TOPICS, Schema, Topic

STAGES = {"first-report", "update", "withdrawal"}
PREFIXES = {"article": ("meeting-first-report", "correction", "withdrawal")}

SHOWN = [(topic, one) for topic in TOPICS for one in examples(topic.kind)]
RECORDS = [pytest.param(topic, one, id=f"{topic.kind}: {one.name}") for topic, one in SHOWN]
EVENTS = [(topic, one) for topic, one in SHOWN if topic.name.startswith("events.")]
MENTIONS = [pytest.param(one, id=one.name) for one in examples("mention")]
COUNTEREXAMPLES = [
    pytest.param(schema, one, id=f"{schema.name}: {one.name}")
    for schema in SCHEMAS
    for one in counterexamples(schema.name)
]


def accepted_by_json_schema(schema: Schema, value: object) -> bool:
    validator = Draft202012Validator(json_schema(schema), format_checker=Draft202012Validator.FORMAT_CHECKER)
    return bool(validator.is_valid(value))


def full_texts() -> dict[str, list[str]]:
    """Every text that an article of the examples had under its id."""
    texts: dict[str, list[str]] = {}
    for example in examples("article"):
        article = Article.model_validate(example.value)
        texts.setdefault(article.id, []).append(article.full_text)
    return texts


@pytest.mark.parametrize("schema, counterexample", COUNTEREXAMPLES)
def test_a_counterexample_has_the_one_error_that_it_names(schema: Schema, counterexample: Counterexample) -> None:
    with pytest.raises(ValidationError) as refused:
        schema.read(counterexample.value)
    found = [(error["loc"], error["type"]) for error in refused.value.errors()]
    assert found == [(counterexample.where, counterexample.error)]


@pytest.mark.parametrize("schema, counterexample", COUNTEREXAMPLES)
def test_json_schema_refuses_it_too_where_it_can_tell(schema: Schema, counterexample: Counterexample) -> None:
    assert accepted_by_json_schema(schema, counterexample.value) is not counterexample.seen_by_json_schema


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.name)
def test_every_kind_of_record_has_counterexamples(schema: Schema) -> None:
    assert counterexamples(schema.name)


@pytest.mark.parametrize("topic, example", RECORDS)
def test_an_example_is_read_and_follows_its_json_schema(topic: Topic, example: Example) -> None:
    if topic.schema and example.value is not None:
        topic.schema.read(example.value)
        assert accepted_by_json_schema(topic.schema, example.value)


@pytest.mark.parametrize("topic, example", RECORDS)
def test_the_headers_of_an_example_follow_theirs(topic: Topic, example: Example) -> None:
    assert (topic.headers is None) == (example.headers is None)
    if topic.headers:
        topic.headers.read(example.headers)
        assert accepted_by_json_schema(topic.headers, example.headers)


@pytest.mark.parametrize("example", MENTIONS)
def test_a_mention_is_read_and_follows_its_json_schema(example: Example) -> None:
    schema = next(schema for schema in SCHEMAS if schema.name == "mention")
    assert MENTION.validate_python(example.value).type == example.name.replace("-", "_")
    assert accepted_by_json_schema(schema, example.value)


@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic.schema], ids=lambda topic: topic.schema.name)
def test_every_kind_of_record_is_shown_in_each_stage_of_its_life(topic: Topic) -> None:
    names = {example.name for example in examples(topic.kind)}
    assert names >= set(PREFIXES.get(topic.kind, STAGES))


@pytest.mark.parametrize("topic, example", RECORDS)
def test_only_a_compacted_topic_takes_a_null_and_only_as_withdrawal(topic: Topic, example: Example) -> None:
    assert (example.value is None) == (topic.compacted and example.name == "withdrawal")


@pytest.mark.parametrize("topic, example", RECORDS)
def test_the_key_is_the_id(topic: Topic, example: Example) -> None:
    ids = {"articles": "id", "entities": "entity_id", "articles.dead-letter": None}
    field = ids.get(topic.name, "event_id")
    if field and example.value is not None:
        assert example.key == example.value.get(field)


@pytest.mark.parametrize(
    "topic, example", [pytest.param(topic, one, id=f"{topic.kind}: {one.name}") for topic, one in EVENTS]
)
def test_an_event_bears_the_headers_that_the_stream_gives_it(topic: Topic, example: Example) -> None:
    shown = list((example.headers or {}).items())
    if example.value is None:
        assert example.key is not None
        version = int((example.headers or {})["ce_id"].rpartition("/")[2])
        made = withdrawal_headers(example.key, example.key.partition(":")[0], version, 1)
    else:
        made = headers(EVENT.validate_python(example.value))
    assert shown == [(name, value.decode()) for name, value in made]


@pytest.mark.parametrize(
    "example",
    [pytest.param(one, id=f"{topic.kind}: {one.name}") for topic, one in EVENTS if one.value] + MENTIONS,
)
def test_the_evidence_stands_in_an_article_of_the_examples_where_it_says(example: Example) -> None:
    texts = full_texts()
    for quote in example.value["evidence"]:
        assert any(text[quote["start"] : quote["end"]] == quote["quote"] for text in texts[quote["article_id"]])


@pytest.mark.parametrize(
    "topic", [topic for topic in TOPICS if topic.headers and topic.compacted], ids=lambda t: t.name
)
def test_one_event_keeps_its_id_while_its_version_counts_up(topic: Topic) -> None:
    records = examples(topic.kind)
    assert len({record.key for record in records}) == 1
    versions = sorted(int((record.headers or {})["ce_id"].rpartition("/")[2]) for record in records)
    assert versions == list(range(1, len(records) + 1))


def test_a_correction_keeps_the_id_of_what_it_corrects() -> None:
    keys = {example.name: example.key for example in examples("article")}
    assert keys["meeting-first-report"] == keys["correction"] == keys["withdrawal"]


def test_no_example_lies_where_nothing_reads_it() -> None:
    known = {topic.kind for topic in TOPICS} | {schema.name for schema in SCHEMAS}
    assert {path.name for path in FOLDER.iterdir()} <= known
    assert all(example.summary.endswith(".") for folder in known for example in examples(folder))
