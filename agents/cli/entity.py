"""`communique entity`: all that the events tell of a country, person or organization."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlencode

import click
import orjson

from agents.cli.asking import ask, web_view
from agents.cli.plain import from_plain
from agents.settings import Settings
from schemas.entity import Entity, Office, Participation

SHOWN = 10
"""Events, names and counterparts shown to a person; `--json` gives all."""


@click.command(short_help="Show what is known of a country, person or organization.")
@click.argument("entity_id", metavar="ID")
@click.option("--url", help="The web view to ask; any worker's will do. Usually that of the settings.")
@click.option("--json", "as_json", is_flag=True, help="Print the record as it stands on the topic entities.")
def entity(entity_id: str, url: str | None, *, as_json: bool) -> None:
    r"""Show what is known of a country, person or organization: names, offices, newest events, counts.

    It asks the web view of a worker, which must be running. The exit code is 1 where nothing is known.

    \b
    Examples:
      communique entity country:JP
      communique entity person:KR/kim-jung-han
      communique entity person:JP/shinzo-abe --json | jq .offices
    """
    settings = Settings()
    base = web_view(url, settings)
    body = ask(f"{base}/api/entities/{quote(entity_id, safe='')}", settings)
    if body is None:
        raise click.ClickException(f"nothing is known of {entity_id}{hint(base, entity_id, settings)}")
    click.echo(body.decode() if as_json else "\n".join(lines(from_plain(Entity, body))))


def hint(base: str, entity_id: str, settings: Settings) -> str:
    """For a person: who else bears the family name; empty where nobody does."""
    kind, _, rest = entity_id.partition(":")
    country, _, slug = rest.partition("/")
    if kind != "person" or not slug:
        return ""
    query = f"?{urlencode({'country': country})}" if country != "ZZ" else ""
    body = ask(f"{base}/api/names/{quote(slug.replace('-', ' '), safe='')}{query}", settings)
    people = [person["entity_id"] for person in orjson.loads(body)["people"]] if body else []
    return f"; of that family name there are {', '.join(people)}" if people else ""


# A record for a person


def lines(row: Entity) -> Iterator[str]:
    """An entity as lines of text."""
    state = f" of {row.country}" if row.country and row.kind != "country" else ""
    yield f"{click.style(row.name, bold=True)}  {row.kind}{state}  {row.entity_id}"
    if len(row.names) > 1:
        yield f"named    {_counted(row.names)}"
    if row.first_seen and row.last_seen:
        counts = ", ".join(f"{kind.hyphenated} {number}" for kind, number in row.counts_by_type.items())
        yield f"told of  {row.first_seen:%Y-%m-%d} to {row.last_seen:%Y-%m-%d}: {counts}"
    for office in row.offices:
        yield f"holds    {_office(office)}"
    for office in row.former_offices:
        yield f"held     {_office(office)}"
    if row.counts_by_counterpart:
        yield f"with     {_counted(row.counts_by_counterpart)}"
    yield from map(_event, row.events[:SHOWN])
    if len(row.events) > SHOWN:
        yield f"         and {len(row.events) - SHOWN} more; --json shows them"


def _counted(counts: dict[str, int]) -> str:
    shown = [f"{name} ({number})" for name, number in list(counts.items())[:SHOWN]]
    return ", ".join([*shown, *(["..."] if len(counts) > SHOWN else [])])


def _office(office: Office) -> str:
    days = [f"{word} {day}" for word, day in (("since", office.since), ("until", office.until)) if day]
    where = ", ".join(part for part in (office.organization, office.country) if part)
    return " ".join([office.office, *([f"({where})"] if where else []), *days])


def _event(event: Participation) -> str:
    day = f"{event.start}" if event.start else "no date"
    return f"{day:<10}  {event.status:<9}  {event.role:<11}  {event.summary}  {click.style(event.event_id, dim=True)}"
