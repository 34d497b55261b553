"""How a text tells what is done to a measure: the verb or noun that governs it, or the clause that hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components.measures.rules import act, words
from schemas.vocabulary import MeasureAction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extraction.components.measures.rules import Act, Index
    from extraction.tokens import Token
    from schemas.vocabulary import Measure

MODIFIER = {"compound", "nmod", "amod", "poss"}
"""How a measure hangs on a noun that it stands before: "tariff cut"."""

NOMINAL_PREPOSITIONS = {"of", "on", "for", "in", "to", "against", "from"}
"""Prepositions that tie a measure to the noun for what is done to it."""

RELATIVE = {"that", "which"}


class Link(Enum):
    """What ties a measure noun to the word that tells the act."""

    OBJECT = auto()
    """It is the object of the verb: "lifted tariffs", "tariffs were lifted"."""

    PREPOSITION = auto()
    """It hangs on the verb by a preposition, and the object is another thing: "hit Peru with tariffs"."""

    SUBJECT = auto()
    """The verb is said of it: "tariffs took effect"."""

    HITTING = auto()
    """The verb is said of it, and the object is what it is aimed at: "tariffs hit Peru"."""

    NOUN = auto()
    """It hangs on a noun: "the lifting of tariffs", "tariff cuts"."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One act told of one measure noun."""

    act: Act
    """The entry of the lexicon."""

    trigger: Token
    """The verb or noun that tells it."""

    link: Link
    """What ties the measure noun to it."""


def tellings(noun: Token, measure: Measure) -> tuple[Telling, ...]:
    """What the text says is done to the measure that a noun names: by the words above it and by a clause below it."""
    found = (_above(noun, measure) or _headline_verb(noun, measure), *_below(noun, measure))
    return tuple(telling for telling in found if telling is not None)


def _above(noun: Token, measure: Measure) -> Telling | None:
    node = noun
    for _ in range(syntax.MAX_CLIMB):
        head = node.head
        if head is node:
            return None
        told = _told_by_head(node, head, measure)
        if told is not None:
            return _put_off(told, measure) or told
        if not _passes_through(node, head):
            return None
        node = head
    return None


def _headline_verb(noun: Token, measure: Measure) -> Telling | None:
    """The act of a headline whose verb the parser takes for a noun: "Peru lifts sanctions", "Peru slaps tariff"."""
    before = [child for child in noun.children if child.dep_ in {"compound", "nmod"} and child.i < noun.i]
    head = [noun.head] if noun.dep_ in {"appos", "dobj"} and noun.head.pos_ in syntax.NOUNS else []
    for word in (*before, *head):
        if word.tag_ in {"NNS", "VBZ"} and word.dep_ in {"compound", "nmod", "ROOT"} and word.lower_.endswith("s"):
            keys = (word.lemma_.lower(), word.lower_.removesuffix("s"))
            told = _telling("verbs", keys, measure, word, Link.NOUN)
            if told is not None:
                return told
    return None


def _put_off(told: Telling, measure: Measure) -> Telling | None:
    """The act of "delayed the introduction of tariffs": what is done to the entry of a measure is done to it."""
    trigger, verb = told.trigger, told.trigger.head
    if told.link is not Link.NOUN or told.act.action is not MeasureAction.IMPOSE or told.act.status is not None:
        return None
    if trigger.dep_ not in {*syntax.OBJECTS, "nsubjpass"} or verb.pos_ not in syntax.VERBS:
        return None
    above = _telling("verbs", verb_keys(verb), measure, verb, Link.OBJECT)
    return above if above is not None and above.act.action is MeasureAction.SUSPEND else None


def _passes_through(node: Token, head: Token) -> bool:
    """Whether what governs a word above also governs the measure: a list, a light noun or its preposition."""
    if node.dep_ in {"conj", "appos"}:
        return head.pos_ in syntax.NOUNS
    if node.dep_ in {"compound", "nmod"}:
        return head.lemma_.lower() in words("light")
    if node.dep_ == "pobj":
        holder = head.head
        lemma = holder.lemma_.lower()
        return head.lower_ in {"of", "on", "in"} and (lemma in words("light") or lemma in words("amounts"))
    return node.dep_ == "prep"


def _told_by_head(node: Token, head: Token, measure: Measure) -> Telling | None:
    if node.dep_ in MODIFIER and head.pos_ in syntax.NOUNS:
        return _telling("nouns", (head.lemma_.lower(),), measure, head, Link.NOUN)
    if node.dep_ == "pobj":
        return _told_through_preposition(head, measure)
    if head.pos_ not in syntax.VERBS:
        return None
    if node.dep_ in syntax.OBJECTS or node.dep_ in {"nsubjpass", "oprd", "attr"}:
        told = _telling("verbs", verb_keys(head), measure, head, Link.OBJECT)
        return told or (_raised(head, measure) if node.dep_ == "nsubjpass" else None)
    return (_told_of_subject(head, measure) or _headline_passive(head, measure)) if node.dep_ == "nsubj" else None


def _headline_passive(verb: Token, measure: Measure) -> Telling | None:
    """The act of a headline that leaves out the auxiliary: "Tariffs on Peruvian wine lifted"."""
    bare = not has_object(verb) and not any(child.dep_ in {"aux", "prep"} for child in verb.children)
    whole = (
        verb.dep_ == "ROOT" and verb.tag_ in {"VBD", "VBN"} and not verb.sent.text.rstrip().endswith((".", "!", "?"))
    )
    return _telling("verbs", verb_keys(verb), measure, verb, Link.OBJECT) if bare and whole else None


def _told_of_subject(verb: Token, measure: Measure) -> Telling | None:
    set_phrase = _telling("subject_verbs", set_phrases(verb), measure, verb, Link.SUBJECT)
    if set_phrase is not None:
        return set_phrase
    if has_object(verb):
        return _telling("hitting_verbs", verb_keys(verb), measure, verb, Link.HITTING)
    return _telling("subject_verbs", verb_keys(verb), measure, verb, Link.SUBJECT) or _raised(verb, measure)


def has_object(verb: Token) -> bool:
    """Whether a verb has a direct object."""
    return any(child.dep_ in syntax.OBJECTS for child in verb.children)


def _raised(verb: Token, measure: Measure) -> Telling | None:
    """The act of "tariffs are expected to be lifted" or "are due to take effect"."""
    inner = next((child for child in _infinitives(verb)), None)
    if inner is None:
        return None
    if syntax.is_passive(inner):
        return _telling("verbs", verb_keys(inner), measure, inner, Link.OBJECT)
    return _told_of_subject(inner, measure)


def _infinitives(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.dep_ == "xcomp" and child.pos_ in syntax.VERBS:
            yield child
        elif child.dep_ in {"acomp", "xcomp", "oprd"} and child.pos_ == "ADJ":
            yield from (one for one in child.children if one.dep_ == "xcomp" and one.pos_ in syntax.VERBS)


def _told_through_preposition(preposition: Token, measure: Measure) -> Telling | None:
    governor = preposition.head
    word = preposition.lower_
    if preposition.dep_ == "agent":
        return _telling("hitting_verbs", verb_keys(governor), measure, governor, Link.HITTING)
    if word == "of" and governor.dep_ == "pobj" and governor.head.lower_ == "by":
        governor = governor.head.head
    if governor.pos_ in syntax.NOUNS:
        nominal = word in NOMINAL_PREPOSITIONS
        told = _telling("nouns", (governor.lemma_.lower(),), measure, governor, Link.NOUN) if nominal else None
        return told or _told_across_object(governor, word, measure)
    if governor.pos_ == "ADJ":
        found = _telling("verbs", (f"be {governor.lower_} {word}",), measure, governor.head, Link.PREPOSITION)
        return found if governor.head.pos_ in syntax.VERBS else None
    verb = governor.head if governor.dep_ in {"prep", "advmod", "prt"} else governor
    if verb.pos_ not in syntax.VERBS:
        return None
    tail = word if verb is governor else f"{governor.lower_} {word}"
    return _telling("verbs", (f"{key} {tail}" for key in verb_keys(verb)), measure, verb, Link.PREPOSITION)


def _told_across_object(governor: Token, word: str, measure: Measure) -> Telling | None:
    """The act of a verb whose object the parser has hung the measure on: "added two firms to its blacklist"."""
    verb = governor.head
    if (
        word not in ACROSS
        or governor.dep_ not in {*syntax.OBJECTS, "nsubjpass", "conj"}
        or verb.pos_ not in syntax.VERBS
    ):
        return None
    return _telling("verbs", (f"{key} {word}" for key in verb_keys(verb)), measure, verb, Link.PREPOSITION)


ACROSS = {"to", "from", "with", "on", "under", "of"}
"""Prepositions of verbs that have an object before the measure."""


def _below(noun: Token, measure: Measure) -> Iterator[Telling | None]:
    for child in noun.children:
        if child.dep_ not in {"acl", "relcl"} or child.pos_ not in syntax.VERBS:
            continue
        if (child.dep_ == "acl" and child.tag_ == "VBG") or _is_subject_of(child):
            yield _told_of_subject(child, measure)
        elif child.tag_ == "VBN" or syntax.is_passive(child) or _lacks_object(child):
            yield _telling("verbs", verb_keys(child), measure, child, Link.OBJECT) or _raised(child, measure)


def _is_subject_of(clause: Token) -> bool:
    """Whether an active relative clause is said of its antecedent: "tariffs that hit farmers"."""
    subject = next((child for child in clause.children if child.dep_ == "nsubj"), None)
    return clause.tag_ != "VBN" and not syntax.is_passive(clause) and (subject is None or subject.lower_ in RELATIVE)


def _lacks_object(clause: Token) -> bool:
    """Whether the antecedent is the object of a relative clause: "tariffs (that) Turkey imposed"."""
    objects = [child for child in clause.children if child.dep_ in syntax.OBJECTS]
    return not objects or any(child.lower_ in RELATIVE for child in objects)


def _telling(index: Index, keys: Iterable[str], measure: Measure, trigger: Token, link: Link) -> Telling | None:
    found = act(index, keys, measure)
    return Telling(found, trigger, link) if found else None


def verb_keys(verb: Token) -> tuple[str, ...]:
    """The ways a verb can stand in the lexicon, the longest first: "roll back", "roll"."""
    lemma = verb.lemma_.lower()
    particles = [child.lower_ for child in verb.children if child.dep_ in {"prt", "advmod"} and child.i > verb.i]
    return (*(f"{lemma} {particle}" for particle in particles), lemma)


def set_phrases(verb: Token) -> tuple[str, ...]:
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
