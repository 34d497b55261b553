"""What was sent already, kept in a file across restarts."""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agents.feeding.fetching import Validators
from agents.settings import Settings

KEPT_ITEMS = 5_000
"""Items remembered of each source beyond those it shows now; the oldest are forgotten first."""


class Memory(BaseModel):
    """What is remembered of one feed or directory."""

    model_config = ConfigDict(extra="ignore")

    etag: str | None = None
    modified: str | None = None
    seen: dict[str, str] = Field(default_factory=dict)
    """Item, or name of a file, to the fingerprint of what was sent; oldest first."""

    @property
    def validators(self) -> Validators:
        """Of the answer that was taken in whole."""
        return Validators(self.etag, self.modified)

    def saw(self, key: str, fingerprint: str) -> None:
        """Remember that something was sent."""
        self.seen.pop(key, None)
        self.seen[key] = fingerprint

    def forget_the_oldest(self, shown: set[str]) -> None:
        """Keep what the source shows, and some more, since feeds show old items again."""
        for key in [key for key in self.seen if key not in shown][:-KEPT_ITEMS]:
            del self.seen[key]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    communique_feed: int = 1
    sources: dict[str, Memory] = Field(default_factory=dict)


class StateError(OSError):
    """The file cannot be used; the message is one line."""


@dataclass
class State:
    """The memory of all sources."""

    path: Path
    sources: dict[str, Memory] = field(default_factory=dict)

    def of(self, source: str) -> Memory:
        """The memory of a source, empty at first."""
        return self.sources.setdefault(source, Memory())

    def save(self) -> None:
        """Write the file anew, whole or not at all.

        Raises:
            OSError: it cannot be written.
        """
        data = orjson.dumps(_File(sources=self.sources).model_dump(), option=orjson.OPT_INDENT_2)
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=self.path.name, suffix=".new")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self.path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


@contextmanager
def remembered(path: Path) -> Iterator[State]:
    """The state in a file, which no second program may use meanwhile; it is saved at the end.

    Raises:
        StateError: the file is in use, or none of this program.
        OSError: it cannot be read or written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(path.name + ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StateError(f"{path} is in use by another `communique feed`; --state names another file") from error
        state = State(path, _read(path))
        try:
            yield state
        finally:
            state.save()


def _read(path: Path) -> dict[str, Memory]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}
    try:
        return _File.model_validate_json(data).sources
    except ValidationError as error:
        raise StateError(f"{path} is no file of `communique feed`, or a damaged one; --state names another") from error


def default_path(settings: Settings) -> Path:
    """One file for each cluster: what one was sent another one may still need."""
    base = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    cluster = hashlib.sha256(",".join(sorted(settings.bootstrap_servers)).encode()).hexdigest()[:8]
    return base / "communique" / f"feed-{cluster}.json"
