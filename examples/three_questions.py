"""Three questions of an analyst, answered from an export: who met whom, what measures stand, who changed office.

    communique export parquet events.parquet
    python examples/three_questions.py events.parquet --month 2024-03 --between BR VN --plots plots/

It needs the extra `examples` (DuckDB and matplotlib). Each answer is one SQL query over the layout `events`, which also
runs on the tables of SQLite and PostgreSQL with little change.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click
import duckdb
import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.ticker import MaxNLocator
from rich.console import Console
from rich.table import Table
from rich.text import Text

mpl.use("agg")  # files, no windows

MEETINGS = """
    SELECT DISTINCT one.code, other.code, meeting.start_date, meeting.place, meeting.summary, meeting.event_id
    FROM events AS meeting,
        (SELECT event_id, unnest(countries::json::varchar[]) AS code FROM events) AS one,
        (SELECT event_id, unnest(countries::json::varchar[]) AS code FROM events) AS other
    WHERE meeting.type = 'meeting' AND meeting.status = 'occurred'
        AND one.event_id = meeting.event_id AND other.event_id = meeting.event_id AND one.code < other.code
        AND meeting.start_date < $until AND meeting.end_date >= $since
    ORDER BY meeting.start_date, meeting.event_id, one.code, other.code
"""
"""Pairs of countries that met within a month. Planned meetings are no meetings yet."""

MEASURES = """
    WITH asked(imposer, target) AS (VALUES ($one, $other), ($other, $one)),
    latest AS (
        SELECT * FROM events, asked
        WHERE type = 'trade_measure' AND status = 'occurred'
            AND list_contains(json_extract_string(imposers, '$[*].country'), imposer)
            AND list_contains(json_extract_string(targets, '$[*].country'), target)
        QUALIFY row_number() OVER (
            PARTITION BY imposer, target, measure, lower(goods)
            ORDER BY coalesce(start_date, last_seen::date) DESC, event_id
        ) = 1
    )
    SELECT imposer, target, measure, action, goods, rate, coalesce(effective_start, start_date), summary, event_id
    FROM latest
    WHERE action NOT IN ('lift', 'withdraw', 'suspend', 'investigate', 'file_complaint')
    ORDER BY coalesce(effective_start, start_date), event_id
"""
"""The last act on each measure between two states, where it left the measure standing; disputes are no measures."""

OFFICES = """
    SELECT coalesce(start_date, first_seen::date) AS day, office_country, action, person, office, predecessor, summary,
        event_id
    FROM events
    WHERE type = 'appointment' AND status = 'occurred' AND action NOT IN ('nominate', 'withdraw')
        AND coalesce(start_date, first_seen::date) >= $since AND coalesce(end_date, first_seen::date) < $until
    ORDER BY day, event_id
"""
"""Who took or left an office within a month; a nomination changes nobody's office yet."""

LEAVING = frozenset({"resign", "dismiss", "retire", "die"})


@dataclass(frozen=True)
class Encounter:
    """Two countries that met."""

    one: str
    other: str
    day: date
    place: str | None
    summary: str
    event_id: str


@dataclass(frozen=True)
class Standing:
    """A measure that stands."""

    by: str
    against: str
    measure: str
    action: str
    goods: str
    rate: str | None
    since: date | None
    summary: str
    event_id: str


@dataclass(frozen=True)
class Turn:
    """An office that changed hands."""

    day: date
    country: str | None
    action: str
    person: str | None
    office: str | None
    predecessor: str | None
    summary: str
    event_id: str


@dataclass(frozen=True)
class Answers:
    """What the export tells."""

    met: tuple[Encounter, ...]
    standing: tuple[Standing, ...]
    turns: tuple[Turn, ...]


def answers(export: Path, since: date, until: date, between: tuple[str, str]) -> Answers:
    """Ask an export in Parquet.

    Args:
        export: the file, in the layout `events`.
        since: first day of the time asked about.
        until: the day after the last one.
        between: codes of the two countries whose measures are asked for.
    """
    with duckdb.connect() as connection:
        connection.read_parquet(str(export)).create_view("events")
        span = {"since": since, "until": until}
        met = connection.execute(MEETINGS, span).fetchall()
        standing = connection.execute(MEASURES, {"one": between[0], "other": between[1]}).fetchall()
        turns = connection.execute(OFFICES, span).fetchall()
    return Answers(
        tuple(Encounter(*row) for row in met),
        tuple(Standing(*row) for row in standing),
        tuple(Turn(*row) for row in turns),
    )


def plot_meetings(axes: Axes, met: Sequence[Encounter]) -> None:
    """Meetings by pair of countries, the most frequent on top."""
    pairs = Counter(f"{one.one} and {one.other}" for one in met)
    names = [name for name, _ in pairs.most_common(20)][::-1]
    axes.barh(names, [pairs[name] for name in names], color="tab:blue")
    axes.set_xlabel("meetings that took place")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))


def plot_measures(axes: Axes, standing: Sequence[Standing]) -> None:
    """Measures by the day from which they stand, coloured by who imposes; the newest last."""
    dated = [(one, in_days(one.since)) for one in standing if one.since]
    imposers = sorted({one.by for one, _ in dated})
    for number, (one, day) in enumerate(dated):
        axes.plot(day, number, marker="o", color=f"C{imposers.index(one.by) % 10}")
    named = [f"{one.by} on {one.against}: {one.measure} {one.rate or ''}" for one, _ in dated]
    axes.set_yticks(range(len(dated)), [plotted(name) for name in named])
    axes.set_xlabel("in force since")
    over_days(axes)


def plot_offices(axes: Axes, turns: Sequence[Turn]) -> None:
    """Offices by the day on which they changed hands."""
    for number, turn in enumerate(turns):
        leaves = turn.action in LEAVING
        mark, colour = ("v", "tab:red") if leaves else ("^", "tab:green")
        axes.plot(in_days(turn.day), number, marker=mark, color=colour)
    named = [f"{turn.person or '?'}: {turn.office or '?'}" for turn in turns]
    axes.set_yticks(range(len(turns)), [plotted(name) for name in named])
    axes.set_xlabel("upward: takes the office; downward: leaves it")
    over_days(axes)


def in_days(day: date) -> float:
    """A day as matplotlib counts it."""
    return float(date2num(day))  # type: ignore[no-untyped-call]  # matplotlib types it not


def over_days(axes: Axes) -> None:
    """Give the axis days that do not run into each other, and the marks air."""
    locator = AutoDateLocator()  # type: ignore[no-untyped-call]  # as above
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    axes.margins(0.1)


def plotted(text: str, characters: int = 60) -> str:
    """Strangers' text for a label: short, on one line, and no formula, which a dollar begins in matplotlib."""
    return " ".join(text.split())[:characters].replace("$", r"\$")


def plot(found: Answers, folder: Path) -> list[Path]:
    """Draw each answer that is not empty into a file of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    drawings: dict[Path, tuple[int, Callable[[Axes], None]]] = {
        folder / "meetings.png": (len(found.met), lambda axes: plot_meetings(axes, found.met)),
        folder / "measures.png": (len(found.standing), lambda axes: plot_measures(axes, found.standing)),
        folder / "offices.png": (len(found.turns), lambda axes: plot_offices(axes, found.turns)),
    }
    asked = {path: drawing for path, drawing in drawings.items() if drawing[0]}
    for path, (count, draw) in asked.items():
        figure, axes = plt.subplots(figsize=(9, 1.5 + 0.4 * min(count, 40)), layout="constrained")
        draw(axes)
        figure.savefig(path, dpi=120)
        plt.close(figure)
    return list(asked)


def month_of(text: str) -> tuple[date, date]:
    """The first day of a month, and that of the next one."""
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        raise click.BadParameter(f"{text} is no month such as 2024-03")
    year, month = (int(part) for part in text.split("-"))
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)


@click.command()
@click.argument("export", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--month", required=True, help="The month asked about, such as 2024-03.")
@click.option("--between", nargs=2, required=True, help="Two countries whose measures are asked for, such as BR VN.")
@click.option("--plots", type=click.Path(file_okay=False, path_type=Path), default=None, help="Folder for plots.")
def main(export: Path, month: str, between: tuple[str, str], plots: Path | None) -> None:
    """Answer three questions from EXPORT, a Parquet file that `communique export parquet` made."""
    since, until = month_of(month)
    found = answers(export, since, until, between)
    console = Console()
    show(
        console,
        f"Who met whom in {month}?",
        ("day", "who", "event"),
        [(str(one.day), f"{one.one}, {one.other}", one.summary) for one in found.met],
    )
    show(
        console,
        f"What measures stand between {between[0]} and {between[1]}?",
        ("since", "by", "event"),
        [(str(one.since or "?"), one.by, one.summary) for one in found.standing],
    )
    show(
        console,
        f"Who changed office in {month}?",
        ("day", "where", "event"),
        [(str(turn.day), turn.country or "?", turn.summary) for turn in found.turns],
    )
    for path in plot(found, plots) if plots else ():
        console.print(f"drawn: {path}")


def show(console: Console, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table, or that there is nothing."""
    table = Table(title=title, title_justify="left")
    for head in heads:
        table.add_column(head)
    for row in rows:
        # Articles are strangers' text: no markup, and no orders to the terminal.
        table.add_row(*(Text("".join(sign if sign.isprintable() else "?" for sign in cell)) for cell in row))
    console.print(table if rows else f"{title} Nobody, as far as the articles tell.", markup=False)


if __name__ == "__main__":
    main()
