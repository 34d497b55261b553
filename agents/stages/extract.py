"""From articles to what they tell: intake and extraction, in one agent.

They share an agent because a failed extraction must send the original record, byte for byte and with its original
coordinates, to the dead-letter topic. Two agents would need a second copy of every article between them.

Articles are extracted several at a time, and acknowledged strictly in the order in which they came.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from faust import Stream as FaustStream
from faust.types import EventT, StreamT

from agents import topics
from agents.dead_letters.letters import Failure, dead_letter
from agents.events.syndication import sketch_of
from agents.intake import Passed, RawRecord, Readable, Refusal, read_article
from agents.metrics import language_label
from agents.observing.traces import traced
from agents.pool.processes import Extracted
from agents.records import Extraction, Origin
from agents.stream import Outgoing, Stream, raw_record
from schemas.article import Article
from schemas.event import Mention
from schemas.identity import fingerprint
from schemas.wire import to_bytes

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""Publication of an article that tells none, in a record whose timestamp is none either."""

MAX_MENTIONS = 500
"""Events taken from one article, in the order of its text."""

MAX_MENTION_BYTES = 32 * 1024
"""Largest single event: only an article without any full stop comes near it."""

MAX_EXTRACTION_BYTES = topics.INTERNAL_RECORD_BYTES - 512 * 1024
"""Largest extraction; what is made of it further on adds a name to each event, and must still fit into a row."""


@dataclass(frozen=True)
class Job:
    """An article in the works, with the event to acknowledge once its outputs are kept."""

    event: EventT[bytes]
    outcome: asyncio.Task[list[Outgoing]]


def attach(stream: Stream) -> None:
    """Add the agent to the app."""

    async def extract(events: StreamT[bytes]) -> None:
        """Read articles, extract their events, send dead letters."""
        await run(stream, cast("FaustStream[bytes]", events).noack().events())

    extract.__qualname__ = "extract"
    stream.app.agent(stream.source(topics.ARTICLES), name="extract")(extract)


async def run(stream: Stream, events: AsyncIterable[EventT[bytes]]) -> None:
    """Feed articles to the pool, and acknowledge them in order as their outputs are kept.

    Whichever of the two raises takes the other with it, so that the worker ends and nothing is acknowledged
    that was not kept.
    """
    jobs: asyncio.Queue[Job] = asyncio.Queue()
    places = asyncio.Semaphore(stream.settings.in_flight)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(drain(stream, jobs, places))
        async for event in events:
            await places.acquire()
            outcome = tasks.create_task(handle(stream, raw_record(event)))
            jobs.put_nowait(Job(event, outcome))
            stream.metrics.queue.set(jobs.qsize())


async def drain(stream: Stream, jobs: asyncio.Queue[Job], places: asyncio.Semaphore) -> None:
    """Send what came of the articles that are done, several at once, and acknowledge them in order."""
    first = await jobs.get()
    while True:
        done, records, following = await next_done(first, jobs)
        await stream.send(records)
        for job in done:
            job.event.ack()
            places.release()
        stream.metrics.queue.set(jobs.qsize())
        first = following or await jobs.get()


async def next_done(first: Job, jobs: asyncio.Queue[Job]) -> tuple[list[Job], list[Outgoing], Job | None]:
    """The next article once it is done, with those right behind it that are done, too.

    Returns:
        The articles in their order, all that came of them, and the first one that is not done, if it was looked at.
    """
    done, records = [first], [*await first.outcome]
    while not jobs.empty():
        job = jobs.get_nowait()
        if not job.outcome.done():
            return done, records, job
        done.append(job)
        records += job.outcome.result()
    return done, records, None


async def handle(stream: Stream, record: RawRecord) -> list[Outgoing]:
    """All that follows from one record of the topic `articles`: an extraction, a dead letter, or nothing."""
    stream.metrics.article_bytes.inc(len(record.value or b""))
    match read_safely(record):
        case Refusal(reason, error, message):
            return refuse(stream, record, Failure("intake", reason, error, message))
        case Passed(article):
            stream.metrics.articles.labels("passed_over").inc()
            stream.metrics.languages.labels(language_label(article.language)).inc()
            return list(traced([outgoing(extraction_of(article, record, ()))], record.headers))
        case Readable(article):
            return await extract_article(stream, record, article)


def read_safely(record: RawRecord) -> Readable | Passed | Refusal:
    """Read a record; a fault of ours costs that record and not the stream."""
    try:
        return read_article(record)
    except Exception as error:  # noqa: BLE001 -- as above
        return Refusal("internal", type(error).__name__, " ".join(str(error).split()))


async def extract_article(stream: Stream, record: RawRecord, article: Article) -> list[Outgoing]:
    """Run the extraction; what it finds, or the dead letter."""
    result = await stream.pool.run(article)
    if isinstance(result, Failure):
        return refuse(stream, record, result)
    stream.metrics.extraction.observe(result.seconds)
    sent = outgoing(extraction_of(article, record, bounded(stream, result)))
    if len(sent.value or b"") > MAX_EXTRACTION_BYTES:
        message = f"its events take {len(sent.value or b'')} bytes, more than {MAX_EXTRACTION_BYTES}"
        return refuse(stream, record, Failure("extract", "too_large", "ValueError", message))
    stream.metrics.articles.labels("extracted").inc()
    return list(traced([sent], record.headers))


def bounded(stream: Stream, result: Extracted) -> tuple[Mention, ...]:
    """The events within the bounds; what is beyond them is counted."""
    kept = tuple(mention for mention in result.mentions if len(to_bytes(mention)) <= MAX_MENTION_BYTES)[:MAX_MENTIONS]
    metrics = stream.metrics
    metrics.cut.inc(len(result.mentions) - len(kept))
    metrics.telling.inc(bool(kept))
    for mention in kept:
        metrics.found.labels(mention.type).inc()
    return kept


def refuse(stream: Stream, record: RawRecord, failure: Failure) -> list[Outgoing]:
    """The dead letter of a record."""
    stream.metrics.articles.labels("dead_letter").inc()
    stream.metrics.dead_letters.labels(failure.stage, failure.reason).inc()
    letter = dead_letter(record, failure, stream.settings.dead_letter_bytes)
    stream.app.logger.warning(
        "dead letter: %s[%d]@%d: %s: %s", record.topic, record.partition, record.offset, failure.error, failure.message
    )
    return [Outgoing(topics.DEAD_LETTERS, letter.key, letter.value, letter.headers)]


def extraction_of(article: Article, record: RawRecord, mentions: tuple[Mention, ...]) -> Extraction:
    """The record that tells what an article holds; also when that is nothing."""
    return Extraction(
        article_id=article.id,
        source=article.source,
        published_at=article.published_at or EPOCH,
        text_digest=fingerprint(article.text),
        text_sketch=sketch_of(article.text) if mentions else None,
        origin=Origin(partition=record.partition, offset=record.offset),
        mentions=mentions,
    )


def outgoing(extraction: Extraction) -> Outgoing:
    """The extraction, keyed by article."""
    return Outgoing(topics.EXTRACTIONS, extraction.article_id.encode(), to_bytes(extraction))
