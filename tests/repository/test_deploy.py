"""The files to deploy: they name settings, commands and versions that exist.

Nothing here starts a container or a service. `.ci/checks compose image` checks the form of the container files; this
checks their content.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from agents.cli.commands import COMMANDS
from agents.settings import PREFIX, Settings
from agents.upkeep.watchdog import EXIT_CODE as STANDS_STILL
from agents.worker import EXIT_CODE as REFUSED

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "communique"}
SETTINGS = {PREFIX + name.upper() for name in Settings.model_fields}


def environment_of_the_image() -> dict[str, str]:
    words = shlex.split(re.findall(r"^ENV (.*?[^\\])$", DOCKERFILE, re.MULTILINE | re.DOTALL)[-1].replace("\\\n", " "))
    return dict(word.split("=", 1) for word in words)


@pytest.mark.parametrize("name", OURS)
def test_a_service_sets_only_settings_that_exist(name: str) -> None:
    assert set(OURS[name]["environment"]) - SETTINGS == set()


def test_what_the_compose_file_takes_from_outside_are_settings_too() -> None:
    text = (ROOT / "docker-compose.yml").read_text("utf-8")
    assert set(re.findall(rf"\$\{{({PREFIX}\w+)", text)) - SETTINGS == set()


@pytest.mark.parametrize("name", OURS)
def test_the_settings_of_a_service_and_its_image_are_valid(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in (environment_of_the_image() | OURS[name]["environment"]).items():
        if variable.startswith(PREFIX):
            # Compose puts the default in place of `${NAME:-default}`.
            monkeypatch.setenv(variable, re.sub(r"^\$\{\w+:-(.*)\}$", r"\1", value))
    settings = Settings()
    assert (settings.bootstrap_servers, settings.web_host, settings.store) == (
        ("kafka:19092",),
        "0.0.0.0",  # noqa: S104 -- inside a container, whose ports are published to this machine alone
        "rocksdb",
    )


@pytest.mark.parametrize("name", OURS)
def test_a_service_runs_a_command_that_exists(name: str) -> None:
    command = OURS[name].get("command", ["worker"])[0]
    assert command in {"worker", *(known.name for known in COMMANDS)}


def test_the_image_sets_only_settings_that_exist() -> None:
    ours = {name for name in environment_of_the_image() if name.startswith(PREFIX)}
    assert ours - SETTINGS == set()
    assert f"{PREFIX}DATA_DIR" in ours


def test_the_image_copies_only_what_is_there_and_not_left_out() -> None:
    sources = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
        for source in line.split()[:-1]
    ]
    let_in = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert [source for source in sources if f"!{source.partition('/')[0]}" not in let_in] == []


def test_the_image_remembers_what_was_fed_in_its_volume() -> None:
    """Its user has no home."""
    assert environment_of_the_image()["XDG_STATE_HOME"] == re.findall(r"^VOLUME (\S+)$", DOCKERFILE, re.MULTILINE)[0]


@pytest.mark.parametrize(
    "module", ["crc32c", "duckdb", "httpx", "protego", "psycopg", "rocksdict", "tenacity", "trafilatura"]
)
def test_the_image_holds_what_its_commands_import_of_extras(module: str) -> None:
    assert re.search(rf"^{module}==", (ROOT / "requirements" / "run.txt").read_text("utf-8"), re.MULTILINE)


def test_the_image_does_not_run_as_root() -> None:
    assert re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE) == ["10001:10001"]


def test_ports_are_published_to_this_machine_alone_and_fit_the_settings() -> None:
    port = Settings.model_fields["web_port"].default
    assert SERVICES["worker"]["ports"] == [f"127.0.0.1:{port}:{port}"]
    assert all(port.startswith("127.0.0.1:") for service in SERVICES.values() for port in service.get("ports", []))
    assert f"EXPOSE {port}\n" in DOCKERFILE


def test_the_worker_starts_after_the_topics_are_made_and_again_after_a_crash() -> None:
    worker = SERVICES["worker"]
    assert worker["depends_on"]["topics"] == {"condition": "service_completed_successfully"}
    assert SERVICES["topics"]["depends_on"]["kafka"] == {"condition": "service_healthy"}
    assert worker["restart"] == "unless-stopped"


def test_a_worker_that_keeps_its_name_over_restarts_keeps_its_address_too() -> None:
    """The broker hands a known name its old assignment, and Faust refuses one made for another address."""
    environment = SERVICES["worker"]["environment"]
    assert (environment["COMMUNIQUE_INSTANCE_ID"], environment["COMMUNIQUE_WEB_ADVERTISED_HOST"]) == (
        "worker-1",
        "worker",
    )


def test_kafka_is_the_version_that_the_tests_run_on() -> None:
    pom = (ROOT / "tests" / "support" / "pom.xml").read_text("utf-8")
    version = re.findall(r"<kafka\.version>(.+)</kafka\.version>", pom)
    assert SERVICES["kafka"]["image"] == f"apache/kafka:{version[0]}"


UNIT = ROOT / "deploy" / "communique.service"


def test_the_unit_of_systemd_sets_only_settings_that_exist() -> None:
    assert set(re.findall(rf"\b({PREFIX}\w+)=", UNIT.read_text("utf-8"))) - SETTINGS == set()


def test_the_unit_of_systemd_starts_again_what_stood_still_and_not_what_was_refused() -> None:
    lines = UNIT.read_text("utf-8").splitlines()
    assert {"Restart=always", f"RestartPreventExitStatus={REFUSED}"} <= set(lines)
    assert str(STANDS_STILL) not in next(line for line in lines if line.startswith("RestartPreventExitStatus"))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze")
def test_systemd_understands_its_unit(tmp_path: Path) -> None:
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text("utf-8").replace("/opt/communique/bin/communique", sys.executable), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
