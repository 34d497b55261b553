"""How much memory a process takes that extracts, the longer it runs: `python -m benchmarks.memory`.

It reads the same articles over and over, each time with some of their words spelled anew, as a stream brings new words
for ever. That is more new words than news has, so that what is bounded reaches its bound sooner.
"""

from __future__ import annotations

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[name] = "1"  # read when the numeric libraries are imported

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from agents.pool.extracting import extract_together_with_model, load_model
from agents.pool.processes import MOST_TOGETHER
from benchmarks.extraction import chosen
from benchmarks.tables import resident_bytes
from extraction import nlp, pipeline
from schemas.article import Article

SEED = 7
"""Makes every run spell the same words."""

LONG_WORD = re.compile(r"\b[A-Za-z]{5,}\b")
MEBIBYTE = 1 << 20

file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--articles", type=file, multiple=True, help="JSON Lines of articles instead of the samples.")
@click.option("--mix", type=file, help="JSON Lines of articles to mix in.")
@click.option("--share", type=click.FloatRange(0, 1), default=0.1, show_default=True, help="How much is mixed in.")
@click.option("--limit", type=click.IntRange(1), help="How many articles to draw; all by default.")
@click.option("--rounds", type=click.IntRange(1), default=26, show_default=True, help="How often they are read.")
@click.option(
    "--strange",
    type=click.FloatRange(0, 1),
    default=0.15,
    show_default=True,
    help="How many of the words of five letters and more are spelled anew in each round.",
)
def main(
    articles: tuple[Path, ...], mix: Path | None, share: float, limit: int | None, rounds: int, strange: float
) -> None:
    """Measure the memory of a process that extracts."""
    drawn = chosen(articles, mix, share, limit)
    console = Console()
    shown = Table("articles read", "memory, MiB", "words learnt")
    for read, memory, words in measured(drawn, rounds, strange):
        shown.add_row(f"{read:,}", f"{memory / MEBIBYTE:.0f}", f"{words:,}")
    console.print(shown)


def measured(articles: Sequence[Article], rounds: int, strange: float) -> Iterator[tuple[int, int, int]]:
    """Articles read, bytes held and words learnt, before the first round and after each."""
    lot = random.Random(SEED)  # noqa: S311 -- no secret
    load_model(nlp.DEFAULT_MODEL)
    yield 0, resident_bytes(), pipeline.words_learnt(nlp.DEFAULT_MODEL)
    for turn in track(range(rounds), "rounds", console=Console(stderr=True), transient=True):
        told = [spelled_anew(article, strange, lot) for article in articles]
        for first in range(0, len(told), MOST_TOGETHER):
            extract_together_with_model(told[first : first + MOST_TOGETHER])
        yield (turn + 1) * len(told), resident_bytes(), pipeline.words_learnt(nlp.DEFAULT_MODEL)


def spelled_anew(article: Article, share: float, lot: random.Random) -> Article:
    """The article with some of its long words in other letters, of which the first stays."""

    def other(word: re.Match[str]) -> str:
        told = word.group()
        return told[0] + "".join(lot.sample(told[1:], len(told) - 1)) if lot.random() < share else told

    return article.model_copy(update={"text": LONG_WORD.sub(other, article.text)})


if __name__ == "__main__":
    main()
