"""Lines on their way to the broker: kept until it has acknowledged each."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kafka import KafkaProducer
from kafka.errors import KafkaError, MessageSizeTooLargeError

from agents.broker.reaching import usable_options
from agents.feeding.line import Line
from agents.intake import Refusal
from agents.settings import Settings
from agents.topics import ARTICLES

if TYPE_CHECKING:
    from kafka.producer.future import FutureRecordMetadata

WAIT_SECONDS = 30.0
"""How long one record may wait for the broker before it counts as not sent."""

WAITING = 500
"""Records sent and not yet acknowledged, at most."""

Settled = Callable[[], None]
"""Called once nothing more can come of a line: the broker has acknowledged it, or it is refused for good."""


@dataclass
class Tally:
    """What came of the lines."""

    sent: int = 0
    refused: int = 0
    """Lines that hold no article."""
    failed: int = 0
    """Records that the broker refused, or did not acknowledge in time."""
    known: int = 0
    """Items that were sent before."""
    unread: int = 0
    """Feeds that could not be read."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Refused lines by reason."""

    @property
    def is_clean(self) -> bool:
        """Nothing was refused and nothing failed."""
        return not (self.refused or self.failed or self.unread)

    def told(self) -> str:
        """The summary for a person, in one line."""
        why = ", ".join(f"{count} {reason}" for reason, count in self.reasons.most_common())
        line = f"{self.sent} sent, {self.refused} refused{f' ({why})' if why else ''}, {self.failed} failed"
        line += f", {self.known} known" if self.known else ""
        return line + (f", {self.unread} times a feed could not be read" if self.unread else "")


class Pace:
    """Bounds how often something happens, without bursts.

    Args:
        rate: times a second, at most.
        clock: seconds of a clock that never goes back.
        sleep: waits some seconds.
    """

    def __init__(
        self, rate: float, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._pause = 1 / rate
        self._clock = clock
        self._sleep = sleep
        self._next = 0.0

    def wait(self) -> None:
        """Return once it may happen again."""
        now = self._clock()
        if self._next > now:
            self._sleep(self._next - now)
        self._next = max(now, self._next) + self._pause


class Sender:
    """Sends lines to the topic `articles`, and waits for the broker.

    Args:
        producer: an open producer; the caller closes it.
        tally: counts what comes of the lines.
        tell: takes a message for a person for each line that is not sent.
        show: is called when one more record is acknowledged.
        unchecked: send also what is no article.
        pace: waits before each record; None for as fast as it goes.
    """

    def __init__(
        self,
        producer: KafkaProducer,
        tally: Tally,
        tell: Callable[[str], None],
        show: Callable[[], None] = lambda: None,
        *,
        unchecked: bool = False,
        pace: Pace | None = None,
    ) -> None:
        self.tally = tally
        self.tell = tell
        self._show = show
        self._producer = producer
        self._unchecked = unchecked
        self._pace = pace
        self._waiting: deque[tuple[Line, FutureRecordMetadata, Settled | None]] = deque()

    def send(self, line: Line, then: Settled | None = None) -> None:
        """Send one line, or name why it is not sent.

        Raises:
            kafka.errors.KafkaError: no broker can be reached.
        """
        if isinstance(line.reading, Refusal) and not (self._unchecked and line.raw):
            self._refuse(line, line.reading.reason, line.reading.message, then)
            return
        if self._pace:
            self._pace.wait()
        try:
            future = self._producer.send(ARTICLES, key=line.key, value=line.raw)
        except MessageSizeTooLargeError as error:
            self._refuse(line, "size", str(error), then)
            return
        self._waiting.append((line, future, then))
        while self._waiting and (len(self._waiting) > WAITING or self._waiting[0][1].is_done):
            self._settle(*self._waiting.popleft())

    def send_all(self, lines: Iterable[Line]) -> None:
        """Send lines, and wait until something has come of each.

        Raises:
            kafka.errors.KafkaError: no broker can be reached.
            OSError: a file cannot be read.
        """
        for line in lines:
            self.send(line)
        self.settle()

    def settle(self) -> None:
        """Wait until something has come of every line."""
        while self._waiting:
            self._settle(*self._waiting.popleft())

    def _refuse(self, line: Line, reason: str, message: str, then: Settled | None) -> None:
        self.tell(f"{line.place}: {message}")
        self.tally.refused += 1
        self.tally.reasons[reason] += 1
        if then:
            then()

    def _settle(self, line: Line, future: FutureRecordMetadata, then: Settled | None) -> None:
        """Wait for one record; it is named where it was not taken."""
        try:
            future.get(timeout=WAIT_SECONDS)
        except KafkaError as error:
            self.tell(f"{line.place}: not sent: {error}")
            self.tally.failed += 1
            return
        self.tally.sent += 1
        self._show()
        if then:
            then()


def producer_of(settings: Settings) -> KafkaProducer:
    """A producer that counts a record as sent once every in-sync replica has it.

    Raises:
        kafka.errors.KafkaError: no broker can be reached, or it refuses.
        OSError: a certificate or key file cannot be read.
    """
    return KafkaProducer(
        **usable_options(settings), acks="all", linger_ms=20, max_request_size=settings.dead_letter_bytes
    )


def push_unchecked(lines: Iterable[Line], settings: Settings, tell: Callable[[str], None]) -> None:
    """Send lines, also those that hold no article, and wait until the broker has acknowledged each.

    Raises:
        kafka.errors.KafkaError: no broker can be reached.
        OSError: a file cannot be read.
    """
    with producer_of(settings) as producer:
        Sender(producer, Tally(), tell, unchecked=True).send_all(lines)
