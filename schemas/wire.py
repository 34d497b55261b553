"""Records to bytes and back: the one place that decides how a record looks on the wire.

The bytes are a function of the record alone. Fields stand in the order in which the contract shows them, a slot that
is not filled is left out, lists are always there, and nothing is escaped or indented. The same record therefore gives
the same bytes in every process, which is what makes a replay invisible to subscribers.
"""

from __future__ import annotations

from typing import TypeVar, overload

from pydantic import BaseModel, TypeAdapter

RecordT = TypeVar("RecordT", bound=BaseModel)
AnyT = TypeVar("AnyT")


def to_bytes(record: BaseModel) -> bytes:
    """Write a record as compact UTF-8 JSON, without the fields that are None.

    Raises:
        pydantic_core.PydanticSerializationError: a text holds a lone surrogate, which UTF-8 cannot carry.
    """
    return record.__pydantic_serializer__.to_json(record, exclude_none=True)


@overload
def from_bytes(kind: type[RecordT], data: bytes) -> RecordT: ...


@overload
def from_bytes(kind: TypeAdapter[AnyT], data: bytes) -> AnyT: ...


def from_bytes(kind: type[RecordT] | TypeAdapter[AnyT], data: bytes) -> RecordT | AnyT:
    """Read a record from UTF-8 JSON.

    Args:
        kind: the record's class; or `MENTION` or `EVENT`, where `type` in the bytes tells the class.
        data: the value of a Kafka record.

    Raises:
        pydantic.ValidationError: the bytes are not UTF-8, not JSON, or no record of this kind.
    """
    if isinstance(kind, TypeAdapter):
        return kind.validate_json(data)
    return kind.model_validate_json(data)
