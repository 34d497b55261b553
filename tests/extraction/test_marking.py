"""Where events and their slots stand in the text."""

from __future__ import annotations

from datetime import date

from extraction.marking import Mark, fillers, marks
from schemas.event import MeetingMention, Party, Quote, When, Where
from schemas.vocabulary import PartyKind, Status

TEXT = "\n\nAnna Lund meets Bert Maes. Lund flew to Lundby on Friday."


def meeting(start: int, end: int) -> MeetingMention:
    """A meeting told between two offsets."""
    return MeetingMention(
        article_id="a",
        status=Status.PLANNED,
        summary="s",
        confidence=0.5,
        evidence=(Quote(article_id="a", start=start, end=end, quote=TEXT[start:end]),),
        participants=(
            Party(name="Anna Lund", kind=PartyKind.PERSON, entity_id="person:NO/anna-lund"),
            Party(name="Norway", kind=PartyKind.COUNTRY, entity_id="country:NO"),
        ),
        when=When(start=date(2031, 5, 9), end=date(2031, 5, 9), text="Friday"),
        where=Where(text="a (place)"),
    )


def test_no_events_leave_no_marks() -> None:
    assert marks([]) == []


def test_a_filler_outside_the_passage_is_not_marked() -> None:
    assert [mark.slot for mark in marks([meeting(2, 28)])] == [None, "participants", "participants"]


def test_a_name_inside_a_longer_word_is_not_marked() -> None:
    found = [TEXT[mark.start : mark.end] for mark in marks([meeting(29, len(TEXT))]) if mark.slot]
    assert found == ["Lund", "Friday"]


def test_marks_stand_in_the_order_of_the_text_the_longer_first() -> None:
    assert marks([meeting(2, 28)]) == [
        Mark(2, 28, 0, None),
        Mark(2, 11, 0, "participants"),
        Mark(7, 11, 0, "participants"),
    ]


def test_every_slot_with_words_of_the_text_is_a_filler() -> None:
    assert list(fillers(meeting(2, 28))) == [
        ("when", "Friday"),
        ("where", "a (place)"),
        ("participants", "Anna Lund"),
        ("participants", "Norway"),
    ]
