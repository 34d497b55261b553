"""Pages for people: the JSON Schemas and the AsyncAPI document in Markdown, made from the same list as they are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from schemas.asyncapi import document
from schemas.example_files import examples
from schemas.json_schema import json_schema
from schemas.published import SCHEMAS, TOPICS, Schema, Topic

Node = Mapping[str, Any]
"""A part of a JSON Schema."""

MADE: Final = "<!-- Made by `python -m schemas.generate`; change the models instead. -->"
ALWAYS, MAYBE, NEEDED, LEFT_OUT = "always", "where told", "needed", "may be left out"
FORMATS: Final = {"date": "day", "date-time": "moment"}
BOUNDS: Final = {
    "minimum": "from {}",
    "maximum": "to {}",
    "minLength": "from {} characters",
    "maxLength": "to {} characters",
    "minItems": "{} at least",
}


def pages() -> dict[str, str]:
    """What each page holds, by its name."""
    made = {f"{schema.name}.md": _lines(_page(schema)) for schema in SCHEMAS}
    return made | {"topics.md": _lines(_topics()), "index.md": _lines(_index())}


def _lines(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _index() -> Iterator[str]:
    yield from ("# Reference", "", MADE, "", "What goes over the wire, in version 1 of the contract.", "")
    yield from (
        "| page | tells of |",
        "| --- | --- |",
        "| [Topics](topics.md) | every topic, its keys, values and headers |",
    )
    for schema in SCHEMAS:
        yield f"| [{schema.title}]({schema.name}.md) | {_cell(json_schema(schema)['description'])} |"


def _page(schema: Schema) -> Iterator[str]:
    made = json_schema(schema)
    written = schema.mode == "serialization"
    yield from (f"# {made['title']}", "", MADE, "", made["description"], "")
    yield f"[JSON Schema](../../schemas/jsonschema/{schema.name}.json)"
    if "oneOf" in made:
        yield from ("", "One of " + ", ".join(kind(one) for one in made["oneOf"]) + ".")
    yield from _fields(made, written=written)
    for name, part in made.get("$defs", {}).items():
        yield from ("", f"## {name}", "", part.get("description", ""))
        yield from _words(part)
        yield from _fields(part, written=written)
    yield from _example(schema)


def _fields(part: Node, *, written: bool) -> Iterator[str]:
    """A table of the fields of an object, in their order; nothing for what has none."""
    if "properties" not in part:
        return
    there, absent = (ALWAYS, MAYBE) if written else (NEEDED, LEFT_OUT)
    yield from ("", "| field | holds | there | |", "| --- | --- | --- | --- |")
    needed = set(part.get("required", ()))
    for name, field in part["properties"].items():
        told = _cell(field.get("description", ""))
        yield f"| `{name}` | {_cell(kind(field))} | {there if name in needed else absent} | {told} |"


def _words(part: Node) -> Iterator[str]:
    if "enum" in part:
        yield from ("", ", ".join(f"`{word}`" for word in words(part)))


def words(part: Node) -> list[str]:
    """The words of a closed vocabulary; none for anything else."""
    return list(part.get("enum", ()))


def kind(node: Node) -> str:
    """What a value is, in few words, with a link where it is described below."""
    match node:
        case {"$ref": str(reference)}:
            name = reference.rpartition("/")[2]
            return f"[{name}](#{name.lower()})"
        case {"anyOf": [*kinds]} | {"oneOf": [*kinds]}:
            return " or ".join(kind(one) for one in kinds if one != {"type": "null"})
        case {"type": "array", "prefixItems": [inner, *others]}:
            return f"{1 + len(others)} of {kind(inner)}"
        case {"type": "array", "items": inner}:
            return f"list of {kind(inner)}{_bounds(node)}"
        case {"type": "object", "additionalProperties": {"type": str()} as inner}:
            return f"object of {kind(inner)}"
        case _:
            return _plain(node)


def _plain(node: Node) -> str:
    """What a value without parts is."""
    if "const" in node:
        return f"`{json.dumps(node['const'])}`"
    kinds = node.get("type", "any value")
    kind = " or ".join(one for one in kinds if one != "null") if isinstance(kinds, list) else kinds
    return FORMATS.get(node.get("format", ""), kind) + _bounds(node) + _form(node)


def _bounds(node: Node) -> str:
    told = [words.format(f"{node[name]:,}") for name, words in BOUNDS.items() if name in node]
    return f", {' '.join(told)}" if told else ""


def _form(node: Node) -> str:
    shown = node.get("examples", ())
    return f", such as `{shown[0]}`" if shown else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _example(schema: Schema) -> Iterator[str]:
    shown = [one for one in examples(schema.name) if one.value is not None]
    if shown:
        yield from ("", "## Example", "", shown[0].summary, "")
        yield from ("```json", json.dumps(shown[0].value, indent=2, ensure_ascii=False), "```")


def _topics() -> Iterator[str]:
    info = document()["info"]
    yield from ("# Topics", "", MADE, "", info["description"], "")
    yield "The same for tools: [asyncapi.json](../../schemas/asyncapi.json)."
    for topic in TOPICS:
        yield from _topic(topic)


def _topic(topic: Topic) -> Iterator[str]:
    whose = "Producers write it." if topic.action == "receive" else "Communiqué writes it."
    yield from ("", f"## {topic.title}", "", f"`{topic.name}`: {topic.summary} {whose}", "")
    facts: Sequence[tuple[str, str]] = (
        ("key", topic.key),
        ("value", _link(topic.schema) if topic.schema else "the bytes that came in"),
        ("null value", "withdraws what stood under the key" if topic.compacted else "none"),
        ("headers", _link(topic.headers) if topic.headers else "none of its own"),
        ("kept", "the last record of each key (`cleanup.policy=compact`)" if topic.compacted else "for a time"),
    )
    yield from ("| | |", "| --- | --- |")
    yield from (f"| {name} | {fact} |" for name, fact in facts)
    for one in examples(topic.kind):
        yield from ("", f"**{one.name}.** {one.summary}", "", "```json")
        yield json.dumps(_record(one.key, one.headers, one.value), indent=2, ensure_ascii=False)
        yield "```"


def _record(key: str | None, headers: Mapping[str, str] | None, value: object) -> dict[str, object]:
    return {"key": key, **({"headers": headers} if headers else {}), "value": value}


def _link(schema: Schema) -> str:
    return f"[{schema.title}]({schema.name}.md)"
