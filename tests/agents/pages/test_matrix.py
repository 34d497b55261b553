"""The page that counts who meets whom, and who takes measures against whom."""

from __future__ import annotations

import pytest

from agents.pages.caching import Cache
from agents.pages.matrix import (
    KINDS,
    MOST_COUNTRIES,
    SHADES,
    Cell,
    Counts,
    Line,
    MatrixView,
    Question,
    matrix_view,
    question_of,
    shade_of,
    strongest,
    wrong_question,
)
from agents.pages.rendering import render
from pagetext import HOSTILE, read, shown

PAIRS = {("BR", "CL"): 9, ("BR", "PE"): 2, ("CL", "PE"): 1}


@pytest.mark.parametrize(
    "query, wrong",
    [
        pytest.param({"kind": "wars"}, "kind must be one of meetings, measures", id="another kind"),
        pytest.param(
            {"country": "Chile"}, "countries must be ISO 3166-1 codes of two letters, such as JP", id="a name"
        ),
        pytest.param({"since": "May"}, "month must be like 2031-05", id="a month in words"),
        pytest.param({"until": "2031-13"}, "month must be like 2031-05", id="a month that is none"),
        pytest.param({"since": "2031-05", "until": "2031-04"}, "since must not be after until", id="months reversed"),
        pytest.param({"kind": "", "since": "", "until": "", "country": ""}, None, id="nothing: what was left open"),
        pytest.param({"kind": "measures", "country": "cl", "since": "2031-05", "until": "2031-05"}, None, id="nothing"),
    ],
)
def test_what_is_wrong_with_a_question_is(query: dict[str, str], wrong: str | None) -> None:
    assert wrong_question(query) == wrong


@pytest.mark.parametrize(
    "count, top, shade",
    [
        pytest.param(0, 9, 0, id="none has no shade"),
        pytest.param(1, 1, 1, id="a table of ones is light"),
        pytest.param(1, 1_000, 1, id="the smallest is the lightest"),
        pytest.param(1_000, 1_000, SHADES, id="the largest is the darkest"),
        pytest.param(32, 1_000, 3, id="between them by the logarithm"),
    ],
)
def test_a_field_is_as_dark_as_its_number_is_large(count: int, top: int, shade: int) -> None:
    assert shade_of(count, top) == shade


def test_the_table_of_meetings_has_each_pair_on_either_side() -> None:
    assert matrix_view(Question(), Counts(PAIRS)) == MatrixView(
        question=Question(),
        wrong=None,
        columns=("BR", "CL", "PE"),
        lines=(
            Line("BR", (Cell("BR", "BR", 0, 0), Cell("BR", "CL", 9, 5), Cell("BR", "PE", 2, 2))),
            Line("CL", (Cell("CL", "BR", 9, 5), Cell("CL", "CL", 0, 0), Cell("CL", "PE", 1, 1))),
            Line("PE", (Cell("PE", "BR", 2, 2), Cell("PE", "CL", 1, 1), Cell("PE", "PE", 0, 0))),
        ),
        listed=(Cell("BR", "CL", 9, 5), Cell("BR", "PE", 2, 2), Cell("CL", "PE", 1, 1)),
        pairs=3,
        countries=3,
        choices=("BR", "CL", "PE"),
        missing=0,
        query="kind=meetings",
        period="",
    )


def test_the_table_of_measures_has_a_direction() -> None:
    view = matrix_view(Question("measures"), Counts({("BR", "CL"): 2}))
    assert view.lines == (
        Line("BR", (Cell("BR", "BR", 0, 0), Cell("BR", "CL", 2, 5))),
        Line("CL", (Cell("CL", "BR", 0, 0), Cell("CL", "CL", 0, 0))),
    )


def test_one_country_has_a_line_for_each_counterpart_and_a_column_for_each_direction() -> None:
    pairs = {("BR", "CL"): 9, ("CL", "BR"): 1, ("BR", "PE"): 2}
    view = matrix_view(Question("measures", "2031-01", "2031-12", "CL"), Counts(pairs))
    assert (view.columns, view.lines) == (("CL",), (Line("BR", (Cell("BR", "CL", 9, 5), Cell("CL", "BR", 1, 1))),))
    assert view.query == "kind=measures&since=2031-01&until=2031-12&country=CL"
    assert view.choices == ("BR", "CL", "PE")


def test_only_so_many_countries_are_shown_the_strongest() -> None:
    codes = [f"{one}{other}" for one in "ABCDEFG" for other in "ABCDEFG"]
    pairs = {("ZZ", code): number for number, code in enumerate(codes, start=1)}
    view = matrix_view(Question(), Counts(pairs))
    assert (len(view.columns), view.columns[:2], view.countries) == (MOST_COUNTRIES, ("ZZ", "GG"), 50)
    assert strongest(pairs, 1) == {("ZZ", "GG"): 49}


def page(question: Question, counts: Counts, wrong: str | None = None) -> str:
    return render("matrix.html", view=matrix_view(question, counts, wrong), kinds=tuple(KINDS))


def test_a_hostile_question_is_shown_as_text() -> None:
    asked = question_of({"since": HOSTILE, "until": HOSTILE, "country": HOSTILE, "kind": HOSTILE})
    harmless = read(page(Question("x", "x", "x", "X"), Counts({}), "x"))
    hostile = read(page(asked, Counts({}), HOSTILE))
    assert hostile.seen == harmless.seen
    assert HOSTILE in hostile.text


@pytest.mark.parametrize(
    "question, counts, told",
    [
        pytest.param(Question(), Counts({}), "Nothing is told.", id="nothing is told"),
        pytest.param(
            Question(country="CL"), Counts({("BR", "PE"): 1}), "Nothing is told that fits.", id="nothing fits"
        ),
        pytest.param(
            Question(),
            Counts(PAIRS, missing=2),
            "2 workers did not answer in time, or not with everything",
            id="workers are missing",
        ),
        pytest.param(Question(), Counts(PAIRS), "Brazil (BR) 9 of Brazil and Chile", id="each number has its words"),
        pytest.param(
            Question("measures"), Counts(PAIRS), "Brazil against Chile: 9", id="the list tells who against whom"
        ),
    ],
)
def test_the_page_says(question: Question, counts: Counts, told: str) -> None:
    assert told in shown(page(question, counts))


def test_a_number_leads_to_the_two_countries_with_the_months_asked_for() -> None:
    html = page(Question(since="2031-01", until="2031-12"), Counts(PAIRS))
    assert '<a href="/pairs/BR/CL?since=2031-01&amp;until=2031-12">9' in html
    assert '<th scope="row"><a href="/entities/country%3ABR">Brazil' in html


# Answers that are kept


class Source:
    def __init__(self) -> None:
        self.made = 0

    async def make(self) -> int:
        self.made += 1
        if self.made == 1:
            raise OSError
        return self.made


async def test_an_answer_that_failed_is_not_kept() -> None:
    cache, source = Cache[str, int](seconds=5), Source()
    with pytest.raises(OSError, match=r"^$"):
        await cache.get("a", 0.0, source.make)
    assert await cache.get("a", 0.1, source.make) == 2


async def test_an_answer_is_used_again_for_some_seconds_and_by_its_question() -> None:
    cache, source = Cache[str, int](seconds=5, most=2), Source()
    source.made = 1
    asked = [("a", 0.0), ("a", 5.0), ("b", 5.0), ("a", 5.1), ("b", 5.2), ("c", 5.3), ("a", 5.4)]
    assert [await cache.get(key, now, source.make) for key, now in asked] == [2, 2, 3, 4, 3, 5, 6]
