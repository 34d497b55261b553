"""When a worker must not start, since a table would begin again from nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import pytest
from kafka import TopicPartition
from kafka.errors import CoordinatorLoadInProgressError, CoordinatorNotAvailableError
from kafka.structs import OffsetAndMetadata

from agents import topics
from agents.broker import changelogs
from agents.broker.changelogs import FED_BY, committed_by, emptied
from agents.settings import Settings

SETTINGS = Settings(partitions=2)


def found(table: str, begins: list[int], ends: list[int], committed: list[int]) -> list[tuple[str, str]]:
    """What is found of a table, from the numbers of its two partitions."""
    name, source = topics.changelog(SETTINGS.app_id, table), "communique.participations"
    source = {topics.VIEW_ROWS: topics.VIEWS}.get(table, source)
    by_partition = [
        {TopicPartition(of, partition): number for partition, number in enumerate(numbers)}
        for of, numbers in ((name, begins), (name, ends), (source, committed))
    ]
    return [(mismatch.topic, mismatch.found) for mismatch in emptied(table, SETTINGS, *by_partition)]


@pytest.mark.parametrize(
    "table,begins,ends,committed",
    [
        pytest.param(topics.ENTITY_ROWS, [0, 0], [0, 0], [0, 0], id="nothing has come yet"),
        pytest.param(topics.ENTITY_ROWS, [0, 0], [5, 0], [9, 0], id="a partition into which nothing has come"),
        pytest.param(topics.ENTITY_ROWS, [0, 0], [1, 1], [9, 9], id="few rows of many records"),
        pytest.param(topics.ENTITY_ROWS, [0, 0], [4, 4], [-1, -1], id="nothing committed yet"),
        pytest.param(topics.VIEW_ROWS, [0, 0], [3, 0], [9, 1], id="views: one that takes back what was not told"),
        pytest.param(topics.OVERRIDES, [0, 0], [0, 0], [0, 0], id="no decision of an operator"),
    ],
)
def test_a_changelog_that_may_be_so_is_left_alone(
    table: str, begins: list[int], ends: list[int], committed: list[int]
) -> None:
    assert found(table, begins, ends, committed) == []


@pytest.mark.parametrize(
    "table,begins,ends,committed,told",
    [
        pytest.param(
            topics.ENTITY_ROWS,
            [0, 7],
            [3, 7],
            [9, 9],
            [("communique-entities-changelog[1]", "without its records before 7")],
            id="all records deleted",
        ),
        pytest.param(
            topics.OVERRIDES,
            [2, 0],
            [3, 0],
            [0, 0],
            [("communique-overrides-changelog[0]", "without its records before 2")],
            id="some records deleted",
        ),
        pytest.param(
            topics.ENTITY_ROWS,
            [0, 0],
            [3, 0],
            [9, 4],
            [
                (
                    "communique-entities-changelog[1]",
                    "empty, though 4 records of communique.participations were taken in",
                )
            ],
            id="made anew",
        ),
        pytest.param(
            topics.VIEW_ROWS,
            [0, 0],
            [0, 0],
            [0, 4],
            [("communique-views-changelog[1]", "empty, though 4 records of communique.views were taken in")],
            id="views made anew",
        ),
    ],
)
def test_a_changelog_that_was_emptied_is_told(
    table: str, begins: list[int], ends: list[int], committed: list[int], told: list[tuple[str, str]]
) -> None:
    assert found(table, begins, ends, committed) == told


def test_every_table_but_that_of_decisions_is_watched() -> None:

    assert set(topics.TABLES) - FED_BY.keys() == {topics.OVERRIDES}


COMMITTED = TopicPartition("articles", 0)


class Answers:
    """Gives the answers of a broker that starts, one after the other."""

    def __init__(self, *answers: Exception | Mapping[TopicPartition, OffsetAndMetadata]) -> None:
        self._answers: Iterator[Any] = iter(answers)

    def list_group_offsets(self, group: str) -> Mapping[str, Mapping[TopicPartition, OffsetAndMetadata]]:
        """The next answer."""
        answer = next(self._answers)
        if isinstance(answer, Exception):
            raise answer
        return {group: answer}


def test_a_broker_that_still_loads_what_was_committed_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changelogs, "PAUSE_SECONDS", 0)
    loading = [CoordinatorLoadInProgressError()] * 3
    admin = cast("Any", Answers(*loading, {COMMITTED: OffsetAndMetadata(7, "", None)}))
    assert committed_by(admin, "communique") == {COMMITTED: 7}


def test_a_broker_that_never_ends_to_load_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changelogs, "LOADING_SECONDS", 0)
    monkeypatch.setattr(changelogs, "PAUSE_SECONDS", 0)
    with pytest.raises(CoordinatorLoadInProgressError):
        committed_by(cast("Any", Answers(*[CoordinatorLoadInProgressError()] * 3)), "communique")


def test_where_no_group_has_ever_committed_nothing_is() -> None:
    assert committed_by(cast("Any", Answers(CoordinatorNotAvailableError())), "communique") == {}
