"""Extraction that hangs, takes all memory, or takes its process down."""

from __future__ import annotations

from tests.faults.articles import Newsroom, Sent, misbehaving
from tests.faults.fault import ARTICLES, Fault
from tests.faults.scene import Scene

EVERY = 16
"""One article in so many misbehaves."""


def with_some(newsroom: Newsroom, line: str, error: str) -> list[Sent]:
    """Articles of all kinds, some with a line that makes the extraction misbehave between them."""
    batch = newsroom.batch(ARTICLES)
    for place in range(EVERY // 2, ARTICLES, EVERY):
        batch.insert(place, misbehaving(newsroom.new_id(), line, error))
    return batch


def let_it(scene: Scene) -> None:
    """The articles do the harm themselves."""
    scene.until_done(1)
    scene.struck()


FAULTS = (
    Fault(
        "extraction that segfaults",
        let_it,
        lambda newsroom: with_some(newsroom, "CRASH", "ProcessExpired"),
    ),
)
