"""The worker process: Faust's own, which first checks that all it needs is there."""

from __future__ import annotations

import sys
from concurrent.futures.process import BrokenProcessPool
from typing import NoReturn, cast

import faust
from kafka.errors import KafkaError

from agents.broker.changelogs import check_changelogs
from agents.broker.permissions import check_permissions, needs_of_a_worker
from agents.broker.reaching import usable_options
from agents.pages.guard import why_insecure
from agents.settings import Settings
from agents.stream import Stream
from agents.telling import told
from agents.topics import TopicsMismatchError, administration, check, required_topics
from agents.upkeep.disk import check_data_dir
from agents.upkeep.heap import keep_heap_small

EXIT_CODE = 78
"""`EX_CONFIG` of sysexits.h: something is configured wrongly."""

PREPARE_SECONDS = 300.0
"""How long the model may take to load; a large one on a cold disk takes long."""


class Worker(faust.Worker):
    """A worker that refuses to start on topics that would lose events, or where no article can be extracted."""

    def execute_from_commandline(self) -> NoReturn:
        """Check, then run until stopped; the exit code is 78 where a check fails."""
        keep_heap_small()
        settings = cast("Settings", self.app.settings)  # type: ignore[attr-defined]  # set by agents.app
        self.quiet = self.quiet or settings.log_format == "json"
        if self.app.conf.web_enabled and (reason := why_insecure(settings)):
            sys.stderr.write(f"communique: {reason}\n")
            sys.exit(EXIT_CODE)
        if not sys.stdout.isatty():
            # Faust spins it for every line of the log that nobody sees, and has all of them written for that.
            self.spinner = None
        pool = cast("Stream", self.app.stream_parts).pool  # type: ignore[attr-defined]  # as above
        try:
            check_data_dir(settings.data_dir, kept=settings.store == "rocksdb")
            prepared = pool.start()  # the model is loaded while the topics are checked
            check_topics(settings)
            prepared.result(timeout=PREPARE_SECONDS)
        except (TopicsMismatchError, KafkaError, OSError, BrokenProcessPool) as error:
            sys.stderr.write(f"communique: {told(error)}\n")
            pool.stop()
            sys.exit(EXIT_CODE)
        super().execute_from_commandline()


def check_topics(settings: Settings) -> None:
    """Compare the broker's topics with what the stream needs, and what it allows with what a worker does.

    Raises:
        TopicsMismatchError: topics differ.
        NotPermittedError: a permission is missing.
        kafka.errors.KafkaError: no broker can be reached, or it refuses.
    """
    specs = required_topics(settings)
    with administration(usable_options(settings)) as admin:
        check_permissions(admin, needs_of_a_worker(specs, settings))
        check(admin, specs)
        check_changelogs(admin, settings)
