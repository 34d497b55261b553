"""What may be asked of `communique feed`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from agents.cli.feed import feed
from agents.feeding.plan import Plan


@pytest.mark.parametrize(
    "arguments, message",
    [
        pytest.param(["file:///etc/passwd"], "is no file, and no URL of http or https", id="files have no URL"),
        pytest.param(
            ["ftp://wire.example/a.rss"], "is no file, and no URL of http or https", id="nor has another scheme"
        ),
        pytest.param(["--every", "5m", "a.jsonl"], "a file is read once", id="a file is not looked at again"),
        pytest.param(["--every", "0.5", "http://a/"], "at least 1 s", id="nobody is asked without a pause"),
        pytest.param(["--every", "soon", "http://a/"], "no time such as", id="a time is a number"),
        pytest.param(["--map", "headline=title", "a.jsonl"], "no field 'headline'", id="a mapping names fields"),
        pytest.param(["--rate", "0", "a.jsonl"], "0", id="a rate of nothing would never end"),
        pytest.param(["--format", "pdf", "a.jsonl"], "pdf", id="a format is one of those there are"),
    ],
)
def test_what_means_nothing_is_told_before_anything_is_sent(arguments: list[str], message: str) -> None:
    done = CliRunner().invoke(feed, arguments)
    assert (done.exit_code, message in done.output) == (2, True), done.output


def test_sources_are_sorted(tmp_path: Path) -> None:
    plan = Plan(("-", "a.jsonl", "HTTPS://wire.example/a.rss", str(tmp_path)))
    assert (plan.files, plan.urls, plan.directories) == (
        ("-", "a.jsonl"),
        ("HTTPS://wire.example/a.rss",),
        (str(tmp_path),),
    )
