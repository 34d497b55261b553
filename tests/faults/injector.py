"""Every fault there is, in the order in which they rotate. A new kind is a file in `kinds/` and a line here."""

from __future__ import annotations

from tests.faults.fault import Fault
from tests.faults.kinds import brokers, clocks, extraction, load, processes, producers, records, soak, storage, versions

FAULTS: tuple[Fault, ...] = (
    *processes.FAULTS,
    *extraction.FAULTS,
    *brokers.FAULTS,
    *producers.FAULTS,
    *load.FAULTS,
    *records.FAULTS,
    *clocks.FAULTS,
    *storage.FAULTS,
    *versions.FAULTS,
    *soak.FAULTS,
)
