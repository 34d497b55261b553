"""What integration tests of the stream use: a worker process, a producer, and a reader of topics."""

from __future__ import annotations

import json
import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from agents.broker.clients import client_options
from agents.broker.embedded import HOST, free_port
from agents.settings import PREFIX, Settings
from agents.topics import ENTITIES, EVENTS, administration, create_missing, required_topics
from schemas.identity import entity_id

REPOSITORY = Path(__file__).parents[2]
START_SECONDS = 60.0
STOP_SECONDS = 40.0
WAIT_SECONDS = 60.0
SESSION_SECONDS = 6.0

SKEWS = {
    "skewed_worker ahead": {"FAULTS_CLOCK_SKEW": "4500"},
    "skewed_worker behind": {"FAULTS_CLOCK_SKEW": "-4500"},
}
"""What to tell a worker whose clock is more than an hour off."""

PUBLIC = (*EVENTS.values(), ENTITIES)
"""Every compacted public topic."""


@dataclass(frozen=True)
class Record:
    """One record read back."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    at: int = 0
    """When it was appended, in milliseconds."""

    @property
    def data(self) -> dict[str, Any]:
        """The value as JSON."""
        assert self.value is not None
        read: dict[str, Any] = json.loads(self.value)
        return read

    @property
    def header(self) -> dict[str, str]:
        """The headers as text."""
        return {name: value.decode() for name, value in self.headers}


class Stream:
    """A broker with the stream's topics on it, and the means to run workers on it.

    Args:
        bootstrap: the broker.
        directory: where workers log and keep tables.
        settings: settings of the workers beyond the tests' own, by field name.
    """

    def __init__(self, bootstrap: str, directory: Path, **settings: object) -> None:
        self.directory = directory
        self.environment = {
            "bootstrap_servers": bootstrap,
            "partitions": 2,
            "pool_processes": 2,
            "session_timeout_seconds": SESSION_SECONDS,
            "extraction_timeout_seconds": 3,
            **settings,
        }
        self.settings = Settings.model_validate(self.environment)
        self.workers = 0

    def create_topics(self) -> None:
        """Make the topics."""
        with administration(client_options(self.settings)) as admin:
            create_missing(admin, required_topics(self.settings), 1)

    @contextmanager
    def worker(self, *, program: str = "fake_worker", level: str = "info", **settings: object) -> Iterator[Worker]:
        """A worker that is ready; ended with the block, if the test has not ended it."""
        self.workers += 1
        home = self.directory / f"worker-{self.workers}"
        worker = Worker(program, home, {**self.environment, **settings}, level)
        try:
            worker.wait_until_ready()
            yield worker
        finally:
            worker.end()

    def send(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Push records to `articles`: keyword arguments of kafka-python's `send`."""
        producer = KafkaProducer(**client_options(self.settings), acks="all", max_request_size=32 * 1024 * 1024)
        try:
            for sent in [producer.send("articles", **record) for record in records]:
                sent.get(timeout=30)
        finally:
            producer.close()

    def send_articles(self, *articles: Mapping[str, Any]) -> None:
        """Push articles, keyed by id."""
        self.send({"key": a["id"].encode(), "value": json.dumps(a).encode()} for a in articles)

    def read(
        self, *topics: str, until: Callable[[list[Record]], object], seconds: float = WAIT_SECONDS, linger: float = 0.0
    ) -> list[Record]:
        """Read topics from their beginning until something holds of all that was read.

        Args:
            topics: the topics.
            until: what must come to hold.
            seconds: how long it may take.
            linger: seconds to read on afterwards, for what must not come.

        Raises:
            AssertionError: it did not come to hold; the message shows what was read.
        """
        consumer = KafkaConsumer(
            **client_options(self.settings), auto_offset_reset="earliest", max_partition_fetch_bytes=32 * 1024 * 1024
        )
        try:
            consumer.assign([TopicPartition(t, p) for t in topics for p in range(self.settings.partitions)])
            return _read(consumer, until, seconds, linger)
        finally:
            consumer.close()

    def state(self, *, until: Callable[[dict[bytes, bytes]], object], linger: float = 2.0) -> dict[bytes, bytes]:
        """The last value of every key of the public topics, withdrawn ones left out."""
        return compacted(self.read(*PUBLIC, until=lambda records: until(compacted(records)), linger=linger))


def _read(
    consumer: KafkaConsumer, until: Callable[[list[Record]], object], seconds: float, linger: float
) -> list[Record]:
    records: list[Record] = []
    deadline = time.monotonic() + seconds
    while not until(records):
        if time.monotonic() > deadline:
            shown = "\n".join(f"{r.topic} {r.key!r} {(r.value or b'')[:200]!r}" for r in records)
            raise AssertionError(f"not seen within {seconds:.0f} s; seen so far:\n{shown}")
        records += _polled(consumer)
    quiet_at = time.monotonic() + linger
    while time.monotonic() < quiet_at:
        records += _polled(consumer)
    return records


def _polled(consumer: KafkaConsumer) -> list[Record]:
    batches = consumer.poll(timeout_ms=200)
    return [
        Record(r.topic, r.partition, r.offset, r.key, r.value, tuple(r.headers or ()), r.timestamp)
        for batch in batches.values()
        for r in batch
    ]


def compacted(records: Sequence[Record]) -> dict[bytes, bytes]:
    """What compaction leaves: the last value of every key."""
    last = {record.key: record.value for record in records if record.key is not None}
    return {key: value for key, value in last.items() if value is not None}


class Worker:
    """A worker in a process of its own.

    Args:
        program: the module to run: `fake_worker`, or `agents.cli` for the real extraction; with words behind it that
            name what is wrong with its clock.
        home: its directory, for log and tables.
        settings: its settings by field name.
        level: how much it logs.
    """

    def __init__(self, program: str, home: Path, settings: Mapping[str, object], level: str = "info") -> None:
        home.mkdir(exist_ok=True)
        self.log = home / "worker.log"
        # A worker that bears the name of an earlier one must come back at the same address.
        self.port = int(str(settings.get("web_port") or free_port()))
        cafile = settings.get("web_ssl_cafile")
        self.context = ssl.create_default_context(cafile=str(cafile)) if cafile else None
        self.url = f"{'https' if cafile else 'http'}://{settings.get('web_advertised_host') or HOST}:{self.port}"
        settings = {"data_dir": home / "data", **settings, "web_port": self.port}
        paths = f"{REPOSITORY}{os.pathsep}{REPOSITORY / 'tests' / 'support'}"
        environment = {f"{PREFIX}{name.upper()}": str(value) for name, value in settings.items()}
        self.logged_before = len(self.log_text()) if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", program.split(maxsplit=1)[0], "worker", "-l", level],
                env={**os.environ, **environment, **SKEWS.get(program, {}), "PYTHONPATH": paths},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until_ready(self) -> None:
        """Wait until it answers `/readyz`.

        Raises:
            AssertionError: it ended instead, or took too long; the message shows its log.
        """
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"the worker is not ready:\n{self.log_text()[-6000:]}")
            time.sleep(0.1)

    def is_ready(self) -> bool:
        """Whether it answers `/readyz`."""
        try:
            with urlopen(f"{self.url}/readyz", timeout=2, context=self.context) as response:  # noqa: S310 -- http alone
                return bool(response.status == 200)
        except (URLError, OSError):
            return False

    def log_text(self) -> str:
        """All that it logged."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """End it as a power cut would, the processes that extract with it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end, and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_SECONDS)

    def end(self) -> None:
        """Make sure that nothing of it is left."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


# Articles that tell their events in their own text


def person(name: str, country: str) -> dict[str, object]:
    """A person as a party."""
    return {"name": name, "kind": "person", "country": country, "entity_id": entity_id("person", name, country)}


def meeting(
    *people: tuple[str, str], on: str = "2031-05-12", status: str = "planned", **slots: object
) -> dict[str, Any]:
    """A meeting of people, each with a country."""
    return {
        "type": "meeting",
        "status": status,
        "when": {"start": on, "end": on},
        "summary": "they meet",
        "confidence": 0.8,
        "participants": [person(*one) for one in people],
        "countries": sorted({country for _, country in people}),
        "evidence": [{"article_id": "?", "start": 0, "end": 5, "quote": "Today"}],
        **slots,
    }


def article(
    name: str, *mentions: Mapping[str, Any], at: str = "2031-05-10T08:00:00Z", text: str = "Today."
) -> dict[str, Any]:
    """An article that spells its mentions out for the fake extraction, and has words of its own beside them.

    Without those, articles on one event would be copies of one another.
    """
    own = " ".join(f"{name}-{number}" for number in range(100))
    body = "\n".join([text, own, *(json.dumps(mention) for mention in mentions)])
    return {"id": name, "text": body, "source": "Harbour Wire", "published_at": at, "language": "en"}
