"""What an operator decides about events, over what merging makes of the articles.

A command stands on the topic of the mentions, between them, so that it is taken up in its turn and again in a replay.
It names an event; what is kept, in the table `overrides`, names the reports that the event was made of at that time.
So the decision holds when articles are corrected, when others join, and when the event's id changes with its earliest
report. It is let go once all those reports are settled: the event can then change no more.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Annotated

from pydantic import Discriminator, Tag, TypeAdapter

from agents.merging import AnyReport, Cluster, Ref
from agents.records import Command, Contribution, LiveEvent, Override, Split

TOLD: TypeAdapter[Command | Contribution] = TypeAdapter(
    Annotated[
        Annotated[Command, Tag("command")] | Annotated[Contribution, Tag("contribution")],
        Discriminator(lambda told: "command" if isinstance(told, dict) and "command" in told else "contribution"),
    ]
)
"""What stands on the topic `communique.mentions`: what an article tells, or what an operator decides."""


def amend(known: Override | None, command: Command, event: LiveEvent | None) -> Override | None:
    """The override of an event with one more decision.

    A decision taken before stays as it was: in a replay the event has already become another.

    Args:
        known: what was decided about the event before.
        command: the decision.
        event: the event as it was last published.

    Returns:
        None where there is nothing to decide: the event is not live, or a split would leave one side empty.
    """
    reports = tuple(Ref(report.article_id, report.label) for report in event.reports) if event else ()
    before = known or Override()
    if command.command == "withdraw":
        return before.model_copy(update={"withdrawn": reports}) if reports and not before.withdrawn else known
    one = tuple(ref for ref in reports if ref.article_id in command.articles)
    other = tuple(ref for ref in reports if ref.article_id not in command.articles)
    articles = tuple(sorted({ref.article_id for ref in one}))
    if not (one and other) or any(split.articles == articles for split in before.splits):
        return known
    return before.model_copy(update={"splits": (*before.splits, Split(articles=articles, one=one, other=other))})


def refs_of(override: Override) -> set[Ref]:
    """Every report that a decision is about."""
    pairs = [*override.withdrawn, *(ref for split in override.splits for ref in (*split.one, *split.other))]
    return {Ref(*pair) for pair in pairs}


class Overrides:
    """All decisions that hold, ready to be asked."""

    def __init__(self) -> None:
        self._rows: dict[str, Override] = {}
        self._withdrawn: set[Ref] = set()
        self._apart: set[tuple[Ref, Ref]] = set()

    def row(self, event_id: str) -> Override | None:
        """What was decided about an event."""
        return self._rows.get(event_id)

    def items(self) -> Iterable[tuple[str, Override]]:
        """Every decision with its event."""
        return tuple(self._rows.items())

    def load(self, event_id: str, row: Override | None) -> None:
        """Take in what is decided about an event; None lets go of it."""
        self._rows.pop(event_id, None)
        if row:
            self._rows[event_id] = row
        self._withdrawn = {Ref(*pair) for each in self._rows.values() for pair in each.withdrawn}
        self._apart = {
            (Ref(*a), Ref(*b))
            for each in self._rows.values()
            for split in each.splits
            for a, b in [*product(split.one, split.other), *product(split.other, split.one)]
        }

    def withdraws(self, cluster: Cluster) -> bool:
        """Whether an event must not be published: one of its reports is of an event that was withdrawn."""
        return any(report.ref in self._withdrawn for report in cluster.reports)

    def keeps_apart(self, a: AnyReport, b: AnyReport) -> bool:
        """Whether two reports must not be of one event."""
        return (a.ref, b.ref) in self._apart
