"""Where a date stands in the parse, set right where the parser is known to err."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction.components.dates.lexicon import lexicon
from extraction.syntax import NOUNS, SUBJECTS, VERBS, governors

if TYPE_CHECKING:
    from extraction.tokens import Span, Token

COUNTED_BY = frozenset({"after", "before", "of", "to", "following"})
"""Last words of an expression that counts from one event to another: "a day after", "two days ahead of"."""

MAX_AIM = 4
"""How many words after an infinitive of purpose a date may stand that is that of the verb above."""

BEFORE_NOUN = frozenset({"compound", "amod", "poss", "nummod", "nmod", "npadvmod", "det"})
"""Relations of a date that stands before its noun: "the July summit", "Friday's talks"."""


def site_of(expression: Span) -> Token:
    """The word that a date hangs on: the first above it that is neither preposition nor part of the expression.

    In "said on Monday it would stop" the parser hangs the day on "stop"; a day between a verb of saying and the
    subject of what is said is that of the saying.
    """
    word = expression.root
    if is_counted(expression):
        return _counted_event(expression[-1]) or word
    for above in governors(word):
        inside = expression.start <= above.i < expression.end
        if inside or above.dep_ in {"prep", "pcomp"} or above.pos_ in {"ADP", "SCONJ"}:
            continue
        if above.pos_ in NOUNS and _is_glued(expression, above):
            return above.head.head
        return _saying_verb_above(above, expression) or _verb_over_aim(above, expression) or above
    return word


def is_counted(expression: Span) -> bool:
    """Whether an expression is the day of the event told after it, counted from another: "a day after she resigned"."""
    return expression[-1].lower_ in COUNTED_BY


def _counted_event(preposition: Token) -> Token | None:
    """The verb or noun after "a day after": of what it opens, that which tells the event."""
    opener = preposition.head if preposition.lower_ in {"of", "to"} else preposition
    if opener.dep_ == "mark":
        return opener.head
    below = [child for child in (*preposition.children, *opener.children) if child.i > preposition.i]
    found = next((child for child in below if child.dep_ in {"pobj", "pcomp"}), None)
    if found is None or found.pos_ != "PROPN":
        return found
    return next((word for word in found.sent[found.i - found.sent.start :] if _is_cut_off(word, opener)), found)


def _is_cut_off(verb: Token, opener: Token) -> bool:
    """Whether a verb was joined to the clause above though it has its subject after the opener."""
    joined = verb.dep_ == "conj" and verb.head == opener.head and verb.pos_ in VERBS
    return joined and not any(child.dep_ in {"cc", "nsubj"} and child.i > opener.i for child in verb.head.children)


def _is_glued(expression: Span, noun: Token) -> bool:
    """Whether the parser took a weekday for the first name of who acts: "on Sunday President Okoro signed"."""
    before = expression.doc[expression.start - 1] if expression.start else None
    return (
        before is not None
        and before.lower_ == "on"
        and noun.dep_ == "pobj"
        and noun.head == before
        and expression.root.dep_ == "compound"
        and expression.end == noun.i
        and noun.tag_ in {"NNP", "NNPS"}
    )


def _verb_over_aim(verb: Token, expression: Span) -> Token | None:
    """The verb in the past whose date was hung on its aim: "left to lead a fund last May"."""
    if verb.pos_ not in VERBS or verb.dep_ not in {"advcl", "acl", "relcl"}:
        return None
    if not 0 < expression.start - verb.i <= MAX_AIM:
        return None
    if not any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children):
        return None
    if not any(word.lower_ in lexicon().backward_words for word in expression):
        return None
    return next((above for above in governors(verb) if above.pos_ in VERBS and above.tag_ in {"VBD", "VBN"}), None)


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
