"""Extraction that raises, hangs, takes all memory, or takes its process down."""

from __future__ import annotations

from functools import partial

from tests.faults.articles import Newsroom, Sent, misbehaving
from tests.faults.fault import ARTICLES, Fault
from tests.faults.scene import Scene

EVERY = 20
"""One article in so many misbehaves."""


def with_some(newsroom: Newsroom, *, line: str, error: str) -> list[Sent]:
    """Articles of all kinds, between them some with a line that makes the extraction misbehave."""
    batch = newsroom.batch(ARTICLES)
    for place in range(EVERY // 2, ARTICLES, EVERY):
        batch.insert(place, misbehaving(newsroom.new_id(), line, error))
    return batch


def let_it(scene: Scene) -> None:
    """The articles do the harm themselves."""
    for share in range(EVERY // 2, ARTICLES, EVERY):
        scene.until_done(share)
        scene.struck()


FAULTS = (
    Fault("extraction segfaults", let_it, partial(with_some, line="CRASH", error="ProcessExpired")),
    Fault("extraction raises", let_it, partial(with_some, line="RAISE", error="LookupError"), short=False),
    Fault(
        "extraction exhausts memory",
        let_it,
        partial(with_some, line="EXHAUST", error="MemoryError"),
        short=False,
    ),
    Fault(
        "extraction hangs",
        let_it,
        partial(with_some, line="HANG", error="TimeoutError"),
        settings={"extraction_timeout_seconds": 5},
        short=False,
    ),
)
