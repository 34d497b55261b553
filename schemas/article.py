"""The input record: one article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from schemas.base import (
    MAX_ID_CHARACTERS,
    MAX_TEXT_BYTES,
    MAX_TITLE_CHARACTERS,
    MAX_URL_CHARACTERS,
    Instant,
    Record,
)
from schemas.identity import article_id

HEADLINE_BREAK = "\n\n"
"""What stands between headline and body in the text that evidence offsets count in."""

LANGUAGE_TAG = r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"
"""The shape of a BCP 47 language tag."""

ID = r"^[^\u0000-\u0020\u007f][^\u0000-\u001f\u007f]*$"
"""An id that is safe as a key, in a log line and on a terminal: no control character, no leading space."""


def _let_the_id_be_absent(schema: dict[str, Any]) -> None:
    """Show in the schema what the validator below does: an absent id is derived."""
    schema["required"].remove("id")
    schema["properties"]["id"]["type"] = ["string", "null"]


class Article(Record):
    """One article as a producer pushes it to the topic `articles`.

    Raises:
        pydantic.ValidationError: a field has the wrong type, is out of its bounds, or `text` is missing or blank.
    """

    model_config = ConfigDict(json_schema_extra=_let_the_id_be_absent)

    id: str = Field(min_length=1, max_length=MAX_ID_CHARACTERS, json_schema_extra={"pattern": ID})
    """Id that stays the same for the article; where absent it is derived from `url`, else from `text`."""

    text: str = Field(max_length=MAX_TEXT_BYTES, json_schema_extra={"pattern": r"\S"})
    """The body as plain text without markup, at most 1 MiB of UTF-8; the only field that must be there."""

    title: str | None = Field(default=None, max_length=MAX_TITLE_CHARACTERS)
    """The headline; what only the headline says still counts as said by the article."""

    source: str | None = Field(default=None, max_length=MAX_ID_CHARACTERS)
    """The outlet or agency that published the article, not the place it reports from."""

    url: str | None = Field(default=None, max_length=MAX_URL_CHARACTERS)
    """Where the article stands on the web; never fetched."""

    published_at: Instant | None = None
    """When the article was published (RFC 3339); relative dates are resolved against it, not against today."""

    language: str | None = Field(default=None, max_length=35, json_schema_extra={"pattern": LANGUAGE_TAG})
    """BCP 47 language tag; where absent the language is detected. Only English is extracted."""

    @model_validator(mode="before")
    @classmethod
    def _derive_an_absent_id(cls, data: object) -> object:
        """Fill `id` from `url`, else from `text`, when the producer gave none."""
        if not isinstance(data, Mapping) or data.get("id") is not None:
            return data
        url, text = data.get("url"), data.get("text")
        derived = article_id(url if isinstance(url, str) else None, text if isinstance(text, str) else "")
        return {**data, "id": derived}

    @field_validator("id")
    @classmethod
    def _id_is_printable(cls, name: str) -> str:
        if not re.fullmatch(ID, name):
            raise PydanticCustomError("id_format", "an id neither begins with a space nor holds a control character")
        return name

    @field_validator("text")
    @classmethod
    def _text_is_there_and_bounded_in_bytes(cls, text: str) -> str:
        if not text.strip():
            raise PydanticCustomError("text_blank", "the text is blank")
        if len(text.encode()) > MAX_TEXT_BYTES:
            raise PydanticCustomError(
                "text_too_long", "the text is longer than {limit} bytes of UTF-8", {"limit": MAX_TEXT_BYTES}
            )
        return text

    @field_validator("language")
    @classmethod
    def _language_is_a_tag(cls, tag: str | None) -> str | None:
        if tag is not None and not re.fullmatch(LANGUAGE_TAG, tag):
            raise PydanticCustomError("language_format", "a language is a BCP 47 tag such as en or pt-BR")
        return tag

    @property
    def full_text(self) -> str:
        """Headline, blank line, body: the text that every evidence offset counts in.

        Without a headline it begins with the blank line, so that the offsets of the body do not hang on how an
        absent headline is spelled.
        """
        return (self.title or "") + HEADLINE_BREAK + self.text
