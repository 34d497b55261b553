"""Machines without what Apache Kafka needs: told in one sentence, never a failure."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from brokers import NoKafkaError, kafka_jars

JAVA_17 = "echo 'openjdk version \"17.0.15\" 2025-04-15' >&2"
FETCHING_MAVEN = """
for option; do case $option in -DoutputDirectory=*) target=${option#*=};; esac; done
sleep 0.2; mkdir -p "$target"; : > "$target/kafka.jar"; echo fetched >> "$XDG_CACHE_HOME/calls"
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, and a search path that holds only the programs that the test puts there."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("mkdir", "sleep"):
        (programs / name).symlink_to(
            next(Path(folder, name) for folder in os.get_exec_path() if Path(folder, name).exists())
        )
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def put(cache: Path, name: str, script: str) -> None:
    program = cache / "programs" / name
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)


@pytest.mark.parametrize(
    "programs, told",
    [
        pytest.param({}, "no Java on this machine", id="no Java"),
        pytest.param(
            {"java": "echo 'java version \"1.8.0_402\"' >&2"}, 'here is: java version "1.8.0_402"', id="Java 8"
        ),
        pytest.param(
            {"java": "echo 'openjdk version \"11.0.2\"' >&2"}, 'here is: openjdk version "11.0.2"', id="Java 11"
        ),
        pytest.param({"java": "exit 1"}, "needs Java 17 or later, here is: ", id="a Java that does not run"),
        pytest.param({"java": JAVA_17}, "no Maven on this machine", id="no Maven"),
        pytest.param(
            {"java": JAVA_17, "mvn": "echo '[ERROR] no route to host'; exit 1"},
            "Maven could not fetch Apache Kafka: [ERROR] no route to host",
            id="no network",
        ),
    ],
)
def test_what_is_missing_is_told(cache: Path, programs: dict[str, str], told: str) -> None:
    for name, script in programs.items():
        put(cache, name, script)
    with pytest.raises(NoKafkaError, match=re.escape(told)):
        kafka_jars()


def test_a_failed_fetch_leaves_nothing_that_a_later_run_would_take_for_whole(cache: Path) -> None:
    put(cache, "java", JAVA_17)
    put(cache, "mvn", FETCHING_MAVEN + "exit 1")
    with pytest.raises(NoKafkaError):
        kafka_jars()
    assert [path.name for path in (cache / "communique").iterdir()] == ["kafka.lock"]


def test_runs_that_ask_at_once_fetch_once(cache: Path) -> None:
    put(cache, "java", JAVA_17)
    put(cache, "mvn", FETCHING_MAVEN)
    with ThreadPoolExecutor(3) as runs:
        directories = list(runs.map(lambda _: kafka_jars(), range(3)))
    assert (cache / "calls").read_text("utf-8") == "fetched\n"
    assert len(set(directories)) == 1
    assert [jar.name for jar in directories[0].iterdir()] == ["kafka.jar"]
