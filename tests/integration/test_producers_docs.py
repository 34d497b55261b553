"""The snippets of docs/producers.md, run as they stand there."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from brokers import Cluster, NoKafkaError, kafka_jars
from harness import Record, Stream

DOCS = (Path(__file__).parents[2] / "docs" / "producers.md").read_text("utf-8")
PART = DOCS.partition("## From your program\n")[2].partition("\n## ")[0]
CODE = re.compile(r"^```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SNIPPETS = {
    section.partition("\n")[0]: found[1] for section in PART.split("\n### ")[1:] if (found := CODE.search(section))
}
NODE = Path(__file__).parents[1] / "support" / "node"
SECONDS = 60

ARTICLES = [
    {"id": "wire/1", "text": "The minister flew home.", "language": "en"},
    {
        "id": "wire/2",
        "title": "Zwölf \"Fische\"\tund \\ ein 'Brot'",
        "text": "They met.\n\nThen they left.",
        "language": "en",
    },
    *({"id": f"wire/{number}", "text": "They met again.", "language": "en"} for number in range(3, 9)),
]


def python(code: str, directory: Path) -> tuple[list[str], Mapping[str, str]]:
    (directory / "feed.py").write_text(code, "utf-8")
    return [sys.executable, "feed.py"], {}


def shell(code: str, directory: Path) -> tuple[list[str], Mapping[str, str]]:
    for tool in ("kcat", "jq"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    return ["sh", "-euc", code], {}


def java(code: str, directory: Path) -> tuple[list[str], Mapping[str, str]]:
    if shutil.which("javac") is None:
        pytest.skip("no Java compiler on this machine")
    try:
        jars = kafka_jars()
    except NoKafkaError as error:
        pytest.skip(str(error))
    (directory / "Feed.java").write_text(code, "utf-8")
    return ["java", "-XX:TieredStopAtLevel=1", "-cp", f"{jars}/*", "Feed.java"], {}


def node(code: str, directory: Path) -> tuple[list[str], Mapping[str, str]]:
    (directory / "feed.cjs").write_text(code, "utf-8")
    return ["node", "feed.cjs"], {"NODE_PATH": str(node_modules())}


def node_modules() -> Path:
    """The packages that the lock file names, fetched once into the user's cache."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("no Node.js with npm on this machine")
    digest = hashlib.sha256((NODE / "package-lock.json").read_bytes()).hexdigest()[:8]
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "communique" / f"node-{digest}"
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "whole").exists():
            for name in ("package.json", "package-lock.json"):
                shutil.copy(NODE / name, home)
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            if subprocess.run(command, cwd=home, capture_output=True, timeout=SECONDS, check=False).returncode:
                pytest.skip("npm could not fetch the client")
            (home / "whole").touch()
    return home / "node_modules"


PREPARE: Mapping[str, Callable[[str, Path], tuple[list[str], Mapping[str, str]]]] = {
    "Python": python,
    "Shell": shell,
    "Java": java,
    "Node": node,
}


def test_every_snippet_is_run() -> None:
    assert list(SNIPPETS) == list(PREPARE)


@pytest.mark.parametrize("name, code", [pytest.param(name, code, id=name) for name, code in SNIPPETS.items()])
def test_a_snippet_sends_articles_as_they_are_and_each_id_to_its_partition(
    clean_kafka: Cluster, tmp_path: Path, name: str, code: str
) -> None:
    command, variables = PREPARE[name](code, tmp_path)
    stream = Stream(clean_kafka.bootstrap, tmp_path, partitions=4)
    stream.create_topics()
    stream.send_articles(*ARTICLES)
    expected = partitions(stream.read("articles", until=lambda found: len(found) == len(ARTICLES)))
    (tmp_path / "articles.jsonl").write_text("".join(json.dumps(article) + "\n" for article in ARTICLES), "utf-8")
    environment = {**os.environ, **variables, "BOOTSTRAP": clean_kafka.bootstrap}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr
    records = stream.read("articles", until=lambda found: len(found) == 2 * len(ARTICLES))
    sent = [record for record in records if record.offset >= sum(key[1] == record.partition for key in expected)]
    assert partitions(sent) == expected
    assert sorted((record.data for record in sent), key=lambda article: article["id"]) == ARTICLES


def partitions(records: list[Record]) -> set[tuple[str, int]]:
    """Each key with the partition it went to."""
    return {((record.key or b"").decode(), record.partition) for record in records}
