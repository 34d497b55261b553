"""Articles from files: JSON Lines, one article a line, or plain text, one article a file."""

from __future__ import annotations

import errno
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agents.intake import RawRecord, Readable, Refusal, read_article
from schemas.article import Article
from schemas.identity import article_id
from schemas.wire import to_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agents.intake import Passed

STANDARD_INPUT = "-"
"""The file name that stands for standard input."""


@dataclass(frozen=True, slots=True)
class Line:
    """One article of a file: as it stands there, and as it was read."""

    place: str
    """File and line, for messages."""

    raw: bytes
    """The record as it goes to Kafka."""

    reading: Readable | Passed | Refusal
    """The article; or that its language is not extracted; or why it is none."""

    @property
    def key(self) -> bytes | None:
        """The key it goes to Kafka under: the article's id; none for what is no article."""
        return None if isinstance(self.reading, Refusal) else self.reading.article.id.encode()


def lines_of(files: Iterable[str]) -> Iterator[Line]:
    """The articles of some files, in order; a file ending in `.txt` is one article, any other is JSON Lines.

    Raises:
        OSError: a file cannot be read.
    """
    for name in files:
        if name == STANDARD_INPUT:
            yield from _json_lines("<stdin>", sys.stdin.buffer)
        elif name.lower().endswith(".txt"):
            yield _whole_text(name)
        else:
            with Path(name).open("rb") as stream:
                yield from _json_lines(name, stream)


def can_be_read(files: Iterable[str]) -> None:
    """Look at all files before the first is sent.

    Raises:
        OSError: one is not there, or is a directory.
    """
    for name in files:
        if name != STANDARD_INPUT and stat.S_ISDIR(Path(name).stat().st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)


def _json_lines(name: str, stream: Iterable[bytes]) -> Iterator[Line]:
    for number, line in enumerate(stream, 1):
        raw = line.rstrip(b"\r\n")
        if raw.strip():
            yield _line(f"{name}:{number}", raw)


def _whole_text(name: str) -> Line:
    """A text file as one article; its id is made from its text, its first line is no headline."""
    try:
        text = Path(name).read_text(encoding="utf-8")
        raw = to_bytes(Article(id=article_id(None, text), text=text))
    except ValueError as error:
        return Line(name, b"", Refusal("schema", type(error).__name__, f"no article: {error}"))
    return _line(name, raw)


def _line(place: str, raw: bytes) -> Line:
    return Line(place, raw, read_article(RawRecord(place, 0, 0, None, None, raw)))
