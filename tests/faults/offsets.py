"""The group's offsets, looked at all through the run: what was committed when, and how far the topics went then."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kafka import KafkaAdminClient, KafkaConsumer, TopicPartition

from agents.broker.clients import client_options
from agents.topics import (
    ARTICLES,
    ARTICLES_SEEN,
    DEAD_LETTERS,
    EXTRACTIONS,
    LIVE_ARTICLES,
    MENTIONS,
    NAMES,
    PARTICIPATIONS,
    VIEWS,
    changelog,
    partitions_of,
)
from harness import Stream

SOURCES = (ARTICLES, EXTRACTIONS, MENTIONS, NAMES, PARTICIPATIONS, VIEWS)
"""Every topic that the group reads."""

LOOK_SECONDS = 0.1
AWAY_SECONDS = 0.5


class Place(NamedTuple):
    """Where a record stands."""

    topic: str
    partition: int
    offset: int


Offsets = Mapping[tuple[str, int], int]


@dataclass(frozen=True)
class Sample:
    """One look. What is committed was read first, so what it rests on stands before the ends."""

    at: float
    """Monotonic time at which the look began."""
    committed: Offsets
    ends: Offsets


@dataclass
class Strike:
    """One fault, and the articles that the broker had by then."""

    at: float
    ends: dict[int, int]


class Monitor:
    """Looks at the offsets in a thread of its own; a broker that is away is asked again."""

    def __init__(self, stream: Stream) -> None:
        self.samples: list[Sample] = []
        self.strikes: list[Strike] = []
        self._begin = 0
        self._stream = stream
        self._group = stream.settings.app_id
        tables = (changelog(self._group, ARTICLES_SEEN), changelog(self._group, LIVE_ARTICLES))
        topics = (*SOURCES, DEAD_LETTERS, *tables)
        self._partitions = [TopicPartition(t, p) for t in topics for p in range(partitions_of(t, stream.settings))]
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="offsets", daemon=True)
        self._thread.start()

    def begin_round(self) -> None:
        """Count articles and strikes from here."""
        self.strikes = []
        self._begin = _outcomes(self.samples[-1]) if self.samples else 0

    def done(self) -> int:
        """Extractions and dead letters since the round began; offsets follow seconds behind."""
        return _outcomes(self.samples[-1]) - self._begin if self.samples else 0

    def nothing_waits(self, since: float) -> bool:
        """Whether a look that began after some moment found every source topic done to its end."""
        if not self.samples or self.samples[-1].at < since:
            return False
        return not waiting(self.samples[-1])

    def strike(self, ends: Mapping[int, int]) -> None:
        """Note a fault, and how many articles of each partition the broker has acknowledged by now."""
        self.strikes.append(Strike(time.monotonic(), dict(ends)))

    def seconds_to_recover(self) -> float:
        """The longest time from a strike until all articles sent before it were committed."""
        return max((_recovered(strike, self.samples) for strike in self.strikes), default=0.0)

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._watch()
            except Exception:  # noqa: BLE001 -- the broker is away, in whatever way the client tells it
                self._stopped.wait(AWAY_SECONDS)

    def _watch(self) -> None:
        options = client_options(self._stream.settings)
        admin = KafkaAdminClient(**options, request_timeout_ms=5_000)
        try:
            consumer = KafkaConsumer(**options)
            try:
                while not self._stopped.wait(LOOK_SECONDS):
                    self.samples.append(self._look(admin, consumer))
            finally:
                consumer.close()
        finally:
            admin.close()

    def _look(self, admin: KafkaAdminClient, consumer: KafkaConsumer) -> Sample:
        at = time.monotonic()
        known = admin.list_group_offsets(self._group)[self._group]
        ends = consumer.end_offsets(self._partitions)
        committed = {(tp.topic, tp.partition): found.offset for tp, found in known.items() if found.offset >= 0}
        return Sample(at, committed, {(tp.topic, tp.partition): end for tp, end in ends.items()})


def waiting(sample: Sample) -> dict[str, int]:
    """Records not yet committed, by partition of the source topics."""
    left = {tp: end - sample.committed.get(tp, 0) for tp, end in sample.ends.items() if tp[0] in SOURCES}
    return {f"{topic}[{partition}]": count for (topic, partition), count in left.items() if count > 0}


def _outcomes(sample: Sample) -> int:
    return sum(end for (topic, _), end in sample.ends.items() if topic in {EXTRACTIONS, DEAD_LETTERS})


def _recovered(strike: Strike, samples: Sequence[Sample]) -> float:
    for sample in samples:
        done = all(sample.committed.get((ARTICLES, p), 0) >= end for p, end in strike.ends.items())
        if sample.at >= strike.at and done:
            return sample.at - strike.at
    return float("inf")
