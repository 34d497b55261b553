"""The table that a run prints."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Sequence
from importlib.metadata import version

from brokers import kafka_jars
from tests.faults.fault import Fault
from tests.faults.runner import Result

HEAD = ("fault", "times", "articles", "lost", "doubled", "seconds to recover", "")


def table(results: Sequence[Result]) -> str:
    """One line for each fault, over all its rounds, as Markdown."""
    faults = list(dict.fromkeys(result.fault for result in results))
    rows = [HEAD, *(_row(fault, [r for r in results if r.fault is fault]) for fault in faults)]
    if len(results) > 1:
        rows.append(_row(None, results))
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    rule = "| " + " | ".join("-" * max(3, width) for width in widths) + " |"
    return "\n".join([lines[0], rule, *lines[1:]])


def _row(fault: Fault | None, results: Sequence[Result]) -> tuple[str, ...]:
    slowest = max(result.seconds_to_recover for result in results)
    sums = [sum(getattr(result, name) for result in results) for name in ("times", "articles", "lost", "doubled")]
    failed = sum(bool(result.problems) for result in results)
    verdict = "holds" if not failed else f"{failed} of {len(results)} rounds failed"
    return (fault.name if fault else "all", *map(str, sums), f"{slowest:.1f}", verdict)


def circumstances(seed: int) -> str:
    """The machine and the versions that a run was made with."""
    java = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr.split('"')[1:2]
    packages = ", ".join(f"{name} {version(name)}" for name in ("faust-streaming", "aiokafka", "spacy"))
    kafka = kafka_jars().name.rpartition("-")[0]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return (
        f"seed {seed}; {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}, Java {' '.join(java)}, Apache {kafka}, {packages}"
    )
