"""Plain text: the file is one article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from agents.feeding.line import Line, Options, line_of, refused
from agents.intake import Refusal
from schemas.article import Article
from schemas.base import MAX_TEXT_BYTES
from schemas.identity import article_id
from schemas.wire import to_bytes


def read(name: str, stream: BinaryIO, options: Options) -> Iterator[Line]:
    """The whole file; its id is made from its text, its first line is no headline."""
    raw = stream.read(MAX_TEXT_BYTES + 4)
    if len(raw) > MAX_TEXT_BYTES + 3:
        yield refused(name, "size", f"no article: the text is longer than {MAX_TEXT_BYTES} bytes of UTF-8")
        return
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        record = to_bytes(Article(id=article_id(None, text), text=text))
    except ValueError as error:
        yield Line(name, b"", Refusal("schema", type(error).__name__, f"no article: {error}"))
        return
    yield line_of(name, record)
