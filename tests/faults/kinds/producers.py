"""Producers that send things twice, or only half of them."""

from __future__ import annotations

from tests.faults.articles import Newsroom, Sent
from tests.faults.fault import ARTICLES, Fault
from tests.faults.scene import Scene


def twice(newsroom: Newsroom) -> list[Sent]:
    """Every batch of articles at once again, then all of them."""
    articles = newsroom.batch(ARTICLES // 2)
    batches = [articles[start : start + 10] for start in range(0, len(articles), 10)]
    return [article for batch in batches for article in (*batch, *batch)] + articles


def watch(scene: Scene) -> None:
    """The articles do the harm themselves."""
    scene.until_done(1)
    scene.struck()


def half(scene: Scene) -> None:
    """Give up a batch that is half on its way, and send the whole of it again; so three times."""
    for _ in range(3):
        batch = scene.newsroom.batch(20)
        scene.struck()
        scene.driver.give_up(batch)
        scene.driver.send(batch)


FAULTS = (
    Fault("batches sent twice", watch, twice),
    Fault("batches half sent, then whole", half),
)
