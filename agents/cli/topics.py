"""`communique topics`: make and check the topics."""

from __future__ import annotations

import click

from agents.broker.permissions import acl_commands, needs_of_a_worker
from agents.broker.reaching import usable_options
from agents.cli.telling import told_plainly
from agents.settings import Settings
from agents.topics import administration, create_missing, required_topics
from agents.topics import check as check_all


@click.group(short_help="Make and check the topics.")
def topics() -> None:
    """Make and check the topics that the stream reads and writes."""


@topics.command()
def create() -> None:
    """Make the topics that are not there yet, then check all of them.

    Nothing that exists is changed or deleted. Partitions, copies and sizes come from the settings. The exit code is 1
    where a topic that exists is not as the stream needs it.
    """
    settings = Settings()
    specs = required_topics(settings)
    with told_plainly(), administration(usable_options(settings)) as admin:
        for name in create_missing(admin, specs, settings.replication_factor):
            click.echo(f"created {name}")
        check_all(admin, specs)
    click.echo(f"{len(specs)} topics are as the stream needs them")


@topics.command()
def check() -> None:
    """Compare the topics with what the stream needs; the exit code is 1 where one differs."""
    settings = Settings()
    specs = required_topics(settings)
    with told_plainly(), administration(usable_options(settings)) as admin:
        check_all(admin, specs)
    click.echo(f"{len(specs)} topics are as the stream needs them")


@topics.command(name="list")
def list_topics() -> None:
    """Show every topic with what it must look like."""
    for spec in required_topics(Settings()):
        config = " ".join(f"{key}={value}" for key, value in sorted(spec.config.items()))
        click.echo(f"{spec.name:<40} partitions={spec.partitions} {config}")


@topics.command(short_help="Print the commands that let a worker's user do its work.")
@click.argument("user")
def acls(user: str) -> None:
    r"""Print the commands of Apache Kafka that let USER run workers, for brokers with ACLs.

    Nothing is sent to the broker. Add `--bootstrap-server` and `--command-config` of an administrator.

    \b
    Example:
      communique topics acls communique
    """
    settings = Settings()
    for line in acl_commands(user, needs_of_a_worker(required_topics(settings), settings)):
        click.echo(line)
