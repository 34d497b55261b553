"""How and how often a meeting is held, and which of a series it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction.components.meetings.rules import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extraction.document import Document
    from extraction.tokens import Token
    from schemas.vocabulary import MeetingMode


def mode_of(trigger: Token) -> MeetingMode | None:
    """How the meeting is held, where the words around the trigger tell it."""
    near = {token.lower_ for token in _around(trigger)}
    return next(
        (
            cue.mode
            for cue in lexicon().modes
            if near & cue.words and (cue.mode != "in_person" or near & (cue.words - {"person"}))
        ),
        None,
    )


def _around(trigger: Token) -> Iterator[Token]:
    """The trigger's modifiers and the heads of its short phrases."""
    yield trigger
    for child in trigger.children:
        if child.dep_ in {"compound", "amod", "advmod", "nmod", "npadvmod"}:
            yield from child.subtree
        elif child.dep_ == "prep" and child.lower_ in {"by", "via", "on", "over", "through"}:
            for noun in child.children:
                yield noun
                yield from (modifier for modifier in noun.children if modifier.dep_ in {"compound", "amod"})


def recurrence_of(document: Document, trigger: Token) -> str | None:
    """How often the meeting repeats, as worded."""
    span = trigger.sent
    low = max(span.start, trigger.i - 4)
    before = document.words(low, trigger.i).lower()
    after = document.words(trigger.i + 1, min(span.end, trigger.i + 8)).lower()
    for words in lexicon().recurrences:
        if f" {words} " in f" {before} " or (f" {words}" in f" {after}" and " " in words):
            return words
    return None


def ordinal_of(trigger: Token) -> int | None:
    """Which of a series the meeting is: 2 for "their second summit"."""
    for child in trigger.children:
        if child.dep_ in {"amod", "advmod"} and child.lower_ in lexicon().ordinals:
            return lexicon().ordinals[child.lower_]
    return None
