"""The two commands that the README promises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


def marked(name: str) -> list[str]:
    """The lines of the block below the mark that .ci/run looks for."""
    blocks = re.findall(rf"^<!-- command: {name} -->\n```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1, f"README.md marks {len(blocks)} commands as {name}"
    return str(blocks[0]).splitlines()


@pytest.mark.parametrize("name, end", [("demo", "communique demo"), ("test", "pytest")])
def test_each_promised_command_is_one_line_from_nothing_to_its_end(name: str, end: str) -> None:
    (command,) = marked(name)
    steps = command.split(" && ")
    assert (steps[0], steps[-1]) == ("python3.11 -m venv .venv", f".venv/bin/{end}")


@pytest.mark.parametrize("name, lock", [("demo", "demo"), ("test", "dev")])
def test_what_they_install_is_locked_and_the_project_alone_comes_from_here(name: str, lock: str) -> None:
    (command,) = marked(name)
    assert command.split(" && ")[1:-1] == [
        f".venv/bin/pip install -q -r requirements/{lock}.txt",
        ".venv/bin/pip install -q --no-deps --no-build-isolation -e .",
    ]
