"""The base of every public record, the kinds of value they share, and the bounds on what a stranger may send."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

T = TypeVar("T")

SCHEMA_VERSION = 1
"""Version of the public contract; fields are only ever added inside one version."""

MAX_TEXT_BYTES = 1024 * 1024
"""Largest article body, in bytes of UTF-8."""

MAX_TITLE_CHARACTERS = 2_000
"""Longest headline, in characters."""

MAX_ID_CHARACTERS = 512
"""Longest article id, in characters."""

MAX_URL_CHARACTERS = 4_096
"""Longest URL, in characters."""

DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
"""A day as RFC 3339 writes it."""

INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?([Zz]|[+-][0-9]{2}:?[0-9]{2})?)?$"
"""A moment as RFC 3339 writes it; the time, the seconds and the zone may be missing."""

_is_day = re.compile(DAY).fullmatch
_is_instant = re.compile(INSTANT).fullmatch


class Record(BaseModel):
    """A frozen record of the public contract.

    Fields unknown to this version are ignored, so that a later minor addition never breaks an older reader.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True, ser_json_inf_nan="null")


def _a_written_day(value: object) -> object:
    """Let days and `2019-09-20` through; numbers, datetimes and other spellings of a day are refused."""
    if isinstance(value, str) and _is_day(value):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise PydanticCustomError("day_format", "a day is written like 2019-09-20")


def _a_written_instant(value: object) -> object:
    """Let datetimes and RFC 3339 through; a bare date is midnight UTC, a leap second the second before it."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _is_instant(value):
        raise PydanticCustomError(
            "moment_format", "a moment is written like 2019-09-20T08:30:00Z, or 2019-09-20 for midnight UTC"
        )
    if _is_day(value):
        return value + "T00:00:00Z"
    return value[:17] + "59" + value[19:] if value[16:19] == ":60" else value


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("moment_range", "the moment lies outside the years 1 to 9999 in UTC") from None


def _one_at_least(values: tuple[T, ...]) -> tuple[T, ...]:
    if not values:
        raise PydanticCustomError("empty_list", "the list must hold one at least")
    return values


class _ReadLeniently:
    """Shows in the schema of what is read that a moment may also lack its time, its seconds or its zone."""

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        if handler.mode == "validation":
            return {"type": "string", "pattern": INSTANT}
        return handler(schema)


Day = Annotated[date, BeforeValidator(_a_written_day)]
"""A whole day, read from and written as `2019-09-20`."""

Instant = Annotated[datetime, BeforeValidator(_a_written_instant), AfterValidator(_in_utc), _ReadLeniently]
"""A moment in UTC, read from RFC 3339; a bare date is midnight UTC, a missing zone is UTC."""

CountryCode = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z]{2}$"),
    Field(description="ISO 3166-1 alpha-2 code; `EU` stands for the European Union.", examples=["KR"]),
]
"""ISO 3166-1 alpha-2 code, or `EU`."""

EventId = Annotated[
    str,
    StringConstraints(pattern=r"^(meeting|trade_measure|appointment):[0-9a-f]{16}$"),
    Field(examples=["meeting:3f2a9c0d51e7b846"]),
]
"""Id of a real-world event: its type and sixteen hex digits."""

EntityId = Annotated[
    str,
    StringConstraints(pattern=r"^(person|country|organization|group):([A-Z]{2}|INT)(/[a-z0-9-]+)?$"),
    Field(examples=["person:KR/kim-jung-han"]),
]
"""Id of an entity: its kind, its country (`INT` for bodies of several states, `ZZ` where unknown) and its name."""

Count = Annotated[int, Field(strict=True, ge=1)]
"""A number of things, at least one; never a boolean or a fraction."""

Offset = Annotated[int, Field(strict=True, ge=0)]
"""A place in a text, counted in Unicode code points from 0; never in bytes or UTF-16 units."""

Some = Annotated[tuple[T, ...], AfterValidator(_one_at_least), Field(json_schema_extra={"minItems": 1})]
"""A list that is never empty; where one of its items is wrong, that is the only error."""
