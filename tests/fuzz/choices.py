"""Chance read from bytes: a fuzzer that changes bytes changes what is written, and any input can be had again."""

from __future__ import annotations

import random
import zlib


class Choices(random.Random):
    """Chance that is told by bytes; behind their end it goes on as they tell.

    Every method of `random.Random` works, since all of them rest on the two below.
    """

    def __init__(self, data: bytes) -> None:
        super().__init__(zlib.crc32(data))
        self._data = data
        self._at = 0

    def getrandbits(self, count: int) -> int:
        """Bits from the next bytes."""
        size = (count + 7) // 8
        taken = self._data[self._at : self._at + size]
        self._at += size
        if len(taken) < size:
            return super().getrandbits(count)
        return int.from_bytes(taken, "little") >> (size * 8 - count)

    def random(self) -> float:
        """A number from 0 to below 1, of one byte's fineness, so that few bytes tell much."""
        return self.getrandbits(8) / 256

    def chance(self, part: float) -> bool:
        """Yes in this part of all cases."""
        return self.random() < part
