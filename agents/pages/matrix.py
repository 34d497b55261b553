"""Who meets whom, and who takes trade measures against whom: counts of all workers, as a table and as JSON."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from faust import web
from yarl import URL

from agents.api.answers import Matrix, PairCount
from agents.api.routes import JSON
from agents.pages.caching import Cache
from agents.pages.elsewhere import gathered
from agents.pages.pairing import MEASURES, MEETINGS, added
from agents.pages.rendering import answer, render
from agents.pages.tables import capitals, wrong_countries, wrong_month
from schemas.wire import from_bytes, to_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from agents.pages.view import View

MOST_COUNTRIES = 25
"""Countries of the table: those of which the most is told."""

MOST_LISTED = 30
"""Pairs in the list below the table."""

MOST_PAIRS = 1_000
"""Pairs in one answer for programs."""

KEPT_SECONDS = 5.0
"""How long an answer of all workers is used again."""

SHADES = 5
KINDS = {"meetings": MEETINGS, "measures": MEASURES}
FIRST_MONTH, LAST_MONTH = "0000-00", "9999-99"

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for."""

    kind: str = "meetings"
    since: str = ""
    until: str = ""
    country: str = ""

    @property
    def period(self) -> dict[str, str]:
        """The months as a query; open ends are left out."""
        return {name: month for name, month in (("since", self.since), ("until", self.until)) if month}


@dataclass(frozen=True, slots=True)
class Counts:
    """What all workers told."""

    pairs: Mapping[Pair, int]
    """Meetings of two countries, sorted; or measures of the first against the second."""

    missing: int = 0
    """How many workers did not tell theirs, or not all."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the table."""

    one: str
    """The country of its line: for measures, who takes them."""

    other: str
    count: int
    shade: int
    """1 to `SHADES` by the number; 0 for none."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    country: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class MatrixView:
    """Everything that the page shows."""

    question: Question
    wrong: str | None
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    listed: tuple[Cell, ...]
    """The pairs of which the most is told."""

    pairs: int
    """How many pairs there are."""

    countries: int
    """How many countries there are."""

    choices: tuple[str, ...]
    """Countries to choose from."""

    missing: int
    """How many workers did not tell theirs."""

    query: str
    """The question as a query."""

    period: str
    """The months as a query."""


def attach(sources: View) -> None:
    """Add the page and its JSON to the app."""
    app = sources.stream.app
    cache: Cache[tuple[str, ...], Counts] = Cache(KEPT_SECONDS)

    async def asked(question: Question, request: web.Request) -> Counts:
        key = question.kind, question.since, question.until
        return await cache.get(key, time.monotonic(), lambda: of_all(sources, question, request))

    @app.page("/matrix", name="matrix_page")
    async def matrix_page(view: web.View, request: web.Request) -> web.Response:
        """Show who meets whom: `?kind=measures&country=JP&since=2019-01&until=2019-12`."""
        question, wrong = question_of(request.query), wrong_question(request.query)
        counts = Counts({}) if wrong else await asked(question, request)
        shown = matrix_view(question, counts, wrong)
        return view.html(render("matrix.html", view=shown, kinds=tuple(KINDS)), status=400 if wrong else 200)

    @app.page("/api/matrix", name="matrix")
    async def matrix(view: web.View, request: web.Request) -> web.Response:
        """Give how often each two countries meet, or take measures against each other."""
        if wrong := wrong_question(request.query):
            return view.json({"error": wrong}, status=400)
        question = question_of(request.query)
        counts = await asked(question, request)
        chosen = Counts(strongest(with_country(counts.pairs, question.country), MOST_PAIRS), counts.missing)
        return answer(to_bytes(told(question, chosen)), JSON)

    @app.page("/parts/matrix", name="matrix_part")
    async def part(view: web.View, request: web.Request) -> web.Response:
        """Give the same of the rows of this worker."""
        if wrong := wrong_question(request.query):
            return view.json({"error": wrong}, status=400)
        question = question_of(request.query)
        return answer(to_bytes(told(question, await of_this(sources, question))), JSON)


def question_of(query: Mapping[str, str]) -> Question:
    """What a query asks for; what is left open is empty."""
    kind, since, until, country = (query.get(name, "").strip() for name in ("kind", "since", "until", "country"))
    return Question(kind or "meetings", since, until, capitals(country))


def wrong_question(query: Mapping[str, str]) -> str | None:
    """What is wrong with a query; None where nothing is."""
    asked = question_of(query)
    if asked.kind not in KINDS:
        return f"kind must be one of {', '.join(KINDS)}"
    if asked.country and (wrong := wrong_countries(asked.country)):
        return wrong
    return wrong_period(asked.since, asked.until)


def wrong_period(since: str, until: str) -> str | None:
    """What is wrong with a first and a last month; None where nothing is, or where they are empty."""
    if wrong := wrong_month(since or None) or wrong_month(until or None):
        return wrong
    return "since must not be after until" if since and until and since > until else None


async def of_this(sources: View, question: Question) -> Counts:
    """What the rows of this worker tell."""
    counted = await sources.pairs.counted()
    rows = [row for key, row in counted.rows.items() if key.startswith(KINDS[question.kind])]
    whole = counted.whole and not sources.stream.app.rebalancing  # until tables are refilled
    return Counts(added(rows, question.since or FIRST_MONTH, question.until or LAST_MONTH), int(not whole))


async def of_all(sources: View, question: Question, request: web.Request) -> Counts:
    """What the rows of all workers tell."""
    page = URL.build(path="/parts/matrix", query={"kind": question.kind, **question.period})
    here = await of_this(sources, question)
    others = await gathered(sources.stream.app, sources.stream.tables.views, page, request)
    pairs, missing = dict(here.pairs), here.missing + others.missing
    for body in others.answers:
        part = from_bytes(Matrix, body)
        missing += bool(part.workers_missing)
        pairs |= {pair.countries: pair.count for pair in part.pairs}
    return Counts(pairs, missing)


def told(question: Question, counts: Counts) -> Matrix:
    """Counts as they are answered."""
    pairs = tuple(PairCount(countries=pair, count=count) for pair, count in counts.pairs.items())
    return Matrix.model_validate({"kind": question.kind, "pairs": pairs, "workers_missing": counts.missing})


# The table


def matrix_view(question: Question, counts: Counts, wrong: str | None = None) -> MatrixView:
    """Everything that the page shows.

    Args:
        question: what is asked for.
        counts: what all workers told of its kind and time.
        wrong: what is wrong with the question; then nothing is shown.
    """
    pairs = with_country(counts.pairs, question.country)
    top = max(pairs.values(), default=0)
    countries = strongest_countries(pairs)
    shown = _shown_countries(countries, question)
    columns = (question.country,) if question.country else shown
    lines = shown[1:] if question.country else shown
    return MatrixView(
        question=question,
        wrong=wrong,
        columns=columns if pairs else (),
        lines=tuple(Line(one, _cells(pairs, one, columns, question, top)) for one in lines) if pairs else (),
        listed=tuple(_cell(one, other, count, top) for (one, other), count in strongest(pairs, MOST_LISTED).items()),
        pairs=len(pairs),
        countries=len(countries),
        choices=tuple(sorted({code for pair in counts.pairs for code in pair} | {*filter(None, [question.country])})),
        missing=counts.missing,
        query=urlencode({"kind": question.kind, **question.period, **_named(question)}),
        period=urlencode(question.period),
    )


def _named(question: Question) -> dict[str, str]:
    return {"country": question.country} if question.country and question.country.isalpha() else {}


def _shown_countries(countries: Sequence[str], question: Question) -> tuple[str, ...]:
    """The countries of the table; the one asked for stands first."""
    if not question.country:
        return tuple(countries[:MOST_COUNTRIES])
    others = [code for code in countries if code != question.country]
    return (question.country, *others[:MOST_COUNTRIES])


def _cells(
    pairs: Mapping[Pair, int], one: str, columns: Iterable[str], question: Question, top: int
) -> tuple[Cell, ...]:
    """The fields of one line; with one country asked for, measures have two columns, by it and against it."""
    cells = []
    for other in columns:
        if question.kind == "meetings":
            count = pairs.get((min(one, other), max(one, other)), 0)
            cells.append(_cell(one, other, count, top))
        else:
            cells.append(_cell(one, other, pairs.get((one, other), 0), top))
            if question.country:
                cells.append(_cell(other, one, pairs.get((other, one), 0), top))
    return tuple(cells)


def _cell(one: str, other: str, count: int, top: int) -> Cell:
    return Cell(one, other, count, shade_of(count, top))


def shade_of(count: int, top: int) -> int:
    """How dark a field is, by the logarithm of its number: 0 for none, `SHADES` for the largest."""
    if count <= 0:
        return 0
    return 1 if top <= 1 else 1 + int((SHADES - 1) * log(count) / log(top))


def with_country(pairs: Mapping[Pair, int], country: str) -> dict[Pair, int]:
    """The pairs that a country is one of; all where none is asked for."""
    return {pair: count for pair, count in pairs.items() if not country or country in pair}


def strongest(pairs: Mapping[Pair, int], most: int) -> dict[Pair, int]:
    """The pairs of which the most is told."""
    return dict(sorted(pairs.items(), key=lambda counted: (-counted[1], counted[0]))[:most])


def strongest_countries(pairs: Mapping[Pair, int]) -> list[str]:
    """Countries by how much is told of them, the most first."""
    totals: Counter[str] = Counter()
    for pair, count in pairs.items():
        for country in pair:
            totals[country] += count
    return sorted(totals, key=lambda country: (-totals[country], country))
