"""Who holds which office, which measures are in force, who met whom in which month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.entities.involving import involvements
from agents.entities.viewing import measures_in_force, meetings_by_month, present_offices
from agents.records import ViewPart, ViewRow
from agents.stages.views import changes, finish, fold, keys_of, parts_of, step, withdrawals
from schemas.event import EVENT, Event, Mention
from schemas.identity import event_id
from told import DAY_ONE, appointment, body, measure, meeting, on, person, state

ANNA, BERT, CARL = person("Anna Lund", "NO"), person("Bert Maes", "NO"), person("Carl Ek", "SE")
NORWAY, SWEDEN, CHILE = state("Norway", "NO"), state("Sweden", "SE"), state("Chile", "CL")
LIMIT = 300


def event(article: str, mention: Mention, day: int = 1, version: int = 1) -> Event:
    """The event that one article tells, published on a day of May 2031."""
    seen = DAY_ONE + timedelta(days=day - 1)
    merged = {
        "event_id": event_id(mention.type, article),
        "version": version,
        "sources": [{"article_id": article}],
        "independent_sources": 1,
        "first_seen": seen,
        "last_seen": seen,
    }
    told: Event = EVENT.validate_python({**mention.model_dump(exclude={"article_id"}), **merged})
    return told


def took(who: dict[str, Any], office: str, day: int, **slots: Any) -> Event:  # noqa: ANN401 -- any slot
    """Somebody takes an office of Norway, or leaves it."""
    slots = {"office": office, "country": "NO", "when": on(f"2031-05-{day:02}"), **slots}
    return event(f"{who['name']} {office} {day}", appointment(who, **slots), day)


def act(day: int, action: str = "impose", **slots: Any) -> Event:  # noqa: ANN401 -- any slot
    """Norway acts on trade with Chile."""
    slots = {"action": action, "status": "occurred", "when": on(f"2031-05-{day:02}"), **slots}
    return event(f"{action} {day}", measure(NORWAY, CHILE, **slots), day)


def row_of(parts: Iterable[ViewPart], limit: int = LIMIT) -> ViewRow:
    row = ViewRow()
    for part in parts:
        row = fold(row, part, limit) or row
    return row


def row_with(*events: Event) -> ViewRow:
    return row_of(part for one in events for part in parts_of(one))


def held_by(*events: Event) -> list[tuple[str, str]]:
    return [(held.office, held.person.name) for held in present_offices(row_with(*events))]


ENVOY = took(ANNA, "envoy", 3)


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([took(ANNA, "envoy", 3, action="nominate")], id="a nominee"),
        pytest.param([took(ANNA, "envoy", 3, status="planned")], id="somebody about to take the office"),
        pytest.param([took(ANNA, "envoy", 3, status="cancelled")], id="somebody who did not get it"),
        pytest.param([took(ANNA, "envoy", 3, action="resign")], id="somebody who left"),
        pytest.param([ENVOY, took(ANNA, "envoy", 9, action="resign")], id="somebody who took it and left"),
        pytest.param([took(ANNA, "envoy", 9, action="dismiss"), ENVOY], id="whatever was told first"),
        pytest.param([ENVOY, took(person("Lund", "NO"), "envoy", 9, action="die")], id="under the family name alone"),
    ],
)
def test_nobody_holds_the_office(events: list[Event]) -> None:
    assert held_by(*events) == []


@pytest.mark.parametrize(
    "events, held",
    [
        pytest.param([ENVOY], [("envoy", "Anna Lund")], id="who took it"),
        pytest.param([ENVOY, took(BERT, "envoy", 9)], [("envoy", "Bert Maes")], id="who took it last"),
        pytest.param([took(BERT, "envoy", 9), ENVOY], [("envoy", "Bert Maes")], id="who took it last, told first"),
        pytest.param(
            [ENVOY, took(BERT, "envoy", 9, status="planned")], [("envoy", "Anna Lund")], id="a successor has not begun"
        ),
        pytest.param(
            [ENVOY, took(BERT, "prime minister", 9)],
            [("prime minister", "Bert Maes"), ("envoy", "Anna Lund")],
            id="each office for itself, the newest change first",
        ),
        pytest.param(
            [took(ANNA, "minister", 3), took(BERT, "prime minister", 9)],
            [("prime minister", "Bert Maes"), ("minister", "Anna Lund")],
            id="offices that share a word are two",
        ),
        pytest.param(
            [took(ANNA, "governor", 3, organization="Bank of Norway"), took(BERT, "Bank of Norway governor", 9)],
            [("Bank of Norway governor", "Bert Maes")],
            id="office and body in one or two slots",
        ),
        pytest.param(
            [took(ANNA, "trade envoy", 3), took(BERT, "chief envoy for trade", 9, predecessor=ANNA)],
            [("chief envoy for trade", "Bert Maes")],
            id="a predecessor leaves whatever the wording",
        ),
        pytest.param(
            [ENVOY, took(ANNA, "prime minister", 9), took(ANNA, "prime minister", 12, action="resign")],
            [("envoy", "Anna Lund")],
            id="who leaves one office keeps another",
        ),
    ],
)
def test_who_holds_the_office(events: list[Event], held: list[tuple[str, str]]) -> None:
    assert held_by(*events) == held


def test_an_office_is_shown_with_its_holder_and_the_day_of_taking_it() -> None:
    [shown] = present_offices(row_with(ENVOY))
    assert shown.model_dump(mode="json", exclude_none=True) == {
        "event_id": ENVOY.event_id,
        "start": "2031-05-03",
        "end": "2031-05-03",
        "summary": ENVOY.summary,
        "first_seen": "2031-05-03T08:00:00Z",
        "person": {"entity_id": "person:NO/anna-lund", "name": "Anna Lund", "country": "NO"},
        "office": "envoy",
        "acting": False,
    }


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([act(3, status="planned")], id="a measure announced"),
        pytest.param([act(3, status="possible")], id="a measure threatened"),
        pytest.param([act(3, action="investigate")], id="an investigation"),
        pytest.param([act(3, action="file_complaint", measure="dispute")], id="a complaint"),
        pytest.param([act(3), act(9, action="lift")], id="a measure lifted"),
        pytest.param([act(9, action="lift"), act(3)], id="a measure lifted, whatever was told first"),
        pytest.param([act(3), act(9, action="suspend", measure="other")], id="one of unnamed kind suspended"),
        pytest.param([act(3, goods=["fish"]), act(9, action="lift")], id="all lifted, whatever the goods"),
        pytest.param([act(3, measure="preferential_status", action="withdraw")], id="a preference withdrawn"),
    ],
)
def test_nothing_is_in_force(events: list[Event]) -> None:
    assert measures_in_force(row_with(*events)) == ()


@pytest.mark.parametrize(
    "events, days",
    [
        pytest.param([act(3)], ["2031-05-03"], id="a measure imposed"),
        pytest.param([act(3), act(9, action="rule", measure="dispute")], ["2031-05-03"], id="a ruling changes nothing"),
        pytest.param([act(3), act(9, action="lift", status="planned")], ["2031-05-03"], id="lifting is only announced"),
        pytest.param([act(3), act(9, action="lift", measure="embargo")], ["2031-05-03"], id="another kind is lifted"),
        pytest.param(
            [act(3, goods=["fish"]), act(9, action="lift", goods=["copper"])],
            ["2031-05-03"],
            id="other goods are freed",
        ),
        pytest.param([act(3), act(9, action="raise", rate="25%")], ["2031-05-09"], id="a rate raised takes its place"),
        pytest.param([act(3), act(9, action="reduce")], ["2031-05-09"], id="a smaller measure is one still"),
        pytest.param(
            [act(3, goods=["fish"]), act(9, goods=["copper"])],
            ["2031-05-09", "2031-05-03"],
            id="measures on other goods stand side by side",
        ),
        pytest.param([act(3, measure="trade_agreement", action="ratify")], ["2031-05-03"], id="an agreement in force"),
    ],
)
def test_what_is_in_force(events: list[Event], days: list[str]) -> None:
    assert [str(shown.start) for shown in measures_in_force(row_with(*events))] == days


def test_a_measure_in_the_other_direction_stands_in_the_same_row_and_is_not_touched() -> None:
    back = event("back", measure(CHILE, NORWAY, status="occurred", when=on("2031-05-05")), 5)
    assert {part.key for one in (act(3), back) for part in parts_of(one)} == {"measures:CL+NO"}
    assert [shown.imposers[0].name for shown in measures_in_force(row_with(act(3), back, act(9, "lift")))] == ["Chile"]


def met(article: str, day: str | None, status: str = "occurred") -> Event:
    return event(article, meeting(ANNA, CARL, status=status, when=on(day) if day else None))


def test_meetings_are_listed_by_month_and_counted_where_they_take_place() -> None:
    row = row_with(
        met("a", "2031-05-12"),
        met("b", "2031-06-02"),
        met("c", "2031-06-20", "planned"),
        met("d", "2031-06-25", "cancelled"),
        met("e", None),
    )
    shown = meetings_by_month(row)
    assert [(month.month, month.count, len(month.meetings)) for month in shown] == [
        ("2031-06", 2, 3),
        ("2031-05", 2, 2),
    ]
    assert meetings_by_month(row, "2031-05") == shown[1:]
    assert meetings_by_month(row, "2030-01") == ()


@pytest.mark.parametrize(
    "told_event, keys",
    [
        pytest.param(event("a", meeting(ANNA, BERT)), [], id="a meeting within one country is none between two"),
        pytest.param(event("a", measure(NORWAY)), [], id="a measure against nobody in particular"),
        pytest.param(event("a", appointment(None, office="envoy", country="NO")), [], id="an office without a person"),
        pytest.param(event("a", appointment(ANNA, country="NO")), [], id="a person without an office"),
        pytest.param(
            event("a", meeting(ANNA, CARL, CHILE)),
            ["meetings:CL+NO", "meetings:CL+SE", "meetings:NO+SE"],
            id="a meeting of three sides stands between each two",
        ),
        pytest.param(
            event("a", measure(NORWAY, CHILE, SWEDEN)),
            ["measures:CL+NO", "measures:NO+SE"],
            id="a measure stands between who acts and each target, not between targets",
        ),
        pytest.param(
            event("a", measure(None, body("Ghent Steel", "BE"), imposers=[NORWAY])),
            ["measures:BE+NO"],
            id="a firm stands for its country",
        ),
        pytest.param(ENVOY, ["offices:NO"], id="an appointment belongs to the country of the office"),
    ],
)
def test_an_event_belongs_to_rows(told_event: Event, keys: list[str]) -> None:
    assert [part.key for part in parts_of(told_event)] == keys
    entities = tuple(part.entity_id for part in involvements(told_event))
    assert set(keys) <= set(keys_of(told_event.event_id, entities))


def test_a_withdrawn_event_and_one_that_left_a_row_are_taken_back() -> None:
    first = event("a", meeting(ANNA, CARL))
    entities = tuple(part.entity_id for part in involvements(first))
    row = row_with(first)
    [gone] = withdrawals(first.event_id, 2, entities)
    assert row_of([*parts_of(first), gone]).entries == {}
    assert row_of([*parts_of(first), gone, *parts_of(first)]).entries == {}, "a replay does not bring it back"

    moved = event("a", meeting(ANNA, CHILE), version=2).model_copy(update={"event_id": first.event_id})
    sent = changes(moved, entities)
    assert [(part.key, part.entry is None) for part in sent] == [("meetings:CL+NO", False), ("meetings:NO+SE", True)]
    assert fold(row, sent[1], LIMIT) == ViewRow(gone={first.event_id: 2})


@given(st.permutations([ENVOY, took(BERT, "envoy", 9), took(ANNA, "envoy", 12), took(CARL, "judge", 5)]))
@settings(deadline=None)
def test_neither_order_nor_repetition_shows(events: list[Event]) -> None:
    assert held_by(*events, *events[:2]) == [("envoy", "Anna Lund"), ("judge", "Carl Ek")]


def test_beyond_its_bound_a_row_lets_go_of_what_is_over_first_and_goes_on_counting_meetings() -> None:
    past = [took(BERT, "envoy", day) for day in range(4, 10)]
    row = row_of((part for one in [took(CARL, "judge", 1), *past] for part in parts_of(one)), limit=3)
    assert len(row.entries) == 3
    assert [(held.office, str(held.start)) for held in present_offices(row)] == [
        ("envoy", "2031-05-09"),
        ("judge", "2031-05-01"),
    ]
    meetings = [met(str(day), f"2031-05-{day:02}") for day in range(1, 8)]
    row = row_of((part for one in meetings for part in parts_of(one)), limit=3)
    [may] = meetings_by_month(row)
    assert (may.count, len(may.meetings)) == (7, 3)
    assert row_of([*(part for one in meetings for part in parts_of(one)), *parts_of(meetings[0])], 3) == row


def test_a_row_stays_within_its_size() -> None:
    row = None
    for day in range(1, 20):
        [part] = parts_of(met(str(day), f"2031-05-{day:02}"))
        result = step(row, part, limit=LIMIT)
        assert result
        row = finish(row, result.row, max_bytes=4_000).row
    assert row
    assert 1 < len(row.entries) < 19
    assert meetings_by_month(row)[0].count == 19
