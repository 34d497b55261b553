"""The benchmarks run, on rows that are real ones."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from agents.records import EntityRow, LiveArticle, LiveEvent
from benchmarks.rows import ROWS
from benchmarks.tables import main
from schemas.wire import from_bytes, to_bytes

KINDS = {"live-articles": LiveArticle, "live-events": LiveEvent, "entities": EntityRow}


@pytest.mark.parametrize("name", KINDS)
def test_every_row_is_one_that_a_worker_could_read_and_of_its_own(name: str) -> None:
    made = [ROWS[name].make(number) for number in range(40)]
    assert len({key for key, _ in made}) == len({value for _, value in made}) == 40
    for _, value in made:
        assert to_bytes(from_bytes(KINDS[name], value)) == value


@pytest.mark.slow
def test_memory_and_rocksdb_are_measured_and_printed() -> None:
    result = CliRunner().invoke(main, ["--rows", "300", "--table", "live-events"])
    assert result.exit_code == 0, result.output
    assert [line.split("│")[2].strip() for line in result.output.splitlines() if "│ live-events" in line] == [
        "memory",
        "rocksdb",
    ]
