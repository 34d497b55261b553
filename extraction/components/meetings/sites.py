"""The words around a trigger that its place, time and topics may hang on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components.meetings.rules import lexicon, pointer_rules
from extraction.components.meetings.sides import carrier_of, counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extraction.tokens import Token

MAX_VERBS = 3
"""How many verbs above the one that carries a trigger are asked: "flew to Lagos to hold talks"."""


def sites(trigger: Token) -> Iterator[Token]:
    """The words that the place and time of a trigger may hang on: itself, what carries it, and what those hang on.

    In "discuss the possibility of talks in May" the parser may hang the time on "discuss", but it is that of the talks.
    """
    yield trigger
    word = trigger
    if trigger.pos_ not in syntax.VERBS:
        yield from said_of(trigger)
        yield from _held(trigger)
        carried = carrier_of(trigger)
        if carried is None:
            return
        word = carried[0]
        if carried[1] is None and word.lemma_ in lexicon().topic_verbs:
            yield word
            return
        if not _may_be_site(word):
            return
        yield word
    for _ in range(MAX_VERBS):
        if word.dep_ not in {"xcomp", "advcl", "conj", "acl", "pcomp"} or word.head.pos_ not in syntax.VERBS:
            return
        word = word.head
        if not _may_be_site(word):
            return
        yield word


def _may_be_site(verb: Token) -> bool:
    """Whether the place and time of what a verb carries may hang on it."""
    lemma = verb.lemma_
    return lemma == "meet" or lemma in lexicon().carriers or lemma in lexicon().presence


def _held(noun: Token) -> Iterator[Token]:
    """The verbs of a clause about a noun: "talks held in Lagos", "talks that they plan to hold in Lagos"."""
    for child in noun.children:
        if child.dep_ in {"acl", "relcl"} and (child.lemma_ in lexicon().carriers or child.lemma_ in pointer_rules()):
            yield child
            yield from (one for one in child.children if one.dep_ == "xcomp" and one.lemma_ in lexicon().carriers)


def said_of(noun: Token) -> Iterator[Token]:
    """The verbs that tell where and when what a noun names is held: "the talks are to be held in Lagos"."""
    noun = counted(noun)
    if noun.dep_ not in syntax.SUBJECTS:
        return
    below = (one for child in noun.head.children for one in (child, *child.children) if one.dep_ == "xcomp")
    for verb in (noun.head, *below):
        if verb.lemma_ in pointer_rules() or verb.lemma_ in lexicon().carriers:
            yield verb
