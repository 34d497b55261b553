"""The forms under which a text writes a word of a lexicon."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from extraction.lemmas import LEMMATIZER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.language import Language

INFLECTED = ("noun", "verb")
"""Word classes whose forms the lexicons leave to the lemmatizer."""

TABLES = ("lemma_rules", "lemma_exc")
"""The lemmatizer's tables of endings and of irregular forms."""


def can_tell_forms(language: Language) -> bool:
    """Whether a pipeline has a rule lemmatizer with its tables."""
    lemmatizer: Any = language.get_pipe(LEMMATIZER) if LEMMATIZER in language.component_names else None
    lookups = getattr(lemmatizer, "lookups", None)
    return lookups is not None and all(lookups.has_table(name) for name in TABLES)


class Forms:
    """The lemmatizer's own tables turned round: from a lemma to every form that it takes for one of it.

    Args:
        language: a pipeline with spaCy's rule lemmatizer.
    """

    def __init__(self, language: Language) -> None:
        lemmatizer: Any = language.get_pipe(LEMMATIZER)
        rules, exceptions = (lemmatizer.lookups.get_table(name) for name in TABLES)
        self._endings = {tuple(rule) for kind in INFLECTED for rule in rules[kind]}
        self._irregular: dict[str, set[str]] = defaultdict(set)
        for kind in INFLECTED:
            for form, lemmas in exceptions[kind].items():
                for lemma in lemmas:
                    self._irregular[lemma].add(form)

    def of(self, lemmas: Iterable[str]) -> frozenset[str]:
        """Every form of some lemmas, the lemmas among them; a phrase is inflected in its first and its last word."""
        return frozenset(form for lemma in lemmas for form in self._of_phrase(lemma.lower()))

    def _of_phrase(self, phrase: str) -> set[str]:
        first, _, rest = phrase.partition(" ")
        if not rest:
            return self._of_word(phrase)
        before, _, last = phrase.rpartition(" ")
        return {f"{form} {rest}" for form in self._of_word(first)} | {
            f"{before} {form}" for form in self._of_word(last)
        }

    def _of_word(self, word: str) -> set[str]:
        regular = {word.removesuffix(lemma) + form for form, lemma in self._endings if word.endswith(lemma)}
        return {word} | regular | self._irregular.get(word, set())
