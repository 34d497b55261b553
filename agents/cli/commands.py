"""Faust's own command line with the commands of this project beside it."""

from __future__ import annotations

from importlib.metadata import version

import click
from faust.cli.faust import cli

from agents.cli.dead_letters import dead_letters
from agents.cli.demo import demo
from agents.cli.entity import entity
from agents.cli.evaluate import evaluate_command
from agents.cli.evaluate_merging import evaluate_merging_command
from agents.cli.events import events
from agents.cli.extract import extract
from agents.cli.feed import feed
from agents.cli.topics import topics
from agents.cli.watch import watch

HELP = """Newswire in, diplomatic and trade events out.

\b
First steps:
  communique demo              all of it, with sample articles, on an embedded broker
  communique topics create     make the topics on your own broker
  communique worker -l info    extract, merge and publish
  communique feed FILE...      push articles
  communique watch             see events as they appear
  communique entity ID         see what is known of a country, person or organization

Settings come from environment variables COMMUNIQUE_...; docs/settings.md lists them.
`communique COMMAND --help` tells more about a command.
"""
COMMANDS = (
    dead_letters,
    demo,
    entity,
    evaluate_command,
    evaluate_merging_command,
    events,
    extract,
    feed,
    topics,
    watch,
)
OF_NO_USE = ("clean-versions", "livecheck", "model", "models", "reset", "send")
"""Faust commands that do nothing here, or that would undo what `topics create` made; not shown in the help."""


def prepare() -> click.Group:
    """Faust's command group with the commands, help and version of this project."""
    cli.help = HELP
    cli.params = [parameter for parameter in cli.params if parameter.name != "version"]
    click.version_option(version("communique"), prog_name="communique")(cli)
    for command in COMMANDS:
        cli.add_command(command)
    for name in OF_NO_USE:
        if name in cli.commands:
            cli.commands[name].hidden = True
    return cli
