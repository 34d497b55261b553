"""Lemmas are remembered: each token has the one that the pipeline's lemmatizer gives it, but for verbs in "e"."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from spacy.language import Language

from extraction import lemmas, nlp


@pytest.fixture(scope="module")
def plain() -> Language:
    return spacy.load(nlp.package_of(nlp.DEFAULT_MODEL), disable=["parser", "ner"])


@pytest.fixture(scope="module")
def remembering() -> Language:
    language = spacy.load(nlp.package_of(nlp.DEFAULT_MODEL), disable=["parser", "ner"])
    lemmas.remember(language)
    return language


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="an empty text"),
        pytest.param("The envoys were meeting in Oslo; theirs was the better of two ideas.", id="irregular forms"),
        pytest.param("She leaves. The leaves fell. He left on the left.", id="one word in several classes"),
        pytest.param("Negotiators NEGOTIATED tariffs\n\n on   5/6/2012, 100%\u200b.", id="capitals, spaces and marks"),
        pytest.param("I ain't gonna; she's, they'd, let's.", id="lemmas that other rules have set"),
    ],
)
def test_a_text_has_the_lemmas_of_the_lemmatizer(plain: Language, remembering: Language, text: str) -> None:
    expected = [token.lemma_ for token in plain(text)]
    assert [token.lemma_ for token in remembering(text)] == expected
    assert [token.lemma_ for token in remembering(text)] == expected


@pytest.mark.parametrize(
    "text, lemma",
    [
        pytest.param("He hopes to win.", "hope", id="not hop"),
        pytest.param("They rated it.", "rate", id="not rat"),
        pytest.param("They are staging a play.", "stage", id="not stag"),
        pytest.param("He hopped over it.", "hop", id="a doubled consonant"),
        pytest.param("The rats ran.", "rat", id="a noun"),
    ],
)
def test_a_form_that_two_verbs_may_have_is_one_of_the_verb_in_e(remembering: Language, text: str, lemma: str) -> None:
    assert lemma in {token.lemma_ for token in remembering(text)}


def test_what_is_remembered_is_bounded(remembering: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lemmas, "MAX_KINDS", 3)
    lemmatizer: Any = remembering.get_pipe("lemmatizer")
    remembering("They hoped that the talks would end.")
    remembering("They met.")
    assert len(lemmatizer.cache) <= len("They met .".split())  # noqa: SIM905 -- a sentence reads better


def test_a_trained_lemmatizer_keeps_its_work() -> None:
    language = spacy.blank("en")
    language.add_pipe("trainable_lemmatizer", name="lemmatizer")
    lemmas.remember(language)
    assert language.pipe_names == ["lemmatizer", lemmas.LEMMAS]


def test_a_pipeline_without_a_lemmatizer_stays_as_it_is() -> None:
    language = spacy.blank("en")
    lemmas.remember(language)
    assert language.pipe_names == []
