"""The lemmas of words: those of a spaCy pipeline's rule lemmatizer, remembered, with its verbs in "e" set right.

A lemma hangs on a word, its class and its morphology alone. Nearly all tokens of a text have come before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import Lemmatizer

from extraction.networks import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from spacy.tokens import Doc, Token

LEMMAS = "communique_lemmas"
"""Name of the spaCy component that sets lemmas."""

LEMMATIZER = "lemmatizer"
"""Name of the component whose rules it applies, or whose lemmas it sets right."""

KIND: list[int | str] = ["ORTH", "POS", "MORPH", "LEMMA"]
"""What makes two tokens alike; a lemma set before is kept."""

MAX_KINDS = 100_000
"""Kinds of token that are remembered, some 300 bytes each; beyond them all are forgotten."""

SHORT_STEM = re.compile(r"(?:^|[^aeiou])[aeiouy][^aeiouwxy]$")
"""A stem of one vowel and one consonant: English doubles that consonant where no "e" follows ("hop", "hopped")."""


def remember(nlp: Language) -> None:
    """Let the remembering component set the lemmas of a pipeline that has a lemmatizer."""
    if not nlp.has_pipe(LEMMATIZER):
        return
    nlp.add_pipe(LEMMAS, after=LEMMATIZER)
    if _is_known(nlp.get_pipe(LEMMATIZER)):
        nlp.disable_pipe(LEMMATIZER)


def _is_known(lemmatizer: Any) -> bool:  # noqa: ANN401 -- spaCy types no component by its name
    """Whether the lemmas hang on each token alone; a trained lemmatizer reads the whole text."""
    return isinstance(lemmatizer, Lemmatizer) and lemmatizer.mode == "rule" and not lemmatizer.overwrite


@Language.factory(LEMMAS)
def remembered_lemmas(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """A component that sets the lemmas, those of verbs in "e" set right."""
    lemmatizer: Any = nlp.get_pipe(LEMMATIZER)
    corrected = verbs_in_e(lemmatizer)
    kinds: dict[bytes, int] = {}

    def worked_out(token: Token) -> int:
        lemma = token.lemma_ or lemmatizer.lemmatize(token)[0]
        if token.pos_ == "VERB":
            lemma = corrected.get(token.lower_, lemma)
        return nlp.vocab.strings.add(lemma)

    def apply(doc: Doc) -> Doc:
        rows = rows_of(doc.to_array(KIND))
        if len(kinds) > MAX_KINDS:
            kinds.clear()
            getattr(lemmatizer, "cache", {}).clear()
        for i, row in enumerate(rows):
            if row not in kinds:
                kinds[row] = worked_out(doc[i])
        values: Any = np.array([kinds[row] for row in rows], dtype="uint64")
        return doc.from_array(["LEMMA"], values)

    return apply


def verbs_in_e(lemmatizer: Any) -> Mapping[str, str]:  # noqa: ANN401 -- spaCy types no component by its name
    """The verbs in "e" that their forms belong to: "hopes", "rated" and "staging".

    The rule lemmatizer takes "hop", "rat" and "stag" for them. Where both verbs exist, the forms with a single
    consonant belong to the one in "e".
    """
    lookups = getattr(lemmatizer, "lookups", None)
    if lookups is None or not lookups.has_table("lemma_index"):
        return {}
    verbs = frozenset(lookups.get_table("lemma_index")["verb"])
    return {
        verb[:-1] + ending: verb
        for verb in verbs
        if verb.endswith("e") and verb[:-1] in verbs and SHORT_STEM.search(verb[:-1])
        for ending in ("es", "ed", "ing")
    }
