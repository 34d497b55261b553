"""All figures of speed in one run: `python -m benchmarks`."""

from __future__ import annotations

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[name] = "1"  # read when the numeric libraries are imported

import platform
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

# As pytest does by its settings: the tests' own helpers are imported by their bare names.
sys.path.append(str(Path(__file__).parents[1] / "tests" / "support"))

import click
from rich.console import Console
from rich.markdown import Markdown

from benchmarks import growth, pooled, stream
from benchmarks.extraction import chosen, measured
from benchmarks.figures import Figure, beside, figure, read_results, write_results
from benchmarks.shown import TITLES, markdown, plot, write_page
from extraction import nlp
from schemas.article import Article

NAMES = ("extraction", "pool", "stream", "growth")
MILLISECONDS = 1000
LIBRARIES = ("spacy", "numpy", "faust-streaming", "aiokafka", "kafka-python")
DOCS = Path(__file__).parents[1] / "docs"
GIBIBYTE = 1024**3

file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--only", multiple=True, type=click.Choice(NAMES), help="Only this benchmark; may be given again.")
@click.option("--articles", type=file, multiple=True, help="JSON Lines of articles instead of the samples.")
@click.option("--mix", type=file, help="JSON Lines of articles to mix in.")
@click.option("--share", type=click.FloatRange(0, 1), default=0.1, show_default=True, help="How much is mixed in.")
@click.option("--limit", type=click.IntRange(1), help="How many articles to draw; all by default.")
@click.option("--rounds", type=click.IntRange(1), default=3, show_default=True, help="Turns of each way.")
@click.option("--long", is_flag=True, help="A million live articles, which takes hours and 15 GB.")
@click.option("--out", type=click.Path(path_type=Path), help="JSON file of the results, those there are kept.")
@click.option("--render", is_flag=True, help="Measure nothing; write table and plot from the JSON file.")
def main(  # noqa: PLR0913, PLR0917 -- an argument an option
    only: tuple[str, ...],
    articles: tuple[Path, ...],
    mix: Path | None,
    share: float,
    limit: int | None,
    rounds: int,
    long: bool,
    out: Path | None,
    render: bool,
) -> None:
    r"""Measure how fast Communiqué is, beside the bare parser, extraction alone and the plain way.

    Without `--articles` it takes the samples in tests/gold. Results go to docs/performance.json, and from there as a
    table and a plot to docs/performance.md and docs/performance.svg; with `--out`, to that file and nowhere else.

    Through Apache Kafka (`stream`) needs Java 17 and Maven.

    \b
    Example:
      python -m benchmarks --only extraction --articles news.jsonl --mix events.jsonl --rounds 5
    """
    console = Console()
    kept = out or DOCS / "performance.json"
    results = read_results(kept)
    drawn = [] if render else chosen(articles, mix, share, limit)
    for group in () if render else only or NAMES:
        console.print(f"{group}: {len(drawn)} articles")
        for part, figures in run(group, drawn, rounds, long=long):
            results = results.with_group(part, circumstances(drawn, rounds), figures)
        write_results(results, kept)
    console.print(Markdown(markdown(results)))
    if out is None:
        write_page(results, DOCS / "performance.md")
        plot(results, DOCS / "performance.svg")


def run(group: str, articles: Sequence[Article], rounds: int, *, long: bool) -> list[tuple[str, list[Figure]]]:
    """The figures of a benchmark, by the parts in which they are shown."""
    ways: dict[str, Callable[[], list[Figure]]] = {
        "extraction": lambda: extraction(articles, rounds),
        "pool": lambda: pooled.measure(articles, rounds),
        "stream": lambda: through_kafka(articles, rounds),
        "growth": lambda: growth.measure(articles, rounds, long=long),
    }
    figures = ways[group]()
    return [(part, found) for part in TITLES if (found := [one for one in figures if one.group == part])]


def extraction(articles: Sequence[Article], rounds: int) -> list[Figure]:
    """CPU time on one core, beside the bare parser."""
    ways = measured(articles, nlp.DEFAULT_MODEL, rounds)
    each = [
        figure(
            "extraction", way.name, [MILLISECONDS * seconds / len(articles) for seconds in way.rounds], "ms an article"
        )
        for way in ways
    ]
    return [beside(one, each[0]) for one in each]


def through_kafka(articles: Sequence[Article], rounds: int) -> list[Figure]:
    """Wall-clock time through Apache Kafka, and latency."""
    directory = Path(tempfile.mkdtemp(prefix="communique-benchmarks-"))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that brokers and workers end with it
    try:
        return stream.measure(articles, rounds, directory)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def circumstances(articles: Sequence[Article], rounds: int) -> dict[str, str]:
    """When, on what and with what something is measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIBIBYTE
    return {
        "measured on": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB",
        "articles": f"{len(articles)} of {sum(len(one.full_text) for one in articles) // len(articles):,} characters",
        "rounds": str(rounds),
        "Python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
    }


if __name__ == "__main__":
    main()
