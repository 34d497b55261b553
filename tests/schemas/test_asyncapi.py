"""The AsyncAPI document: whole, true to the contract, and readable by tools."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from agents.settings import Settings
from agents.topics import required_topics
from schemas.asyncapi import document
from schemas.generate import HERE
from schemas.published import TOPICS, Topic

OFFICIAL_SCHEMA = "ASYNCAPI_SCHEMA"
"""Environment variable that names `schemas/3.0.0.json` of the npm package @asyncapi/specs."""


def references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from references(item)


def resolve(reference: str, inside: Any, folder: Path) -> Any:  # noqa: ANN401 - any JSON value
    """What a reference points to; raises where it points to nothing."""
    file, _, pointer = reference.partition("#")
    node = json.loads((folder / file).read_text("utf-8")) if file else inside
    for step in pointer.strip("/").split("/") if pointer else []:
        node = node[step.replace("~1", "/").replace("~0", "~")]
    return node


def test_every_reference_leads_somewhere() -> None:
    made = document()
    found = list(references(made))
    assert len(found) > 30
    for reference in found:
        assert resolve(reference, made, HERE)


def test_every_reference_of_the_schemas_leads_somewhere() -> None:
    for path in sorted((HERE / "jsonschema").glob("*.json")):
        schema = json.loads(path.read_text("utf-8"))
        for reference in references(schema):
            assert reference.startswith("#/$defs/")
            assert resolve(reference, schema, path.parent)


def test_every_public_topic_is_a_channel_with_its_messages() -> None:
    made = document()
    shown = {channel["address"]: list(channel["messages"]) for channel in made["channels"].values()}
    assert shown == {
        "articles": ["article"],
        "events.meeting": ["meeting", "meeting-withdrawal"],
        "events.trade-measure": ["trade-measure", "trade-measure-withdrawal"],
        "events.appointment": ["appointment", "appointment-withdrawal"],
        "entities": ["entity", "entity-withdrawal"],
        "articles.dead-letter": ["dead-letter"],
    }


def test_what_is_received_and_what_is_sent() -> None:
    actions = {name: operation["action"] for name, operation in document()["operations"].items()}
    assert actions == {
        "receive-articles": "receive",
        "send-events-meeting": "send",
        "send-events-trade-measure": "send",
        "send-events-appointment": "send",
        "send-entities": "send",
        "send-articles-dead-letter": "send",
    }


def test_the_messages_of_an_operation_are_those_of_its_channel() -> None:
    made = document()
    for operation in made["operations"].values():
        channel = resolve(operation["channel"]["$ref"], made, HERE)
        assert [resolve(one["$ref"], made, HERE) for one in operation["messages"]] == list(channel["messages"].values())


def test_every_message_is_shown_by_an_example() -> None:
    for name, message in document()["components"]["messages"].items():
        assert message["examples"], name
        assert message["payload"] != {}, name


def test_events_and_dead_letters_have_headers() -> None:
    messages = document()["components"]["messages"]
    with_headers = {name: message["headers"]["$ref"] for name, message in messages.items() if "headers" in message}
    cloudevents, dead_letter = "./jsonschema/cloudevent-headers.json", "./jsonschema/dead-letter-headers.json"
    assert with_headers == {
        "meeting": cloudevents,
        "meeting-withdrawal": cloudevents,
        "trade-measure": cloudevents,
        "trade-measure-withdrawal": cloudevents,
        "appointment": cloudevents,
        "appointment-withdrawal": cloudevents,
        "dead-letter": dead_letter,
    }


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_topics_are_made_with_the_cleanup_that_the_document_tells(topic: Topic) -> None:
    channel = next(one for one in document()["channels"].values() if one["address"] == topic.name)
    told = channel["bindings"]["kafka"]["topicConfiguration"]["cleanup.policy"]
    made = next(spec.config["cleanup.policy"] for spec in required_topics(Settings()) if spec.name == topic.name)
    assert told == made.split(",")


def test_the_document_follows_the_official_schema() -> None:
    path = os.environ.get(OFFICIAL_SCHEMA)
    if not path:
        pytest.skip(f"{OFFICIAL_SCHEMA} does not name schemas/3.0.0.json of the npm package @asyncapi/specs")
    official = json.loads(Path(path).read_text("utf-8"))
    errors = [
        f"{'/'.join(map(str, error.path))}: {error.message}"
        for error in Draft7Validator(official).iter_errors(document())
    ]
    assert errors == []
