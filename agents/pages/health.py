"""Whether the worker lives, and whether it does its work: what Kubernetes and people ask first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import faust
    from faust.tables.manager import TableManager
    from faust.types import TP

    from agents.api.answers import State


@dataclass(frozen=True, slots=True)
class Health:
    """How a worker stands."""

    state: State
    """It in a word."""

    because: str
    """It in a sentence."""

    @property
    def ready(self) -> bool:
        """Whether articles are read."""
        return self.state == "ready"


SILENT_SECONDS = 30.0
"""Time without an answer of the broker after which articles are no longer read; it is asked every few seconds."""


def health_of(app: faust.App, silence: float = 0.0, stalled: TP | None = None) -> Health:
    """How a worker stands, from what Faust knows of itself.

    Args:
        app: the worker's app.
        silence: seconds for which the broker has not answered.
        stalled: a partition in which records wait, and that stands still.
    """
    if not app.started or app.consumer is None:
        return Health("starting", "The worker is starting.")
    if app.rebalancing:
        return Health("rebalancing", "Partitions are being shared out among the workers.")
    recovery = cast("TableManager", app.tables).recovery
    if recovery.in_recovery or not recovery.completed.is_set():
        return Health("recovering", "Tables are being refilled from their changelogs.")
    if silence > SILENT_SECONDS:
        return Health("disconnected", "The broker does not answer; nothing is read until it does.")
    if stalled is not None:
        where = f"{stalled.topic}[{stalled.partition}]"
        return Health("stalled", f"Records wait in {where}, and none was acknowledged for minutes.")
    changelogs = app.tables.changelog_topics
    count = sum(tp.topic not in changelogs for tp in app.consumer.assignment())
    return Health("ready", f"Articles are read; {count} partitions are assigned to this worker.")
