"""The memory that Python, Kafka's client and RocksDB take from the C library, given back once it is free.

Left to itself, glibc keeps a heap for every few threads, and raises the size from which memory comes straight from the
system, and returns there, as large records come and go. What lies free between small rests then grows for hours.
"""

from __future__ import annotations

import ctypes

TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
"""Names of settings in glibc's `mallopt(3)`."""

LARGE_BYTES = 128 * 1024
"""From this size on memory comes straight from the system; glibc begins with it, and forgets it."""

ARENAS = 2
"""Heaps of a process, whatever its threads."""


def keep_heap_small() -> bool:
    """Set up the C library of this process; false where it is another than glibc, which needs no such thing."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    settings = {ARENA_MAX: ARENAS, MMAP_THRESHOLD: LARGE_BYTES, TRIM_THRESHOLD: LARGE_BYTES}
    results = [mallopt(name, value) for name, value in settings.items()]
    return all(result == 1 for result in results)
