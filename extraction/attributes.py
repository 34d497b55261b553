"""The attribute ruler of a spaCy pipeline, remembered: its rules are worked out once for each kind of token.

Its rules look at a token's tag, form and relation, so two tokens alike in these get the same attributes. The ruler
itself tells what they are, the first time such a token comes; nearly all tokens of a text have come before. Rules over
several tokens are asked wherever a token comes that may begin one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.language import Language
from spacy.matcher import Matcher

from extraction.networks import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.tokens import Doc, Span

ATTRIBUTES = "communique_attributes"
"""Name of the spaCy component that stands in for the attribute ruler."""

RULER = "attribute_ruler"
"""Name of the component whose rules it applies."""

ASKED = frozenset({"TAG", "LOWER", "DEP", "IS_SPACE"})
"""All that the rules may look at; a pipeline with others keeps its own ruler."""

SET_AT_ONCE: list[int | str] = ["POS", "MORPH", "LEMMA"]
"""What is set for a whole text at once; what else the rules set is set token by token."""

KIND: list[int | str] = ["TAG", "LOWER", "DEP", "IS_SPACE", *SET_AT_ONCE]
"""What makes two tokens alike."""

MAX_KINDS = 100_000
"""Kinds of token that are remembered, under a kilobyte each; beyond them all are forgotten."""

Phrase = tuple[bytes, ...]
"""The kinds of some tokens in a row, as bytes of `KIND`."""

Match = tuple[int, int, int, int]
"""The number of a rule, its key in the matcher, and the first token and the one after the last."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What the rules say of one kind of token."""

    values: tuple[int, ...]
    """The values of `SET_AT_ONCE`."""

    rules: tuple[tuple[int, int], ...]
    """The rules over one token that match, as number and key."""

    begins: bool
    """Whether it may be the first token of a rule over several."""

    by_itself: bool
    """Whether the rules set more of it than `SET_AT_ONCE`."""


def remember(nlp: Language) -> None:
    """Let the remembering component do the work of a pipeline's attribute ruler, where the rules allow it."""
    if not nlp.has_pipe(RULER):
        return
    ruler: Any = nlp.get_pipe(RULER)
    asked = {key for rule in ruler.patterns for pattern in rule["patterns"] for token in pattern for key in token}
    if asked <= ASKED:
        nlp.add_pipe(ATTRIBUTES, before=RULER)
        nlp.disable_pipe(RULER)


@Language.factory(ATTRIBUTES)
def remembered_ruler(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """A component that sets the same attributes as the pipeline's attribute ruler."""
    ruler: Any = nlp.get_pipe(RULER)
    longest = max((len(pattern) for rule in ruler.patterns for pattern in rule["patterns"]), default=1)
    beginnings = _beginnings(nlp, ruler)
    kinds: dict[bytes, Kind] = {}
    alike: dict[Kind, Kind] = {}
    phrases: dict[Phrase, list[Match]] = {}

    def apply(doc: Doc) -> Doc:
        if not len(doc):
            return doc
        rows = tuple(rows_of(doc.to_array(KIND)))
        for remembered in (kinds, phrases):
            if len(remembered) > MAX_KINDS:
                remembered.clear()
        for i, row in enumerate(rows):
            if row not in kinds:
                kind = _kind(ruler, beginnings, doc, i)
                kinds[row] = alike.setdefault(kind, kind)
        found = [kinds[row] for row in rows]
        values: Any = np.array([kind.values for kind in found], dtype="uint64")
        doc.from_array(SET_AT_ONCE, values)
        longer: list[Match] = []
        for at in (i for i, kind in enumerate(found) if kind.begins):
            phrase = rows[at : at + longest]
            if phrase not in phrases:
                phrases[phrase] = _over_several(ruler, doc[at : at + longest])
            longer += [(number, key, at + start, at + end) for number, key, start, end in phrases[phrase]]
        ruler.set_annotations(doc, _left_over(found, longer))
        return doc

    return apply


def _beginnings(nlp: Language, ruler: Any) -> Matcher:  # noqa: ANN401 -- spaCy types no component by its name
    """What matches a token that may begin a rule over several."""
    first = [pattern[:1] for rule in ruler.patterns for pattern in rule["patterns"] if len(pattern) > 1]
    matcher = Matcher(nlp.vocab)
    if first:
        matcher.add("beginning", first)
    return matcher


def _kind(ruler: Any, beginnings: Matcher, doc: Doc, at: int) -> Kind:  # noqa: ANN401 -- as above
    """What the rules say of a token that nothing is known of; it is left with its attributes set."""
    token: Any = doc[at]
    tag, relation = token.tag, token.dep
    begins = bool(beginnings(doc[at : at + 1], allow_missing=True))
    rules = tuple((number, key) for number, key, _, _ in ruler.match(doc[at : at + 1]))
    ruler.set_annotations(doc, [(number, key, at, at + 1) for number, key in rules])
    values = (token.pos, token.morph.key, token.lemma)
    by_itself = (tag, relation) != (token.tag, token.dep)
    token.tag, token.dep = tag, relation
    return Kind(values, rules, begins, by_itself)


def _over_several(ruler: Any, phrase: Span) -> list[Match]:  # noqa: ANN401 -- as above
    """The matches of rules over several tokens in some tokens, counted from the first of these."""
    return [match for match in ruler.match(phrase) if match[3] - match[2] > 1]


def _left_over(found: Sequence[Kind], longer: list[Match]) -> list[Match]:
    """The matches still to be applied, in the order of the rules: of rules over several tokens, and of these tokens."""
    touched = {i for _, _, start, end in longer for i in range(start, end)}
    touched |= {i for i, kind in enumerate(found) if kind.by_itself}
    single = [(number, key, i, i + 1) for i in touched for number, key in found[i].rules]
    return sorted({*longer, *single})
