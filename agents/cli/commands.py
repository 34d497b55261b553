"""Faust's own command line with the commands of this project beside it."""

from __future__ import annotations

from importlib.metadata import version

import click
from faust.cli.faust import cli
from faust.cli.worker import worker as faust_worker
from mode.worker import Worker

from agents.cli.dead_letters import dead_letters
from agents.cli.demo import demo
from agents.cli.entity import entity
from agents.cli.evaluate import evaluate_command
from agents.cli.evaluate_merging import evaluate_merging_command
from agents.cli.events import events
from agents.cli.export import export
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
  communique export csv FILE   put events into a table; also parquet, sqlite, duckdb, postgres, webhook
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
    export,
    extract,
    feed,
    topics,
    watch,
)
OF_NO_USE = ("clean-versions", "livecheck", "model", "models", "reset", "send")
"""Faust commands that do nothing here, or that would undo what `topics create` made; not shown in the help."""


OPTIONS_OF_NO_USE = {
    "web_port": "COMMUNIQUE_WEB_PORT",
    "web_bind": "COMMUNIQUE_WEB_HOST",
    "web_host": "COMMUNIQUE_WEB_ADVERTISED_HOST",
    "web_transport": "COMMUNIQUE_WEB_HOST",
}
"""Options of Faust's worker, each with the setting in its place: past the settings nobody asks for a login or TLS."""

WORKER_HELP = """Run a worker: it extracts, merges, publishes and serves the web view, until Ctrl-C or SIGTERM.

Several workers share the work; each needs its own COMMUNIQUE_WEB_PORT on one machine. The exit code is 78 where
settings or topics are not right, 70 where the worker stood still and ended itself.

\b
Examples:
  communique worker -l info
  COMMUNIQUE_WEB_PORT=6067 communique worker -l info
"""


def prepare(*, banner: bool = True) -> click.Group:
    """Faust's command group with the commands, help and version of this project.

    Args:
        banner: whether a worker prints its table of settings before it starts.
    """
    cli.help = HELP
    if not banner:
        faust_worker.on_worker_created = _print_nothing  # type: ignore[assignment,method-assign]
    _prepare_worker(cli.commands["worker"])
    cli.params = [parameter for parameter in cli.params if parameter.name != "version"]
    click.version_option(version("communique"), prog_name="communique")(cli)
    for command in COMMANDS:
        cli.add_command(command)
        _keep_lines(command)
    for name in OF_NO_USE:
        if name in cli.commands:
            cli.commands[name].hidden = True
    return cli


def _prepare_worker(worker: click.Command) -> None:
    """Give Faust's worker its help, and leave the web view to the settings."""
    worker.help = WORKER_HELP
    for parameter in worker.params:
        if isinstance(parameter, click.Option) and parameter.name in OPTIONS_OF_NO_USE:
            parameter.hidden = True
            parameter.callback = _refuse


def _print_nothing(command: faust_worker, worker: Worker) -> None:
    """Stand where Faust prints its banner."""


def _refuse(context: click.Context, parameter: click.Parameter, value: object) -> None:
    if value is not None:
        raise click.BadParameter(f"set {OPTIONS_OF_NO_USE[str(parameter.name)]} instead", context, parameter)


def _keep_lines(command: click.Command) -> None:
    """Have the examples in the help of a command, and of those below it, printed line by line.

    Click is asked for that by a backspace, which docstrings hold as the two characters that stand for it.
    """
    command.help = (command.help or "").replace("\\b\n", "\b\n")
    for below in getattr(command, "commands", {}).values():
        _keep_lines(below)
