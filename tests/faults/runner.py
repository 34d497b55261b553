"""Rounds of faults: each begins on what the one before left, and ends with the verdict on all that has come so far."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from brokers import ApacheKafka
from harness import Stream
from tests.faults.fault import Fault
from tests.faults.scene import Scene
from tests.faults.verifier import Verifier

PARTITIONS = 3
ENVIRONMENT: dict[str, object] = {
    "partitions": PARTITIONS,
    "store": "rocksdb",
    # On a busy machine no article may become a dead letter for being slow, but where a fault asks for it.
    "extraction_timeout_seconds": 60,
    "in_flight": 16,
}
SHOWN_PROBLEMS = 20
SHOWN_CHARACTERS = 2_000


@dataclass
class Result:
    """What came of one round."""

    fault: Fault
    times: int = 0
    articles: int = 0
    lost: int = 0
    doubled: int = 0
    seconds_to_recover: float = 0.0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What a fault measured."""


@dataclass
class Progress:
    """Where the run stands, for whoever waits."""

    number: int
    fault: Fault
    elapsed: float


def run(
    kafka: ApacheKafka,
    directory: Path,
    rotations: Iterable[Sequence[Fault]],
    seed: int,
    *,
    long: bool,
    soak_seconds: float,
) -> Iterator[Progress | Result]:
    """Run rotations of faults, each on empty topics; after a round that failed, the next ones begin anew.

    Yields:
        Before each round its progress, and after it its result.
    """
    began, numbers = time.monotonic(), count(1)
    for number, faults in enumerate(rotations):
        waiting = list(faults)
        while waiting:
            home = directory / f"rotation-{number}-{len(waiting)}"
            with _stage(kafka, home, seed + number, long=long, soak_seconds=soak_seconds) as (scene, verifier):
                failed = False
                while waiting and not failed:
                    fault = waiting.pop(0)
                    yield Progress(next(numbers), fault, time.monotonic() - began)
                    result = play(fault, scene, verifier)
                    failed = bool(result.problems)
                    yield result


@contextmanager
def _stage(
    kafka: ApacheKafka, directory: Path, seed: int, *, long: bool, soak_seconds: float
) -> Iterator[tuple[Scene, Verifier]]:
    directory.mkdir(parents=True)
    kafka.start()
    kafka.wipe()
    stream = Stream(kafka.bootstrap, directory, **ENVIRONMENT)
    stream.create_topics()
    scene = Scene(kafka, stream, directory, seed, long=long, soak_seconds=soak_seconds)
    verifier = Verifier(stream)
    try:
        yield scene, verifier
    finally:
        scene.close()
        verifier.close()


def play(fault: Fault, scene: Scene, verifier: Verifier) -> Result:
    """One round: articles come in, the fault strikes, everything settles, and all is judged."""
    result = Result(fault)
    doubled_before, sent_before = scene.doubled, len(scene.driver.acknowledged)
    try:
        scene.begin_round(fault.workers, fault.program, fault.settings)
        articles = fault.batch(scene.newsroom)
        result.articles = len(articles)
        scene.driver.feed(articles, fault.seconds)
        fault.inject(scene)
        scene.settle()
        scene.revive()
    except Exception as error:  # noqa: BLE001 -- whatever goes wrong is told in the report
        result.problems.append(f"{type(error).__name__}: {error}")
        result.times = len(scene.monitor.strikes)
        result.problems += [*scene.take_problems(), *scene.last_words()]
        return result
    result.articles = len(scene.driver.acknowledged) - sent_before
    result.notes, scene.notes = scene.notes, []
    verdict = verifier.verify(scene.driver.acknowledged, scene.monitor.samples, scene.web_ports())
    result.times = len(scene.monitor.strikes)
    result.lost = verdict.lost
    result.doubled, scene.doubled = verdict.doubled - doubled_before, verdict.doubled
    result.seconds_to_recover = scene.monitor.seconds_to_recover()
    result.problems += [
        *scene.take_problems(),
        *(told[:SHOWN_CHARACTERS] for told in verdict.problems[:SHOWN_PROBLEMS]),
    ]
    if len(verdict.problems) > SHOWN_PROBLEMS:
        result.problems.append(f"and {len(verdict.problems) - SHOWN_PROBLEMS} more")
    return result
