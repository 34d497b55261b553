"""What is fuzzed: each target takes bytes, writes an input from them, runs the code on it and judges what came."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from agents.intake import RawRecord, Readable, dateline, read_article, received_at
from extraction import nlp, tokens
from extraction.components.dates import find_dates
from extraction.document import Document
from extraction.pipeline import extract, outcome_of
from extraction.reading import reading_text
from schemas.article import Article
from tests.fuzz.choices import Choices
from tests.fuzz.invariants import in_time, same_bytes, sound_mentions, sound_reading
from tests.fuzz.news import date, sentence
from tests.fuzz.records import STAMPS, good_record, raw_record
from tests.fuzz.trees import parsed_by_chance, with_tree


@dataclass(frozen=True)
class Target:
    """One way into the code."""

    name: str
    run: Callable[[bytes], None]
    """Raises where a promise is broken."""
    show: Callable[[bytes], object]
    """The input that some bytes tell, for a person."""
    share: float
    """Part of the inputs of a run."""
    warm: Callable[[], object] = nlp.load
    """What is done once before the first input."""


def fuzz_intake(data: bytes) -> None:
    """Any record is an article or a refusal."""
    record = raw_record(Choices(data))
    began = time.process_time()
    first = read_article(record, language_of)
    in_time(time.process_time() - began, len(record.value or b""))
    sound_reading(first)
    assert first == read_article(record, language_of)


def language_of(text: str) -> str | None:
    """A language by no work, since the detector is not ours."""
    return ("en", "fr", None)[len(text) % 3]


def fuzz_dates(data: bytes) -> None:
    """Date expressions: found inside the text, in order, the first day not after the last."""
    article, stamp = dated_text(data)
    dateline(article.text, received_at(RawRecord("articles", 0, 0, stamp, None, b"")))
    # A tree, since spaCy itself may crash on words that have none.
    words = nlp.load().make_doc(reading_text(article))
    document = Document(article, tokens.Doc.of(with_tree(words, Choices(data[::-1]))))
    found = find_dates(document).dates
    assert all(mention.first <= mention.last for mention in found), found
    ends = [0, *(place for mention in found for place in (mention.start, mention.end)), len(document.doc)]
    assert ends == sorted(ends), found
    assert find_dates(document).dates == found


def dated_text(data: bytes) -> tuple[Article, float | None]:
    """Date expressions between other words, of an article published at any time, and when its record came."""
    choices = Choices(data)
    parts = [date(choices) if choices.chance(0.6) else sentence(choices, 3) for _ in range(choices.randint(1, 8))]
    day = f"{choices.randint(1, 9999):04}-{choices.randint(1, 12):02}-{choices.choice((1, 28, 15)):02}"
    published = choices.choice((None, day, f"{day}T23:59:59+14:00", "0001-01-01", "9999-12-31", "2020-02-29"))
    if published and published[:4] in {"0001", "9999"}:
        published = published[:10]
    return Article.model_validate({"text": " ".join(parts) + " x", "published_at": published}), choices.choice(STAMPS)


def fuzz_trees(data: bytes) -> None:
    """Every step behind the parser, on parses that no parser made."""
    choices = Choices(data)
    article = article_of(choices)
    document = parsed_by_chance(article, choices)
    began = time.process_time()
    first = list(outcome_of(document).events)
    in_time(time.process_time() - began, len(article.full_text))
    sound_mentions(article, first)
    same_bytes(first, list(outcome_of(document).events))


def fuzz_extraction(data: bytes) -> None:
    """All of it, from the record to the events, with the real parser."""
    article = article_of(Choices(data))
    began = time.process_time()
    first = extract(article)
    in_time(time.process_time() - began, len(article.full_text))
    sound_mentions(article, first)
    if len(data) % 8 == 0:  # parsing twice costs as much as another input
        same_bytes(first, extract(article))


def article_of(choices: Choices) -> Article:
    """The article of a good record, read as the stream reads it."""
    read = read_article(good_record(choices))
    assert isinstance(read, Readable), read
    return read.article


TARGETS = (
    Target("intake", fuzz_intake, lambda data: raw_record(Choices(data)), 0.45),
    Target("dates", fuzz_dates, dated_text, 0.35),
    Target("trees", fuzz_trees, lambda data: good_record(Choices(data)).value, 0.18),
    Target("extraction", fuzz_extraction, lambda data: good_record(Choices(data)).value, 0.02),
)
