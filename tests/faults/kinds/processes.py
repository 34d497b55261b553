"""Processes that die, are stopped, come and go."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

from harness import SESSION_SECONDS
from tests.faults.articles import Newsroom, Sent
from tests.faults.fault import Fault
from tests.faults.scene import REAL, Scene

STORM = 6
"""Workers that come and go in one storm."""


def kill_worker(scene: Scene) -> None:
    """Kill -9 the worker in mid-batch; its pool must not outlive it."""
    for share in scene.repeated(15, 40, 60):
        scene.until_done(share)
        name, worker = scene.any_worker()
        scene.struck()
        worker.process.kill()
        worker.process.wait()
        scene.until_gone(worker)
        scene.restart(name)


def kill_pool_process(scene: Scene) -> None:
    """Kill -9 one of the processes that extract, again and again; the worker lives on."""
    for share in (10, 25, 40, 55):
        scene.until_done(share)
        _, worker = scene.any_worker()
        # A pool that broke when nothing was left to extract is made anew with the next article.
        if pool := scene.pool_of(worker):
            scene.struck()
            os.kill(scene.dice.choice(pool), signal.SIGKILL)


def terminate_under_load(scene: Scene) -> None:
    """Ask the worker to stop in mid-batch; it must end with code 0."""
    for share in scene.repeated(15, 40, 60):
        scene.until_done(share)
        name, _ = scene.any_worker()
        scene.struck()
        scene.remove(name)
        scene.restart(name)


def make_a_zombie(scene: Scene) -> None:
    """Stop one of two workers until the other has taken over all it had, then let it go on where it was."""
    scene.until_done(10)
    _, worker = scene.any_worker()
    scene.struck()
    worker.process.send_signal(signal.SIGSTOP)
    time.sleep(SESSION_SECONDS + 4)
    worker.process.send_signal(signal.SIGCONT)


def storm(scene: Scene) -> None:
    """Let workers come and go, half of them killed, faster than partitions can be shared out."""
    scene.until_done(10)
    ways: tuple[Callable[[str], None], ...] = (scene.remove, scene.kill)
    for number in range(STORM):
        scene.struck()
        scene.start(f"passing-{number}", instance_id="", wait=False)
        time.sleep(scene.dice.uniform(1, 6))
        passing = [name for name in scene.workers if name.startswith("passing")]
        if number % 2:
            ways[number // 2 % 2](scene.dice.choice(passing))
    for name in [name for name in scene.workers if name.startswith("passing")]:
        scene.remove(name)


def prose(newsroom: Newsroom) -> list[Sent]:
    """Articles in English."""
    return newsroom.prose(60)


FAULTS = (
    Fault("kill -9 of the worker in mid-batch", kill_worker),
    Fault("kill -9 of a process that extracts", kill_pool_process),
    Fault("SIGTERM under load", terminate_under_load, short=False),
    Fault("SIGSTOP past the session timeout, then SIGCONT", make_a_zombie, workers=2),
    Fault("workers joining and leaving in a storm", storm, seconds=15, workers=2, short=False),
    Fault("kill -9 of the worker, with spaCy", kill_worker, prose, program=REAL, short=False),
)
