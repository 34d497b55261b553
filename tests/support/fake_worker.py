"""A worker whose extraction is a few lines, for tests of the stream alone.

An article of the tests tells its events in its own text, one JSON mention a line; a few words make it misbehave.
"""

from __future__ import annotations

import json
import os
import signal
import time

from agents.app import create_app
from agents.cli.main import prepare
from agents.pool import ExtractionPool
from agents.settings import Settings
from schemas.article import Article
from schemas.event import MENTION, Mention


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


def main() -> None:
    """Run the command line with the app of the environment, but for its extraction."""
    settings = Settings()
    pool = ExtractionPool(extract, processes=settings.processes, timeout=settings.extraction_timeout_seconds)
    prepare()
    create_app(settings, pool).main()


if __name__ == "__main__":
    main()
