"""The Faust app: what it takes its settings from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from agents.app import Communique, OwnSettings, faust_options
from agents.settings import Settings

REPOSITORY = Path(__file__).parents[2]

FAUSTS_OWN = {
    "WEB_BIND": "0.0.0.0",  # noqa: S104 -- must not be bound
    "WEB_PORT": "7777",
    "WEB_ENABLED": "0",
    "BROKER_URL": "kafka://elsewhere:9092",
    "PRODUCER_ACKS": "0",
    "PROCESSING_GUARANTEE": "exactly_once",
    "AGENT_SUPERVISOR": "mode.OneForOneSupervisor",
}


def test_variables_that_faust_knows_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [name.lower() for name in FAUSTS_OWN if name != "BROKER_URL"]
    before = OwnSettings("communique", **faust_options(Settings()))
    for name, value in FAUSTS_OWN.items():
        monkeypatch.setenv(name, value)
    after = Communique.Settings("communique", **faust_options(Settings()))
    assert {name: getattr(after, name) for name in names} == {name: getattr(before, name) for name in names}
    assert (after.broker, after.web_bind, after.producer_acks) == (before.broker, "127.0.0.1", -1)


def test_the_worker_itself_does_not_load_spacy() -> None:
    """Only the processes that extract do; it would take seconds of every start, and memory."""
    told = "import sys, agents.app, agents.cli.main; print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=REPOSITORY)
    assert done.stdout == "False\n"
