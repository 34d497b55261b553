"""Documentation that cannot drift: every page, metric, command and option is described.

Settings are held to docs/settings.md by test_settings.py, and alerts to docs/operations.md by
tests/repository/test_monitoring.py.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from prometheus_client import CollectorRegistry

from agents.cli.commands import COMMANDS
from agents.metrics import Metrics

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = Path(__file__).parents[2] / "agents" / "pages"


def pages() -> list[str]:
    """The path of every page, read off the code that adds it."""
    return [
        path for file in sorted(PAGES.glob("*.py")) for path in re.findall(r'@app\.page\("([^"]+)"', file.read_text())
    ]


def metrics() -> list[str]:
    """The full name of every metric, as Prometheus shows it."""
    registry = CollectorRegistry()
    Metrics(registry)
    suffix = {"counter": "_total"}
    return [metric.name + suffix.get(metric.type, "") for metric in registry.collect()]


def test_there_are_pages_and_metrics_to_look_for() -> None:
    assert len(pages()) >= 8
    assert len(metrics()) >= 10


@pytest.mark.parametrize("path", pages())
def test_every_page_is_documented(path: str) -> None:
    assert f"`{path}`" in (DOCS / "web-view.md").read_text()


@pytest.mark.parametrize("name", metrics())
def test_every_metric_is_documented(name: str) -> None:
    assert re.search(rf"^\| `{name}[`{{]", (DOCS / "metrics.md").read_text(), re.MULTILINE)


def test_every_documented_metric_is_there_with_the_labels_told() -> None:
    registry = CollectorRegistry()
    Metrics(registry)
    there = {
        name: tuple(getattr(collector, "_labelnames", ()))
        for collector, names in registry._collector_to_names.items()
        for name in names
    }
    told = re.findall(r"^\| `(communique_\w+)(?:\{([\w,]+)\})?`", (DOCS / "metrics.md").read_text(), re.MULTILINE)
    assert len(told) >= len(metrics())
    assert [name for name, labels in told if there[name] != tuple(filter(None, labels.split(",")))] == []


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_command_is_documented(name: str) -> None:
    assert f"`communique {name}" in (DOCS / "command-line.md").read_text()


def options(command: click.Command, path: str) -> Iterator[tuple[str, str]]:
    """Every long option of a command and those below it."""
    for option in command.params:
        if isinstance(option, click.Option):
            yield from ((path, name) for name in (*option.opts, *option.secondary_opts) if name.startswith("--"))
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from options(below, f"{path} {name}")


@pytest.mark.parametrize("path,name", [pair for command in COMMANDS for pair in options(command, str(command.name))])
def test_every_option_is_documented(path: str, name: str) -> None:
    """With its command on the page of the command line, or on the page for those who use it."""
    text = "\n".join(page.read_text("utf-8") for page in sorted(DOCS.glob("*.md")))
    assert re.search(rf"{name}(?![\w-])", text)
    assert path.partition(" ")[0] in text


def told_commands() -> Iterator[tuple[str, str]]:
    """Every `communique ...` that a block of shell shows, with its page; those of Faust itself left out."""
    for page in [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]:
        for block in re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
            for line in block.replace("\\\n", " ").splitlines():
                found = re.search(r"\bcommunique ([a-z].*?)(?: [|>] .*| && .*|\s+#.*)?$", line)
                if found and found[1].partition(" ")[0] in {command.name for command in COMMANDS}:
                    yield page.name, found[1]


@pytest.mark.parametrize("page, words", [pytest.param(*one, id=" ".join(one)) for one in told_commands()])
def test_a_command_in_the_documentation_can_be_typed_as_it_stands(page: str, words: str) -> None:
    assert page
    name, *rest = shlex.split(words)
    group = click.Group(commands={str(command.name): command for command in COMMANDS})
    command: click.Command = group.commands[name]
    while isinstance(command, click.Group):
        command, *rest = command.commands[rest[0]], *rest[1:]
    command.make_context(name, rest)


def test_commands_are_found_to_be_typed() -> None:
    assert len(list(told_commands())) > 25
