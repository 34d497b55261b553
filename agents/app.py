"""The Faust app: settings in, a worker with all its agents out.

`agents.app.app` is made from the environment the first time it is asked for; `create_app` makes one from settings.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import Any

import faust
from faust.types import TransportT

from agents import pages
from agents.broker.clients import web_ssl_context
from agents.broker.consumer import Transport
from agents.broker.faust_clients import faust_brokers, faust_credentials
from agents.broker.membership import Membership
from agents.metrics import Metrics
from agents.pages.guard import Guard
from agents.pages.server import Web
from agents.pool.extracting import extract_together_with_model, extract_with_model, load_model
from agents.pool.processes import ExtractionPool
from agents.routing import Router
from agents.settings import Settings
from agents.stages import extract, ledger, naming, profile, resolve, views
from agents.stream import Stream
from agents.tables import declare_tables
from agents.upkeep.health import HealthMonitor
from agents.upkeep.lag import LagMonitor
from agents.worker import Worker

BUFFER_RECORDS = 64
"""Records that the consumer reads ahead; articles may be large."""

ONE_DAY_SECONDS = 86_400.0
BATCH_BYTES = 256 * 1024
"""Records of one partition that go together; far below what every topic takes at once."""

REQUEST_TIMEOUT_SECONDS = 120.0
"""How long a broker may take to acknowledge a record; beyond it the worker ends and is restarted."""

AGENTS = (extract, ledger, resolve, naming, profile, views)
"""The agents, in the order of an article's way."""


CommuniqueSettings = Settings
"""By another name, since `Settings` is Faust's own inside an app."""


class OwnSettings(faust.Settings):
    """Faust's settings, from this program alone.

    Faust lets variables such as `WEB_BIND`, `BROKER_URL` and `PRODUCER_ACKS` outdo what the program says. They would
    serve the web view to strangers, or lose events, and nothing would check them.
    """

    def getenv(self, env_name: str) -> Any:  # noqa: ANN401 -- Faust's own signature
        """Nothing: the environment is read by `agents.settings`."""
        return None


class Communique(faust.App):
    """A Faust app that carries its settings and the parts that its agents share."""

    Settings = OwnSettings

    settings: CommuniqueSettings
    stream_parts: Stream
    lag: LagMonitor
    health: HealthMonitor

    def _new_web(self) -> Web:
        return Web(self)

    @cached_property
    def membership(self) -> Membership:
        """What the consumer knows of the worker's membership, and the producer must."""
        return Membership(self.conf.broker_session_timeout)

    def _new_transport(self) -> TransportT:
        return Transport(self.conf.broker_consumer, self, membership=self.membership)

    def _new_producer_transport(self) -> TransportT:
        return Transport(self.conf.broker_producer, self, membership=self.membership)

    async def on_start(self) -> None:
        """Begin to watch before anything can get stuck."""
        await super().on_start()
        self.add_future(self.health.run(self))

    async def on_stop(self) -> None:
        """Stop as Faust does, which waits for the articles in work; then end what ran beside the agents."""
        await super().on_stop()
        await self.health.stop()


def create_app(settings: Settings, pool: ExtractionPool | None = None) -> Communique:
    """Make the app with all its agents.

    Args:
        settings: what the operator chose.
        pool: what extracts; the spaCy pipeline of the settings where absent.
    """
    metrics = Metrics()
    metrics.tell_build(settings)
    pool = pool or extraction_pool(settings)
    pool.on_retry, pool.on_restart = metrics.retries.inc, metrics.pool_restarts.inc
    guard = Guard(settings, metrics.refused)
    app = Communique(
        settings.app_id, web_application_options={"middlewares": [guard.middleware]}, **faust_options(settings)
    )
    app.settings = settings
    app.monitor = metrics.faust_monitor()
    app.stream_parts = Stream(
        app=app,
        settings=settings,
        tables=declare_tables(app, settings),
        metrics=metrics,
        pool=pool,
    )
    for agent in AGENTS:
        agent.attach(app.stream_parts)
    app.lag = LagMonitor(app)
    app.health = HealthMonitor(app.stream_parts, app.lag)
    pages.attach(app.stream_parts, app.lag)
    return app


def faust_options(settings: Settings) -> dict[str, Any]:
    """Faust's settings; every one that differs from Faust's default has its reason."""
    return {
        "broker": faust_brokers(settings),
        "broker_credentials": faust_credentials(settings),
        "store": f"{settings.store}://",
        "datadir": str(settings.data_dir),
        "Worker": Worker,
        "autodiscover": False,
        # An exception in an agent must end the worker: Faust's default supervisor acknowledges what raised.
        "agent_supervisor": "mode.CrashingSupervisor",
        # A full buffer stops the polling, and after this interval without polling the group drops the worker
        # for good. Progress is watched by our own watchdog instead.
        "broker_max_poll_interval": ONE_DAY_SECONDS,
        "broker_max_poll_records": BUFFER_RECORDS,
        "stream_buffer_maxsize": BUFFER_RECORDS,
        "broker_session_timeout": settings.session_timeout_seconds,
        "broker_heartbeat_interval": settings.session_timeout_seconds / 10,
        "broker_rebalance_timeout": settings.rebalance_timeout_seconds,
        "broker_request_timeout": max(90.0, settings.session_timeout_seconds),
        "consumer_group_instance_id": settings.instance_id,
        "consumer_max_fetch_size": settings.dead_letter_bytes,
        "producer_request_timeout": REQUEST_TIMEOUT_SECONDS,
        "producer_max_request_size": settings.dead_letter_bytes,
        "producer_acks": -1,
        "producer_max_batch_size": BATCH_BYTES,
        # Topics are made by `communique topics create` and checked before the worker starts.
        "topic_allow_declare": False,
        "topic_disable_leader": True,
        "topic_partitions": settings.partitions,
        "topic_replication_factor": settings.replication_factor,
        "table_standby_replicas": 0,
        "web_bind": settings.web_host,
        "web_host": settings.web_host,
        "web_port": settings.web_port,
        # Workers find each other's rows by this address, so no two may have the same one.
        "canonical_url": f"{settings.web_scheme}://{settings.reachable_at}:{settings.web_port}",
        "web_ssl_context": web_ssl_context(settings),
        "web_tables_enabled": False,
        "Router": Router,
        "worker_redirect_stdouts": False,
        **logging_options(settings),
    }


def logging_options(settings: Settings) -> dict[str, Any]:
    """What tells Faust the form of the log."""
    if settings.log_format == "text":
        return {}
    from agents.observing.logs import CONFIG  # noqa: PLC0415 -- most workers log text

    return {"logging_config": CONFIG}


def extraction_pool(settings: Settings) -> ExtractionPool:
    """The pool that runs the spaCy pipeline of the settings."""
    return ExtractionPool(
        extract_with_model,
        extract_together=extract_together_with_model,
        initializer=load_model,
        initargs=(settings.model,),
        processes=settings.processes,
        timeout=settings.extraction_timeout_seconds,
    )


@cache
def _app_of_the_environment() -> Communique:
    return create_app(Settings())


def __getattr__(name: str) -> Communique:
    """Make `app` the first time it is asked for, so that importing this module reads no settings."""
    if name == "app":
        return _app_of_the_environment()
    raise AttributeError(name)
