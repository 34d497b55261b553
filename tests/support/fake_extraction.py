"""An extraction of a few lines, for tests of the stream alone.

An article of the tests tells its events in its own text, one JSON mention a line; a few words make it misbehave.
Nothing heavy is imported here, so that the processes that extract start at once.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import time
from collections.abc import Callable

from schemas.article import Article
from schemas.event import MENTION, Mention

MEMORY_BYTES = 2 * 1024**3
"""Address space that a process may take once an article has begun to exhaust memory, so that the machine lives on."""


def prepare_process() -> None:
    """Do nothing but be imported before the first article, whose time limit the imports would else count against."""


def extract(article: Article) -> list[Mention]:
    """Read the mentions that the text spells out; raise, hang or die where it says so."""
    for line in article.text.splitlines():
        if line in MISBEHAVIOUR:
            MISBEHAVIOUR[line]()
        if line.startswith("SLEEP "):
            time.sleep(float(line.removeprefix("SLEEP ")))
    return mentions_in(article)


def extract_together(articles: list[Article]) -> list[list[Mention]]:
    """Read the mentions of several texts, one after the other."""
    return [extract(article) for article in articles]


def mentions_in(article: Article) -> list[Mention]:
    """Read the mentions that the text spells out, and do nothing else that it says."""
    lines = article.text.splitlines()
    own = {"article_id": article.id, **_long_evidence(lines)}
    return [MENTION.validate_python({**json.loads(line), **own}) for line in lines if line.startswith("{")]


def _long_evidence(lines: list[str]) -> dict[str, object]:
    """Evidence as long as a line of the text asks for, so that a short text makes large records."""
    size = next((int(line.removeprefix("QUOTE ")) for line in lines if line.startswith("QUOTE ")), 0)
    return {"evidence": [{"article_id": "?", "start": 0, "end": size, "quote": "q" * size}]} if size else {}


def _raise() -> None:
    raise LookupError("the text says so")


def _exhaust_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))
    hoard = [bytearray(64 * 1024**2)]
    while True:
        hoard.append(bytearray(len(hoard[-1])))


MISBEHAVIOUR: dict[str, Callable[[], object]] = {
    "RAISE": _raise,
    "HANG": lambda: time.sleep(3_600),
    "DIE": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "CRASH": lambda: ctypes.string_at(0),
    "EXHAUST": _exhaust_memory,
}
"""What a process does when a line of the text says so."""
