"""What kinds of error an evaluation shows."""

from __future__ import annotations

from datetime import date

import pytest

from extraction.error_classes import error_classes
from extraction.evaluation import GoldArticle, evaluate
from measured import article, gold, meeting
from schemas.event import Mention, When
from schemas.vocabulary import EventType, Status

LUND, MAES, EK = "Anna Lund", "Bert Maes", "Carl Ek"
DAY = date(2031, 5, 4)
DAYS = ["2031-05-04", "2031-05-05"]


@pytest.mark.parametrize(
    "told,found",
    [
        pytest.param(article(), [], id="no event on either side"),
        pytest.param(article(gold()), [meeting(LUND, MAES)], id="an event found with all its slots"),
        pytest.param(article(gold(optional=True)), [], id="an optional event missed"),
        pytest.param(article(gold(optional=True)), [meeting(LUND, MAES)], id="an optional event found"),
        pytest.param(
            article(gold(status="possible", optional_roles=["status"])),
            [meeting(LUND, MAES)],
            id="a status that does not count",
        ),
        pytest.param(
            article(gold(location="Ghent", optional_roles=["location"])), [meeting(LUND, MAES)], id="a slot as well"
        ),
        pytest.param(article(gold(date=DAYS, optional_roles=["date"])), [meeting(LUND, MAES)], id="a date as well"),
    ],
)
def test_there_is_no_error(told: GoldArticle, found: list[Mention]) -> None:
    assert error_classes(evaluate([(told, found)])) == {}


@pytest.mark.parametrize(
    "told,found,errors",
    [
        pytest.param(article(gold()), [], ["event missed: nothing fired"], id="nothing was found at its place"),
        pytest.param(
            article(gold()),
            [meeting(EK)],
            [
                "event missed: joined to another, or told with other sides",
                "event wrong: told twice, or with other sides",
            ],
            id="another event was found at its place",
        ),
        pytest.param(article(), [meeting(LUND)], ["event wrong: there is none"], id="an event where there is none"),
        pytest.param(
            article(gold()),
            [meeting(LUND, MAES), meeting(LUND, MAES, passage="Bert Maes")],
            ["event wrong: there is none"],
            id="an event told again at a place of its own",
        ),
        pytest.param(
            article(gold(status="possible")), [meeting(LUND, MAES)], ["status: possible told as planned"], id="a status"
        ),
        pytest.param(article(gold(date=DAYS)), [meeting(LUND, MAES)], ["date: none found"], id="a date not found"),
        pytest.param(
            article(gold(date=DAYS)),
            [meeting(LUND, MAES, when=When(start=DAY, end=DAY))],
            ["date: other days"],
            id="a day too few",
        ),
        pytest.param(
            article(gold(location="Ghent", participants=[LUND, MAES, EK])),
            [meeting(LUND, MAES)],
            ["location: not found", "participants: another, or not all"],
            id="slots not found, and not all of it",
        ),
        pytest.param(article(gold()), [meeting(LUND, MAES, EK)], ["participants: too many"], id="more than there are"),
        pytest.param(
            article(gold(countries=["NO", "BE"])), [meeting(LUND, MAES)], ["countries: not found"], id="a code"
        ),
    ],
)
def test_each_kind_of_error_is_counted(told: GoldArticle, found: list[Mention], errors: list[str]) -> None:
    assert error_classes(evaluate([(told, found)])) == {(error, EventType.MEETING): 1 for error in errors}


def test_errors_of_one_kind_add_up() -> None:
    wrong = (article(gold(status="possible")), [meeting(LUND, MAES, status=Status.OCCURRED)])
    assert error_classes(evaluate([wrong, wrong])) == {("status: possible told as occurred", EventType.MEETING): 2}
