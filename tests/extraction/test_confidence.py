"""Confidence ranks events by what supports them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extraction import nlp
from extraction.confidence import confidence, filled_share, how_known
from extraction.document import Actor, ActorKind, ActorMention, Document
from extraction.tokens import Doc
from schemas.article import Article


@pytest.mark.parametrize(
    "strengths, filled, known, expected",
    [
        pytest.param([0.9], 1.0, 1.0, 0.9, id="one full passage is as sure as its rule"),
        pytest.param([0.9], 0.0, 1.0, 0.68, id="empty slots take a quarter"),
        pytest.param([0.9], 1.0, 0.0, 0.68, id="unknown parties take a quarter"),
        pytest.param([0.9], 0.0, 0.0, 0.45, id="an empty event of unknown parties keeps half"),
        pytest.param([0.5, 0.9], 1.0, 1.0, 0.92, id="the best rule counts, and a second passage adds a little"),
        pytest.param([0.9] * 5, 1.0, 1.0, 0.95, id="five passages agree"),
        pytest.param([0.9] * 50, 1.0, 1.0, 0.95, id="fifty passages say no more than five"),
        pytest.param([1.0, 1.0], 1.0, 1.0, 1.0, id="never above one"),
        pytest.param([0.0], 0.0, 0.0, 0.0, id="never below nought"),
    ],
)
def test_confidence_of(strengths: list[float], filled: float, known: float, expected: float) -> None:
    assert confidence(strengths, filled, known) == expected


@pytest.mark.parametrize(
    "strengths, filled, known",
    [
        pytest.param([], 1.0, 1.0, id="no passage at all"),
        pytest.param([1.1], 1.0, 1.0, id="a strength above one"),
        pytest.param([0.9], -0.1, 1.0, id="a share below nought"),
        pytest.param([0.9], 1.0, 2.0, id="better known than known"),
    ],
)
def test_confidence_refuses(strengths: list[float], filled: float, known: float) -> None:
    with pytest.raises(ValueError, match="every value from 0 to 1"):
        confidence(strengths, filled, known)


@pytest.mark.parametrize(
    "slots, expected",
    [
        pytest.param([], 1.0, id="nothing asked for"),
        pytest.param(["Lima", None, (), ""], 0.25, id="None, the empty tuple and the empty string hold nothing"),
        pytest.param([False, 0], 1.0, id="false and nought are values"),
    ],
)
def test_filled_share_of(slots: list[object], expected: float) -> None:
    assert filled_share(slots) == expected


def test_a_party_is_known_as_well_as_by_its_best_mention() -> None:
    """Ana is named and then "she"; the envoy is only described; nobody stands for the empty slot."""
    ana = Actor(0, "Ana Lund", ActorKind.PERSON)
    envoy = Actor(-1, "an envoy", ActorKind.PERSON)
    article = Article(id="a", text="Ana Lund left. She returned.", published_at=datetime(2020, 1, 2, tzinfo=UTC))
    document = Document(article, Doc.of(nlp.load().make_doc(article.text))).with_mentions(
        (ana,), (ActorMention(0, 2, (0,), "name"), ActorMention(4, 5, (0,), "pronoun"))
    )
    assert how_known(document, [ana]) == 1.0
    assert how_known(document, [ana, None]) == 1.0
    assert how_known(document, [ana, envoy]) == pytest.approx(0.65)
    assert how_known(document, [None]) == 0.0
