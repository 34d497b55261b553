"""The input record: one article."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from schemas.base import (
    MAX_ID_CHARACTERS,
    MAX_TEXT_BYTES,
    MAX_TITLE_CHARACTERS,
    MAX_URL_CHARACTERS,
    Record,
)
from schemas.identity import article_id

HEADLINE_BREAK = "\n\n"
"""What stands between headline and body in the text that evidence offsets count in."""


def _midnight_of_a_bare_date(value: object) -> object:
    """Read "2019-09-20" as midnight UTC of that day; pydantic reads all else."""
    if isinstance(value, str) and len(value) == len("2019-09-20"):
        return datetime.combine(date.fromisoformat(value), time(), tzinfo=UTC)
    return value


def _utc_where_no_zone_is_told(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Instant = Annotated[
    datetime,
    BeforeValidator(_midnight_of_a_bare_date),
    AfterValidator(_utc_where_no_zone_is_told),
]
"""A moment in UTC, read from RFC 3339; a bare date is midnight UTC, a missing zone is UTC."""


class Article(Record):
    """One article as a producer pushes it to the topic `articles`.

    Raises:
        pydantic.ValidationError: a field has the wrong type, is out of its bounds, or `text` is missing or blank.
    """

    id: str = Field(min_length=1, max_length=MAX_ID_CHARACTERS, json_schema_extra={"x-derived": True})
    """Id that stays the same for the article; where absent it is derived from `url`, else from `text`."""

    text: str
    """The body as plain text, at most 1 MiB of UTF-8; the only field that must be there."""

    title: str | None = Field(default=None, max_length=MAX_TITLE_CHARACTERS)
    """The headline; what only the headline says still counts as said by the article."""

    source: str | None = Field(default=None, max_length=MAX_ID_CHARACTERS)
    """The outlet or agency that published the article, not the place it reports from."""

    url: str | None = Field(default=None, max_length=MAX_URL_CHARACTERS)
    """Where the article stands on the web; never fetched."""

    published_at: Instant | None = None
    """When the article was published (RFC 3339); relative dates are resolved against it, not against today."""

    language: str | None = Field(default=None, max_length=35)
    """BCP 47 language tag; where absent the language is detected. Only English is extracted."""

    @model_validator(mode="before")
    @classmethod
    def _derive_an_absent_id(cls, data: Any) -> Any:
        """Fill `id` from `url`, else from `text`, when the producer gave none."""
        if isinstance(data, Mapping) and data.get("id") is None and isinstance(data.get("text"), str):
            url = data.get("url")
            return {**data, "id": article_id(url if isinstance(url, str) else None, data["text"])}
        return data

    @field_validator("text")
    @classmethod
    def _text_is_there_and_bounded(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("text is blank")
        if len(text) > MAX_TEXT_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_TEXT_BYTES:
            raise ValueError(f"text is longer than {MAX_TEXT_BYTES} bytes")
        return text

    @property
    def full_text(self) -> str:
        """Headline, blank line, body: the text that every evidence offset counts in."""
        return (self.title or "") + HEADLINE_BREAK + self.text
