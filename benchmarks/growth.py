"""How the cost of an article grows: with its length, with the events that are live, with the rows of entities."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from agents.events.resolving import Live, LiveLimits
from agents.merging import MergeOptions
from agents.records import LiveArticle, LiveEvent
from benchmarks.figures import Figure, beside, figure
from benchmarks.rows import ARTICLES_A_DAY, article_of_the_world
from benchmarks.tables import in_a_process
from extraction import pipeline
from schemas.article import Article
from schemas.wire import from_bytes

LENGTHS = (1, 2, 5, 10)
LIVE = (1_000, 10_000, 100_000)
LIVE_LONG = (*LIVE, 1_000_000)
ROWS = (40_000, 160_000, 1_000_000)
SAMPLE, SAMPLES = 100, 5
"""Articles whose merging is timed at each number of live ones, and how often so many."""

MILLISECONDS = 1000
MICROSECONDS = 1_000_000


def measure(articles: Sequence[Article], rounds: int, *, long: bool) -> list[Figure]:
    """All three, the first in as many rounds as asked for, the others once."""
    return [
        *of_length(articles, rounds),
        *of_live_events(LIVE_LONG if long else LIVE),
        *of_entities(ROWS),
    ]


def of_length(articles: Sequence[Article], rounds: int) -> list[Figure]:
    """The same text as short articles and as long ones, joined from the short."""
    made = {times: joined(articles, times) for times in LENGTHS}
    spent: dict[int, list[float]] = {times: [] for times in LENGTHS}
    for one in made.values():
        extract(one[:2])
    for _ in range(rounds):
        for times, longer in made.items():
            spent[times].append(MICROSECONDS * extract(longer) / sum(len(one.text) for one in longer))
    shown = {
        times: figure("growth", f"extraction, articles {times} times as long", each, "µs a character")
        for times, each in spent.items()
    }
    return [beside(one, shown[1]) for one in shown.values()]


def joined(articles: Sequence[Article], times: int) -> list[Article]:
    """Articles of the texts of several each."""
    parts = (articles[at : at + times] for at in range(0, len(articles) // LENGTHS[-1] * LENGTHS[-1], times))
    return [
        part[0].model_copy(update={"text": "\n\n".join(one.full_text for one in part), "title": None}) for part in parts
    ]


def extract(articles: Sequence[Article]) -> float:
    """CPU seconds that extraction takes."""
    began = time.process_time()
    for _ in pipeline.extract_all(articles):
        pass
    return time.process_time() - began


class Kept:
    """The tables of merging, in memory."""

    def __init__(self) -> None:
        self.articles: dict[str, LiveArticle | None] = {}
        self.events: dict[str, LiveEvent | None] = {}

    def article(self, article_id: str) -> LiveArticle | None:
        """What is kept of an article."""
        return self.articles.get(article_id)

    def event(self, event_id: str) -> LiveEvent | None:
        """What is kept of an event."""
        return self.events.get(event_id)


def of_live_events(counts: Sequence[int]) -> list[Figure]:
    """Merging, timed on the articles that come after so many."""
    kept = Kept()
    live = Live(kept, MergeOptions(), LiveLimits(retention_days=36_500, mentions=10_000_000))
    shown = []
    for before, count in pairwise((0, *counts)):
        resolve(live, kept, range(before + SAMPLE * SAMPLES if before else 0, count))
        samples = (range(at, at + SAMPLE) for at in range(count, count + SAMPLE * SAMPLES, SAMPLE))
        each = [MILLISECONDS * resolve(live, kept, sample) / SAMPLE for sample in samples]
        shown.append(figure("growth", f"merging, {count:,} articles live", each, "ms an article"))
    return [beside(one, shown[0]) for one in shown]


def resolve(live: Live, kept: Kept, numbers: range) -> float:
    """CPU seconds that merging takes for the articles with some numbers; what follows is kept, as a worker does."""
    spent = 0.0
    for told in told_by(numbers):
        began = time.process_time()
        resolution = live.resolve(told.contribution)
        if resolution is not None:
            kept.events.update(resolution.event_rows)
            kept.articles.update(resolution.article_rows)
            live.applied(resolution)
        spent += time.process_time() - began
    return spent


def told_by(numbers: range) -> Iterator[LiveArticle]:
    """What articles of an invented world tell."""
    make = partial(article_of_the_world, a_day=ARTICLES_A_DAY)
    return (from_bytes(LiveArticle, make(number)[1]) for number in numbers)


def of_entities(counts: Sequence[int]) -> list[Figure]:
    """Rows of entities, written to and read from RocksDB."""
    measured = [in_a_process("entities", "rocksdb", count, None, lambda _: None) for count in counts]
    shown = []
    for name in ("writes", "reads"):
        each = [
            figure("growth", f"entities, {count:,} rows, {name}", [MICROSECONDS / getattr(one, name)], "µs a row")
            for count, one in zip(counts, measured, strict=True)
        ]
        shown += [beside(one, each[0]) for one in each]
    return shown
