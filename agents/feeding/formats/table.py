"""Tables: comma, semicolon or tab separated, with the names of the columns in the first row."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from agents.feeding.formats.json_lines import BYTE_ORDER_MARK
from agents.feeding.line import MAX_LINE_BYTES, Line, Options, bounded_lines, record_line, refused
from agents.feeding.mapping import FIELDS, Path, from_row, mapped

MAX_CELL_CHARACTERS = 2 * 1024 * 1024
"""A longer cell is refused; an article's text is at most half of it."""

SEPARATORS = ",;\t"

TOO_LONG = "\ud800"
"""Stands for a line over the limit. No text that was read holds it: bytes that are no UTF-8 are marked otherwise."""


def read(name: str, stream: BinaryIO, options: Options) -> Iterator[Line]:
    """Each row; a cell may hold line breaks in quotes."""
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    lines = _decoded(stream)
    header = next(lines, "")
    separator = max(SEPARATORS, key=header.count)
    columns = next(csv.reader([header], delimiter=separator), [])
    if problem := _missing(columns, options):
        yield refused(name, "schema", problem)
        return
    yield from _rows(name, columns, csv.reader(lines, delimiter=separator), options)


def _rows(name: str, columns: Sequence[str], rows: Iterator[list[str]], options: Options) -> Iterator[Line]:
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield refused(_place(name, rows), "table", f"not a row: {error}")
            continue
        if any(cell.strip() for cell in row):
            yield _line(_place(name, rows), columns, row, options)


def _line(place: str, columns: Sequence[str], row: list[str], options: Options) -> Line:
    if len(row) > len(columns):
        return refused(place, "table", f"{len(row)} cells in a table of {len(columns)} columns; is a quote missing?")
    cells: dict[str, object] = dict(zip(columns, row, strict=False))
    if any(TOO_LONG in cell for cell in row):
        return refused(place, "size", f"a line is longer than {MAX_LINE_BYTES} bytes")
    try:
        "".join(row).encode()
    except UnicodeEncodeError:
        return refused(place, "encoding", "not UTF-8")
    return record_line(place, from_row(mapped(options.mapping, cells)))


def _place(name: str, rows: Iterator[list[str]]) -> str:
    """File and line where a row ends."""
    return f"{name}:{getattr(rows, 'line_num', 0) + 1}"


def _decoded(stream: BinaryIO) -> Iterator[str]:
    """Lines as text; bytes that are no UTF-8 stay marked, so that they cost their own row alone."""
    for number, line in bounded_lines(stream):
        raw = (line or b"").removeprefix(BYTE_ORDER_MARK if number == 1 else b"")
        yield TOO_LONG + "\n" if line is None else raw.decode("utf-8", "surrogateescape") + "\n"


def _missing(columns: Sequence[str], options: Options) -> str | None:
    """Why no row of the table could be an article; None where they can."""
    path = options.mapping.get("text", Path(("text",)))
    if path.value_in(dict.fromkeys(columns, "")) is not None:
        return None
    there = ", ".join(column for column in columns if column) or "none"
    known = ", ".join(FIELDS)
    return (
        f"no column {'.'.join(path.steps)!r}; columns: {there}. Name them as an article's fields ({known}) or use --map"
    )
