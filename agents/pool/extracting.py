"""What runs inside the processes of the extraction pool.

A module of its own, and small, because every such process imports it: neither Faust nor Kafka is loaded there, and
spaCy is loaded nowhere else.
"""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from schemas.article import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemas.event import Mention

PROBE = Article(id="probe", text="Norway and Chile held talks on tariffs after Oslo named a new envoy.", language="en")
"""An invented article that makes every rule be read."""

MAX_WORDS = 100_000
"""Words that a process may have learnt, half a kilobyte each; beyond them it loads the pipeline anew, in a second."""

_model: list[str] = []


def load_model(name: str) -> None:
    """Load the pipeline and all rules, before the first article comes.

    Raises:
        Exception: they cannot be loaded; one line on standard error says why, since the pool tells only that the
            process did not start.
    """
    _model[:] = [name]
    try:
        extract_with_model(PROBE)
    except Exception as error:
        sys.stderr.write(f"communique: articles cannot be extracted: {type(error).__name__}: {error}\n")
        raise
    # Pipeline and rules stay for good; the garbage collector need not look at their 150,000 objects again and again.
    gc.freeze()


@contextmanager
def collected_afterwards() -> Iterator[None]:
    """Let the garbage collector wait while articles are read.

    The words of a text refer to each other: while they are in use it would look through all of them again and again,
    and free nothing. Afterwards it frees them at once, as soon as anything else is made.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def extract_with_model(article: Article) -> list[Mention]:
    """Extract with the pipeline that the process has loaded."""
    return extract_together_with_model([article])[0]


def extract_together_with_model(articles: list[Article]) -> list[list[Mention]]:
    """Extract from several articles, which the networks then read together."""
    from extraction import pipeline  # noqa: PLC0415 -- the worker itself, which names this function, never loads spaCy

    with collected_afterwards():
        found = list(pipeline.extract_all(articles, *_model))
    if pipeline.words_learnt(*_model) > MAX_WORDS:
        start_anew()
    return found


def start_anew() -> None:
    """Give back what the process remembers of words, and load the pipeline again."""
    from extraction import pipeline  # noqa: PLC0415 -- as above

    pipeline.forget_words()
    gc.unfreeze()
    gc.collect()
    load_model(*_model)
