"""Clocks: workers whose clock is off, articles that tell odd times, records with odd timestamps or none."""

from __future__ import annotations

import time
from dataclasses import replace

from harness import article
from tests.faults.articles import Newsroom, Sent, sent
from tests.faults.fault import ARTICLES, Fault
from tests.faults.kinds.records import mixed
from tests.faults.scene import AHEAD, BEHIND, Scene

TIMES = (
    "2099-12-31T23:59:59Z",
    "9999-12-31T23:59:59Z",
    "1970-01-01T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "2031-05-10T08:00:60Z",
    "2031-05-10",
    "2031-05-10T08:00:00+14:00",
)
"""Times of publication: fewer in the future than there must be witnesses of a day."""

STAMPS = (-1, 0, 1)
"""Kafka timestamps in milliseconds, the first of which stands for none."""


def odd_times(newsroom: Newsroom) -> list[Sent]:
    """Articles of all kinds, and some that tell odd times of publication, or none in a record with an odd one."""
    told = [sent(article(newsroom.new_id(), newsroom.meeting(), at=at)) for at in TIMES]
    stamps = (*STAMPS, int((time.time() + 3_000) * 1_000))
    silent = [article(newsroom.new_id(), newsroom.meeting()) for _ in stamps]
    plain = [sent({key: value for key, value in one.items() if key != "published_at"}) for one in silent]
    stamped = [replace(one, timestamp=stamp) for one, stamp in zip(plain, stamps, strict=True)]
    return mixed(newsroom.batch(ARTICLES // 2), [*told, *stamped])


def watch(scene: Scene) -> None:
    """The articles and the clocks do the harm themselves."""
    scene.until_done(5)
    scene.struck()


def disagree(scene: Scene) -> None:
    """Let workers whose clocks are hours apart take over from each other in mid-batch."""
    for number, program in enumerate((BEHIND, AHEAD)):
        scene.until_done(20 * (number + 1))
        name, worker = scene.any_worker()
        worker.kill()
        scene.struck()
        scene.start(name, program=program)


FAULTS = (
    Fault("a worker's clock an hour ahead", watch, program=AHEAD),
    Fault("a worker's clock an hour behind", watch, program=BEHIND, short=False),
    Fault("workers with clocks hours apart", disagree, short=False),
    Fault("odd times of publication", watch, odd_times),
)
