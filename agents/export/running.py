"""The run of an export: from where the target stands to the end of the topics, or on and on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Protocol

from agents.client import Change, UnreadableRecordError
from agents.export.table import Positions, Step, Target

STEP_EVENTS = 2_000
"""Events that are written in one transaction, at most some hundreds more."""

STEP_SECONDS = 5.0
"""How long a change waits for company, where they come without a pause."""

Report = Callable[[int, int], None]
"""Told of progress: records still to come that were there at the beginning, events written."""


class Source(Protocol):
    """Where changes come from, as `agents.client.Subscription` gives them."""

    follow: bool
    """Whether it waits for further ones at the end."""

    def batches(self) -> Iterator[list[Change]]:
        """The changes as they come, an empty list where none came for half a second."""

    def positions(self) -> Positions:
        """Where each partition goes on behind them."""

    def remaining(self) -> int:
        """Records that were there at the beginning and are not read yet."""


class _Writing:
    """What a run has written, and what it has not yet."""

    def __init__(self, target: Target, clock: Callable[[], float]) -> None:
        self.target = target
        self.clock = clock
        self.step = Step()
        self.written = 0
        self._stored = target.positions()
        self._stale = True
        self._wrote_at = self._shown_at = clock()

    def take(self, changes: list[Change], positions: Positions) -> None:
        self.step.add(changes, self.target.layout)
        self.step.positions = {place: at for place, at in positions.items() if at != self._stored.get(place)}

    @property
    def is_due(self) -> bool:
        return len(self.step.rows) >= STEP_EVENTS or self.clock() - self._wrote_at >= STEP_SECONDS

    def write(self) -> None:
        if self.step:
            self.target.apply(self.step)
            self._stored |= self.step.positions
            self.written += len(self.step.rows)
            self.step, self._stale = Step(), True
        self._wrote_at = self.clock()

    def show(self, every: float) -> None:
        if self._stale and self.clock() - self._shown_at >= every:
            self.target.refresh()
            self._shown_at, self._stale = self.clock(), False


def run(
    target: Target, events: Source, report: Report, every: float, clock: Callable[[], float] = time.monotonic
) -> int:
    """Write what the subscription tells, and the file anew at the end; the result is how many changes were written.

    Args:
        target: where to; its positions are those that the subscription began at.
        events: the changes.
        report: told after each step.
        every: seconds after which a file is written anew while the topics are followed.
        clock: seconds of a clock that never goes back.

    Raises:
        TableError: the target cannot be written.
        UnreadableRecordError: a record is no event; what comes before it is written.
    """
    writing = _Writing(target, clock)
    try:
        for changes in events.batches():
            writing.take(changes, events.positions())
            if writing.is_due or not changes:
                writing.write()
            report(events.remaining(), writing.written + len(writing.step.rows))
            if events.follow:
                writing.show(every)
    except UnreadableRecordError:
        writing.write()
        target.refresh()
        raise
    writing.write()
    target.refresh()
    return writing.written
