"""Settings: what is refused, what is read, and that the documentation tells of each."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest
from pydantic import ValidationError

from agents.settings import PREFIX, Settings, misspelt

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "settings.md"
ROW = re.compile(rf"^\| `{PREFIX}(?P<name>\w+)` \| (?P<meaning>[^|]+) \|(?P<unit>[^|]*)\| (?P<default>[^|]+) \|$")


def documented() -> dict[str, str]:
    """The default of each setting as the documentation tells it."""
    rows = [ROW.match(line) for line in DOCUMENTATION.read_text(encoding="utf-8").splitlines()]
    return {row["name"].lower(): row["default"].strip(" `") for row in rows if row}


def as_written(value: object) -> str:
    """A default as a person would write it into the environment."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def test_every_setting_stands_in_the_documentation_with_its_default() -> None:
    defaults = {name: as_written(field.default) for name, field in Settings.model_fields.items()}
    assert documented() == defaults


@pytest.mark.parametrize(
    "environment,message",
    [
        pytest.param({"PARTITIONS": "0"}, "greater than or equal to 1", id="no partition"),
        pytest.param(
            {"WEB_PORT": "0"}, "greater than or equal to 1", id="a port of the system's choice, which nobody would know"
        ),
        pytest.param({"BOOTSTRAP_SERVERS": " , "}, "at least one broker", id="only commas for brokers"),
        pytest.param({"SECURITY_PROTOCOL": "SASL_SSL"}, "needs COMMUNIQUE_SASL_USERNAME", id="a login without a name"),
        pytest.param({"SSL_KEYFILE": "k.pem"}, "needs COMMUNIQUE_SSL_CERTFILE", id="a key without its certificate"),
        pytest.param({"STORE": "sqlite"}, "'memory' or 'rocksdb'", id="an unknown store"),
        pytest.param(
            {"WATCHDOG_SECONDS": "100", "EXTRACTION_TIMEOUT_SECONDS": "50"},
            "more than three times",
            id="a watchdog more impatient than three attempts at an article",
        ),
    ],
)
def test_contradictions_and_values_out_of_bounds_are_refused(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], message: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(ValidationError, match=message):
        Settings()


def test_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_BOOTSTRAP_SERVERS", "one:9092, two:9092")
    monkeypatch.setenv("COMMUNIQUE_POOL_PROCESSES", "3")
    settings = Settings()
    assert (settings.bootstrap_servers, settings.processes) == (("one:9092", "two:9092"), 3)


def test_an_empty_variable_counts_as_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_SASL_USERNAME", "")
    assert Settings().sasl_username is None


def test_a_password_is_never_shown() -> None:
    settings = Settings(security_protocol="SASL_SSL", sasl_username="u", sasl_password="hush")  # noqa: S106 -- a test's
    assert "hush" not in repr(settings) + str(settings) + settings.model_dump_json()


@pytest.mark.parametrize(
    "settings,host",
    [
        pytest.param({}, "127.0.0.1", id="bound to this machine"),
        pytest.param({"web_host": "10.1.2.3"}, "10.1.2.3", id="bound to one address"),
        pytest.param({"web_host": "0.0.0.0"}, socket.gethostname(), id="bound to every address"),  # noqa: S104 -- a test
        pytest.param({"web_advertised_host": "worker-1.communique"}, "worker-1.communique", id="told outright"),
    ],
)
def test_workers_reach_each_other_at_an_address_of_their_own(settings: dict[str, str], host: str) -> None:
    assert Settings.model_validate(settings).reachable_at == host


@pytest.mark.parametrize(
    "name, lines",
    [
        pytest.param("COMMUNIQUE_PARTITIONS", [], id="a setting"),
        pytest.param("PARTITONS", [], id="a variable of something else"),
        pytest.param("COMMUNIQUE_SERVICE_HOST", [], id="what Kubernetes adds for a service of that name"),
        pytest.param("COMMUNIQUE_PORT_6066_TCP_PORT", [], id="another that it adds"),
        pytest.param(
            "COMMUNIQUE_PARTITONS",
            ["COMMUNIQUE_PARTITONS is no setting and is not read; COMMUNIQUE_PARTITIONS is one"],
            id="a letter left out",
        ),
        pytest.param(
            "COMMUNIQUE_BOOTSTRAP_SERVER",
            ["COMMUNIQUE_BOOTSTRAP_SERVER is no setting and is not read; COMMUNIQUE_BOOTSTRAP_SERVERS is one"],
            id="the singular",
        ),
    ],
)
def test_a_misspelt_variable_is_named(name: str, lines: list[str]) -> None:
    assert list(misspelt([name])) == lines
