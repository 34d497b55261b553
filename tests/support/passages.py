"""Short texts parsed for tests of single steps; a word between asterisks is the one that is asked about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extraction import nlp
from extraction.components import dates
from extraction.document import Document
from extraction.reading import reading_text
from extraction.tokens import Doc
from schemas.article import HEADLINE_BREAK, Article

if TYPE_CHECKING:
    from extraction.tokens import Token

WEDNESDAY = "2019-09-18"
"""The day on which the texts are published where a test tells no other."""


def dated(text: str, published: str | None = WEDNESDAY, title: str | None = None) -> Document:
    """A text parsed, with its dates found."""
    article = Article.model_validate({"text": text, "published_at": published, "title": title})
    return dates.find_dates(Document(article, Doc.of(nlp.load()(reading_text(article)))))


def pointed(text: str, published: str | None = WEDNESDAY) -> tuple[Document, Token]:
    """A text whose one word between asterisks is the trigger: the document without them, and that word."""
    before, _, _ = text.partition("*")
    document = dated(text.replace("*", ""), published)
    start = len(HEADLINE_BREAK) + len(before)
    return document, next(token for token in document.doc if token.idx <= start < token.idx + len(token))


def pointers(text: str) -> list[str]:
    """The same text once for each word between asterisks, with only that word pointed at."""
    spans = [match.span() for match in re.finditer(r"\*[^*]+\*", text)]
    return [
        "".join((text[:start].replace("*", ""), text[start:end], text[end:].replace("*", ""))) for start, end in spans
    ]
