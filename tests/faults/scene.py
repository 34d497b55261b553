"""The scene of a fault: a broker, workers that a supervisor starts again, and a driver that sends articles."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from kafka import KafkaProducer
from kafka.errors import KafkaTimeoutError
from kafka.producer.future import RecordMetadata

from agents.broker.clients import client_options
from agents.broker.embedded import free_port
from agents.topics import ARTICLES
from brokers import ApacheKafka
from harness import Stream, Worker
from tests.faults.articles import Newsroom, Sent
from tests.faults.offsets import Monitor, Place

SUPERVISED_SECONDS = 0.5
SETTLE_SECONDS = 120.0
ENDS_SECONDS = 60.0
DELIVERY_MS = 120_000
FAKE, REAL = "fake_worker", "agents.cli"
"""The programs that workers run: the tests' fake extraction, and the real one."""

AHEAD, BEHIND = "skewed_worker ahead", "skewed_worker behind"
"""The fake extraction where the clock is wrong."""


class Driver:
    """Sends articles beside whatever happens, and knows which the broker has acknowledged."""

    def __init__(self, stream: Stream) -> None:
        self._options = client_options(stream.settings)
        self._thread: threading.Thread | None = None
        self._producer: KafkaProducer | None = None
        self.acknowledged: dict[Place, Sent] = {}
        self.failures: list[str] = []

    def feed(self, articles: Sequence[Sent], seconds: float) -> None:
        """Begin to send articles, spread over some time; `join` waits for the end."""
        self.join()
        self._thread = threading.Thread(target=self._feed, args=(list(articles), seconds), name="driver")
        self._thread.start()

    def is_sending(self) -> bool:
        """Whether some are not yet sent and acknowledged."""
        return self._thread is not None and self._thread.is_alive()

    def join(self) -> None:
        """Wait until all are sent and acknowledged."""
        if self._thread:
            self._thread.join()

    def send(self, articles: Sequence[Sent]) -> None:
        """Send articles at once, and wait until the broker has them."""
        self._feed(list(articles), 0.0)

    def give_up(self, articles: Sequence[Sent]) -> None:
        """Send articles with a producer of their own that ends before they can all be acknowledged."""
        producer = KafkaProducer(**self._options, acks="all", batch_size=512, linger_ms=0)
        for article in articles:
            producer.send(ARTICLES, key=article.key, value=article.value, headers=list(article.headers))
        with suppress(KafkaTimeoutError):  # which tells that it ended with records unsent
            producer.close(timeout=0)

    def close(self) -> None:
        """Send no more."""
        self.join()
        if self._producer:
            self._producer.close(timeout=5)

    def _feed(self, articles: list[Sent], seconds: float) -> None:
        producer = self._connected()
        sent = []
        for article in articles:
            future = producer.send(
                ARTICLES,
                key=article.key,
                value=article.value,
                headers=list(article.headers),
                timestamp_ms=article.timestamp,
            )
            future.add_callback(self._acknowledge, article)
            sent.append(future)
            time.sleep(seconds / len(articles))
        producer.flush()
        for future in sent:
            try:
                future.get(timeout=DELIVERY_MS / 1000)
            except Exception as error:  # noqa: BLE001 -- told in the report, where it fails the round
                self.failures.append(f"an article could not be sent: {error!r}")

    def _acknowledge(self, article: Sent, told: RecordMetadata) -> None:
        self.acknowledged[Place(told.topic, told.partition, told.offset)] = article

    def _connected(self) -> KafkaProducer:
        if self._producer is None:
            large = 32 * 1024 * 1024
            self._producer = KafkaProducer(
                **self._options,
                acks="all",
                linger_ms=5,
                max_request_size=large,
                delivery_timeout_ms=DELIVERY_MS,
                max_block_ms=DELIVERY_MS,
            )
        return self._producer


class Scene:
    """What a fault is handed: everything that it may break.

    Args:
        kafka: the broker.
        stream: its topics, and the settings of workers.
        directory: where workers log and keep tables.
        seed: of what faults choose.
        long: whether faults that take long strike again and again.
        soak_seconds: how long a steady load lasts.
    """

    def __init__(
        self, kafka: ApacheKafka, stream: Stream, directory: Path, seed: int, *, long: bool, soak_seconds: float
    ) -> None:
        self.kafka = kafka
        self.stream = stream
        self.directory = directory
        self.dice = random.Random(seed)  # noqa: S311 -- the same choices each time
        self.newsroom = Newsroom(seed)
        self.driver = Driver(stream)
        self.monitor = Monitor(stream)
        self.workers: dict[str, Worker] = {}
        self.long = long
        self.soak_seconds = soak_seconds
        self.notes: list[str] = []
        self.problems: list[str] = []
        self.doubled = 0
        self._runs: dict[str, tuple[str, dict[str, object]]] = {}
        self._ports: dict[str, int] = {}
        self._wanted: dict[str, tuple[str, dict[str, object]]] = {}

    def begin_round(self, workers: int, program: str, settings: Mapping[str, object]) -> None:
        """See to it that so many workers of a kind run, and no others; those that fit run on."""
        names = [f"worker-{number + 1}" for number in range(workers)]
        for name in list(self.workers):
            ended = self.workers[name].process.poll() is not None
            if ended or name not in names or self._wanted.get(name) != (program, dict(settings)):
                self.remove(name)
        for name in names:
            if name not in self.workers:
                self.start(name, program=program, wait=False, **settings)
                self._wanted[name] = program, dict(settings)
        for worker in self.workers.values():
            worker.wait_until_ready()
        self.monitor.begin_round()

    def web_ports(self) -> list[int]:
        """Where the web views of the workers are."""
        return [worker.port for worker in self.workers.values()]

    def last_words(self) -> list[str]:
        """The end of each worker's log."""
        return [f"{name} last logged: {worker.log_text()[-1500:]}" for name, worker in self.workers.items()]

    def take_problems(self) -> list[str]:
        """What went wrong since this was last asked."""
        told = [*self.problems, *self.driver.failures]
        self.problems, self.driver.failures = [], []
        return told

    # Workers

    def start(self, name: str, *, program: str = FAKE, wait: bool = True, **settings: object) -> Worker:
        """Start a worker; one of the same name has the same tables, port and group membership as before."""
        port = self._ports.setdefault(name, free_port())
        own = {"instance_id": name, "web_port": port, "data_dir": self.directory / f"{name}-data", **settings}
        self._runs[name] = program, own
        return self._run(name, wait=wait)

    def restart(self, name: str) -> Worker:
        """Start a worker as it was started before, and wait until it is ready."""
        return self._run(name, wait=True)

    def start_again(self, name: str) -> Worker:
        """Start a worker as it was started before, whatever will become of it."""
        return self._run(name, wait=False)

    def _run(self, name: str, *, wait: bool) -> Worker:
        program, own = self._runs[name]
        worker = Worker(program, self.directory / name, {**self.stream.environment, **own})
        self.workers[name] = worker
        if wait:
            worker.wait_until_ready()
        return worker

    def any_worker(self) -> tuple[str, Worker]:
        """One of those that run."""
        return self.dice.choice(sorted(self.workers.items()))

    def remove(self, name: str) -> None:
        """Let a worker go for good, asked in good order."""
        worker = self.workers.pop(name)
        # Before a worker is ready nobody in it listens to the signal yet, which then ends it.
        good = {0} if worker.is_ready() else {0, -signal.SIGTERM}
        code = worker.stop()
        worker.end()
        if code not in good:
            self.problems.append(f"{name} ended with code {code} when it was asked to stop: {worker.log}")

    def kill(self, name: str) -> None:
        """Let a worker go for good, at once."""
        self.workers.pop(name).kill()

    def supervise(self) -> None:
        """Start workers again that have ended by themselves, as whatever runs them in production does."""
        for name, worker in list(self.workers.items()):
            if worker.process.poll() is not None:
                worker.end()
                self._run(name, wait=False)

    def refused(self, code: int | None, *words: str, start: bool = True, name: str = "") -> None:
        """See to it that a worker ends by itself, with an exit code and a last line that says why.

        Args:
            code: the exit code; None for any but 0.
            words: what its log must hold in one line from its last start on.
            start: whether to start it first, as it was started before.
            name: the worker; one of those that run where absent.

        Raises:
            TimeoutError: it does not end.
        """
        name = name or self.any_worker()[0]
        worker = self.workers[name]
        if start:
            worker.end()
            worker = self._run(name, wait=False)
        self.wait_for(f"{name} ends", lambda: worker.process.poll() is not None, ENDS_SECONDS, restart=False)
        told = worker.log_text()[worker.logged_before :]
        ended = worker.process.returncode
        if ended == 0 or (code is not None and ended != code):
            self.problems.append(f"{name} ended with code {ended}, and not {code}: {told[-1500:]}")
        if words and not any(all(word in line for word in words) for line in told.splitlines()):
            self.problems.append(f"{name} did not say {words} but: {told[-1500:]}")
        if start and "Traceback" in told:
            self.problems.append(f"{name} ended with a stack trace: {told[-1500:]}")

    def close(self) -> None:
        """End everything that the scene started but the broker."""
        self.driver.close()
        self.monitor.stop()
        for worker in self.workers.values():
            worker.kill() if worker.process.poll() is None else worker.end()

    def pool_of(self, worker: Worker) -> list[int]:
        """The processes of a worker that extract."""
        return [pid for pid in self.processes_of(worker) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def processes_of(self, worker: Worker) -> list[int]:
        """Every process of a worker that lives: its own, and those that extract."""
        found = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        return [pid for pid in found if _group_of(pid) == worker.process.pid]

    # Time

    def repeated(self, *shares: int) -> tuple[int, ...]:
        """The moments at which to strike, in articles done; in the short form only the first."""
        return shares if self.long else shares[:1]

    def struck(self) -> None:
        """Note that the fault has struck: from here the seconds to recover are counted."""
        ends: dict[int, int] = {}
        for place in list(self.driver.acknowledged):
            ends[place.partition] = max(ends.get(place.partition, 0), place.offset + 1)
        self.monitor.strike(ends)

    def wait_for(
        self, what: str, holds: Callable[[], object], seconds: float = SETTLE_SECONDS, *, restart: bool = True
    ) -> None:
        """Wait until something holds; workers that have ended are started again meanwhile, unless told otherwise.

        Raises:
            TimeoutError: it did not come to hold.
        """
        deadline = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > deadline:
                raise TimeoutError(f"not within {seconds:.0f} s: {what}")
            if restart:
                self.supervise()
            time.sleep(0.05)

    def until_done(self, articles: int) -> None:
        """Wait until so many more articles are done than when the round began."""
        self.wait_for(f"{articles} articles done", lambda: self.monitor.done() >= articles)

    def until_gone(self, worker: Worker) -> None:
        """Wait until nothing of an ended worker lives on, its processes that extract included."""
        self.wait_for("no process left of an ended worker", lambda: not self.processes_of(worker), 20, restart=False)

    def settle(self) -> None:
        """Wait until all is sent and nothing waits."""
        while self.driver.is_sending():
            self.supervise()
            time.sleep(SUPERVISED_SECONDS)
        since = time.monotonic()
        self.wait_for("everything done", lambda: self.monitor.nothing_waits(since))

    def revive(self) -> None:
        """Wait until every worker there should be answers again."""
        self.wait_for("every worker ready", lambda: all(worker.is_ready() for worker in self.workers.values()))


def _group_of(pid: int) -> int | None:
    """The process group of a living process; None of one that is gone, or only waits to be buried."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        return None if state == "Z" else os.getpgid(pid)
    except (OSError, IndexError):
        return None
