"""Run the stream on Apache Kafka, break it in every way there is, and judge what came of it.

    python -m tests.faults                   every fault of the short form once
    python -m tests.faults --long            rotations of all faults for an hour; --long 10: for ten minutes
    python -m tests.faults --only kill,disk  the faults whose names hold one of these
    python -m tests.faults --only soak --soak 5    five minutes of steady load
    python -m tests.faults --list            the faults

Needs Java 17 and Maven, as the tests on Apache Kafka do. Exit code 1: something was lost, doubled in other bytes,
or came unexpected; 2: Kafka can not be run here.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

# As pytest does by its settings: the tests' own helpers are imported by their bare names.
sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1] / "support")]

from brokers import ApacheKafka, NoKafkaError  # noqa: E402 -- found only now
from tests.faults.fault import Fault  # noqa: E402
from tests.faults.injector import FAULTS  # noqa: E402
from tests.faults.report import circumstances, table  # noqa: E402
from tests.faults.runner import Progress, Result, run  # noqa: E402

HOUR_MINUTES = 60.0
SOAK_MINUTES = 30.0
ROUNDS_AFTER = 6
"""Faults of each rotation after the first, on topics that were empty before: few enough that the time is kept."""


def main() -> int:
    """Run what the command line asks for."""
    asked = _arguments().parse_args()
    whole = asked.only or asked.long is not None
    faults = [
        fault
        for fault in FAULTS
        if any(word in fault.name for word in asked.only.split(",")) and (whole or fault.short)
    ]
    if asked.list or not faults:
        print("\n".join(fault.name for fault in FAULTS))  # noqa: T201 -- a command line
        return 0 if asked.list else 2
    for fault in (fault for fault in faults if not fault.possible()):
        sys.stderr.write(f"left out, since this machine does not allow it: {fault.name}\n")
    faults = [fault for fault in faults if fault.possible()]
    directory = Path(tempfile.mkdtemp(prefix="communique-faults-"))
    try:
        results = _run(directory, faults, asked.long, asked.seed, asked.soak)
    except NoKafkaError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"\n{table(results)}\n\n{circumstances(asked.seed)}\n")
    for result in results:
        sys.stdout.write("".join(f"{result.fault.name}: {note}\n" for note in result.notes))
    failed = [result for result in results if result.problems]
    for result in failed:
        sys.stdout.write(f"\n{result.fault.name}\n" + "".join(f"  {problem}\n" for problem in result.problems))
    if failed:
        sys.stdout.write(f"\nlogs: {directory}\n")
        return 1
    shutil.rmtree(directory)
    return 0


def _arguments() -> argparse.ArgumentParser:
    lines = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults",
        description=lines[0],
        epilog=lines[2],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--long", nargs="?", type=float, const=HOUR_MINUTES, metavar="MINUTES", help="rotate for so long (60)"
    )
    parser.add_argument(
        "--soak", type=float, metavar="MINUTES", help="how long the soak lasts (30, or half of a shorter long run)"
    )
    parser.add_argument(
        "--only", default="", metavar="WORDS", help="only faults whose names hold one of these, with commas between"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the articles and of what faults choose (1)")
    parser.add_argument("--list", action="store_true", help="tell the names of the faults, and end")
    return parser


def _run(
    directory: Path, faults: Sequence[Fault], minutes: float | None, seed: int, soak: float | None
) -> list[Result]:
    soak_minutes = soak or min(SOAK_MINUTES, (minutes or HOUR_MINUTES) / 2)
    results: list[Result] = []
    (directory / "kafka").mkdir()
    kafka = ApacheKafka(directory / "kafka")
    try:
        rotations = _rotations(faults, minutes, seed)
        for told in run(kafka, directory, rotations, seed, long=minutes is not None, soak_seconds=60 * soak_minutes):
            if isinstance(told, Progress):
                _show(told)
            else:
                results.append(told)
    except KeyboardInterrupt:
        sys.stderr.write("\nended early\n")
    finally:
        kafka.stop()
        _clear()
    return results


def _rotations(faults: Sequence[Fault], minutes: float | None, seed: int) -> Iterator[list[Fault]]:
    """Every fault once; in a long run again and again, each time in another order, as long as time is left."""
    deadline = time.monotonic() + 60 * (minutes or 0)
    dice = random.Random(seed)  # noqa: S311 -- the same order each time
    yield list(faults)
    while time.monotonic() < deadline:
        again = [fault for fault in faults if not fault.once]
        if not again:
            return
        yield dice.sample(again, min(len(again), ROUNDS_AFTER))


def _show(progress: Progress) -> None:
    line = f"{progress.elapsed:5.0f} s  round {progress.number}: {progress.fault.name}"
    sys.stderr.write(f"\r\x1b[K{line}" if sys.stderr.isatty() else f"{line}\n")
    sys.stderr.flush()


def _clear() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")


if __name__ == "__main__":
    sys.exit(main())
