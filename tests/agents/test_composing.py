"""One event from its reports."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from agents.composing import MAX_QUOTES, compose, conflicts
from agents.merging import MergeOptions, merge, reports_of
from agents.records import Conflict, Contribution
from schemas.event import Event, Meeting, Mention
from told import appointment, measure, meeting, on, person, state, told

ANNA, BERT = person("Anna Lund", "NO"), person("Bert Maes", "BE")
CHILE, UNION = state("Chile", "CL"), state("European Union", "EU")


def composed(*contributions: Contribution) -> Event:
    [cluster] = merge((report for told_now in contributions for report in reports_of(told_now)), MergeOptions())
    return compose(cluster, 7)


def from_two(first: Mention, second: Mention) -> Event:
    return composed(told("a", first), told("b", second, day=2))


def test_a_single_report_is_its_event() -> None:
    event = composed(told("a", meeting(ANNA, BERT, when=on("2031-05-10"), topics=("fish",)), day=3))
    assert event.model_dump(mode="json", exclude_none=True, exclude={"event_id", "schema_version", "codes"}) == {
        "type": "meeting",
        "version": 7,
        "status": "planned",
        "when": {"start": "2031-05-10", "end": "2031-05-10"},
        "summary": "Anna Lund (NO) and Bert Maes (BE) to meet on 2031-05-10 about fish",
        "confidence": 0.8,
        "evidence": [{"article_id": "a", "start": 0, "end": 5, "quote": "Today"}],
        "participants": [ANNA, BERT],
        "countries": ["BE", "NO"],
        "topics": ["fish"],
        "sources": [{"article_id": "a", "source": "Source of a", "published_at": "2031-05-03T08:00:00Z"}],
        "independent_sources": 1,
        "history": [
            {
                "version": 1,
                "status": "planned",
                "article_id": "a",
                "at": "2031-05-03T08:00:00Z",
                "when": {"start": "2031-05-10", "end": "2031-05-10"},
            }
        ],
        "first_seen": "2031-05-03T08:00:00Z",
        "last_seen": "2031-05-03T08:00:00Z",
    }


def test_the_status_follows_the_story_in_article_time_and_the_history_keeps_each_change() -> None:
    event = composed(
        told("c", meeting(ANNA, BERT, status="occurred", when=on("2031-05-10")), day=11),
        told("a", meeting(ANNA, BERT, status="possible"), day=1),
        told("b", meeting(ANNA, BERT, status="planned"), day=5),
        told("b2", meeting(ANNA, BERT, status="planned"), day=6),
    )
    assert event.status == "occurred"
    assert [(step.version, step.status, step.article_id) for step in event.history] == [
        (1, "possible", "a"),
        (2, "planned", "b"),
        (4, "occurred", "c"),
    ]


def test_what_has_occurred_stays_so_though_a_later_article_speaks_of_it_as_to_come() -> None:
    event = composed(
        told("a", meeting(ANNA, BERT, status="occurred", when=on("2031-05-01")), day=1),
        told("b", meeting(ANNA, BERT, status="planned", when=on("2031-05-01")), day=2),
    )
    assert (event.status, [step.status for step in event.history]) == ("occurred", ["occurred"])


def test_a_meeting_called_off_and_then_agreed_again_is_planned() -> None:
    event = composed(
        told("a", meeting(ANNA, BERT, status="planned"), day=1),
        told("b", meeting(ANNA, BERT, status="cancelled"), day=2),
        told("c", meeting(ANNA, BERT, status="planned"), day=3),
    )
    assert [step.status for step in event.history] == ["planned", "cancelled", "planned"]


def test_where_reports_contradict_each_other_most_of_them_are_believed_and_the_rest_is_kept() -> None:
    places = ({"text": "Oslo", "country": "NO"}, {"text": "Bergen", "country": "NO"})
    reports = [
        told(name, meeting(ANNA, BERT, when=on("2031-05-10"), where=places[place]), day=day)
        for day, (name, place) in enumerate((("a", 0), ("b", 0), ("c", 1)), start=1)
    ]
    [cluster] = merge((report for told_now in reports for report in reports_of(told_now)), MergeOptions())
    event = compose(cluster, 1)
    assert event.where is not None
    assert event.where.text == "Oslo"
    assert conflicts(cluster) == (Conflict(slot="where", told={"Oslo": ("a", "b"), "Bergen": ("c",)}),)


def test_a_copy_is_named_and_does_not_count_as_independent_nor_as_evidence() -> None:
    event = composed(
        told("a", meeting(ANNA, BERT), text="same"),
        told("b", meeting(ANNA, BERT), text="same", day=2),
        told("c", meeting(ANNA, BERT), text="other", day=3),
    )
    assert [(source.article_id, source.copy_of) for source in event.sources] == [("a", None), ("b", "a"), ("c", None)]
    assert event.independent_sources == 2
    assert [quote.article_id for quote in event.evidence] == ["a", "c"]


def test_an_edited_copy_is_known_for_one_by_its_words() -> None:
    wire = " ".join(f"word{number}" for number in range(60))
    event = composed(
        told("a", meeting(ANNA, BERT), text=wire),
        told("b", meeting(ANNA, BERT), text=f"OSLO - {wire.replace('word30', 'a new word')} (Harbour Wire)", day=2),
    )
    assert [(source.article_id, source.copy_of) for source in event.sources] == [("a", None), ("b", "a")]
    assert event.independent_sources == 1


def test_independent_reports_raise_the_confidence_and_copies_do_not() -> None:
    alone = composed(told("a", meeting(ANNA, BERT)))
    copied = composed(told("a", meeting(ANNA, BERT), text="x"), told("b", meeting(ANNA, BERT), text="x", day=2))
    confirmed = composed(told("a", meeting(ANNA, BERT)), told("b", meeting(ANNA, BERT), day=2))
    assert (alone.confidence, copied.confidence, confirmed.confidence) == (0.8, 0.8, 0.96)


def test_no_number_of_reports_makes_certain() -> None:
    event = composed(*(told(f"a{i}", meeting(ANNA, BERT), day=1 + i) for i in range(9)))
    assert event.confidence == 0.99


def test_evidence_has_a_bound_and_every_article_its_passage_first() -> None:
    quotes = [{"article_id": "?", "start": i, "end": i + 1, "quote": "x"} for i in range(5)]
    event = composed(*(told(f"a{i:02}", meeting(ANNA, BERT, evidence=quotes), day=1 + i) for i in range(10)))
    assert len(event.evidence) == MAX_QUOTES
    assert {quote.article_id for quote in event.evidence} == {f"a{i:02}" for i in range(10)}


@pytest.mark.parametrize(
    "first,second,expected",
    [
        pytest.param(on("2031-05-10"), None, on("2031-05-10"), id="told once"),
        pytest.param(on("2031-05-01", "2031-05-31"), on("2031-05-10"), on("2031-05-10"), id="first vague, then exact"),
        pytest.param(on("2031-05-10"), on("2031-05-01", "2031-05-31"), on("2031-05-10"), id="first exact, then vague"),
        pytest.param(on("2031-05-10"), on("2031-05-11"), on("2031-05-11"), id="told otherwise later"),
    ],
)
def test_the_date_is_the_one_told_last_unless_it_is_only_vaguer(
    first: dict[str, str], second: dict[str, str] | None, expected: dict[str, str]
) -> None:
    event = from_two(meeting(ANNA, BERT, when=first), meeting(ANNA, BERT, when=second))
    assert event.when is not None
    assert event.when.model_dump(mode="json", exclude_none=True) == expected


@pytest.mark.parametrize(
    "first,second,expected",
    [
        pytest.param(("Oslo", "NO"), ("Norway", "NO"), "Oslo", id="a city, then its state"),
        pytest.param(("Norway", "NO"), ("Oslo", "NO"), "Oslo", id="a state, then its city"),
        pytest.param(("Oslo", "NO"), ("Bergen", "NO"), "Bergen", id="another city"),
    ],
)
def test_the_place_is_the_one_told_last_unless_it_is_only_the_state(
    first: tuple[str, str], second: tuple[str, str], expected: str
) -> None:
    places = [{"text": text, "country": country} for text, country in (first, second)]
    event = from_two(meeting(ANNA, BERT, where=places[0]), meeting(ANNA, BERT, where=places[1]))
    assert event.where is not None
    assert event.where.text == expected


def test_people_are_listed_once_by_their_fullest_name_and_take_the_place_of_their_state() -> None:
    event = from_two(
        meeting(state("Norway", "NO"), person("Maes", "BE", title="minister")), meeting(ANNA, BERT, topics=("fish",))
    )
    assert isinstance(event, Meeting)
    assert [(party.name, party.title) for party in event.participants] == [
        ("Bert Maes", "minister"),
        ("Anna Lund", None),
    ]
    assert event.topics == ("fish",)


def test_a_wording_that_says_less_than_another_goes() -> None:
    event = from_two(measure(UNION, goods=("steel", "copper")), measure(UNION, goods=("steel pipes", "Copper")))
    assert event.model_dump()["goods"] == ("copper", "steel pipes")


def test_the_slots_of_a_measure_complete_each_other() -> None:
    event = from_two(
        measure(UNION, goods=("steel",), rate="20%", measure="other"),
        measure(UNION, CHILE, goods=("Steel", "copper"), action="raise", effective=on("2031-06-01")),
    )
    told_slots = event.model_dump(mode="json", include={"measure", "action", "goods", "rate", "effective"})
    assert told_slots == {
        "measure": "tariff",
        "action": "raise",
        "goods": ["steel", "copper"],
        "rate": "20%",
        "effective": {"start": "2031-06-01", "end": "2031-06-01", "text": None},
    }


def test_an_appointment_keeps_what_only_one_report_tells() -> None:
    event = from_two(
        appointment(person("Lund", "NO"), action="nominate", status="planned", office="envoy", predecessor=BERT),
        appointment(ANNA, action="confirm", country="NO"),
    )
    assert event.summary == "Anna Lund (NO) confirmed as envoy in place of Bert Maes"
    assert event.first_seen == datetime(2031, 5, 1, 8, tzinfo=UTC)
