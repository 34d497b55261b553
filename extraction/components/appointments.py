"""Placeholder."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extraction.document import Candidate, Document
    from schemas.event import Mention


def find(document: Document) -> tuple[Candidate, ...]:
    return ()


def gather(document: Document, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    return candidates


def build(document: Document, candidate: Candidate) -> Mention:
    raise NotImplementedError
