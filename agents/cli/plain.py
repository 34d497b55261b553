"""Strangers' text for a terminal, which takes some characters for orders: to move, to recolour, to write backwards."""

from __future__ import annotations

from typing import TypeVar, overload

import orjson
from pydantic import BaseModel, TypeAdapter

from schemas.wire import from_bytes

RecordT = TypeVar("RecordT", bound=BaseModel)
AnyT = TypeVar("AnyT")

KEPT = "\n\t"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

ORDERS = {
    code: REPLACEMENT
    for code in (
        *range(0x20),
        *range(0x7F, 0xA0),
        0x061C,
        *range(0x200E, 0x2010),
        *range(0x2028, 0x202F),
        *range(0x2066, 0x206A),
    )
    if chr(code) not in KEPT
}
"""Control characters, and those that turn the direction of writing or end a line."""


def plain(text: str) -> str:
    """The text with a mark in the place of each character that is an order."""
    return text.translate(ORDERS)


@overload
def from_plain(kind: type[RecordT], data: bytes) -> RecordT: ...


@overload
def from_plain(kind: TypeAdapter[AnyT], data: bytes) -> AnyT: ...


def from_plain(kind: type[RecordT] | TypeAdapter[AnyT], data: bytes) -> RecordT | AnyT:
    """Read a record whose texts are all to be shown on a terminal.

    Raises:
        pydantic.ValidationError: the bytes are no record of this kind.
        orjson.JSONDecodeError: they are no JSON.
    """
    return from_bytes(kind, orjson.dumps(_plain(orjson.loads(data))))


def _plain(value: object) -> object:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {plain(key): _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value
