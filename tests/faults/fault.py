"""What a fault is: a name, what happens, and under which circumstances."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.faults.articles import Newsroom, Sent
from tests.faults.scene import FAKE, Scene

Inject = Callable[[Scene], None]
"""Breaks something while articles are coming in, once or several times, each time telling `scene.struck()`."""

Batch = Callable[[Newsroom], list[Sent]]
"""The articles that come in meanwhile; those meant to fail are marked with `must_fail`."""

ARTICLES = 80


def plain(newsroom: Newsroom) -> list[Sent]:
    """Articles of all kinds."""
    return newsroom.batch(ARTICLES)


@dataclass(frozen=True, eq=False)
class Fault:
    """One kind of fault."""

    name: str
    inject: Inject
    batch: Batch = plain
    seconds: float = 0.3
    """Over how long the articles are sent."""
    workers: int = 1
    """How many workers run when it begins."""
    program: str = FAKE
    settings: Mapping[str, object] = field(default_factory=dict)
    """Settings of the workers beyond those of all, by field name."""
    short: bool = True
    """Whether it belongs to the short form, too."""
    once: bool = False
    """Whether it comes in the first rotation alone, since it takes long."""
    possible: Callable[[], bool] = lambda: True
    """Whether this machine allows it."""
