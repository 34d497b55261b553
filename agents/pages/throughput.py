"""How much the worker did in the last minutes: its counters, looked at every few seconds and kept for a while."""

from __future__ import annotations

import math
import time
from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from mode import Service

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prometheus_client import Counter

    from agents.metrics import Metrics

SAMPLE_SECONDS = 10.0
KEPT_MINUTES = 15
KEPT_SAMPLES = round(KEPT_MINUTES * 60 / SAMPLE_SECONDS) + 1
SMOOTHED = 3
"""Over how many samples a point of a line is taken; single ones would jump."""

Counted = Literal["articles", "events"]


@dataclass(frozen=True, slots=True)
class Sample:
    """What the worker had counted at one time, since its start."""

    at: float
    """Monotonic time in seconds."""

    articles: float
    """Articles taken in."""

    events: float
    """Versions of events published."""

    extraction_seconds: float
    """Time that extraction took, all articles together."""

    extracted: tuple[tuple[float, float], ...]
    """Articles extracted within a number of seconds, by that number; the last is infinite and counts all."""


class Throughput(Service):
    """Looks at the worker's counters every few seconds.

    Args:
        metrics: the counters.
    """

    def __init__(self, metrics: Metrics) -> None:
        """Nothing has been seen yet; looking begins with the worker."""
        self._metrics = metrics
        self._samples: deque[Sample] = deque(maxlen=KEPT_SAMPLES)
        super().__init__()

    @property
    def samples(self) -> tuple[Sample, ...]:
        """The last minutes, oldest first."""
        return tuple(self._samples)

    def take(self, at: float) -> None:
        """Look once."""
        self._samples.append(sample(self._metrics, at))

    @Service.task
    async def _look(self) -> None:
        while not self.should_stop:
            self.take(time.monotonic())
            await self.sleep(SAMPLE_SECONDS)


def sample(metrics: Metrics, at: float) -> Sample:
    """What the worker has counted."""
    [extraction] = metrics.extraction.collect()
    values = [(one.name.rpartition("_")[2], one.labels.get("le"), one.value) for one in extraction.samples]
    return Sample(
        at=at,
        articles=total(metrics.articles),
        events=total(metrics.events),
        extraction_seconds=next(value for name, _, value in values if name == "sum"),
        extracted=tuple((float(bound), value) for name, bound, value in values if name == "bucket" and bound),
    )


def total(counter: Counter) -> float:
    """What a counter holds, over all its labels."""
    return sum(one.value for metric in counter.collect() for one in metric.samples if one.name.endswith("_total"))


def rates(samples: Sequence[Sample], of: Counted) -> tuple[float, ...]:
    """How many a minute, at each sample but the first, each over a few of them."""
    spans = ((samples[max(0, number - SMOOTHED)], samples[number]) for number in range(1, len(samples)))
    return tuple(_per_minute(first, last, of) for first, last in spans)


def last_minute(samples: Sequence[Sample], of: Counted) -> float | None:
    """How many in the last minute; None before anything was seen."""
    if len(samples) < 2:  # noqa: PLR2004 -- a rate needs two
        return None
    last = samples[-1]
    first = next(one for one in samples if last.at - one.at <= 60 + SAMPLE_SECONDS / 2)
    return _per_minute(first if first is not last else samples[-2], last, of)


def _per_minute(first: Sample, last: Sample, of: Counted) -> float:
    before, after = (one.articles if of == "articles" else one.events for one in (first, last))
    return 60 * (after - before) / (last.at - first.at)


@dataclass(frozen=True, slots=True)
class Extraction:
    """How long articles took in the last minutes, in seconds."""

    mean: float
    p95: float
    """Time within which 95 of 100 were done, as near as the histogram's bounds tell."""


def extraction(samples: Sequence[Sample]) -> Extraction | None:
    """How long articles took in the last minutes; None where none was extracted."""
    if not samples:
        return None
    first, last = samples[0], samples[-1]
    buckets = [
        (bound, after - before) for (bound, after), (_, before) in zip(last.extracted, first.extracted, strict=True)
    ]
    count = buckets[-1][1]
    if not count:
        return None
    return Extraction((last.extraction_seconds - first.extraction_seconds) / count, quantile(0.95, buckets))


def quantile(share: float, buckets: Sequence[tuple[float, float]]) -> float:
    """The value that a share of all lies below, as Prometheus' `histogram_quantile` has it.

    Args:
        share: from 0 to 1.
        buckets: upper bound and how many lie below it, rising; the last bound is infinite.

    Returns:
        A value between the bounds that it falls between, in proportion; the highest bound where it lies beyond.
    """
    rank = share * buckets[-1][1]
    for (lower, below), (upper, within) in pairwise([(0.0, 0.0), *buckets]):
        if within >= rank and within > below:
            return lower if math.isinf(upper) else lower + (upper - lower) * (rank - below) / (within - below)
    return 0.0


def line(values: Sequence[float], width: float = 100, height: float = 30) -> str:
    """The points of an SVG polyline through values; the newest stands at the right, zero at the foot."""
    most = max(values, default=0) or 1
    step = width / (KEPT_SAMPLES - 2)
    left = width - step * (len(values) - 1)
    return " ".join(f"{left + step * x:.1f},{height - height * y / most:.1f}" for x, y in enumerate(values))
