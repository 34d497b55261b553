"""Which way a clause looks: back or forward from the day of publication."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from extraction.components.dates.lexicon import lexicon
from extraction.components.dates.place import site_of, stands_before_noun
from extraction.syntax import NOUNS, VERBS, governors

if TYPE_CHECKING:
    from extraction.tokens import Span, Token

PRESENT_TAGS = frozenset({"VBZ", "VBP"})
PAST_HELPERS = frozenset({"did", "was", "were", "had", "has", "have", "been", "'ve", "'d"})
PRESENT_HELPERS = frozenset({"is", "are", "'s", "'re", "am", "be"})


class Tense(StrEnum):
    """Where a clause places what it tells of, seen from the day of publication."""

    PAST = "past"
    """Before it or on it: "met"."""

    PRESENT = "present"
    """About it: "meets", "is meeting"."""

    FUTURE = "future"
    """After it or on it: "will meet"."""

    AHEAD_OF_PAST = "once future"
    """Ahead of a moment in the past, so on either side of publication: "was to meet", "would meet"."""

    UNTOLD = "tenseless"
    """No verb tells."""


def tense_at(expression: Span) -> Tense:
    """The tense of the clause around a date.

    The search goes up from the date: a word such as "scheduled" or "ahead of" decides at once, a finite verb by its
    form, and an infinitive or a participle without auxiliary passes the question on to the word that governs it.
    """
    before = expression.doc[expression.start - 1] if expression.start else None
    if before is not None and before.lower_ == "earlier":
        return Tense.PAST
    site = site_of(expression)
    tense = _tense_from(expression.root, until=site) or _tense_from(site) or Tense.UNTOLD
    recent = tense is Tense.PRESENT and stands_before_noun(expression) and expression.end < len(expression.doc)
    if recent and expression.doc[expression.end].lower_ == "'s" and site.lemma_ not in lexicon().forward_words:
        return Tense.PAST
    return tense


def _tense_from(token: Token, until: Token | None = None) -> Tense | None:
    """What the words from a token upward tell of the tense; with `until`, those below it that are no verbs."""
    for word in (token, *governors(token)):
        if until is not None and (word == until or word.pos_ in VERBS):
            return None
        told = _told_by(word)
        if told is not None:
            return told
    return None


def _told_by(word: Token) -> Tense | None:
    """What one word on the way up tells of the tense; None where the search has to go on."""
    cues = lexicon()
    if word.lower_ in cues.open_words:
        return Tense.AHEAD_OF_PAST
    if word.dep_ in {"prep", "advmod", "mark"} and word.lower_ in cues.forward_prepositions:
        return Tense.FUTURE
    if word.dep_ in {"prep", "mark"} and word.lower_ in cues.backward_prepositions:
        return Tense.PAST
    modifiers = {child.lower_ for child in word.children if child.dep_ in {"amod", "acl", "acomp"}}
    if word.lower_ in cues.forward_words or (word.pos_ in NOUNS and not modifiers.isdisjoint(cues.forward_words)):
        return Tense.AHEAD_OF_PAST if _is_of_the_past(word) else Tense.FUTURE
    return tense_of_verb(word) if word.pos_ in VERBS else None


def _is_of_the_past(cue: Token) -> bool:
    """Whether a word such as "scheduled" or "due" stands in a past clause: "was due to meet"."""
    words = {child.lower_ for child in cue.children} | {cue.head.lower_ if cue.dep_ == "acomp" else ""}
    return not words.isdisjoint({"was", "were", "had", "been"})


def tense_of_verb(verb: Token) -> Tense | None:
    """The tense that a verb and its auxiliaries show; None for a form that leaves it to the governing word."""
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    words = {helper.lower_ for helper in helpers}
    if any(helper.tag_ == "MD" for helper in helpers):
        return _tense_of_modal(words)
    if "to" in words:
        return _tense_of_infinitive(verb)
    if "did" in words or (words & PAST_HELPERS and verb.tag_ != "VB"):
        return Tense.PAST
    return _tense_of_form(verb, words)


def _tense_of_modal(words: set[str]) -> Tense:
    """Of modals: "will" looks ahead, "would" looks ahead from the past, and a perfect looks back: "may have met"."""
    if words & {"will", "'ll", "shall", "wo"}:
        return Tense.FUTURE
    if "have" in words:
        return Tense.PAST
    return Tense.AHEAD_OF_PAST if words & {"would", "'d", "could", "might"} else Tense.FUTURE


def _tense_of_form(verb: Token, auxiliaries: set[str]) -> Tense | None:
    """The tense of a verb by its own form."""
    if verb.tag_ == "VBD":
        return Tense.PAST
    if verb.tag_ in PRESENT_TAGS:
        return Tense.PRESENT
    if verb.tag_ == "VBN":
        return Tense.PRESENT if auxiliaries & PRESENT_HELPERS else Tense.PAST
    return Tense.PRESENT if verb.tag_ == "VBG" and auxiliaries else None


def _tense_of_infinitive(verb: Token) -> Tense | None:
    """An infinitive looks forward, unless a verb in the past that is none of planning governs it ("declined to")."""
    governor = verb.head
    if governor.pos_ not in VERBS or governor.lemma_ in lexicon().forward_governors:
        return Tense.FUTURE
    return None
