"""From mentions to events: what every article tells, merged, compared with what was published, and sent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any, cast

from faust import Stream as FaustStream
from faust.types import EventT, StreamT

from agents import topics
from agents.events import cloudevents
from agents.events.overriding import TOLD
from agents.events.resolving import Live, LiveLimits, Resolution, RowKind
from agents.merging import MergeOptions
from agents.observing.traces import traced
from agents.records import Command, LiveArticle, LiveEvent
from agents.settings import Settings
from agents.stages import views
from agents.stages.folding import check_size, reject, take_together
from agents.stages.naming import entrance
from agents.stream import Outgoing, Stream
from agents.tables import Change, RowTable, Tables, keep
from schemas.base import SCHEMA_VERSION
from schemas.event import Event
from schemas.vocabulary import EventType
from schemas.wire import from_bytes, to_bytes

NAME = "resolve"

ROWS_A_BREATH = 200
"""Rows read between two looks of the event loop at other work, while the index is made."""


def attach(stream: Stream) -> None:
    """Add the agent to the app."""
    resolver = Resolver(stream)

    async def resolve(events: StreamT[bytes]) -> None:
        """Merge mentions into events and publish them."""
        await take_together(cast("FaustStream[bytes]", events).noack().events(), resolver.take)

    stream.app.agent(stream.source(topics.MENTIONS), name=NAME)(resolve)


@dataclass(frozen=True)
class Taken:
    """A contribution that was taken in, with all that is to be sent and kept for it."""

    event: EventT[bytes]
    resolution: Resolution
    steps: list[list[Change]]
    """The rows to keep, those together between which a crash is harmless in any order."""


class Rows:
    """The tables, as merging reads them: with the rows that are still to be kept."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._pending: dict[tuple[RowKind, str], LiveArticle | LiveEvent | None] = {}
        self.asked_for_pending = False
        """Whether a row that is still to be kept was read since this was last set."""

    def article(self, article_id: str) -> LiveArticle | None:
        """What is kept of an article, or will be."""
        if ("article", article_id) in self._pending:
            return cast("LiveArticle | None", self._still_pending("article", article_id))
        return self._tables.live_articles.read(article_id)

    def event(self, event_id: str) -> LiveEvent | None:
        """What is kept of an event, or will be."""
        if ("event", event_id) in self._pending:
            return cast("LiveEvent | None", self._still_pending("event", event_id))
        return self._tables.live_events.read(event_id)

    def _still_pending(self, kind: RowKind, key: str) -> LiveArticle | LiveEvent | None:
        self.asked_for_pending = True
        return self._pending[kind, key]

    def will_keep(self, resolution: Resolution) -> None:
        """Take note of rows that are still to be kept."""
        for kind, key, row in chain.from_iterable(resolution.keep_in_order()):
            self._pending[kind, key] = row

    def are_kept(self) -> None:
        """Take note that the tables have them."""
        self._pending.clear()


class Resolver:
    """Takes in contributions one after the other; makes its index anew whenever the tables may have changed.

    What several of them lead to is sent and kept together, as long as none of them builds on a row of another: then
    whatever part of it is kept when the worker dies, each comes to the same when it comes again.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._rows = Rows(stream.tables)
        self._live: Live | None = None
        self._generation = 0
        self._taken: list[Taken] = []
        for table in (stream.tables.live_articles, stream.tables.live_events, stream.tables.overrides):
            table.on_refilled(self._start_anew)

    def _start_anew(self) -> None:
        self._live = None
        self._stream.metrics.live.set(0)
        self._generation += 1

    async def take(self, events: Sequence[EventT[bytes]]) -> None:
        """Take in contributions and decisions of operators: send what follows, keep the rows.

        One that cannot be taken in, by whatever fault of ours, becomes a dead letter: it must not hold up those
        behind it for ever.

        Raises:
            Exception: the broker did not take an output or a row; the worker must end.
        """
        for event in events:
            await self._take_one(event)
            await asyncio.sleep(0)
        await self._finish()

    async def _take_one(self, event: EventT[bytes]) -> None:
        """Take in one contribution; a decision, which changes what is merged, by itself."""
        try:
            told = from_bytes(TOLD, event.message.value or b"")
        except ValueError as error:
            await reject(self._stream, NAME, event, error)
            return
        if isinstance(told, Command) or self._live is None:
            await self._finish()
        live = await self._loaded()
        if isinstance(told, Command):
            await self._decide(live, told, event)
        self._rows.asked_for_pending = False
        try:
            with self._stream.metrics.merging.time():
                resolution = live.enforce(told.event_id) if isinstance(told, Command) else live.resolve(told)
            taken = Taken(event, resolution, self._changes(resolution, event)) if resolution else None
        except Exception as error:  # noqa: BLE001 -- as above
            await self._finish()
            self._start_anew()
            await reject(self._stream, NAME, event, error)
            return
        if taken:
            await self._add(live, taken)
        if isinstance(told, Command):
            await self._finish()

    async def _add(self, live: Live, taken: Taken) -> None:
        """Take note of what follows from a contribution; what it builds on is kept first."""
        if self._rows.asked_for_pending:
            await self._finish()
        self._taken.append(taken)
        self._rows.will_keep(taken.resolution)
        live.applied(taken.resolution)

    async def _finish(self) -> None:
        """Send and keep what follows from the contributions taken in.

        Raises:
            Exception: the broker did not take an output or a row; the worker must end.
        """
        taken, self._taken = self._taken, []
        if not taken:
            return
        await self._stream.send(
            record for one in taken for record in traced(outputs(one.resolution), one.event.message.headers)
        )
        for steps in zip_longest(*(one.steps for one in taken), fillvalue=()):
            await keep([*chain.from_iterable(steps)])
        self._rows.are_kept()
        for one in taken:
            self._tell(one.resolution)
        if self._live is not None:
            self._stream.metrics.live.set(len(self._live))

    async def _decide(self, live: Live, told: Command, event: EventT[bytes]) -> None:
        """Keep what an operator decides.

        It is kept before anything is sent: once the event has changed, it could not be made out again what the
        command was about. A replay finds it kept and comes to the same.
        """
        table = self._stream.tables.overrides
        for past in live.past_overrides():
            await table.forget(past, event)
            live.load_override(past, None)
        override = live.amended(told, f"{event.message.partition}-{event.message.offset}")
        if override is None:
            self._stream.app.logger.warning("%s: there is nothing to %s", told.event_id, told.command)
            return
        await table.store(told.event_id, override, event)
        live.load_override(told.event_id, override)

    async def _loaded(self) -> Live:
        """What the tables hold, made ready; made again where the tables change meanwhile."""
        while (live := self._live) is None:
            generation = self._generation
            live = await self._load()
            if generation == self._generation:
                self._live = live
        return live

    async def _load(self) -> Live:
        settings, tables = self._stream.settings, self._stream.tables
        live = Live(self._rows, merge_options(settings), live_limits(settings))
        for number, (_, article) in enumerate(tables.live_articles.rows()):
            live.load_article(article)
            await _breathe(number)
        for event_id, override in tables.overrides.rows():
            live.load_override(event_id, override)
        for number, (event_id, event) in enumerate(tables.live_events.rows()):
            live.load_event(event_id, event)
            await _breathe(number)
        self._stream.metrics.live.set(len(live))
        self._stream.app.logger.info("resolve: %d mentions may still grow into events", len(live))
        return live

    def _changes(self, resolution: Resolution, event: EventT[bytes]) -> list[list[Change]]:
        """The rows to be kept, those together between which a crash is harmless in any order.

        Raises:
            ValueError: one is too large to be kept.
        """
        tables = self._stream.tables
        kinds: dict[RowKind, RowTable[Any]] = {"event": tables.live_events, "article": tables.live_articles}
        steps = [
            [kinds[kind].change(key, row, event) for kind, key, row in step] for step in resolution.keep_in_order()
        ]
        for change in chain.from_iterable(steps):
            check_size(change.value)
        return steps

    def _tell(self, resolution: Resolution) -> None:
        """Count what was published, and log why."""
        metrics, logger = self._stream.metrics, self._stream.app.logger
        for event in resolution.events:
            metrics.events.labels(event.type, event.status.value).inc()
            row = resolution.event_rows[event.event_id]
            for report in row.reports if row else ():
                logger.debug("%s: %s %s: %s", event.event_id, report.article_id, report.label, report.why)
        for event_id in resolution.withdrawn:
            metrics.withdrawn.labels(type_of(event_id).value).inc()
            logger.debug("%s: withdrawn by %s", event_id, resolution.told.article_id)


async def _breathe(number: int) -> None:
    if number % ROWS_A_BREATH == 0:
        await asyncio.sleep(0)


def merge_options(settings: Settings) -> MergeOptions:
    """How far apart two reports of one event may lie, as the operator chose."""
    return MergeOptions(settings.merge_window_days, settings.merge_tolerance_days)


def live_limits(settings: Settings) -> LiveLimits:
    """How much stays open, as the operator chose."""
    return LiveLimits(settings.live_days, settings.max_live_mentions, settings.max_story_mentions)


# What is sent


def outputs(resolution: Resolution) -> Iterable[Outgoing]:
    """Every record that follows: events, withdrawals, and what the entities are told."""
    yield from (event_record(event) for event in resolution.events)
    yield from (withdrawal_record(event_id, version) for event_id, version in resolution.withdrawn.items())
    yield from (entrance(told) for told in resolution.involvements)
    for event in resolution.events:
        yield from map(views.outgoing, views.changes(event, resolution.entities_before.get(event.event_id, ())))
    for event_id, version in resolution.withdrawn.items():
        entities = resolution.entities_before[event_id]
        yield from map(views.outgoing, views.withdrawals(event_id, version, entities))


def type_of(event_id: str) -> EventType:
    """The type of an event, which its id begins with."""
    return EventType(event_id.partition(":")[0])


def event_record(event: Event) -> Outgoing:
    """An event for its public topic."""
    headers = cloudevents.headers(event)
    return Outgoing(topics.EVENTS[EventType(event.type)], event.event_id.encode(), to_bytes(event), headers)


def withdrawal_record(event_id: str, version: int) -> Outgoing:
    """The null value that withdraws an event."""
    kind = type_of(event_id)
    headers = cloudevents.withdrawal_headers(event_id, kind.value, version, SCHEMA_VERSION)
    return Outgoing(topics.EVENTS[kind], event_id.encode(), None, headers)
