"""What each topic must look like, and what is said where it does not."""

from __future__ import annotations

import pytest

from agents.settings import Settings
from agents.topics import compare, explain, required_topics

SPECS = {spec.name: spec for spec in required_topics(Settings(partitions=4, max_record_bytes=1_000_000))}


def test_every_topic_of_the_stream_is_named() -> None:
    assert list(SPECS) == [
        "articles",
        "articles.dead-letter",
        "communique.extractions",
        "communique.mentions",
        "communique.names",
        "communique.participations",
        "communique.views",
        "events.meeting",
        "events.trade-measure",
        "events.appointment",
        "entities",
        "communique-articles-seen-changelog",
        "communique-live-articles-changelog",
        "communique-live-events-changelog",
        "communique-overrides-changelog",
        "communique-names-changelog",
        "communique-entities-changelog",
        "communique-views-changelog",
    ]


def test_only_what_merging_reads_and_keeps_has_one_partition() -> None:
    kept = ("live-articles", "live-events", "overrides")
    whole = {"communique.mentions", *(f"communique-{table}-changelog" for table in kept)}
    assert {name: spec.partitions for name, spec in SPECS.items()} == {
        name: 1 if name in whole else 4 for name in SPECS
    }


def test_keyed_state_is_compacted() -> None:
    compacted = {name for name, spec in SPECS.items() if spec.config["cleanup.policy"] == "compact"}
    assert compacted == {name for name in SPECS if name.startswith(("events.", "entities"))} | {
        name for name in SPECS if name.endswith("-changelog")
    }
    assert all("retention.ms" not in SPECS[name].config for name in compacted)


def test_the_time_of_what_workers_write_is_the_brokers() -> None:
    """A broker refuses what a worker writes whose clock is more than an hour ahead."""
    stamped = {name for name, spec in SPECS.items() if spec.config.get("message.timestamp.type") == "LogAppendTime"}
    assert stamped == SPECS.keys() - {"articles"}
    assert all("message.timestamp.type" in SPECS[name].exact for name in stamped)


def test_the_dead_letter_topic_takes_a_whole_article_and_its_headers() -> None:
    room = {name: int(spec.config["max.message.bytes"]) for name, spec in SPECS.items()}
    assert room["articles"] == 1_000_000
    assert room["articles.dead-letter"] == 1_000_000 + 65_536


def test_with_three_copies_a_write_waits_for_two() -> None:
    for spec in required_topics(Settings(replication_factor=3)):
        assert spec.config["min.insync.replicas"] == "2"


GOOD = {"cleanup.policy": "compact", "max.message.bytes": "4194304"}


@pytest.mark.parametrize(
    "name,partitions,config",
    [
        pytest.param("events.meeting", 4, GOOD, id="as made"),
        pytest.param("events.meeting", 4, GOOD | {"max.message.bytes": "9999999"}, id="with more room"),
        pytest.param("events.meeting", 4, GOOD | {"segment.bytes": "1"}, id="with settings of the operator's own"),
        pytest.param("articles", 4, {"cleanup.policy": "compact"}, id="articles kept by key, as a producer may like"),
        pytest.param("events.meeting", 4, {}, id="on a broker that does not tell"),
    ],
)
def test_a_topic_that_will_do_is_left_alone(name: str, partitions: int, config: dict[str, str]) -> None:
    assert compare(SPECS[name], partitions, config) == ()


@pytest.mark.parametrize(
    "name,partitions,config,message",
    [
        pytest.param("articles", 3, {}, "articles: 3 partitions, must be 4", id="another number of partitions"),
        pytest.param(
            "communique-live-events-changelog",
            1,
            {"cleanup.policy": "compact,delete"},
            "cleanup.policy=compact,delete, must be compact",
            id="a changelog that forgets",
        ),
        pytest.param(
            "communique.mentions",
            1,
            {"cleanup.policy": "compact"},
            "cleanup.policy=compact, must be delete",
            id="an internal topic that keeps only the last of each key",
        ),
        pytest.param(
            "articles.dead-letter",
            4,
            {"max.message.bytes": "1048588"},
            "max.message.bytes=1048588, must be at least 1065536",
            id="too little room for a dead letter",
        ),
    ],
)
def test_a_topic_that_would_lose_records_is_a_mismatch_with_its_cure(
    name: str, partitions: int, config: dict[str, str], message: str
) -> None:
    if message.startswith("max.message"):
        config = {**config, "cleanup.policy": "delete"}
    [mismatch] = compare(SPECS[name], partitions, config)
    text = explain([mismatch])
    assert message in text
    assert "kafka-configs.sh" in text or "COMMUNIQUE_PARTITIONS" in text


def test_what_is_wrong_with_many_topics_is_said_once() -> None:
    found = [mismatch for spec in SPECS.values() for mismatch in compare(spec, 2, {})]
    assert explain(found).count("2 partitions, must be 4") == 1
