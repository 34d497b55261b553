"""`communique events`: what is known of an event, in lines; what cannot be asked or sent is told plainly."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from agents.broker.embedded import free_port
from agents.cli.events import events, lines
from agents.records import Conflict, EventAccount, Reason
from schemas.event import Meeting, Quote, Source
from told import DAY_ONE

EVENT = "meeting:3f2a9c0d51e7b846"


ACCOUNT = EventAccount(
    event_id=EVENT,
    version=2,
    live=True,
    withdrawn=False,
    last_seen=DAY_ONE,
    entities=("country:NO", "person:NO/anna-lund"),
    reports=(
        Reason(article_id="a", label="meeting|lund|0", why="first report"),
        Reason(article_id="b", label="meeting|lund|0", why="same people, same day"),
    ),
    conflicts=(Conflict(slot="where", told={"Oslo": ("a", "c"), "Bergen": ("b",)}),),
    event=Meeting(
        event_id=EVENT,
        version=2,
        status="planned",
        summary="Anna Lund to meet",
        confidence=0.5,
        evidence=(Quote(article_id="a", start=0, end=4, quote="text"),),
        sources=(Source(article_id="a"), Source(article_id="b")),
        independent_sources=2,
    ),
)


def test_an_event_is_told_in_lines_with_why_each_report_is_one() -> None:
    assert [click.unstyle(line) for line in lines(ACCOUNT)] == [
        f"{EVENT}  version 2  may still change",
        f"planned   Anna Lund to meet · 2 sources · {EVENT} v2",
        "report     a  meeting|lund|0  first report",
        "report     b  meeting|lund|0  same people, same day",
        "conflict   where: Oslo (a, c); Bergen (b)",
        "entities   country:NO, person:NO/anna-lund",
    ]


@pytest.mark.parametrize(
    "change, state",
    [
        pytest.param({"withdrawn": True}, "withdrawn", id="a withdrawn event"),
        pytest.param({"live": False}, "settled", id="a settled event"),
    ],
)
def test_its_state_is_told(change: dict[str, bool], state: str) -> None:
    assert click.unstyle(next(lines(ACCOUNT.model_copy(update=change)))) == f"{EVENT}  version 2  {state}"


@pytest.mark.parametrize(
    "arguments, code, message",
    [
        pytest.param(["withdraw", "meeting"], 2, "is no event id", id="no id at all"),
        pytest.param(["withdraw", "party:3f2a9c0d51e7b846"], 2, "is no event id", id="no type of event"),
        pytest.param(["withdraw", f"{EVENT}0"], 2, "is no event id", id="an id too long"),
        pytest.param(["show", "meeting:1"], 2, "is no event id", id="an id too short to ask for"),
        pytest.param(
            ["show", EVENT, "--url", f"http://127.0.0.1:{free_port()}"], 1, "no worker answers at", id="no worker"
        ),
        pytest.param(["split", EVENT], 2, "Missing argument", id="a split without articles"),
        pytest.param(["restore", "country:JP"], 2, "is no event id", id="the id of an entity"),
        pytest.param(["withdraw", EVENT], 1, "the broker cannot be reached", id="no broker", marks=pytest.mark.slow),
    ],
)
def test_what_is_wrong_is_told(arguments: list[str], code: int, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_BOOTSTRAP_SERVERS", f"127.0.0.1:{free_port()}")
    result = CliRunner().invoke(events, arguments)
    assert (result.exit_code, message in result.output) == (code, True)
