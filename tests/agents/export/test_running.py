"""A run, from changes in memory to a target in memory, with a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from agents.client import Change, Place, UnreadableRecordError, Upsert
from agents.export.layouts import EVENTS
from agents.export.running import run
from agents.export.table import Positions, Step
from schemas.event import EVENT
from schemas.example_files import examples

FIRST = next(EVENT.validate_python(one.value) for one in examples("meeting") if one.value)


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Changes:
    """One change a second, without a pause."""

    clock: Clock
    seconds: int
    follow: bool = True
    torn: bool = False
    read: int = 0

    def batches(self) -> Iterator[list[Change]]:
        for number in range(1, self.seconds + 1):
            self.read = number
            self.clock.now += 1
            yield [Upsert(FIRST.model_copy(update={"version": number}), Place("events.meeting", 0, number))]
        if self.torn:
            raise UnreadableRecordError(Place("events.meeting", 0, self.seconds), b"{", "it is torn")

    def positions(self) -> Positions:
        return {("events.meeting", 0): self.read}

    def remaining(self) -> int:
        return 0


@dataclass
class Target:
    """Remembers when it was written and shown."""

    clock: Clock
    layout = EVENTS
    told: list[tuple[str, float]] = field(default_factory=list)
    at: Positions = field(default_factory=dict)

    def positions(self) -> Positions:
        return dict(self.at)

    def apply(self, step: Step) -> None:
        self.at |= step.positions
        self.told.append(("written", self.clock.now))

    def refresh(self) -> None:
        self.told.append(("shown", self.clock.now))

    def close(self) -> None:
        """Nothing is open."""


def test_changes_that_come_without_a_pause_are_written_and_shown_in_time() -> None:
    clock = Clock()
    target = Target(clock)
    run(target, Changes(clock, seconds=22), lambda *_: None, every=10, clock=clock)
    assert target.told == [
        *(("written", 5.0), ("written", 10.0), ("shown", 10.0), ("written", 15.0), ("written", 20.0), ("shown", 20.0)),
        *(("written", 22.0), ("shown", 22.0)),
    ]


def test_what_comes_before_a_record_that_is_no_event_is_written() -> None:
    clock = Clock()
    target = Target(clock)
    with pytest.raises(UnreadableRecordError):
        run(target, Changes(clock, seconds=3, torn=True), lambda *_: None, every=10, clock=clock)
    assert (target.told, target.at) == ([("written", 3.0), ("shown", 3.0)], {("events.meeting", 0): 3})
