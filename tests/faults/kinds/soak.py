"""A long run under steady load, in which memory must stay bounded."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from harness import Worker
from tests.faults.fault import Fault
from tests.faults.scene import Scene

WARM_UP = 1 / 3
"""Share of the time after which memory is measured: buffers, caches and indexes are filled by then."""

AT_ONCE = 10
ARTICLES_A_SECOND = 5.0
SAMPLE_SECONDS = 2.0
MEBIBYTE = 1024 * 1024

WORKER_GROWTH = 64 * MEBIBYTE
"""What the worker may grow by after warming up; it holds all that may still grow into events."""

POOL_GROWTH = 32 * MEBIBYTE
"""What all processes that extract may grow by together."""


def soak(scene: Scene) -> None:
    """Send articles at a steady pace, and see that neither the worker nor its pool grows beyond a bound."""
    scene.until_done(10)
    scene.struck()
    name, worker = scene.any_worker()
    began, seconds = time.monotonic(), scene.soak_seconds
    sizes: list[tuple[float, int, int]] = []
    while (elapsed := time.monotonic() - began) < seconds:
        if not scene.driver.is_sending():
            scene.driver.feed(scene.newsroom.batch(AT_ONCE), AT_ONCE / ARTICLES_A_SECOND)
        sizes.append((elapsed / seconds, *_sizes(scene, worker)))
        time.sleep(SAMPLE_SECONDS)
    if scene.workers[name] is not worker or worker.process.poll() is not None:
        scene.problems.append("the worker ended under steady load")
    warm = [size for size in sizes if WARM_UP <= size[0] < WARM_UP + 0.1]
    last = [size for size in sizes if size[0] >= 0.9]
    for column, what, bound in ((1, "the worker", WORKER_GROWTH), (2, "its pool", POOL_GROWTH)):
        before, after = (statistics.median(size[column] for size in chosen) for chosen in (warm, last))
        told = f"{what}: {before / MEBIBYTE:.0f} MiB when warm, {after / MEBIBYTE:.0f} MiB at the end"
        scene.notes.append(f"{told}, of {seconds:.0f} s and {len(scene.driver.acknowledged)} articles")
        if after - before > bound:
            scene.problems.append(f"{told}, more than {bound / MEBIBYTE:.0f} MiB more")


def _sizes(scene: Scene, worker: Worker) -> tuple[int, int]:
    """Bytes in memory of the worker, and of all processes that extract."""
    pool = scene.pool_of(worker)
    return _resident(worker.process.pid), sum(map(_resident, pool))


def _resident(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    lines = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return 1024 * int(lines[0].split()[1]) if lines else 0


FAULTS = (Fault("soak", soak, short=False, once=True),)
