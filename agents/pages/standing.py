"""What the dashboard shows of the worker, as JSON: how it stands, what it does, what went wrong."""

from __future__ import annotations

import time
from itertools import islice
from typing import TYPE_CHECKING

from faust import web

from agents.api.answers import (
    DeadLetterCount,
    DeadLetterLine,
    ExtractionTimes,
    Flow,
    NewestDeadLetters,
    PartitionStanding,
    Standing,
)
from agents.api.routes import JSON, MOST_DEAD_LETTERS
from agents.pages import home
from agents.pages.api import limit_of, wrong_limit
from agents.pages.rendering import answer
from agents.pages.throughput import extraction, last_minute, total
from schemas.wire import to_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prometheus_client import Counter

    from agents.pages.newest import DeadLetter
    from agents.pages.throughput import Counted, Sample
    from agents.pages.view import View


def attach(sources: View) -> None:
    """Add the pages to the app."""
    app, newest, began = sources.stream.app, sources.newest, time.monotonic()

    @app.page("/api/status", name="status")
    async def status(view: web.View, request: web.Request) -> web.Response:
        """Give how this worker stands."""
        return answer(to_bytes(standing_of(home.standing(sources, began))), JSON)

    @app.page("/api/dead-letters", name="dead_letters")
    async def dead_letters(view: web.View, request: web.Request) -> web.Response:
        """Give the newest dead letters, newest first: `?limit=20`."""
        if wrong := wrong_limit(request.query, MOST_DEAD_LETTERS):
            return view.json({"error": wrong}, status=400)
        chosen = islice(newest.dead_letters, limit_of(request.query, MOST_DEAD_LETTERS))
        return answer(to_bytes(NewestDeadLetters(dead_letters=tuple(map(line_of, chosen)))), JSON)


def standing_of(known: home.Standing) -> Standing:
    """What the dashboard shows of the worker, as it is answered."""
    took = extraction(known.samples)
    return Standing(
        status=known.health.state,
        because=known.health.because,
        uptime_seconds=round(known.uptime, 1),
        articles=_flow(known.metrics.articles, known.samples, "articles"),
        events=_flow(known.metrics.events, known.samples, "events"),
        extraction=ExtractionTimes(mean_seconds=round(took.mean, 4), p95_seconds=round(took.p95, 4)) if took else None,
        queue_depth=int(home.queue_depth(known.metrics)),
        partitions=tuple(
            PartitionStanding(
                topic=line.topic,
                partition=line.partition,
                committed=line.committed,
                lag=line.lag,
                commit_age_seconds=round(line.waiting_seconds, 1),
            )
            for line in home.partition_lines(known.lags, known.now)
        ),
        dead_letters=tuple(
            DeadLetterCount(stage=line.stage, reason=line.reason, count=line.count)
            for line in home.failure_lines(known.metrics.dead_letters)
        ),
    )


def _flow(counter: Counter, samples: Sequence[Sample], of: Counted) -> Flow:
    return Flow(total=int(total(counter)), per_minute=last_minute(samples, of))


def line_of(letter: DeadLetter) -> DeadLetterLine:
    """A dead letter as it is answered."""
    return DeadLetterLine(
        error=letter.reason, stage=letter.stage, place=letter.place, message=letter.message, at=letter.at
    )
