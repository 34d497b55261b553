"""The first step: from the bytes of a record to an article, or a reason why it is none.

A pure function of the record. Nothing is corrected: offsets of evidence must match the producer's own text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

import orjson
from dateutil import parser as dates
from lingua import LanguageDetector, LanguageDetectorBuilder
from pydantic import ValidationError

from schemas.article import Article
from schemas.ninjs import NinjsError, from_ninjs, is_ninjs

EXTRACTED_LANGUAGE = "en"
LANGUAGE_SAMPLE_CHARACTERS = 600
LEAST_WORDS = 5
"""Fewer words than these do not tell a language."""
DATELINE_CHARACTERS = 300

DetectLanguage = Callable[[str], str | None]
"""Tells the ISO 639-1 code of a text; None where it cannot tell."""


@dataclass(frozen=True)
class RawRecord:
    """One record of the topic `articles` as it came from the broker."""

    topic: str
    partition: int
    offset: int
    timestamp: float | None
    """Kafka's timestamp, in seconds since 1970; None for a record from a file."""
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...] = ()


@dataclass(frozen=True)
class Readable:
    """The record is an article to be extracted."""

    article: Article
    """With id, `published_at` and `language` filled."""


@dataclass(frozen=True)
class Passed:
    """The record is an article in a language that is not extracted."""

    article: Article


@dataclass(frozen=True)
class Refusal:
    """The record cannot be read as an article."""

    reason: str
    """A word for counting: `empty`, `encoding`, `json`, `schema`."""
    error: str
    """Name of the exception's class."""
    message: str
    """What is wrong, in one line."""


def read_article(record: RawRecord, detect: DetectLanguage | None = None) -> Readable | Passed | Refusal:
    """Read one record.

    Args:
        record: the record as it came.
        detect: tells the language where the producer does not; lingua's detector where absent.

    Returns:
        The article, complete; or that it is passed over; or why it is refused.
    """
    if not record.value:
        return Refusal("empty", "ValueError", "the record has no value")
    try:
        text = record.value.decode("utf-8")
    except UnicodeDecodeError as error:
        return Refusal("encoding", "UnicodeDecodeError", f"not UTF-8: {error.reason} at byte {error.start}")
    try:
        data = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return Refusal("json", "JSONDecodeError", f"not JSON: {error}")
    if not isinstance(data, dict):
        return Refusal("schema", "TypeError", f"not an object but {_json_type(data)}")
    try:
        article = Article.model_validate(from_ninjs(data) if is_ninjs(data) else data)
    except (NinjsError, ValidationError) as error:
        return Refusal("schema", type(error).__name__, explain(error))
    return _complete(article, record, detect or detect_language)


def _complete(article: Article, record: RawRecord, detect: DetectLanguage) -> Readable | Passed:
    received = received_at(record)
    published = article.published_at or dateline(article.text, received) or received
    language = article.language or detect(article.full_text)
    whole = article.model_copy(update={"published_at": published, "language": language})
    return Readable(whole) if is_extracted(language) else Passed(whole)


def received_at(record: RawRecord) -> datetime | None:
    """Kafka's timestamp of a record; one outside all calendars, as a producer may set it, tells nothing."""
    try:
        return datetime.fromtimestamp(record.timestamp, tz=UTC) if record.timestamp is not None else None
    except (OverflowError, ValueError, OSError):
        return None


def is_extracted(language: str | None) -> bool:
    """Whether articles in a language are extracted; where nothing tells the language they are."""
    return language is None or re.split("[-_]", language)[0].casefold() == EXTRACTED_LANGUAGE


def _json_type(value: object) -> str:
    names = {list: "an array", str: "a string", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")


def explain(error: NinjsError | ValidationError) -> str:
    """Every violation in one line, without the offending text itself."""
    if isinstance(error, NinjsError):
        return str(error)
    parts = [
        f"{'.'.join(str(step) for step in found['loc']) or 'record'}: {found['msg']}"
        for found in error.errors(include_url=False, include_input=False, include_context=False)
    ]
    return "; ".join(parts)


# When an article was published, and in which language


_DATELINE = re.compile(
    r"\A\s*(?:\([^()\n]{1,60}\)\s*)?"  # an agency before the place
    r"[A-Z][A-Z .,'/-]{1,60}?,\s+"  # the place, in capitals
    r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s+"
    r"(?P<day>\d{1,2})(?:,\s*(?P<year>(?:19|20)\d\d))?\b"
)


def dateline(text: str, received: datetime | None) -> datetime | None:
    """The day told by a dateline such as "SEOUL, Sept. 20 (Agency) --", at midnight UTC.

    Args:
        text: the body.
        received: when the record came in; a dateline without a year takes the last such day until then, with a day
            to spare for places where it is tomorrow already. None: only a dateline with a year tells a day.

    Returns:
        The day, or None where the body has no dateline.
    """
    found = _DATELINE.match(text[:DATELINE_CHARACTERS])
    if not found:
        return None
    if found["year"]:
        return _day(int(found["year"]), found["month"], found["day"])
    if received is None:
        return None
    days = [_day(received.year + step, found["month"], found["day"]) for step in (-1, 0, 1)]
    return max((day for day in days if day and day - received <= timedelta(days=1)), default=None)


def _day(year: int, month: str, day: str) -> datetime | None:
    try:
        return dates.parse(f"{day} {month} {year}").replace(tzinfo=UTC)
    except ValueError:
        return None


_WORD = re.compile(r"[^\W\d_]+")


@cache
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_all_languages().with_low_accuracy_mode().build()


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the language that the beginning of a text is in; None where it cannot be told.

    Foreign names outweigh the other words of a short text. So it is in the language that is extracted where it is
    so without its capitalized words: an article passed over wrongly is lost unseen, one taken in wrongly tells nothing.
    """
    sample = text[:LANGUAGE_SAMPLE_CHARACTERS]
    language = _language_of(sample)
    if language in {None, EXTRACTED_LANGUAGE}:
        return language
    words = [word for word in _WORD.findall(sample) if not word[0].isupper()]
    unnamed = _language_of(" ".join(words)) if len(words) >= LEAST_WORDS else None
    return unnamed if unnamed == EXTRACTED_LANGUAGE else language


def _language_of(text: str) -> str | None:
    language = _detector().detect_language_of(text)
    return language.iso_code_639_1.name.lower() if language else None
