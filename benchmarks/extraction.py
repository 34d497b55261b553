"""How fast extraction is beside the bare parser, and what the gate leaves out: `python -m benchmarks.extraction`.

All ways are run in one process on one core, in turns, on the same articles; what counts is CPU time, the least of all
rounds. The anchor is `nlp.pipe` of the same spaCy pipeline as it is shipped, with all components, on whole articles.
"""

from __future__ import annotations

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[name] = "1"  # read when the numeric libraries are imported

import gc
import random
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import orjson
import spacy
from rich.console import Console
from rich.progress import track
from rich.table import Table

from agents.pool.extracting import collected_afterwards
from extraction import nlp, pipeline
from extraction.gate import gate_of
from extraction.parsing import Text
from extraction.reading import reading_text
from schemas.article import Article
from schemas.event import Mention

SAMPLES = Path(__file__).parent.parent / "tests" / "gold"
"""Invented articles, most of which tell of events, and some that tell of none."""

NO_NEWS = "none.jsonl"
"""Those that tell of none."""

SEED = 7
"""Makes every run draw the same articles."""

MILLISECONDS = 1000


@dataclass(frozen=True)
class Way:
    """One way to deal with some articles, and the CPU time that it took."""

    name: str
    seconds: float
    rounds: tuple[float, ...] = ()
    """That of each round."""


@click.command()
@click.option(
    "--articles",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="JSON Lines of articles instead of the samples; may be given again.",
)
@click.option(
    "--mix",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON Lines of articles to mix in.",
)
@click.option(
    "--share", type=click.FloatRange(0, 1), default=0.1, show_default=True, help="How much of all is mixed in."
)
@click.option("--limit", type=click.IntRange(1), help="How many articles to draw; all by default.")
@click.option(
    "--rounds", type=click.IntRange(1), default=3, show_default=True, help="Rounds, of which the best counts."
)
@click.option("--model", default=nlp.DEFAULT_MODEL, show_default=True, help="spaCy pipeline.")
@click.option("--check", is_flag=True, help="Compare the events with and without the gate as well.")
def main(  # noqa: PLR0913, PLR0917 -- an argument an option
    articles: tuple[Path, ...], mix: Path | None, share: float, limit: int | None, rounds: int, model: str, check: bool
) -> None:
    """Measure extraction on articles against the bare parser, on one core."""
    drawn = chosen(articles, mix, share, limit)
    console = Console()
    console.print(
        f"{len(drawn)} articles, {sum(len(one.full_text) for one in drawn) // len(drawn)} characters on average"
    )
    console.print(table(measured(drawn, model, rounds), len(drawn)))
    console.print(kept(drawn, model))
    if check:
        for line in differences(drawn, model):
            console.print(line)


def chosen(articles: Sequence[Path], mix: Path | None, share: float, limit: int | None) -> list[Article]:
    """The articles to run on, in an order drawn by lot; those mixed in come again where there are too few."""
    lot = random.Random(SEED)  # noqa: S311 -- no secret
    files = articles or sorted(SAMPLES.glob("*.jsonl"))
    found = [article for file in files for article in read(file)]
    lot.shuffle(found)
    if mix is not None:
        total = limit or round(len(found) / (1 - share))
        others = list(read(mix))
        wanted = round(total * share)
        found = found[: total - wanted] + [others[i % len(others)] for i in range(wanted)]
        lot.shuffle(found)
    return found[:limit]


def read(file: Path) -> Iterator[Article]:
    """The articles of a file; what else stands beside them, such as known events, is left out."""
    for line in file.read_bytes().splitlines():
        fields = orjson.loads(line)
        fields.pop("events", None)
        yield Article.model_validate(fields)


def measured(articles: Sequence[Article], model: str, rounds: int) -> list[Way]:
    """The least CPU time of each way: parser and extraction in turns, behind them extraction without the gate.

    What is remembered of words has a bound. Without the gate five times as many words are read, which would push out
    those that the gate lets through; a worker has a gate for every article.
    """
    bare = spacy.load(nlp.package_of(model))
    ways: dict[str, Callable[[], object]] = {
        "nlp.pipe": lambda: used_up(bare.pipe(article.full_text for article in articles)),
        "extraction": lambda: used_up(pipeline.extract_all(articles, model)),
        "extraction without the gate": lambda: used_up(pipeline.extract_all(articles, model, gated=False)),
    }
    alone = ways.popitem()
    return [*_in_turns(ways, rounds), *_in_turns(dict([alone]), rounds)]


def _in_turns(ways: Mapping[str, Callable[[], object]], rounds: int) -> Iterator[Way]:
    """Each way so many times, after a turn that does not count: a process that has run for a while remembers words."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for turn in track(range(rounds + 1), ", ".join(ways), console=Console(stderr=True), transient=True):
        for name, run in ways.items():
            began = time.process_time()
            run()
            times[name] += [time.process_time() - began] if turn else []
    return (Way(name, min(seconds), tuple(seconds)) for name, seconds in times.items())


def used_up(results: Iterable[object]) -> None:
    """Make all results and keep none, with the garbage collector as in a worker's processes."""
    with collected_afterwards():
        deque(results, maxlen=0)
    gc.collect(0)


def table(ways: Sequence[Way], articles: int) -> Table:
    """The ways, with how much faster each is than the first."""
    shown = Table("", "ms an article", "articles a second", "times as fast as nlp.pipe")
    for way in ways:
        each = way.seconds / articles
        ratio = ways[0].seconds / way.seconds
        shown.add_row(way.name, f"{each * MILLISECONDS:.1f}", f"{1 / each:.1f}", f"{ratio:.2f}")
    return shown


def kept(articles: Sequence[Article], model: str) -> Table:
    """How much of the articles comes through the gate."""
    gate = gate_of(nlp.load(model))
    shown = Table("through the gate", "articles", "of the text")
    if gate is None:
        return shown
    texts = [reading_text(article) for article in articles]
    screened = [gate.screened(text) for text in texts]
    whole = sum(len(text) for text in texts)
    telling = sum(one.share * len(one.text) for one in screened)
    shown.add_row(
        "sentences that can tell of an event", str(sum(bool(one.telling) for one in screened)), f"{telling / whole:.1%}"
    )
    cut = [Text(one.text, one.starts) for one in screened]
    through = pipeline.through(articles, screened, cut, nlp.load(model))
    left = sum(len(text.sentence(at)) for text, sentences in zip(cut, through, strict=True) for at in sentences) / whole
    shown.add_row("kept with context", str(sum(map(bool, through))), f"{left:.1%}")
    return shown


def differences(articles: Sequence[Article], model: str) -> Iterator[str]:
    """The events that only one of the two ways finds, and how many are found by both alike or with other slots."""
    counts: Counter[str] = Counter()
    whole, gated = (pipeline.extract_all(articles, model, gated=way) for way in (False, True))
    for article, expected, found in zip(articles, whole, gated, strict=True):
        told = [{identity(one): one for one in ones} for ones in (expected, found)]
        for name, ones, others in (("lost", told[0], told[1]), ("added", told[1], told[0])):
            for key in ones.keys() - others.keys():
                counts[name] += 1
                yield f"{name}: {article.id}: {ones[key].summary}"
        for key in told[0].keys() & told[1].keys():
            counts["alike" if told[0][key] == told[1][key] else "with other slots"] += 1
    yield ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "no events"


def identity(mention: Mention) -> tuple[object, ...]:
    """What makes two events of an article the same: their type and where they are told first."""
    return mention.type, mention.evidence[0].start


if __name__ == "__main__":
    main()
