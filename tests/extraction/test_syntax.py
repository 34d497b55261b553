"""Who does what to whom, asked of a parse. In each text the verb or noun asked about stands between asterisks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from extraction import syntax
from extraction.tokens import Token
from passages import pointed


def asked(question: Callable[[Token], Iterable[Token]], text: str) -> list[str]:
    """The words that a question to the marked word is answered with."""
    _, token = pointed(text)
    return [answer.text for answer in question(token)]


SUBJECTS = (
    pytest.param("It *rained* all day in the city.", ["It"], id="own subject"),
    pytest.param("The envoys and the ministers *met* today.", ["envoys", "ministers"], id="two joined by and"),
    pytest.param("The minister, who *met* the envoy, left.", ["minister"], id="who stands for the noun before it"),
    pytest.param("The minister is expected to *meet* the envoy.", ["minister"], id="from the clause above"),
    pytest.param("The minister plans to *meet* the envoy.", ["minister"], id="from the verb of a plan"),
    pytest.param("The minister came and *met* the envoy.", ["minister"], id="from the verb before and"),
    pytest.param("The king asked the minister to *meet* the envoy.", ["minister"], id="the object that is asked"),
    pytest.param("The minister spoke after *meeting* the envoy.", ["minister"], id="from above a preposition"),
    pytest.param("The minister *meeting* the envoy is new.", ["minister"], id="the noun that a participle describes"),
)


@pytest.mark.parametrize("text, expected", SUBJECTS)
def test_the_subjects_of_a_verb_are_its_own_or_understood(text: str, expected: list[str]) -> None:
    assert asked(syntax.subjects, text) == expected


AGENTS = (
    pytest.param("The envoy was *appointed*.", [], id="a passive that names no agent"),
    pytest.param("The envoy was *appointed* on Monday.", [], id="a passive with a date only"),
    pytest.param("The envoy was *appointed* by the king.", ["king"], id="a passive with by"),
    pytest.param("The envoy *appointed* by the king left.", ["king"], id="a participle with by"),
    pytest.param("The king *appointed* the envoy.", ["king"], id="active"),
)


@pytest.mark.parametrize("text, expected", AGENTS)
def test_who_does_a_verb(text: str, expected: list[str]) -> None:
    assert asked(syntax.agents, text) == expected


PATIENTS = (
    pytest.param("The king *left*.", [], id="a verb without an object"),
    pytest.param("The king *appointed* the envoy and the judge.", ["envoy", "judge"], id="active, two objects"),
    pytest.param("The envoy was *appointed* by the king.", ["envoy"], id="passive"),
    pytest.param("The envoy *appointed* by the king left.", ["envoy"], id="a participle after its noun"),
)


@pytest.mark.parametrize("text, expected", PATIENTS)
def test_to_whom_a_verb_is_done(text: str, expected: list[str]) -> None:
    assert asked(syntax.patients, text) == expected


def test_prepositions_that_are_not_asked_for_give_nothing() -> None:
    text = "The minister had *talks* with the envoy and the judge in the city."
    assert asked(lambda token: syntax.prepositional(token, {"between"}), text) == []
    assert asked(lambda token: syntax.prepositional(token, {"with"}), text) == ["envoy", "judge"]


def test_possessors_come_with_what_is_joined_to_them() -> None:
    assert asked(syntax.possessors, "They rejected Chile and Peru's *plan*.") == ["Chile", "Peru"]
    assert asked(syntax.possessors, "The *visit* ended.") == []


PHRASES = (
    pytest.param("The old *king* of the island left.", "The old king", "The old king of the island", id="with of"),
    pytest.param("The *king*, who is old, left.", "The king", "The king", id="without a relative clause"),
    pytest.param("The *king* and the queen left.", "The king", "The king", id="without what is joined"),
)


@pytest.mark.parametrize("text, short, full", PHRASES)
def test_a_noun_phrase_ends_before_clauses_and_conjuncts(text: str, short: str, full: str) -> None:
    _, token = pointed(text)
    assert (syntax.phrase(token).text, syntax.full_phrase(token).text) == (short, full)


def test_governors_go_up_to_the_root_and_no_further_than_the_bound() -> None:
    _, token = pointed("He says she thinks they know we said you saw it was *good*.")
    above = list(syntax.governors(token))
    assert above[0] == token.head
    assert len(above) <= syntax.MAX_CLIMB


def test_a_list_without_end_is_walked_without_recursion() -> None:
    document, _ = pointed("*Fish* and " + "fish and " * 3000 + "fish.")
    assert sum(len(list(syntax.conjuncts(token))) >= 1 for token in document.doc) == len(document.doc)
