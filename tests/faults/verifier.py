"""The judge: reads every topic back and compares it with what a quiet run gives.

It shares no code with the agents but the pure functions named in `expected`. Each check is one function of the
evidence; what it yields is a sentence about something wrong. They stand in one list, `CHECKS`.

What must be equal, and what need not be:

* Extractions, contributions, events, withdrawals and dead letters have the bytes and headers that were computed. A
  record may stand there twice, the same byte for byte.
* Versions, and the ids of versions, depend on the order in which articles of several partitions reach merging. The
  topic `communique.mentions` tells that order; folded in it, every version that was published must be the computed one.
* Folded in any other order that keeps the texts of each article in theirs, the events must be the same but for
  versions.
* A row of `entities` shows counts and events; both are counted anew from the events that stand.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import urlopen

from kafka import KafkaConsumer, TopicPartition

from agents.broker.clients import client_options
from agents.intake import RawRecord
from agents.topics import (
    ARTICLES,
    ARTICLES_SEEN,
    DEAD_LETTERS,
    ENTITIES,
    EVENTS,
    EXTRACTIONS,
    LIVE_ARTICLES,
    MENTIONS,
    changelog,
    partitions_of,
)
from extraction.organizations import organization_id
from harness import Record, Stream
from schemas.wire import to_bytes
from tests.faults.articles import LETTER, READER, Sent
from tests.faults.expected import Fold, Published, QuietRun
from tests.faults.offsets import Place, Sample

CONNECT = "__connect.errors."
SHOWN_EVENTS = 50
PAGES_ASKED = 12
PAGE_SECONDS = 15.0


class Topics:
    """All records of the topics that are judged, read on from where the last reading ended."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._consumer: KafkaConsumer | None = None
        group = stream.settings.app_id
        self.seen, self.live = changelog(group, ARTICLES_SEEN), changelog(group, LIVE_ARTICLES)
        names = (ARTICLES, DEAD_LETTERS, EXTRACTIONS, MENTIONS, *EVENTS.values(), ENTITIES, self.seen, self.live)
        self._partitions = [TopicPartition(t, p) for t in names for p in range(partitions_of(t, stream.settings))]
        self.records: dict[str, list[Record]] = {name: [] for name in names}
        self.times: dict[Place, int] = {}

    def read(self) -> None:
        """Read to the present end."""
        consumer = self._connected()
        ends = consumer.end_offsets(self._partitions)
        while any(consumer.position(tp) < end for tp, end in ends.items()):
            for batch in consumer.poll(timeout_ms=500).values():
                for r in batch:
                    self.times[Place(r.topic, r.partition, r.offset)] = r.timestamp
                    headers = tuple(r.headers or ())
                    self.records[r.topic].append(Record(r.topic, r.partition, r.offset, r.key, r.value, headers))

    def close(self) -> None:
        """Read no more."""
        if self._consumer:
            self._consumer.close()

    def _connected(self) -> KafkaConsumer:
        if self._consumer is None:
            options = client_options(self._stream.settings)
            large = 32 * 1024 * 1024
            self._consumer = KafkaConsumer(**options, auto_offset_reset="earliest", max_partition_fetch_bytes=large)
            self._consumer.assign(self._partitions)
            self._consumer.seek_to_beginning()
        return self._consumer


@dataclass
class Evidence:
    """All that is known when the checks are made."""

    topics: Topics
    quiet: QuietRun
    as_merged: Fold
    """The same contributions, in the order in which they reached merging."""
    poison: dict[tuple[int, int], Record]
    """Articles that must have become dead letters, by partition and offset."""
    acknowledged: dict[Place, Sent]
    """What the broker acknowledged to the driver."""
    samples: Sequence[Sample]
    web_ports: Sequence[int]

    def of(self, topic: str) -> list[Record]:
        """All records of a topic."""
        return self.topics.records[topic]

    def events(self) -> list[Record]:
        """All records of the topics of events."""
        return [record for topic in EVENTS.values() for record in self.of(topic)]


Check = Callable[[Evidence], Iterator[str]]


@dataclass
class Verdict:
    """What was found."""

    problems: list[str] = field(default_factory=list)
    lost: int = 0
    """Articles of which nothing came, and events that are missing."""
    doubled: int = 0
    """Public records that stand there once more, the same byte for byte."""


class Verifier:
    """Judges a stream again and again, while it goes on."""

    def __init__(self, stream: Stream) -> None:
        self._topics = Topics(stream)
        self._quiet = QuietRun(stream.settings)
        self._as_merged = Fold(stream.settings)
        self._merged: set[tuple[str, int]] = set()
        self._poison: dict[tuple[int, int], Record] = {}
        self._read: dict[str, int] = defaultdict(int)

    def verify(self, acknowledged: dict[Place, Sent], samples: Sequence[Sample], web_ports: Sequence[int]) -> Verdict:
        """Read what is new on the topics, and judge all that is there."""
        self._topics.read()
        self._take_articles()
        problems = list(self._take_merged())
        evidence = Evidence(
            self._topics, self._quiet, self._as_merged, self._poison, dict(acknowledged), samples, web_ports
        )
        for check in CHECKS:
            problems += check(evidence)
        return Verdict(problems, lost=len(set(lost(evidence))), doubled=doubled(evidence))

    def close(self) -> None:
        """Judge no more."""
        self._topics.close()

    def _new(self, topic: str) -> list[Record]:
        records = self._topics.records[topic][self._read[topic] :]
        self._read[topic] += len(records)
        return records

    def _take_articles(self) -> None:
        times = self._topics.times
        # Between partitions any order will do; within one, the texts of an article stand in theirs.
        articles = sorted(self._new(ARTICLES), key=lambda r: (r.offset, r.partition))
        for record in articles:
            told = dict(record.headers)
            if LETTER in told:
                self._poison[record.partition, record.offset] = record
                continue
            seconds = times[_place(record)] / 1000
            raw = RawRecord(
                ARTICLES, record.partition, record.offset, seconds, record.key, record.value, record.headers
            )
            self._quiet.take(raw, told.get(READER, b"fake").decode())

    def _take_merged(self) -> Iterator[str]:
        for record in self._new(MENTIONS):
            name = record.data["article_id"], record.data["revision"]
            told = self._quiet.contributions.get(name)
            if told is None:
                yield f"{_named(record)}: no article tells this: {name}"
            elif to_bytes(told) != record.value:
                yield f"{_named(record)}: the article tells something else: {name}"
            elif name not in self._merged:
                self._merged.add(name)
                self._as_merged.take(told)


# The checks


def every_article_that_was_acknowledged_is_there(evidence: Evidence) -> Iterator[str]:
    there = {_place(record): (record.key, record.value, record.headers) for record in evidence.of(ARTICLES)}
    for place, sent in evidence.acknowledged.items():
        if there.get(place) != (sent.key, sent.value, sent.headers):
            yield f"{place}: the broker does not hold what it acknowledged"


def every_article_is_readable_or_meant_to_fail(evidence: Evidence) -> Iterator[str]:
    yield from (f"articles{list(place)} cannot be read: {why}" for place, why in evidence.quiet.refused.items())


def nothing_is_lost(evidence: Evidence) -> Iterator[str]:
    yield from (f"lost: {what}" for what in lost(evidence))


def lost(evidence: Evidence) -> Iterator[str]:
    """Articles without extraction or dead letter, contributions that did not reach merging, events not published."""
    extracted = {_origin(record) for record in evidence.of(EXTRACTIONS)}
    yield from (f"the extraction of articles{list(at)}" for at in evidence.quiet.extractions.keys() - extracted)
    letters = {_coordinates(record) for record in evidence.of(DEAD_LETTERS)}
    yield from (f"the dead letter of articles{list(at)}" for at in evidence.poison.keys() - letters)
    merged = {(record.data["article_id"], record.data["revision"]) for record in evidence.of(MENTIONS)}
    yield from (f"what is told by {name}" for name in evidence.quiet.contributions.keys() - merged)
    there = compacted(evidence.events())
    yield from (f"the event {key.decode()}" for key in evidence.quiet.events.last.keys() - there.keys())


def nothing_is_there_that_a_quiet_run_does_not_give(evidence: Evidence) -> Iterator[str]:
    there = compacted(evidence.events())
    yield from (f"unexpected: {key.decode()}" for key in there.keys() - evidence.quiet.events.last.keys())


def extractions_are_those_of_the_articles(evidence: Evidence) -> Iterator[str]:
    for record in evidence.of(EXTRACTIONS):
        told = evidence.quiet.extractions.get(_origin(record))
        if told is None:
            yield f"{_named(record)}: extracted what must be a dead letter, or is no article at all"
        elif record.value != to_bytes(told):
            yield f"{_named(record)}: the extraction is another than that of its article"


def events_are_those_of_a_quiet_run(evidence: Evidence) -> Iterator[str]:
    """Whatever the order, the events are the same but for versions."""
    there = compacted(evidence.events())
    for key, value in evidence.quiet.events.last.items():
        if key in there and _unversioned(there[key]) != _unversioned(value):
            yield f"{key.decode()}: differs from that of a quiet run: {there[key]!r} is not {value!r}"


def every_version_is_the_one_computed(evidence: Evidence) -> Iterator[str]:
    """In the order of merging even the bytes and headers of every version are the same."""
    published = evidence.as_merged.published
    seen = set()
    for record in evidence.events():
        found = Published(record.key or b"", record.value, record.headers)
        seen.add(found.name)
        if published.get(found.name) != found:
            yield f"{_named(record)}: {found.name} is not as computed"
    yield from (f"version never published: {name}" for name in published.keys() - seen)


def the_last_version_stands_last(evidence: Evidence) -> Iterator[str]:
    """A subscriber that keeps the last record of a key ends with the last version."""
    there = compacted(evidence.events())
    for key in there.keys() | evidence.as_merged.last.keys():
        if there.get(key) != evidence.as_merged.last.get(key):
            yield f"{key.decode()}: what stands last on the topic is not the last version"


def dead_letters_are_the_poison_and_whole(evidence: Evidence) -> Iterator[str]:
    for letter in evidence.of(DEAD_LETTERS):
        record = evidence.poison.get(_coordinates(letter))
        told = {name: value.decode() for name, value in letter.headers if name.startswith(CONNECT)}
        if record is None or told[f"{CONNECT}topic"] != ARTICLES:
            yield f"{_named(letter)}: a dead letter of what is no poison: {told}"
        elif (letter.key, letter.value) != (record.key, record.value):
            yield f"{_named(letter)}: key or value are not those of the record"
        elif letter.headers[: len(record.headers)] != record.headers:
            yield f"{_named(letter)}: the headers are not those of the record"
        elif (error := dict(record.headers)[LETTER].decode()) and told[f"{CONNECT}exception.class.name"] != error:
            yield f"{_named(letter)}: the error must be {error}: {told}"


def rows_of_entities_are_the_fold_of_the_events(evidence: Evidence) -> Iterator[str]:
    there = {key.decode(): json.loads(value) for key, value in compacted(evidence.of(ENTITIES)).items()}
    expected: dict[str, dict[str, Any]] = defaultdict(dict)
    for value in compacted(evidence.events()).values():
        event = json.loads(value)
        for entity in entities_of(event):
            expected[entity][event["event_id"]] = event
    for entity in there.keys() | expected.keys():
        yield from _differences(entity, there.get(entity), expected.get(entity, {}))


def _differences(entity: str, row: dict[str, Any] | None, events: dict[str, dict[str, Any]]) -> Iterator[str]:
    if row is None or not events:
        yield f"entity {entity}: {'missing' if row is None else 'unexpected'}"
        return
    if row["counts_by_type"] != Counter(event["type"] for event in events.values()):
        yield f"entity {entity}: counts {row['counts_by_type']}, but the events are {len(events)}"
    shown = {part["event_id"]: part for part in row["events"]}
    if not shown.keys() <= events.keys() or len(shown) != min(len(events), SHOWN_EVENTS):
        yield f"entity {entity}: shows {len(shown)} of {len(events)} events, {shown.keys() - events.keys()} wrong"
    for part in (part for key, part in shown.items() if key in events):
        event = events[part["event_id"]]
        when = event.get("when") or {}
        same = ("status", event["status"]), ("summary", event["summary"]), ("start", when.get("start"))
        yield from (f"entity {entity}: {name} of {part['event_id']}" for name, told in same if part.get(name) != told)


def pages_show_what_the_topics_hold(evidence: Evidence) -> Iterator[str]:
    rows = sorted(compacted(evidence.of(ENTITIES)).items())
    chosen = rows[:: max(1, len(rows) // PAGES_ASKED)]
    for number, port in enumerate(evidence.web_ports):
        for key, value in chosen[number :: len(evidence.web_ports)]:
            path = f"/api/entities/{quote(key.decode(), safe='')}"
            told = page(port, path, lambda body, value=value: body == value)  # type: ignore[misc]
            if told != value:
                yield f"the page {path} shows {told!r}, the topic {value!r}"


def page(port: int, path: str, until: Callable[[bytes], bool]) -> bytes:
    """Ask for a page, again for a while where it shows something else than it must."""
    deadline = time.monotonic() + PAGE_SECONDS
    while True:
        body = _asked(f"http://127.0.0.1:{port}{path}")
        if until(body) or time.monotonic() > deadline:
            return body
        time.sleep(0.5)


def _asked(url: str) -> bytes:
    try:
        with urlopen(url, timeout=5) as response:  # noqa: S310 -- a worker's own address
            body: bytes = response.read()
            return body
    except HTTPError as error:
        return error.read()
    except (URLError, OSError) as error:
        return repr(error).encode()


def offsets_never_go_back(evidence: Evidence) -> Iterator[str]:
    before: dict[tuple[str, int], int] = {}
    for sample in evidence.samples:
        for tp, offset in sample.committed.items():
            if offset < before.get(tp, 0):
                yield f"the offset of {tp[0]}[{tp[1]}] went back from {before[tp]} to {offset}"
            before[tp] = offset


def nothing_is_committed_before_what_follows_is_kept(evidence: Evidence) -> Iterator[str]:
    """At every look, each record below a committed offset had its outcome on the topic that it must be kept on."""
    for topic, outcomes in (
        (ARTICLES, _outcomes_of_articles(evidence)),
        (EXTRACTIONS, _outcomes_of_extractions(evidence)),
        (MENTIONS, _outcomes_of_mentions(evidence)),
    ):
        yield from _committed_too_early(evidence, topic, outcomes)


def _committed_too_early(evidence: Evidence, topic: str, outcomes: dict[tuple[int, int], list[Place]]) -> Iterator[str]:
    reached: dict[int, int] = {}
    for sample in evidence.samples:
        for (name, partition), committed in sample.committed.items():
            if name != topic:
                continue
            for offset in range(reached.get(partition, 0), committed):
                if not any(
                    sample.ends[at.topic, at.partition] > at.offset for at in outcomes.get((partition, offset), ())
                ):
                    yield f"{topic}[{partition}] was committed to {committed}, but {offset} was not done"
            reached[partition] = max(committed, reached.get(partition, 0))


def _outcomes_of_articles(evidence: Evidence) -> dict[tuple[int, int], list[Place]]:
    """The extraction or the dead letter of each article."""
    found = defaultdict(list)
    for record in evidence.of(EXTRACTIONS):
        found[_origin(record)].append(_place(record))
    for record in evidence.of(DEAD_LETTERS):
        found[_coordinates(record)].append(_place(record))
    return found


def _outcomes_of_extractions(evidence: Evidence) -> dict[tuple[int, int], list[Place]]:
    """The first row of the ledger that knows each extraction, which it calls by the place of its article."""
    rows: dict[tuple[int, int], Place] = {}
    for row in evidence.of(evidence.topics.seen):
        for token in row.data["folded"] if row.value else ():
            partition, offset, _ = token.split("-", 2)
            rows.setdefault((int(partition), int(offset)), _place(row))
    return {
        (record.partition, record.offset): [rows[_origin(record)]]
        for record in evidence.of(EXTRACTIONS)
        if _origin(record) in rows
    }


def _outcomes_of_mentions(evidence: Evidence) -> dict[tuple[int, int], list[Place]]:
    """The first row of the table of articles that holds each contribution, or a later one of its article."""
    rows: dict[str, list[tuple[int, Place]]] = defaultdict(list)
    for row in evidence.of(evidence.topics.live):
        if row.value and row.key:
            rows[row.key.decode()].append((row.data["contribution"]["revision"], _place(row)))
    return {
        (record.partition, record.offset): [
            place for revision, place in rows[record.data["article_id"]] if revision >= record.data["revision"]
        ]
        for record in evidence.of(MENTIONS)
    }


CHECKS: tuple[Check, ...] = (
    every_article_that_was_acknowledged_is_there,
    every_article_is_readable_or_meant_to_fail,
    nothing_is_lost,
    nothing_is_there_that_a_quiet_run_does_not_give,
    extractions_are_those_of_the_articles,
    events_are_those_of_a_quiet_run,
    every_version_is_the_one_computed,
    the_last_version_stands_last,
    dead_letters_are_the_poison_and_whole,
    rows_of_entities_are_the_fold_of_the_events,
    pages_show_what_the_topics_hold,
    offsets_never_go_back,
    nothing_is_committed_before_what_follows_is_kept,
)


# Reading records


def doubled(evidence: Evidence) -> int:
    """Public records that repeat an earlier one byte for byte."""
    records = [*evidence.events(), *evidence.of(DEAD_LETTERS)]
    distinct = {(r.topic, r.key, r.value, r.headers) for r in records}
    return len(records) - len(distinct)


def compacted(records: Iterable[Record]) -> dict[bytes, bytes]:
    """What a subscriber ends with that keeps the last record of each key."""
    last: dict[bytes, bytes] = {}
    for record in records:
        if record.value is None:
            last.pop(record.key or b"", None)
        else:
            last[record.key or b""] = record.value
    return last


def entities_of(event: dict[str, Any]) -> set[str]:
    """Every entity that an event touches: its parties, their bodies, its countries; groups are none."""
    slots = ("participants", "imposers", "targets", "person", "predecessor", "successor", "appointer")
    told = [event[slot] for slot in slots if event.get(slot)]
    parties = [party for slot in told for party in (slot if isinstance(slot, list) else [slot])]
    found = {party["entity_id"] for party in parties if party["kind"] != "group"}
    countries = set(event.get("countries", ())) | {event.get("country")}
    if event["type"] == "trade_measure":
        countries |= {party.get("country") for party in parties}
    if event["type"] == "appointment":
        bodies = {(event.get("organization"), event.get("country"))}
    else:
        bodies = {(party.get("organization"), party.get("country")) for party in parties if party["kind"] == "person"}
    found |= {f"country:{code}" for code in countries if code}
    return found | {organization_id(name, country) for name, country in bodies if name}


def _unversioned(value: bytes) -> object:
    event = json.loads(value)
    history = [{**entry, "version": None} for entry in event["history"]]
    return {**event, "version": None, "history": history}


def _place(record: Record) -> Place:
    return Place(record.topic, record.partition, record.offset)


def _named(record: Record) -> str:
    return f"{record.topic}[{record.partition}]@{record.offset}"


def _origin(record: Record) -> tuple[int, int]:
    origin = record.data["origin"]
    return origin["partition"], origin["offset"]


def _coordinates(letter: Record) -> tuple[int, int]:
    told = dict(letter.headers)
    return int(told[f"{CONNECT}partition"]), int(told[f"{CONNECT}offset"])
