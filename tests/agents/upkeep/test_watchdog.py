"""When a worker that stands still must end."""

from __future__ import annotations

import subprocess
import sys
import time
from types import SimpleNamespace
from typing import Any

import pytest

from agents.upkeep.health import NO_ANSWER, REBALANCING, REFILLING, HealthMonitor
from agents.upkeep.watchdog import EXIT_CODE, Pulse, Watchdog, verdict


@pytest.mark.parametrize(
    "pulse",
    [
        pytest.param(Pulse(at=1_000.0), id="a fresh sign of life"),
        pytest.param(Pulse(at=990.0, longest_wait=59.0), id="records waiting, but not for long"),
    ],
)
def test_a_worker_that_moves_is_left_alone(pulse: Pulse) -> None:
    assert verdict(pulse, 60.0, now=1_000.0) is None


@pytest.mark.parametrize(
    "pulse,reason",
    [
        pytest.param(Pulse(at=900.0), "the event loop gave no sign of life, for 100 seconds", id="the loop is blocked"),
        pytest.param(
            Pulse(at=900.0, trouble=NO_ANSWER), "the broker does not answer, for 100 seconds", id="the broker is gone"
        ),
        pytest.param(Pulse(at=999.0, longest_wait=61.0), "nothing was committed for 61 seconds", id="nothing moves"),
    ],
)
def test_a_worker_that_stands_still_must_end(pulse: Pulse, reason: str) -> None:
    told = verdict(pulse, 60.0, now=1_000.0)
    assert told is not None
    assert reason in told


def test_the_watchdog_ends_the_process_once_with_its_own_code(caplog: pytest.LogCaptureFixture) -> None:
    codes: list[int] = []
    watchdog = Watchdog(Pulse(at=time.monotonic(), longest_wait=1.0), 0.05, codes.append)
    watchdog.start()
    watchdog.join(timeout=5)
    assert codes == [EXIT_CODE]
    assert "the worker stands still" in caplog.text


def test_a_watchdog_that_is_stopped_ends_nothing() -> None:
    codes: list[int] = []
    watchdog = Watchdog(Pulse(at=0.0), 10.0, codes.append)
    watchdog.start()
    watchdog.stop()
    watchdog.join(timeout=5)
    assert codes == []


class Lag:
    """A monitor of lag that tells what a test wants told."""

    def __init__(self, error: Exception | None = None, wait: float = 0.0) -> None:
        self.lags: dict[Any, Any] = {}
        self._error = error
        self._wait = wait

    async def measure(self, now: float) -> None:
        if self._error:
            raise self._error

    def longest_wait(self, now: float) -> float:
        return self._wait


def monitor(lag: Lag) -> HealthMonitor:
    gauge = SimpleNamespace(clear=lambda: None)
    metrics = SimpleNamespace(lag=gauge, commit_age=gauge)
    stream: Any = SimpleNamespace(settings=SimpleNamespace(watchdog_seconds=60.0), metrics=metrics)
    return HealthMonitor(stream, lag)


def joining(*, rebalancing: bool, offsets: dict[str, int]) -> Any:  # noqa: ANN401 -- what is asked of an app
    recovery = SimpleNamespace(active_offsets=offsets)
    return SimpleNamespace(rebalancing=rebalancing, tables=SimpleNamespace(recovery=recovery))


async def test_a_broker_that_does_not_answer_is_no_sign_of_life_and_is_told() -> None:
    health = monitor(Lag(ConnectionError("nobody there")))
    health._pulse.at = 5.0
    await health.measure()
    assert (health._pulse.at, health._pulse.trouble) == (5.0, f"{NO_ANSWER} (ConnectionError('nobody there'))")


async def test_a_pool_or_a_table_or_a_topic_that_hangs_is_seen_by_the_commits_that_do_not_come() -> None:
    health = monitor(Lag(wait=61.0))
    await health.measure()
    told = verdict(health._pulse, 60.0, time.monotonic())
    assert told == "records wait, and nothing was committed for 61 seconds"


async def test_an_answer_of_the_broker_is_a_sign_of_life() -> None:
    health = monitor(Lag())
    health._pulse.at, health._pulse.trouble = 0.0, NO_ANSWER
    await health.measure()
    assert health._pulse.trouble == ""
    assert verdict(health._pulse, 60.0, time.monotonic()) is None


def test_a_rebalance_without_end_is_no_sign_of_life_and_is_told() -> None:
    health = monitor(Lag())
    health._pulse.at = 5.0
    health._watch_refilling(joining(rebalancing=True, offsets={"a": 0}))
    assert (health._pulse.at, health._pulse.trouble) == (5.0, REBALANCING)


def test_tables_that_fill_are_a_sign_of_life_and_those_that_stand_still_are_none() -> None:
    health = monitor(Lag())
    health._pulse.at = 5.0
    health._watch_refilling(joining(rebalancing=False, offsets={"a": 3}))
    alive = health._pulse.at
    health._watch_refilling(joining(rebalancing=False, offsets={"a": 3}))
    assert (alive > 5.0, health._pulse.at == alive, health._pulse.trouble) == (True, True, REFILLING)


def test_a_process_whose_event_loop_is_blocked_ends_with_a_clear_last_line() -> None:
    program = (
        "import asyncio, logging, time\n"
        "from agents.upkeep.watchdog import Pulse, Watchdog\n"
        "logging.basicConfig(format='%(levelname)s %(message)s')\n"
        "async def blocked():\n"
        "    Watchdog(Pulse(at=time.monotonic()), 0.3).start()\n"
        "    time.sleep(60)\n"
        "asyncio.run(blocked())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == EXIT_CODE
    last = done.stderr.splitlines()[-1]
    assert last.startswith(
        "CRITICAL the worker stands still and ends itself: the event loop gave no sign of life, for "
    )
