"""Entities are decoded for all tokens at once, and are those that the pipeline's own recognizer finds."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extraction import entities, nlp

TEXTS = (
    "",
    " \n ",
    "Oslo",
    "Kwame",
    "Femi Okoro",
    "On Tuesday, 4 March 2014, Femi Okoro of Nigeria's bank met Ana Reyes in New York City.\n\nThe Bank of Peru",
    "In 1994, the two hundred and fifty-third session of the United Nations Committee on Trade in Goods\nof the North",
    "a " * 300,
    "Lima Quito Oslo Accra " * 30,
    "\u202eABC\u200b \x00 100% of $5.3 billion, 3 p.m. on 5/6/2012",
)
"""Nothing, names at either end, names over line breaks, names without end, and marks."""


@pytest.fixture(scope="module")
def plain() -> Language:
    return spacy.load(nlp.package_of(nlp.DEFAULT_MODEL))


@pytest.fixture(scope="module")
def faster() -> Language:
    language = spacy.load(nlp.package_of(nlp.DEFAULT_MODEL))
    entities.decode_at_once(language)
    return language


def told(doc: Doc) -> list[tuple[str, str, str]]:
    return [(token.text, token.ent_iob_, token.ent_type_) for token in doc]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_has_the_entities_that_the_recognizer_finds(plain: Language, faster: Language, text: str) -> None:
    assert told(faster(text)) == told(plain(text))


def test_texts_read_together_have_the_entities_of_each_alone(
    plain: Language, faster: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entities, "TOKENS_AT_ONCE", 40)
    assert [told(doc) for doc in faster.pipe(TEXTS)] == [told(plain(text)) for text in TEXTS]


def test_an_entity_longer_than_what_is_followed_up_at_once_is_whole(
    plain: Language, faster: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entities, "STEPS_AT_ONCE", 1)
    assert [told(faster(text)) for text in TEXTS] == [told(plain(text)) for text in TEXTS]


def test_entities_set_before_stay_as_the_recognizer_leaves_them(plain: Language, faster: Language) -> None:
    def with_own(language: Language) -> Doc:
        doc = language.make_doc("Blue Harbour met Ana Reyes in Oslo")
        doc.set_ents([doc[0:2].char_span(0, 12, label="ORG")], default="missing")
        for _, component in language.pipeline:
            doc = component(doc)
        return doc

    assert told(with_own(faster)) == told(with_own(plain))


def test_a_pipeline_without_a_recognizer_is_left_as_it_is() -> None:
    language = spacy.blank("en")
    entities.decode_at_once(language)
    assert language.pipe_names == []


def test_a_recognizer_that_searches_with_a_beam_is_left_as_it_is() -> None:
    language = spacy.load(nlp.package_of(nlp.DEFAULT_MODEL))
    recognizer: Any = language.get_pipe("ner")
    recognizer.cfg["beam_width"] = 2
    entities.decode_at_once(language)
    assert entities.ENTITIES not in language.pipe_names
