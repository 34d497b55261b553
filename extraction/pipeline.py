"""The one ordered list of steps from an article to its events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from extraction import nlp
from extraction.components import appointments, dates, measures, meetings, names, references
from extraction.components.measures.nouns import in_lower_case
from extraction.components.names.spots import spots
from extraction.document import Document
from extraction.gate import gate_of, sentence_starts
from extraction.parsing import Text, line_break, parse
from extraction.reading import reading_text
from extraction.tokens import Doc, strings_of
from extraction.words import words_of
from schemas.vocabulary import EventType

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from spacy.language import Language

    from extraction.document import Candidate, Passage
    from extraction.gate import Screened
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

EVENT_COMPONENTS: Mapping[EventType, EventComponent] = {
    EventType.MEETING: meetings,
    EventType.TRADE_MEASURE: measures,
    EventType.APPOINTMENT: appointments,
}
"""What finds the events of each type, in order."""


BATCH = 192
"""So many articles at most are parsed together: the networks take less for each text, the more there are."""

BATCH_CHARACTERS = 600_000
"""So many characters they have at most; a longer article is parsed alone."""


DENSE = 0.42
"""With this share of its text in sentences that can tell of an event, an article mostly tells of one."""


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
    sentences can tell of an event. These are parsed, and the rules tried on them. Where one fires, what the arguments
    need is parsed as well: the lead, and the sentences beside. An article full of such sentences is not tried first.

    Args:
        articles: the articles.
        language: the pipeline.
        gated: whether there is a gate.
    """
    gate = gate_of(language) if gated else None
    texts = [reading_text(article) for article in articles]
    if gate is None:
        starts = [sentence_starts(text) for text in texts]
        kept: list[set[int]] = [set(range(len(one))) for one in starts]
        cut = [Text(text, one) for text, one in zip(texts, starts, strict=True)]
    else:
        screened = [gate.screened(text) for text in texts]
        cut = [Text(one.text, one.starts) for one in screened]
        kept = through(articles, screened, cut, language)
    parse(cut, kept, language)
    return (
        understood(article, text.doc(wanted, language) if wanted else Doc())
        for article, text, wanted in zip(articles, cut, kept, strict=True)
    )


def through(
    articles: Sequence[Article], screened: Sequence[Screened], texts: Sequence[Text], language: Language
) -> list[set[int]]:
    """The sentences that are to be parsed of each article; none of those that tell of no event.

    Where rules fire on the sentences that can tell of an event, yet no event comes of them, they are tried once more
    with those that say who is who.
    """

    def trials(wanted: Sequence[Collection[int]]) -> list[Trial]:
        return _trials(articles, screened, texts, wanted, language)

    dense = [one.share >= DENSE for one in screened]
    first = trials([() if full else one.alone() for one, full in zip(screened, dense, strict=True)])
    second = trials(
        [
            one.introduced(trial.fired) if trial.fired and not trial.told else ()
            for one, trial in zip(screened, first, strict=True)
        ]
    )
    return [
        one.with_context() if full else one.with_context(trial.fired) if trial.told or other.told else set()
        for one, full, trial, other in zip(screened, dense, first, second, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of the rules on some sentences of an article."""

    fired: tuple[int, ...] = ()
    """Offsets at which a rule fired."""

    told: bool = False
    """Whether an event came of it."""


def _trials(
    articles: Sequence[Article],
    screened: Sequence[Screened],
    texts: Sequence[Text],
    wanted: Sequence[Collection[int]],
    language: Language,
) -> list[Trial]:
    """What comes of the rules on the wanted sentences of each article."""
    parse(texts, wanted, language)
    return [
        _tried(understood(article, text.doc(sentences, language)), one.kinds) if sentences else Trial()
        for article, one, text, sentences in zip(articles, screened, texts, wanted, strict=True)
    ]


def _tried(document: Document, kinds: Collection[EventType]) -> Trial:
    outcome = outcome_of(document, [component for kind, component in EVENT_COMPONENTS.items() if kind in kinds])
    told = (quote.start for mention in outcome.events for quote in mention.evidence)
    return Trial((*told, *(passage.start for passage in outcome.dropped)), bool(outcome.events))


def understood(article: Article, doc: Doc) -> Document:
    """A parsed article with its names, references and dates."""
    document = Document(article, doc)
    for step in READING_STEPS if len(doc) else ():
        document = step(document)
    return document


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that came of a document."""

    events: tuple[Mention, ...]
    """Its events, in the order of their first passage."""

    dropped: tuple[Passage, ...]
    """Passages that a rule fired on and that ended in no event, in the order of the text."""


def outcome_of(document: Document, components: Iterable[EventComponent] = tuple(EVENT_COMPONENTS.values())) -> Outcome:
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
        articles: the articles, of which at most `BATCH` are held at a time.
        model: name of the spaCy pipeline.
        gated: whether only the sentences are parsed that can tell of an event, with what their arguments need.

    Raises:
        extraction.nlp.ModelNotFoundError: the pipeline is not installed.
    """
    language = nlp.load(model)
    for batch in _batches(articles):
        for document in read_all(batch, language, gated=gated):
            yield list(outcome_of(document).events)


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Articles in their order, as many together as are few and short enough."""
    batch: list[Article] = []
    characters = 0
    for article in articles:
        characters += len(article.text)
        if batch and (len(batch) == BATCH or characters > BATCH_CHARACTERS):
            yield batch
            batch, characters = [], len(article.text)
        batch.append(article)
    if batch:
        yield batch


def words_learnt(model: str = nlp.DEFAULT_MODEL) -> int:
    """How many words a pipeline keeps in memory, half a kilobyte each: spaCy keeps every word that it has ever met."""
    return len(nlp.load(model).vocab)


def forget_words() -> None:
    """Let go of all pipelines, with the words that they have learnt; the next article has one loaded anew.

    Their memory is free once the garbage collector has run. spaCy's own means, `Language.memory_zone`, leaves behind
    every word's place in two tables, and what is remembered of words would refer to words that are gone.
    """
    for remembered in (nlp.load, gate_of, line_break, strings_of, words_of, spots, in_lower_case):
        remembered.cache_clear()
