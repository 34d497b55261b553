"""Brokers for tests, and the marks that follow from asking for one."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

import hypothesis
import pytest
import pytest_asyncio

from agents.broker.embedded import embedded_broker as run_embedded_broker
from brokers import ApacheKafka, Cluster, NoKafkaError
from browsers import NONE, chromium
from postgres import NoPostgresError
from postgres import server as postgres_server

# The first example of a test may load the language model, and machines are slow at times: no deadline for an example.
# In CI the examples are always the same, so that a change is judged by itself.
hypothesis.settings.register_profile("communique", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("communique")

if TYPE_CHECKING:
    from playwright.async_api import Browser

BOOTSTRAP_VARIABLE = "COMMUNIQUE_TEST_BOOTSTRAP"
MARK_BY_FIXTURE = {"embedded_broker": "integration", "apache_kafka": "kafka"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by the broker that it asks for, so that `-m "not kafka"` never misses one."""
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in MARK_BY_FIXTURE:
                item.add_marker(MARK_BY_FIXTURE[fixture])


@pytest.fixture
def embedded_broker() -> Iterator[str]:
    """The bootstrap server of an embedded broker of the test's own, empty at its start."""
    with run_embedded_broker() as bootstrap:
        yield bootstrap


@pytest.fixture(scope="session")
def apache_kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Apache Kafka, one for the whole run; a test that needs it empty and running asks for `clean_kafka`.

    Where `COMMUNIQUE_TEST_BOOTSTRAP` names a cluster, that one is used. It must be empty, since tests delete
    what they find; and it is never stopped.
    """
    cluster = _given_cluster() or _own_cluster(tmp_path_factory)
    cluster.start()
    yield cluster
    if isinstance(cluster, ApacheKafka):
        cluster.stop()
    else:
        cluster.wipe()


@pytest.fixture
def clean_kafka(apache_kafka: Cluster) -> Cluster:
    """Apache Kafka, running and without any topic or consumer group."""
    apache_kafka.start()
    apache_kafka.wipe()
    return apache_kafka


@pytest.fixture(
    params=[pytest.param("embedded", marks=pytest.mark.integration), pytest.param("apache", marks=pytest.mark.kafka)]
)
def cluster(request: pytest.FixtureRequest) -> Cluster:
    """A broker without any topic, once the embedded one and once Apache Kafka."""
    if request.param == "apache":
        clean: Cluster = request.getfixturevalue("clean_kafka")
        return clean
    return Cluster(request.getfixturevalue("embedded_broker"))


@pytest.fixture
def own_kafka(clean_kafka: Cluster) -> ApacheKafka:
    """As `clean_kafka`, and the test may stop and kill it."""
    if not isinstance(clean_kafka, ApacheKafka):
        pytest.skip(f"the cluster that {BOOTSTRAP_VARIABLE} names is not the tests' own to stop")
    return clean_kafka


def _given_cluster() -> Cluster | None:
    bootstrap = os.environ.get(BOOTSTRAP_VARIABLE)
    if not bootstrap:
        return None
    cluster = Cluster(bootstrap)
    if topics := cluster.topics():
        pytest.fail(
            f"{bootstrap} holds the topics {', '.join(topics)}; tests delete all, so give them an empty cluster"
        )
    return cluster


def _own_cluster(tmp_path_factory: pytest.TempPathFactory) -> Cluster:
    try:
        return ApacheKafka(tmp_path_factory.mktemp("kafka"))
    except NoKafkaError as error:
        pytest.skip(f"no Apache Kafka: {error}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server, one for the whole run."""
    try:
        with postgres_server() as address:
            yield address
    except NoPostgresError as error:
        pytest.skip(f"no PostgreSQL: {error}")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium without a window, one for the whole run; tests that ask for it run in the loop of the session."""
    from playwright.async_api import async_playwright  # noqa: PLC0415 -- most runs open no browser

    found = chromium()
    if found is None:
        pytest.skip(NONE)
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=found)
        yield opened
        await opened.close()
