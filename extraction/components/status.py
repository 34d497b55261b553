"""How the text presents an event: occurred, planned, possible, unlikely or cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction.document import StatusDecision
from schemas.vocabulary import Status

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extraction.document import Document


def status_of(document: Document, trigger: Token) -> StatusDecision:
    """The status of the event that a trigger tells of, from the cues around and above it."""
    return StatusDecision(Status.OCCURRED, "no cue")
