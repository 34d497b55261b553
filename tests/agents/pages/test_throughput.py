"""What the worker did in the last minutes, from samples of its counters."""

from __future__ import annotations

import math

import pytest
from prometheus_client import CollectorRegistry

from agents.metrics import Metrics
from agents.pages.throughput import (
    KEPT_SAMPLES,
    SAMPLE_SECONDS,
    Sample,
    Throughput,
    extraction,
    last_minute,
    line,
    quantile,
    rates,
    total,
)


def samples(*articles: float, seconds: float = 10.0) -> tuple[Sample, ...]:
    """Samples at equal distances that had counted so many articles, and twice as many events."""
    return tuple(
        Sample(at=1_000 + number * seconds, articles=count, events=2 * count, extraction_seconds=0, extracted=())
        for number, count in enumerate(articles)
    )


def test_a_metric_is_summed_over_its_labels() -> None:
    metrics = Metrics(CollectorRegistry())
    metrics.dead_letters.labels("intake", "json").inc(2)
    metrics.dead_letters.labels("extract", "timeout").inc()
    assert total(metrics.dead_letters) == 3.0


def test_a_metric_that_nobody_counted_is_zero() -> None:
    assert total(Metrics(CollectorRegistry()).events) == 0.0


def test_no_more_than_the_last_minutes_are_kept() -> None:
    metrics = Metrics(CollectorRegistry())
    throughput = Throughput(metrics)
    for number in range(KEPT_SAMPLES + 5):
        throughput.take(number * SAMPLE_SECONDS)
    assert [one.at for one in throughput.samples] == [n * SAMPLE_SECONDS for n in range(5, KEPT_SAMPLES + 5)]


@pytest.mark.parametrize(
    "seen, rate",
    [
        pytest.param((), None, id="nothing seen has no rate"),
        pytest.param(samples(5), None, id="nor has one sample"),
        pytest.param(samples(5, 5), 0.0, id="nothing done is nought"),
        pytest.param(samples(0, 10), 60.0, id="less than a minute is taken as it is"),
        pytest.param(samples(*range(0, 100, 10)), 60.0, id="ten each ten seconds are sixty a minute"),
        pytest.param(samples(0, 500, 500, 500, 500, 500, 500, 500), 0.0, id="what is older than a minute is forgotten"),
        pytest.param(samples(0, 500, seconds=300), 100.0, id="after a long silence what there is counts"),
    ],
)
def test_the_rate_of_the_last_minute(seen: tuple[Sample, ...], rate: float | None) -> None:
    assert last_minute(seen, "articles") == rate
    assert last_minute(seen, "events") == (None if rate is None else 2 * rate)


def test_points_of_a_line_are_taken_over_a_few_samples() -> None:
    assert rates((), "articles") == rates(samples(5), "articles") == ()
    assert rates(samples(0, 30, 30, 30, 30), "articles") == (180.0, 90.0, 60.0, 0.0)
    assert rates(samples(0, 30), "events") == (360.0,)


def test_a_line_ends_at_the_right_and_stands_on_the_ground() -> None:
    step = 100 / (KEPT_SAMPLES - 2)
    assert line([]) == ""
    assert line([0.0, 0.0]) == f"{100 - step:.1f},30.0 100.0,30.0"
    assert line([0.0, 4.0, 2.0]) == f"{100 - 2 * step:.1f},30.0 {100 - step:.1f},0.0 100.0,15.0"
    assert line([1.0] * (KEPT_SAMPLES - 1)).startswith("0.0,0.0 ")


BUCKETS = ((0.1, 50.0), (0.2, 90.0), (math.inf, 100.0))


@pytest.mark.parametrize(
    "share, value",
    [
        pytest.param(0.25, 0.05, id="in proportion within the first bound"),
        pytest.param(0.7, 0.15, id="in proportion between two bounds"),
        pytest.param(0.9, 0.2, id="at a bound"),
        pytest.param(0.95, 0.2, id="beyond the last bound it is that bound"),
    ],
)
def test_a_quantile_is_that_of_prometheus(share: float, value: float) -> None:
    assert quantile(share, BUCKETS) == pytest.approx(value)


def test_extraction_is_that_of_the_last_minutes_alone() -> None:
    metrics = Metrics(CollectorRegistry())
    throughput = Throughput(metrics)
    metrics.extraction.observe(60.0)
    assert extraction(throughput.samples) is None
    throughput.take(0.0)
    assert extraction(throughput.samples) is None
    for seconds in (0.03, 0.04, 0.05):
        metrics.extraction.observe(seconds)
    throughput.take(10.0)
    took = extraction(throughput.samples)
    assert took is not None
    assert took.mean == pytest.approx(0.04)
    assert took.p95 == pytest.approx(0.04875)
