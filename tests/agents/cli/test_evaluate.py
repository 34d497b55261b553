"""What `communique evaluate` prints, and how it refuses."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from agents.cli.evaluate import MEASURES, evaluate_command, figures, gold_articles, line
from extraction.evaluation import Error, Evaluation, Found, GoldArticle, GoldEvent, evaluate
from schemas.vocabulary import EventType, Status

TALKS = {
    "type": "meeting",
    "status": "planned",
    "date": ["2031-05-09", "2031-05-09"],
    "participants": ["Anna Lund", ["Bert Maes", "Maes"]],
    "countries": ["NO", "EE"],
    "location": "Tallinn",
    "evidence": ["Foreign Minister Anna Lund of Norway will meet Estonian President Bert Maes in Tallinn on Friday"],
}
MISSED = {
    "type": "appointment",
    "status": "occurred",
    "person": ["Carl Ek"],
    "action": [["appoint", "elect"]],
    "evidence": ["in Tallinn"],
}
TEXT = "Foreign Minister Anna Lund of Norway will meet Estonian President Bert Maes in Tallinn on Friday."


def article(*events: dict[str, object]) -> dict[str, object]:
    return {"id": "wire/1", "text": TEXT, "published_at": "2031-05-07", "language": "en", "events": events}


def write(path: Path, *lines: object) -> str:
    """A gold file; text stands as it is, anything else as JSON."""
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines), encoding="utf-8")
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(evaluate_command, arguments)


@pytest.mark.parametrize(
    "content, message",
    [
        pytest.param(["", "  "], "there is no article in {file}", id="nothing to measure on"),
        pytest.param(["{"], "{file}:1: ", id="no JSON"),
        pytest.param(
            [article(), {"id": "b", "events": []}],
            "{file}:2: text: Field required",
            id="the line is counted, blanks too",
        ),
        pytest.param(
            ["", article({"type": "party", "status": "planned"})],
            "{file}:2: events.0.type: Input should be 'meeting', 'trade_measure' or 'appointment'",
            id="an event of no type that there is",
        ),
        pytest.param(
            [article({**TALKS, "date": ["2031-05-32", "2031-05-09"]})], "{file}:1: events.0.date.0: ", id="no such day"
        ),
    ],
)
def test_a_file_that_cannot_be_measured_on_is_one_clear_error(
    tmp_path: Path, content: list[object], message: str
) -> None:
    file = write(tmp_path / "gold.jsonl", *content)
    told = run(file)
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.startswith("Error: " + message.format(file=file))
    assert told.stderr.count("\n") == 1


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    told = run(str(tmp_path / "none.jsonl"))
    assert (told.exit_code, told.stderr) == (
        1,
        f"Error: [Errno 2] No such file or directory: '{tmp_path / 'none.jsonl'}'\n",
    )


def test_a_model_that_is_not_installed_is_an_error(tmp_path: Path) -> None:
    told = run("--model", "en_no_such_pipeline", write(tmp_path / "gold.jsonl", article()))
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == (
        "Error: the spaCy pipeline 'en_no_such_pipeline' is not installed; "
        "install it with: pip install en_no_such_pipeline\n"
    )


@pytest.mark.parametrize("arguments", [pytest.param([], id="no file"), pytest.param(["--errors", "-1", "x"], id="-1")])
def test_wrong_usage_is_told(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_blank_lines_are_passed_over(tmp_path: Path) -> None:
    file = write(tmp_path / "gold.jsonl", "", article(), "  ", article(TALKS), "")
    assert [len(one.events) for one in gold_articles(file)] == [0, 1]


def test_the_json_holds_every_measure_of_every_type(tmp_path: Path) -> None:
    told = run("--json", write(tmp_path / "gold.jsonl", article(TALKS, MISSED)))
    whole = json.loads(told.stdout)
    assert (told.exit_code, told.stderr) == (0, "")
    assert {kind: tuple(row) for kind, row in whole.items()} == dict.fromkeys([*EventType, "all"], MEASURES)
    assert whole["meeting"] == dict(zip(MEASURES, [1, 1, *[1.0] * 8], strict=True))
    assert whole["appointment"] == dict(zip(MEASURES, [1, 0, None, 0.0, 0.0, 0.0, *[None] * 4], strict=True))
    assert (whole["all"]["gold"], whole["all"]["found"], whole["all"]["recall"]) == (2, 1, 0.5)


def test_several_files_are_measured_together(tmp_path: Path) -> None:
    files = [write(tmp_path / f"{name}.jsonl", article(TALKS)) for name in "ab"]
    assert json.loads(run("--json", *files).stdout)["all"]["gold"] == 2


def test_the_table_fits_a_terminal_and_is_followed_by_the_errors(tmp_path: Path) -> None:
    shown = run(write(tmp_path / "gold.jsonl", article(TALKS, MISSED))).stdout.splitlines()
    assert max(map(len, shown)) <= 80
    assert [row.split("│")[1].strip() for row in shown if row.startswith("│")] == list(MEASURES)
    assert next(row for row in shown if "recall" in row).split() == [
        *("│", "recall", "│", "1.000", "│", "-", "│", "0.000", "│", "0.500", "│"),
    ]
    assert shown[-1] == "missed wire/1: appointment occurred: action: appoint; person: Carl Ek"


def test_no_more_errors_are_listed_than_asked_for(tmp_path: Path) -> None:
    assert "missed" not in run("--errors", "0", write(tmp_path / "gold.jsonl", article(MISSED))).stdout


def test_slots_are_shown_when_asked_for(tmp_path: Path) -> None:
    file = write(tmp_path / "gold.jsonl", article(TALKS))
    assert "meeting.participants" not in run(file).stdout
    shown = run("--slots", file).stdout
    assert next(row for row in shown.splitlines() if "meeting.participants" in row).split() == [
        *("│", "meeting.participants", "│", "2", "│", "2", "│", "1.000", "│"),
    ]


def test_a_gold_event_is_told_by_its_first_wordings() -> None:
    event = GoldEvent.model_validate({**TALKS, "participants": [["Bert Maes", "Maes"]], "optional_roles": ["date"]})
    assert line(Error("a", "missed", event)) == (
        "missed a: meeting planned: participants: Bert Maes; countries: NO, EE; location: Tallinn"
    )


def test_a_wrong_event_is_told_by_what_was_found() -> None:
    event = Found(EventType.MEETING, Status.OCCURRED, (date(2031, 5, 7),) * 2, (), {"participants": ("Lund", "Maes")})
    assert line(Error("a", "wrong", event)) == "wrong a: meeting occurred: participants: Lund, Maes"


def test_a_measure_with_nothing_to_take_it_of_is_null() -> None:
    nothing: Evaluation = evaluate([(GoldArticle.model_validate(article()), [])])
    assert figures(nothing)["all"]["precision"] is None
    assert figures(nothing)["all"]["gold"] == 0
