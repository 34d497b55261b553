"""A JSON document: an article, an IPTC ninjs item, or a list of them, written over as many lines as one likes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

import orjson

from agents.feeding.formats import json_lines
from agents.feeding.line import MAX_DOCUMENT_BYTES, Line, Options, bounded_lines, record_line, refused
from agents.feeding.mapping import mapped


def read(name: str, stream: BinaryIO, options: Options) -> Iterator[Line]:
    """The document, or each entry of its list; JSON Lines where the first line is an object by itself."""
    lines = bounded_lines(stream)
    first = next(lines, (1, b""))
    lines = chain([first], lines)
    if _is_object(first[1]):
        yield from json_lines.from_lines(name, lines, options)
        return
    raw = _joined(lines)
    if raw is None:
        told = f"longer than {MAX_DOCUMENT_BYTES} bytes; write it as JSON Lines, one article a line"
        yield refused(name, "size", told)
        return
    try:
        data = orjson.loads(raw.removeprefix(json_lines.BYTE_ORDER_MARK))
    except orjson.JSONDecodeError as error:
        yield refused(name, "json", f"not JSON: {error}")
        return
    if not isinstance(data, list):
        yield _line(name, data, options)
        return
    for number, entry in enumerate(data, 1):
        yield _line(f"{name}: entry {number}", entry, options)


def _is_object(line: bytes | None) -> bool:
    try:
        return isinstance(orjson.loads((line or b"").removeprefix(json_lines.BYTE_ORDER_MARK)), dict)
    except orjson.JSONDecodeError:
        return False


def _joined(lines: Iterable[tuple[int, bytes | None]]) -> bytes | None:
    """All lines as one; None where they are too long together."""
    pieces: list[bytes] = []
    left = MAX_DOCUMENT_BYTES
    for _, line in lines:
        left -= MAX_DOCUMENT_BYTES if line is None else len(line) + 1
        if line is None or left < 0:
            return None
        pieces.append(line)
    return b"\n".join(pieces)


def _line(place: str, data: object, options: Options) -> Line:
    return record_line(place, mapped(options.mapping, data) if options.mapping and isinstance(data, dict) else data)
