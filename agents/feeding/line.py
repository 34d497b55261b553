"""What every reader gives: one article, as it goes to Kafka and as the stream will read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

import orjson

from agents.feeding.mapping import Path
from agents.intake import Passed, RawRecord, Readable, Refusal, read_article

MAX_LINE_BYTES = 16 * 1024 * 1024
"""A longer line is refused unread: an article is at most 1 MiB, and JSON may spell a character in six bytes."""

MAX_DOCUMENT_BYTES = 16 * 1024 * 1024
"""A longer feed, JSON document or text is refused: it is read whole."""


@dataclass(frozen=True, slots=True)
class Line:
    """One article of a file: as it stands there, and as it was read."""

    place: str
    """File and line, for messages."""

    raw: bytes
    """The record as it goes to Kafka; empty where nothing could be made of it."""

    reading: Readable | Passed | Refusal
    """The article; or that its language is not extracted; or why it is none."""

    @property
    def key(self) -> bytes | None:
        """The key it goes to Kafka under: the article's id; none for what is no article."""
        return None if isinstance(self.reading, Refusal) else self.reading.article.id.encode()


@dataclass(frozen=True)
class Options:
    """What a person asked of the readers; each takes what concerns its format."""

    mapping: Mapping[str, Path] = field(default_factory=dict)
    """Field of an article to where its value stands in a JSON object or a row."""

    full_text: Callable[[str], str | None] | None = None
    """The text of the page at a URL, for items of feeds that carry only a summary; None where nobody asked."""


Reader = Callable[[str, BinaryIO, Options], Iterator[Line]]
"""Reads a file: its name for messages, its bytes, and the options. It raises nothing but `OSError`."""


def line_of(place: str, raw: bytes) -> Line:
    """A record as the stream will read it."""
    return Line(place, raw, read_article(RawRecord(place, 0, 0, None, None, raw)))


def record_line(place: str, record: object) -> Line:
    """As `line_of`, of a record that is not written as JSON yet."""
    try:
        return line_of(place, orjson.dumps(record))
    except orjson.JSONEncodeError as error:
        return refused(place, "encoding", f"cannot be written as JSON: {error}")


def refused(place: str, reason: str, message: str) -> Line:
    """A line for what is no record at all."""
    return Line(place, b"", Refusal(reason, "ValueError", message))


def bounded_lines(stream: BinaryIO, limit: int = MAX_LINE_BYTES) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a stream with their numbers from 1, without their ends; None in the place of one over the limit."""
    number = 0
    while line := stream.readline(limit + 2):
        number += 1
        if len(line.rstrip(b"\r\n")) <= limit:
            yield number, line.rstrip(b"\r\n")
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(limit)
        yield number, None
