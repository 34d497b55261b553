"""One event from its reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest

from agents.events.composing import MAX_QUOTES, compose, conflicts
from agents.merging import Cluster, MergeOptions, merge, reports_of
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


def clustered(*mentions: Mention) -> Cluster:
    """Reports taken for one event, one from each article, a day apart."""
    reports = [
        report for day, mention in enumerate(mentions, 1) for report in reports_of(told(f"a{day}", mention, day=day))
    ]
    return Cluster(tuple(reports), tuple("told so" for _ in reports))


def place(text: str) -> dict[str, str]:
    return {"text": text, "country": "NO"}


def changed(**slots: object) -> Mention:
    return appointment(ANNA, **{"office": "envoy", **slots})


SLOTS = [
    pytest.param(partial(meeting, ANNA, BERT), "when", on("2031-05-10"), on("2031-05-11"), id="date"),
    pytest.param(partial(meeting, ANNA, BERT), "where", place("Oslo"), place("Bergen"), id="place"),
    pytest.param(partial(meeting, ANNA, BERT), "venue", "Grand Hotel", "City Hall", id="venue"),
    pytest.param(partial(meeting, ANNA, BERT), "mode", "in_person", "phone", id="mode"),
    pytest.param(partial(meeting, ANNA, BERT), "format", "talks", "summit", id="format"),
    pytest.param(partial(measure, UNION, CHILE), "measure", "tariff", "quota", id="kind of measure"),
    pytest.param(partial(measure, UNION, CHILE), "rate", "20%", "25%", id="rate"),
    pytest.param(partial(measure, UNION, CHILE), "forum", "WTO", "OECD", id="forum"),
    pytest.param(partial(measure, UNION, CHILE), "reason", "dumping", "subsidies", id="reason"),
    pytest.param(
        partial(measure, UNION, CHILE), "effective", on("2031-06-01"), on("2031-07-01"), id="first day of effect"
    ),
    pytest.param(changed, "office", "envoy", "consul", id="office"),
    pytest.param(changed, "organization", "Foreign Ministry", "Trade Ministry", id="body of the office"),
    pytest.param(changed, "country", "NO", "SE", id="country of the office"),
    pytest.param(changed, "acting", True, False, id="for a time only"),
    pytest.param(changed, "person", ANNA, person("Dora Aho", "FI"), id="person"),
    pytest.param(changed, "predecessor", BERT, person("Dora Aho", "FI"), id="predecessor"),
    pytest.param(changed, "successor", BERT, person("Dora Aho", "FI"), id="successor"),
    pytest.param(changed, "appointer", BERT, person("Dora Aho", "FI"), id="appointer"),
]


@pytest.mark.parametrize("slot", ["title", "organization"])
@pytest.mark.parametrize(
    "told_so, expected",
    [
        pytest.param(("minister", "envoy", "envoy"), "envoy", id="most tell it, though not the first"),
        pytest.param(("envoy", "envoy", "minister"), "envoy", id="most tell it, though not the last"),
        pytest.param(("minister", "envoy"), "envoy", id="the later of two"),
        pytest.param(("foreign minister", "minister"), "foreign minister", id="the one that says more"),
        pytest.param(("minister", "foreign minister"), "foreign minister", id="the one that says more, told later"),
        pytest.param(("Minister", "minister"), "minister", id="one value in two wordings"),
    ],
)
def test_what_is_told_of_a_party_differently_is_chosen_the_same_way_and_kept(
    slot: str, told_so: tuple[str, ...], expected: str
) -> None:
    parties = [person("Anna Lund", "NO", **{slot: value}) for value in told_so]
    for tell, role in ((meeting, "participants"), (measure, "imposers"), (appointment, "person")):
        cluster = clustered(*(tell(party) for party in parties))
        parties_shown = compose(cluster, 1).model_dump()[role]
        [party] = [parties_shown] if isinstance(parties_shown, dict) else parties_shown
        assert party[slot] == expected
        told_apart: dict[str, tuple[str, ...]] = {}
        for day, value in enumerate(told_so, 1):
            told_apart[value] = (*told_apart.get(value, ()), f"a{day}")
        differ = len({value.casefold() for value in told_so}) > 1
        kept = (Conflict(slot=f"{slot} of Anna Lund", told=told_apart),) if differ else ()
        assert conflicts(cluster) == kept


@pytest.mark.parametrize(
    "tell, actions",
    [
        pytest.param(partial(measure, UNION, CHILE), ("sign", "sign", "ratify"), id="of a measure"),
        pytest.param(partial(appointment, ANNA), ("nominate", "nominate", "confirm"), id="of an appointment"),
    ],
)
def test_the_action_follows_the_story_as_the_status_does_and_the_earlier_ones_are_kept(
    tell: Callable[..., Mention], actions: tuple[str, ...]
) -> None:
    cluster = clustered(*(tell(action=action) for action in actions))
    assert compose(cluster, 1).model_dump()["action"] == actions[-1]
    assert conflicts(cluster) == (Conflict(slot="action", told={actions[0]: ("a1", "a2"), actions[-1]: ("a3",)}),)


def test_a_slot_told_alike_by_all_or_by_one_alone_is_no_conflict() -> None:
    cluster = clustered(
        meeting(ANNA, BERT, when=on("2031-05-10"), venue="the Grand Hotel"),
        meeting(ANNA, BERT, when=on("2031-05-10"), where=place("Oslo")),
        meeting(ANNA, BERT, venue="The Grand Hotel"),
    )
    assert conflicts(cluster) == ()


def test_the_first_day_of_effect_is_the_more_exact_one() -> None:
    exact, vague = (measure(UNION, effective=day) for day in (on("2031-06-03"), on("2031-06-01", "2031-06-30")))
    event = compose(clustered(exact, vague), 1)
    assert event.model_dump(mode="json", include={"effective": {"start", "end"}})["effective"] == on("2031-06-03")


@pytest.mark.parametrize("tell, slot, one, other", SLOTS)
def test_of_two_values_the_better_supported_is_shown_else_the_later_and_both_are_kept(
    tell: Callable[..., Mention], slot: str, one: object, other: object
) -> None:
    first, second = tell(**{slot: one}), tell(**{slot: other})
    for told_so, right in (((first, first, second), first), ((second, first, first), first), ((first, second), second)):
        cluster = clustered(*told_so)
        assert getattr(compose(cluster, 1), slot) == getattr(right, slot)
        [conflict] = [found for found in conflicts(cluster) if found.slot == slot]
        articles = {f"a{day}": getattr(mention, slot) == getattr(first, slot) for day, mention in enumerate(told_so, 1)}
        assert sorted(map(sorted, conflict.told.values())) == sorted(
            sorted(article for article, is_first in articles.items() if is_first is side) for side in (True, False)
        )


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


@pytest.mark.parametrize(
    "first, second, shown",
    [
        pytest.param(("trade",), ("visas",), ("trade", "visas"), id="must stay: another subject"),
        pytest.param(
            ("steel tariffs",), ("car tariffs",), ("steel tariffs", "car tariffs"), id="must stay: another tariff"
        ),
        pytest.param(
            ("Iranian oil",), ("Russian oil",), ("Iranian oil", "Russian oil"), id="must stay: another state's"
        ),
        pytest.param(("oil exports",), ("exports of oil",), ("oil exports",), id="the same in another order"),
        pytest.param(("undersea cable",), ("Undersea cables",), ("undersea cable",), id="the plural"),
        pytest.param(("Turkish coils",), ("steel coils",), ("steel coils",), id="a name beside a word that tells more"),
        pytest.param(("dam",), ("Omo River dam",), ("Omo River dam",), id="a word beside the same with a name"),
        pytest.param(
            ("Baltic cables", "cable"),
            ("protection of undersea cables",),
            ("protection of undersea cables",),
            id="three wordings of one",
        ),
    ],
)
def test_what_is_told_in_other_words_is_shown_once(
    first: tuple[str, ...], second: tuple[str, ...], shown: tuple[str, ...]
) -> None:
    assert (
        from_two(meeting(ANNA, BERT, topics=first), meeting(ANNA, BERT, topics=second)).model_dump()["topics"] == shown
    )
    goods = clustered(measure(UNION, goods=first), measure(UNION, goods=second))
    assert compose(goods, 1).model_dump()["goods"] == shown


def test_a_share_in_words_and_with_its_sign_is_no_conflict() -> None:
    cluster = clustered(*(measure(UNION, CHILE, rate=rate) for rate in ("12%", "12 percent", "12 per cent")))
    assert conflicts(cluster) == ()


def test_the_date_of_talks_that_were_put_off_is_the_one_told_since() -> None:
    put_off = [{"article_id": "?", "start": 0, "end": 5, "quote": "Today", "status_because": '"postponed" (postponed)'}]
    first, moved = (
        meeting(ANNA, BERT, when=on("2031-05-10")),
        meeting(ANNA, BERT, when=on("2031-05-17"), evidence=put_off),
    )
    event = compose(clustered(first, first, moved), 3).model_dump(mode="json")
    assert event["when"]["start"] == "2031-05-17"
    assert [(change["article_id"], change["when"]["start"]) for change in event["history"]] == [
        ("a1", "2031-05-10"),
        ("a3", "2031-05-17"),
    ]
    called_off = meeting(ANNA, BERT, status="cancelled", evidence=put_off)
    assert compose(clustered(first, first, called_off), 3).when is None
