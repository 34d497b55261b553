"""Dead letters read back: what they held, why they failed, and the record that is sent again after a mend.

Pure functions. Nothing that a dead letter tells is trusted: it is sent back only to a topic that a worker reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from agents.dead_letters.letters import CONNECT, TRUNCATED, RawHeaders
from agents.topics import ARTICLES, EXTRACTIONS, MENTIONS, NAMES, PARTICIPATIONS, VIEWS

REPLAY_OF = "communique.replay-of"
"""Header of a record that was sent again: the id of its dead letter. It is the mark against sending it twice."""

SOURCES = (ARTICLES, EXTRACTIONS, MENTIONS, NAMES, PARTICIPATIONS, VIEWS)
"""The topics whose records can become dead letters."""

Headers = Iterable[tuple[str, bytes | None]]

ID = re.compile(r"(\d{1,9})-(\d{1,18})")


@dataclass(frozen=True)
class Letter:
    """A dead letter as it stands on its topic."""

    partition: int
    offset: int
    timestamp: int
    """When it was written, in milliseconds since 1970."""
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]

    @property
    def id(self) -> str:
        """Where it stands on the dead-letter topic: stable, and unique there."""
        return f"{self.partition}-{self.offset}"

    def told(self, name: str) -> str:
        """What the header of a name tells, the last where there are several; empty where there is none."""
        values = [value or b"" for found, value in self.headers if found == name]
        return values[-1].decode("utf-8", "replace") if values else ""

    @property
    def reason(self) -> tuple[str, str]:
        """Stage and class of the exception."""
        return self.told(f"{CONNECT}stage"), self.told(f"{CONNECT}exception.class.name")

    @property
    def message(self) -> str:
        """What was wrong, in one line."""
        return self.told(f"{CONNECT}exception.message")


@dataclass(frozen=True)
class Reason:
    """All the dead letters of one stage and exception."""

    stage: str
    error: str
    count: int
    first: int
    """When the earliest was written, in milliseconds since 1970."""
    last: int
    sample: Letter
    """The latest of them."""


@dataclass(frozen=True)
class Replay:
    """The record that is sent again for a dead letter."""

    letter: Letter
    topic: str
    partition: int
    headers: RawHeaders
    """The record's own, and the mark."""


class NotReplayableError(ValueError):
    """A dead letter cannot be sent again; the message tells why."""


def reasons(letters: Iterable[Letter]) -> list[Reason]:
    """The reasons with their counts, the most frequent first."""
    found: dict[tuple[str, str], Reason] = {}
    for letter in letters:
        stage, error = letter.reason
        known = found.get((stage, error))
        at = letter.timestamp
        if known is None:
            found[stage, error] = Reason(stage, error, 1, at, at, letter)
        else:
            sample = letter if at >= known.last else known.sample
            found[stage, error] = replace(
                known, count=known.count + 1, first=min(known.first, at), last=max(known.last, at), sample=sample
            )
    return sorted(found.values(), key=lambda reason: (-reason.count, reason.stage, reason.error))


def own_headers(letter: Letter) -> RawHeaders:
    """The headers that the record came with: those before our own, which stand last, and without an earlier mark."""
    names = [name for name, _ in letter.headers]
    ours = len(names) - names[::-1].index(f"{CONNECT}topic") - 1 if f"{CONNECT}topic" in names else len(names)
    return [(name, value) for name, value in letter.headers[:ours] if name != REPLAY_OF]


def replay_of(letter: Letter, partitions: int) -> Replay:
    """The record to send again.

    Args:
        letter: the dead letter.
        partitions: how many partitions the topics have.

    Raises:
        NotReplayableError: it is not whole, or names no place that a worker reads.
    """
    topic, partition = letter.told(f"{CONNECT}topic"), letter.told(f"{CONNECT}partition")
    if topic not in SOURCES:
        raise NotReplayableError(f"it names {topic or 'no topic'}, which no worker reads")
    if not re.fullmatch(r"[0-9]{1,9}", partition) or int(partition) >= partitions:
        raise NotReplayableError(f"it names partition {partition or '?'}, which {topic} does not have")
    if letter.told(TRUNCATED):
        place = f"{topic}[{partition}]@{letter.told(f'{CONNECT}offset')}"
        raise NotReplayableError(f"it is not whole; the original stands at {place}")
    return Replay(letter, topic, int(partition), [*own_headers(letter), (REPLAY_OF, letter.id.encode())])


def chosen(letters: Iterable[Letter], ids: Sequence[str], error: str | None) -> list[Letter]:
    """The letters of some ids, or of an exception; all where neither is told."""
    return [one for one in letters if (not ids or one.id in ids) and (error is None or one.reason[1] == error)]


def copies(letters: Mapping[str, Letter], key: bytes | None, value: bytes | None, headers: Headers) -> set[str]:
    """The ids of dead letters that a record is sent again for: it bears their mark, and holds what they hold.

    Producers choose their headers, so that a mark alone tells nothing.
    """
    return {name for name in marks(headers) if (one := letters.get(name)) and (one.key, one.value) == (key, value)}


def marks(headers: Headers) -> set[str]:
    """The ids of dead letters that a record says it was sent again for."""
    return {(value or b"").decode("utf-8", "replace") for name, value in headers if name == REPLAY_OF}
