"""What an operator decides about events, over what merging makes of the articles.

A command stands on the topic of the mentions, between them, so that it is taken up in its turn and again in a replay.
It names an event; what is kept, in the table `overrides`, names the reports that the event was made of at that time.
So the decision holds when articles are corrected, when others join, and when the event's id changes with its earliest
report. It is let go by another command, or once all those reports are settled: the event can then change no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product
from typing import Annotated

from pydantic import Discriminator, Tag, TypeAdapter

from agents.merging import AnyReport, Cluster, Ref
from agents.records import Command, Contribution, LiveEvent, Override, Split
from schemas.identity import fingerprint

REMEMBERED_COMMANDS = 16
"""Commands about one event that its override knows, so that a replay of several does not undo the last one."""

TOLD: TypeAdapter[Command | Contribution] = TypeAdapter(
    Annotated[
        Annotated[Command, Tag("command")] | Annotated[Contribution, Tag("contribution")],
        Discriminator(lambda told: "command" if isinstance(told, dict) and "command" in told else "contribution"),
    ]
)
"""What stands on the topic `communique.mentions`: what an article tells, or what an operator decides."""


def amend(known: Override | None, command: Command, event: LiveEvent | None, place: str) -> Override | None:
    """The override of an event with one more decision.

    A command taken in before leaves it as it is: in a replay the event has already become another, and later
    decisions may have been let go.

    Args:
        known: what was decided about the event before.
        command: the decision.
        event: the event as it was last published.
        place: where the command stands on its topic, as `partition-offset`.

    Returns:
        None where there is nothing to decide: the event is not live, a split would leave one side empty, or nothing
        was decided that could be let go.
    """
    token = f"{place}-{fingerprint(command.model_dump_json())}"
    before = known or Override()
    if token in before.taken:
        return known
    reports = tuple(Ref(report.article_id, report.label) for report in event.reports) if event else ()
    after = DECISIONS[command.command](before, command, reports)
    return after.model_copy(update={"taken": (*before.taken, token)[-REMEMBERED_COMMANDS:]}) if after else known


def _withdrawn(before: Override, _: Command, reports: tuple[Ref, ...]) -> Override | None:
    return before.model_copy(update={"withdrawn": reports}) if reports and not before.withdrawn else None


def _split(before: Override, command: Command, reports: tuple[Ref, ...]) -> Override | None:
    one = tuple(ref for ref in reports if ref.article_id in command.articles)
    other = tuple(ref for ref in reports if ref.article_id not in command.articles)
    articles = tuple(sorted({ref.article_id for ref in one}))
    if not (one and other) or any(split.articles == articles for split in before.splits):
        return None
    return before.model_copy(update={"splits": (*before.splits, Split(articles=articles, one=one, other=other))})


def _restored(before: Override, _: Command, __: tuple[Ref, ...]) -> Override | None:
    """Nothing is decided any more; the row still names the reports, so that a replay finds what it was about."""
    if not (before.withdrawn or before.splits):
        return None
    return Override(restored=tuple(sorted(refs_of(before))), taken=before.taken)


DECISIONS: dict[str, Callable[[Override, Command, tuple[Ref, ...]], Override | None]] = {
    "withdraw": _withdrawn,
    "split": _split,
    "restore": _restored,
}
"""What each command makes of an override, given the event's reports; None where it decides nothing new."""


def refs_of(override: Override) -> set[Ref]:
    """Every report that a decision is, or was, about."""
    splits = (ref for split in override.splits for ref in (*split.one, *split.other))
    return {Ref(*pair) for pair in (*override.withdrawn, *splits, *override.restored)}


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
