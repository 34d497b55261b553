"""Feeds and directories, looked at once or again and again."""

from __future__ import annotations

import heapq
import itertools
import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Protocol

from kafka.errors import KafkaError

from agents.feeding.fetching import Fetcher, FetchError, Page, without_login, without_secrets
from agents.feeding.formats import web_feed
from agents.feeding.line import Line, Options
from agents.feeding.reading import format_of, lines_of
from agents.feeding.sending import Sender
from agents.feeding.state import Memory, State

TRIES = 3
"""Looks at a source that fails, where it is not looked at again and again."""
LONGEST_WAIT = 60.0
"""Seconds that a single look waits for a server that asks for patience."""
LONGEST_PAUSE = 3600.0
"""Seconds between two looks at a source that keeps failing, unless it asks for more."""
LONGEST_PATIENCE = 24 * 3600.0
"""Seconds that a server may ask for."""


@dataclass(frozen=True)
class Look:
    """How a look at a source went."""

    failed: bool = False
    temporary: bool = True
    """Worth trying again."""
    retry_after: float | None = None
    """Seconds that the server asked to wait."""


@dataclass(frozen=True)
class Feeding:
    """What a look needs."""

    sender: Sender
    state: State
    options: Options
    fetcher: Fetcher
    format: str | None = None
    """Of files in directories; absent, each file's name tells it."""


class Source(Protocol):
    """Something that articles come from again and again."""

    def look(self, feeding: Feeding) -> Look:
        """Send what is new.

        Raises:
            kafka.errors.KafkaError: no broker can be reached.
            OSError: the memory cannot be written.
        """


@dataclass(frozen=True)
class WebFeed:
    """RSS or Atom at a URL."""

    url: str

    def look(self, feeding: Feeding) -> Look:
        """Fetch the feed, where it has changed, and send items that are new or corrected."""
        place = without_secrets(self.url)
        memory = feeding.state.of(without_login(self.url))
        try:
            page = feeding.fetcher.fetch(self.url, memory.validators)
            if page is not None:
                self._take_in(page, place, memory, feeding)
        except (FetchError, web_feed.FeedError) as error:
            feeding.sender.tell(f"{place}: {error}")
            feeding.sender.tally.unread += 1
            return Look(
                failed=True,
                temporary=getattr(error, "temporary", False),
                retry_after=getattr(error, "retry_after", None),
            )
        return Look()

    def _take_in(self, page: Page, place: str, memory: Memory, feeding: Feeding) -> None:
        found = web_feed.items(place, page.body, without_secrets(page.url), page.headers)
        failed = feeding.sender.tally.failed
        _send_new(found, memory, feeding)
        feeding.sender.settle()
        whole = feeding.sender.tally.failed == failed
        # Without validators the server sends the feed again, and with it what was not sent.
        memory.etag, memory.modified = (page.validators.etag, page.validators.modified) if whole else (None, None)
        memory.forget_the_oldest({item.key for item in found if isinstance(item, web_feed.Item)})
        feeding.state.save()


def _send_new(found: Sequence[web_feed.Item | Line], memory: Memory, feeding: Feeding) -> None:
    for item in reversed(found):  # feeds show the newest first
        if isinstance(item, Line):
            feeding.sender.send(item)
        elif memory.seen.get(item.key) == item.fingerprint:
            feeding.sender.tally.known += 1
        else:
            line = web_feed.line(item, feeding.options)
            feeding.sender.send(line, _remembering(memory, item.key, item.fingerprint))


def _remembering(memory: Memory, key: str, fingerprint: str) -> Callable[[], None]:
    return lambda: memory.saw(key, fingerprint)


@dataclass
class Directory:
    """A directory that files are put into.

    Args:
        path: the directory.
        settling: a file is read once a second look finds it unchanged, since it may still be written.
    """

    path: Path
    settling: bool = False
    _before: dict[str, str] = field(default_factory=dict)

    def look(self, feeding: Feeding) -> Look:
        """Send the articles of files that are new or changed."""
        memory = feeding.state.of(str(self.path.resolve()))
        try:
            now = dict(_files(self.path, feeding.format))
        except OSError as error:
            feeding.sender.tell(f"{self.path}: cannot be read: {error.strerror}")
            feeding.sender.tally.unread += 1
            return Look(failed=True)
        before, self._before = self._before, now
        for name, stamp in now.items():
            if memory.seen.get(name) == stamp:
                feeding.sender.tally.known += not self.settling
            elif not self.settling or before.get(name) == stamp:
                self._take_in(name, stamp, memory, feeding)
        memory.forget_the_oldest(set(now))
        return Look()

    def _take_in(self, name: str, stamp: str, memory: Memory, feeding: Feeding) -> None:
        """Send a file; it is remembered once the broker has all of it."""
        failed = feeding.sender.tally.failed
        try:
            found = lines_of([str(self.path / name)], feeding.format, feeding.options, opened_itself)
            feeding.sender.send_all(found)
        except OSError as error:
            feeding.sender.settle()
            feeding.sender.tell(f"{self.path / name}: cannot be read: {error.strerror}")
            feeding.sender.tally.unread += 1
            return
        if feeding.sender.tally.failed == failed:
            memory.saw(name, stamp)
            feeding.state.save()


def opened_itself(name: str) -> BinaryIO:
    """A file, and nothing that a link leads to: who may put files here may not be let read others.

    Raises:
        OSError: it is a link, or cannot be read.
    """
    return os.fdopen(os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")


def _files(directory: Path, given: str | None) -> Iterator[tuple[str, str]]:
    """Names of the files there is a reader for, with a stamp that changes with them."""
    for path in sorted(directory.iterdir()):
        if path.name.startswith(".") or not (given or format_of(path.name)):
            continue
        status = path.lstat()
        if stat.S_ISREG(status.st_mode):
            yield path.name, f"{status.st_mtime_ns}-{status.st_size}-{status.st_ino}"


@dataclass(order=True)
class _Turn:
    at: float
    number: int
    source: Source = field(compare=False)
    failures: int = field(compare=False, default=0)


def follow(
    sources: Sequence[Source],
    feeding: Feeding,
    every: float | None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Look at each source once, or for ever.

    Args:
        sources: feeds and directories.
        feeding: what a look needs.
        every: seconds between two looks at a source; None: one look, with a few more tries where it fails.
        clock: seconds of a clock that never goes back.
        sleep: waits some seconds.

    Raises:
        kafka.errors.KafkaError: no broker can be reached, in a single look.
        OSError: the memory cannot be written.
    """
    numbers = itertools.count()
    turns = [_Turn(clock(), next(numbers), source) for source in sources]
    while turns:
        turn = heapq.heappop(turns)
        if (wait := turn.at - clock()) > 0:
            sleep(wait)
        look = _look(turn.source, feeding, survive=every is not None)
        failures = turn.failures + 1 if look.failed else 0
        if (pause := pause_after(look, failures, every)) is not None:
            heapq.heappush(turns, replace(turn, at=clock() + pause, failures=failures))


def _look(source: Source, feeding: Feeding, *, survive: bool) -> Look:
    try:
        return source.look(feeding)
    except KafkaError as error:
        if not survive:
            raise
        feeding.sender.tell(f"the broker cannot be reached: {type(error).__name__}; tried again")
        return Look(failed=True)


def pause_after(look: Look, failures: int, every: float | None) -> float | None:
    """Seconds until the next look at a source; None for no other.

    Args:
        look: how the last one went.
        failures: how many went wrong in a row.
        every: seconds between two looks, where there is no end.
    """
    asked = min(look.retry_after or 0.0, LONGEST_PATIENCE)
    if every is not None:
        return max(asked, min(every * 2.0 ** min(failures, 16), max(every, LONGEST_PAUSE)))
    if not look.failed or not look.temporary or failures >= TRIES or asked > LONGEST_WAIT:
        return None
    return max(asked, 2.0 ** (failures - 1))
