"""The benchmarks run, on rows that are real ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from agents.records import EntityRow, LiveArticle, LiveEvent
from benchmarks import extraction, memory
from benchmarks.__main__ import DOCS
from benchmarks.__main__ import main as everything
from benchmarks.figures import Results, beside, figure, read_results, write_results
from benchmarks.growth import joined
from benchmarks.rows import ROWS
from benchmarks.shown import BEGIN, END, markdown, plot, write_page
from benchmarks.tables import main
from schemas.article import Article
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


def test_memory_is_measured_with_words_that_are_new_in_each_round() -> None:
    result = CliRunner().invoke(memory.main, ["--limit", "4", "--rounds", "2", "--strange", "1"])
    assert result.exit_code == 0, result.output
    read, _, words = zip(
        *([cell.strip() for cell in line.split("│")[1:4]] for line in result.output.splitlines() if "│" in line),
        strict=True,
    )
    assert read == ("0", "4", "8")
    assert int(words[0].replace(",", "")) < int(words[1].replace(",", "")) < int(words[2].replace(",", ""))


def test_articles_are_mixed_by_their_share(tmp_path: Path) -> None:
    for name, count in (("many", 9), ("few", 1)):
        lines = (f'{{"id": "{name}-{i}", "text": "It rained.", "events": []}}\n' for i in range(count))
        (tmp_path / name).write_text("".join(lines), encoding="utf-8")
    drawn = extraction.chosen([tmp_path / "many"], tmp_path / "few", 0.25, 8)
    assert sorted(article.id.split("-")[0] for article in drawn) == ["few"] * 2 + ["many"] * 6


RESULTS = Results(
    {"extraction": {"machine": "two cores"}, "latency": {"machine": "two cores"}},
    (
        figure("extraction", "nlp.pipe", [4.0, 8.0, 6.0], "ms an article"),
        beside(
            figure("extraction", "ours", [2.0, 2.0, 1.0], "ms an article"),
            figure("extraction", "nlp.pipe", [4.0, 8.0, 6.0], "ms an article"),
        ),
        figure("latency", "append to event, p99", [123.4], "ms"),
    ),
)


def test_a_ratio_is_the_median_of_the_ratios_within_each_round() -> None:
    """The medians of both, 6 and 2, would give 3."""
    assert [one.ratio for one in RESULTS.figures] == [None, 4.0, None]


def test_results_are_kept_and_those_of_one_benchmark_replaced(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    write_results(RESULTS, file)
    assert read_results(file) == RESULTS
    again = figure("latency", "append to event, p99", [99.0], "ms")
    replaced = read_results(file).with_group("latency", {"machine": "four cores"}, [again])
    assert replaced.of("latency") == (again,)
    assert replaced.of("extraction") == RESULTS.of("extraction")


def test_table_and_plot_show_every_ratio_and_the_rest_of_the_page_stays(tmp_path: Path) -> None:
    page, drawing = tmp_path / "page.md", tmp_path / "plot.svg"
    page.write_text(f"Before.\n{BEGIN}\nold\n{END}\nAfter.\n", encoding="utf-8")
    write_page(RESULTS, page)
    plot(RESULTS, drawing)
    text = page.read_text("utf-8")
    assert text.startswith("Before.\n")
    assert text.endswith("After.\n")
    assert "old" not in text
    assert "| ours | 2.00 | ms an article | nlp.pipe | 4.00 |" in text
    assert "<svg" in drawing.read_text("utf-8")


def test_the_page_shows_the_results_that_are_kept() -> None:
    kept = read_results(DOCS / "performance.json")
    assert kept.figures
    assert markdown(kept) in (DOCS / "performance.md").read_text("utf-8")


def test_one_command_measures_and_keeps_what_it_measured(tmp_path: Path) -> None:
    out = tmp_path / "results.json"
    result = CliRunner().invoke(
        everything, ["--only", "extraction", "--limit", "4", "--rounds", "1", "--out", str(out)]
    )
    assert result.exit_code == 0, result.output
    assert [one.name for one in read_results(out).figures][:2] == ["nlp.pipe", "extraction"]


@pytest.mark.slow
def test_two_processes_are_measured_beside_one(tmp_path: Path) -> None:
    out = tmp_path / "results.json"
    result = CliRunner().invoke(everything, ["--only", "pool", "--limit", "2", "--rounds", "1", "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert [(one.name, one.anchor) for one in read_results(out).figures] == [
        ("one process", None),
        ("two processes", "one process"),
        ("two pools of one process", "one process"),
        ("one process, another core busy", "one process"),
    ]


def test_joined_articles_hold_the_same_text() -> None:
    short = [Article(id=str(number), text=f"Text {number}.") for number in range(20)]
    longer = joined(short, 10)
    assert [one.text.count("Text") for one in longer] == [10, 10]
