"""How a text tells what is done to a measure: the verb or noun that governs it, or the clause that hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components.measures.rules import act, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extraction.components.measures.rules import Act
    from schemas.vocabulary import Measure

MODIFIER = {"compound", "nmod", "amod", "poss"}
"""How a measure hangs on a noun that it stands before: "tariff cut"."""

NOMINAL_PREPOSITIONS = {"of", "on", "for", "in", "to", "against", "from"}
"""Prepositions that tie a measure to the noun for what is done to it."""

VERBAL = {"VERB", "AUX"}

RELATIVE = {"that", "which"}


@dataclass(frozen=True, slots=True)
class Telling:
    """One act told of one measure noun."""

    act: Act
    """The entry of the lexicon."""

    trigger: Token
    """The verb or noun that tells it."""

    by_preposition: bool = False
    """Whether the measure hangs on the verb by a preposition, so that the verb's object is another thing."""


def tellings(noun: Token, measure: Measure) -> tuple[Telling, ...]:
    """What the text says is done to the measure that a noun names: by the words above it and by a clause below it."""
    found = (_above(noun, measure), *_below(noun, measure))
    return tuple(telling for telling in found if telling is not None)


def _above(noun: Token, measure: Measure) -> Telling | None:
    node = noun
    for _ in range(syntax.MAX_CLIMB):
        head = node.head
        if head is node:
            return None
        told = _told_by_head(node, head, measure)
        if told is not None:
            return told
        if not _passes_through(node, head):
            return None
        node = head
    return None


def _passes_through(node: Token, head: Token) -> bool:
    """Whether what governs a word above also governs the measure: a list, a light noun or its preposition."""
    if node.dep_ in {"conj", "appos"}:
        return head.pos_ in {"NOUN", "PROPN"}
    if node.dep_ in {"compound", "nmod"}:
        return head.lemma_.lower() in words("light")
    if node.dep_ == "pobj":
        return head.lower_ in {"of", "on"} and head.head.lemma_.lower() in words("light")
    return node.dep_ == "prep"


def _told_by_head(node: Token, head: Token, measure: Measure) -> Telling | None:
    if node.dep_ in MODIFIER and head.pos_ in {"NOUN", "PROPN"}:
        return _telling(act("nouns", (head.lemma_.lower(),), measure), head)
    if node.dep_ == "pobj":
        return _told_through_preposition(head, measure)
    if head.pos_ not in VERBAL:
        return None
    if node.dep_ in syntax.OBJECTS or node.dep_ in {"nsubjpass", "oprd", "attr"}:
        return _telling(act("verbs", verb_keys(head), measure), head) or (
            _raised(head, measure) if node.dep_ == "nsubjpass" else None
        )
    if node.dep_ == "nsubj":
        return _told_of_subject(head, measure)
    return None


def _told_of_subject(verb: Token, measure: Measure) -> Telling | None:
    if has_object(verb) and act("subject_verbs", effect_keys(verb), measure) is None:
        return None
    return _telling(act("subject_verbs", (*effect_keys(verb), *verb_keys(verb)), measure), verb) or _raised(verb, measure)


def has_object(verb: Token) -> bool:
    """Whether a verb has a direct object."""
    return any(child.dep_ in syntax.OBJECTS for child in verb.children)


def _raised(verb: Token, measure: Measure) -> Telling | None:
    """The act of "tariffs are expected to be lifted" or "are due to take effect"."""
    inner = next((child for child in _infinitives(verb)), None)
    if inner is None:
        return None
    if syntax.is_passive(inner):
        return _telling(act("verbs", verb_keys(inner), measure), inner)
    return _telling(act("subject_verbs", (*effect_keys(inner), *verb_keys(inner)), measure), inner)


def _infinitives(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.dep_ == "xcomp" and child.pos_ in VERBAL:
            yield child
        elif child.dep_ in {"acomp", "xcomp", "oprd"} and child.pos_ == "ADJ":
            yield from (one for one in child.children if one.dep_ == "xcomp" and one.pos_ in VERBAL)


def _told_through_preposition(preposition: Token, measure: Measure) -> Telling | None:
    governor = preposition.head
    if governor.pos_ in {"NOUN", "PROPN"}:
        if preposition.lower_ not in NOMINAL_PREPOSITIONS:
            return None
        return _telling(act("nouns", (governor.lemma_.lower(),), measure), governor)
    keys = [f"{key} {preposition.lower_}" for key in verb_keys(governor)]
    if governor.dep_ == "prep":
        keys = [f"{key} {governor.lower_} {preposition.lower_}" for key in verb_keys(governor.head)]
        governor = governor.head
    if governor.pos_ not in VERBAL:
        return None
    return _telling(act("verbs", keys, measure), governor, by_preposition=True)


def _below(noun: Token, measure: Measure) -> Iterator[Telling | None]:
    for child in noun.children:
        if child.dep_ not in {"acl", "relcl"} or child.pos_ not in VERBAL:
            continue
        if child.dep_ == "acl" and child.tag_ == "VBG" or _is_subject_of(noun, child):
            yield _told_of_subject(child, measure)
        elif child.tag_ == "VBN" or syntax.is_passive(child) or _lacks_object(child):
            yield _telling(act("verbs", verb_keys(child), measure), child) or _raised(child, measure)


def _is_subject_of(noun: Token, clause: Token) -> bool:
    """Whether the noun is what an active relative clause is said of: "tariffs that hit farmers"."""
    subject = next((child for child in clause.children if child.dep_ == "nsubj"), None)
    return clause.tag_ != "VBN" and not syntax.is_passive(clause) and (subject is None or subject.lower_ in RELATIVE)


def _lacks_object(clause: Token) -> bool:
    """Whether the noun is the object of a relative clause: "tariffs (that) Turkey imposed"."""
    objects = [child for child in clause.children if child.dep_ in syntax.OBJECTS]
    return not objects or any(child.lower_ in RELATIVE for child in objects)


def _telling(found: Act | None, trigger: Token, *, by_preposition: bool = False) -> Telling | None:
    return Telling(found, trigger, by_preposition) if found else None


def verb_keys(verb: Token) -> tuple[str, ...]:
    """The ways a verb can stand in the lexicon, the longest first: "roll back", "roll"."""
    lemma = verb.lemma_.lower()
    particles = [child.lower_ for child in verb.children if child.dep_ in {"prt", "advmod"} and child.i > verb.i]
    return (*(f"{lemma} {particle}" for particle in particles), lemma)


def effect_keys(verb: Token) -> tuple[str, ...]:
    """The verb with its object or prepositional phrase as a set phrase: "take effect", "come into force"."""
    lemma = verb.lemma_.lower()
    with_object = (f"{lemma} {child.lemma_.lower()}" for child in verb.children if child.dep_ in syntax.OBJECTS)
    with_phrase = (
        f"{lemma} {child.lower_} {noun.lemma_.lower()}"
        for child in verb.children
        if child.dep_ == "prep"
        for noun in child.children
        if noun.dep_ == "pobj"
    )
    return (*with_object, *with_phrase)
