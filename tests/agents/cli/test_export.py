"""The options of `communique export`, before any broker is asked."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner

from agents.cli.export import LAYOUTS, checked_address, export, group_of
from agents.export.dyads import QUAD_CLASS
from agents.export.layouts import Kind

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"


@pytest.mark.parametrize(
    "arguments, why",
    [
        pytest.param(("sqlite", "x.sqlite", "--country", "Japan"), "two capitals, such as JP", id="no country"),
        pytest.param(("sqlite", "x.sqlite", "--type", "summit"), "'summit' is not one of", id="no type"),
        pytest.param(("csv", "x.csv", "--layout", "wide"), "'wide' is not one of", id="no layout"),
        pytest.param(("webhook", "desk.example/hook"), "must begin with http:// or https://", id="no scheme"),
        pytest.param(("webhook", "file:///etc/passwd"), "must begin with http:// or https://", id="a file"),
        pytest.param(("webhook", "https://desk.example:port/"), "must begin with http:// or https://", id="no port"),
    ],
)
def test_what_cannot_be_meant_is_refused(arguments: tuple[str, ...], why: str) -> None:
    done = CliRunner().invoke(export, arguments)
    assert done.exit_code != 0
    assert why in done.output


def test_messages_name_the_host_of_a_webhook_and_nothing_that_may_be_secret() -> None:
    assert checked_address("https://user:hush@desk.example:8443/hooks/hush?token=hush") == "desk.example:8443"


def test_each_address_has_a_group_of_its_own_that_does_not_tell_it() -> None:
    groups = [group_of(url) for url in ("https://a.example/?token=hush", "https://b.example/?token=hush")]
    assert len(set(groups)) == 2
    assert all(name.startswith("communique-webhook-") and "hush" not in name for name in groups)


@pytest.mark.parametrize("command", export.commands.values(), ids=list(export.commands))
def test_every_target_is_documented_and_its_help_has_an_example(command: click.Command) -> None:
    assert f"`communique export {command.name} " in (DOCS / "command-line.md").read_text("utf-8")
    assert "Example" in str(command.help)


@pytest.mark.parametrize(
    "layout, column", [(layout.name, column.name) for layout in LAYOUTS.values() for column in layout.columns]
)
def test_every_column_is_documented(layout: str, column: str) -> None:
    page = (DOCS / "consumers.md").read_text("utf-8")
    section = page.partition(f"### The layout `{layout}`")[2].partition("\n### ")[0].partition("\n## ")[0]
    assert f"`{column}`" in section


def test_every_code_that_an_event_may_bear_is_documented() -> None:
    rules = yaml.safe_load((ROOT / "extraction" / "lexicons" / "codes.yaml").read_text("utf-8"))
    given = {
        rule[book]
        for kind in ("meeting", "trade_measure", "appointment")
        for rule in rules[kind]
        for book in ("plover", "cameo")
        if book in rule
    }
    table = (
        (DOCS / "consumers.md").read_text("utf-8").partition("How events are coded:")[2].partition("Where no code")[0]
    )
    assert {code for code in given if f"`{code}`" not in table} == set()
    assert {rule["plover"] for kind in ("meeting", "trade_measure", "appointment") for rule in rules[kind]} <= set(
        QUAD_CLASS
    )


def test_every_kind_of_column_is_in_use() -> None:
    assert {column.kind for layout in LAYOUTS.values() for column in layout.columns} == set(Kind)
