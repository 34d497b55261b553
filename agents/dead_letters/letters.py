"""Dead letters: a record that could not be read or extracted, whole, with the reason in Kafka Connect's headers.

Source: Apache Kafka Connect, KIP-298, "Error Handling in Connect": names and meaning of the `__connect.errors.*`
headers.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version

from agents.intake import RawRecord

CONNECT = "__connect.errors."
MAX_MESSAGE_CHARACTERS = 2_000
TRUNCATED = "communique.value-bytes"
"""Header of the one case in which the value is not whole: how long it was."""

RawHeaders = list[tuple[str, bytes | None]]


@dataclass(frozen=True)
class Failure:
    """Why a record became a dead letter."""

    stage: str
    """Where it failed: `intake` or `extract`."""
    reason: str
    """A word for counting, such as `json` or `timeout`."""
    error: str
    """Name of the exception's class."""
    message: str
    """What is wrong, in one line."""
    attempts: int = 1
    """How often it was tried."""


@dataclass(frozen=True)
class DeadLetter:
    """A record for the dead-letter topic."""

    key: bytes | None
    value: bytes | None
    headers: RawHeaders


def dead_letter(record: RawRecord, failure: Failure, max_bytes: int) -> DeadLetter:
    """Write a dead letter: key, value and headers byte for byte as they came, then the headers that tell why.

    Only where a producer's compression let a record in that is larger than the dead-letter topic takes
    uncompressed is the value cut, and a header tells its full length; the coordinates lead to the original.

    Args:
        record: the record as it came.
        failure: why it failed.
        max_bytes: how large a dead letter may be.
    """
    headers: RawHeaders = [*record.headers, *failure_headers(record, failure)]
    room = max_bytes - size(record.key, None, headers)
    if record.value is None or len(record.value) <= room:
        return DeadLetter(record.key, record.value, headers)
    headers.append((TRUNCATED, str(len(record.value)).encode()))
    return DeadLetter(record.key, record.value[: max(0, room - 64)], headers)


def failure_headers(record: RawRecord, failure: Failure) -> RawHeaders:
    """The headers that tell where a record stood and why it failed, all UTF-8 text."""
    facts = {
        f"{CONNECT}topic": record.topic,
        f"{CONNECT}partition": str(record.partition),
        f"{CONNECT}offset": str(record.offset),
        f"{CONNECT}stage": failure.stage,
        f"{CONNECT}exception.class.name": failure.error,
        f"{CONNECT}exception.message": failure.message[:MAX_MESSAGE_CHARACTERS],
        "communique.version": version("communique"),
        "communique.attempts": str(failure.attempts),
    }
    return [(name, value.encode("utf-8", "replace")) for name, value in facts.items()]


def size(key: bytes | None, value: bytes | None, headers: RawHeaders) -> int:
    """About how many bytes a record takes on the wire."""
    of_headers = sum(len(name.encode()) + len(value or b"") + 10 for name, value in headers)
    return len(key or b"") + len(value or b"") + of_headers + 100
