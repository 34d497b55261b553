"""All of `communique feed` behind its options."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO, Protocol

from agents.feeding.fetching import Fetcher
from agents.feeding.following import Directory, Feeding, Source, WebFeed, follow
from agents.feeding.full_text import FullText
from agents.feeding.line import Options
from agents.feeding.plan import Plan
from agents.feeding.reading import can_be_read, lines_of
from agents.feeding.sending import Pace, Sender, Tally, producer_of
from agents.feeding.state import default_path, remembered
from agents.settings import Settings


class Bar(Protocol):
    """Shows a person how far it is."""

    def tell(self, message: str) -> None:
        """Show a message."""

    def opened(self, name: str) -> BinaryIO:
        """Open a file whose reading is shown."""

    def show(self) -> None:
        """Show how many articles were sent."""


def run(plan: Plan, settings: Settings, tally: Tally, bar: Bar) -> None:
    """Send what the sources hold: files first, then feeds and directories, once or until it is interrupted.

    Raises:
        kafka.errors.KafkaError: no broker can be reached.
        OSError: a file, or the memory of what was sent, cannot be used.
    """
    can_be_read(plan.files)
    fetcher = Fetcher(plan.urls, plan.contact, plan.delay)
    options = Options(plan.mapping, FullText(fetcher, bar.tell) if plan.full_text else None)
    memory = remembered(plan.state or default_path(settings)) if plan.follows else nullcontext()
    with memory as state, _open_sender(plan, settings, tally, bar) as sender:
        sender.send_all(lines_of(plan.files, plan.given, options, bar.opened))
        if state is not None:
            follow(_sources(plan), Feeding(sender, state, options, fetcher, plan.given), plan.every)


@contextmanager
def _open_sender(plan: Plan, settings: Settings, tally: Tally, bar: Bar) -> Iterator[Sender]:
    with producer_of(settings) as producer:
        sender = Sender(
            producer, tally, bar.tell, bar.show, unchecked=plan.unchecked, pace=Pace(plan.rate) if plan.rate else None
        )
        try:
            yield sender
        except KeyboardInterrupt:
            sender.settle()
            if plan.every is None:
                raise


def _sources(plan: Plan) -> list[Source]:
    settling = plan.every is not None
    return [*map(WebFeed, plan.urls), *(Directory(Path(name), settling) for name in plan.directories)]
