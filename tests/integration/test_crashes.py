"""What is promised when workers end in every way they can: nothing lost, and the same events as without."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import RetriableError

from agents.broker.embedded import free_port
from agents.intake import RawRecord
from agents.records import ArticleSeen, Contribution
from agents.stages.extract import extraction_of
from agents.stages.ledger import enter
from agents.topics import ARTICLES, EXTRACTIONS, MENTIONS, NAMES, PARTICIPATIONS, VIEWS, partitions_of
from brokers import ApacheKafka, Cluster
from fake_extraction import extract
from harness import PUBLIC, Record, Stream, article, compacted, meeting
from schemas.article import Article
from schemas.vocabulary import Status
from schemas.wire import from_bytes, to_bytes
from told import Memory, take

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

PEOPLE = [("NO", "Lund"), ("BE", "Maes"), ("SE", "Ek"), ("FI", "Aho"), ("AT", "Rot"), ("CH", "Hug")]
GIVEN = ["Anna", "Bert", "Carl", "Dora"]
SOURCES = (ARTICLES, EXTRACTIONS, MENTIONS, NAMES, PARTICIPATIONS, VIEWS)


def stories(count: int, seconds_each: float) -> list[dict[str, Any]]:
    """A month of articles on the meetings of a few people: many tell of the same ones, some correct earlier ones."""
    dice = random.Random(7)  # noqa: S311 -- the same articles each time
    told = []
    for i in range(count):
        mentions = [_mention(dice) for _ in range(dice.randrange(3))]
        number = dice.randrange(i) if i and dice.random() < 0.1 else i
        day = f"2031-05-{1 + 28 * i // count:02}T08:00:00Z"
        told.append(article(f"article-{number}", *mentions, at=day, text=f"Edition {i}.\nSLEEP {seconds_each}"))
    return told


def _mention(dice: random.Random) -> dict[str, Any]:
    (first, surname), (second, other) = dice.sample(PEOPLE, 2)
    people = (f"{dice.choice(GIVEN)} {surname}", first), (f"{dice.choice(GIVEN)} {other}", second)
    return meeting(*people, on=f"2031-06-{dice.randrange(1, 29):02}", status=dice.choice(list(Status)))


def waiting(stream: Stream) -> dict[str, int]:
    """Records that the workers have not yet acknowledged, by partition, over every topic that they read.

    What is committed is read first: were it the other way round, a record sent in between would not be seen.
    """
    brokers, group = list(stream.settings.bootstrap_servers), stream.settings.app_id
    partitions = [TopicPartition(t, p) for t in SOURCES for p in range(partitions_of(t, stream.settings))]
    consumer, admin = KafkaConsumer(bootstrap_servers=brokers), KafkaAdminClient(bootstrap_servers=brokers)
    try:
        committed = admin.list_group_offsets(group)[group]
        ends = consumer.end_offsets(partitions)
        done = {tp: max(0, committed[tp].offset) if tp in committed else 0 for tp in partitions}
        return {f"{tp.topic}[{tp.partition}]": ends[tp] - done[tp] for tp in partitions if ends[tp] > done[tp]}
    finally:
        consumer.close()
        admin.close()


def wait_until_done(stream: Stream, seconds: float = 180.0) -> None:
    """Wait until nothing waits: each agent has taken in all that the one before it sent."""
    deadline = time.monotonic() + seconds
    while (left := waiting_if_known(stream)) != {}:
        assert time.monotonic() < deadline, f"records still wait: {left or 'the broker does not say'}"
        time.sleep(0.5)


def waiting_if_known(stream: Stream) -> dict[str, int] | None:
    """As `waiting`; None from a broker that has just come back and does not know yet."""
    try:
        return waiting(stream)
    except RetriableError:
        return None


def published(stream: Stream) -> list[Record]:
    return stream.read(*PUBLIC, until=bool, linger=3.0)


def alive(state: dict[bytes, bytes]) -> dict[bytes, Any]:
    """The final state without rows of entities whose every event was withdrawn; values as JSON."""
    read = {key: json.loads(value) for key, value in state.items()}
    return {key: value for key, value in read.items() if value.get("events") != []}


def without_versions(value: Any) -> Any:  # noqa: ANN401 -- any JSON
    if isinstance(value, dict):
        return {key: without_versions(inner) for key, inner in value.items() if key != "version"}
    return [without_versions(inner) for inner in value] if isinstance(value, list) else value


def fresh(cluster: Cluster, stream: Stream) -> Stream:
    """The same stream with nothing on its topics."""
    cluster.wipe()
    stream.create_topics()
    return stream


@pytest.mark.parametrize(
    "partitions,store",
    [
        pytest.param(1, "memory", id="one partition, tables in memory"),
        pytest.param(3, "memory", id="three partitions, tables in memory"),
        pytest.param(3, "rocksdb", id="three partitions, tables on disk"),
    ],
)
def test_killed_in_mid_stream_a_worker_ends_with_the_same_events_as_without(
    clean_kafka: Cluster, tmp_path: Path, partitions: int, store: str
) -> None:
    """With one partition even the bytes are the same; with several, versions depend on which article came first."""
    articles = stories(150, 0.05)
    options = {"partitions": partitions, "store": store, "instance_id": "one", "web_port": free_port()}
    # On a busy machine an article must not become a dead letter in one of the two runs for being slow.
    stream = Stream(clean_kafka.bootstrap, tmp_path, **options, extraction_timeout_seconds=60)
    stream.create_topics()
    with stream.worker(data_dir=tmp_path / "quiet"):
        stream.send_articles(*articles)
        wait_until_done(stream)
    quiet = compacted(published(stream))

    fresh(clean_kafka, stream).send_articles(*articles)
    for pause in (0.3, 1.0, 1.7, 0.6):
        with stream.worker(data_dir=tmp_path / "killed") as worker:
            time.sleep(pause)
            left = waiting(stream)
            worker.kill()
    assert left, "the worker was done before it was killed for the last time; the test shows nothing"
    with stream.worker(data_dir=tmp_path / "killed"):
        wait_until_done(stream)
    killed = compacted(published(stream))

    assert len([key for key in quiet if key.startswith(b"meeting:")]) > 50
    assert without_versions(alive(killed)) == without_versions(alive(quiet))
    if partitions == 1:
        assert killed == quiet


def test_asked_to_stop_in_mid_stream_a_worker_finishes_what_it_holds_and_repeats_nothing(kafka_stream: Stream) -> None:
    articles = stories(60, 0.1)
    same = {"instance_id": "one", "web_port": free_port()}
    kafka_stream.send_articles(*articles)
    for _ in range(3):
        with kafka_stream.worker(**same) as worker:
            time.sleep(0.5)
            assert worker.stop() == 0
    with kafka_stream.worker(**same):
        wait_until_done(kafka_stream)

    extractions = kafka_stream.read(EXTRACTIONS, until=lambda seen: len(seen) >= len(articles), linger=2.0)
    assert len(extractions) == len(articles)


def test_a_second_worker_that_joins_and_is_killed_loses_nothing(kafka_stream: Stream) -> None:
    articles = stories(150, 0.05)
    with kafka_stream.worker():
        kafka_stream.send_articles(*articles)
        for _ in range(2):
            with kafka_stream.worker() as second:
                time.sleep(2.0)
                second.kill()
        wait_until_done(kafka_stream)
    shared = compacted(published(kafka_stream))

    events = {key: value for key, value in alive(shared).items() if key.startswith(b"meeting:")}
    assert without_versions(events) == without_versions(folded_without_a_broker(articles))


def folded_without_a_broker(articles: list[dict[str, Any]]) -> dict[bytes, Any]:
    """The events that the steps of the stream make of articles when they are called one after the other."""
    seen: dict[str, ArticleSeen] = {}
    memory = Memory()
    live = memory.live()
    for offset, sent in enumerate(articles):
        told = Article.model_validate({**sent, "text": sent["text"].replace("SLEEP", "slept")})
        record = RawRecord(ARTICLES, 0, offset, 0.0, None, None)
        entry = enter(seen.get(told.id), extraction_of(told, record, tuple(extract(told))))
        if entry is None:
            continue
        seen[told.id] = entry.row
        for output in entry.outputs:
            take(memory, live, from_bytes(Contribution, output.value or b""))
    return alive({event.event_id.encode(): to_bytes(event) for event in memory.published.values()})


def test_a_broker_that_goes_away_and_comes_back_is_waited_for(own_kafka: ApacheKafka, tmp_path: Path) -> None:
    stream = Stream(own_kafka.bootstrap, tmp_path)
    stream.create_topics()
    articles = stories(100, 0.05)
    with stream.worker() as worker:
        stream.send_articles(*articles)
        own_kafka.kill()
        time.sleep(5)
        own_kafka.start()
        wait_until_done(stream)
        assert worker.process.poll() is None
    extractions = stream.read(EXTRACTIONS, until=lambda seen: len(seen) >= len(articles))
    assert {r.key for r in extractions} == {a["id"].encode() for a in articles}


def test_an_output_that_the_broker_refuses_ends_the_worker_and_its_article_comes_again(kafka_stream: Stream) -> None:
    """The topic is made too small behind the worker's back; made larger again, nothing is missing."""
    told = article("a", meeting(("Anna Lund", "NO"), ("Bert Maes", "BE")))
    with kafka_stream.worker() as worker:
        limit_records(kafka_stream, EXTRACTIONS, 200)
        kafka_stream.send_articles(told)
        assert worker.process.wait(timeout=60) != 0
        assert sum(waiting(kafka_stream).values()) == 1
    limit_records(kafka_stream, EXTRACTIONS, 4_194_304)
    with kafka_stream.worker():
        wait_until_done(kafka_stream)
    assert [record.key for record in kafka_stream.read(EXTRACTIONS, until=bool)] == [b"a"]


def limit_records(stream: Stream, topic: str, size: int) -> None:
    admin = KafkaAdminClient(bootstrap_servers=list(stream.settings.bootstrap_servers))
    try:
        config = {"max.message.bytes": str(size)}
        admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, config)])
    finally:
        admin.close()
