"""The stream on each broker."""

from __future__ import annotations

from pathlib import Path

import pytest

from brokers import Cluster
from harness import Stream


@pytest.fixture
def stream(cluster: Cluster, tmp_path: Path) -> Stream:
    """A broker with the stream's topics, once embedded and once Apache Kafka."""
    made = Stream(cluster.bootstrap, tmp_path)
    made.create_topics()
    return made


@pytest.fixture
def kafka_stream(clean_kafka: Cluster, tmp_path: Path) -> Stream:
    """Apache Kafka with the stream's topics: for guarantees, which the embedded broker does not give."""
    made = Stream(clean_kafka.bootstrap, tmp_path)
    made.create_topics()
    return made
