"""Articles in, events out, through every agent, on a real broker."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from agents.cli.events import events
from agents.topics import ARTICLES_SEEN, ENTITIES, EVENTS, EXTRACTIONS, changelog
from harness import Record, Stream, article, compacted, meeting
from schemas.vocabulary import EventType

MEETINGS = EVENTS[EventType.MEETING]
ANNA, BERT = ("Anna Lund", "NO"), ("Bert Maes", "BE")


def versions(records: list[Record]) -> list[int]:
    return [record.data["version"] for record in records if record.value is not None and record.topic != ENTITIES]


def of(topic: str, records: list[Record]) -> list[Record]:
    return sorted((record for record in records if record.topic == topic), key=lambda record: record.at)


def test_the_same_event_told_by_two_articles_is_one_event_with_two_sources(stream: Stream) -> None:
    with stream.worker():
        stream.send_articles(
            article("a", meeting(ANNA, BERT, status="possible"), at="2031-05-09T08:00:00Z"),
            article("b", meeting(ANNA, BERT), at="2031-05-10T08:00:00Z"),
        )
        records = stream.read(MEETINGS, until=lambda seen: 2 in versions(seen), linger=1.0)

    event = records[-1].data
    assert len(compacted(records)) == 1
    assert [source["article_id"] for source in event["sources"]] == ["a", "b"]
    assert [step["status"] for step in event["history"]] == ["possible", "planned"]
    assert (event["version"], event["status"], event["independent_sources"]) == (2, "planned", 2)


def test_an_event_record_bears_cloudevents_headers(stream: Stream) -> None:
    with stream.worker():
        stream.send_articles(article("a", meeting(ANNA, BERT)))
        [record] = stream.read(MEETINGS, until=len)

    event_id = record.data["event_id"]
    assert record.key == event_id.encode()
    assert record.header == {
        "ce_specversion": "1.0",
        "ce_id": f"{event_id}/1",
        "ce_source": "communique",
        "ce_type": "communique.event.meeting.v1",
        "ce_subject": event_id,
        "ce_time": "2031-05-10T08:00:00Z",
        "content-type": "application/json",
    }


def test_an_event_bears_the_trace_of_the_article_that_brought_its_version(stream: Stream) -> None:
    first = b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    second = b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"
    with stream.worker():
        for name, parent, status in (("a", first, "possible"), ("b", second, "planned")):
            told = json.dumps(article(name, meeting(ANNA, BERT, status=status))).encode()
            headers = [("traceparent", parent), ("tracestate", b"north=1"), ("x-note", b"kept to itself")]
            stream.send([{"key": name.encode(), "value": told, "headers": headers}])
        records = stream.read(MEETINGS, ENTITIES, until=lambda seen: 2 in versions(seen), linger=1.0)

    told_by = {
        record.header["ce_id"][-1]: record.header["traceparent"] for record in records if "ce_id" in record.header
    }
    assert told_by == {"1": first.decode(), "2": second.decode()}
    assert {record.header["tracestate"] for record in records} == {"north=1"}
    assert [record.topic for record in records if "x-note" in record.header] == []
    assert {record.header["traceparent"] for record in records if record.topic == ENTITIES} <= {*told_by.values()}


def test_articles_that_wait_do_not_keep_the_stream_from_those_extracted_before(stream: Stream) -> None:
    """Many more wait than a worker holds at once; what follows from an extraction shows as a row of the ledger."""
    ledger = changelog(stream.settings.app_id, ARTICLES_SEEN)
    stream.send_articles(*(article(f"{number}", text="SLEEP 0.005") for number in range(1_200)))
    with stream.worker(in_flight=256, pool_processes=1):
        records = stream.read(EXTRACTIONS, ledger, until=lambda seen: len(of(ledger, seen)) == 1_200)

    half = of(EXTRACTIONS, records)[600].at
    assert len([row for row in of(ledger, records) if row.at < half]) > 400


def test_a_correction_replaces_what_the_earlier_text_told(stream: Stream) -> None:
    with stream.worker():
        stream.send_articles(article("a", meeting(ANNA, BERT)))
        first = stream.read(MEETINGS, until=len)[0].data["event_id"]
        stream.send_articles(article("a", meeting(ANNA, ("Carl Ek", "SE"))))
        # The two events may stand on two partitions, which are read in any order.
        records = stream.read(MEETINGS, until=lambda seen: len(seen) >= 3, linger=1.0)

    assert [record.key for record in records if record.value is None] == [first.encode()]
    [left] = [record.data for record in records if record.key != first.encode()]
    assert [party["name"] for party in left["participants"]] == ["Anna Lund", "Carl Ek"]


def test_a_correction_that_tells_nothing_withdraws_the_event_and_its_entities(stream: Stream) -> None:
    with stream.worker():
        stream.send_articles(article("a", meeting(ANNA, BERT)))
        stream.read(ENTITIES, until=lambda seen: len(compacted(seen)) == 4)
        stream.send_articles(article("a"))
        records = stream.read(MEETINGS, ENTITIES, until=lambda seen: len(seen) >= 10, linger=1.0)

    assert compacted(records) == {}
    assert [r.value is None for r in records if r.topic == MEETINGS] == [False, True]


def test_an_article_sent_again_unchanged_publishes_nothing(stream: Stream) -> None:
    told = article("a", meeting(ANNA, BERT))
    with stream.worker():
        stream.send_articles(told)
        stream.read(ENTITIES, until=lambda seen: len(seen) == 4)
        stream.send_articles(told, article("z", meeting(("Dora Aho", "FI"), ("Emil Rot", "AT"))))
        records = stream.read(MEETINGS, ENTITIES, until=lambda seen: len(seen) >= 10, linger=2.0)

    assert len(records) == 10


def test_every_side_of_a_meeting_gets_a_row(stream: Stream) -> None:
    with stream.worker():
        stream.send_articles(article("a", meeting(ANNA, BERT)))
        records = stream.read(ENTITIES, until=lambda seen: len(compacted(seen)) == 4)

    rows = {record.data["entity_id"]: record.data for record in records}
    assert sorted(rows) == ["country:BE", "country:NO", "person:BE/bert-maes", "person:NO/anna-lund"]
    assert rows["country:NO"]["name"] == "Norway"
    assert rows["person:NO/anna-lund"]["events"] == [
        {
            "event_id": records[0].data["events"][0]["event_id"],
            "type": "meeting",
            "role": "participant",
            "status": "planned",
            "start": "2031-05-12",
            "end": "2031-05-12",
            "summary": "Anna Lund (NO) and Bert Maes (BE) to meet on 2031-05-12",
            "counterparts": ["country:BE", "country:NO", "person:BE/bert-maes"],
        }
    ]


@pytest.mark.parametrize("store", [pytest.param("memory", id="memory"), pytest.param("rocksdb", id="rocksdb")])
def test_a_worker_started_again_knows_what_it_knew(stream: Stream, store: str) -> None:
    if store == "rocksdb":
        pytest.importorskip("rocksdict")
    home = stream.directory / "data"
    with stream.worker(store=store, data_dir=home) as worker:
        stream.send_articles(article("a", meeting(ANNA, BERT, status="possible"), at="2031-05-09T08:00:00Z"))
        stream.read(ENTITIES, until=lambda seen: len(seen) == 4)
        assert worker.stop() == 0
    with stream.worker(store=store, data_dir=home):
        stream.send_articles(article("b", meeting(ANNA, BERT), at="2031-05-10T08:00:00Z"))
        records = stream.read(MEETINGS, until=lambda seen: 2 in versions(seen))

    assert [source["article_id"] for source in records[-1].data["sources"]] == ["a", "b"]


def test_an_operators_decisions_hold_after_a_restart_until_they_are_restored(stream: Stream) -> None:
    with stream.worker():
        stream.send_articles(
            article("a", meeting(ANNA, BERT), at="2031-05-09T08:00:00Z"), article("b", meeting(ANNA, BERT))
        )
        first = stream.read(MEETINGS, until=lambda seen: 2 in versions(seen))[0].data["event_id"]
        command(stream, "split", first, "b")
        apart = compacted(stream.read(MEETINGS, until=lambda seen: len(compacted(seen)) == 2, linger=1.0))
        sources = {key.decode(): json.loads(value)["sources"] for key, value in apart.items()}
        told = {key: [source["article_id"] for source in named] for key, named in sources.items()}
        assert sorted(told.values()) == [["a"], ["b"]]
        assert told[first] == ["a"]
        command(stream, "withdraw", first)
        stream.read(MEETINGS, until=lambda seen: any(r.key == first.encode() and r.value is None for r in seen))
    with stream.worker():
        stream.send_articles(article("c", meeting(ANNA, BERT), at="2031-05-09T09:00:00Z"))
        stream.send_articles(article("d", meeting(ANNA, ("Carl Ek", "SE"))))
        left = compacted(
            stream.read(MEETINGS, until=lambda seen: any(b"Carl Ek" in (r.value or b"") for r in seen), linger=2.0)
        )
        assert first.encode() not in left
        command(stream, "restore", first)
        records = stream.read(MEETINGS, until=lambda seen: first.encode() in compacted(seen), linger=1.0)
    restored = [record.data for record in records if record.key == first.encode() and record.value]
    assert [source["article_id"] for source in restored[-1]["sources"]] == ["a", "c", "b"]
    assert [event["version"] for event in restored] == sorted({event["version"] for event in restored})


def command(stream: Stream, *arguments: str) -> None:
    """Have an operator give a command."""
    environment = {"COMMUNIQUE_BOOTSTRAP_SERVERS": stream.settings.bootstrap_servers[0]}
    told = CliRunner().invoke(events, arguments, env=environment)
    assert told.exit_code == 0, told.output
