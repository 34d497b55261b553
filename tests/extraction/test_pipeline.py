"""What holds for the events of any text, however strange: bounded work, exact quotes, the same answer every time."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extraction.pipeline import extract
from schemas.article import Article
from schemas.event import MENTION, Mention

WORDS = (
    "Turkey", "Peru", "the minister", "President Carla Mendes", "Ana Lund", "U.S.", "WTO", "tariffs", "sanctions",
    "imposed", "lifted", "will", "may not", "met", "talks", "appointed", "resigned", "on Monday", "last week",
    "Sept. 31", "99/99/9999", "by", "of", "on", "and", ",", ".", "'s", "that", "who", "which", "(", ")", '"', "\n",
    "\n\n", "SEOUL, Sept. 20 (News) --", "-", "$25 billion worth", "25%", "\u00a0", "\u2028", "\x00", "é", "漢字", "🙂",
    "<b>", "\u202e", "trade agreement", "with", "as", "foreign minister", "summit", "anti-", "U.S.-Japan",
)  # fmt: skip
"""What hostile and ordinary news is made of."""

NEWS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=60).map(" ".join).filter(str.strip)
TEXTS = st.one_of(NEWS, st.text(min_size=1, max_size=300).filter(str.strip))
TITLES = st.one_of(st.none(), NEWS, st.text(max_size=80))

TOLD = (
    "President Carla Mendes met Foreign Minister Ana Lund in Lima on Monday. Turkey imposed tariffs on Peruvian copper "
    "last week. The senate confirmed Ana Lund as ambassador to Norway on Friday."
)

MAX_SECONDS = 60
"""Far more than any of the long texts below needs on a slow machine, and far less than one of quadratic work does."""

LONG = (
    pytest.param("a" * 300_000, id="one word with no end"),
    pytest.param("Turkey imposed tariffs on cars and " * 3_000, id="a sentence with no end"),
    pytest.param("imports of " * 5_000 + "tariffs", id="phrases inside phrases"),
    pytest.param("Peru and " * 5_000 + "Chile imposed tariffs on Turkey.", id="a list with no end"),
    pytest.param("(" * 20_000 + "sanctions" + ")" * 20_000, id="brackets inside brackets"),
    pytest.param("\n" * 50_000 + "Turkey imposed tariffs.", id="empty lines"),
    pytest.param("SEOUL, Sept. " * 5_000, id="a dateline with no end"),
    pytest.param("1" * 50_000 + "%", id="a number with no end"),
    pytest.param("the minister's " * 5_000 + "tariffs", id="owners of owners"),
    pytest.param("Turkey said that " * 3_000 + "it imposed tariffs.", id="sayings of sayings"),
    pytest.param("The minister of Peru met Arv-Bek. " * 1_500, id="names that hyphens join"),
)


def article(text: str, title: str | None = None) -> Article:
    """An article published on Thursday, 19 September 2019."""
    return Article.model_validate({"id": "a", "text": text, "title": title, "published_at": "2019-09-19T12:00:00Z"})


def first_places(events: list[Mention]) -> list[int]:
    """Where each event is first told."""
    return [event.evidence[0].start for event in events]


@settings(max_examples=150)
@given(TEXTS, TITLES)
@example(TOLD, None)
@example(TOLD, TOLD)
def test_no_text_is_too_strange(text: str, title: str | None) -> None:
    """Any text gives events whose quotes are exactly the text at their offsets, in the order of the text."""
    one = article(text, title)
    events = extract(one)
    for event in events:
        assert event.article_id == one.id
        for quote in event.evidence:
            assert 0 <= quote.start < quote.end <= len(one.full_text)
            assert one.full_text[quote.start : quote.end] == quote.quote
        starts = [quote.start for quote in event.evidence]
        assert starts == sorted(starts)
    assert first_places(events) == sorted(first_places(events))


@settings(max_examples=50)
@given(NEWS)
@example(TOLD)
def test_the_same_article_gives_the_same_bytes(text: str) -> None:
    """Extraction is a function of the article alone."""
    first, second = ([MENTION.dump_json(event) for event in extract(article(text))] for _ in range(2))
    assert first == second


@settings(max_examples=50)
@given(NEWS)
@example(TOLD)
def test_every_event_can_be_read_back(text: str) -> None:
    """What is written as JSON is the same event when it is read."""
    for event in extract(article(text)):
        assert MENTION.validate_json(MENTION.dump_json(event)) == event


@pytest.mark.parametrize("text", LONG)
def test_work_is_bounded(text: str) -> None:
    """A text made to be costly is read like any other, in time that grows with its length alone."""
    started = time.perf_counter()
    extract(article(text))
    assert time.perf_counter() - started < MAX_SECONDS


def test_the_three_types_are_found_in_the_order_of_the_text() -> None:
    """Events come in the order in which the article first tells them, whatever their type."""
    assert [event.type for event in extract(article(TOLD))] == ["meeting", "trade_measure", "appointment"]


def test_without_a_publication_date_relative_dates_are_left_out() -> None:
    """Nothing is resolved against today's date."""
    undated = Article.model_validate(
        {"id": "a", "text": "Turkey imposed tariffs on Peru on Monday. It met Peru in 2014."}
    )
    assert [event.when.start for event in extract(undated) if event.when] in ([], [date(2014, 1, 1)])


def test_the_headline_counts_as_text() -> None:
    """What only the headline says is an event, with offsets that count from the headline's first letter."""
    (event,) = extract(article("Shares fell.", "Turkey imposes tariffs on Peru"))
    assert (event.type, event.evidence[0].start, event.evidence[0].quote) == (
        "trade_measure",
        0,
        "Turkey imposes tariffs on Peru",
    )
