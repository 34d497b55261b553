"""When a worker must not start, since a table would begin again from nothing."""

from __future__ import annotations

import pytest
from kafka import TopicPartition

from agents import topics
from agents.changelogs import FED_BY, emptied
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
