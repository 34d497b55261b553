"""Where a date stands in the parse, set right where the parser is known to err."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction.components.dates.lexicon import lexicon
from extraction.syntax import SUBJECTS, governors

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

VERBS = frozenset({"VERB", "AUX"})
"""Parts of speech that head a clause."""

NOUNS = frozenset({"NOUN", "PROPN"})
"""Parts of speech that head a noun phrase."""

BEFORE_NOUN = frozenset({"compound", "amod", "poss", "nummod", "nmod", "npadvmod", "det"})
"""Relations of a date that stands before its noun: "the July summit", "Friday's talks"."""


def site_of(expression: Span) -> Token:
    """The word that a date hangs on: the first above it that is neither preposition nor part of the expression.

    In "said on Monday it would stop" the parser hangs the day on "stop"; a day between a verb of saying and the
    subject of what is said is that of the saying.
    """
    word = expression.root
    for above in governors(word):
        inside = expression.start <= above.i < expression.end
        if not inside and above.dep_ not in {"prep", "pcomp"} and above.pos_ not in {"ADP", "SCONJ"}:
            return _saying_verb_above(above, expression) or above
    return word


def _saying_verb_above(verb: Token, expression: Span) -> Token | None:
    """The verb of saying that a date belongs to, where it was hung on the verb of what is said."""
    above = verb.head
    if verb.dep_ not in {"ccomp", "xcomp"} or above.lemma_ not in lexicon().saying_verbs:
        return None
    subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    return above if subject is not None and above.i < expression.start < subject.i else None


def stands_before_noun(expression: Span) -> bool:
    """Whether a date stands before its noun: "the July summit", "Friday's talks"."""
    site = site_of(expression)
    return site.pos_ in NOUNS and expression.end <= site.i and expression.root.dep_ in BEFORE_NOUN
