"""Records to bytes and back, for topics and tables, and the bounds that both put on a value."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel

from schemas.wire import from_bytes, to_bytes

RecordT = TypeVar("RecordT", bound=BaseModel)


def encode(record: BaseModel) -> bytes:
    """Write a record; the same record gives the same bytes in every process."""
    return to_bytes(record)


def decode(kind: type[RecordT], data: bytes | None) -> RecordT | None:
    """Read a record; None for no bytes, which is what a table without a row for a key gives.

    Raises:
        pydantic.ValidationError: the bytes are no record of this kind.
    """
    return None if data is None else from_bytes(kind, data)
