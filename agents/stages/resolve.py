"""From mentions to events: what every article tells, merged, compared with what was published, and sent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
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
from agents.stages.folding import check_size, reject
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
        async for event in cast("FaustStream[bytes]", events).noack().events():
            await resolver.take(event)
            event.ack()

    stream.app.agent(stream.source(topics.MENTIONS), name=NAME)(resolve)


class TableRows:
    """The tables, as merging reads them."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def article(self, article_id: str) -> LiveArticle | None:
        """What is kept of an article."""
        return self._tables.live_articles.read(article_id)

    def event(self, event_id: str) -> LiveEvent | None:
        """What is kept of an event."""
        return self._tables.live_events.read(event_id)


class Resolver:
    """Takes in contributions one after the other; makes its index anew whenever the tables may have changed."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._live: Live | None = None
        self._generation = 0
        for table in (stream.tables.live_articles, stream.tables.live_events, stream.tables.overrides):
            table.on_refilled(self._start_anew)

    def _start_anew(self) -> None:
        self._live = None
        self._stream.metrics.live.set(0)
        self._generation += 1

    async def take(self, event: EventT[bytes]) -> None:
        """Take in one contribution, or one decision of an operator: send what follows, keep the rows.

        One that cannot be taken in, by whatever fault of ours, becomes a dead letter: it must not hold up those
        behind it for ever.

        Raises:
            Exception: the broker did not take an output or a row; the worker must end.
        """
        live = await self._loaded()
        try:
            told = from_bytes(TOLD, event.message.value or b"")
        except ValueError as error:
            await reject(self._stream, NAME, event, error)
            return
        if isinstance(told, Command):
            await self._decide(live, told, event)
        try:
            with self._stream.metrics.merging.time():
                resolution = live.enforce(told.event_id) if isinstance(told, Command) else live.resolve(told)
            steps = self._changes(resolution, event) if resolution else []
            for change in (change for step in steps for change in step):
                check_size(change.value)
        except Exception as error:  # noqa: BLE001 -- as above
            self._start_anew()
            await reject(self._stream, NAME, event, error)
            return
        if resolution:
            await self._stream.send(traced(outputs(resolution), event.message.headers))
            for step in steps:
                await keep(step)
            live.applied(resolution)
            self._stream.metrics.live.set(len(live))
            self._tell(resolution)

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
        live = Live(TableRows(tables), merge_options(settings), live_limits(settings))
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
        """The rows to be kept, those together between which a crash is harmless in any order."""
        tables = self._stream.tables
        kinds: dict[RowKind, RowTable[Any]] = {"event": tables.live_events, "article": tables.live_articles}
        return [[kinds[kind].change(key, row, event) for kind, key, row in step] for step in resolution.keep_in_order()]

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
