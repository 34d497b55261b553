"""Which mentions tell of one event, and which do not."""

from __future__ import annotations

from itertools import permutations

import pytest

from agents.merging import Cluster, MergeOptions, family_name, labels_of, merge, names_agree, reports_of
from agents.merging.index import Index
from agents.records import Contribution
from schemas.event import Mention
from told import appointment, body, measure, meeting, on, person, state, told

OPTIONS = MergeOptions(window_days=30, tolerance_days=1)
ANNA, ANNA_FULL = person("Lund", "NO"), person("Anna Lund", "NO")
BERT, CARL = person("Bert Maes", "BE"), person("Carl Claes", "BE")
NORWAY, BELGIUM = state("Norway", "NO"), state("Belgium", "BE")
UNION, CHILE, PERU = state("European Union", "EU"), state("Chile", "CL"), state("Peru", "PE")


def merged(*told_by_articles: Contribution) -> tuple[Cluster, ...]:
    """The events."""
    return merge((report for contribution in told_by_articles for report in reports_of(contribution)), OPTIONS)


def clusters(*told_by_articles: Contribution) -> list[list[str]]:
    """The articles of each event."""
    return [[report.article_id for report in cluster.reports] for cluster in merged(*told_by_articles)]


OSLO, GHENT = {"text": "Oslo", "country": "NO"}, {"text": "Ghent", "country": "BE"}
DORA = person("Dora Aho", "FI")
NOON, LATER = on("2031-05-10"), on("2031-06-12")


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
        meeting(ANNA_FULL, BERT, when=NOON), meeting(ANNA_FULL, BERT, when=LATER), id="two rounds a month apart"
    ),
    pytest.param(
        meeting(ANNA_FULL, BERT, when=on("2031-04-21", "2031-04-27")),
        meeting(ANNA_FULL, BERT, when=on("2031-04-28", "2031-05-04")),
        id="last week and this week",
    ),
    pytest.param(
        meeting(ANNA_FULL, BERT, when=on("2031-03-10"), status="occurred"),
        meeting(ANNA_FULL, BERT, status="planned"),
        id="held in March, and to be held again",
    ),
    pytest.param(meeting(ANNA_FULL, BERT, where=OSLO), meeting(ANNA_FULL, BERT, where=GHENT), id="held in two states"),
    pytest.param(
        meeting(ANNA_FULL, BERT, mode="phone"), meeting(ANNA_FULL, BERT, mode="in_person"), id="a call and a visit"
    ),
    pytest.param(
        meeting(ANNA_FULL, BERT, mode="phone"), meeting(ANNA_FULL, BERT, where=OSLO), id="a call, and talks in a city"
    ),
    pytest.param(
        meeting(ANNA_FULL, BERT, when=NOON), meeting(ANNA_FULL, DORA, when=NOON), id="another state on the same day"
    ),
    pytest.param(
        meeting(ANNA_FULL, BERT, DORA, when=NOON),
        meeting(ANNA_FULL, BERT, when=NOON),
        id="talks of three, and of two of them on the same day",
    ),
    pytest.param(
        meeting(ANNA_FULL, body("Harbour Board")), meeting(ANNA_FULL, body("Fish Council")), id="another counterpart"
    ),
    pytest.param(meeting(NORWAY, BELGIUM), meeting(NORWAY, BELGIUM), id="two states, with no day, place or subject"),
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
    pytest.param(measure(UNION, CHILE, rate="10%"), measure(UNION, CHILE, rate="25 percent"), id="another rate"),
    pytest.param(
        measure(UNION, CHILE, rate="$50 billion"), measure(UNION, CHILE, rate="$200 bln worth"), id="another volume"
    ),
    pytest.param(measure(UNION, CHILE, goods=("wine",)), measure(UNION, CHILE, goods=("copper",)), id="other goods"),
    pytest.param(
        measure(UNION, CHILE, when=on("2031-03-01"), status="occurred"),
        measure(UNION, CHILE, when=on("2031-05-01"), status="occurred"),
        id="two rounds of one tariff",
    ),
    pytest.param(
        measure(UNION, CHILE, effective=on("2031-06-01")),
        measure(UNION, CHILE, effective=on("2031-07-01")),
        id="another day of taking effect",
    ),
    pytest.param(measure(UNION), measure(UNION, CHILE), id="who acts alone, with no other slot in common"),
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
    pytest.param(
        appointment(ANNA_FULL, office="envoy", acting=True),
        appointment(ANNA_FULL, office="envoy", status="possible"),
        id="in office for the time being, and thought of for good",
    ),
    pytest.param(
        appointment(ANNA_FULL, office="envoy", action="resign"),
        appointment(ANNA_FULL, office="envoy", action="die"),
        id="resigned and died",
    ),
    pytest.param(
        appointment(ANNA_FULL, office="president", country="NO"),
        appointment(ANNA_FULL, office="president", country="BE"),
        id="an office of two states",
    ),
]

TOGETHER = [
    pytest.param(meeting(ANNA_FULL, BERT), meeting(ANNA, BERT), id="a full name and the family name alone"),
    pytest.param(meeting(ANNA_FULL, BERT), meeting(ANNA_FULL, BELGIUM), id="a person, and the state alone"),
    pytest.param(
        meeting(ANNA_FULL, BERT), meeting(ANNA_FULL, body("trade delegation", "BE")), id="a person and a delegation"
    ),
    pytest.param(
        meeting(ANNA_FULL, {**BERT, "title": "prime minister"}),
        meeting(ANNA_FULL, person("Belgian prime minister", "BE")),
        id="a person and the office alone",
    ),
    pytest.param(
        meeting(ANNA_FULL, BERT, when=NOON), meeting(NORWAY, BELGIUM, when=NOON), id="people and states, on one day"
    ),
    pytest.param(
        meeting(ANNA_FULL, BELGIUM, countries=("BE", "NO")),
        meeting(ANNA_FULL, countries=("NO",), where=GHENT),
        id="a counterpart unnamed, and the state visited",
    ),
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
        meeting(ANNA_FULL, BERT, where=OSLO),
        meeting(ANNA_FULL, BERT, where={"text": "Norway", "country": "NO"}),
        id="a city and its state",
    ),
    pytest.param(
        meeting(ANNA_FULL, BERT, where=OSLO, when=NOON),
        meeting(ANNA_FULL, BERT, where=GHENT, when=NOON),
        id="the same people on the same day: one report errs on the place",
    ),
    pytest.param(
        meeting(ANNA_FULL, BERT, status="possible"),
        meeting(ANNA_FULL, BERT, status="cancelled"),
        id="hoped for, then called off",
    ),
    pytest.param(
        meeting(person("Sergei Ruda", "UA"), BERT), meeting(person("Sergey Ruda", "UA"), BERT), id="two spellings"
    ),
    pytest.param(measure(UNION, CHILE), measure(UNION, CHILE), id="two reports of one day"),
    pytest.param(
        measure(UNION, CHILE, goods=("wine",)), measure(UNION, goods=("red wine",)), id="goods, and no target"
    ),
    pytest.param(measure(UNION, CHILE), measure(UNION, CHILE, action="raise"), id="two words for tightening"),
    pytest.param(measure(UNION, CHILE), measure(UNION, CHILE, measure="other"), id="a kind and none told"),
    pytest.param(
        measure(UNION, body("Andes Steel", "CL")), measure(UNION, CHILE), id="a firm and the state it belongs to"
    ),
    pytest.param(
        measure(UNION, CHILE, status="possible", rate="25%"),
        measure(UNION, CHILE, status="occurred", rate="25 pct", when=on("2031-05-02")),
        id="threatened, then imposed",
    ),
    pytest.param(
        measure(UNION, CHILE, status="planned", when=on("2031-05-12", "2031-05-18")),
        measure(UNION, CHILE, status="planned", when=on("2031-05-02")),
        id="to come next week, and announced today",
    ),
    pytest.param(
        measure(UNION, CHILE, status="occurred", when=on("2031-03-01", "2031-03-31")),
        measure(UNION, CHILE, status="occurred"),
        id="a measure of a month ago, and the measure as it stands",
    ),
    pytest.param(
        measure(UNION, CHILE, when=on("2031-04-29"), effective=on("2031-06-01")),
        measure(UNION, CHILE, when=on("2031-06-01")),
        id="announced on one day, and the day it takes effect",
    ),
    pytest.param(
        appointment(ANNA_FULL, office="foreign minister"),
        appointment(ANNA, office="minister of foreign affairs"),
        id="two wordings of an office",
    ),
    pytest.param(
        appointment(ANNA_FULL, action="nominate", status="planned", office="envoy", when=on("2031-04-20")),
        appointment(ANNA_FULL, action="confirm", office="envoy", when=on("2031-05-02")),
        id="nominated, then confirmed",
    ),
    pytest.param(
        appointment(ANNA_FULL, office="president", when=on("2030-01-01", "2030-12-31")),
        appointment(ANNA_FULL, office="president", when=on("2030-04-11")),
        id="in office since last year, and since one day of it",
    ),
    pytest.param(
        measure(UNION, CHILE, goods=("U.S. wine",), rate="25%"),
        measure(UNION, CHILE, goods=("U.S. wines", "beer"), rate="25 to 30 percent"),
        id="one rate of two, and some of the goods",
    ),
    pytest.param(
        appointment(None, country="NO", office="security adviser", status="planned"),
        appointment(ANNA_FULL, country="NO", office="security advisor"),
        id="somebody to be named, and then the name",
    ),
    pytest.param(
        appointment(person("John R. Berg", "NO"), office="envoy", action="resign"),
        appointment(person("John Berg", "NO"), office="envoy", action="dismiss"),
        id="an initial, and two words for a departure",
    ),
]


@pytest.mark.parametrize("first,second", APART)
def test_two_events_stay_two(first: Mention, second: Mention) -> None:
    assert clusters(told("a", first), told("b", second, day=2)) == [["a"], ["b"]]


@pytest.mark.parametrize("first,second", TOGETHER)
def test_two_reports_of_one_event_become_one(first: Mention, second: Mention) -> None:
    assert clusters(told("a", first), told("b", second, day=2)) == [["a", "b"]]


PUT_OFF = [{"article_id": "?", "start": 0, "end": 5, "quote": "Today", "status_because": '"postponed" (postponed)'}]
MAYBE_PUT_OFF = [{**PUT_OFF[0], "status_because": '"postponed" (postponed); "may" (may)'}]
MOVED = pytest.param(
    meeting(ANNA_FULL, BERT, when=on("2031-05-10")),
    meeting(ANNA_FULL, BERT, when=on("2031-05-27"), evidence=PUT_OFF),
    id="talks put off for weeks",
)


@pytest.mark.parametrize("first,second", [*TOGETHER, MOVED])
def test_reports_of_one_event_find_each_other(first: Mention, second: Mention) -> None:
    told_by = {"a": told("a", first), "b": told("b", second, day=2)}
    index = Index(told_by.__getitem__, OPTIONS)
    for contribution in told_by.values():
        index.add(contribution)
    [one], [other] = (list(reports_of(contribution)) for contribution in told_by.values())
    assert (index.links(one.ref), index.links(other.ref)) == ({other.ref}, {one.ref})


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
        told("a", meeting(ANNA_FULL, BERT, when=on("2031-05-10")), day=1),
        told("b", meeting(NORWAY, BELGIUM, when=on("2031-05-11")), day=2),
        told("c", meeting(person("Eva Dahl", "NO"), CARL, when=on("2031-05-11")), day=3),
    ]
    assert clusters(*reports) == [["a", "b"], ["c"]]


def test_talks_put_off_stay_one_event_with_what_is_told_of_them_since() -> None:
    """The article of the next day tells of both days only through the one that put the talks off."""
    planned = told("a", meeting(ANNA_FULL, BERT, when=on("2031-05-10")), day=1)
    moved = told("b", meeting(ANNA_FULL, BERT, when=on("2031-05-17"), evidence=PUT_OFF), day=8)
    held = told("c", meeting(ANNA_FULL, BERT, when=on("2031-05-17"), status="occurred"), day=18)
    assert [clusters(*order) for order in permutations((planned, moved, held))] == [[["a", "b", "c"]]] * 6


def test_talks_put_off_to_no_day_are_one_event_with_the_new_day() -> None:
    planned = told("a", meeting(ANNA_FULL, BERT, when=on("2031-05-10")), day=1)
    off = told("b", meeting(ANNA_FULL, BERT, status="cancelled", evidence=PUT_OFF), day=8)
    again = told("c", meeting(ANNA_FULL, BERT, when=on("2031-05-20")), day=12)
    assert clusters(planned, off, again) == [["a", "b", "c"]]


@pytest.mark.parametrize(
    "planned, moved",
    [
        pytest.param(
            told("a", meeting(ANNA_FULL, BERT, when=on("2031-05-10")), day=1),
            told("b", meeting(ANNA_FULL, BERT, when=on("2031-05-17"), evidence=MAYBE_PUT_OFF), day=8),
            id="perhaps put off",
        ),
        pytest.param(
            told("a", meeting(ANNA_FULL, BERT, when=on("2031-05-10"), status="occurred"), day=11),
            told("b", meeting(ANNA_FULL, BERT, when=on("2031-05-17"), evidence=PUT_OFF), day=13),
            id="a round held, and the next put off",
        ),
        pytest.param(
            told("a", meeting(ANNA_FULL, BERT, when=on("2031-05-10")), day=1),
            told("b", meeting(ANNA_FULL, BERT, when=on("2031-06-27"), evidence=PUT_OFF), day=35),
            id="another round put off when the day of the first had long passed",
        ),
        pytest.param(
            told("a", meeting(ANNA_FULL, BERT, when=on("2031-05-17")), day=9),
            told("b", meeting(ANNA_FULL, BERT, when=on("2031-05-10"), evidence=PUT_OFF), day=8),
            id="the plan told after it was put off",
        ),
    ],
)
def test_another_day_stays_another_event(planned: Contribution, moved: Contribution) -> None:
    assert sorted(clusters(planned, moved)) == [["a"], ["b"]]


MANILA, PHILIPPINES = {"text": "Manila", "country": "PH"}, {"text": "Philippines", "country": "PH"}
GUEST, HOST = person("Haruto Kisaragi", "JP"), person("Isabel Dimaano")
VISIT = meeting(GUEST, HOST, when=on("2031-05-22"), where=MANILA, countries=["JP", "PH"])


def visit(status: str, **slots: object) -> Mention:
    """A visit of the guest, called by name alone."""
    guest = person("Haruto Kisaragi")
    return meeting(guest, **{"where": PHILIPPINES, "countries": ["PH"], "format": "visit", "status": status, **slots})


def test_a_visit_called_off_calls_off_the_talks_planned_on_it() -> None:
    assert clusters(told("a", VISIT, day=15), told("b", visit("cancelled"), day=20)) == [["a", "b"]]


def test_a_report_that_tells_no_state_of_the_host_keeps_none_of_the_others_out() -> None:
    vague = meeting(HOST, GUEST, when=on("2031-05-19", "2031-05-25"))
    assert clusters(told("a", VISIT, day=15), told("b", vague, day=16), told("c", visit("cancelled"), day=20)) == [
        ["a", "b", "c"]
    ]


def test_the_same_three_people_are_one_summit_though_one_report_does_not_tell_the_state_of_one() -> None:
    two_states = meeting(ANNA_FULL, BERT, person("Dora Aho"), when=NOON)
    assert clusters(told("a", meeting(ANNA_FULL, BERT, DORA, when=NOON)), told("b", two_states, day=2)) == [["a", "b"]]


@pytest.mark.parametrize(
    "mention, day",
    [
        pytest.param(visit("planned"), 20, id="another visit planned"),
        pytest.param(visit("cancelled"), 26, id="called off after the day of the talks"),
        pytest.param(visit("cancelled"), 12, id="called off before the talks were told of"),
        pytest.param(visit("cancelled", where=None, countries=[]), 20, id="a visit to nobody knows where"),
    ],
)
def test_another_visit_called_off_is_another_event(mention: Mention, day: int) -> None:
    assert sorted(clusters(told("a", VISIT, day=15), told("b", mention, day=day))) == [["a"], ["b"]]


def test_a_report_joins_the_event_that_it_shares_most_with() -> None:
    """The later meeting fits the first event too; it is nearer to the second."""
    first = told("a", meeting(ANNA_FULL, BERT, when=on("2031-05-10")), day=1)
    second = told("b", meeting(ANNA_FULL, BERT, when=on("2031-05-12"), venue="Harbour Hall"), day=2)
    third = told("c", meeting(ANNA_FULL, BERT, when=on("2031-05-11"), venue="Harbour Hall"), day=3)
    assert clusters(first, second, third) == [["a"], ["b", "c"]]


def test_of_two_mentions_of_one_article_the_better_fit_takes_the_place() -> None:
    """The states alone fit the event, too, and come first in the article."""
    vague, exact = meeting(NORWAY, BELGIUM, when=NOON), meeting(ANNA_FULL, BERT, when=NOON)
    joined, alone = merged(told("a", meeting(ANNA_FULL, BERT, when=NOON)), told("b", vague, exact, day=2))
    assert [report.mention.participants[0].name for report in joined.reports] == ["Anna Lund", "Anna Lund"]
    assert [report.mention.participants[0].name for report in alone.reports] == ["Norway"]


def test_the_order_of_arrival_does_not_matter() -> None:
    reports = [
        told("a", meeting(ANNA_FULL, BERT, when=on("2031-05-10")), day=1),
        told("b", meeting(ANNA, BERT, when=on("2031-05-11")), day=2),
        told("c", meeting(NORWAY, BELGIUM, when=NOON), meeting(ANNA_FULL, CARL), day=3),
        told("d", meeting(ANNA_FULL, CARL), day=3),
    ]
    expected = clusters(*reports)
    assert expected == [["a", "b", "c"], ["c", "d"]]
    assert all(clusters(*order) == expected for order in permutations(reports))


def test_the_id_comes_from_the_earliest_report_and_stays_when_others_follow() -> None:
    [alone] = merged(told("a", meeting(ANNA_FULL, BERT)))
    [joined] = merged(told("b", meeting(ANNA, BERT), day=2), told("a", meeting(ANNA_FULL, BERT)))
    assert alone.event_id == joined.event_id
    assert alone.event_id.startswith("meeting:")


def test_each_decision_tells_why() -> None:
    [cluster] = merged(
        told("a", meeting(ANNA_FULL, BERT, when=on("2031-05-10"))),
        told("b", meeting(ANNA, BERT, when=on("2031-05-11")), day=2),
    )
    assert cluster.why == (
        "first report",
        "with a: Anna Lund in both; Bert Maes in both; dates 2031-05-10 and 2031-05-11",
    )


def test_mentions_are_named_by_what_a_correction_leaves_as_it_is() -> None:
    mentions = [
        meeting(BERT, ANNA),
        meeting(ANNA, where={"text": "Lima", "country": "PE"}),
        meeting(ANNA_FULL, BERT),
        measure(UNION, CHILE),
        measure(None, PERU, CHILE),
        appointment(ANNA_FULL),
        appointment(None, country="NO", office="Foreign Minister"),
    ]
    assert list(labels_of(mentions)) == [
        "meeting|BE+NO|0",
        "meeting|NO+PE|0",
        "meeting|BE+NO|1",
        "trade_measure|EU:tariff|0",
        "trade_measure|CL:tariff|0",
        "appointment|lund:in|0",
        "appointment|NO:foreign-minister:in|0",
    ]


def test_a_name_of_a_mention_has_a_bound() -> None:
    [label] = labels_of([meeting(*(person(f"Delegate Number {i}") for i in range(100)))])
    assert len(label) < 120


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
        pytest.param("Zelenskiy", "Volodymyr Zelensky", id="another spelling of a family name"),
        pytest.param("Joseph Keith Kell", "Keith Kell", id="a given name left out"),
    ],
)
def test_names_agree_when_one_is_a_part_of_the_other(a: str, b: str) -> None:
    assert names_agree(a, b)
