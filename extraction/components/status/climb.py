"""The way up from a trigger through the words that govern it, and the cues met on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extraction.components.dates.tense import Tense, tense_of_verb
from extraction.components.status.lexicon import Cue, Scope, lexicon
from extraction.syntax import MAX_CLIMB, is_passive
from schemas.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extraction.document import Document

VERBS = frozenset({"VERB", "AUX"})
COMPLEMENTS = frozenset({"xcomp", "ccomp", "acl", "pcomp", "acomp", "advcl"})
PREMODIFIERS = frozenset({"amod", "advmod", "compound", "det", "nmod", "acl", "relcl", "neg"})


@dataclass(frozen=True, slots=True)
class Finding:
    """What one cue tells about the event."""

    status: Status
    """The status that it gives."""

    because: str
    """The cue as worded, and what it says."""

    dated: Status | None = None
    """The status instead, where the event has a day after publication."""

    asserts: bool = False
    """Whether it states that the event took place, whatever a word inside calls it."""


def findings(document: Document, trigger: Token) -> Iterator[Finding]:
    """The cues about a trigger, innermost first: those on the word itself, then those of each governor."""
    word, carried = trigger, True
    for _ in range(MAX_CLIMB):
        yield from _own(document, word, carried=carried, trigger=trigger)
        link = _link(word)
        if link is None:
            return
        scope, preposition, head = link
        marker = _marker(word, preposition)
        if marker is not None:
            yield marker
        cue = _cue(head, scope, preposition)
        if cue is not None:
            found = _governing(cue, head)
            if found:
                yield found
            carried = False
        elif not _passes(scope, preposition, word, head):
            return
        word = head


def _own(document: Document, word: Token, *, carried: bool, trigger: Token) -> Iterator[Finding]:
    """What a word's own modifiers and auxiliaries tell; `carried` while its time is still that of the event."""
    for child in word.children:
        yield from _modifier(child, word)
    if word.pos_ in VERBS:
        yield from _auxiliaries(word)
        if carried:
            yield from _form(document, word, trigger)
    elif any(child.lower_ == "no" and child.dep_ == "det" for child in word.children):
        yield Finding(Status.CANCELLED, f'"no {word.lower_}"')


def _modifier(child: Token, word: Token) -> Iterator[Finding]:
    if child.dep_ not in PREMODIFIERS:
        return
    cue = _cue(child, Scope.MODIFIER, None)
    if cue is None and child.dep_ in {"acl", "relcl"} and child.tag_ != "VBG" and word.pos_ in {"NOUN", "PROPN"}:
        yield from _clause_about(child)
    elif cue is not None:
        yield from _if_told(_governing(cue, child))


def _clause_about(verb: Token) -> Iterator[Finding]:
    """What a clause after a noun tells of it: "talks that were called off", "tariffs to be imposed"."""
    cue = _cue(verb, Scope.OBJECT if is_passive(verb) or verb.tag_ == "VBN" else Scope.SUBJECT, None)
    if cue is not None:
        yield from _if_told(_governing(cue, verb))
    elif verb.lemma_ in lexicon().carriers:
        yield from _auxiliaries(verb)
        if verb.tag_ == "VB" and any(child.lower_ == "to" for child in verb.children):
            yield Finding(Status.PLANNED, f'"to {verb.lower_}" after a noun')


def _auxiliaries(verb: Token) -> Iterator[Finding]:
    """What the auxiliaries and negations of a verb tell."""
    negated = _is_negated(verb)
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    perfect = any(helper.lower_ == "have" for helper in helpers)
    for helper in helpers:
        cue = _cue(helper, Scope.AUXILIARY, None)
        if cue is None or (perfect and helper.lower_ in {"would", "should", "could"}):
            continue
        yield from _if_told(_governing(cue, helper, negated=negated))
        return
    if perfect and any(helper.lower_ in {"would", "should", "could"} for helper in helpers):
        yield Finding(Status.CANCELLED, "an unreal past")
    elif negated:
        yield Finding(Status.CANCELLED, f'"{verb.lower_}" is denied')


def _form(document: Document, verb: Token, trigger: Token) -> Iterator[Finding]:
    """What the form of the verb that carries the event tells."""
    if any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children):
        if verb.dep_ == "ROOT" or verb.head.pos_ not in VERBS:
            yield Finding(Status.PLANNED, f'"to {verb.lower_}"')
    elif not _is_negated(verb) and tense_of_verb(verb) is Tense.PAST:
        yield Finding(Status.OCCURRED, f'"{verb.lower_}" in the past', asserts=verb is not trigger)


def _link(word: Token) -> tuple[Scope, str | None, Token] | None:
    """How a word hangs on the next one up: the scope, the preposition between, and that word."""
    head = word.head
    if head is word:
        return None
    if word.dep_ in {"nsubjpass", "dobj", "obj", "dative", "oprd", "attr"}:
        return Scope.OBJECT, None, head
    if word.dep_ in {"nsubj", "csubj"}:
        return Scope.SUBJECT, None, head
    if word.dep_ in {"pobj", "pcomp"}:
        return _link_over(head)
    if word.dep_ in {"conj", "appos"}:
        return _link(head) if word.pos_ not in VERBS or _leans_on(word) else None
    if word.dep_ in COMPLEMENTS:
        return Scope.COMPLEMENT, None, head
    if word.dep_ in {"compound", "nmod", "poss"} and head.pos_ in {"NOUN", "PROPN"}:
        return Scope.PREPOSITION, "of", head
    return None


def _link_over(preposition: Token) -> tuple[Scope, str | None, Token] | None:
    """The word beyond a preposition, chains such as "ahead of" included."""
    outer = preposition
    while outer.head is not outer and outer.dep_ in {"prep", "pcomp"} and outer.head.pos_ in {"ADP", "SCONJ", "ADV"}:
        outer = outer.head
    if outer.head is outer:
        return None
    return Scope.PREPOSITION, outer.lower_, outer.head


def _leans_on(verb: Token) -> bool:
    """Whether a joined verb takes its auxiliaries from the verb before: "will visit Tokyo and meet the premier"."""
    return not any(child.dep_ in {"aux", "auxpass", "nsubj", "nsubjpass"} for child in verb.children) and verb.tag_ in {
        "VB",
        "VBG",
        "VBN",
    }


def _marker(word: Token, preposition: str | None) -> Finding | None:
    """The word that opens the clause or phrase: "if", "ahead of", "without"."""
    openers = [child.lower_ for child in word.children if child.dep_ == "mark"]
    if preposition:
        openers.append(preposition)
    for opener in openers:
        for cue in lexicon().by_word.get(opener, ()):
            if Scope.MARKER in cue.scope:
                return Finding(cue.status, f'"{opener}" ({cue.id})', cue.dated)
    return None


def _cue(word: Token, scope: Scope, preposition: str | None) -> Cue | None:
    """The cue that a word is, in a scope."""
    for form in (word.lemma_.lower(), word.lower_):
        for cue in lexicon().by_word.get(form, ()):
            fits = scope in cue.scope and (not cue.prepositions or preposition in cue.prepositions)
            if fits:
                return cue
    return None


def _governing(cue: Cue, word: Token, *, negated: bool | None = None) -> Finding | None:
    """What a cue tells, the other way where it is denied."""
    denied = _is_negated(word) if negated is None else negated
    if denied:
        return Finding(cue.negated, f'"{word.lower_}" denied ({cue.id})') if cue.negated else None
    return Finding(cue.status, f'"{word.lower_}" ({cue.id})', cue.dated)


def _if_told(finding: Finding | None) -> Iterator[Finding]:
    if finding is not None:
        yield finding


def _is_negated(word: Token) -> bool:
    return any(child.dep_ == "neg" or (child.dep_ in {"det", "advmod"} and child.lower_ in lexicon().negations) for child in word.children)


def _passes(scope: Scope, preposition: str | None, word: Token, head: Token) -> bool:
    """Whether the search goes on from a word to one above it that is no cue."""
    if scope is Scope.COMPLEMENT:
        finite = word.dep_ in {"ccomp", "advcl", "acl"} and word.tag_ in {"VBD", "VBZ", "VBP"}
        return not finite and not any(child.dep_ in {"aux"} and child.tag_ == "MD" for child in word.children)
    if head.pos_ in VERBS:
        if scope is Scope.SUBJECT:
            return True
        if scope is Scope.OBJECT:
            return head.lemma_ in lexicon().carriers
        return preposition in {"in", "at", "during", "for", "with", "to", "on", "into", "from"} and head.lemma_ in lexicon().carriers
    return head.lemma_ in lexicon().containers
