"""The agent that merges: what comes together is sent and kept together, and nothing changes by it, nor by a crash."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from types import SimpleNamespace
from typing import Any

import pytest
from prometheus_client import CollectorRegistry
from pydantic import BaseModel

from agents import topics
from agents.events.resolving import Live, LiveLimits, Resolution
from agents.metrics import Metrics
from agents.records import Command, Contribution
from agents.settings import Settings
from agents.stages import resolve
from agents.stages.resolve import Resolver
from agents.stream import Outgoing
from schemas.wire import to_bytes
from told import measure, meeting, on, person, state, told

ANNA, BERT = person("Anna Lund", "NO"), person("Bert Maes", "BE")
TALKS = meeting(ANNA, BERT, date=on("2031-05-02"))
TARIFF = measure(state("Chile", "CL"), state("Peru", "PE"), products=["copper"])
BAN = measure(state("Kenya", "KE"), state("Ghana", "GH"), products=["cocoa"])

ALONE = [told("north/1", TALKS), told("south/1", TARIFF), told("east/1", BAN)]
"""Articles on stories of their own."""

TOLD = [
    *ALONE,
    told("west/1", TALKS),
    told("south/1", BAN, revision=2),
    told("west/2", TALKS, TARIFF, day=2),
    told("east/1", revision=2),
    told("north/2", TARIFF, BAN, day=3),
    told("south/2", TALKS, day=4),
    told("east/2", BAN, day=5),
    told("west/3", TARIFF, day=6),
]
"""Articles of which some build on others: more of one story, corrections, one that takes back all it told."""

FEW = LiveLimits(mentions=3)
"""So few mentions may be live that each article settles what others told."""

SHORT = LiveLimits(retention_days=1, witnesses=2)
"""So short a time may they be live that the news of a day settles that of the day before."""


class DeathError(Exception):
    """The worker died."""


class Table:
    """A table that nothing can befall."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.kept: dict[str, BaseModel] = {}

    def read(self, key: str) -> BaseModel | None:
        return self.kept.get(key)

    def rows(self) -> Iterator[tuple[str, BaseModel]]:
        yield from list(self.kept.items())

    def on_refilled(self, do: object) -> None:
        pass

    def change(self, key: str, row: BaseModel | None, event: object) -> SimpleNamespace:
        return SimpleNamespace(table=self, key=key, row=row, value=to_bytes(row) if row else None)


class Worker:
    """The parts of a worker that the agent asks for, with tables and a broker that outlive it.

    Args:
        last_first: whether the rows that are kept together get there in the other order.
    """

    def __init__(self, *, last_first: bool = False) -> None:
        self.last_first = last_first
        self.done: list[str] = []
        self.sent: list[tuple[str, bytes | None, bytes | None]] = []
        self.left: int | None = None
        self.settings = Settings()
        self.metrics = Metrics(CollectorRegistry())
        names = ("live_articles", "live_events", "overrides")
        self.tables = SimpleNamespace(**{name: Table(name) for name in names})
        nothing = SimpleNamespace(info=ignore, debug=ignore, error=ignore, warning=ignore)
        self.app: Any = SimpleNamespace(logger=nothing)

    def _act(self, what: str) -> None:
        if self.left is not None:
            if not self.left:
                raise DeathError
            self.left -= 1
        self.done.append(what)

    async def send(self, records: Iterable[Outgoing]) -> None:
        for record in records:
            self._act("send")
            self.sent.append((record.topic, record.key, record.value))
        await asyncio.sleep(0)

    async def keep(self, changes: Sequence[SimpleNamespace]) -> None:
        for change in reversed(changes) if self.last_first else changes:
            self._act("keep")
            if change.row is None:
                change.table.kept.pop(change.key, None)
            else:
                change.table.kept[change.key] = change.row
        await asyncio.sleep(0)

    def published(self) -> dict[bytes, list[bytes | None]]:
        """What was published of each event, one after the other; what comes again behind itself counts once."""
        events = [(key or b"", value) for topic, key, value in self.sent if topic in topics.EVENTS.values()]
        keys = {key for key, _ in events}
        return {key: [value for value, _ in groupby(value for other, value in events if other == key)] for key in keys}

    def rows(self) -> dict[str, dict[str, bytes]]:
        """All rows kept."""
        tables = vars(self.tables).values()
        return {table.name: {key: to_bytes(row) for key, row in table.kept.items()} for table in tables}


def ignore(*_: object, **__: object) -> None:
    """What a worker logs."""


def event_of(record: Contribution | Command | bytes, offset: int) -> Any:  # noqa: ANN401 -- what the agent reads of it
    value = record if isinstance(record, bytes) else to_bytes(record)
    return SimpleNamespace(
        message=SimpleNamespace(
            topic=topics.MENTIONS, partition=0, offset=offset, timestamp=0.0, key=b"", value=value, headers=None
        )
    )


def take(
    worker: Worker,
    records: Sequence[Contribution | Command | bytes],
    *,
    together: int,
    limits: LiveLimits,
    dies_after: int | None = None,
) -> None:
    """Take in records, so many at a time, by an agent that has just started; it may die after so many acts."""
    parts: Any = worker
    worker.left = dies_after
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(resolve, "keep", worker.keep)
        patched.setattr(resolve, "live_limits", lambda _: limits)
        resolver = Resolver(parts)
        events = [event_of(record, offset) for offset, record in enumerate(records)]
        for first in range(0, len(events), together):
            asyncio.run(resolver.take(events[first : first + together]))
    worker.left = None


def acts(worker: Worker) -> list[str]:
    """What was done, what is of a kind counted together."""
    return [f"{kind} {len(list(each))}" for kind, each in groupby(worker.done)]


def test_what_has_nothing_in_common_is_sent_at_once_and_then_kept() -> None:
    worker, other = Worker(), Worker()
    take(worker, ALONE, together=3, limits=LiveLimits())
    take(other, ALONE, together=1, limits=LiveLimits())
    assert [act.split()[0] for act in acts(worker)] == ["send", "keep"]
    assert [act.split()[0] for act in acts(other)] == ["send", "keep"] * 3


def test_what_an_article_builds_on_is_kept_before_anything_of_its_own_is_sent() -> None:
    worker = Worker()
    take(worker, [*ALONE, told("west/1", TALKS)], together=4, limits=LiveLimits())
    assert [act.split()[0] for act in acts(worker)] == ["send", "keep", "send", "keep"]


@pytest.mark.parametrize("limits", [LiveLimits(), FEW, SHORT], ids=["all live", "few live", "live for a day"])
@pytest.mark.parametrize("together", [2, 3, len(TOLD)])
def test_articles_taken_in_together_come_to_the_same_as_one_after_the_other(together: int, limits: LiveLimits) -> None:
    worker, other = Worker(), Worker()
    take(worker, TOLD, together=together, limits=limits)
    take(other, TOLD, together=1, limits=limits)
    assert (worker.published(), worker.rows(), worker.sent) == (other.published(), other.rows(), other.sent)


@pytest.mark.parametrize("last_first", [False, True], ids=["in their order", "in the other order where any will do"])
@pytest.mark.parametrize("limits", [LiveLimits(), SHORT], ids=["all live", "live for a day"])
def test_a_death_at_any_moment_changes_nothing(limits: LiveLimits, last_first: bool) -> None:  # noqa: FBT001
    """Subscribers see every version once more at most, behind itself, and never one behind a newer one."""
    undisturbed = Worker()
    take(undisturbed, TOLD, together=1, limits=limits)
    for moment in range(len(undisturbed.done)):
        worker = Worker(last_first=last_first)
        with pytest.raises(DeathError):
            take(worker, TOLD, together=len(TOLD), limits=limits, dies_after=moment)
        take(worker, TOLD, together=len(TOLD), limits=limits)
        assert (moment, worker.published(), worker.rows()) == (moment, undisturbed.published(), undisturbed.rows())


def test_one_that_cannot_be_read_costs_itself_alone() -> None:
    worker, other = Worker(), Worker()
    take(worker, [*ALONE[:2], b"{", ALONE[2]], together=4, limits=LiveLimits())
    take(other, ALONE, together=3, limits=LiveLimits())
    assert [topic for topic, *_ in worker.sent].count(topics.DEAD_LETTERS) == 1
    assert (worker.published(), worker.rows()) == (other.published(), other.rows())


def test_one_that_cannot_be_merged_costs_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Live.resolve

    def resolving(live: Live, contribution: Contribution) -> Resolution | None:
        if contribution.article_id == "unlucky/1":
            raise LookupError("thirteen")
        return whole(live, contribution)

    worker, other = Worker(), Worker()
    take(other, ALONE, together=3, limits=LiveLimits())
    monkeypatch.setattr(Live, "resolve", resolving)
    take(worker, [*ALONE[:2], told("unlucky/1", TALKS), ALONE[2]], together=4, limits=LiveLimits())
    assert [topic for topic, *_ in worker.sent].count(topics.DEAD_LETTERS) == 1
    assert (worker.published(), worker.rows()) == (other.published(), other.rows())
