"""The measures of extraction."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from extraction.evaluation import Evaluation, evaluate, hits, overlap, places, same
from measured import article, gold, meeting, person, quote
from schemas.event import AppointmentMention, Party, TradeMeasureMention, When
from schemas.vocabulary import AppointmentAction, EventType, Measure, MeasureAction, PartyKind, Status


def measure(told: Evaluation, kind: EventType | None = None) -> dict[str, int]:
    """The counts that are not zero."""
    return {name: count for name, count in told.by_type[kind].counts.items() if count}


@pytest.mark.parametrize(
    "one, other",
    [
        pytest.param("Anna Lund", "Anna Maes Berg", id="a common given name is not enough"),
        pytest.param("Foreign Ministry", "Defence Ministry of Norway", id="a common kind of body is not enough"),
        pytest.param("the", "a", id="two words that do not count are compared as they stand"),
        pytest.param("", "Norway", id="nothing is not something"),
    ],
)
def test_other_fillers_name_another_thing(one: str, other: str) -> None:
    assert not same(one, other)


@pytest.mark.parametrize(
    "one, other",
    [
        pytest.param("U.S.", "the US", id="full stops in an abbreviation do not count"),
        pytest.param("Norway's foreign minister", "Norway foreign minister", id="a possessive does not count"),
        pytest.param("Oslo’s", "Oslo", id="nor does one with a typographic apostrophe"),
        pytest.param("Lund", "Anna Lund", id="one word inside the other is enough"),
        pytest.param("José Peña", "Jose Pena", id="accents do not count"),
        pytest.param("minister of trade", "trade minister", id="order does not count"),
        pytest.param("The", "the ", id="case does not count"),
    ],
)
def test_fillers_name_the_same_thing(one: str, other: str) -> None:
    assert same(one, other)


def test_each_found_filler_is_used_once() -> None:
    assert hits([("Anna Lund",), ("Lund",)], ["Anna Lund"]) == 1


def test_any_right_wording_counts() -> None:
    assert hits([("Oslo", "Norway")], ["Norway"]) == 1


def test_a_passage_is_found_whatever_its_white_space() -> None:
    assert places("one  two\nthree", ["two three", "not there", ""]) == ((5, 14),)


@pytest.mark.parametrize(
    "one, other, expected",
    [
        pytest.param([(0, 3)], [(3, 6)], False, id="neighbours do not overlap"),
        pytest.param([], [(0, 9)], False, id="nothing overlaps nothing"),
        pytest.param([(0, 4), (9, 10)], [(3, 6)], True, id="one shared character is enough"),
    ],
)
def test_spans_overlap(one: list[tuple[int, int]], other: list[tuple[int, int]], *, expected: bool) -> None:
    assert overlap(one, other) is expected


def test_a_gold_event_of_an_unknown_type_is_an_error() -> None:
    with pytest.raises(ValidationError, match="type"):
        article({"type": "party", "status": "planned"})


def test_an_article_without_events_on_either_side_is_perfect() -> None:
    told = evaluate([(article(), [])])
    assert (told.by_type[None].f1("event"), told.by_type[None].rate("status_hit", "status"), told.errors) == (
        1.0,
        None,
        [],
    )


def test_a_missed_event_costs_its_slots() -> None:
    told = evaluate([(article(gold()), [])])
    assert measure(told) == {"event_gold": 1, "role_gold": 2}
    assert [(error.article_id, error.kind) for error in told.errors] == [("a", "missed")]


def test_a_wrong_event_costs_its_slots() -> None:
    told = evaluate([(article(), [meeting("Anna Lund", "Bert Maes")])])
    assert measure(told) == {"event_system": 1, "role_system": 2}
    assert [(error.article_id, error.kind) for error in told.errors] == [("a", "wrong")]


def test_an_event_of_another_type_is_no_pair() -> None:
    other = AppointmentMention(
        article_id="a",
        status=Status.PLANNED,
        summary="s",
        confidence=0.5,
        evidence=(quote("Anna Lund"),),
        person=person("Anna Lund"),
        action=AppointmentAction.APPOINT,
    )
    assert measure(evaluate([(article(gold()), [other])])) == {
        "event_gold": 1,
        "event_system": 1,
        "role_gold": 2,
        "role_system": 1,
    }


def test_other_people_in_the_same_place_are_no_pair() -> None:
    told = evaluate([(article(gold()), [meeting("Carl Ek")])])
    assert "event_hit" not in measure(told)


def test_an_optional_event_is_neither_required_nor_held_against_it() -> None:
    optional = article(gold(optional=True))
    assert measure(evaluate([(optional, [])])) == {}
    assert measure(evaluate([(optional, [meeting("Anna Lund", "Bert Maes")])])) == {}


def test_a_found_event_counts_in_every_measure() -> None:
    day = When(start=date(2031, 5, 12), end=date(2031, 5, 13))
    told = evaluate(
        [
            (
                article(gold(date=["2031-05-12", "2031-05-12"], countries=["NO", "BE"])),
                [meeting("Anna Lund", "Maes", status=Status.POSSIBLE, when=day)],
            )
        ]
    )
    assert measure(told, EventType.MEETING) == {
        "event_gold": 1,
        "event_hit": 1,
        "event_system": 1,
        "role_gold": 2,
        "role_hit": 2,
        "role_system": 2,
        "status": 1,
        "date": 1,
        "date_overlap": 1,
        "coded": 1,
    }
    assert told.errors == []


def test_slots_that_do_not_count_are_left_out() -> None:
    loose = gold(date=["2031-05-12", "2031-05-12"], optional_roles=["status", "date", "participants"])
    told = evaluate([(article(loose), [meeting("Anna Lund", status=Status.POSSIBLE)])])
    assert measure(told) == {"event_gold": 1, "event_hit": 1, "event_system": 1}


def test_any_of_several_right_codes_counts() -> None:
    gold_measure = {
        "type": "trade_measure",
        "status": "occurred",
        "imposer": [["Norway", "Oslo"]],
        "measure": "tariff",
        "action": [["raise", "impose"]],
        "evidence": ["Norway raised its tariff on tin"],
    }
    mention = TradeMeasureMention(
        article_id="a",
        status=Status.OCCURRED,
        summary="s",
        confidence=0.5,
        evidence=(quote("Norway raised its tariff"),),
        imposers=(Party(name="Norway", kind=PartyKind.COUNTRY, country="NO", entity_id="country:NO"),),
        measure=Measure.QUOTA,
        action=MeasureAction.IMPOSE,
    )
    counts = measure(evaluate([(article(gold_measure), [mention])]))
    assert (counts["coded"], counts["coded_hit"]) == (2, 1)


def test_of_two_candidates_the_better_one_is_paired() -> None:
    told = evaluate([(article(gold()), [meeting("Anna Lund", passage="Norway"), meeting("Anna Lund", "Bert Maes")])])
    assert measure(told)["role_hit"] == 2
