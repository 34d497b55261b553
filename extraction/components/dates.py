"""Date expressions, resolved to days against the publication date and the tense of their clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extraction.document import Dated, Document


def find_dates(document: Document) -> Document:
    """The document with every date expression resolved to days."""
    return document


def date_of(document: Document, trigger: Token) -> Dated | None:
    """The days of the event that a trigger tells of: the date that hangs on its clause, not that of the saying."""
    return None
