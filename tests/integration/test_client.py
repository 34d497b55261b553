"""The client of consumers, on real brokers: what was handled is committed, and nothing else.

Groups are tested on Apache Kafka; the embedded broker takes long to form one.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from kafka import KafkaProducer
from kafka.errors import RebalanceInProgressError

from agents.broker.clients import client_options
from agents.client import Change, NoTopicError, Subscription, UnreadableRecordError, Upsert, Withdrawal, subscription
from harness import Stream, meeting
from schemas.identity import event_id

WAIT = {"commit_seconds": 0.0, "follow": False}


def event(name: str, *, version: int = 1, countries: tuple[str, str] = ("NO", "EE")) -> dict[str, Any]:
    """A merged meeting."""
    told = meeting(*((f"{name} of {code}", code) for code in countries))
    return {
        **told,
        "event_id": event_id("meeting", name),
        "version": version,
        "sources": [{"article_id": "a"}],
        "independent_sources": 1,
    }


def publish(stream: Stream, *values: dict[str, Any] | str | bytes, partition: int = 0) -> None:
    """Put events on their topic; an id stands for its withdrawal, bytes for themselves."""
    producer = KafkaProducer(**client_options(stream.settings), acks="all")
    for value in values:
        key, told = _record(value)
        producer.send("events.meeting", key=key, value=told, partition=partition).get(timeout=30)
    producer.close()


def _record(value: dict[str, Any] | str | bytes) -> tuple[bytes, bytes | None]:
    if isinstance(value, dict):
        return value["event_id"].encode(), json.dumps(value).encode()
    return (b"x", value) if isinstance(value, bytes) else (value.encode(), None)


def ids(changes: Iterator[Change]) -> list[str]:
    return [change.event_id for change in changes]


def test_what_was_handled_is_not_told_again_and_what_failed_is(kafka_stream: Stream) -> None:
    first, second, third = (event(name) for name in "abc")
    publish(kafka_stream, first, second, third)
    with suppress(RuntimeError), Subscription(group="desk", settings=kafka_stream.settings, **WAIT) as events:
        for change in events:
            if change.event_id == second["event_id"]:
                raise RuntimeError("the database is away")
    with Subscription(group="desk", settings=kafka_stream.settings, **WAIT) as events:
        assert ids(iter(events)) == [second["event_id"], third["event_id"]]
    with Subscription(group="desk", settings=kafka_stream.settings, **WAIT) as events:
        assert ids(iter(events)) == []


def test_a_clean_end_counts_the_last_change_as_handled(kafka_stream: Stream) -> None:
    first, second = event("a"), event("b")
    publish(kafka_stream, first, second)
    with Subscription(group="desk", settings=kafka_stream.settings, **WAIT) as events:
        assert next(iter(events)).event_id == first["event_id"]
    with Subscription(group="desk", settings=kafka_stream.settings, **WAIT) as events:
        assert ids(iter(events)) == [second["event_id"]]


def test_upserts_and_withdrawals_fold_into_the_present_state(stream: Stream) -> None:
    kept, gone = event("a", version=2), event("b")
    publish(stream, event("a"), gone, kept, str(gone["event_id"]))
    held: dict[str, int] = {}
    with Subscription(settings=stream.settings, types=["meeting"], follow=False) as events:
        assert events.remaining() == 4
        for change in events:
            match change:
                case Upsert():
                    held[change.event_id] = change.event.version
                case Withdrawal():
                    del held[change.event_id]
        assert events.remaining() == 0
    assert held == {kept["event_id"]: 2}


def test_a_program_that_keeps_its_own_positions_goes_on_from_them(stream: Stream) -> None:
    publish(stream, *(event(name) for name in "abc"))
    with Subscription(settings=stream.settings, follow=False, batch=2) as events:
        read = [ids(iter(batch)) for batch in events.batches() if batch]
        assert (sum(map(len, read)), events.positions()) == (3, {("events.meeting", 0): 3})
    with Subscription(settings=stream.settings, follow=False, positions={("events.meeting", 0): 2}) as events:
        assert ids(iter(events)) == [event("c")["event_id"]]


def test_a_loop_that_was_left_is_gone_on_with_and_passes_over_nothing(stream: Stream) -> None:
    publish(stream, *(event(name) for name in "abc"))
    with Subscription(settings=stream.settings, types=["meeting"], follow=False) as events:
        told = [next(iter(events)).event_id, *ids(iter(events))]
    assert told == [event(name)["event_id"] for name in "abc"]


def test_only_events_of_the_countries_asked_for_are_told(stream: Stream) -> None:
    wanted = event("a", countries=("JP", "KR"))
    publish(stream, event("b"), wanted)
    with Subscription(settings=stream.settings, countries=["KR"], follow=False) as events:
        assert ids(iter(events)) == [wanted["event_id"]]


def test_a_record_that_is_no_event_stops_behind_those_before_it_or_is_passed_over_on_request(
    kafka_stream: Stream,
) -> None:
    first, last = event("a"), event("b")
    publish(kafka_stream, first, b"{torn", last)
    told = []
    with (
        pytest.raises(UnreadableRecordError, match=r"events\.meeting\[0\] offset 1"),
        Subscription(group="strict", settings=kafka_stream.settings, **WAIT) as events,
    ):
        told += [change.event_id for change in events]
    with Subscription(group="strict", settings=kafka_stream.settings, **WAIT, on_unreadable=lambda _: None) as events:
        assert ids(iter(events)) == [last["event_id"]]


def test_a_topic_that_is_not_there_is_named(embedded_broker: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    bare = Stream(embedded_broker, tmp_path_factory.mktemp("bare"))
    with pytest.raises(NoTopicError, match=r"events\.meeting is not there.*communique topics create"):
        Subscription(settings=bare.settings)


def test_programs_of_one_group_share_the_partitions(kafka_stream: Stream) -> None:
    names = [f"{number}" for number in range(40)]
    for partition in (0, 1):
        publish(kafka_stream, *(event(name) for name in names[partition::2]), partition=partition)
    seen: list[str] = []
    options = {"group": "desk", "types": ["meeting"], "settings": kafka_stream.settings, "commit_seconds": 0.0}
    with Subscription(**options, batch=5) as one, Subscription(**options, batch=5) as other:
        deadline = time.monotonic() + 30
        for first, second in zip(one.batches(), other.batches(), strict=False):
            seen += [change.event_id for change in (*first, *second)]
            if len(set(seen)) == len(names) or time.monotonic() > deadline:
                break
        shared = [len(each._consumer.assignment()) for each in (one, other)]
    assert sorted(set(seen)) == sorted(str(event(name)["event_id"]) for name in names)
    assert sum(shared) == 2


def test_a_reading_that_is_to_end_ends_where_others_of_the_group_have_all_partitions(
    kafka_stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscription, "JOIN_SECONDS", 2.0)
    options = {"group": "desk", "types": ["meeting"], "settings": kafka_stream.settings, "commit_seconds": 0.0}
    with Subscription(**options) as one, Subscription(**options, follow=False) as late:
        for _ in one.batches():
            if one._consumer.assignment():
                break
        deadline = time.monotonic() + 20
        # Each look at the broker waits half a second.
        assert all(time.monotonic() < deadline for _ in late.batches())


def test_a_group_that_just_hands_out_partitions_ends_no_program(kafka_stream: Stream) -> None:
    publish(kafka_stream, *(event(name) for name in "ab"))
    with Subscription(group="desk", settings=kafka_stream.settings, **WAIT) as events:
        commit, refusals = events._consumer.commit, iter([RebalanceInProgressError()])

        def refused_once(offsets: object) -> None:
            for refusal in refusals:
                raise refusal
            commit(offsets)

        events._consumer.commit = refused_once
        assert ids(iter(events)) == [event("a")["event_id"], event("b")["event_id"]]
    with Subscription(group="desk", settings=kafka_stream.settings, **WAIT) as events:
        assert ids(iter(events)) == []
