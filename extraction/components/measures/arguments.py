"""The slots of a measure, as one place of the text tells them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from extraction.document import Candidate

if TYPE_CHECKING:
    from extraction.document import Actor, Dated
    from schemas.vocabulary import Measure, MeasureAction


@dataclass(frozen=True, slots=True)
class MeasureArguments:
    """Who does what to which measure against whom."""

    measure: Measure
    """The kind of measure."""

    action: MeasureAction
    """What is done to it."""

    told: bool
    """Whether a verb or noun tells the act; False where the measure is only named with its imposer or target."""

    imposers: tuple[Actor, ...] = ()
    """Who acts."""

    targets: tuple[Actor, ...] = ()
    """Against whom or on whose goods."""

    goods: tuple[str, ...] = ()
    """The products or sectors, as worded."""

    rate: str | None = None
    """The rate or volume, as worded."""

    forum: str | None = None
    """The body, court or legal basis, as worded."""

    reason: str | None = None
    """The stated ground, as worded."""

    effective: Dated | None = None
    """When it takes effect, where the act has another date."""

    def effective_from(self, effective: Dated | None) -> MeasureArguments:
        """The same arguments with the days from which the measure is in effect."""
        return replace(self, effective=effective)


MeasureCandidate: TypeAlias = Candidate[MeasureArguments]
"""One measure, as found in one place or gathered from several."""
