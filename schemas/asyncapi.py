"""The AsyncAPI 3 document: topics, keys, headers, values and examples in one place that tools can read.

Source: AsyncAPI 3.0.0 and its Kafka bindings 0.5.0. The values and headers are described by the JSON Schemas beside
the document, which it points to.
"""

from __future__ import annotations

from typing import Any, Final

from schemas.base import SCHEMA_VERSION
from schemas.example_files import Example, examples
from schemas.published import TOPICS, Schema, Topic

ASYNCAPI_VERSION: Final = "3.0.0"
KAFKA_BINDING_VERSION: Final = "0.5.0"


def document() -> dict[str, Any]:
    """The whole document."""
    return {
        "asyncapi": ASYNCAPI_VERSION,
        "id": f"urn:communique:v{SCHEMA_VERSION}",
        "info": {
            "title": "Communiqué",
            "version": f"{SCHEMA_VERSION}.0.0",
            "description": "Newswire in, diplomatic and trade events out. Fields are only ever added inside version 1.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {_id(topic): _channel(topic) for topic in TOPICS},
        "operations": {f"{topic.action}-{_id(topic)}": _operation(topic) for topic in TOPICS},
        "components": {"messages": {name: made for topic in TOPICS for name, made in _messages(topic).items()}},
    }


def _id(topic: Topic) -> str:
    """Name of the topic as part of a reference: without dots."""
    return topic.name.replace(".", "-")


def _channel(topic: Topic) -> dict[str, Any]:
    policy = "compact" if topic.compacted else "delete"
    return {
        "address": topic.name,
        "title": topic.title,
        "summary": topic.summary,
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in _messages(topic)},
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "topicConfiguration": {"cleanup.policy": [policy]},
                "bindingVersion": KAFKA_BINDING_VERSION,
            }
        },
    }


def _operation(topic: Topic) -> dict[str, Any]:
    channel = f"#/channels/{_id(topic)}"
    return {
        "action": topic.action,
        "channel": {"$ref": channel},
        "summary": topic.summary,
        "messages": [{"$ref": f"{channel}/messages/{name}"} for name in _messages(topic)],
    }


def _messages(topic: Topic) -> dict[str, dict[str, Any]]:
    """The kinds of message on a topic: its records and, where it is compacted, the null that withdraws one."""
    shown = examples(topic.kind)
    records = {topic.kind: _message(topic, topic.kind, topic.summary, [one for one in shown if one.value is not None])}
    if not topic.compacted:
        return records
    name = f"{topic.kind}-withdrawal"
    summary = "A null value: what stood under the key is withdrawn, and the broker forgets it in time."
    return records | {name: _message(topic, name, summary, [one for one in shown if one.value is None])}


def _message(topic: Topic, name: str, summary: str, shown: list[Example]) -> dict[str, Any]:
    made = {
        "name": name,
        "title": name.replace("-", " ").capitalize(),
        "summary": summary,
        "contentType": "application/json" if topic.schema else "application/octet-stream",
        "headers": _reference(topic.headers) if topic.headers else None,
        "payload": _payload(topic, withdrawal=name != topic.kind),
        "bindings": {
            "kafka": {
                "key": {"type": "string", "description": topic.key},
                "bindingVersion": KAFKA_BINDING_VERSION,
            }
        },
        "examples": [_example(one) for one in shown],
    }
    return {word: value for word, value in made.items() if value is not None}


def _payload(topic: Topic, *, withdrawal: bool) -> dict[str, Any]:
    if withdrawal:
        return {"type": "null"}
    if topic.schema is None:
        return {"description": "The value as it came in, byte for byte."}
    return _reference(topic.schema)


def _reference(schema: Schema) -> dict[str, Any]:
    return {"$ref": f"./jsonschema/{schema.name}.json"}


def _example(example: Example) -> dict[str, Any]:
    shown = {"name": example.name, "summary": example.summary, "headers": example.headers}
    return {word: value for word, value in shown.items() if value is not None} | {"payload": example.value}
