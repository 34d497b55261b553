"""The verifier finds what is wrong: each row takes a sound outcome and spoils one thing in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest

from agents.intake import RawRecord
from agents.settings import Settings
from agents.topics import ARTICLES, DEAD_LETTERS, ENTITIES, EVENTS, EXTRACTIONS, MENTIONS
from harness import Record
from schemas.vocabulary import EventType
from schemas.wire import to_bytes
from tests.faults import verifier
from tests.faults.articles import LETTER, Newsroom, misbehaving
from tests.faults.expected import Fold, QuietRun
from tests.faults.offsets import Place, Sample
from tests.faults.verifier import CONNECT, Check, Evidence, Topics

SEEN, LIVE = "seen", "live"
MEETINGS = EVENTS[EventType.MEETING]
NOT_HERE = {verifier.rows_of_entities_are_the_fold_of_the_events, verifier.pages_show_what_the_topics_hold}
"""Checks of what the agents behind merging make, which is not made up here."""


def sound() -> Evidence:
    """What a run leaves in which nothing goes wrong, but for the rows of entities."""
    settings = Settings()
    quiet, merged = QuietRun(settings), Fold(settings)
    articles = [*Newsroom(3).batch(40), misbehaving("bad", "RAISE", "LookupError")]
    there = [Record(ARTICLES, 0, i, a.key, a.value, a.headers) for i, a in enumerate(articles)]
    for record in there[:-1]:
        quiet.take(RawRecord(ARTICLES, 0, record.offset, 0.0, record.key, record.value, record.headers), "fake")
    for told in quiet.contributions.values():
        merged.take(told)
    records = {
        ARTICLES: there,
        EXTRACTIONS: _records(EXTRACTIONS, [(b"", to_bytes(told)) for told in quiet.extractions.values()]),
        MENTIONS: _records(MENTIONS, [(b"", to_bytes(told)) for told in quiet.contributions.values()]),
        DEAD_LETTERS: [_letter(there[-1])],
        ENTITIES: [],
        SEEN: [],
        LIVE: [],
    }
    for topic in EVENTS.values():
        kind = topic.removeprefix("events.").replace("-", "_").encode()
        told_of = [p for p in merged.published.values() if p.key.startswith(kind)]
        records[topic] = [Record(topic, 0, i, p.key, p.value, p.headers) for i, p in enumerate(told_of)]
    topics = cast("Topics", SimpleNamespace(records=records, seen=SEEN, live=LIVE))
    poison = {(0, there[-1].offset): there[-1]}
    acknowledged = {Place(ARTICLES, 0, i): article for i, article in enumerate(articles)}
    return Evidence(topics, quiet, merged, poison, acknowledged, [], [])


def _records(topic: str, told: list[tuple[bytes, bytes]]) -> list[Record]:
    return [Record(topic, 0, i, key, value, ()) for i, (key, value) in enumerate(told)]


def _letter(record: Record) -> Record:
    told = {"topic": ARTICLES, "partition": "0", "offset": str(record.offset), "exception.class.name": "LookupError"}
    headers = tuple((f"{CONNECT}{name}", value.encode()) for name, value in told.items())
    return Record(DEAD_LETTERS, 0, 0, record.key, record.value, (*record.headers, *headers))


def problems(evidence: Evidence) -> dict[Check, list[str]]:
    """What each check has to say, where it says anything."""
    told = {check: list(check(evidence)) for check in verifier.CHECKS if check not in NOT_HERE}
    return {check: found for check, found in told.items() if found}


def drop(topic: str) -> Callable[[Evidence], None]:
    def happens(evidence: Evidence) -> None:
        evidence.of(topic).pop()

    return happens


def spoil(topic: str, **changes: object) -> Callable[[Evidence], None]:
    def change(evidence: Evidence) -> None:
        record = evidence.of(topic)[-1]
        value = (record.value or b"{}").replace(b"2031", b"2032")
        evidence.of(topic)[-1] = replace(record, **{"value": value, **changes})

    return change


def bring_back_an_old_version(evidence: Evidence) -> None:
    """What a worker does that was thought dead."""
    records = evidence.of(MEETINGS)
    newest: dict[bytes | None, Record] = {}
    for record in records:
        if record.key in newest:
            records.append(newest[record.key])
            return
        newest[record.key] = record
    raise AssertionError("no event has two versions")


def send_a_stranger(evidence: Evidence) -> None:
    evidence.of(MEETINGS).append(replace(evidence.of(MEETINGS)[0], key=b"meeting:0"))


def look(*samples: tuple[int, int]) -> Callable[[Evidence], None]:
    """Offsets of articles as they were seen: how many were committed, and how many extractions were there then."""

    def take(evidence: Evidence) -> None:
        evidence.samples = [
            Sample(at, {(ARTICLES, 0): committed}, {(EXTRACTIONS, 0): extracted, (DEAD_LETTERS, 0): 0})
            for at, (committed, extracted) in enumerate(samples)
        ]

    return take


def test_a_sound_outcome_has_nothing_against_it() -> None:
    evidence = sound()
    look((0, 0), (5, 6), (20, 20))(evidence)
    assert problems(evidence) == {}
    assert verifier.doubled(evidence) == 0


def test_a_record_repeated_byte_for_byte_is_counted_and_no_more() -> None:
    evidence = sound()
    evidence.of(DEAD_LETTERS).append(evidence.of(DEAD_LETTERS)[0])
    assert problems(evidence) == {}
    assert verifier.doubled(evidence) == 1


@pytest.mark.parametrize(
    "happens,check",
    [
        pytest.param(drop(ARTICLES), verifier.every_article_that_was_acknowledged_is_there, id="an article is gone"),
        pytest.param(drop(EXTRACTIONS), verifier.nothing_is_lost, id="an extraction is missing"),
        pytest.param(drop(MENTIONS), verifier.nothing_is_lost, id="what an article tells is missing"),
        pytest.param(drop(DEAD_LETTERS), verifier.nothing_is_lost, id="a dead letter is missing"),
        pytest.param(drop(MEETINGS), verifier.every_version_is_the_one_computed, id="a version was never published"),
        pytest.param(
            spoil(EXTRACTIONS), verifier.extractions_are_those_of_the_articles, id="an extraction has other bytes"
        ),
        pytest.param(spoil(MEETINGS), verifier.every_version_is_the_one_computed, id="an event has other bytes"),
        pytest.param(
            spoil(MEETINGS, headers=()), verifier.every_version_is_the_one_computed, id="an event has no headers"
        ),
        pytest.param(
            spoil(DEAD_LETTERS), verifier.dead_letters_are_the_poison_and_whole, id="a dead letter has other bytes"
        ),
        pytest.param(
            lambda evidence: evidence.poison.clear(),
            verifier.dead_letters_are_the_poison_and_whole,
            id="a good article became a dead letter",
        ),
        pytest.param(bring_back_an_old_version, verifier.the_last_version_stands_last, id="an old version came late"),
        pytest.param(
            send_a_stranger, verifier.nothing_is_there_that_a_quiet_run_does_not_give, id="an event of no article"
        ),
        pytest.param(look((5, 9), (4, 9)), verifier.offsets_never_go_back, id="an offset went back"),
        pytest.param(
            look((5, 4)),
            verifier.nothing_is_committed_before_what_follows_is_kept,
            id="an offset was committed before the extraction was there",
        ),
    ],
)
def test_what_is_wrong_is_found(happens: Callable[[Evidence], None], check: Check) -> None:
    evidence = sound()
    happens(evidence)
    assert check in problems(evidence)


def rows(*told: tuple[str, str]) -> Iterator[Record]:
    for entity, event in told:
        value = f'{{"counts_by_type": {{"meeting": 1}}, "events": [{{"event_id": "{event}"}}]}}'
        yield Record(ENTITIES, 0, 0, entity.encode(), value.encode(), ())


def test_rows_that_are_not_the_fold_of_the_events_are_found() -> None:
    evidence = sound()
    expected = set(verifier.rows_of_entities_are_the_fold_of_the_events(evidence))
    assert expected
    assert all(problem.endswith("missing") for problem in expected)
    evidence.of(ENTITIES).extend(rows(("country:ZZ", "meeting:0")))
    assert "entity country:ZZ: unexpected" in set(verifier.rows_of_entities_are_the_fold_of_the_events(evidence))


def test_the_articles_are_the_same_for_the_same_seed_and_others_for_another() -> None:
    assert Newsroom(1).batch(50) == Newsroom(1).batch(50)
    assert Newsroom(1).batch(50) != Newsroom(2).batch(50)
    assert LETTER in dict(misbehaving("a", "RAISE", "LookupError").headers)
