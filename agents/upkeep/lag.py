"""How far behind the worker is: records not yet acknowledged, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import faust
from faust.types import TP

STALLED_SECONDS = 120.0
"""Time without a commit after which a partition in which records wait stands still; as in the alert on commit age."""


@dataclass(frozen=True)
class Lag:
    """One partition's standing."""

    records: int
    """Records behind the committed offset."""
    committed: int
    """The committed offset."""
    moved_at: float
    """Monotonic time at which the committed offset last moved, or nothing was waiting."""

    def waiting(self, now: float) -> float:
        """Seconds for which records have waited without a commit; 0 where none wait."""
        return max(0.0, now - self.moved_at) if self.records else 0.0


def update(before: Mapping[TP, Lag], ends: Mapping[TP, int], committed: Mapping[TP, int], now: float) -> dict[TP, Lag]:
    """The standing of every partition.

    Args:
        before: the standing at the last measurement.
        ends: the offset behind the last record of each partition.
        committed: the committed offset of each partition; 0 where nothing was committed.
        now: monotonic time in seconds.
    """
    lags = {}
    for tp, end in ends.items():
        offset = committed.get(tp, 0)
        records = max(0, end - offset)
        known = before.get(tp)
        stands_still = known is not None and known.committed == offset and known.records and records
        moved_at = known.moved_at if known is not None and stands_still else now
        lags[tp] = Lag(records, offset, moved_at)
    return lags


@dataclass
class LagMonitor:
    """The worker's standing, measured from time to time."""

    app: faust.App
    lags: dict[TP, Lag] = field(default_factory=dict)
    asked_at: float | None = None
    """Since when an answer of the broker is awaited; None while none is."""

    async def measure(self, now: float) -> None:
        """Ask the broker for the end of every source partition assigned to this worker.

        Raises:
            Exception: the broker does not answer.
        """
        if self.asked_at is None:
            self.asked_at = now
        await self._measure(now)
        self.asked_at = None

    def silence(self, now: float) -> float:
        """Seconds for which the broker has not answered."""
        return now - self.asked_at if self.asked_at is not None else 0.0

    async def _measure(self, now: float) -> None:
        if self.app.rebalancing:
            self.lags = {}
            return
        consumer = self.app.consumer
        changelogs = self.app.tables.changelog_topics
        sources = {tp for tp in consumer.assignment() if tp.topic not in changelogs}
        ends = await consumer.highwaters(*sources) if sources else {}
        # Faust keeps what it last committed, or found committed, to itself.
        known = {tp: offset or 0 for tp, offset in consumer._committed_offset.items()}  # type: ignore[attr-defined] # noqa: SLF001
        begins = await consumer.earliest_offsets(*sources) if sources else {}
        committed = {tp: max(known.get(tp, 0), begins.get(tp, 0)) for tp in sources}
        self.lags = update(self.lags, ends, committed, now)

    def stalled(self, now: float) -> TP | None:
        """The partition that has stood still for longest, if one does."""
        waits = {tp: lag.waiting(now) for tp, lag in self.lags.items() if lag.waiting(now) > STALLED_SECONDS}
        return max(waits, key=waits.__getitem__, default=None)

    def longest_wait(self, now: float) -> float:
        """Seconds for which the longest waiting partition has seen no commit."""
        return max((lag.waiting(now) for lag in self.lags.values()), default=0.0)
