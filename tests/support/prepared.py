"""The web view of a worker that was never started, over data that a test prepares: no broker.

Pages, guard, headers and bounds are the real ones. What the worker would have read from topics is told by hand.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch

from aiohttp import web as aiohttp_web
from faust.types import TP
from prometheus_client import CollectorRegistry
from pydantic import BaseModel

import agents.app
import agents.pages.home
from agents.app import Communique, create_app
from agents.entities.involving import actors_of, involvements
from agents.entities.profiling import RowLimits
from agents.metrics import Metrics
from agents.pages.health import Health
from agents.pages.newest import Newest
from agents.pages.throughput import KEPT_SAMPLES, SAMPLE_SECONDS, Throughput
from agents.records import LiveEvent, Reason
from agents.routing import Router
from agents.settings import Settings
from agents.stages import profile, views
from agents.stages.folding import Step
from agents.stages.views import parts_of
from agents.tables import RowT, RowTable
from agents.topics import DEAD_LETTERS
from agents.upkeep.lag import Lag
from extraction.summary import R, described
from schemas.event import Appointment, Change, Event, Meeting, Party, Quote, Source, TradeMeasure, When, Where
from schemas.identity import entity_id
from schemas.vocabulary import PartyKind, Status
from schemas.wire import to_bytes

UPTIME = 7_500.0
"""Seconds for which the worker seems to have run."""

READY = Health("ready", "Articles are read; 6 partitions are assigned to this worker.")


@dataclass
class Prepared:
    """A served web view, and what it shows."""

    url: str
    app: Communique
    newest: Newest
    throughput: Throughput
    health: Health = READY

    @property
    def metrics(self) -> Metrics:
        return self.app.stream_parts.metrics

    def hold(self, table: RowTable[Any], key: str, row: BaseModel) -> None:
        """Let the worker hold a row."""
        table.table.data[key.encode()] = to_bytes(row)
        for do in table._changed:
            do(key)

    def tell(self, *events: Event) -> None:
        """Let the view have read events, the last one last, and its tables hold what follows from them."""
        tables, settings = self.app.stream_parts.tables, self.app.settings
        limits = RowLimits(settings.entity_events, settings.entity_memory)
        for event in events:
            self.newest.take(f"events.{event.type}", event.event_id.encode(), to_bytes(event), [])
            put(tables.live_events, event.event_id, Step(live(event)))
            for part in involvements(event):
                step = profile.step(tables.entities.read(part.entity_id), part, limits=limits)
                put(tables.entities, part.entity_id, step)
            for told in parts_of(event):
                seen = views.step(tables.views.read(told.key), told, limit=settings.view_entries)
                put(tables.views, told.key, seen)


def put(table: RowTable[RowT], key: str, step: Step[RowT] | None) -> None:
    """Have a table hold what follows from a record, as if it had been refilled with it."""
    if step is not None:
        table.table.data[key.encode()] = to_bytes(step.row)
        for do in table._changed:
            do(key)


def live(event: Event) -> LiveEvent:
    """What merging keeps of an event."""
    names = [source.article_id for source in event.sources]
    reasons = ["first report", *("same parties, the same days" for _ in names[1:])]
    return LiveEvent(
        version=event.version,
        digest="d",
        entities=tuple(sorted(actors_of(event))),
        reports=tuple(Reason(article_id=name, label="m", why=why) for name, why in zip(names, reasons, strict=True)),
        last_seen=event.last_seen or datetime(2031, 5, 1, 6, tzinfo=UTC),
    )


@asynccontextmanager
async def prepared_web(**settings: object) -> AsyncIterator[Prepared]:
    """The web view on a port of its own; as if the worker were ready."""
    with (
        patch.object(agents.app, "Metrics", lambda: Metrics(CollectorRegistry())),
        patch.object(agents.pages.home, "time", SimpleNamespace(monotonic=lambda: time.monotonic() - UPTIME)),
    ):
        app = create_app(Settings.model_validate({"store": "memory", **settings}))
    await app.web.wsgi()
    runner: aiohttp_web.AppRunner = cast("Any", app.web)._runner
    await runner.setup()
    await aiohttp_web.TCPSite(runner, "127.0.0.1", 0).start()
    [port] = {address[1] for address in runner.addresses}
    kept: dict[type, Any] = {type(service): service for service in app._extra_services}
    shown = Prepared(f"http://127.0.0.1:{port}", app, kept[Newest], kept[Throughput])
    try:
        with (
            patch.object(agents.pages.home, "health_of", lambda *_: shown.health),
            patch.object(Communique, "maybe_start_producer", _knowing_producer),
            patch.object(Router, "key_store", lambda router, *_: router.app.conf.canonical_url),
        ):
            yield shown
    finally:
        await runner.cleanup()


async def _knowing_producer(app: Communique) -> Any:  # noqa: ANN401 -- stands for Faust's
    """A producer that has heard of every topic: each row is held by this worker."""

    async def partitions_for(topic: str) -> set[int]:
        return {0}

    return SimpleNamespace(_ensure_producer=lambda: SimpleNamespace(partitions_for=partitions_for))


def busy(shown: Prepared) -> None:
    """A worker that has done what workers do: every part of the dashboard has something to show."""
    loop = asyncio.get_running_loop().time()
    for number in range(KEPT_SAMPLES):
        shown.throughput.take(loop - SAMPLE_SECONDS * (KEPT_SAMPLES - 1 - number))
        shown.metrics.articles.labels("extracted").inc(14 + number % 7 + (number % 40) // 4)
        shown.metrics.events.labels("meeting", "planned").inc(2 + number % 5 - (number % 30) // 10)
        shown.metrics.extraction.observe((0.04, 0.06, 0.08, 0.09, 0.2)[number % 5])
    shown.metrics.queue.set(8)
    shown.metrics.dead_letters.labels("intake", "json").inc(3)
    shown.metrics.dead_letters.labels("extract", "timeout").inc()
    for number in range(3):
        shown.app.lag.lags[TP("articles", number)] = Lag(number * 37, 41_250 + number * 811, loop - number)
        shown.app.lag.lags[TP("communique.mentions", number)] = Lag(0, 9_120 + number * 77, loop)
    for reason, message in (("JSONDecodeError", "unexpected end of data: line 1 column 1"), ("TimeoutError", "30 s")):
        headers = {"topic": "articles", "partition": "2", "offset": "41212", "stage": "intake"}
        headers |= {"exception.class.name": reason, "exception.message": message}
        told = [(f"__connect.errors.{name}", value.encode()) for name, value in headers.items()]
        shown.newest.take(DEAD_LETTERS, None, b"x", told, datetime(2031, 5, 12, 8, 5, tzinfo=UTC))
    shown.tell(*EVENTS)


def person(name: str, country: str, title: str | None = None) -> Party:
    party = entity_id(PartyKind.PERSON, name, country)
    return Party(name=name, kind=PartyKind.PERSON, country=country, title=title, entity_id=party)


def state(name: str, country: str) -> Party:
    return Party(name=name, kind=PartyKind.COUNTRY, country=country, entity_id=f"country:{country}")


def day(number: int) -> When:
    return When(start=date(2031, 5, number), end=date(2031, 5, number))


def quoted(event: R) -> R:
    """The event with a summary, and a passage that tells it."""
    made = described(event)
    [first, *_] = made.evidence
    words = f"{made.summary.partition(' on 2031')[0]}, the ministry said."
    quote = first.model_copy(update={"quote": words, "end": len(words), "rule": "meeting.talks"})
    return made.model_copy(update={"evidence": (quote,)})


def told(number: int, sources: int = 1) -> dict[str, Any]:
    """What every event needs, for the event of a number."""
    names = [f"a{number}-{source}" for source in range(sources)]
    return {
        "version": sources,
        "confidence": 0.8,
        "summary": "made below",
        "evidence": (Quote(article_id=names[0], start=0, end=5, quote="words"),),
        "sources": tuple(Source(article_id=name) for name in names),
        "independent_sources": sources,
        "history": tuple(
            Change(version=number, status=status, article_id=name, at=datetime(2031, 5, number, 6, tzinfo=UTC))
            for number, (status, name) in enumerate(zip((Status.POSSIBLE, Status.PLANNED), names, strict=False), 1)
        ),
        "first_seen": datetime(2031, 5, 1, 6, tzinfo=UTC),
        "last_seen": datetime(2031, 5, 2, 7, 30, tzinfo=UTC),
    }


def meeting(number: int, one: Party, other: Party, status: str = "planned", sources: int = 1, **slots: Any) -> Event:  # noqa: ANN401 -- slots are of many types
    sides = sorted({party.country for party in (one, other) if party.country})
    slots = {"participants": (one, other), "countries": sides, "format": "talks"} | slots
    common = told(number, sources)
    return quoted(Meeting.model_validate({"event_id": f"meeting:{number:016x}", "status": status} | common | slots))


def measure(number: int, one: Party, other: Party, status: str = "occurred", **slots: Any) -> Event:  # noqa: ANN401 -- slots are of many types
    slots = {"measure": "tariff", "action": "impose", "imposers": (one,), "targets": (other,)} | slots
    return quoted(
        TradeMeasure.model_validate(
            {"event_id": f"trade_measure:{number:016x}", "status": status} | told(number, 2) | slots
        )
    )


def appointment(number: int, who: Party, office: str, status: str = "occurred", **slots: Any) -> Event:  # noqa: ANN401 -- slots are of many types
    slots = {"action": "appoint", "person": who, "office": office, "country": who.country} | slots
    return quoted(
        Appointment.model_validate({"event_id": f"appointment:{number:016x}", "status": status} | told(number) | slots)
    )


NORWAY, CHILE, LATVIA, KENYA, BRAZIL, JAPAN = (
    *(state("Norway", "NO"), state("Chile", "CL"), state("Latvia", "LV")),
    *(state("Kenya", "KE"), state("Brazil", "BR"), state("Japan", "JP")),
)
SIGNE, RODRIGO, ANDRIS, WANJIRU, HARUKA = (
    *(person("Signe Aaberg", "NO"), person("Rodrigo Pizarro Leiva", "CL"), person("Andris Kalve", "LV")),
    *(person("Wanjiru Otieno", "KE"), person("Haruka Minobe", "JP")),
)
EVENTS = (
    measure(1, BRAZIL, CHILE, "possible", goods=("glass bottles",), rate="18%"),
    appointment(2, ANDRIS, "head of the competition council", "planned", when=day(17)),
    meeting(3, NORWAY, LATVIA, "cancelled", where=Where(text="Riga", country="LV"), when=day(9), format="summit"),
    meeting(4, WANJIRU, SIGNE, "occurred", when=day(2), mode="phone", format="call", sources=3),
    measure(5, JAPAN, BRAZIL, "occurred", measure="quota", goods=("beef",), when=day(6)),
    appointment(6, WANJIRU, "trade minister", "occurred", when=day(4)),
    meeting(7, SIGNE, RODRIGO, where=Where(text="Santiago", country="CL"), when=day(20), topics=("salmon licences",)),
    measure(8, KENYA, JAPAN, "unlikely", measure="import_ban", goods=("used cars",)),
    meeting(9, HARUKA, RODRIGO, where=Where(text="Tokyo", country="JP"), when=day(23), sources=2),
)
"""Invented events of every type and status, the newest last."""
