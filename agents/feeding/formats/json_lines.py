"""JSON Lines: one article, or one IPTC ninjs item, a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import orjson

from agents.feeding.line import MAX_LINE_BYTES, Line, Options, bounded_lines, line_of, record_line, refused
from agents.feeding.mapping import mapped

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read(name: str, stream: BinaryIO, options: Options) -> Iterator[Line]:
    """Each line that is not blank; without a mapping it goes to Kafka byte for byte."""
    return from_lines(name, bounded_lines(stream), options)


def from_lines(name: str, lines: Iterable[tuple[int, bytes | None]], options: Options) -> Iterator[Line]:
    """As `read`, of lines that are cut and numbered."""
    for number, line in lines:
        place = f"{name}:{number}"
        if line is None:
            yield refused(place, "size", f"the line is longer than {MAX_LINE_BYTES} bytes")
            continue
        raw = line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line
        if raw.strip():
            yield mapped_line(place, raw, options) if options.mapping else line_of(place, raw)


def mapped_line(place: str, raw: bytes, options: Options) -> Line:
    """An object with its fields renamed; what is no object is refused as the stream would."""
    try:
        data = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return line_of(place, raw)
    return record_line(place, mapped(options.mapping, data)) if isinstance(data, dict) else line_of(place, raw)
