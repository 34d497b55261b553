"""`communique evaluate`: how well extraction does on articles whose events are known."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import orjson
from pydantic import ValidationError
from rich.console import Console
from rich.progress import track
from rich.table import Table

from agents.intake import explain
from agents.settings import Settings
from extraction.error_classes import error_classes
from extraction.evaluation import Error, Evaluation, GoldArticle, GoldEvent, Tally, evaluate
from schemas.event import Mention
from schemas.vocabulary import EventType

MEASURES = ("gold", "found", "precision", "recall", "event F1", "role F1", "status", "date", "date overlap", "codes")


@click.command("evaluate", short_help="Measure extraction on articles whose events are known.")
@click.argument("files", nargs=-1, required=True, metavar="GOLD...")
@click.option("--model", default=None, help="spaCy pipeline to use instead of COMMUNIQUE_MODEL.")
@click.option(
    "--errors",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    help="How many missed and wrong events to list.",
)
@click.option("--gate/--no-gate", "gated", default=True, help="Parse only what can tell of an event; on by default.")
@click.option("--slots", is_flag=True, help="Show the measures of every slot as well.")
@click.option("--classes", is_flag=True, help="Count the errors by kind as well.")
@click.option("--json", "as_json", is_flag=True, help="Print the measures as one JSON object.")
def evaluate_command(  # noqa: PLR0913 -- an argument an option
    files: tuple[str, ...], model: str | None, errors: int, *, gated: bool, slots: bool, classes: bool, as_json: bool
) -> None:
    r"""Measure extraction on the articles in GOLD..., whose events are known.

    GOLD is JSON Lines: an article a line with its events in `events`. docs/extraction.md describes the measures and
    the form of a gold event. No broker is needed.

    \b
    Example:
      communique evaluate tests/gold/*.jsonl
    """
    articles = [article for name in files for article in gold_articles(name)]
    if not articles:
        raise click.ClickException("there is no article in " + ", ".join(files))
    result = evaluate(extracted(articles, model or Settings().model, gated=gated))
    if as_json:
        click.echo(orjson.dumps(figures(result), option=orjson.OPT_INDENT_2).decode())
        return
    console = Console()
    console.print(table(result))
    if slots:
        console.print(slot_table(result))
    if classes:
        console.print(class_table(result))
    for error in result.errors[:errors]:
        click.echo(line(error))


def gold_articles(name: str) -> Iterator[GoldArticle]:
    """The articles of a gold file.

    Raises:
        click.ClickException: the file cannot be read, or a line is no article with events.
    """
    try:
        lines = Path(name).read_bytes().splitlines()
    except OSError as error:
        raise click.ClickException(str(error)) from error
    for number, raw in enumerate(lines, 1):
        if raw.strip():
            try:
                yield GoldArticle.model_validate_json(raw)
            except ValidationError as error:
                raise click.ClickException(f"{name}:{number}: {explain(error)}") from error


def extracted(
    articles: Sequence[GoldArticle], model: str, *, gated: bool = True
) -> Iterator[tuple[GoldArticle, list[Mention]]]:
    """Each article with what is extracted from it.

    Raises:
        click.ClickException: the spaCy pipeline is not installed.
    """
    from extraction import nlp  # noqa: PLC0415 -- spaCy is loaded by this command alone
    from extraction.pipeline import extract  # noqa: PLC0415 -- as above

    try:
        nlp.load(model)
    except nlp.ModelNotFoundError as error:
        raise click.ClickException(str(error)) from error
    for article in track(articles, "extracting", console=Console(stderr=True), disable=not sys.stderr.isatty()):
        yield article, extract(article, model, gated=gated)


def figures(result: Evaluation) -> dict[str, dict[str, float | None]]:
    """Every measure by type; a measure with nothing to take it of is null."""
    return {
        kind.value if kind else "all": dict(zip(MEASURES, measures(tally), strict=True))
        for kind, tally in result.by_type.items()
    }


def measures(tally: Tally) -> tuple[float | None, ...]:
    """The measures of one type, in the order of their names."""
    return (
        tally.counts["event_gold"],
        tally.counts["event_system"],
        tally.rate("event_hit", "event_system"),
        tally.rate("event_hit", "event_gold"),
        tally.f1("event"),
        tally.f1("role"),
        tally.rate("status_hit", "status"),
        tally.rate("date_exact", "date"),
        tally.rate("date_overlap", "date"),
        tally.rate("coded_hit", "coded"),
    )


def table(result: Evaluation) -> Table:
    """The measures by type, for a person: a column a type, so that it fits a terminal of 80 characters."""
    shown = Table("measure", *(kind.hyphenated if kind else "all" for kind in result.by_type))
    rows = zip(*(measures(tally) for tally in result.by_type.values()), strict=True)
    for name, row in zip(MEASURES, rows, strict=True):
        shown.add_row(name, *(_cell(value) for value in row))
    return shown


def slot_table(result: Evaluation) -> Table:
    """The measures by slot, for a person."""
    shown = Table("slot", "gold", "found", "F1")
    for (kind, name), tally in sorted(result.by_slot.items()):
        counts = tally.counts
        shown.add_row(f"{kind}.{name}", str(counts["role_gold"]), str(counts["role_system"]), _cell(tally.f1("role")))
    return shown


def class_table(result: Evaluation) -> Table:
    """How many errors of each kind there are, the most frequent first, for a person."""
    counted = error_classes(result)
    totals: Counter[str] = Counter()
    for (name, _), count in counted.items():
        totals[name] += count
    shown = Table("kind of error", *(kind.hyphenated for kind in EventType), "all")
    for name, total in sorted(totals.items(), key=lambda one: (-one[1], one[0])):
        shown.add_row(name, *(str(counted[name, kind] or "") for kind in EventType), str(total))
    return shown


def _cell(value: float | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def line(error: Error) -> str:
    """An event missed or wrongly found, as a line."""
    event = error.event
    slots = _gold_slots(event) if isinstance(event, GoldEvent) else dict(event.slots)
    told = "; ".join(f"{name}: {', '.join(fillers)}" for name, fillers in slots.items())
    return f"{error.kind} {error.article_id}: {event.type} {event.status}: {told}"


def _gold_slots(event: GoldEvent) -> dict[str, tuple[str, ...]]:
    """The first wording of every filler."""
    names = [name for name in GoldEvent.model_fields if isinstance(getattr(event, name), tuple)]
    return {
        name: tuple(wordings[0] for wordings in event.slot(name))
        for name in names
        if name not in {"date", "evidence", "optional_roles"} and event.slot(name)
    }
