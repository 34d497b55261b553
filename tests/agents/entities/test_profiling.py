"""The row of an entity: what each event adds, changes and takes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import reduce
from itertools import permutations

import pytest
from prometheus_client import CollectorRegistry

from agents.entities.involving import involvements, withdrawal
from agents.entities.profiling import RowLimits, fold, same_office
from agents.events.composing import compose
from agents.merging import MergeOptions, merge, reports_of
from agents.metrics import Metrics
from agents.records import EntityRow, Involvement
from agents.stages.profile import finish, step
from schemas.entity import Entity, Office
from schemas.event import Mention
from told import DAY_ONE, appointment, body, measure, meeting, on, person, state, told

ANNA, BERT = person("Anna Lund", "NO"), person("Bert Maes", "BE", organization="Ministry of Trade")
CARL = person("Carl Ek", "SE")
LIMITS = RowLimits(shown=50, remembered=200)


def parts(article: str, mention: Mention, day: int = 1, version: int = 1) -> dict[str, Involvement]:
    """What each entity is told of an event that one article tells."""
    [cluster] = merge(reports_of(told(article, mention, day=day)), MergeOptions())
    return {part.entity_id: part for part in involvements(compose(cluster, version))}


def row_of(told_parts: Sequence[Involvement], limits: RowLimits = LIMITS) -> EntityRow:
    def take(row: EntityRow | None, part: Involvement) -> EntityRow | None:
        return fold(row, part, limits) or row

    row = reduce(take, told_parts, None)
    assert row is not None
    return row


def entity_of(*told_parts: Involvement) -> Entity:
    return row_of(told_parts).entity


def anna(article: str, mention: Mention, day: int = 1, version: int = 1) -> Involvement:
    return parts(article, mention, day, version)["person:NO/anna-lund"]


def taken_back(part: Involvement, version: int = 2) -> Involvement:
    """What withdraws an event that told of Anna Lund."""
    assert part.participation is not None
    touched = sorted({part.entity_id, *part.participation.counterparts})
    return withdrawal(part.entity_id, part.event_id, version, DAY_ONE, touched)


@pytest.mark.parametrize(
    "mention,entities",
    [
        pytest.param(
            meeting(ANNA, BERT),
            {
                "person:NO/anna-lund": "participant",
                "person:BE/bert-maes": "participant",
                "country:NO": "country",
                "country:BE": "country",
                "organization:BE/trade-ministry": "organization",
            },
            id="a meeting: people, the states they speak for, the bodies they come from",
        ),
        pytest.param(
            measure(state("Norway", "NO"), body("Ghent Steel", "BE")),
            {"country:NO": "imposer", "organization:BE/ghent-steel": "target", "country:BE": "country"},
            id="a measure: who acts, whom it strikes, whose state that is",
        ),
        pytest.param(
            appointment(ANNA, predecessor=CARL, office="envoy", organization="Foreign Ministry", country="NO"),
            {
                "person:NO/anna-lund": "person",
                "person:SE/carl-ek": "predecessor",
                "country:NO": "country",
                "organization:NO/foreign-ministry": "organization",
            },
            id="an appointment: people, state and body of the office",
        ),
        pytest.param(
            meeting(ANNA, {"name": "top diplomats", "kind": "group", "country": None, "entity_id": "group:ZZ/x"}),
            {"person:NO/anna-lund": "participant", "country:NO": "country"},
            id="a group is no entity",
        ),
    ],
)
def test_an_event_touches_its_parties_and_those_they_stand_for(mention: Mention, entities: dict[str, str]) -> None:
    roles = {key: part.participation.role for key, part in parts("a", mention).items() if part.participation}
    assert roles == entities


def test_a_row_tells_all_that_one_event_tells() -> None:
    entity = entity_of(anna("a", meeting(ANNA, BERT, when=on("2031-05-10"))))
    assert entity.model_dump(mode="json", exclude_none=True, exclude={"events"}) == {
        "entity_id": "person:NO/anna-lund",
        "schema_version": 1,
        "kind": "person",
        "name": "Anna Lund",
        "names": {"Anna Lund": 1},
        "country": "NO",
        "offices": [],
        "former_offices": [],
        "counts_by_type": {"meeting": 1},
        "counts_by_counterpart": {
            "country:BE": 1,
            "country:NO": 1,
            "organization:BE/trade-ministry": 1,
            "person:BE/bert-maes": 1,
        },
        "first_seen": "2031-05-01T08:00:00Z",
        "last_seen": "2031-05-01T08:00:00Z",
    }


def test_a_newer_version_of_an_event_replaces_the_older_and_counts_once() -> None:
    entity = entity_of(
        anna("a", meeting(ANNA, BERT, status="possible")), anna("a", meeting(ANNA, BERT, status="occurred"), version=2)
    )
    assert [event.status for event in entity.events] == ["occurred"]
    assert entity.counts_by_type == {"meeting": 1}


@pytest.mark.parametrize("late", [pytest.param(1, id="an older version"), pytest.param(2, id="the same version")])
def test_what_is_out_of_date_or_known_changes_nothing(late: int) -> None:
    row = row_of([anna("a", meeting(ANNA, BERT), version=2)])
    assert fold(row, anna("a", meeting(ANNA, BERT), version=late), LIMITS) is None


def test_a_withdrawn_event_leaves_no_trace_and_does_not_come_back_by_a_replay() -> None:
    first, second = anna("a", meeting(ANNA, BERT)), anna("b", meeting(ANNA, CARL), day=2)
    gone = taken_back(second)
    assert entity_of(first, second, gone, second) == entity_of(first)


def test_the_newest_events_come_first_and_all_are_counted() -> None:
    told_parts = [anna(f"a{i}", meeting(ANNA, BERT, when=on(f"2031-07-{i:02}")), day=i) for i in range(1, 29)]
    entity = row_of(told_parts, RowLimits(shown=3, remembered=200)).entity
    assert [event.start for event in entity.events] == [date(2031, 7, day) for day in (28, 27, 26)]
    assert entity.counts_by_type == {"meeting": 28}


def test_events_beyond_the_memory_stay_counted_and_are_not_counted_twice() -> None:
    told_parts = [anna(f"a{i}", meeting(ANNA, BERT, when=on(f"2031-07-{i:02}")), day=i) for i in range(1, 11)]
    row = row_of(told_parts, RowLimits(shown=2, remembered=4))
    assert len(row.involvements) == 4
    assert row.entity.counts_by_type == {"meeting": 10}
    assert row.entity.names == {"Anna Lund": 10}
    assert row.entity.counts_by_counterpart["person:BE/bert-maes"] == 10
    assert row.entity.first_seen == DAY_ONE
    assert fold(row, told_parts[0], RowLimits(shown=2, remembered=4)) is None


SMALL = RowLimits(shown=2, remembered=4)


def meetings_of_anna(days: int) -> list[Involvement]:
    """A meeting a day, told the same day."""
    return [anna(f"a{i}", meeting(ANNA, BERT, when=on(f"2031-07-{i:02}")), day=i) for i in range(1, days + 1)]


@pytest.mark.parametrize("again", [pytest.param(1, id="once"), pytest.param(3, id="three times, as a replay does")])
def test_an_event_beyond_the_memory_that_is_taken_back_counts_no_more(again: int) -> None:
    told_parts = meetings_of_anna(10)
    row = row_of([*told_parts, *[taken_back(told_parts[0])] * again], SMALL)
    assert row.entity.counts_by_type == {"meeting": 9}
    assert set(row.entity.counts_by_counterpart.values()) == {9}


def test_what_was_told_before_it_was_taken_back_does_not_bring_an_event_beyond_the_memory_back() -> None:
    told_parts = meetings_of_anna(10)
    row = row_of([*told_parts, taken_back(told_parts[0])], SMALL)
    assert fold(row, told_parts[0], SMALL) is None


def test_a_replay_of_all_that_was_told_ends_in_the_same_counts() -> None:
    told_parts = [*meetings_of_anna(10), *map(taken_back, meetings_of_anna(3))]
    once, twice = row_of(told_parts, SMALL), row_of([*told_parts, *told_parts], SMALL)
    assert twice == once
    assert once.entity.counts_by_type == {"meeting": 7}


def test_an_event_beyond_the_memory_that_is_told_with_others_counts_them_instead() -> None:
    told_parts = meetings_of_anna(10)
    touched = sorted(parts("a1", meeting(ANNA, BERT, when=on("2031-07-01"))))
    [cluster] = merge(reports_of(told("a1", meeting(ANNA, CARL, when=on("2031-07-01")))), MergeOptions())
    event = compose(cluster, 2).model_copy(update={"event_id": told_parts[0].event_id})
    changed = next(part for part in involvements(event, touched) if part.entity_id == "person:NO/anna-lund")
    entity = row_of([*told_parts, changed, changed], SMALL).entity
    assert entity.counts_by_type == {"meeting": 10}
    assert entity.counts_by_counterpart["person:BE/bert-maes"] == 9
    assert entity.counts_by_counterpart["person:SE/carl-ek"] == 1


def test_an_event_beyond_the_memory_can_be_taken_back_and_restored() -> None:
    told_parts = meetings_of_anna(10)
    restored = told_parts[0].model_copy(update={"version": 3})
    row = row_of([*told_parts, taken_back(told_parts[0]), restored, restored], SMALL)
    assert row.entity.counts_by_type == {"meeting": 10}


def test_an_entity_all_of_whose_events_are_taken_back_counts_nothing() -> None:
    told_parts = meetings_of_anna(10)
    row = row_of([*told_parts, *map(taken_back, told_parts)], SMALL)
    assert (row.entity.counts_by_type, row.entity.events) == ({}, ())


def test_events_settled_in_rows_of_an_older_version_stay_counted() -> None:
    told_parts = meetings_of_anna(10)
    row = row_of(told_parts, SMALL)
    older = row.model_copy(update={"settled_ids": tuple(row.settled_events), "settled_events": {}})
    assert fold(older, taken_back(told_parts[0]), SMALL) is None
    assert fold(older, told_parts[0], SMALL) is None


def test_what_takes_an_event_back_without_telling_what_it_was_changes_no_count() -> None:
    told_parts = meetings_of_anna(10)
    older = taken_back(told_parts[0]).model_copy(update={"counterparts_before": None})
    assert fold(row_of(told_parts, SMALL), older, SMALL) is None


def test_the_order_of_arrival_does_not_matter() -> None:
    told_parts = [
        anna("a", meeting(ANNA, BERT)),
        anna("b", meeting(ANNA, CARL), day=2),
        anna("c", appointment(ANNA, office="envoy", when=on("2031-05-03")), day=3),
        anna("d", appointment(ANNA, office="envoy", action="resign", when=on("2031-05-09")), day=9),
    ]
    rows = [row_of(order).entity for order in permutations(told_parts)]
    assert all(row == rows[0] for row in rows)


def test_the_name_shown_is_the_one_seen_most_and_of_these_the_longest() -> None:
    short = {**ANNA, "name": "Lund"}
    once = anna("a", meeting(short, BERT)), anna("b", meeting(ANNA, BERT), day=2)
    again = anna("c", meeting(short, CARL), day=3)
    assert entity_of(*once).name == "Anna Lund"
    assert entity_of(*once, again).name == "Lund"


def test_a_state_that_no_text_names_bears_its_iso_name() -> None:
    row = row_of([parts("a", meeting(ANNA, BERT))["country:NO"]])
    assert (row.entity.name, row.entity.names, row.entity.kind) == ("Norway", {}, "country")


def office_of(entity: Entity) -> tuple[list[tuple[str, date | None]], list[tuple[str, date | None, date | None]]]:
    held = [(office.office, office.since) for office in entity.offices]
    return held, [(office.office, office.since, office.until) for office in entity.former_offices]


def test_an_appointment_that_took_place_gives_an_office_and_a_departure_takes_it() -> None:
    enters = anna("a", appointment(ANNA, office="foreign minister", when=on("2031-05-03")), day=3)
    leaves = anna("b", appointment(ANNA, office="foreign minister", action="resign", when=on("2031-06-09")), day=40)
    assert office_of(entity_of(enters)) == ([("foreign minister", date(2031, 5, 3))], [])
    assert office_of(entity_of(enters, leaves)) == (
        [],
        [("foreign minister", date(2031, 5, 3), date(2031, 6, 9))],
    )


@pytest.mark.parametrize(
    "mention",
    [
        pytest.param(appointment(ANNA, office="envoy", status="planned"), id="planned"),
        pytest.param(appointment(ANNA, office="envoy", action="nominate"), id="only nominated"),
        pytest.param(appointment(ANNA, office="envoy", status="cancelled"), id="called off"),
        pytest.param(appointment(BERT, office="envoy", appointer=ANNA), id="who appoints"),
    ],
)
def test_no_office_comes_from_an_appointment_that_did_not_put_this_person_in(mention: Mention) -> None:
    assert office_of(entity_of(anna("a", mention))) == ([], [])


def test_a_predecessor_has_left_the_office() -> None:
    mention = appointment(BERT, office="envoy", predecessor=ANNA, when=on("2031-05-03"))
    assert office_of(entity_of(anna("a", mention))) == ([], [("envoy", None, date(2031, 5, 3))])


@pytest.mark.parametrize(
    "a,b",
    [
        pytest.param(("envoy", "NO"), ("envoy", "SE"), id="of two states"),
        pytest.param(("finance minister", "NO"), ("foreign minister", "NO"), id="of two ministries"),
    ],
)
def test_two_offices_stay_two(a: tuple[str, str], b: tuple[str, str]) -> None:
    first, second = (
        Office(office=office, country=country, event_id="appointment:0123456789abcdef") for office, country in (a, b)
    )
    assert not same_office(first, second)


def test_a_row_never_outgrows_its_bytes_and_forgets_no_count() -> None:
    metrics = Metrics(CollectorRegistry())
    row: EntityRow | None = None
    for i in range(1, 80):
        part = anna(f"a{i}", meeting(ANNA, BERT, when=on(str(date(2031, 1, 1) + timedelta(days=5 * i)))), day=i)
        following = step(row, part, limits=LIMITS)
        assert following is not None
        kept = finish(row, following.row, limits=LIMITS, max_bytes=20_000, metrics=metrics)
        row = kept.row
        assert kept.value == row.model_dump_json(exclude_none=True).encode()
        assert len(kept.value) <= 20_000
    assert row is not None
    assert row.entity.counts_by_type == {"meeting": 79}
