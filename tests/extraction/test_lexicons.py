"""Every rule of every lexicon fires on its example and not on its counterexample, through the real pipeline.

Examples are read as published on Wednesday, 18 September 2019. In those about the status the word that a cue speaks
about stands between asterisks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml

from extraction import nlp
from extraction.components.status import status_of
from extraction.lexicon import LEXICONS
from extraction.pipeline import extract, read
from schemas.article import Article

RULE_KEYS = {"id", "example", "counterexample"}
RULE_IN_WORDS = re.compile(r"\(([\w.-]+)\)")


def article(text: str) -> Article:
    """An article of one text, published on Wednesday, 18 September 2019."""
    return Article.model_validate({"id": "a", "text": text, "published_at": "2019-09-18T12:00:00Z"})


def fired_in_events(text: str) -> set[str]:
    """Ids of the rules behind the events of a text."""
    quotes = (quote for event in extract(article(text)) for quote in event.evidence)
    return {rule for quote in quotes for rule in (quote.rule or "").split("+")}


def fired_in_dates(text: str) -> set[str]:
    """Ids of the rules behind the dates of a text."""
    found = read(article(text), nlp.load()).dates
    return {rule for mention in found for rule in RULE_IN_WORDS.findall(mention.because)}


def fired_in_status(text: str) -> set[str]:
    """Ids of the cues behind the status of the word between asterisks."""
    before, word, after = text.split("*")
    document = read(article(before + word + after), nlp.load())
    start = document.article.full_text.index(document.article.text) + len(before)
    marked = next(token for token in document.doc if token.idx <= start < token.idx + len(token))
    return set(RULE_IN_WORDS.findall(status_of(document, marked).because))


READERS: dict[str, Callable[[str], set[str]]] = {
    "appointments": fired_in_events,
    "dates": fired_in_dates,
    "measures": fired_in_events,
    "meetings": fired_in_events,
    "status": fired_in_status,
}
"""What tells which rules of a lexicon fire on a text."""


def rules_in(node: object) -> Iterator[dict[str, Any]]:
    """Every entry below a YAML node that has an id, an example and a counterexample."""
    if isinstance(node, dict):
        if node.keys() >= RULE_KEYS:
            yield node
        yield from (rule for value in node.values() for rule in rules_in(value))
    elif isinstance(node, list):
        yield from (rule for value in node for rule in rules_in(value))


def shipped_rules() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every rule of the shipped lexicons, with the name of its lexicon."""
    for file in sorted(LEXICONS.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            name = file.name.removesuffix(".yaml")
            yield from ((name, rule) for rule in rules_in(yaml.safe_load(file.read_text(encoding="utf-8"))))


RULES = [pytest.param(name, rule, id=f"{name} {rule['id']}") for name, rule in shipped_rules()]


@pytest.mark.parametrize("name, rule", RULES)
def test_a_rule_fires_on_its_example(name: str, rule: dict[str, Any]) -> None:
    """The example of a rule shows what the rule finds."""
    assert rule["id"] in READERS[name](rule["example"])


@pytest.mark.parametrize("name, rule", RULES)
def test_a_rule_does_not_fire_on_its_counterexample(name: str, rule: dict[str, Any]) -> None:
    """The counterexample of a rule looks alike, and the rule passes it over."""
    assert rule["id"] not in READERS[name](rule["counterexample"])


def test_ids_are_unique_in_a_lexicon() -> None:
    """An id stands for one rule of its lexicon."""
    counts = Counter((name, rule["id"]) for name, rule in shipped_rules())
    assert [key for key, count in counts.items() if count > 1] == []


def test_every_rule_tells_its_source() -> None:
    """Each rule says where it comes from."""
    assert [(name, rule["id"]) for name, rule in shipped_rules() if not str(rule.get("source", "")).strip()] == []
