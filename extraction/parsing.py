"""Parses articles sentence by sentence: each sentence once, and only those that are asked for.

A sentence is parsed the same whatever stands around it, so the sentences of many articles are parsed together, and
an article of which more is needed keeps what is parsed of it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.tokens import Doc

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from spacy.language import Language

SENTENCES_AT_ONCE = 512
"""So many sentences go through the networks together."""

PARSE: list[int | str] = ["TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE"]
"""What a parse tells of each token."""

LEMMA = PARSE.index("LEMMA")

WORDS: list[int | str] = ["ORTH", "SPACY"]
"""What a text tells of each token: its word, and whether a space stands behind it."""


class Text:
    """A text cut into sentences, some of which are parsed.

    Args:
        text: the text.
        starts: where its sentences begin, 0 first.
    """

    def __init__(self, text: str, starts: Sequence[int]) -> None:
        self._text = text
        self._starts = starts
        self._parsed: dict[int, Doc] = {}

    def missing(self, wanted: Iterable[int]) -> list[int]:
        """The sentences of those wanted that are not parsed yet, in the order of the text."""
        return [at for at in sorted(wanted) if at not in self._parsed]

    def sentence(self, at: int) -> str:
        """A sentence with the space behind it."""
        return self._text[self._starts[at] : self._end(at)]

    def keep(self, at: int, parsed: Doc) -> None:
        """Remember the parse of a sentence."""
        self._parsed[at] = parsed

    def doc(self, wanted: Collection[int], language: Language) -> Doc:
        """The parse of the whole text with white space in place of all sentences but those wanted; same length.

        Args:
            wanted: sentences, all of which are parsed.
            language: the pipeline that has parsed them.
        """
        parts: list[Doc] = []
        skipped = 0
        for at in range(len(self._starts)):
            if at in wanted:
                parts += [_blank(skipped, language)] if skipped else []
                parts.append(self._parsed[at])
                skipped = 0
            else:
                skipped += self._end(at) - self._starts[at]
        parts += [_blank(skipped, language)] if skipped else []
        return _joined(parts, language)

    def _end(self, at: int) -> int:
        return self._starts[at + 1] if at + 1 < len(self._starts) else len(self._text)


def parse(texts: Sequence[Text], wanted: Sequence[Iterable[int]], language: Language) -> None:
    """Parse those of the sentences wanted of each text that are not parsed yet.

    Args:
        texts: the texts.
        wanted: numbers of sentences, for each text.
        language: the pipeline.
    """
    missing = [(text, at) for text, sentences in zip(texts, wanted, strict=True) for at in text.missing(sentences)]
    parsed = language.pipe([text.sentence(at) for text, at in missing], batch_size=SENTENCES_AT_ONCE)
    for (text, at), doc in zip(missing, parsed, strict=True):
        text.keep(at, doc)


def _blank(length: int, language: Language) -> Doc:
    """A line break and spaces, as the pipeline parses them."""
    word = "\n".ljust(length)
    doc = Doc(language.vocab, words=[word], spaces=[False])
    rows: Any = _line_break(language).copy()
    rows[0, LEMMA] = language.vocab.strings[word]
    return doc.from_array(PARSE, rows)


@lru_cache(maxsize=2)
def _line_break(language: Language) -> Any:  # noqa: ANN401 -- spaCy takes other types than it gives
    """What the pipeline tells of a line break."""
    return language("\n").to_array(PARSE)


def _joined(parts: Sequence[Doc], language: Language) -> Doc:
    """The parses of parts of a text, one behind the other, as the parse of the whole."""
    if not parts:
        return language.make_doc("")
    words, told = (_rows(parts, which) for which in (WORDS, PARSE))
    doc = Doc(language.vocab, words=words[:, 0].tolist(), spaces=(words[:, 1] != 0).tolist())
    return doc.from_array(PARSE, told)


def _rows(parts: Sequence[Doc], which: list[int | str]) -> Any:  # noqa: ANN401 -- spaCy takes other types than it gives
    """Attributes of the tokens of several parses, one behind the other."""
    return np.concatenate([part.to_array(which) for part in parts])
