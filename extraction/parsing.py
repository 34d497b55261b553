"""Parses articles sentence by sentence: each sentence once, and only those that are asked for.

A sentence is parsed the same whatever stands around it, so the sentences of many articles are parsed together, and
an article of which more is needed keeps what is parsed of it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from extraction.tokens import Doc, Part

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    import spacy.tokens
    from spacy.language import Language

SENTENCES_AT_ONCE = 512
"""So many sentences go through the networks together."""


class Text:
    """A text cut into sentences, some of which are parsed.

    Args:
        text: the text.
        starts: where its sentences begin, 0 first.
    """

    def __init__(self, text: str, starts: Sequence[int]) -> None:
        self._text = text
        self._starts = starts
        self._parsed: dict[int, Part] = {}

    def missing(self, wanted: Iterable[int]) -> list[int]:
        """The sentences of those wanted that are not parsed yet, in the order of the text."""
        return [at for at in sorted(wanted) if at not in self._parsed]

    def sentence(self, at: int) -> str:
        """A sentence with the space behind it."""
        return self._text[self._starts[at] : self._end(at)]

    def keep(self, at: int, parsed: spacy.tokens.Doc) -> None:
        """Remember the parse of a sentence."""
        self._parsed[at] = Part(parsed)

    def doc(self, wanted: Collection[int], language: Language) -> Doc:
        """The parse of the whole text with white space in place of all sentences but those wanted; same length.

        Args:
            wanted: sentences, all of which are parsed.
            language: the pipeline that has parsed them.
        """
        parts: list[Part] = []
        skipped = 0
        for at in range(len(self._starts)):
            if at in wanted:
                parts += [line_break(language).blank(skipped)] if skipped else []
                parts.append(self._parsed[at])
                skipped = 0
            else:
                skipped += self._end(at) - self._starts[at]
        parts += [line_break(language).blank(skipped)] if skipped else []
        return Doc(*parts)

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


@lru_cache(maxsize=2)
def line_break(language: Language) -> Part:
    """A line break, as the pipeline parses it."""
    return Part(language("\n"))
