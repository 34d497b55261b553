"""`communique events`: what cannot be sent is told plainly."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from agents.cli.events import events
from agents.embedded_broker import free_port

EVENT = "meeting:3f2a9c0d51e7b846"


@pytest.mark.parametrize(
    "arguments, code, message",
    [
        pytest.param(["withdraw", "meeting"], 2, "is no event id", id="no id at all"),
        pytest.param(["withdraw", "party:3f2a9c0d51e7b846"], 2, "is no event id", id="no type of event"),
        pytest.param(["withdraw", f"{EVENT}0"], 2, "is no event id", id="an id too long"),
        pytest.param(["split", EVENT], 2, "Missing argument", id="a split without articles"),
        pytest.param(["restore", "country:JP"], 2, "is no event id", id="the id of an entity"),
        pytest.param(["withdraw", EVENT], 1, "the broker did not take it", id="no broker", marks=pytest.mark.slow),
    ],
)
def test_what_is_wrong_is_told(arguments: list[str], code: int, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_BOOTSTRAP_SERVERS", f"127.0.0.1:{free_port()}")
    result = CliRunner().invoke(events, arguments)
    assert (result.exit_code, message in result.output) == (code, True)
