"""What every module of pages is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agents.pages.newest import Newest
    from agents.pages.pairing import Pairs
    from agents.pages.throughput import Throughput
    from agents.stream import Stream
    from agents.upkeep.lag import LagMonitor


@dataclass(frozen=True, slots=True)
class View:
    """The sources of all that the pages show."""

    stream: Stream
    """The running worker."""

    newest: Newest
    """The newest events and dead letters of all workers."""

    lag: LagMonitor
    """How far behind this worker is."""

    throughput: Throughput
    """How much this worker did in the last minutes."""

    pairs: Pairs
    """How much the rows of this worker tell of each two countries."""
