"""Which mentions tell of one event, and which do not."""

from __future__ import annotations

from itertools import permutations

import pytest

from agents.merging import Cluster, MergeOptions, family_name, key_of, merge, names_agree
from agents.records import Contribution
from schemas.event import Mention
from told import appointment, body, measure, meeting, on, person, state, told

OPTIONS = MergeOptions(window_days=30, tolerance_days=1)
ANNA, ANNA_FULL = person("Lund", "NO"), person("Anna Lund", "NO")
BERT, CARL = person("Bert Maes", "BE"), person("Carl Claes", "BE")
NORWAY, BELGIUM = state("Norway", "NO"), state("Belgium", "BE")
UNION, CHILE, PERU = state("European Union", "EU"), state("Chile", "CL"), state("Peru", "PE")


def clusters(*told_by_articles: Contribution) -> list[list[str]]:
    """The articles of each event."""
    merged = merge(told_by_articles, OPTIONS)
    return [[report.article_id for report in cluster.reports] for cluster in merged]


APART = [
    pytest.param(meeting(ANNA_FULL, BERT), meeting(ANNA_FULL, CARL), id="one state is there with another person"),
    pytest.param(
        meeting(person("Eva Dahl", "NO"), CARL), meeting(ANNA_FULL, BERT), id="the same states with other people"
    ),
    pytest.param(
        meeting(ANNA_FULL, BERT, when=on("2031-05-10")),
        meeting(ANNA_FULL, BERT, when=on("2031-05-13")),
        id="the same people three days later",
    ),
    pytest.param(
        meeting(ANNA_FULL, BERT, where={"text": "Oslo", "country": "NO"}),
        meeting(ANNA_FULL, BERT, where={"text": "Ghent", "country": "BE"}),
        id="held in two states",
    ),
    pytest.param(
        meeting(ANNA_FULL, BERT, mode="phone"), meeting(ANNA_FULL, BERT, mode="in_person"), id="a call and a visit"
    ),
    pytest.param(measure(UNION, CHILE), measure(UNION, PERU), id="a tariff on each of two states"),
    pytest.param(
        measure(UNION, CHILE), measure(UNION, CHILE, measure="quota"), id="a tariff and a quota on the same state"
    ),
    pytest.param(
        measure(UNION, CHILE), measure(UNION, CHILE, action="lift"), id="a tariff imposed and the tariff lifted"
    ),
    pytest.param(
        measure(UNION, CHILE, measure="dispute", action="file_complaint"),
        measure(UNION, CHILE, measure="dispute", action="rule"),
        id="a complaint and the ruling on it",
    ),
    pytest.param(
        appointment(ANNA_FULL, office="foreign minister"),
        appointment(ANNA_FULL, office="foreign minister", action="resign"),
        id="an appointment and the resignation from it",
    ),
    pytest.param(
        appointment(ANNA_FULL, office="foreign minister"),
        appointment(ANNA_FULL, office="central bank governor"),
        id="one person and two offices",
    ),
    pytest.param(
        appointment(ANNA_FULL, office="envoy"),
        appointment(person("Eva Lund", "NO"), office="envoy"),
        id="two people of one family name",
    ),
    pytest.param(
        appointment(ANNA_FULL, office="envoy", when=on("2031-01-05")),
        appointment(ANNA_FULL, office="envoy", when=on("2031-05-01")),
        id="named again months later",
    ),
]

TOGETHER = [
    pytest.param(meeting(ANNA_FULL, BERT), meeting(ANNA, BERT), id="a full name and the family name alone"),
    pytest.param(meeting(ANNA_FULL, BERT), meeting(NORWAY, BELGIUM), id="people and the states they speak for"),
    pytest.param(
        meeting(ANNA_FULL, BERT, when=on("2031-05-10")),
        meeting(ANNA_FULL, BERT, when=on("2031-05-11")),
        id="a day apart, as time zones have it",
    ),
    pytest.param(
        meeting(ANNA_FULL, BERT, when=on("2031-05-01", "2031-05-31")),
        meeting(ANNA_FULL, BERT, when=on("2031-05-20")),
        id="next month, and then the day",
    ),
    pytest.param(meeting(ANNA_FULL, BERT, when=on("2031-05-10")), meeting(ANNA_FULL, BERT), id="a date and none told"),
    pytest.param(
        meeting(ANNA_FULL, BERT, where={"text": "Oslo", "country": "NO"}),
        meeting(ANNA_FULL, BERT, where={"text": "Norway", "country": "NO"}),
        id="a city and its state",
    ),
    pytest.param(
        meeting(ANNA_FULL, BERT, status="possible"),
        meeting(ANNA_FULL, BERT, status="cancelled"),
        id="hoped for, then called off",
    ),
    pytest.param(measure(UNION, CHILE), measure(UNION), id="a target and none told"),
    pytest.param(measure(UNION, CHILE), measure(UNION, CHILE, action="raise"), id="two words for tightening"),
    pytest.param(measure(UNION, CHILE), measure(UNION, CHILE, measure="other"), id="a kind and none told"),
    pytest.param(
        measure(UNION, body("Andes Steel", "CL")), measure(UNION, CHILE), id="a firm and the state it belongs to"
    ),
    pytest.param(
        appointment(ANNA_FULL, office="foreign minister"),
        appointment(ANNA, office="minister of foreign affairs"),
        id="two wordings of an office",
    ),
    pytest.param(
        appointment(ANNA_FULL, action="nominate", status="planned", when=on("2031-04-20")),
        appointment(ANNA_FULL, action="confirm", when=on("2031-05-02")),
        id="nominated, then confirmed",
    ),
]


@pytest.mark.parametrize("first,second", APART)
def test_two_events_stay_two(first: Mention, second: Mention) -> None:
    assert clusters(told("a", first, key="k"), told("b", second, key="k", day=2)) == [["a"], ["b"]]


@pytest.mark.parametrize("first,second", TOGETHER)
def test_two_reports_of_one_event_become_one(first: Mention, second: Mention) -> None:
    assert clusters(told("a", first, key="k"), told("b", second, key="k", day=2)) == [["a", "b"]]


@pytest.mark.parametrize("first,second", TOGETHER)
def test_reports_of_one_event_meet_under_one_key(first: Mention, second: Mention) -> None:
    assert key_of(first) == key_of(second)


def test_two_mentions_of_one_article_never_become_one() -> None:
    twice = told("a", meeting(ANNA_FULL, BERT), meeting(ANNA_FULL, BERT))
    assert clusters(twice) == [["a"], ["a"]]


def test_without_dates_articles_beyond_the_window_tell_of_two_events() -> None:
    first, second = meeting(ANNA_FULL, BERT), meeting(ANNA_FULL, BERT)
    assert clusters(told("a", first), told("b", second, day=31)) == [["a", "b"]]
    assert clusters(told("a", first), told("b", second, day=32)) == [["a"], ["b"]]


def test_a_long_story_without_dates_holds_together_by_its_links() -> None:
    story = [told(name, meeting(ANNA_FULL, BERT), day=day) for name, day in (("a", 1), ("b", 25), ("c", 50))]
    assert clusters(*story) == [["a", "b", "c"]]


def test_a_vague_report_does_not_tie_two_delegations_together() -> None:
    """States alone fit both meetings; the one nearer in time gets the report, and the people stay apart."""
    reports = [
        told("a", meeting(ANNA_FULL, BERT, when=on("2031-05-10")), key="k", day=1),
        told("b", meeting(NORWAY, BELGIUM, when=on("2031-05-11")), key="k", day=2),
        told("c", meeting(person("Eva Dahl", "NO"), CARL, when=on("2031-05-11")), key="k", day=3),
    ]
    assert clusters(*reports) == [["a", "b"], ["c"]]


def test_a_report_joins_the_event_nearest_in_time() -> None:
    first = told("a", meeting(ANNA_FULL, BERT, when=on("2031-05-10")), day=1)
    second = told("b", meeting(ANNA_FULL, BERT, when=on("2031-05-14")), day=2)
    third = told("c", meeting(ANNA_FULL, BERT, when=on("2031-05-13")), day=3)
    assert clusters(first, second, third) == [["a"], ["b", "c"]]


def test_the_order_of_arrival_does_not_matter() -> None:
    reports = [
        told("a", meeting(ANNA_FULL, BERT, when=on("2031-05-10")), key="k", day=1),
        told("b", meeting(ANNA, BERT, when=on("2031-05-11")), key="k", day=2),
        told("c", meeting(NORWAY, BELGIUM), meeting(ANNA_FULL, CARL), key="k", day=3),
        told("d", meeting(ANNA_FULL, CARL), key="k", day=3),
    ]
    expected = merge(reports, OPTIONS)
    assert len(expected) == 2
    assert all(merge(order, OPTIONS) == expected for order in permutations(reports))


def test_the_id_comes_from_the_earliest_report_and_stays_when_others_follow() -> None:
    [alone] = merge([told("a", meeting(ANNA_FULL, BERT))], OPTIONS)
    [joined] = merge([told("b", meeting(ANNA, BERT), day=2), told("a", meeting(ANNA_FULL, BERT))], OPTIONS)
    assert alone.event_id == joined.event_id
    assert alone.event_id.startswith("meeting:")


def test_each_decision_tells_why() -> None:
    [cluster] = merge(
        [
            told("a", meeting(ANNA_FULL, BERT, when=on("2031-05-10"))),
            told("b", meeting(ANNA, BERT, when=on("2031-05-11")), day=2),
        ],
        OPTIONS,
    )
    assert isinstance(cluster, Cluster)
    assert cluster.why == ("first report", "Lund, Bert Maes in both; dates 2031-05-10 and 2031-05-11")


@pytest.mark.parametrize(
    "mention,key",
    [
        pytest.param(meeting(BERT, ANNA), "meeting|BE+NO", id="the sides, sorted"),
        pytest.param(
            meeting(ANNA, where={"text": "Lima", "country": "PE"}), "meeting|NO+PE", id="one side and where it goes"
        ),
        pytest.param(meeting(ANNA, where={"text": "Bergen", "country": "NO"}), "meeting|NO", id="one side at home"),
        pytest.param(
            meeting(person("Anna Lund"), body("Red Cross")),
            "meeting|organization:ZZ/red-cross+person:ZZ/anna-lund",
            id="no state told",
        ),
        pytest.param(measure(UNION, CHILE), "trade_measure|EU", id="who acts"),
        pytest.param(measure(None, PERU, CHILE), "trade_measure|CL", id="whom it is aimed at, where nobody acts"),
        pytest.param(measure(None), "trade_measure|measure:tariff", id="nobody named at all"),
        pytest.param(appointment(ANNA_FULL), "appointment|name:lund", id="the family name"),
        pytest.param(
            appointment(None, country="NO", office="Foreign Minister"),
            "appointment|NO+office:foreign-minister",
            id="country and office, where nobody is named",
        ),
    ],
)
def test_the_merge_key_holds_what_every_report_names(mention: Mention, key: str) -> None:
    assert key_of(mention) == key


def test_a_key_has_a_bound() -> None:
    crowd = meeting(*(person(f"Delegate Number {i}") for i in range(100)))
    assert len(key_of(crowd)) < 50


@pytest.mark.parametrize(
    "name,country,expected",
    [
        pytest.param("Anna Lund", "NO", "lund", id="Western order"),
        pytest.param("Park Soo-min", None, "park", id="a hyphenated given name behind"),
        pytest.param("Wei Guang", "CN", "wei", id="family name first by country"),
        pytest.param("Wei Guang", None, "guang", id="no country told: taken for Western order"),
        pytest.param("Marie Dupont-Leclerc", "FR", "dupont-leclerc", id="a double family name"),
        pytest.param("Jean-Paul Moreau", "FR", "moreau", id="a double given name in front"),
        pytest.param("Lund", "NO", "lund", id="the family name alone"),
        pytest.param("Núñez", "PE", "nunez", id="without accents"),
        pytest.param("", None, "", id="no name"),
    ],
)
def test_the_family_name_is_found_by_form_and_country(name: str, country: str | None, expected: str) -> None:
    assert family_name(name, country) == expected


@pytest.mark.parametrize(
    "a,b",
    [
        pytest.param("Anna Lund", "Eva Lund", id="a family name shared"),
        pytest.param("Lund", "Lundgren", id="the beginning of another name"),
        pytest.param("Lund", "", id="no name"),
    ],
)
def test_names_disagree_when_neither_is_a_part_of_the_other(a: str, b: str) -> None:
    assert not names_agree(a, b)


@pytest.mark.parametrize(
    "a,b",
    [
        pytest.param("Anna Lund", "LUND", id="a part, in capitals"),
        pytest.param("José Núñez", "Jose Nunez", id="without accents"),
    ],
)
def test_names_agree_when_one_is_a_part_of_the_other(a: str, b: str) -> None:
    assert names_agree(a, b)
