"""What the C library holds is given back once it is free."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

PROGRAM = """
import ctypes, resource, sys
from pathlib import Path
from agents.upkeep.heap import keep_heap_small

def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()

assert keep_heap_small()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
size = 1024 * 1024

def taken(count: int, bytes_each: int) -> list[int]:
    blocks = [libc.malloc(bytes_each) for _ in range(count)]
    for block in blocks:
        ctypes.memset(block, 1, bytes_each)
    return blocks

for block in taken(1, 4 * size):
    libc.free(block)  # by itself, glibc would from now on keep pieces up to this size in its heap
before = resident()
large = []
for _ in range(100):
    large += taken(1, size)
    taken(1, 20_000)  # stays
for block in large:
    libc.free(block)
print((resident() - before) // size)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library than glibc")
def test_large_pieces_go_back_to_the_system_though_small_ones_lie_between_them() -> None:
    told = subprocess.run([sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True).stdout
    assert int(told) < 10
