"""`communique events`: an operator takes an event back, or apart."""

from __future__ import annotations

import re

import click
from kafka import KafkaProducer

from agents.cli.telling import told_plainly
from agents.reaching import usable_options
from agents.records import Command
from agents.settings import Settings
from agents.topics import MENTIONS
from schemas.vocabulary import EventType
from schemas.wire import to_bytes

SECONDS = 30.0

_EVENT_ID = re.compile(rf"(?:{'|'.join(EventType)}):[0-9a-f]{{16}}")


@click.group(short_help="Take events back, or apart.")
def events() -> None:
    """Take events back, or apart, against what the articles say, and undo it.

    A decision is sent to the workers, taken up in its turn, and kept: it holds through restarts and corrections, and
    for articles that join later. Events that have been quiet for longer than the stream keeps them open are settled
    and cannot be changed; a worker then logs that there is nothing to do.
    """


@events.command(short_help="Take an event back.")
@click.argument("event_id", metavar="ID")
def withdraw(event_id: str) -> None:
    r"""Take an event back: a null value under its id, and no part of it in the tables.

    It stays away, also when other articles tell of it. The articles' other events stay.

    \b
    Example:
      communique events withdraw meeting:3f2a9c0d51e7b846
    """
    send(Command(command="withdraw", event_id=checked(event_id)))
    click.echo(f"asked to withdraw {event_id}")


@events.command(short_help="Undo what was decided about an event.")
@click.argument("event_id", metavar="ID")
def restore(event_id: str) -> None:
    r"""Let go of all that was decided about an event: its withdrawal and every split.

    It is published again, as merging makes it of what the articles tell by now. ID is the one that `withdraw` or
    `split` was given; the event may come back under another, where an earlier article has joined it since.

    \b
    Example:
      communique events restore meeting:3f2a9c0d51e7b846
    """
    send(Command(command="restore", event_id=checked(event_id)))
    click.echo(f"asked to restore {event_id}")


@events.command(short_help="Take articles out of an event.")
@click.argument("event_id", metavar="ID")
@click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True)
def split(event_id: str, articles: tuple[str, ...]) -> None:
    r"""Take articles out of an event that tell of another one; they make an event of their own.

    The side with the earliest report keeps the id. Articles that join later go to the side that they fit best. An
    article that is not among the event's sources is passed over.

    \b
    Example:
      communique events split meeting:3f2a9c0d51e7b846 yna-17 kh-4
    """
    send(Command(command="split", event_id=checked(event_id), articles=articles))
    click.echo(f"asked to split {event_id}")


def checked(event_id: str) -> str:
    """An event id that can be one.

    Raises:
        click.BadParameter: it cannot.
    """
    if not _EVENT_ID.fullmatch(event_id):
        raise click.BadParameter(f"{event_id} is no event id; they are like meeting:3f2a9c0d51e7b846", param_hint="ID")
    return event_id


def send(command: Command) -> None:
    """Send a decision to where the mentions go, and wait for the broker.

    Raises:
        click.ClickException: the broker did not take it.
    """
    with told_plainly():
        producer = KafkaProducer(**usable_options(Settings()), acks="all")
        try:
            producer.send(MENTIONS, key=command.event_id.encode(), value=to_bytes(command)).get(timeout=SECONDS)
        finally:
            producer.close(timeout=SECONDS)
