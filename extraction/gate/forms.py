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
        self._endings = {kind: {tuple(rule) for rule in rules[kind]} for kind in INFLECTED}
        self._irregular: dict[tuple[str, str], set[str]] = defaultdict(set)
        for kind in INFLECTED:
            for form, lemmas in exceptions[kind].items():
                for lemma in lemmas:
                    self._irregular[kind, lemma].add(form)

    def of(self, lemmas: Iterable[str], kinds: Iterable[str] = INFLECTED) -> frozenset[str]:
        """Every form of some lemmas, the lemmas among them; a phrase is inflected in its first and its last word.

        Args:
            lemmas: the lemmas.
            kinds: the word classes whose forms count.
        """
        return frozenset(form for lemma in lemmas for kind in kinds for form in self._of_phrase(lemma.lower(), kind))

    def _of_phrase(self, phrase: str, kind: str) -> set[str]:
        first, _, rest = phrase.partition(" ")
        if not rest:
            return self._of_word(phrase, kind)
        before, _, last = phrase.rpartition(" ")
        return {f"{form} {rest}" for form in self._of_word(first, kind)} | {
            f"{before} {form}" for form in self._of_word(last, kind)
        }

    def _of_word(self, word: str, kind: str) -> set[str]:
        regular = {word.removesuffix(lemma) + form for form, lemma in self._endings[kind] if word.endswith(lemma)}
        return {word} | regular | self._irregular.get((kind, word), set())
