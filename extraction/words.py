"""The words of a text, read from its parse once: what rules look through for the few that are worth a look.

A parse makes a new object for each token at each use, and joins its text anew. Most rules begin with a word of some
lexicon, so they look for it here and take the token only then.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extraction.tokens import Doc, Token

FORMS = 1 << 15
"""Of so many word forms is remembered what a lexicon has for them."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text and its tokens; all but the text itself has one entry a token."""

    text: str
    """The whole text."""

    tokens: tuple[Token, ...]
    """The tokens."""

    texts: tuple[str, ...]
    """Each token as written."""

    lowers: tuple[str, ...]
    """Each token in lower case."""

    lemmas: tuple[str, ...]
    """The lemma of each token."""

    offsets: tuple[int, ...]
    """Offset of each token's first character."""


@lru_cache(maxsize=2)
def words_of(doc: Doc) -> Words:
    """The words of a parsed text; those of the last texts are kept, as every step asks for them."""
    tokens = doc.tokens
    return Words(
        text=doc.text,
        tokens=tokens,
        texts=tuple([token.text for token in tokens]),
        lowers=tuple([token.lower_ for token in tokens]),
        lemmas=tuple([token.lemma_ for token in tokens]),
        offsets=tuple([token.idx for token in tokens]),
    )


def plurals(noun: str) -> Iterator[str]:
    """The regular plurals of a noun in the singular, and forms that would be if English had them: "boxs", "boxes"."""
    yield f"{noun}s"
    yield f"{noun}es"
    if noun.endswith("y"):
        yield f"{noun[:-1]}ies"
