"""`communique export`: events in tables and to webhooks."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from agents.broker.clients import trusting
from agents.broker.reaching import usable_options
from agents.cli.plain import plain
from agents.cli.telling import told_plainly
from agents.client import Choice, Subscription, UnreadableRecordError
from agents.export.databases import Postgres, Sqlite
from agents.export.duck import DuckDb, DuckTable
from agents.export.dyads import PLOVER
from agents.export.files import FileTable, csv_writer, write_parquet
from agents.export.layouts import EVENTS
from agents.export.running import Report, run
from agents.export.table import SqlTable, TableError, Target
from agents.settings import Settings
from schemas.vocabulary import EventType

LAYOUTS = {layout.name: layout for layout in (EVENTS, PLOVER)}
CommandT = TypeVar("CommandT", bound=Callable[..., None])

OF_ALL = (
    click.option(
        "--type",
        "types",
        multiple=True,
        type=click.Choice([kind.hyphenated for kind in EventType]),
        help="Only events of this type; may be given several times.",
    ),
    click.option(
        "--country",
        "countries",
        multiple=True,
        metavar="CODE",
        help="Only events in which this country takes part, such as JP; may be given several times.",
    ),
    click.option("--follow", is_flag=True, help="Go on as events come, until Ctrl-C or SIGTERM."),
)
OF_TABLES = (
    *OF_ALL,
    click.option(
        "--layout",
        type=click.Choice(list(LAYOUTS)),
        default=EVENTS.name,
        show_default=True,
        help="events: a row an event. plover: a row a pair of actors, with codes, as in GDELT and POLECAT.",
    ),
    click.option("--anew", is_flag=True, help="Drop what is there and begin with the first record."),
)
OF_FILES = (
    *OF_TABLES,
    click.option(
        "--every",
        type=click.FloatRange(min=1),
        default=60.0,
        show_default=True,
        metavar="SECONDS",
        help="With --follow: how often the file is written anew.",
    ),
)
OF_DATABASES = (
    *OF_TABLES,
    click.option("--table", default="events", show_default=True, help="Name of the table."),
)
FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


def taking(options: tuple[Callable[[CommandT], CommandT], ...]) -> Callable[[CommandT], CommandT]:
    """Give a command several options."""

    def give(command: CommandT) -> CommandT:
        for option in reversed(options):
            command = option(command)
        return command

    return give


@click.group(short_help="Put events into a file or database, or post them to a webhook.")
def export() -> None:
    r"""Put events into a file or a database, or post them to a webhook.

    Each run goes on where the last one stopped, to the present end of the topics; --follow goes on from there. An event
    that changes replaces its rows, a withdrawn one loses them. A run may be killed at any moment and started again.

    \b
    Examples:
      communique export parquet events.parquet
      communique export csv gdelt-like.csv --layout plover --country JP
      communique export postgres postgresql://db/news --follow
    """


@export.command()
@FILE
@taking(OF_FILES)
def parquet(  # noqa: PLR0913 -- click hands over each option
    file: Path,
    *,
    types: tuple[str, ...],
    countries: tuple[str, ...],
    follow: bool,
    layout: str,
    anew: bool,
    every: float,
) -> None:
    r"""Write a Parquet file; FILE.state beside it holds how far it got.

    \b
    Example:
      communique export parquet events.parquet
    """
    choice = chosen(types, countries)
    _export(lambda: FileTable(file, LAYOUTS[layout], choice, write_parquet, anew=anew), choice, follow, every)


@export.command(name="csv")
@FILE
@click.option("--unguarded", is_flag=True, help="Leave texts that a spreadsheet would take for a formula as they are.")
@taking(OF_FILES)
def as_csv(  # noqa: PLR0913 -- as above
    file: Path,
    *,
    unguarded: bool,
    types: tuple[str, ...],
    countries: tuple[str, ...],
    follow: bool,
    layout: str,
    anew: bool,
    every: float,
) -> None:
    r"""Write a CSV file; FILE.state beside it holds how far it got.

    Where a text, or what stands in it behind a semicolon or tab, begins with =, +, -, @ or a blank that parts cells or
    lines, an apostrophe is put before it, since a spreadsheet would run it as a formula.

    \b
    Example:
      communique export csv events.csv --type appointment
    """
    choice = chosen(types, countries)
    write = csv_writer(guarded=not unguarded)
    _export(lambda: FileTable(file, LAYOUTS[layout], choice, write, anew=anew), choice, follow, every)


@export.command()
@FILE
@taking(OF_DATABASES)
def sqlite(  # noqa: PLR0913 -- as above
    file: Path,
    *,
    types: tuple[str, ...],
    countries: tuple[str, ...],
    follow: bool,
    layout: str,
    anew: bool,
    table: str,
) -> None:
    r"""Write a table in a SQLite file.

    \b
    Example:
      communique export sqlite news.sqlite --follow
    """
    choice = chosen(types, countries)
    _export(lambda: SqlTable(Sqlite(file), LAYOUTS[layout], table, choice, anew=anew), choice, follow)


@export.command()
@FILE
@taking(OF_DATABASES)
def duckdb(  # noqa: PLR0913 -- as above
    file: Path,
    *,
    types: tuple[str, ...],
    countries: tuple[str, ...],
    follow: bool,
    layout: str,
    anew: bool,
    table: str,
) -> None:
    r"""Write a table in a DuckDB file. While it runs, no other program can open the file.

    \b
    Example:
      communique export duckdb news.duckdb --layout plover --table dyads
    """
    choice = chosen(types, countries)
    _export(lambda: DuckTable(DuckDb(file), LAYOUTS[layout], table, choice, anew=anew), choice, follow)


@export.command()
@click.argument("address", metavar="ADDRESS")
@taking(OF_DATABASES)
def postgres(  # noqa: PLR0913 -- as above
    address: str,
    *,
    types: tuple[str, ...],
    countries: tuple[str, ...],
    follow: bool,
    layout: str,
    anew: bool,
    table: str,
) -> None:
    r"""Write a table in a PostgreSQL database. ADDRESS is a URL or a connection string.

    What ADDRESS leaves out, libpq takes from PGHOST, PGUSER, PGPASSWORD, ~/.pgpass and the like; a password is better
    left there than on the command line.

    \b
    Examples:
      communique export postgres postgresql://db.example/news --follow
      communique export postgres "dbname=news sslmode=verify-full" --table meetings --type meeting
    """
    choice = chosen(types, countries)
    _export(lambda: SqlTable(Postgres(address), LAYOUTS[layout], table, choice, anew=anew), choice, follow)


@export.command()
@click.argument("url", metavar="URL")
@taking(OF_ALL)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "cloudevents"]),
    default="json",
    show_default=True,
    help="json: the event, with CloudEvents headers. cloudevents: a CloudEvent in JSON with the event within.",
)
@click.option("--group", default=None, help="Consumer group that keeps the place; default: one made from URL.")
@click.option(
    "--give-up",
    type=click.FloatRange(min=1, max=86_400),
    default=300.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to try one event before the command ends.",
)
def webhook(  # noqa: PLR0913 -- as above
    url: str,
    *,
    types: tuple[str, ...],
    countries: tuple[str, ...],
    follow: bool,
    form: str,
    group: str | None,
    give_up: float,
) -> None:
    r"""Post each change to URL, one after the other.

    An event counts as sent when the answer is 2xx; only then the broker is told. 408, 425, 429, 5xx and no answer at
    all are tried again, longer and longer apart; any other answer ends the command, and so does --give-up. The next
    run begins with the event that was not taken. Requests are signed where COMMUNIQUE_WEBHOOK_SECRET is set.

    \b
    Example:
      communique export webhook https://desk.example/hooks/news --type meeting --follow
    """
    # httpx and tenacity are of an extra.
    try:
        from agents.export.webhook import Webhook, WebhookError  # noqa: PLC0415
    except ImportError as error:
        raise click.ClickException(f"{error.name} is not installed: pip install 'communique[export]'") from error

    settings, host = Settings(), checked_address(url)
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else None
    choice, sent = chosen(types, countries), 0
    try:
        with told_plainly(), ended_by_signals():
            hook = Webhook(
                url,
                form="cloudevents" if form == "cloudevents" else "json",
                secret=secret,
                give_up_seconds=give_up,
                context=trusting(None),
                told=lambda line: click.echo(f"{host}: {plain(line)}", err=True),
            )
            with closing(hook), _subscription(settings, choice, group or group_of(url), give_up, follow) as events:
                for change in events:
                    hook.send(change)
                    sent += 1
    except WebhookError as error:
        click.echo(f"{sent} sent", err=True)
        raise click.ClickException(f"{host}: {plain(str(error))}") from error
    except UnreadableRecordError as error:
        raise click.ClickException(plain(str(error))) from error
    except KeyboardInterrupt:
        pass
    click.echo(f"{sent} sent", err=True)


def _subscription(settings: Settings, choice: Choice, group: str, give_up: float, follow: bool) -> Subscription:
    usable_options(settings)
    return Subscription(
        group=group,
        types=choice.types,
        countries=choice.countries,
        follow=follow,
        batch=1,
        commit_seconds=0.0,
        handling_seconds=give_up + 120.0,
        settings=settings,
    )


def checked_address(url: str) -> str:
    """The host of an address, for messages: the rest may hold secrets.

    Raises:
        click.ClickException: it is no address that can be posted to.
    """
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        parts, port = urlsplit(""), ""
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise click.ClickException("URL must begin with http:// or https:// and name a host")
    return f"{parts.hostname}{port}"


def group_of(url: str) -> str:
    """The consumer group of an address: the same for each run, and another one for each address."""
    return f"communique-webhook-{sha256(url.encode()).hexdigest()[:16]}"


def chosen(types: tuple[str, ...], countries: tuple[str, ...]) -> Choice:
    """What the options choose.

    Raises:
        click.UsageError: a country is none.
    """
    try:
        return Choice.of(types, countries)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _export(make: Callable[[], Target], choice: Choice, follow: bool, every: float = 60.0) -> None:
    """Run an export, told of as it goes."""
    settings, written = Settings(), 0
    try:
        with told_plainly(), ended_by_signals(), progress() as report:
            usable_options(settings)
            with closing(make()) as target, _from(target, choice, settings, follow) as events:
                try:
                    written = run(target, events, report, every)
                except KeyboardInterrupt:
                    target.refresh()
                    click.echo("stopped", err=True)
                    return
    except (TableError, UnreadableRecordError) as error:
        raise click.ClickException(plain(str(error))) from error
    click.echo(f"{written} events written or taken out", err=True)


def _from(target: Target, choice: Choice, settings: Settings, follow: bool) -> Subscription:
    return Subscription(
        types=choice.types,
        countries=choice.countries,
        positions=target.positions(),
        follow=follow,
        settings=settings,
    )


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let SIGTERM end the run as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def progress() -> Iterator[Report]:
    """A bar of the records that the topics held at the beginning, on a terminal; nothing elsewhere."""
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("reading", total=None)
        known = 0

        def report(remaining: int, _written: int) -> None:
            nonlocal known
            known = max(known, remaining)
            bar.update(task, total=known, completed=known - remaining)

        yield report
