"""Recognizing the nouns that name a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components.measures.rules import nouns_by_head, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

    from extraction.components.measures.rules import MeasureNoun

BEFORE = {"compound", "amod", "nmod", "poss", "npadvmod", "punct", "advmod"}
"""How words hang on a noun that they stand before and modify."""

AFTER = {
    "regarding",
    "concerning",
    "on",
    "of",
    "for",
    "to",
    "against",
    "over",
    "into",
    "in",
    "at",
    "with",
    "before",
    "from",
}
"""Prepositions that tie the object of a measure to its noun."""

MAX_MODIFIERS = 12
"""Words before a noun that are looked at: enough for any headline, and a bound for any text."""


def measure_noun(token: Token) -> MeasureNoun | None:
    """The entry that a token stands for as the head of its phrase, if it names a measure.

    Args:
        token: any token of the text.
    """
    if token.pos_ == "PRON":
        found = PRONOUNS.get(token.lower_)
        return next((entry for entry in nouns_by_head().get(found or "", ()) if _acted_on(token)), None)
    if token.pos_ not in {"NOUN", "PROPN"}:
        return None
    entries = nouns_by_head().get(lemma_of(token), ())
    return next((entry for entry in entries if _fits(token, entry)), None)


def lemma_of(noun: Token) -> str:
    """The lemma of a noun in lower case; of one written as a name that of the common noun: "Tariffs on Steel"."""
    lemma = noun.lemma_.lower()
    if noun.pos_ != "PROPN" or lemma in nouns_by_head():
        return lemma
    for ending, singular in (("ies", "y"), ("s", "")):
        if lemma.endswith(ending) and lemma.removesuffix(ending) + singular in nouns_by_head():
            return lemma.removesuffix(ending) + singular
    return lemma


PRONOUNS = {"them": "they", "they": "they", "it": "it", "these": "they", "those": "they"}
"""Pronouns that may stand for a measure, and the head they have in the lexicon."""


def _acted_on(pronoun: Token) -> bool:
    """Whether a pronoun is what a plain verb of the lexicon is done to."""
    done_to = pronoun.dep_ in {*syntax.OBJECTS, "nsubjpass"}
    return done_to and pronoun.head.lemma_.lower() in words("pronoun_acts")


def _fits(token: Token, entry: MeasureNoun) -> bool:
    if entry.plural and not _is_plural(token):
        return False
    before = modifiers_before(token)
    if entry.anaphor:
        return _is_definite(token) and not set(entry.never_with) & before
    if entry.never_with and (set(entry.never_with) & (before | objects_after(token))):
        return False
    if entry.never_in and in_sentence(token, entry.never_in):
        return False
    if entry.modifiers and not set(entry.modifiers) & (before | objects_after(token)):
        return False
    return not entry.context or in_sentence(token, entry.context)


def _is_definite(token: Token) -> bool:
    """Whether a noun points back: "the ban", "these restrictions", "its curbs"."""
    return any(child.lower_ in DEFINITE or child.tag_ == "PRP$" for child in token.children if child.i < token.i)


DEFINITE = {"the", "this", "that", "these", "those", "such", "both", "new"}


def _is_plural(token: Token) -> bool:
    return token.tag_ in {"NNS", "NNPS"} or (token.lower_.endswith("s") and token.lower_ != token.lemma_.lower())


def modifiers_before(token: Token) -> set[str]:
    """The words that stand before a noun in its phrase, as lemmas and as written, in lower case; hyphens joined."""
    start = max(syntax.phrase(token).start, token.i - MAX_MODIFIERS)
    found: set[str] = set()
    for other in token.doc[start : token.i]:
        found |= {other.lower_, other.lemma_.lower()}
        if other.text == "-" and start < other.i < token.i - 1:
            found.add(f"{other.nbor(-1).lower_}-{other.nbor(1).lower_}")
    return found


def objects_after(token: Token) -> set[str]:
    """The heads of the phrases tied to a noun by a preposition, with what stands before them; lemmas, lower case."""
    return _words(syntax.prepositional(token, AFTER))


def _words(nouns: Iterable[Token]) -> set[str]:
    return {word for noun in nouns for word in (noun.lower_, noun.lemma_.lower(), *modifiers_before(noun))}


def in_sentence(token: Token, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases stands in the token's sentence as whole words."""
    text = f" {' '.join(other.lower_ for other in token.sent[:MAX_SENTENCE])} "
    return any(f" {phrase} " in text for phrase in phrases)


MAX_SENTENCE = 200
"""Tokens of a sentence that are searched for context: a bound for texts without full stops."""
