"""The newest events and dead letters that the web view shows."""

from __future__ import annotations

import pytest

from agents.pages.newest import KEPT_DEAD_LETTERS, KEPT_EVENTS, DeadLetter, Newest, dead_letter
from agents.settings import Settings
from schemas.event import Event, Meeting, Quote, Source
from schemas.wire import to_bytes


def meeting(number: int, version: int = 1) -> Meeting:
    """A meeting that differs from others only by its number."""
    return Meeting(
        event_id=f"meeting:{number:016x}",
        version=version,
        status="planned",
        summary=f"Norway and Estonia to hold talks no. {number}",
        confidence=0.5,
        evidence=(Quote(article_id="a", start=0, end=4, quote="text"),),
        sources=(Source(article_id="a"),),
        independent_sources=1,
    )


@pytest.fixture
def newest() -> Newest:
    """A reader that has seen nothing."""
    return Newest(Settings())


def take(newest: Newest, *events: Event) -> None:
    for event in events:
        newest.take("events.meeting", event.event_id.encode(), to_bytes(event), [])


def test_nothing_is_shown_before_anything_was_read(newest: Newest) -> None:
    assert (newest.events, newest.dead_letters) == ((), ())


def test_a_record_that_is_no_event_is_passed_over(newest: Newest) -> None:
    newest.take("events.meeting", b"meeting:1", b"\xff not an event", [])
    assert newest.events == ()


def test_the_newest_event_comes_first(newest: Newest) -> None:
    take(newest, meeting(1), meeting(2))
    assert newest.events == (meeting(2), meeting(1))


def test_a_later_record_takes_the_place_of_the_earlier_one_and_comes_first(newest: Newest) -> None:
    take(newest, meeting(1), meeting(2), meeting(1, version=2))
    assert newest.events == (meeting(1, version=2), meeting(2))


def test_a_withdrawn_event_is_gone(newest: Newest) -> None:
    take(newest, meeting(1))
    newest.take("events.meeting", meeting(1).event_id.encode(), None, [])
    assert (newest.events, newest.event(meeting(1).event_id)) == ((), None)


def test_a_withdrawal_without_a_key_changes_nothing(newest: Newest) -> None:
    take(newest, meeting(1))
    newest.take("events.meeting", None, None, [])
    assert newest.events == (meeting(1),)


def test_only_so_many_events_are_kept(newest: Newest) -> None:
    take(newest, *(meeting(number) for number in range(KEPT_EVENTS + 5)))
    assert [event.event_id for event in newest.events] == [
        meeting(number).event_id for number in reversed(range(5, KEPT_EVENTS + 5))
    ]


def test_a_dead_letter_is_shown_by_its_headers() -> None:
    headers = {
        "__connect.errors.topic": b"articles",
        "__connect.errors.partition": b"3",
        "__connect.errors.offset": b"41",
        "__connect.errors.stage": b"intake",
        "__connect.errors.exception.class.name": b"NotJson",
        "__connect.errors.exception.message": b"<b>not</b> JSON",
    }
    assert dead_letter(headers) == DeadLetter("NotJson", "intake", "articles 3:41", "<b>not</b> JSON")


def test_a_dead_letter_with_hostile_headers_is_cut_short_and_never_fails() -> None:
    letter = dead_letter({"__connect.errors.exception.message": b"\xff" * 10_000})
    assert letter == DeadLetter("", "", " :", "\ufffd" * 300)


def test_only_so_many_dead_letters_are_kept(newest: Newest) -> None:
    for number in range(KEPT_DEAD_LETTERS + 1):
        newest.take("articles.dead-letter", None, b"x", [("__connect.errors.offset", str(number).encode())])
    assert [letter.place.strip(" :") for letter in newest.dead_letters] == [
        str(number) for number in reversed(range(1, KEPT_DEAD_LETTERS + 1))
    ]
