"""The page of a country, person or organization."""

from __future__ import annotations

import pytest

from agents.api.answers import Bearer, MeasureInForce, OfficeHeld
from agents.pages.entity_page import MOST_COUNTERPARTS, EntityView, by_month, entity_view, offices_in
from agents.pages.force import InForce, newest_first
from agents.pages.rendering import entity_name, render
from pagetext import HOSTILE, read, shown
from schemas.entity import Entity, Office, Participation
from schemas.vocabulary import EventType
from told import DAY_ONE


def took_part(
    number: int, start: str | None = None, summary: str = "Talks", role: str = "participant"
) -> Participation:
    told = {"event_id": f"meeting:{number:016x}", "type": "meeting", "status": "planned", "summary": summary}
    return Participation.model_validate({**told, "role": role, "start": start, "end": start})


def office(name: str, number: int = 1, **days: str) -> Office:
    return Office.model_validate({"office": name, "event_id": f"appointment:{number:016x}", "country": "NO", **days})


def act(
    number: int, start: str | None = None, summary: str = "A tariff", imposer: str = "country:NO"
) -> MeasureInForce:
    who = {"entity_id": imposer, "name": "x", "country": "NO"}
    told = {"event_id": f"trade_measure:{number:016x}", "summary": summary, "first_seen": DAY_ONE, "start": start}
    slots = {"measure": "import_ban", "action": "impose", "imposers": [who], "targets": [], "goods": []}
    return MeasureInForce.model_validate({**told, **slots})


def held(body: str | None) -> OfficeHeld:
    who = {"entity_id": "person:NO/anna-lund", "name": "Anna Lund"}
    told = {"event_id": "appointment:0000000000000001", "summary": "x", "first_seen": DAY_ONE, "acting": False}
    return OfficeHeld.model_validate({**told, "person": who, "office": "governor", "organization": body})


ANNA = Entity(
    entity_id="person:NO/anna-lund",
    kind="person",
    name="Anna Lund",
    names={"Anna Lund": 3, "Minister Lund": 1},
    country="NO",
    offices=(office("trade minister", since="2031-05-02"),),
    former_offices=(office("envoy", 2, since="2030-01-01", until="2031-05-02"),),
    events=(took_part(1, "2031-06-02"), took_part(2, "2031-05-09"), took_part(3)),
    counts_by_type={EventType.MEETING: 70},
    counts_by_counterpart={"country:CL": 2, "person:CL/rodrigo-pizarro": 5},
    first_seen=DAY_ONE,
    last_seen=DAY_ONE,
)
NORWAY = Entity(entity_id="country:NO", kind="country", name="Norway", country="NO", events=(took_part(1),))


def page(entity: Entity, *offices: OfficeHeld, measures: InForce | None = None) -> str:
    return render("entity.html", view=entity_view(entity, offices, measures))


# What the page must not show


def test_hostile_text_is_shown_as_text_and_never_becomes_markup() -> None:
    def filled(text: str) -> str:
        told = {"name": text, "names": {text: 1}, "offices": (office(text),), "former_offices": (office(text),)}
        person = ANNA.model_copy(update={**told, "events": (took_part(1, summary=text),)})
        country = NORWAY.model_copy(update={"name": text})
        chair = held(text).model_copy(update={"office": text})
        return page(person) + page(country, chair, measures=InForce((act(1, summary=text),)))

    harmless, hostile = read(filled("text")), read(filled(HOSTILE))
    assert hostile.seen == harmless.seen
    assert hostile.text.count(HOSTILE) == harmless.text.count("text") == 7


def test_a_person_has_no_measures_and_nobody_else_has_offices_of_a_person() -> None:
    assert "Trade measures" not in shown(page(ANNA))
    assert "Holds" not in shown(page(NORWAY, measures=InForce(())))


def test_offices_of_another_body_are_not_those_of_a_body() -> None:
    bank = Entity(entity_id="organization:NO/bank-of-norway", kind="organization", name="Bank of Norway", country="NO")
    told = [held("Ministry of Trade"), held(None), held("Bank of Norway")]
    assert offices_in(told, bank) == [held("Bank of Norway")]


def test_measures_that_do_not_name_a_body_are_not_its_own() -> None:
    of_body, of_state = act(1, imposer="organization:NO/customs"), act(2)
    assert InForce((of_body, of_state), 1).naming("organization:NO/customs") == InForce((of_body,), 1)


# What it shows


def test_a_person_is_shown_with_offices_events_by_month_and_counterparts() -> None:
    known = Bearer(entity_id=ANNA.entity_id, titles=("envoy", "trade minister"), also=("person:NO/lund",))
    text = shown(render("entity.html", view=entity_view(ANNA, (), None, known)))
    for told in (
        "person of Norway (NO) person:NO/anna-lund as JSON",
        "Names Anna Lund in 3 events Minister Lund in 1 event Titles envoy trade minister Also told as person:NO/lund",
        "Holds trade minister since Fri 2 May 2031 Held envoy since Tue 1 Jan 2030 until Fri 2 May 2031",
        "The newest 3 of 70. June 2031 Talks ◔ planned Mon 2 Jun 2031 as participant meeting May 2031",
        "Without a day Talks",
        "Counterpart Events Rodrigo Pizarro (CL) 5 Chile 2",
    ):
        assert told in text


def test_a_country_is_shown_with_who_holds_its_offices_and_measures_in_force() -> None:
    text = shown(page(NORWAY, held("Bank of Norway"), measures=InForce((act(1, "2031-05-06"),), missing=1)))
    assert "Who holds which office Anna Lund : governor , Bank of Norway" in text
    assert "1 worker did not answer in time" in text
    assert "A tariff import ban Tue 6 May 2031" in text


def test_the_page_says_where_offices_are_not_known_just_now() -> None:
    html = render("entity.html", view=entity_view(NORWAY, None, InForce(())))
    assert "The worker that knows it does not answer just now." in shown(html)


def test_what_the_page_shows_is_sorted_and_bounded() -> None:
    counts = {f"country:{one}{other}": 1 for one in "ABCDEFGH" for other in "ABCDEFGH"} | {"country:ZZ": 2}
    view = entity_view(ANNA.model_copy(update={"counts_by_counterpart": counts}), (), None)
    assert (view.counterparts[:2], len(view.counterparts)) == (
        (("country:ZZ", 2), ("country:AA", 1)),
        MOST_COUNTERPARTS,
    )
    assert view.more_counterparts == 65 - MOST_COUNTERPARTS
    assert entity_view(NORWAY, (), None) == EntityView(
        entity=NORWAY,
        months=(("", (took_part(1),)),),
        events=0,
        counterparts=(),
        more_counterparts=0,
        offices=(),
        measures=None,
    )


def test_events_stand_in_their_month_the_newest_first_and_those_without_a_day_last() -> None:
    undated, may, june, early = (
        took_part(1),
        took_part(2, "2031-05-09"),
        took_part(3, "2031-06-01"),
        took_part(4, "2031-05-02"),
    )
    assert by_month((undated, may, june, early)) == [("2031-06", (june,)), ("2031-05", (may, early)), ("", (undated,))]


def test_measures_come_by_their_day_or_that_of_their_first_article_each_once() -> None:
    late, told, early = act(1, "2031-05-03"), act(2), act(3, "2031-04-30")
    assert newest_first([early, told, late, late]) == [late, told, early]


@pytest.mark.parametrize(
    "entity_id, name",
    [
        pytest.param("country:JP", "Japan", id="a country"),
        pytest.param("country:QQ", "QQ", id="a country that there is not"),
        pytest.param("person:KR/kim-jung-han", "Kim Jung Han (KR)", id="a person"),
        pytest.param("organization:INT/world-trade-organization", "World Trade Organization", id="a body of many"),
        pytest.param("person:ZZ/bea-moe", "Bea Moe", id="a person of an unknown state"),
    ],
)
def test_an_entity_whose_id_alone_is_known_has_the_name_of(entity_id: str, name: str) -> None:
    assert entity_name(entity_id) == name
