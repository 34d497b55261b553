"""What a person asked of `communique feed`, sorted and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path as FilePath

from agents.feeding.mapping import Path
from agents.feeding.reading import STANDARD_INPUT

WEB = re.compile(r"https?://", re.IGNORECASE)
OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,30}://", re.IGNORECASE)
LEAST_SECONDS = 1.0
"""Between two looks at a source."""


class PlanError(ValueError):
    """What was asked does not go together; the message is one line."""


@dataclass(frozen=True)
class Plan:
    """The sources, and how they are read and sent.

    Raises:
        PlanError: what was asked does not go together.
    """

    sources: tuple[str, ...]
    """Files, directories and URLs."""
    given: str | None = None
    """The format of all files; None where their names tell it."""
    mapping: Mapping[str, Path] = field(default_factory=dict)
    every: float | None = None
    """Seconds between two looks at a source; None for a single one."""
    state: FilePath | None = None
    """The file of what was sent; None for the usual one."""
    full_text: bool = False
    contact: str | None = None
    delay: float = 1.0
    """Seconds between two requests to one host."""
    rate: float | None = None
    """Articles a second, at most."""
    unchecked: bool = False

    def __post_init__(self) -> None:
        """Look whether it goes together."""
        if problem := self._problem():
            raise PlanError(problem)

    def _problem(self) -> str | None:
        strange = next((one for one in self.sources if OTHER_SCHEME.match(one) and not WEB.match(one)), None)
        if strange is not None:
            return f"{strange} is no file, and no URL of http or https"
        if self.every is not None and not self.follows:
            return "--every is for feeds and directories; a file is read once"
        if self.every is not None and self.every < LEAST_SECONDS:
            return f"--every is at least {LEAST_SECONDS:g} s"
        if self.full_text and not (find_spec("trafilatura") and find_spec("protego")):
            return "--full-text needs more packages: pip install 'communique[feed]'"
        return None

    @property
    def urls(self) -> tuple[str, ...]:
        """The feeds on the web."""
        return tuple(source for source in self.sources if WEB.match(source))

    @property
    def directories(self) -> tuple[str, ...]:
        """The directories."""
        return tuple(one for one in self.sources if not WEB.match(one) and one != STANDARD_INPUT and _is_directory(one))

    @property
    def files(self) -> tuple[str, ...]:
        """Everything else, standard input among it."""
        others = {*self.urls, *self.directories}
        return tuple(source for source in self.sources if source not in others)

    @property
    def follows(self) -> bool:
        """Some sources are looked at again, in this run or the next."""
        return bool(self.urls or self.directories)


def _is_directory(name: str) -> bool:
    return FilePath(name).is_dir()
