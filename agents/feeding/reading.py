"""Articles from files, in every format there is a reader for."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from agents.feeding.formats import json_document, json_lines, table, text, web_feed
from agents.feeding.line import Line, Options, Reader

STANDARD_INPUT = "-"
"""The file name that stands for standard input."""


@dataclass(frozen=True)
class Format:
    """A kind of file."""

    read: Reader
    suffixes: tuple[str, ...]
    """How the names of such files end."""


FORMATS: Mapping[str, Format] = {
    "jsonl": Format(json_lines.read, (".jsonl", ".ndjson")),
    "json": Format(json_document.read, (".json", ".ninjs")),
    "csv": Format(table.read, (".csv", ".tsv")),
    "text": Format(text.read, (".txt",)),
    "rss": Format(web_feed.read, (".rss", ".atom", ".rdf", ".xml")),
}
"""Every format by its name on the command line."""

OTHERWISE = "jsonl"
"""What a file is read as whose name tells nothing, standard input among them."""


def format_of(name: str) -> str | None:
    """The format that a file's name tells."""
    suffix = Path(name).suffix.lower()
    return next((key for key, known in FORMATS.items() if suffix in known.suffixes), None)


def _opened(name: str) -> BinaryIO:
    return Path(name).open("rb")


def lines_of(
    files: Iterable[str],
    given: str | None = None,
    options: Options | None = None,
    opened: Callable[[str], BinaryIO] = _opened,
) -> Iterator[Line]:
    """The articles of some files, in order.

    Args:
        files: their names; `-` for standard input.
        given: the format of them all; absent, each file's name tells it.
        options: what a person asked of the readers.
        opened: opens a file; one that shows how far it is read, for instance.

    Raises:
        OSError: a file cannot be read.
    """
    for name in files:
        if name == STANDARD_INPUT:
            yield from _read("<stdin>", sys.stdin.buffer, given, options)
        else:
            with opened(name) as stream:
                yield from _read(name, stream, given, options)


def _read(name: str, stream: BinaryIO, given: str | None, options: Options | None) -> Iterator[Line]:
    return FORMATS[given or format_of(name) or OTHERWISE].read(name, stream, options or Options())


def can_be_read(files: Iterable[str]) -> None:
    """Look at all files before the first is sent.

    Raises:
        OSError: one is not there, or is a directory.
    """
    for name in files:
        if name != STANDARD_INPUT and stat.S_ISDIR(Path(name).stat().st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
