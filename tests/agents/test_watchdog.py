"""When a worker that stands still must end."""

from __future__ import annotations

import time

import pytest

from agents.watchdog import EXIT_CODE, Pulse, Watchdog, verdict


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
        pytest.param(Pulse(at=900.0), "no sign of life", id="the event loop is blocked"),
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
