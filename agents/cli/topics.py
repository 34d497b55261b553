"""`communique topics`: make and check the topics."""

from __future__ import annotations

import click
from kafka.errors import KafkaError

from agents.clients import client_options
from agents.settings import Settings
from agents.topics import admin_client, create_missing, explain, mismatches, required_topics


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
    try:
        admin = admin_client(client_options(settings))
        made = create_missing(admin, specs, settings.replication_factor)
        found = mismatches(admin, specs)
        admin.close()
    except KafkaError as error:
        raise click.ClickException(f"the broker cannot be reached: {error}") from error
    for name in made:
        click.echo(f"created {name}")
    if found:
        raise click.ClickException(explain(found))
    click.echo(f"{len(specs)} topics are as the stream needs them")


@topics.command()
def check() -> None:
    """Compare the topics with what the stream needs; the exit code is 1 where one differs."""
    settings = Settings()
    specs = required_topics(settings)
    try:
        admin = admin_client(client_options(settings))
        found = mismatches(admin, specs)
        admin.close()
    except KafkaError as error:
        raise click.ClickException(f"the broker cannot be reached: {error}") from error
    if found:
        raise click.ClickException(explain(found))
    click.echo(f"{len(specs)} topics are as the stream needs them")


@topics.command(name="list")
def list_topics() -> None:
    """Show every topic with what it must look like."""
    for spec in required_topics(Settings()):
        config = " ".join(f"{key}={value}" for key, value in sorted(spec.config.items()))
        click.echo(f"{spec.name:<40} partitions={spec.partitions} {config}")
