"""What the patterns find, before mentions of the same actor are brought together."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.document import ActorKind


@dataclass(frozen=True, slots=True)
class Found:
    """One name in the text."""

    start: int
    """Index of the first token, title included."""

    end: int
    """Index after the last token."""

    name: str
    """The name without title."""

    kind: ActorKind
    """What it is."""

    how: str
    """What found it."""

    country: str | None = None
    """The state that the words around it tell."""

    title: str | None = None
    """A person's title as worded."""

    organization: str | None = None
    """The body in the title."""

    public: bool = False
    """Whether the words around it tell of public authority."""

    gender: str | None = None
    """The gender that a form of address before it tells."""

    weight: int = 1
    """How sure the pattern is; the surer one wins where two overlap."""
