"""What must hold of whatever comes out, each a function that raises AssertionError."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator

from agents.intake import Passed, Readable, Refusal
from schemas.article import Article
from schemas.event import MENTION, Mention
from schemas.wire import from_bytes, to_bytes

SCHEMAS = Path(__file__).parents[2] / "schemas" / "jsonschema"

SECONDS, SECONDS_PER_CHARACTER = 3.0, 0.004
"""Processor time that any text may take, and each of its characters: some ten times what plain text takes."""


@cache
def schema(name: str) -> Draft202012Validator:
    """The published schema of a record."""
    return Draft202012Validator(json.loads((SCHEMAS / f"{name}.json").read_text("utf-8")))


def sound_reading(read: Readable | Passed | Refusal) -> None:
    """An article that fits its schema, with a time where one is told; or a refusal in one line."""
    if isinstance(read, Refusal):
        assert read.reason
        assert read.error
        assert len(read.message.encode("utf-8", "replace")) > 0
        assert "\n" not in read.message, read.message
        return
    data = to_bytes(read.article)
    assert from_bytes(Article, data) == read.article, "an article is read back as another one"
    schema("article").validate(json.loads(data))


def sound_mentions(article: Article, mentions: list[Mention]) -> None:
    """Quotes are the text at their offsets, inside it, and every mention fits its schema and survives the wire."""
    text = article.full_text
    for mention in mentions:
        for evidence in mention.evidence:
            assert 0 <= evidence.start < evidence.end <= len(text), (evidence.start, evidence.end, len(text))
            assert evidence.quote == text[evidence.start : evidence.end], evidence
        data = to_bytes(mention)
        schema("mention").validate(json.loads(data))
        assert to_bytes(from_bytes(MENTION, data)) == data, "a mention is read back as another one"


def same_bytes(first: list[Mention], second: list[Mention]) -> None:
    """The same input gives the same bytes."""
    assert [to_bytes(mention) for mention in first] == [to_bytes(mention) for mention in second]


def in_time(seconds: float, characters: int) -> None:
    """The time is bounded in the size."""
    bound = SECONDS + SECONDS_PER_CHARACTER * characters
    assert seconds < bound, f"{characters} characters took {seconds:.1f} seconds, more than {bound:.1f}"
