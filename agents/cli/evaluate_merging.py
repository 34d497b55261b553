"""`communique evaluate-merging`: how well reports are merged, on articles whose happenings are known."""

from __future__ import annotations

from dataclasses import asdict

import click
import orjson
from rich.console import Console
from rich.table import Table

from agents.cli.evaluate import extracted, gold_articles
from agents.merging.evaluation import Merging, evaluate_merging
from agents.settings import Settings


@click.command("evaluate-merging", short_help="Measure how reports are merged, on articles whose happenings are known.")
@click.argument("files", nargs=-1, required=True, metavar="GOLD...")
@click.option("--model", default=None, help="spaCy pipeline to use instead of COMMUNIQUE_MODEL.")
@click.option("--json", "as_json", is_flag=True, help="Print the measures as one JSON object.")
def evaluate_merging_command(files: tuple[str, ...], model: str | None, *, as_json: bool) -> None:
    r"""Measure how reports are merged on the articles in GOLD..., whose happenings are known.

    GOLD is JSON Lines, as for `communique evaluate`; gold events of several articles that are one happening bear the
    same name in `same_as`. Only events that extraction finds are judged. No broker is needed.

    \b
    Example:
      communique evaluate-merging tests/gold/stories/*.jsonl
    """
    articles = [article for name in files for article in gold_articles(name)]
    if not articles:
        raise click.ClickException("there is no article in " + ", ".join(files))
    result = evaluate_merging(list(extracted(articles, model or Settings().model)))
    if as_json:
        click.echo(orjson.dumps({**asdict(result), "f1": result.f1}, option=orjson.OPT_INDENT_2).decode())
    else:
        Console().print(table(result))


def table(result: Merging) -> Table:
    """The measures, for a person."""
    rows = Table("measure", "merging")
    rows.add_row("mentions", str(result.mentions))
    rows.add_row("B-cubed precision", f"{result.precision:.3f}")
    rows.add_row("B-cubed recall", f"{result.recall:.3f}")
    rows.add_row("B-cubed F1", f"{result.f1:.3f}")
    rows.add_row("joined", f"{result.joined} of {result.to_join} pairs of one happening")
    rows.add_row("wrong", f"{result.wrong} of {result.joined + result.wrong} joined pairs")
    return rows
