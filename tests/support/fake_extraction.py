"""An extraction of a few lines, for tests of the stream alone.

An article of the tests tells its events in its own text, one JSON mention a line; a few words make it misbehave.
Nothing heavy is imported here, so that the processes that extract start at once.
"""

from __future__ import annotations

import json
import os
import signal
import time

from schemas.article import Article
from schemas.event import MENTION, Mention


def prepare_process() -> None:
    """Do nothing but be imported before the first article, whose time limit the imports would else count against."""


def extract(article: Article) -> list[Mention]:
    """Read the mentions that the text spells out; raise, hang or die where it says so."""
    mentions = []
    for line in article.text.splitlines():
        if line == "RAISE":
            raise LookupError("the text says so")
        if line == "HANG":
            time.sleep(3_600)
        if line == "DIE":
            os.kill(os.getpid(), signal.SIGKILL)
        if line.startswith("SLEEP "):
            time.sleep(float(line.removeprefix("SLEEP ")))
        if line.startswith("{"):
            mentions.append(MENTION.validate_python({**json.loads(line), "article_id": article.id}))
    return mentions
