"""The command line as a whole: what its help shows, and what of Faust's own is not to be used."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from agents.cli.commands import prepare


def commands(group: click.Group, *above: str) -> Iterator[tuple[str, ...]]:
    """The words of every command that the help shows, those below others included."""
    for name, command in group.commands.items():
        if not command.hidden:
            yield (*above, name)
            if isinstance(command, click.Group):
                yield from commands(command, *above, name)


@pytest.mark.parametrize("words", list(commands(prepare())), ids=" ".join)
def test_the_help_of_a_command_shows_each_example_on_a_line_of_its_own(words: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(prepare(), [*words, "--help"])
    assert shown.exit_code == 0, shown.output
    assert "\\b" not in shown.output
    assert "\b" not in shown.output
    examples = shown.output.partition("Example")[2].partition("Options:")[0].splitlines()[1:]
    assert all(line.strip().count("communique ") <= line.count("|") + 1 for line in examples), examples


@pytest.mark.parametrize(
    "option, setting",
    [
        pytest.param(
            "--web-bind=0.0.0.0", "COMMUNIQUE_WEB_HOST", id="where the web view listens, login and TLS or not"
        ),
        pytest.param("--web-host=example", "COMMUNIQUE_WEB_ADVERTISED_HOST", id="where others find it"),
        pytest.param("--web-port=80", "COMMUNIQUE_WEB_PORT", id="its port"),
        pytest.param("--web-transport=unix:///tmp/web", "COMMUNIQUE_WEB_HOST", id="a socket"),
    ],
)
def test_options_that_lead_past_the_settings_of_the_web_view_are_refused(option: str, setting: str) -> None:
    refused = CliRunner().invoke(prepare(), ["worker", option])
    assert refused.exit_code == 2
    assert f"set {setting} instead" in refused.output
    assert option.partition("=")[0] not in CliRunner().invoke(prepare(), ["worker", "--help"]).output
