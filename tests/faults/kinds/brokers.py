"""The broker: stopped, killed, absent."""

from __future__ import annotations

import time

from tests.faults.fault import Fault
from tests.faults.scene import Scene

AWAY_SECONDS = 5.0


def stop_broker(scene: Scene) -> None:
    """Shut the broker down in good order, and start it again with its log; the workers live on."""
    _away(scene, kill=False)


def kill_broker(scene: Scene) -> None:
    """Kill -9 the broker, and start it again with its log; the workers live on."""
    _away(scene, kill=True)


def _away(scene: Scene, *, kill: bool) -> None:
    scene.until_done(10)
    before = {name: worker.process.pid for name, worker in scene.workers.items()}
    scene.struck()
    if kill:
        scene.kafka.kill()
    else:
        scene.kafka.stop()
    time.sleep(AWAY_SECONDS)
    scene.kafka.start()
    scene.settle()
    if before != {name: worker.process.pid for name, worker in scene.workers.items()}:
        scene.problems.append("a worker ended while the broker was away")


def absent_at_start(scene: Scene) -> None:
    """Start the worker where no broker is; it is started again until there is one."""
    scene.until_done(10)
    scene.struck()
    scene.kafka.stop()
    name, worker = scene.any_worker()
    worker.kill()
    scene.start_again(name)
    ended = time.monotonic() + AWAY_SECONDS
    scene.wait_for("some time without a broker", lambda: time.monotonic() > ended)
    scene.kafka.start()


FAULTS = (
    Fault("broker stopped and started again", stop_broker, short=False),
    Fault("broker killed and started again", kill_broker),
    Fault("broker absent at the start of the worker", absent_at_start, short=False),
)
