"""The text as the parser reads it: smoothed, and of the same length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction import nlp
from extraction.reading import MAX_SENTENCE, layout_starts, reading_text
from schemas.article import HEADLINE_BREAK, Article


def headline(title: str, body: str) -> str:
    """How a headline over a body is read."""
    return reading_text(Article(id="x", title=title, text=body))[: len(title)]


UNCHANGED = (
    pytest.param("Envoys to meet US trade team in May", "The envoys will meet.", id="a headline in sentence case"),
    pytest.param("EU and US agree", "The EU and the US agreed.", id="abbreviations"),
    pytest.param("IMF, WTO Agree", "The IMF and the WTO Agree today.", id="words that the body writes so"),
    pytest.param("", "Text.", id="no headline"),
)


@pytest.mark.parametrize("title, body", UNCHANGED)
def test_a_headline_that_tells_names_by_its_capitals_stays_as_it_is(title: str, body: str) -> None:
    assert headline(title, body) == title


RECASED = (
    pytest.param(
        "Cole Urges Restraint As Talks Begin",
        "Dana Cole spoke.",
        "Cole urges restraint as talks begin",
        id="common words in capitals",
    ),
    pytest.param(
        "CHILE, PERU TO SIGN TARIFF PACT",
        "Chile and Peru will sign a pact.",
        "Chile, Peru to sign tariff pact",
        id="all in capitals",
    ),
    pytest.param(
        "GATT PANEL BACKS BERGLAND",
        "The GATT panel met.",
        "GATT panel backs Bergland",
        id="an abbreviation that the body has, and a name that it has not",
    ),
    pytest.param(
        "Israel Urges US Not to Act",
        "Israel asked us to wait.",
        "Israel urges US not to act",
        id="an abbreviation that is also a word",
    ),
)


@pytest.mark.parametrize("title, body, expected", RECASED)
def test_a_headline_in_capitals_is_read_in_the_case_of_its_words(title: str, body: str, expected: str) -> None:
    assert headline(title, body) == expected


def test_typographic_quotes_and_spaces_become_plain() -> None:
    assert reading_text(Article(id="x", text="“It’s\u00a0done,” he said.")).strip() == '"It\'s done," he said.'


def test_lines_inside_a_wrapped_paragraph_are_joined_and_paragraphs_are_not() -> None:
    body = "The envoys of both\nstates met in the\ncity on Monday.\nThey will meet\nagain."
    assert reading_text(Article(id="x", text=body)).strip() == (
        "The envoys of both states met in the city on Monday.\nThey will meet again."
    )


def test_long_lines_are_paragraphs_and_stay_apart() -> None:
    body = "\n".join(["word " * 30 + "end"] * 3)
    assert reading_text(Article(id="x", text=body)).strip() == body


NO_DATELINE = (
    pytest.param("The talks - the first this year - ended.", id="an apposition between hyphens"),
    pytest.param("He paused — and left.", id="a dash inside a sentence"),
)


@pytest.mark.parametrize("text", NO_DATELINE)
def test_a_dash_inside_a_sentence_starts_no_sentence(text: str) -> None:
    assert list(layout_starts(text)) == []


DATELINES = (
    pytest.param("OSLO, May 3 (NTB) -- Prices rose.", "Prices rose.", id="place, day, agency"),
    pytest.param("Oslo (Reuters) - Prices rose.", "Prices rose.", id="agency after a place in lower case"),
    pytest.param("OSLO — Prices rose.", "Prices rose.", id="place alone"),
    pytest.param("OSLO—Prices rose.", "Prices rose.", id="no spaces around the dash"),
)


@pytest.mark.parametrize("text, rest", DATELINES)
def test_a_sentence_starts_after_a_dateline(text: str, rest: str) -> None:
    assert [text[start:] for start in layout_starts(text)] == [rest]


def test_a_headline_and_a_body_are_sentences_of_their_own() -> None:
    text = reading_text(Article(id="x", title="Prices up", text="Traders met in Oslo"))
    assert [sentence.text.strip() for sentence in nlp.load()(text).sents] == ["Prices up", "Traders met in Oslo"]


def test_a_sentence_without_end_is_cut() -> None:
    text = reading_text(Article(id="x", text="word and " * 2000))
    assert max(len(sentence) for sentence in nlp.load()(text).sents) <= MAX_SENTENCE


@given(title=st.text(max_size=80), body=st.text(min_size=1, max_size=400))
def test_the_reading_text_is_as_long_as_the_article_so_that_offsets_hold_in_both(title: str, body: str) -> None:
    article = Article(id="x", title=title, text=f"{body}.")
    assert len(reading_text(article)) == len(article.full_text)


@given(body=st.text(alphabet="Aa \n.,-—()'’\t", min_size=1, max_size=300))
def test_only_case_quotes_and_line_breaks_differ(body: str) -> None:
    article = Article(id="x", text=f"{body}.")
    read = reading_text(article)[len(HEADLINE_BREAK) :]
    changed = {(old, new) for old, new in zip(article.text, read, strict=True) if old != new}
    assert changed <= {("’", "'"), ("\n", " "), ("\t", " ")}
