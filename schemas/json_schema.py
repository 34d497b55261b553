"""JSON Schema 2020-12 of the public records, made from their models."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from schemas.base import SCHEMA_VERSION
from schemas.published import Schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(schema: Schema) -> dict[str, Any]:
    """The JSON Schema of one kind of record.

    Fields that it does not know are allowed, as in every reader of the contract. In what is written, a field without
    null among its values is always there.
    """
    adapter = schema.model if isinstance(schema.model, TypeAdapter) else TypeAdapter(schema.model)
    made = adapter.json_schema(by_alias=True, mode=schema.mode, schema_generator=_Generator)
    head = {
        "$schema": DIALECT,
        "$id": f"urn:communique:v{SCHEMA_VERSION}:{schema.name}",
        "title": schema.title,
        "description": schema.description or made["description"],
    }
    body = {word: made[word] for word in ("type", "properties", "required", "oneOf", "$defs") if word in made}
    return {word: _first_paragraphs(value, word) for word, value in (head | body).items()}


def components(models: Iterable[type[BaseModel]], template: str) -> dict[str, Any]:
    """The JSON Schemas of what is written of some models, and of all that stands in them, by name.

    Args:
        models: the models.
        template: how one points to another, such as `#/components/schemas/{model}`.
    """
    _, made = models_json_schema(
        [(model, "serialization") for model in models], ref_template=template, schema_generator=_Generator
    )
    return {name: _first_paragraphs(schema, name) for name, schema in sorted(made["$defs"].items())}


class _Generator(GenerateJsonSchema):
    """Pydantic's generator, without what only repeats: field names in capitals, defaults that readers fill in."""

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:
        """Keep the order of the models, which is the order of the contract."""
        return value

    def field_title_should_be_set(self, schema: object) -> bool:
        """Fields have a description."""
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Absent and null are one, and all else is written out."""
        made = super().default_schema(schema)
        made.pop("default", None)
        return made

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Write a plain value that may be null in one line."""
        made = super().nullable_schema(schema)
        match made:
            case {"anyOf": [{"type": str() as kind} as plain, {"type": "null"}]} if "const" not in plain:
                return {**plain, "type": [kind, "null"]}
        return made

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,  # noqa: FBT001 - pydantic's signature
    ) -> bool:
        """A field is always written unless it may be None, for None is left out."""
        if self.mode == "serialization" and field["schema"]["type"] == "default":
            return bool(field["schema"]["schema"]["type"] != "nullable")
        return super().field_is_required(field, total)


def _first_paragraphs(node: Any, word: str) -> Any:  # noqa: ANN401 - any JSON value
    """The same schema with each description cut to its first paragraph; the rest speaks to Python programmers."""
    if isinstance(node, dict):
        return {key: _first_paragraphs(value, key) for key, value in node.items()}
    if isinstance(node, list):
        return [_first_paragraphs(item, word) for item in node]
    if isinstance(node, str) and word == "description":
        return " ".join(node.split("\n\n")[0].split())
    return node
