"""What comes while partitions are shared out anew."""

from __future__ import annotations

import time

from agents.topics import EXTRACTIONS
from harness import Stream, Worker, article


def test_articles_that_come_while_a_second_worker_joins_a_group_that_has_committed_nothing_are_all_read(
    kafka_stream: Stream,
) -> None:
    """A fetch of the first worker that still waits must not take them: they would be thrown away.

    Whether one still waits is chance; `tests/agents/broker/test_consumer.py` leaves none to it.
    """
    with kafka_stream.worker() as first:
        second = Worker("fake_worker", kafka_stream.directory / "second", kafka_stream.environment)
        try:
            wait_until_assigned(second)
            kafka_stream.send_articles(*(article(f"article-{number}") for number in range(20)))
            kafka_stream.read(EXTRACTIONS, until=lambda seen: len({record.key for record in seen}) == 20, seconds=20)
            second.wait_until_ready()
            assert first.is_ready()
        finally:
            second.end()


def wait_until_assigned(worker: Worker) -> None:
    """Wait until a worker has been given partitions, which it does not read yet."""
    deadline = time.monotonic() + 60
    while "Executing _on_partitions_assigned" not in worker.log_text():
        assert time.monotonic() < deadline, worker.log_text()[-2000:]
        time.sleep(0.01)
