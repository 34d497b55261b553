"""Forms of words, and the scan that finds them."""

from __future__ import annotations

import pytest

from extraction import nlp
from extraction.gate.forms import Forms
from extraction.gate.scan import Scanner, spaced


@pytest.fixture(scope="module")
def forms() -> Forms:
    """The forms that the standard pipeline knows."""
    return Forms(nlp.load())


@pytest.mark.parametrize(
    "lemma, expected",
    [
        pytest.param("meet", {"meet", "meets", "met", "meeting"}, id="an irregular verb"),
        pytest.param("ban", {"ban", "bans", "banned", "banning"}, id="a doubled consonant"),
        pytest.param("levy", {"levy", "levies", "levied", "levying"}, id="a word in y"),
        pytest.param("impose", {"impose", "imposes", "imposed", "imposing"}, id="a word in e"),
        pytest.param("roll back", {"roll back", "rolled back", "rolling back"}, id="a phrase"),
        pytest.param("Spokesman", {"spokesman", "spokesmen"}, id="a plural in -men"),
    ],
)
def test_a_lemma_has_all_its_forms(forms: Forms, lemma: str, expected: set[str]) -> None:
    assert expected <= forms.of([lemma])


def test_the_forms_of_a_noun_are_not_those_of_the_verb(forms: Forms) -> None:
    of_noun = forms.of(["call"], ["noun"])
    assert "calls" in of_noun
    assert "called" not in of_noun


def found(text: str) -> list[tuple[str, int]]:
    """What a scan for three sets finds, as words of the text with their sets."""
    scanner = Scanner([["met", "U.S.", "anti-dumping"], ["minister"], ["prime minister", "minister"]])
    return [(text[start:end], sets) for start, end, sets in scanner.find(spaced(text))]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="no text"),
        pytest.param("metal administer", id="letters inside words"),
        pytest.param("prime  minist er", id="a word cut in two"),
    ],
)
def test_nothing_is_found_inside_words(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text, expected",
    [
        pytest.param("They MET.", [("MET", 0b001)], id="capitals"),
        pytest.param(
            "prime minister-elect", [("prime minister", 0b100), ("minister", 0b110)], id="a phrase and its word"
        ),
        pytest.param("U.S.-Japan anti-dumping", [("U.S", 0b001), ("anti-dumping", 0b001)], id="marks"),
        pytest.param("\u0130 met", [("met", 0b001)], id="a letter that grows in lower case"),
    ],
)
def test_words_and_phrases_are_found_where_they_stand(text: str, expected: list[tuple[str, int]]) -> None:
    assert found(text) == expected
