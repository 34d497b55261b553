"""What runs beside the agents: the measuring of lag, the watchdog, and the end of the extraction pool."""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
from typing import cast

import faust
from faust.tables.manager import TableManager

from agents.pages.health import health_of
from agents.stream import Stream
from agents.upkeep.lag import LagMonitor
from agents.upkeep.watchdog import Pulse, Watchdog

MEASURE_SECONDS = 5.0

NO_ANSWER = "the broker does not answer"
REBALANCING = "the group did not settle who gets which partitions"
REFILLING = "the tables were not refilled any further"

logger = logging.getLogger(__name__)


class HealthMonitor:
    """Measures how the worker stands, for the metrics and for the watchdog.

    The watchdog watches from the very start: a worker can also get stuck while it joins its group or refills its
    tables. As long as tables are being refilled, their progress is the sign of life.

    Args:
        stream: the parts of the worker.
        lag: how far behind it is.
    """

    def __init__(self, stream: Stream, lag: LagMonitor) -> None:
        self._stream = stream
        self._lag = lag
        self._pulse = Pulse(at=time.monotonic())
        self._watchdog = Watchdog(self._pulse, stream.settings.watchdog_seconds)
        self._refilled = 0

    async def run(self, app: faust.App) -> None:
        """Measure until the app stops."""
        self._pulse.at = time.monotonic()
        if self._stream.settings.watchdog_seconds:
            self._watchdog.start()
        while not app.should_stop:
            if is_refilled(app):
                await self.measure()
            else:
                self._watch_refilling(app)
            self._tell(app)
            await asyncio.sleep(MEASURE_SECONDS)

    async def stop(self) -> None:
        """Watch no more, and end the processes that extract."""
        self._watchdog.stop()
        await asyncio.get_running_loop().run_in_executor(None, self._stream.pool.stop)

    async def measure(self) -> None:
        """Measure the lag once, and tell the metrics and the watchdog."""
        self._pulse.trouble = NO_ANSWER
        try:
            await self._lag.measure(time.monotonic())
        except Exception as error:  # noqa: BLE001 -- whatever hinders measuring must not end the worker; the watchdog may
            self._pulse.trouble = f"{NO_ANSWER} ({' '.join(repr(error).split())})"
            logger.warning("the lag cannot be measured: %r", error)
            return
        now = time.monotonic()
        metrics = self._stream.metrics
        metrics.lag.clear()
        metrics.commit_age.clear()
        for tp, lag in self._lag.lags.items():
            metrics.lag.labels(tp.topic, tp.partition).set(lag.records)
            metrics.commit_age.labels(tp.topic, tp.partition).set(lag.waiting(now))
        self._pulse.longest_wait = self._lag.longest_wait(now)
        self._pulse.at, self._pulse.trouble = now, ""

    def _tell(self, app: faust.App) -> None:
        """Tell the metrics whether articles are read, and how much room is left for tables."""
        metrics = self._stream.metrics
        now = time.monotonic()
        metrics.ready.set(health_of(app, self._lag.silence(now), self._lag.stalled(now)).ready)
        try:
            disk = shutil.disk_usage(self._stream.settings.data_dir)
        except OSError as error:
            logger.warning("the room left on disk cannot be told: %s", error.strerror)
            return
        metrics.disk_free.set(disk.free)
        metrics.disk_size.set(disk.total)

    def _watch_refilling(self, app: faust.App) -> None:
        self._pulse.trouble = REBALANCING if app.rebalancing else REFILLING
        offsets = cast("TableManager", app.tables).recovery.active_offsets.values()
        refilled = sum(offset or 0 for offset in offsets)
        if refilled != self._refilled:
            self._refilled = refilled
            self._pulse.at = time.monotonic()


def is_refilled(app: faust.App) -> bool:
    """Whether the worker has joined its group and its tables are filled."""
    return cast("TableManager", app.tables).recovery.completed.is_set() and not app.rebalancing
