"""Load: one key that takes it all, workers that come and go, a web view that is scraped."""

from __future__ import annotations

from tests.faults.fault import Fault

FAULTS: tuple[Fault, ...] = ()
