"""What an operator decides holds against what the articles say, through replays, restarts and corrections."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from agents.events.overriding import TOLD, amend, refs_of
from agents.events.resolving import Live, LiveLimits, Resolution
from agents.records import Command, Contribution, LiveEvent, Override, Reason, Split
from schemas.wire import from_bytes, to_bytes
from told import DAY_ONE, Memory, meeting, on, person, take, told

ANNA, BERT = person("Anna Lund", "NO"), person("Bert Maes", "BE")
MAY = meeting(ANNA, BERT, when=on("2031-05-12"))
A, B, C = (told(name, MAY, day=day) for day, name in enumerate("abc", 1))
OTHER = told("z", meeting(ANNA, person("Dora Aho", "FI"), when=on("2031-05-20")))


class Worker:
    """Merging with its tables, to which articles and commands come."""

    def __init__(self, *contributions: Contribution) -> None:
        self.memory = Memory()
        self.overrides: dict[str, Override] = {}
        self.live: Live = self.memory.live()
        self.offset = 0
        for contribution in contributions:
            take(self.memory, self.live, contribution)

    def decide(self, command: Command, rows: int | None = None, *, at: int | None = None) -> Resolution | None:
        """Take a command.

        Args:
            command: the command.
            rows: if given, only so many rows are kept before the worker dies.
            at: offset of a command that comes again; usually each stands behind the one before.
        """
        self.offset = self.offset + 1 if at is None else at
        override = self.live.amended(command, f"0-{self.offset}")
        if override is None:
            return None
        self.overrides[command.event_id] = override
        self.live.load_override(command.event_id, override)
        resolution = self.live.enforce(command.event_id)
        if resolution:
            self.memory.publish(resolution)
            self.memory.keep(resolution, rows)
            self.live.applied(resolution)
        return resolution

    def take(self, contribution: Contribution) -> None:
        take(self.memory, self.live, contribution)

    def restart(self) -> None:
        self.live = self.memory.live(limits=LiveLimits())
        for event_id, row in self.overrides.items():
            self.live.load_override(event_id, row)

    @property
    def only(self) -> str:
        [event_id] = self.memory.published
        return event_id

    @property
    def articles(self) -> list[list[str]]:
        events = self.memory.published.values()
        return sorted([source.article_id for source in event.sources] for event in events)


def withdraw(event_id: str) -> Command:
    return Command(command="withdraw", event_id=event_id)


def split(event_id: str, *articles: str) -> Command:
    return Command(command="split", event_id=event_id, articles=articles)


def restore(event_id: str) -> Command:
    return Command(command="restore", event_id=event_id)


LIVE = LiveEvent(
    version=1,
    digest="d",
    last_seen=DAY_ONE,
    reports=tuple(Reason(article_id=name, label="m", why="first report") for name in "abc"),
)
WITHDRAWN = Override(withdrawn=(("a", "m"), ("b", "m"), ("c", "m")))
APART = Override(splits=(Split(articles=("c",), one=(("c", "m"),), other=(("a", "m"), ("b", "m"))),))
RESTORED = Override(restored=WITHDRAWN.withdrawn)


@pytest.mark.parametrize(
    "known, command, event",
    [
        pytest.param(None, withdraw("meeting:1"), None, id="an event that is settled or never was"),
        pytest.param(None, split("meeting:1", "c"), None, id="the same, to be split"),
        pytest.param(None, split("meeting:1", "x"), LIVE, id="an article that does not tell of it"),
        pytest.param(None, split("meeting:1", "a", "b", "c"), LIVE, id="a split that leaves nothing behind"),
        pytest.param(None, split("meeting:1"), LIVE, id="a split of no article"),
        pytest.param(WITHDRAWN, withdraw("meeting:1"), LIVE, id="a withdrawal once more"),
        pytest.param(APART, split("meeting:1", "c"), LIVE, id="the same split once more"),
        pytest.param(APART, split("meeting:1", "c"), None, id="the same split in a replay, the event being gone"),
        pytest.param(None, restore("meeting:1"), LIVE, id="nothing decided that could be let go"),
        pytest.param(RESTORED, restore("meeting:1"), LIVE, id="all let go already"),
    ],
)
def test_nothing_new_is_decided(known: Override | None, command: Command, event: LiveEvent | None) -> None:
    assert amend(known, command, event, "0-1") == known


@pytest.mark.parametrize(
    "known, command, after",
    [
        pytest.param(None, withdraw("meeting:1"), WITHDRAWN, id="every report of the event is withdrawn"),
        pytest.param(None, split("meeting:1", "c", "x"), APART, id="the named articles are kept from all others"),
        pytest.param(
            APART,
            withdraw("meeting:1"),
            Override(withdrawn=WITHDRAWN.withdrawn, splits=APART.splits),
            id="one decision on top of another",
        ),
        pytest.param(WITHDRAWN, restore("meeting:1"), RESTORED, id="a withdrawal is let go"),
        pytest.param(APART, restore("meeting:1"), RESTORED, id="a split is let go"),
        pytest.param(
            RESTORED,
            withdraw("meeting:1"),
            Override(withdrawn=WITHDRAWN.withdrawn, restored=RESTORED.restored),
            id="an event restored can be withdrawn again",
        ),
    ],
)
def test_a_decision_names_reports(known: Override | None, command: Command, after: Override) -> None:
    amended = amend(known, command, LIVE, "0-1")
    assert amended is not None
    assert amended.model_copy(update={"taken": ()}) == after
    assert refs_of(after) == {("a", "m"), ("b", "m"), ("c", "m")}


@pytest.mark.parametrize(
    "record", [pytest.param(withdraw("meeting:1"), id="a command"), pytest.param(A, id="a contribution")]
)
def test_commands_and_articles_are_told_apart_on_the_topic(record: Command | Contribution) -> None:
    assert from_bytes(TOLD, to_bytes(record)) == record


def test_a_withdrawn_event_goes_for_good_and_others_stay() -> None:
    worker = Worker(A, B, OTHER)
    [event_id] = [key for key, event in worker.memory.published.items() if len(event.sources) == 2]
    resolution = worker.decide(withdraw(event_id))
    assert resolution
    assert (resolution.events, resolution.withdrawn) == ([], {event_id: 3})
    assert {part.entity_id for part in resolution.involvements if part.participation is None} == {
        "country:BE",
        "country:NO",
        "person:BE/bert-maes",
        "person:NO/anna-lund",
    }
    assert worker.articles == [["z"]]


@pytest.mark.parametrize(
    "later",
    [
        pytest.param([C], id="another article tells of it"),
        pytest.param([told("0", MAY, day=0)], id="an earlier article, which gives the event another id, tells of it"),
        pytest.param([told("a", MAY, revision=2)], id="an article is corrected"),
    ],
)
def test_it_stays_away_whatever_comes(later: Sequence[Contribution]) -> None:
    worker = Worker(A, B)
    worker.decide(withdraw(worker.only))
    worker.restart()
    for contribution in later:
        worker.take(contribution)
    assert worker.articles == []


def test_a_split_makes_two_events_and_the_earliest_report_keeps_the_id() -> None:
    worker = Worker(A, B, C)
    event_id = worker.only
    worker.decide(split(event_id, "b"))
    assert worker.articles == [["a", "c"], ["b"]]
    assert [source.article_id for source in worker.memory.published[event_id].sources] == ["a", "c"]


def test_a_split_holds_for_corrections_and_after_a_restart() -> None:
    worker = Worker(A, B)
    worker.decide(split(worker.only, "b"))
    worker.restart()
    worker.take(told("b", MAY, day=2, revision=2))
    assert worker.articles == [["a"], ["b"]]


def test_a_withdrawn_event_that_is_restored_is_published_again_with_all_that_came_since() -> None:
    worker = Worker(A, B)
    event_id = worker.only
    worker.decide(withdraw(event_id))
    worker.take(C)
    resolution = worker.decide(restore(event_id))
    assert resolution
    assert [(event.event_id, event.version) for event in resolution.events] == [(event_id, 4)]
    assert worker.articles == [["a", "b", "c"]]
    assert {part.entity_id for part in resolution.involvements if part.participation} == {
        "country:BE",
        "country:NO",
        "person:BE/bert-maes",
        "person:NO/anna-lund",
    }


def test_a_split_event_that_is_restored_is_one_again_and_the_part_taken_out_is_withdrawn() -> None:
    worker = Worker(A, B, C)
    event_id = worker.only
    worker.decide(split(event_id, "b"))
    [part] = worker.memory.published.keys() - {event_id}
    before = worker.memory.published[event_id].version
    resolution = worker.decide(restore(event_id))
    assert resolution
    assert resolution.withdrawn == {part: 2}
    assert worker.articles == [["a", "b", "c"]]
    assert worker.memory.published[event_id].version == before + 1


def test_a_restored_event_comes_back_under_the_id_of_its_earliest_report() -> None:
    worker = Worker(A, B)
    worker.decide(withdraw(event_id := worker.only))
    worker.take(told("0", MAY, day=0))
    worker.decide(restore(event_id))
    assert worker.articles == [["0", "a", "b"]]
    assert worker.only != event_id


def test_a_restored_event_is_merged_as_if_nothing_had_been_decided_also_after_a_restart() -> None:
    worker, untouched = Worker(A, B), Worker(A, B, C)
    event_id = worker.only
    for command in (split(event_id, "b"), withdraw(event_id), restore(event_id)):
        worker.decide(command)
    worker.restart()
    worker.take(C)
    [event], [expected] = worker.memory.published.values(), untouched.memory.published.values()
    assert event.version > expected.version
    assert event.model_copy(update={"version": 0}) == expected.model_copy(update={"version": 0})


@pytest.mark.parametrize("rows", [0, 1, 2])
@pytest.mark.parametrize(
    "decision", [pytest.param(withdraw, id="withdrawn"), pytest.param(lambda key: split(key, "b"), id="split")]
)
def test_a_restoration_cut_off_by_a_crash_comes_again_and_ends_the_same(
    decision: Callable[[str], Command], rows: int
) -> None:
    whole, cut = Worker(A, B, C), Worker(A, B, C)
    event_id = whole.only
    for worker in (whole, cut):
        worker.decide(decision(event_id))
    whole.decide(restore(event_id))
    cut.decide(restore(event_id), rows)
    cut.restart()
    cut.decide(restore(event_id), at=2)
    assert cut.memory.published == whole.memory.published
    assert cut.memory.events == whole.memory.events


def test_a_decision_replayed_together_with_its_restoration_changes_nothing() -> None:
    worker = Worker(A, B, C)
    event_id = worker.only
    commands = [split(event_id, "b"), withdraw(event_id), restore(event_id)]
    for command in commands:
        worker.decide(command)
    worker.restart()
    for at, command in enumerate(commands, 1):
        resolution = worker.decide(command, at=at)
        assert resolution
        assert (resolution.events, resolution.withdrawn, resolution.event_rows) == ([], {}, {})
    assert worker.articles == [["a", "b", "c"]]


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_a_command_cut_off_by_a_crash_comes_again_and_ends_the_same(rows: int) -> None:
    whole, cut = Worker(A, B, C), Worker(A, B, C)
    command = split(whole.only, "a")
    whole.decide(command)
    cut.decide(command, rows)
    cut.restart()
    cut.decide(command, at=1)
    assert cut.memory.published == whole.memory.published
    assert cut.memory.events == whole.memory.events


def test_a_command_replayed_changes_nothing() -> None:
    worker = Worker(A, B)
    command = withdraw(worker.only)
    worker.decide(command)
    resolution = worker.decide(command, at=1)
    assert resolution
    assert (resolution.events, resolution.withdrawn, resolution.event_rows) == ([], {}, {})


def test_a_decision_is_past_once_its_reports_are_gone() -> None:
    worker = Worker(A, OTHER)
    [event_id] = [key for key, event in worker.memory.published.items() if event.sources[0].article_id == "a"]
    worker.decide(withdraw(event_id))
    assert worker.live.past_overrides() == []
    worker.take(told("a", revision=2))
    assert worker.live.past_overrides() == [event_id]
