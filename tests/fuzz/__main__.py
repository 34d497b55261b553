"""Write inputs by chance, run intake, dates and extraction on them, and judge what comes.

    python -m tests.fuzz                     some hundred inputs of each kind, half a minute
    python -m tests.fuzz --long              100,000 inputs; --long N: as many
    python -m tests.fuzz --only trees        one target: intake, dates, trees, extraction
    python -m tests.fuzz --guided 60         a minute for each target guided by coverage (Atheris)
    python -m tests.fuzz --input HEX         one input again
    python -m tests.fuzz --seed N            other inputs

A failing input is made smaller by Hypothesis and told, with the bytes that make it again. Exit code 1: some failed.
Coverage and inputs of guided runs are kept in the user's cache, not in the repository. A finding becomes a row in the
tests of the part that it broke.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import time
import traceback
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2])]

from rich.console import Console  # noqa: E402 -- found only now
from rich.progress import track  # noqa: E402

from tests.fuzz.targets import TARGETS, Target  # noqa: E402

SHORT, LONG = 1_500, 100_000
MOST_FAILURES = 10
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "communique" / "fuzz"


def main() -> int:
    """Run what the command line asks for."""
    asked = _arguments().parse_args()
    targets = [target for target in TARGETS if asked.only in target.name]
    if asked.input is not None:
        return sum(bool(_failure(target, bytes.fromhex(asked.input))) for target in targets)
    if asked.guided:
        return max(guided(target, asked.guided) for target in targets)
    whole = sum(target.share for target in targets)
    return max(by_chance(target, round((asked.long or SHORT) * target.share / whole), asked.seed) for target in targets)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--long", type=int, nargs="?", const=LONG, metavar="INPUTS")
    parser.add_argument("--only", default="", choices=["", *(target.name for target in TARGETS)])
    parser.add_argument("--guided", type=int, metavar="SECONDS")
    parser.add_argument("--input", metavar="HEX")
    parser.add_argument("--seed", type=int, default=1)
    return parser


def by_chance(target: Target, count: int, seed: int) -> int:
    """Run a target on inputs of a seed; 1 where one failed."""
    target.warm()
    chance, began, failures = random.Random(f"{target.name} {seed}"), time.monotonic(), set[str]()  # noqa: S311 -- no secret
    for _ in track(range(count), target.name, console=Console(stderr=True), disable=not sys.stderr.isatty()):
        data = chance.randbytes(chance.choice((16, 64, 256, 1_024)))
        failure = _failure(target, data)
        if failure and failure not in failures:
            failures.add(failure)
            tell(target, smallest(target, data, failure))
        if len(failures) == MOST_FAILURES:
            break
    seconds = time.monotonic() - began
    print(f"{target.name}: {count} inputs, {len(failures)} kinds of failure, {seconds:.0f} seconds", flush=True)  # noqa: T201
    return int(bool(failures))


def _failure(target: Target, data: bytes) -> str:
    """Where and how an input fails; nothing where it does not."""
    try:
        target.run(data)
    except Exception as error:  # noqa: BLE001 -- whatever comes out is a finding
        last = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} at {last.filename}:{last.lineno}"
    return ""


def smallest(target: Target, data: bytes, failure: str) -> bytes:
    """A simpler input that fails in the same place, where Hypothesis finds one in a little time."""
    from hypothesis import HealthCheck, find, settings  # noqa: PLC0415 -- only for failures
    from hypothesis import strategies as st  # noqa: PLC0415
    from hypothesis.errors import NoSuchExample  # noqa: PLC0415

    quiet = settings(max_examples=300, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    try:
        return find(st.binary(max_size=48), lambda tried: _failure(target, tried) == failure, settings=quiet)
    except NoSuchExample:
        return data


def tell(target: Target, data: bytes) -> None:
    """Tell an input that fails, with the error."""
    try:
        target.run(data)
    except Exception:  # noqa: BLE001 -- as above
        print(traceback.format_exc(limit=-4))  # noqa: T201
    print(f"{target.name} fails on {ascii(target.show(data))[:3_000]}")  # noqa: T201
    print(f"again: python -m tests.fuzz --only {target.name} --input {data.hex()}\n", flush=True)  # noqa: T201


def guided(target: Target, seconds: int) -> int:
    """Let Atheris look for inputs that reach new code; 1 where one fails. In a process of its own, which it ends."""
    corpus = CACHE / target.name
    corpus.mkdir(parents=True, exist_ok=True)
    options = [
        "-max_len=1024",
        "-timeout=60",
        "-rss_limit_mb=4096",
        "-print_final_stats=1",
        f"-max_total_time={seconds}",
    ]
    command = [sys.executable, "-m", "tests.fuzz.guided", target.name, *options]
    failure = f"-artifact_prefix={CACHE}/{target.name}-failure-"
    done = subprocess.run([*command, failure, str(corpus)], cwd=Path(__file__).parents[2], check=False)
    return int(done.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
