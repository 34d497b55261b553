"""One person under several names: who is meant, and what moves when a name comes in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents import topics
from agents.entities.profiling import RowLimits, fold
from agents.records import EntityRow, Involvement, KnownPerson, NameRow
from agents.stages.naming import MAX_ALIASES, MAX_PEOPLE, entrance, meant, name_key, step
from schemas.entity import Participation
from schemas.identity import entity_id
from schemas.wire import from_bytes
from told import DAY_ONE

LIMITS = RowLimits(shown=50, remembered=200)
person = partial(entity_id, "person")


def people(*known: tuple[str, str, str | None]) -> dict[str, KnownPerson]:
    """People by name, state and title."""
    return {person(name, country): KnownPerson(titles=(title,) if title else ()) for name, country, title in known}


def part(name: str, country: str | None, event: int = 1, title: str | None = None, version: int = 1) -> Involvement:
    """A person's part in an event, as an article's words name the person."""
    key = f"meeting:{event:016x}"
    shown = Participation(event_id=key, type="meeting", role="participant", status="planned", summary="They meet")
    return Involvement(
        entity_id=person(name, country),
        event_id=key,
        version=version,
        participation=shown,
        kind="person",
        name=name,
        title=title,
        country=country,
        first_seen=DAY_ONE,
        last_seen=DAY_ONE,
    )


def gone(told: Involvement, version: int = 2) -> Involvement:
    """What takes a part back."""
    return Involvement(
        entity_id=told.entity_id, event_id=told.event_id, version=version, first_seen=DAY_ONE, last_seen=DAY_ONE
    )


def rows_after(parts: Iterable[Involvement]) -> dict[str, EntityRow]:
    """Fold parts as the agents do: names first, then everybody's row."""
    names: dict[str, NameRow] = {}
    rows: dict[str, EntityRow] = {}
    for told in parts:
        key = name_key(told.entity_id)
        result = step(names.get(key), told)
        if result is None:
            continue
        names[key] = result.row
        for sent in result.outputs:
            passed = from_bytes(Involvement, sent.value or b"")
            after = fold(rows.get(passed.entity_id), passed, LIMITS)
            if after:
                rows[passed.entity_id] = after
    return rows


def events_of(parts: Iterable[Involvement]) -> dict[str, list[int]]:
    """The events by number that each person's row shows; rows with none are left out."""
    shown = {
        key: sorted(int(event.event_id.partition(":")[2], 16) for event in row.entity.events)
        for key, row in rows_after(parts).items()
    }
    return {key: events for key, events in shown.items() if events}


@pytest.mark.parametrize(
    "name, country, title, known",
    [
        pytest.param("Maes", "BE", None, [], id="a family name of which no whole name is known"),
        pytest.param("Maes", "BE", None, [("Bert Maes", "NL", None)], id="of another state"),
        pytest.param("Maes", None, None, [("Bert Maes", "BE", None)], id="a family name alone without a state"),
        pytest.param("Bert", "BE", None, [("Bert Maes", "BE", None)], id="a given name alone"),
        pytest.param(
            "Bert Maes", "BE", None, [("Jan Bert Maes", "BE", None)], id="a whole name, whoever else there is"
        ),
        pytest.param("Carl Maes", None, None, [("Bert Maes", "BE", None)], id="another given name"),
        pytest.param(
            "Maes",
            "BE",
            None,
            [("Bert Maes", "BE", "king"), ("Carl Maes", "BE", None)],
            id="two fit and no title is told",
        ),
        pytest.param(
            "Maes", "BE", "envoy", [("Bert Maes", "BE", "king"), ("Carl Maes", "BE", None)], id="nobody bears the title"
        ),
        pytest.param(
            "Maes",
            "BE",
            "envoy",
            [("Bert Maes", "BE", "envoy"), ("Carl Maes", "BE", "envoy")],
            id="both bear the title",
        ),
        pytest.param(
            "Ida Berg", None, None, [("Ida Berg", "NO", None), ("Ida Berg", "SE", None)], id="namesakes abroad"
        ),
        pytest.param(
            "Ida T. Berg",
            "NO",
            None,
            [("Ida Berg", "NO", None), ("Ida K. Berg", "NO", None)],
            id="other initials exist",
        ),
        pytest.param("Ida T. Berg", "NO", None, [], id="a name with initials while none without is known"),
    ],
)
def test_nobody_else_is_meant(
    name: str, country: str | None, title: str | None, known: Sequence[tuple[str, str, str | None]]
) -> None:
    everybody = people(*known) | (people((name, country, title)) if country and " " in name else {})
    assert meant(person(name, country), title, everybody) is None


@pytest.mark.parametrize(
    "name, country, title, known, who",
    [
        pytest.param(
            "Maes", "BE", None, [("Bert Maes", "BE", None)], "person:BE/bert-maes", id="the only one of the name"
        ),
        pytest.param(
            "Maes",
            "BE",
            "Prime Minister",
            [("Bert Maes", "BE", "prime minister of Belgium"), ("Carl Maes", "BE", "mayor")],
            "person:BE/bert-maes",
            id="the only one of the name who bears the title",
        ),
        pytest.param(
            "Son", "KR", None, [("Son Mi-rae", "KR", None)], "person:KR/son-mi-rae", id="a family name before"
        ),
        pytest.param(
            "von der Aue",
            "DE",
            None,
            [("Ilse von der Aue", "DE", None)],
            "person:DE/ilse-von-der-aue",
            id="with particles",
        ),
        pytest.param(
            "Haddad", "SY", None, [("Sami al-Haddad", "SY", None)], "person:SY/sami-al-haddad", id="without one"
        ),
        pytest.param(
            "Ida Berg", None, None, [("Ida Berg", "NO", None)], "person:NO/ida-berg", id="a name without a state"
        ),
        pytest.param(
            "Ida T. Berg", "NO", None, [("Ida Berg", "NO", None)], "person:NO/ida-berg", id="a name with initials"
        ),
        pytest.param(
            "Berg",
            "NO",
            None,
            [("Ida Berg", "NO", None), ("Ida T. Berg", "NO", None)],
            "person:NO/ida-berg",
            id="a family name, where one person is known with and without initials",
        ),
    ],
)
def test_somebody_is_meant(
    name: str, country: str | None, title: str | None, known: Sequence[tuple[str, str, str | None]], who: str
) -> None:
    short = person(name, country)
    assert meant(short, title, people(*known)) == who
    assert {name_key(short)} == {name_key(key) for key in people(*known)}


def known(*events: int) -> KnownPerson:
    return KnownPerson(seen=tuple(map(str, events)))


@pytest.mark.parametrize(
    "often, seldom, who",
    [
        pytest.param(2, 0, None, id="nobody is well known"),
        pytest.param(8, 3, None, id="both are known"),
        pytest.param(60, 60, None, id="both are in the news every day"),
        pytest.param(3, 1, "person:BE/bert-maes", id="one three times as well as the other"),
        pytest.param(60, 20, "person:BE/bert-maes", id="one every day, the other at times"),
    ],
)
def test_among_several_who_fit_the_one_in_the_news_far_more_often_is_meant(
    often: int, seldom: int, who: str | None
) -> None:
    both = {"person:BE/bert-maes": known(*range(often)), "person:BE/carl-maes": known(*range(seldom))}
    assert meant("person:BE/maes", None, both) == who


ABE, SHINZO, AKIE = part("Abe", "JP", 1, "Prime Minister"), part("Shinzo Abe", "JP", 2), part("Akie Abe", "JP", 3)


@pytest.mark.parametrize(
    "parts, shown",
    [
        pytest.param([ABE], {"person:JP/abe": [1]}, id="a family name has a row of its own while nobody is known"),
        pytest.param([ABE, SHINZO], {"person:JP/shinzo-abe": [1, 2]}, id="it moves when the whole name comes in"),
        pytest.param([SHINZO, ABE], {"person:JP/shinzo-abe": [1, 2]}, id="it joins the whole name that is known"),
        pytest.param(
            [ABE, SHINZO, AKIE],
            {"person:JP/abe": [1], "person:JP/shinzo-abe": [2], "person:JP/akie-abe": [3]},
            id="it stands by itself again when another of the name comes in",
        ),
        pytest.param(
            [ABE, SHINZO, AKIE, part("Shinzo Abe", "JP", 4, "prime minister")],
            {"person:JP/shinzo-abe": [1, 2, 4], "person:JP/akie-abe": [3]},
            id="until a title tells which of them",
        ),
        pytest.param([ABE, SHINZO, gone(ABE)], {"person:JP/shinzo-abe": [2]}, id="a correction finds it where it went"),
        pytest.param(
            [ABE, part("Shinzo Abe", "JP", 1, version=2), gone(ABE)],
            {"person:JP/shinzo-abe": [1]},
            id="an event that comes to use the whole name keeps its part",
        ),
        pytest.param(
            [part("Abe", "JP", 1), part("Shinzo Abe", "JP", 1)],
            {"person:JP/shinzo-abe": [1]},
            id="an event with both names counts once",
        ),
        pytest.param([gone(ABE)], {}, id="taking back what was never told does nothing"),
    ],
)
def test_rows_follow_the_names_that_come_in(parts: list[Involvement], shown: dict[str, list[int]]) -> None:
    assert events_of(parts) == shown


def test_the_row_shows_every_name_used() -> None:
    entity = rows_after([ABE, SHINZO])["person:JP/shinzo-abe"].entity
    assert (entity.name, entity.names, entity.counts_by_type) == (
        "Shinzo Abe",
        {"Abe": 1, "Shinzo Abe": 1},
        {"meeting": 2},
    )


TOLD = [ABE, SHINZO, AKIE, part("Abe", "JP", 4), part("Shinzo T. Abe", "JP", 5), part("Shinzo Abe", None, 6, "poet")]


@given(st.permutations([*TOLD, part("Shinzo Abe", "JP", 7, "prime minister")]))
@settings(max_examples=60, deadline=None)
def test_the_order_in_which_names_come_in_does_not_matter(parts: list[Involvement]) -> None:
    assert events_of(parts) == {
        "person:JP/shinzo-abe": [1, 2, 5, 6, 7],
        "person:JP/akie-abe": [3],
        "person:JP/abe": [4],
    }


@given(st.permutations(TOLD), st.integers(min_value=0, max_value=5))
@settings(max_examples=40, deadline=None)
def test_a_replay_changes_nothing(parts: list[Involvement], since: int) -> None:
    assert events_of([*parts, *parts[since:]]) == events_of(parts)


def test_a_row_is_bounded() -> None:
    row = None
    for number in range(MAX_ALIASES + 10):
        result = step(row, part("Abe", "JP", number))
        assert result
        row = result.row
    for number in range(MAX_PEOPLE + 5):
        result = step(row, part(f"Name{number:05d}x Abe", "JP", 900))
        assert result
        row = result.row
    assert row
    assert (len(row.aliases), len(row.people)) == (MAX_ALIASES, MAX_PEOPLE)


def test_people_pass_by_their_name_and_all_others_go_to_their_row() -> None:
    state = ABE.model_copy(update={"entity_id": "country:JP"})
    assert [(sent.topic, sent.key) for sent in map(entrance, (ABE, state))] == [
        (topics.NAMES, b"abe"),
        (topics.PARTICIPATIONS, b"country:JP"),
    ]
