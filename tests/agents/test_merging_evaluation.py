"""How well merging does is measured in pairs and in B-cubed, and not below what was measured before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agents.cli.evaluate import gold_articles
from agents.merging.evaluation import Merging, compare, evaluate_merging
from extraction.evaluation import GoldArticle
from extraction.pipeline import extract

STORIES = Path(__file__).parents[1] / "gold" / "stories" / "stories.jsonl"

A, B, C, D = (("a", 0), ("b", 0), ("c", 0), ("d", 0))

MEASURED = (
    pytest.param({}, {}, Merging(0, 0.0, 0.0, 0, 0, 0), id="nothing to merge"),
    pytest.param({A: "x", B: "y"}, {A: "1", B: "2"}, Merging(2, 1.0, 1.0, 0, 0, 0), id="two happenings, two events"),
    pytest.param({A: "x", B: "x"}, {A: "1", B: "1"}, Merging(2, 1.0, 1.0, 1, 1, 0), id="one happening, one event"),
    pytest.param({A: "x", B: "x"}, {A: "1", B: "2"}, Merging(2, 1.0, 0.5, 0, 1, 0), id="one happening told as two"),
    pytest.param({A: "x", B: "y"}, {A: "1", B: "1"}, Merging(2, 0.5, 1.0, 0, 0, 1), id="two happenings in one"),
    pytest.param(
        {A: "x", B: "x", C: "x", D: "y"},
        {A: "1", B: "1", C: "2", D: "2"},
        Merging(4, 0.75, (2 / 3 + 2 / 3 + 1 / 3 + 1) / 4, 1, 3, 1),
        id="one report in the wrong event",
    ),
)


@pytest.mark.parametrize("gold, system, expected", MEASURED)
def test_two_groupings_are_compared(
    gold: dict[tuple[str, int], str], system: dict[tuple[str, int], str], expected: Merging
) -> None:
    assert compare(gold, system) == expected


def told(article: str, text: str, *events: dict[str, object]) -> GoldArticle:
    """An article of the gold."""
    return GoldArticle.model_validate(
        {"id": article, "text": text, "published_at": "2031-05-07T08:00:00Z", "events": events}
    )


def test_only_what_extraction_found_is_judged_and_an_optional_event_is_not() -> None:
    text = "Norwegian Foreign Minister Anna Lund met Belgian Foreign Minister Bert Maes in Ghent on Tuesday."
    talks = {"type": "meeting", "status": "occurred", "evidence": [text], "participants": ["Anna Lund", "Bert Maes"]}
    missed = {"type": "appointment", "status": "occurred", "evidence": ["Anna Lund"], "person": "Carl Claes"}
    articles = [
        told("a", text, {**talks, "same_as": "talks"}, missed),
        told("b", text, {**talks, "same_as": "talks"}),
        told("c", text, {**talks, "same_as": "talks", "optional": True}),
    ]
    result = evaluate_merging([(article, extract(article)) for article in articles])
    assert result == Merging(mentions=2, precision=1.0, recall=1.0, joined=1, to_join=1, wrong=0)


def test_the_stories_are_well_formed() -> None:
    lines = [json.loads(line) for line in STORIES.read_text(encoding="utf-8").splitlines()]
    for article in gold_articles(str(STORIES)):
        for event in article.events:
            assert event.same_as, article.id
            assert all(passage in article.full_text for passage in event.evidence), article.id
    assert len({line["id"] for line in lines}) == len(lines)


def test_merging_does_no_worse_on_the_stories_than_recorded() -> None:
    result = evaluate_merging([(article, extract(article)) for article in gold_articles(str(STORIES))])
    assert result.mentions >= 17
    assert result.f1 >= 0.95
    assert result.joined >= 0.8 * result.to_join
    assert result.wrong <= 0.1 * (result.joined + result.wrong)
