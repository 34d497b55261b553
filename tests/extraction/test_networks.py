"""The networks of a pipeline, made faster, tell the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language

from extraction import networks, nlp

TEXTS = [
    "",
    "Oslo",
    "On Tuesday Femi Okoro met Ana Reyes in Lima.\n\nThe ministers signed an accord on fish.",
    "the river rose and " * 300,
    "\u202eABC\u200b \x00 100% of $5.3 billion, 3 p.m. on 5/6/2012",
]


@pytest.fixture(scope="module")
def plain() -> Language:
    return spacy.load(nlp.package_of(nlp.DEFAULT_MODEL))


@pytest.fixture(scope="module")
def faster() -> Language:
    language = spacy.load(nlp.package_of(nlp.DEFAULT_MODEL))
    networks.speed_up(language)
    return language


def vectors(language: Language) -> list[Any]:
    model: Any = language.get_pipe("tok2vec")
    told: list[Any] = model.model.predict([language.make_doc(text) for text in TEXTS])
    return told


def test_each_token_has_the_vector_that_the_pipeline_gives_it(plain: Language, faster: Language) -> None:
    for expected, found in zip(vectors(plain), vectors(faster), strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-4)


def test_the_network_is_read_in_blocks_and_its_embeddings_are_remembered(faster: Language) -> None:
    model: Any = faster.get_pipe("tok2vec")
    names = [layer.name for layer in model.model.walk()]
    assert [names.count(name) for name in ("windows_in_blocks", "remembered_embedding")] == [1, 1]


def test_a_block_that_ends_inside_a_text_changes_nothing(faster: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = vectors(faster)
    monkeypatch.setattr(networks, "ROWS_AT_ONCE", 7)
    for before, after in zip(expected, vectors(faster), strict=True):
        np.testing.assert_allclose(after, before, atol=1e-4)


def test_texts_are_parsed_alike(plain: Language, faster: Language) -> None:
    def told(language: Language) -> list[tuple[str, str, int, str]]:
        return [(t.tag_, t.dep_, t.head.i, t.ent_type_) for doc in language.pipe(TEXTS) for t in doc]

    assert told(faster) == told(plain)
