"""Topics are made once, left alone afterwards, and checked before a worker starts."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from kafka.admin import ConfigResource, ConfigResourceType

from agents.broker.clients import client_options
from agents.topics import administration, create_missing, mismatches, required_topics
from agents.worker import EXIT_CODE
from brokers import Cluster
from harness import Stream, Worker


@pytest.fixture
def bare(request: pytest.FixtureRequest, clean_kafka: Cluster, tmp_path: Path) -> Stream:
    """Apache Kafka without any topic: the embedded broker keeps configuration, but has no defaults to tell."""
    return Stream(clean_kafka.bootstrap, tmp_path)


def test_topics_are_made_as_they_must_be_and_only_once(bare: Stream) -> None:
    specs = required_topics(bare.settings)
    with administration(client_options(bare.settings)) as admin:
        assert create_missing(admin, specs, 1) == tuple(spec.name for spec in specs)
        assert create_missing(admin, specs, 1) == ()
        assert mismatches(admin, specs) == ()


def refusal(stream: Stream, **settings: object) -> str:
    """What a worker that refuses to start says."""
    worker = Worker("fake_worker", stream.directory / "refused", {**stream.environment, **settings})
    assert worker.process.wait(timeout=60) == EXIT_CODE
    return worker.log_text()


def test_without_topics_a_worker_refuses_to_start_and_says_what_to_run(bare: Stream) -> None:
    told = refusal(bare)
    assert "articles.dead-letter" in told
    assert "Run `communique topics create`." in told
    assert "Traceback" not in told


def test_with_another_number_of_partitions_a_worker_refuses_to_start(bare: Stream) -> None:
    bare.create_topics()
    told = refusal(bare, partitions=3)
    assert "2 partitions, must be 3" in told
    assert "COMMUNIQUE_PARTITIONS=2" in told


def test_with_a_topic_that_forgets_a_worker_refuses_to_start(bare: Stream) -> None:
    bare.create_topics()
    changed = {"cleanup.policy": "delete", "max.message.bytes": "100000"}
    with administration(client_options(bare.settings)) as admin:
        admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, "events.meeting", changed)])
    told = refusal(bare)
    assert "events.meeting: cleanup.policy=delete, must be compact" in told
    assert "max.message.bytes=100000, must be at least 4194304" in told
    assert "kafka-configs.sh --alter --topic events.meeting --add-config cleanup.policy=compact" in told


def test_where_no_broker_answers_a_worker_says_so(tmp_path: Path) -> None:
    worker = Worker("fake_worker", tmp_path, {"bootstrap_servers": "127.0.0.1:9"})
    try:
        assert worker.process.wait(timeout=90) == EXIT_CODE
    except subprocess.TimeoutExpired:
        pytest.fail(worker.log_text())
    finally:
        worker.end()
    assert "127.0.0.1:9" in worker.log_text()
    assert "Traceback" not in worker.log_text()
