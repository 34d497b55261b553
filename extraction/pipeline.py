"""The one ordered list of steps from an article to its events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from extraction import nlp
from extraction.components import appointments, dates, measures, meetings, names, references
from extraction.document import Document
from extraction.reading import reading_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.language import Language

    from extraction.document import Candidate, Passage
    from schemas.article import Article
    from schemas.event import Mention


class EventComponent(Protocol):
    """What a module that finds one type of event offers."""

    def find(self, document: Document) -> tuple[Candidate[Any], ...]:
        """Every place in the document that tells of an event of this type."""

    def gather(self, document: Document, candidates: tuple[Candidate[Any], ...]) -> tuple[Candidate[Any], ...]:
        """One candidate for each real-world event, its slots gathered from all its places."""

    def build(self, document: Document, candidate: Candidate[Any]) -> Mention:
        """The public record of a candidate."""


READING_STEPS: tuple[Callable[[Document], Document], ...] = (
    names.find_names,
    references.resolve_references,
    dates.find_dates,
)
"""What is found before any event, in order."""

EVENT_COMPONENTS: tuple[EventComponent, ...] = (meetings, measures, appointments)
"""What finds the events, one module a type."""


def read(article: Article, language: Language) -> Document:
    """Parse an article and find its names, references and dates."""
    document = Document(article, language(reading_text(article)))
    for step in READING_STEPS:
        document = step(document)
    return document


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that came of a document."""

    events: tuple[Mention, ...]
    """Its events, in the order of their first passage."""

    dropped: tuple[Passage, ...]
    """Passages that a rule fired on and that ended in no event, in the order of the text."""


def outcome_of(document: Document, components: Sequence[EventComponent] = EVENT_COMPONENTS) -> Outcome:
    """The events of a document, and what was considered and dropped."""
    events: list[tuple[int, Mention]] = []
    dropped: list[Passage] = []
    for component in components:
        found = component.find(document)
        gathered = component.gather(document, found)
        kept = {(passage.trigger, passage.rule) for candidate in gathered for passage in candidate.passages}
        events += [(candidate.passages[0].start, component.build(document, candidate)) for candidate in gathered]
        dropped += [p for candidate in found for p in candidate.passages if (p.trigger, p.rule) not in kept]
    return Outcome(
        events=tuple(mention for _, mention in sorted(events, key=lambda pair: pair[0])),
        dropped=tuple(sorted(dropped, key=lambda passage: passage.trigger)),
    )


def extract(article: Article, model: str = nlp.DEFAULT_MODEL) -> list[Mention]:
    """The meetings, trade measures and appointments that an article tells of.

    The same article gives the same events, byte for byte: there is no clock, no random value and no network here.

    Args:
        article: the article; relative dates are resolved against its `published_at`, and left out where it has none.
        model: name of the spaCy pipeline.

    Raises:
        extraction.nlp.ModelNotFoundError: the pipeline is not installed.
    """
    return list(outcome_of(read(article, nlp.load(model))).events)
