"""Which way a clause looks: back or forward from the day of publication."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from extraction.components.dates.lexicon import lexicon
from extraction.syntax import governors

if TYPE_CHECKING:
    from spacy.tokens import Token

FINITE_PRESENT = frozenset({"VBZ", "VBP"})
CLAUSE_VERBS = frozenset({"VERB", "AUX"})


class Tense(StrEnum):
    """Where a clause places what it tells of, seen from the day of publication."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"


def tense_at(token: Token) -> Tense:
    """The tense of the clause around a token; present where no verb tells.

    The search goes up from the token: a word such as "scheduled" or "ahead of" decides at once, a finite verb by its
    form, and an infinitive or a participle without auxiliary passes the question on to the word that governs it.
    """
    for word in (token, *governors(token)):
        told = _told_by(word)
        if told is not None:
            return told
    return Tense.PRESENT


def _told_by(word: Token) -> Tense | None:
    """What one word on the way up tells of the tense; None where the search has to go on."""
    cues = lexicon()
    if word.lower_ in cues.forward_words or any(
        child.lower_ in cues.forward_words and child.dep_ in {"amod", "acl", "acomp"} for child in word.children
    ):
        return Tense.FUTURE
    if word.dep_ == "prep" and word.lower_ in cues.forward_prepositions:
        return Tense.FUTURE
    if word.dep_ in {"prep", "mark"} and word.lower_ in cues.backward_prepositions:
        return Tense.PAST
    return tense_of_verb(word) if word.pos_ in CLAUSE_VERBS else None


def tense_of_verb(verb: Token) -> Tense | None:
    """The tense that a verb and its auxiliaries show; None for a form that leaves it to the governing word."""
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    words = {helper.lower_ for helper in helpers}
    if any(helper.tag_ == "MD" for helper in helpers):
        perfect = "have" in words and not words & {"will", "'ll", "shall"}
        return Tense.PAST if perfect else Tense.FUTURE
    if words & {"did", "was", "were", "had", "has", "have", "been", "'ve", "'d"} and verb.tag_ != "VB":
        return Tense.PAST
    if words & {"did"}:
        return Tense.PAST
    if "to" in words or verb.tag_ == "VB":
        return _tense_of_infinitive(verb)
    return _tense_of_form(verb, words)


def _tense_of_form(verb: Token, auxiliaries: set[str]) -> Tense | None:
    """The tense of a verb by its own form."""
    if verb.tag_ == "VBD":
        return Tense.PAST
    if verb.tag_ in FINITE_PRESENT:
        return Tense.PRESENT
    if verb.tag_ == "VBN":
        return Tense.PRESENT if auxiliaries & {"is", "are", "'s", "'re", "am", "be"} else Tense.PAST
    if verb.tag_ == "VBG" and auxiliaries:
        return Tense.PRESENT
    return None


def _tense_of_infinitive(verb: Token) -> Tense | None:
    """An infinitive looks forward, unless its governor says that it came about ("managed to", "travelled to")."""
    governor = verb.head
    return None if governor is not verb and governor.lemma_ in lexicon().come_true else Tense.FUTURE
