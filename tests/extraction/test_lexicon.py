"""Reading the rules: an error names file, line and place."""

from __future__ import annotations

import pytest

from extraction.lexicon import Entry, LexiconError, Rule, parse


class Word(Rule):
    """A rule with one field of its own."""

    words: tuple[str, ...]
    """Some words."""


class Words(Entry):
    """A lexicon of such rules."""

    rules: tuple[Word, ...]
    """The rules."""


GOOD = """\
rules:
  - id: greet
    source: usage
    example: Hello there.
    counterexample: Goodbye.
    words: [hello]
"""

BAD = (
    pytest.param("rules: ]", "words.yaml:1: ", id="text that is no YAML"),
    pytest.param("rules:\n  - id: a\n   source: b\n", "words.yaml:3: ", id="wrong indentation"),
    pytest.param(GOOD.replace("[hello]", "5"), "words.yaml:6: rules.0.words: ", id="a value of the wrong type"),
    pytest.param(GOOD.replace("words:", "wrods:"), "words.yaml:2: rules.0.words: Field required", id="a missing key"),
    pytest.param(GOOD + "    colour: red\n", "words.yaml:7: rules.0.colour: ", id="a key that is not known"),
    pytest.param("- a\n- b\n", "words.yaml:1: ", id="a list where keys are wanted"),
    pytest.param("", "words.yaml:1: ", id="an empty file"),
)


@pytest.mark.parametrize("text, start", BAD)
def test_an_error_names_file_line_and_place(text: str, start: str) -> None:
    """A lexicon that cannot be read gives one error that begins with the file, the line and what stands there."""
    with pytest.raises(LexiconError) as caught:
        parse(text, "words.yaml", Words)
    assert str(caught.value).startswith(start)


def test_a_good_lexicon_is_read_in_full() -> None:
    """Every field of every rule is there, in the order of the file."""
    assert parse(GOOD, "words.yaml", Words) == Words(
        rules=(Word(id="greet", source="usage", example="Hello there.", counterexample="Goodbye.", words=("hello",)),)
    )


def test_entries_are_frozen() -> None:
    """No rule can be changed once it is read."""
    rule = parse(GOOD, "words.yaml", Words).rules[0]
    with pytest.raises(ValueError, match="frozen"):
        rule.id = "other"  # type: ignore[misc]
