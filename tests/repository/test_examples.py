"""The examples, run on the events of the sample articles."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner

from agents.export.files import write_parquet
from agents.export.layouts import EVENTS
from agents.intake import RawRecord, Readable, read_article
from agents.stages.extract import extraction_of
from agents.stages.ledger import contribution
from examples.three_questions import Answers, answers, main, plotted
from extraction.pipeline import extract
from schemas.event import EVENT, Event
from schemas.example_files import examples
from told import Memory, take

MARCH = (date(2024, 3, 1), date(2024, 4, 1))
PNG = b"\x89PNG\r\n"


@cache
def sample_events() -> tuple[Event, ...]:
    """The events of the sample articles, merged."""
    memory = Memory()
    live = memory.live()
    for offset, line in enumerate(files("agents.samples").joinpath("articles.jsonl").read_bytes().splitlines()):
        record = RawRecord("articles", 0, offset, 0.0, None, line)
        reading = read_article(record)
        if isinstance(reading, Readable):
            found = extraction_of(reading.article, record, tuple(extract(reading.article)))
            take(memory, live, contribution(found, revision=1, told_before=False))
    return tuple(memory.published.values())


def parquet(path: Path, events: tuple[Event, ...]) -> Path:
    write_parquet(path / "events.parquet", EVENTS, [row for event in events for row in EVENTS.rows(event)])
    return path / "events.parquet"


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of the sample events."""
    return parquet(tmp_path_factory.mktemp("export"), sample_events())


def measures(*acts: tuple[str, str, str, str]) -> tuple[Event, ...]:
    """Tariffs, each with its day, what was done, by whom and on whom."""
    template = next(one.value for one in examples("trade-measure") if one.value)
    made = []
    for number, (day, action, by, on) in enumerate(acts):
        imposers, targets = (
            [{"name": c, "kind": "country", "country": c, "entity_id": f"country:{c}"} for c in side.split()]
            for side in (by, on)
        )
        slots = {"action": action, "imposers": imposers, "targets": targets, "status": "occurred", "effective": None}
        own = {"event_id": f"trade_measure:{number:016x}", "when": {"start": day, "end": day}}
        made.append(EVENT.validate_python({**template, **own, **slots}))
    return tuple(made)


def test_a_month_of_which_nothing_is_known_has_no_answers(export: Path) -> None:
    assert answers(export, date(2023, 1, 1), date(2023, 2, 1), ("FJ", "WS")) == Answers((), (), ())


def test_who_met_whom_is_told_by_what_took_place_alone(export: Path) -> None:
    met = answers(export, *MARCH, ("BR", "VN")).met
    assert [(one.one, one.other, str(one.day)) for one in met] == [
        ("EE", "NO", "2024-03-14"),
        ("EU", "RS", "2024-03-17"),
    ]


def test_a_measure_stands_between_two_countries_whichever_is_named_first(export: Path) -> None:
    for between in (("BR", "VN"), ("VN", "BR")):
        (one,) = answers(export, *MARCH, between).standing
        assert (one.by, one.against, one.measure, one.rate) == ("BR", "VN", "tariff", "18%")


@pytest.mark.parametrize(
    "acts, stands",
    [
        pytest.param((("2024-01-01", "impose", "BR", "CL"),), [], id="not where it hits another country"),
        pytest.param(
            (("2024-01-01", "impose", "BR", "VN"), ("2024-02-01", "lift", "BR", "VN")), [], id="not once it is lifted"
        ),
        pytest.param(
            (("2024-01-01", "lift", "BR", "VN"), ("2024-02-01", "impose", "BR", "VN")),
            [("BR", "impose")],
            id="again once it is imposed anew",
        ),
        pytest.param(
            (("2024-01-01", "impose", "BR", "VN"), ("2024-02-01", "lift", "VN", "BR")),
            [("BR", "impose")],
            id="whatever the other side lifts",
        ),
        pytest.param(
            (("2024-01-01", "impose", "AR BR", "CL VN"),), [("BR", "impose")], id="where others impose it, too"
        ),
        pytest.param(
            (("2024-01-01", "impose", "AR BR", "CL VN"), ("2024-02-01", "lift", "BR", "VN")),
            [],
            id="not once it is lifted by one of those who imposed it",
        ),
    ],
)
def test_the_last_act_decides_whether_a_measure_stands(
    tmp_path: Path, acts: tuple[tuple[str, str, str, str], ...], stands: list[tuple[str, str]]
) -> None:
    found = answers(parquet(tmp_path, measures(*acts)), *MARCH, ("BR", "VN")).standing
    assert [(one.by, one.action) for one in found] == stands


def test_who_changed_office_leaves_nominations_out(export: Path) -> None:
    turns = answers(export, *MARCH, ("BR", "VN")).turns
    assert [(turn.action, turn.person) for turn in turns] == [
        ("resign", "Peter Otieno"),
        ("dismiss", "Hugo Benitez"),
        ("appoint", "Carla Nunez"),
    ]


def test_the_command_prints_the_answers_and_draws_them(export: Path, tmp_path: Path) -> None:
    options = ["--month", "2024-03", "--between", "BR", "VN", "--plots", str(tmp_path / "plots")]
    done = CliRunner().invoke(main, [str(export), *options], env={"COLUMNS": "200"})
    assert done.exit_code == 0, done.output
    assert "Ingrid Solheim (NO) and Marten Kask (EE) held talks" in done.output
    drawn = {path.name: path.read_bytes() for path in (tmp_path / "plots").iterdir()}
    assert sorted(drawn) == ["measures.png", "meetings.png", "offices.png"]
    assert all(image.startswith(PNG) and len(image) > 5_000 for image in drawn.values())


@pytest.mark.parametrize("month", ["2024", "2024-13", "March", "2024-3"])
def test_a_month_that_is_none_is_refused(export: Path, month: str) -> None:
    done = CliRunner().invoke(main, [str(export), "--month", month, "--between", "BR", "VN"])
    assert (done.exit_code, "is no month such as 2024-03" in done.output) == (2, True)


def test_a_label_is_short_and_no_formula() -> None:
    assert plotted("a $\\frac{1}{0}$\n b" + "x" * 90) == r"a \$\frac{1}{0}\$ b" + "x" * 43
