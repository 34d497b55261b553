"""What a quiet run gives, computed without a broker: the pure extraction and the pure merging over the same articles.

Only these are the product's own: reading an article, extracting, comparing reports and composing events, which are
functions without any stream. Which text of an article counts, what is a repetition, what is kept and what was published
last is worked out here anew.
"""

from __future__ import annotations

from dataclasses import dataclass

import fake_extraction
from agents.intake import Passed, RawRecord, Readable, Refusal, read_article
from agents.records import Contribution, Extraction
from agents.settings import Settings
from agents.stages.extract import extraction_of
from agents.stages.ledger import contribution
from agents.stages.resolve import event_record, live_limits, merge_options, withdrawal_record
from extraction import pipeline
from told import Memory, take


@dataclass(frozen=True)
class Published:
    """A record of a public topic."""

    key: bytes
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]

    @property
    def name(self) -> tuple[bytes, str]:
        """What can be there only once: the key, and the id that CloudEvents give to each version."""
        return self.key, dict(self.headers).get("ce_id", b"").decode()


@dataclass(frozen=True)
class Text:
    """The present text of an article."""

    told: dict[str, object]
    revision: int
    ever_told: bool


class Fold:
    """Events made of what articles tell, one after the other, and every record that is published of them."""

    def __init__(self, settings: Settings) -> None:
        self._memory = Memory()
        self._live = self._memory.live(merge_options(settings), live_limits(settings))
        self.published: dict[tuple[bytes, str], Published] = {}
        self.last: dict[bytes, bytes] = {}

    def take(self, told: Contribution) -> None:
        """Take in what one article tells."""
        resolution = take(self._memory, self._live, told)
        if resolution is None:
            return
        records = [event_record(event) for event in resolution.events]
        records += [withdrawal_record(key, version) for key, version in resolution.withdrawn.items()]
        for record in records:
            headers = tuple((name, value or b"") for name, value in record.headers or ())
            self._publish(Published(record.key or b"", record.value, headers))

    def _publish(self, record: Published) -> None:
        self.published[record.name] = record
        if record.value is None:
            self.last.pop(record.key, None)
        else:
            self.last[record.key] = record.value


class QuietRun:
    """What must have come of the articles on the topic, taken in one by one."""

    def __init__(self, settings: Settings) -> None:
        self._texts: dict[str, Text] = {}
        self.extractions: dict[tuple[int, int], Extraction] = {}
        self.contributions: dict[tuple[str, int], Contribution] = {}
        self.refused: dict[tuple[int, int], Refusal] = {}
        self.events = Fold(settings)

    def take(self, record: RawRecord, reader: str) -> None:
        """Take in one record of the topic `articles` that is to be read."""
        match read_article(record):
            case Refusal() as refusal:
                self.refused[record.partition, record.offset] = refusal
                return
            case Readable(article):
                found = tuple(fake_extraction.mentions_in(article) if reader == "fake" else pipeline.extract(article))
            case Passed(article):
                found = ()
        extraction = extraction_of(article, record, found)
        self.extractions[record.partition, record.offset] = extraction
        self._enter(extraction)

    def _enter(self, extraction: Extraction) -> None:
        """Fold what the text adds to what the article told before, where it adds anything."""
        present = extraction.model_dump(exclude={"origin"})
        before = self._texts.get(extraction.article_id)
        if before and before.told == present:
            return
        told_before = bool(before and before.ever_told)
        after = Text(present, before.revision + 1 if before else 1, told_before or bool(extraction.mentions))
        self._texts[extraction.article_id] = after
        if after.ever_told:
            told = contribution(extraction, after.revision, told_before=told_before)
            self.contributions[told.article_id, told.revision] = told
            self.events.take(told)
