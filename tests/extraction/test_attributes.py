"""The remembered attribute ruler says of every token what the ruler itself says."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from extraction import attributes, nlp

TOLD = ["TAG", "POS", "MORPH", "LEMMA", "DEP"]


@pytest.fixture(scope="module")
def plain() -> Language:
    """The pipeline with its own ruler, and nothing of ours."""
    return spacy.load(nlp.package_of(nlp.DEFAULT_MODEL))


@pytest.fixture(scope="module")
def remembering() -> Language:
    """The same pipeline with the ruler remembered."""
    language = spacy.load(nlp.package_of(nlp.DEFAULT_MODEL))
    attributes.remember(language)
    return language


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="an empty text"),
        pytest.param("Norway's envoys met in Oslo, but the talks that they held were short.", id="tags and forms"),
        pytest.param("You ain't seen nothin', y'all! Let's go; gonna meet 'em, gotta run.", id="rules over two tokens"),
        pytest.param("There's a plan. There are plans. She is there.", id="a relation before a form"),
        pytest.param("One line.\n\n   Another line,\t and more.", id="spaces"),
        pytest.param("It seemed to it that I saw you do what you do.", id="pronouns by relation"),
    ],
)
def test_a_text_gets_the_attributes_that_the_ruler_gives_it(plain: Language, remembering: Language, text: str) -> None:
    expected, found = plain(text), remembering(text)
    assert found.to_array(TOLD).tolist() == expected.to_array(TOLD).tolist()
    assert remembering(text).to_array(TOLD).tolist() == expected.to_array(TOLD).tolist()


def test_a_pipeline_whose_rules_look_at_more_keeps_its_ruler() -> None:
    language = spacy.blank("en")
    ruler = language.add_pipe("attribute_ruler")
    ruler.add([[{"SHAPE": "Xxxx"}]], {"POS": "PROPN"})  # type: ignore[attr-defined]
    attributes.remember(language)
    assert language.pipe_names == ["attribute_ruler"]


def test_a_pipeline_without_rules_stays_as_it_is() -> None:
    language = spacy.blank("en")
    attributes.remember(language)
    assert language.pipe_names == []
