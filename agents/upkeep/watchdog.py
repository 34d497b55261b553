"""Ends a worker that stands still with work waiting, so that whatever runs it starts it again.

A Faust worker can stop consuming without ending: its group moves on without it, or a thread waits for ever. It
looks alive to everything but its progress. The watchdog is a thread of its own, so that a blocked event loop does
not silence it.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

EXIT_CODE = 70
"""`EX_SOFTWARE` of sysexits.h: an internal error."""

logger = logging.getLogger(__name__)


@dataclass
class Pulse:
    """What the event loop tells the watchdog."""

    at: float
    """Monotonic time of the last sign of life."""
    longest_wait: float = 0.0
    """Seconds that the longest waiting partition had then waited for a commit."""
    trouble: str = ""
    """What keeps the event loop from a sign of life, as far as it knows."""


def verdict(pulse: Pulse, limit: float, now: float) -> str | None:
    """Why the worker must end; None while all is well.

    Args:
        pulse: the last sign of life.
        limit: seconds without progress that are too many.
        now: monotonic time in seconds.
    """
    if now - pulse.at > limit:
        return f"{pulse.trouble or 'the event loop gave no sign of life'}, for {now - pulse.at:.0f} seconds"
    if pulse.longest_wait > limit:
        return f"records wait, and nothing was committed for {pulse.longest_wait:.0f} seconds"
    return None


class Watchdog(threading.Thread):
    """Checks the pulse, and ends the process when it stops.

    Args:
        pulse: written by the event loop.
        limit: seconds without progress that are too many.
        end: what ends the process.
    """

    def __init__(self, pulse: Pulse, limit: float, end: Callable[[int], object] = os._exit) -> None:
        super().__init__(name="watchdog", daemon=True)
        self._pulse = pulse
        self._limit = limit
        self._end = end
        self._stopped = threading.Event()

    def run(self) -> None:
        """Check until stopped, or until the worker must end."""
        while not self._stopped.wait(min(5.0, self._limit / 10)):
            reason = verdict(self._pulse, self._limit, time.monotonic())
            if reason:
                logger.critical("the worker stands still and ends itself: %s", reason)
                logging.shutdown()
                self._end(EXIT_CODE)
                return

    def stop(self) -> None:
        """Check no more."""
        self._stopped.set()
