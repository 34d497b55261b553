"""Trees are drawn for many sentences at once, and are those that the pipeline's own parser draws."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extraction import dependencies, nlp

TEXTS = (
    "",
    " \n ",
    "Oslo",
    "Femi Okoro of Nigeria's bank met Ana Reyes in New York City on Tuesday, 4 March 2014.",
    "The envoy left. The talks, which nobody had thought would begin at all, went on. So did the war",
    "Whom did the minister say that she hoped to see, and when, and what for?",
    "a " * 300,
    "((( that that that the of of to to -- -- ,,, '' \" ) is was were be been",
    "\u202eABC\u200b \x00 100% of $5.3 billion, 3 p.m. on 5/6/2012",
)
"""Nothing, one word, several sentences, arcs that cross, words without end, and marks."""

WORDS = "the a of to that which who and , . ( said met is Lima minister duties will have in seen old ; never".split()  # noqa: SIM905


def word_salad(count: int) -> list[str]:
    """Texts that no grammar foresees: the parser goes back and forth over them."""
    chance = random.Random(11)  # noqa: S311 -- the same texts every time
    return [" ".join(chance.choices(WORDS, k=chance.randint(1, 60))) for _ in range(count)]


@pytest.fixture(scope="module")
def plain() -> Language:
    return spacy.load(nlp.package_of(nlp.DEFAULT_MODEL), disable=["ner"])


@pytest.fixture(scope="module")
def faster() -> Language:
    language = spacy.load(nlp.package_of(nlp.DEFAULT_MODEL), disable=["ner"])
    dependencies.decode_at_once(language)
    return language


@pytest.fixture(autouse=True)
def _for_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few sentences go the way of many."""
    monkeypatch.setattr(dependencies, "FEWEST", 1)
    monkeypatch.setattr(dependencies, "LONGEST", 0)
    monkeypatch.setattr(dependencies, "LONG", 1_000)


def told(doc: Doc) -> list[tuple[str, int, str, bool, int, int]]:
    return [
        (token.text, token.head.i, token.dep_, bool(token.is_sent_start), token.left_edge.i, token.right_edge.i)
        for token in doc
    ]


def test_texts_have_the_trees_that_the_parser_draws(plain: Language, faster: Language) -> None:
    texts = [*TEXTS, *word_salad(300)]
    assert [told(doc) for doc in faster.pipe(texts)] == [told(doc) for doc in plain.pipe(texts)]


def test_one_text_has_the_tree_that_the_parser_draws(plain: Language, faster: Language) -> None:
    assert [told(faster(text)) for text in TEXTS] == [told(plain(text)) for text in TEXTS]


@pytest.mark.parametrize("tokens", [1, 40, 10_000])
def test_texts_read_in_batches_have_the_trees_of_each_alone(
    plain: Language, faster: Language, monkeypatch: pytest.MonkeyPatch, tokens: int
) -> None:
    monkeypatch.setattr(dependencies, "TOKENS_AT_ONCE", tokens)
    assert [told(doc) for doc in faster.pipe(TEXTS)] == [told(plain(text)) for text in TEXTS]


def test_the_longest_may_be_left_to_the_parser_itself(
    plain: Language, faster: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dependencies, "LONGEST", 1)
    monkeypatch.setattr(dependencies, "LONG", 18)
    assert [told(doc) for doc in faster.pipe(TEXTS)] == [told(plain(text)) for text in TEXTS]


@pytest.mark.parametrize(
    "begins",
    [pytest.param(True, id="a sentence begins there"), pytest.param(False, id="no sentence begins there")],
)
def test_sentence_starts_told_before_are_kept(plain: Language, faster: Language, *, begins: bool) -> None:
    def with_own(language: Language) -> list[Doc]:
        docs = [language.make_doc(text) for text in (*TEXTS, *word_salad(40))]
        for doc in docs:
            for at in range(3, len(doc), 4):
                doc[at].is_sent_start = begins
        return list(language.pipe(docs))

    assert [told(doc) for doc in with_own(faster)] == [told(doc) for doc in with_own(plain)]


@pytest.mark.parametrize(
    "moved, left",
    [
        pytest.param(3, [2, 1], id="the newest child goes"),
        pytest.param(2, [3, 1], id="the one before goes"),
        pytest.param(1, [3, 2], id="the oldest goes"),
    ],
)
def test_a_child_that_gets_another_head_is_no_longer_one_of_the_first(moved: int, left: list[int]) -> None:
    trees = dependencies.Trees([Doc(spacy.blank("en").vocab, words=["who"] * 5)])
    for child in (1, 2, 3):
        trees.attach(np.array([4]), np.array([child]), np.array([7]), 0)
    trees.attach(np.array([5]), np.array([moved]), np.array([7]), 0)
    children = [int(trees.child[0, 4])]
    while trees.older[children[-1]]:
        children.append(int(trees.older[children[-1]]))
    assert (children, int(trees.child[0, 5])) == (left, moved)


def test_a_pipeline_without_a_parser_is_left_as_it_is() -> None:
    language = spacy.blank("en")
    dependencies.decode_at_once(language)
    assert language.pipe_names == []


def test_a_parser_that_searches_with_a_beam_is_left_as_it_is() -> None:
    language = spacy.load(nlp.package_of(nlp.DEFAULT_MODEL))
    parser: Any = language.get_pipe("parser")
    parser.cfg["beam_width"] = 2
    dependencies.decode_at_once(language)
    assert dependencies.DEPENDENCIES not in language.pipe_names
