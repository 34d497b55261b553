"""What a benchmark measures, in the form in which it is kept and shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median

import orjson


@dataclass(frozen=True)
class Figure:
    """One thing that was measured."""

    group: str
    """The benchmark."""
    name: str
    """What was measured."""
    value: float
    """The median of all rounds."""
    unit: str
    rounds: tuple[float, ...] = ()
    """What each round measured."""
    ratio: float | None = None
    """How many times as fast as the anchor: the median of the rounds' ratios, each within its own round."""
    anchor: str | None = None
    """What it is compared with."""


def figure(group: str, name: str, rounds: Sequence[float], unit: str) -> Figure:
    """A figure of several rounds."""
    return Figure(group, name, median(rounds), unit, tuple(rounds))


def beside(one: Figure, anchor: Figure) -> Figure:
    """A figure with its ratio to an anchor of the same rounds; both count time, so that less is faster."""
    ratios = [theirs / ours for ours, theirs in zip(one.rounds, anchor.rounds, strict=True)]
    return replace(one, ratio=median(ratios), anchor=anchor.name)


@dataclass(frozen=True)
class Results:
    """All figures, and what they were measured on."""

    circumstances: dict[str, dict[str, str]]
    """By benchmark: date, machine, versions and articles."""
    figures: tuple[Figure, ...]

    def of(self, group: str) -> tuple[Figure, ...]:
        """The figures of one benchmark."""
        return tuple(one for one in self.figures if one.group == group)

    def with_group(self, group: str, circumstances: dict[str, str], figures: Sequence[Figure]) -> Results:
        """The results with those of one benchmark put in the place of what was there."""
        others = tuple(one for one in self.figures if one.group != group)
        return Results({**self.circumstances, group: circumstances}, (*others, *figures))


def read_results(file: Path) -> Results:
    """Results as they were written; none where there is no file."""
    if not file.exists():
        return Results({}, ())
    read = orjson.loads(file.read_bytes())
    figures = (Figure(**{**one, "rounds": tuple(one["rounds"])}) for one in read["figures"])
    return Results(read["circumstances"], tuple(figures))


def write_results(results: Results, file: Path) -> None:
    """Write results as JSON."""
    file.parent.mkdir(parents=True, exist_ok=True)
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    file.write_bytes(orjson.dumps(asdict(results), option=options))
