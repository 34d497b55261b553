"""The benchmarks run, on rows that are real ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from agents.records import EntityRow, LiveArticle, LiveEvent
from benchmarks import extraction
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


def test_extraction_is_measured_beside_the_bare_parser_and_its_events_compared() -> None:
    result = CliRunner().invoke(extraction.main, ["--limit", "6", "--rounds", "1", "--check"])
    assert result.exit_code == 0, result.output
    named = [line.split("│")[1].strip() for line in result.output.splitlines() if line.startswith("│")]
    assert named[:2] == ["nlp.pipe", "extraction"]
    assert not any(line.startswith(("lost", "added")) for line in result.output.splitlines())


def test_articles_are_mixed_by_their_share(tmp_path: Path) -> None:
    for name, count in (("many", 9), ("few", 1)):
        lines = (f'{{"id": "{name}-{i}", "text": "It rained.", "events": []}}\n' for i in range(count))
        (tmp_path / name).write_text("".join(lines), encoding="utf-8")
    drawn = extraction.chosen([tmp_path / "many"], tmp_path / "few", 0.25, 8)
    assert sorted(article.id.split("-")[0] for article in drawn) == ["few"] * 2 + ["many"] * 6
