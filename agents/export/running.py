"""The run of an export: from where the target stands to the end of the topics, or on and on."""

from __future__ import annotations

import time
from collections.abc import Callable

from agents.client import Subscription
from agents.export.table import Step, Target

STEP_EVENTS = 2_000
"""Events that are written in one transaction, at most some hundreds more."""

Report = Callable[[int, int], None]
"""Told of progress: records still to come that were there at the beginning, events written."""


def run(target: Target, events: Subscription, report: Report, every: float) -> int:
    """Write what the subscription tells, and the file anew at the end; the result is how many changes were written.

    Args:
        target: where to; its positions are those that the subscription began at.
        events: the changes.
        report: told after each step.
        every: seconds after which a file is written anew while the topics are followed.

    Raises:
        TableError: the target cannot be written.
    """
    written, step, shown_at, stale = 0, Step(), time.monotonic(), True
    stored = target.positions()
    for changes in events.batches():
        step.add(changes, target.layout)
        step.positions = {place: at for place, at in events.positions().items() if at != stored.get(place)}
        if step and (len(step.rows) >= STEP_EVENTS or not changes):
            target.apply(step)
            stored |= step.positions
            written, step, stale = written + len(step.rows), Step(), True
        report(events.remaining(), written + len(step.rows))
        if events.follow and stale and not changes and time.monotonic() - shown_at >= every:
            target.refresh()
            shown_at, stale = time.monotonic(), False
    if step:
        target.apply(step)
        written += len(step.rows)
    target.refresh()
    return written
