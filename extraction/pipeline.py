"""The one ordered list of steps from an article to its events."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from extraction import nlp
from extraction.components import appointments, dates, measures, meetings, names, references
from extraction.document import Document
from extraction.gate import gate_of
from extraction.reading import reading_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

    from extraction.document import Candidate, Passage
    from extraction.gate import Gate
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


BATCH = 64
"""Articles that are parsed together: the networks take little longer for several short texts than for one."""


DENSE = 0.35
"""With this share of its text in sentences that can tell of an event, an article surely tells of one."""


def read(article: Article, language: Language, *, gated: bool = False) -> Document:
    """Parse an article and find its names, references and dates.

    Args:
        article: the article.
        language: the pipeline.
        gated: whether only the sentences are parsed that can tell of an event, with what their arguments need.
    """
    return next(read_all([article], language, gated=gated))


def read_all(articles: Sequence[Article], language: Language, *, gated: bool = True) -> Iterator[Document]:
    """Parse several articles together and find their names, references and dates.

    With a gate, an article goes through three steps, and most end in the first or second. Its words tell which
    sentences can tell of an event. These are parsed, and the rules tried on them. Where one fires, the article is
    parsed again with what the arguments need: the lead, and the sentences beside. An article full of such
    sentences is parsed like this at once.

    Args:
        articles: the articles.
        language: the pipeline.
        gated: whether there is a gate.
    """
    texts = [reading_text(article) for article in articles]
    gate = gate_of(language) if gated else None
    docs = _parsed(texts if gate is None else texts_through(gate, articles, texts, language), language)
    return (understood(article, doc) for article, doc in zip(articles, docs, strict=True))


def texts_through(
    gate: Gate, articles: Sequence[Article], texts: Sequence[str], language: Language
) -> list[str | None]:
    """What is to be parsed of each article; None of those that tell of no event."""
    screened = [gate.screened(text) for text in texts]
    tried = [one.only_telling() if 0 < one.share < DENSE else None for one in screened]
    docs = _parsed(tried, language)
    kept: list[str | None] = []
    for article, one, text, doc in zip(articles, screened, tried, docs, strict=True):
        if text is None:
            kept.append(one.with_context() if one.telling else None)
        else:
            fired = [passage.start for passage in passages(understood(article, doc))]
            kept.append(one.with_context(fired) if fired else None)
    return kept


def _parsed(texts: Sequence[str | None], language: Language) -> Iterator[Doc]:
    """The parse of each text; an empty one where there is none."""
    docs = language.pipe([text for text in texts if text is not None], batch_size=BATCH)
    return (language.make_doc("") if text is None else next(docs) for text in texts)


def understood(article: Article, doc: Doc) -> Document:
    """A parsed article with its names, references and dates."""
    document = Document(article, doc)
    for step in READING_STEPS if len(doc) else ():
        document = step(document)
    return document


def passages(document: Document) -> tuple[Passage, ...]:
    """Where rules fire in a document, whatever becomes of it."""
    return tuple(
        passage
        for component in EVENT_COMPONENTS
        for candidate in component.find(document)
        for passage in candidate.passages
    )


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


def extract(article: Article, model: str = nlp.DEFAULT_MODEL, *, gated: bool = True) -> list[Mention]:
    """The meetings, trade measures and appointments that an article tells of.

    The same article gives the same events, byte for byte: there is no clock, no random value and no network here.

    Args:
        article: the article; relative dates are resolved against its `published_at`, and left out where it has none.
        model: name of the spaCy pipeline.
        gated: whether only the sentences are parsed that can tell of an event, with what their arguments need.

    Raises:
        extraction.nlp.ModelNotFoundError: the pipeline is not installed.
    """
    return next(extract_all([article], model, gated=gated))


def extract_all(
    articles: Iterable[Article], model: str = nlp.DEFAULT_MODEL, *, gated: bool = True
) -> Iterator[list[Mention]]:
    """The events of each of many articles, in their order; several are parsed together.

    Args:
        articles: the articles, of which `BATCH` are held at a time.
        model: name of the spaCy pipeline.
        gated: whether only the sentences are parsed that can tell of an event, with what their arguments need.

    Raises:
        extraction.nlp.ModelNotFoundError: the pipeline is not installed.
    """
    language = nlp.load(model)
    waiting = iter(articles)
    while batch := list(islice(waiting, BATCH)):
        for document in read_all(batch, language, gated=gated):
            yield list(outcome_of(document).events)
