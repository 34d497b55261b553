"""Which sentences come through the gate, before anything is parsed."""

from __future__ import annotations

from pathlib import Path

import pytest

from extraction import nlp, pipeline
from extraction.evaluation import GoldArticle
from extraction.gate import Gate, Screened, gate_of
from schemas.article import Article

GOLD = Path(__file__).parents[2] / "gold"


@pytest.fixture(scope="module")
def gate() -> Gate:
    """The gate of the standard pipeline."""
    found = gate_of(nlp.load())
    assert found is not None
    return found


def telling(screened: Screened) -> list[str]:
    """The sentences that can tell of an event."""
    ends = [*screened.starts[1:], len(screened.text)]
    return [screened.text[screened.starts[at] : ends[at]].strip() for at in sorted(screened.telling)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="no text"),
        pytest.param("The river rose by two metres overnight and flooded the old mill.", id="no word of any rule"),
        pytest.param("The two rivers meet below the mill.", id="a verb of meeting, and nobody who could meet"),
        pytest.param("The reporter called it a disaster.", id="a call with no person behind it"),
        pytest.param("The fire spread to the roof of a barn.", id="a fire that nobody is dismissed by"),
        pytest.param("She is in a good mood to sing.", id="being somewhere, which is no place"),
        pytest.param("The band will tour again next summer.", id="a tour with no place"),
        pytest.param("The new bridge opened for cars on Sunday.", id="new, but no office"),
        pytest.param("He cut the bread and put a tax form aside.", id="a tax on nothing that is traded"),
        pytest.param("The critics discussed the film on Sunday.", id="a discussion of nobody who could meet"),
        pytest.param("The president saw how the prime minister fell.", id="a verb that another clause stands behind"),
        pytest.param(
            "Norway's prime minister would go on to say that the plan came from Lima.", id="a way to no place"
        ),
        pytest.param(
            "The election was held on Sunday, and the prime minister voted early.", id="an election of nobody"
        ),
        pytest.param(
            "The president asked for new rules after the minister had spoken.",
            id="new, with the office in another clause",
        ),
        pytest.param("Norway's premier stopped reading, and Chile laughed.", id="a verb where a rule asks for a noun"),
        pytest.param(
            "The president hit the wall with the ball that Norway sold against orders.",
            id="a verb without its particle",
        ),
        pytest.param(
            "The minister was under fire when the governor of Ohio left.", id="a noun where a rule asks for a verb"
        ),
        pytest.param(
            "The job of the president is to leave no doubt.", id="a post before the verb that would give it up"
        ),
        pytest.param("The president of Peru reviewed the plan with care.", id="a review by one alone"),
        pytest.param("The president of Peru gathered wood.", id="a gathering of one"),
        pytest.param("The minister said that the orchid is the best candidate.", id="a candidate for no post"),
        pytest.param(
            "The prime minister rested on Monday. The striker called Monday a success.",
            id="a day beside a title, which is nobody's name",
        ),
        pytest.param("It was lifted by a crane.", id="what may stand for a measure, with no measure in the article"),
    ],
)
def test_nothing_comes_through(gate: Gate, text: str) -> None:
    assert telling(gate.screened(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Norway's foreign minister met her Chilean counterpart in Oslo.", id="two sides by title"),
        pytest.param(
            "Norway's foreign minister and Chilean officials discussed the port on Monday.",
            id="two sides who discuss something",
        ),
        pytest.param("The premier had flown to Lima with a large delegation.", id="a journey, in an irregular form"),
        pytest.param("Lund was re-elected president of the council of Norway.", id="a word behind a hyphen"),
        pytest.param("Peru will impose anti-dumping duties on steel from Turkey.", id="a measure and its modifier"),
        pytest.param("PERU LIFTS BAN ON IMPORTS OF CHILEAN SALT", id="capitals"),
        pytest.param("They held talks with the prime minister\u2019s envoy.", id="a curly apostrophe"),
        pytest.param("The president welcomed to Oslo the premier of Chile.", id="an object behind a place"),
        pytest.param("The job went on Monday to Ana Lund.", id="a name nobody knows behind a preposition"),
        pytest.param("Norway's prime minister, with whom Okoro spoke on Monday, is ill.", id="the other side before"),
        pytest.param("The election of Ana Lund as president was a surprise.", id="an election of somebody"),
        pytest.param("Ministers of the region gathered in Oslo.", id="a gathering of several"),
        pytest.param("Norway's and Chile's envoys reviewed the accord.", id="a review by two"),
        pytest.param("The finance minister is a candidate for the post of governor.", id="a candidate for a post"),
        pytest.param("Peru will retaliate for what Chile has done.", id="a deed that needs no object"),
        pytest.param("Ana Lund, of Ohio, to be Ambassador to the Republic of Peru.", id="a line of a list"),
    ],
)
def test_a_sentence_comes_through(gate: Gate, text: str) -> None:
    assert telling(gate.screened(text)) == [text]


def test_only_the_sentence_that_can_tell_of_an_event_does(gate: Gate) -> None:
    text = "The river rose. Norway's foreign minister met the president of Peru in Lima. The mill was flooded."
    assert telling(gate.screened(text)) == ["Norway's foreign minister met the president of Peru in Lima."]


def test_what_may_stand_for_a_measure_is_kept_beside_one(gate: Gate) -> None:
    text = "Peru imposed tariffs on steel from Turkey.\nA river rose.\nRain fell.\nThe ban was lifted in May."
    screened = gate.screened(text)
    assert telling(screened) == ["Peru imposed tariffs on steel from Turkey."]
    assert screened.adding == {0, 3}


def test_the_context_is_the_lead_and_the_sentences_beside(gate: Gate) -> None:
    lines = [f"The river rose at mill number {number}." for number in range(9)]
    lines[6] = "Norway's foreign minister met the president of Peru in Lima."
    screened = gate.screened("\n".join(lines))
    assert screened.with_context() == {0, 1, 2, 5, 6, 7}
    assert screened.with_context(()) == {0, 1, 2, 6}


def test_the_sentence_that_first_gives_a_name_in_full_is_kept(gate: Gate) -> None:
    lines = [f"The river rose at mill number {number}." for number in range(12)]
    lines[4] = "Nobody had seen Femi Okoro for days."
    lines[5] = "The neighbours of Femi Okoro were worried."
    lines[9] = "Norway's foreign minister met Okoro in Lima."
    screened = gate.screened("\n".join(lines))
    assert screened.with_context() == {0, 1, 2, 4, 8, 9, 10}


def test_where_two_sides_are_needed_a_name_given_in_full_elsewhere_is_read_at_once(gate: Gate) -> None:
    lines = [f"The river rose at mill number {number}." for number in range(9)]
    lines[4] = "Femi Okoro wrote a book."
    lines[6] = "The Kingdom of Norway slept."
    lines[7] = "Okoro met the president of Peru, not of Norway, in Lima."
    assert gate.screened("\n".join(lines)).alone() == {4, 7}


def test_where_two_sides_are_needed_and_one_is_a_pronoun_the_sentence_before_is_read_at_once(gate: Gate) -> None:
    lines = [f"The river rose at mill number {number}." for number in range(9)]
    lines[7] = "She met the president of Peru in Lima."
    assert gate.screened("\n".join(lines)).alone() == {6, 7}


def test_a_pipeline_that_tells_no_forms_has_no_gate() -> None:
    import spacy  # noqa: PLC0415 -- by this test alone

    assert gate_of(spacy.blank("en")) is None


def test_quotes_stand_where_the_article_has_them() -> None:
    filler = "\n".join(f"The river rose at mill number {number}." for number in range(30))
    told = "Norwegian Foreign Minister Astrid Lund met Nigerian President Femi Okoro in Lagos on Tuesday."
    article = Article(id="a", title="News in brief", text=f"{filler}\n{told}\n{filler}", language="en")
    (meeting,) = pipeline.extract(article)
    assert [article.full_text[quote.start : quote.end] for quote in meeting.evidence] == [told]
    assert [quote.quote for quote in meeting.evidence] == [told]


def test_articles_extracted_together_give_what_each_gives_alone() -> None:
    articles = [
        Article(
            id="a", text="Norwegian Foreign Minister Astrid Lund met Nigerian President Femi Okoro.", language="en"
        ),
        Article(id="b", text="The river rose.", language="en"),
        Article(id="c", text="Peru imposed a tariff of 5 percent on steel from Turkey.", language="en"),
    ]
    assert list(pipeline.extract_all(articles)) == [pipeline.extract(article) for article in articles]


def test_no_event_of_the_samples_is_lost_or_added() -> None:
    samples = [
        GoldArticle.model_validate_json(line)
        for file in sorted(GOLD.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    whole = pipeline.extract_all(samples, gated=False)
    gated = pipeline.extract_all(samples)
    for sample, expected, found in zip(samples, whole, gated, strict=True):
        assert [one.summary for one in found] == [one.summary for one in expected], sample.id
