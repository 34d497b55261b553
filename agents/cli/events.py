"""`communique events`: an operator looks into an event, takes it back, or apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import click
from kafka import KafkaProducer

from agents.broker.reaching import usable_options
from agents.cli.asking import ask, web_view
from agents.cli.plain import from_plain
from agents.cli.telling import told_plainly
from agents.cli.watch import describe
from agents.records import Command, EventAccount
from agents.settings import PREFIX, Settings
from agents.topics import MENTIONS
from schemas.vocabulary import EventType
from schemas.wire import to_bytes

SECONDS = 30.0

_EVENT_ID = re.compile(rf"(?:{'|'.join(EventType)}):[0-9a-f]{{16}}")


@click.group(short_help="Look into events, take them back, or apart.")
def events() -> None:
    """Look into events; take them back, or apart, against what the articles say, and undo it.

    A decision is sent to the workers, taken up in its turn, and kept: it holds through restarts and corrections, and
    for articles that join later. Events that have been quiet for longer than the stream keeps them open are settled
    and cannot be changed; a worker then logs that there is nothing to do.
    """


@events.command(short_help="Show how an event came about.")
@click.argument("event_id", metavar="ID")
@click.option("--url", help="The web view to ask; any worker's will do. Usually that of the settings.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer of the web view.")
def show(event_id: str, url: str | None, *, as_json: bool) -> None:
    r"""Show how an event came about: its reports, why each is one, and where they contradict each other.

    It asks the web view of a worker, which must be running. The exit code is 1 where nothing is known.

    \b
    Examples:
      communique events show meeting:3f2a9c0d51e7b846
      communique events show meeting:3f2a9c0d51e7b846 --json | jq .conflicts
    """
    settings = Settings()
    body = ask(f"{web_view(url, settings)}/api/events/{quote(checked(event_id), safe='')}", settings)
    if body is None:
        raise click.ClickException(
            f"nothing is known of {event_id}: there is none, or it has been quiet for so long ({PREFIX}LIVE_DAYS) "
            "that it is settled and no longer kept"
        )
    click.echo(body.decode() if as_json else "\n".join(lines(from_plain(EventAccount, body))))


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
    say_asked("withdraw", event_id)


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
    say_asked("restore", event_id)


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
    say_asked("split", event_id)


def say_asked(command: str, event_id: str) -> None:
    """Tell that a decision waits its turn, and where its outcome is seen."""
    click.echo(f"asked to {command} {event_id}; `communique events show {event_id}` tells what came of it")


def lines(account: EventAccount) -> Iterator[str]:
    """What is known of an event as lines of text."""
    state = "withdrawn" if account.withdrawn else "may still change" if account.live else "settled"
    yield f"{click.style(account.event_id, bold=True)}  version {account.version}  {state}"
    if account.event:
        yield describe(account.event)
    for report in account.reports:
        yield f"report     {report.article_id}  {report.label}  {click.style(report.why, dim=True)}"
    for conflict in account.conflicts:
        told = "; ".join(f"{value} ({', '.join(articles)})" for value, articles in conflict.told.items())
        yield f"conflict   {conflict.slot}: {told}"
    if account.entities:
        yield f"entities   {', '.join(account.entities)}"


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
