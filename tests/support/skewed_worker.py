"""The worker with the fake extraction, on a machine whose clock is wrong.

The Python of the worker is told another time, and so are the records that it sends, whose time its client takes in C.
"""

from __future__ import annotations

import os
import time

SKEW = "FAULTS_CLOCK_SKEW"
"""Variable of the environment: seconds by which the clock is ahead."""


def skew_the_clock(seconds: float) -> None:
    """Have `time.time` tell another time from now on."""
    right, right_ns = time.time, time.time_ns
    time.time = lambda: right() + seconds
    time.time_ns = lambda: right_ns() + int(seconds * 1e9)


def stamp_records() -> None:
    """Have records bear the time that Python tells."""
    from aiokafka.producer.message_accumulator import BatchBuilder  # noqa: PLC0415 -- in the worker's own process alone

    append = BatchBuilder.append

    def stamped(builder: BatchBuilder, *, timestamp: int | None, **more: object) -> object:
        return append(builder, timestamp=int(time.time() * 1_000) if timestamp is None else timestamp, **more)

    BatchBuilder.append = stamped


skew_the_clock(float(os.environ.get(SKEW, "0")))

if __name__ == "__main__":
    from fake_worker import main

    stamp_records()
    main()
