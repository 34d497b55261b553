"""Processes that die, are stopped, come and go."""

from __future__ import annotations

from tests.faults.fault import Fault
from tests.faults.scene import Scene


def kill_worker(scene: Scene) -> None:
    """Kill -9 the worker in mid-batch, again and again; its pool must not outlive it."""
    for share in (10, 30, 50):
        scene.until_done(share)
        name, worker = scene.any_worker()
        scene.struck()
        worker.process.kill()
        worker.process.wait()
        scene.until_gone(worker)
        scene.restart(name)


FAULTS = (Fault("kill -9 of the worker in mid-batch", kill_worker),)
