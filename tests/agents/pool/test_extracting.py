"""What a process that reads articles keeps in memory, and when it gives it back."""

from __future__ import annotations

import gc
import multiprocessing
import weakref
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import pytest
from spacy.language import Language
from spacy.vocab import Vocab

from agents.pool import extracting
from agents.pool.extracting import collected_afterwards, extract_together_with_model, extract_with_model, load_model
from extraction import nlp, pipeline
from schemas.article import Article


class Word:
    """What refers to itself, as the words of a text refer to each other."""

    def __init__(self) -> None:
        self.self = self


def test_the_collector_waits_while_articles_are_read() -> None:
    with collected_afterwards():
        word = weakref.ref(Word())
        made = [Word() for _ in range(10 * gc.get_threshold()[0])]
        while_read = gc.isenabled(), word() is not None, len(made)

    assert (while_read, gc.isenabled()) == ((False, True, 10 * gc.get_threshold()[0]), True)


def test_words_that_are_no_longer_used_are_freed_as_soon_as_anything_else_is_made() -> None:
    with collected_afterwards():
        words = [weakref.ref(Word()) for _ in range(10 * gc.get_threshold()[0])]

    _ = [[] for _ in range(2)]  # two more are enough: the count stands far above its mark

    assert [word() for word in words if word()] == []


def test_the_collector_works_again_after_an_article_that_cannot_be_read() -> None:
    with pytest.raises(ValueError, match="unreadable"), collected_afterwards():
        raise ValueError("unreadable")

    assert gc.isenabled()


NEWS = (
    "Norway will impose tariffs of 5% on imports of steel from Chile. It rained all day. The team trained in the hall. "
    "Children sang. The shops were full.\n\nNorway and Chile held talks in Oslo on Monday."
)

PIPELINE = "en_core_web_sm"


@pytest.fixture
def loaded() -> Iterator[None]:
    """A process with nothing but a fresh pipeline."""
    pipeline.forget_words()
    load_model(PIPELINE)
    yield
    gc.unfreeze()


def article_of(words: str) -> Article:
    """An article that is read, with some words of its own."""
    return Article(id="a", text=f"{NEWS} Ministers of Norway and Chile met {words}.", language="en")


def alive(*kinds: type) -> list[int]:
    """How many objects of each kind there are in this process."""
    gc.unfreeze()
    gc.collect()
    return [sum(isinstance(one, kind) for one in gc.get_objects()) for kind in kinds]


@pytest.mark.usefixtures("loaded")
def test_a_process_that_has_learnt_few_words_keeps_its_pipeline() -> None:
    before = nlp.load(PIPELINE)

    extract_with_model(article_of("quomble"))

    assert nlp.load(PIPELINE) is before


def learning(turns: int, most: int) -> tuple[int, list[int]]:
    """Words, and pipelines and vocabularies alive, after so many turns in a process that may learn so many words."""
    load_model(PIPELINE)
    extracting.MAX_WORDS = pipeline.words_learnt(PIPELINE) + most
    for turn in range(turns):
        extract_together_with_model([article_of(f"quomble{turn} brastic{turn}"), article_of(f"in drelland{turn}")])
    return pipeline.words_learnt(PIPELINE) - extracting.MAX_WORDS + most, alive(Language, Vocab)


def test_a_process_that_has_learnt_too_many_words_gives_them_back() -> None:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as alone:
        kept = alone.submit(learning, 3, 1_000).result()
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as alone:
        given_back = alone.submit(learning, 3, 0).result()

    assert (kept[0] > 0, kept[1], given_back) == (True, [1, 1], (0, [1, 1]))


@pytest.mark.usefixtures("loaded")
def test_events_are_the_same_before_and_after_a_process_has_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [article_of("quomble"), article_of("in drelland")]
    before = extract_together_with_model(articles)
    monkeypatch.setattr(extracting, "MAX_WORDS", 0)
    monkeypatch.setattr(extracting, "start_anew", pipeline.forget_words)
    extract_together_with_model(articles)

    assert (extract_together_with_model(articles), len(before[0])) == (before, 2)
