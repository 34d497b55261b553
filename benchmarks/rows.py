"""Synthetic rows of the tables, made by the code that makes them in a worker.

One invented meeting of two people goes through ledger, merging and profile; its rows are templates in which number,
day and countries then change. Every row is thus of its own, and of the size and shape that real ones have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from itertools import accumulate, permutations
from pathlib import Path
from random import Random
from typing import Any, Protocol

from agents.entities.profiling import RowLimits, fold
from agents.events.resolving import Live, LiveLimits, Resolution
from agents.intake import RawRecord
from agents.merging import MergeOptions, reports_of
from agents.merging.index import Index
from agents.records import Contribution, EntityRow, LiveArticle
from agents.stages.extract import extraction_of
from agents.stages.ledger import contribution
from schemas.article import Article
from schemas.event import MENTION, Mention
from schemas.identity import entity_id
from schemas.wire import from_bytes, to_bytes

ARTICLES_A_DAY = 300
"""Articles a day that tell something, in the even world of the index: as many as a busy agency brings."""

CROWDED_ARTICLES_A_DAY = 11_000
"""The same in the worst case: a million in the days that an event stays open by default."""

OFFICIALS = 40
"""People of each country who meet others."""

EVENTS_AN_ENTITY = 3
"""Events in the row of an entity: most people are in the news once, some every day."""

DAYS = 365
"""Days over which the articles are spread."""

NUMBER = "7777777"
DAY = date(2031, 3, 3)
FIRST = date(2030, 1, 1)
COUNTRIES = (
    *("AR", "AT", "AU", "BE", "BR", "CA", "CH", "CL", "CN", "CZ", "DE", "DK", "EG", "ES", "FI", "FR", "GB", "GH"),
    *("GR", "HU", "ID", "IE", "IN", "IT", "JP", "KE", "KR", "MX", "NG", "NL", "NO", "NZ", "PE", "PL"),
)
PAIRS = tuple(permutations(COUNTRIES, 2))

TEMPLATES = len(PAIRS)
"""Rows after which every template has been made."""


class Store(Protocol):
    """What rows are put into."""

    def __setitem__(self, key: bytes, value: bytes, /) -> None:
        """Keep a row."""

    def __getitem__(self, key: bytes, /) -> object:
        """Give a row back."""


@dataclass(frozen=True)
class Rows:
    """One kind of row."""

    make: Callable[[int], tuple[bytes, bytes]]
    """Key and value of the row with a number."""
    store: Callable[[Path], Store] | None = None
    """What the rows are put into where that is no table."""

    @property
    def memory_only(self) -> bool:
        """Whether RocksDB has no part in it."""
        return self.store is not None


def of_table(template: Callable[[str, str], tuple[bytes, bytes]]) -> Rows:
    """Rows of a table from the template for two countries."""

    def make(number: int) -> tuple[bytes, bytes]:
        key, value = template(*PAIRS[number % len(PAIRS)])
        day = FIRST + timedelta(days=number % DAYS)
        return numbered(key, number, day), numbered(value, number, day)

    return Rows(make)


def numbered(template: bytes, number: int, day: date) -> bytes:
    """A template with the number and the day of a row put in."""
    return template.replace(NUMBER.encode(), b"%07d" % number).replace(str(DAY).encode(), str(day).encode())


# The templates


def meeting(one: str, other: str) -> Mention:
    """Two people of two countries are to meet."""
    people = [
        {"name": f"{given} Family{NUMBER}", "kind": "person", "country": code, "title": "Foreign Minister"}
        for given, code in (("Anna", one), ("Bert", other))
    ]
    parties = [{**each, "entity_id": entity_id("person", each["name"], each["country"])} for each in people]
    quote = f"Foreign Minister Anna Family{NUMBER} will receive her counterpart Bert Family{NUMBER} for talks on fish."
    return MENTION.validate_python(
        {
            "type": "meeting",
            "article_id": f"wire-{NUMBER}",
            "status": "planned",
            "when": {"start": DAY, "end": DAY, "text": "on Monday"},
            "where": {"text": "the capital", "country": one},
            "summary": f"Anna Family{NUMBER} ({one}) and Bert Family{NUMBER} ({other}) to hold talks on {DAY}",
            "confidence": 0.8,
            "participants": parties,
            "countries": sorted((one, other)),
            "topics": ["fish quotas"],
            "mode": "in_person",
            "format": "talks",
            "evidence": [
                {
                    "article_id": f"wire-{NUMBER}",
                    "start": 120,
                    "end": 120 + len(quote),
                    "quote": quote,
                    "rule": "meeting.receive",
                    "status_because": "will: planned",
                    "date_because": "on Monday: the next Monday",
                }
            ],
        }
    )


@cache
def told(one: str, other: str) -> Contribution:
    """What the article tells."""
    text = " ".join(f"word{one}{other}{number}" for number in range(350))
    published = datetime(DAY.year, DAY.month, DAY.day, 8, tzinfo=UTC)
    article = Article(id=f"wire-{NUMBER}", text=text, source="Harbour Wire", published_at=published, language="en")
    record = RawRecord("articles", 0, 0, 0.0, None, None)
    return contribution(extraction_of(article, record, (meeting(one, other),)), 1, told_before=False)


class NoRows:
    """Tables with nothing in them."""

    def article(self, article_id: str) -> None:
        """No article is known."""

    def event(self, event_id: str) -> None:
        """No event is known."""


@cache
def resolved(one: str, other: str) -> Resolution:
    """What merging makes of it."""
    resolution = Live(NoRows(), MergeOptions(), LiveLimits()).resolve(told(one, other))
    if resolution is None:
        raise LookupError("a new article must have an effect")
    return resolution


@cache
def live_article(one: str, other: str) -> tuple[bytes, bytes]:
    """Row of the table `live-articles`."""
    return f"wire-{NUMBER}".encode(), to_bytes(LiveArticle(contribution=told(one, other)))


@cache
def live_event(one: str, other: str) -> tuple[bytes, bytes]:
    """Row of the table `live-events`."""
    [(key, row)] = resolved(one, other).event_rows.items()
    if row is None:
        raise LookupError("a new event must have a row")
    return f"{key}{NUMBER}".encode(), to_bytes(row)


@cache
def entity(one: str, other: str) -> tuple[bytes, bytes]:
    """Row of the table `entities`."""
    key = entity_id("person", f"Anna Family{NUMBER}", one)
    [part] = [part for part in resolved(one, other).involvements if part.entity_id == key]
    row: EntityRow | None = None
    for number in range(EVENTS_AN_ENTITY):
        event = f"{part.event_id[:-1]}{number}"
        shown = part.participation.model_copy(update={"event_id": event}) if part.participation else None
        row = fold(row, part.model_copy(update={"event_id": event, "participation": shown}), RowLimits())
    if row is None:
        raise LookupError("an entity must have a row")
    return key.encode(), to_bytes(row)


class MergingIndex:
    """The index of merging, filled and asked as if it were a table; the rows themselves are not kept.

    Args:
        make: makes the row of an article from its number.
        home: not needed; all is in memory.
    """

    def __init__(self, make: Callable[[int], tuple[bytes, bytes]], home: Path) -> None:
        self._make = make
        self._index = Index(self._contribution, MergeOptions())

    def __setitem__(self, key: bytes, value: bytes) -> None:
        """Take in what an article tells."""
        self._index.add(from_bytes(LiveArticle, value).contribution)

    def __getitem__(self, key: bytes) -> list[object]:
        """What the mentions of an article are linked with."""
        return [self._index.links(ref) for ref in refs_of(self._contribution(key.decode()))]

    def _contribution(self, article_id: str) -> Contribution:
        """The contribution of an article, made again from its number and read as from a table."""
        _, value = self._make(int(article_id.partition("-")[2]))
        return from_bytes(LiveArticle, value).contribution


def heavy_tail(things: int) -> list[float]:
    """Cumulative weights by Zipf's law: the second is told of half as often as the first, the third a third."""
    return list(accumulate(1 / rank for rank in range(1, things + 1)))


COUNTRY_WEIGHTS, OFFICIAL_WEIGHTS = heavy_tail(len(COUNTRIES)), heavy_tail(OFFICIALS)


def article_of_the_world(number: int, *, a_day: int) -> tuple[bytes, bytes]:
    """Row of `live-articles` in a world where some states and people are in the news far more than others.

    Every third article tells the event of the one before it. Meetings of one pair of people recur, as real ones do.
    """
    event = number - (number % 3 == 2)  # noqa: PLR2004 -- as above
    draw = Random(event)  # noqa: S311 -- not a secret
    one = other = ""
    while one == other:
        one, other = draw.choices(COUNTRIES, cum_weights=COUNTRY_WEIGHTS, k=2)
    officials = draw.choices(range(OFFICIALS), cum_weights=OFFICIAL_WEIGHTS, k=2)
    key, value = live_article(one, other)
    for given, code, rank in zip(("Anna", "Bert"), (one, other), officials, strict=True):
        name = f"{given}{code}{rank:02} Alder{code}{rank:02}"
        for old, new in ((f"{given} Family{NUMBER}", name), (_slug(f"{given} Family{NUMBER}"), _slug(name))):
            value = value.replace(old.encode(), new.encode())
    day = FIRST + timedelta(days=event // a_day)
    return numbered(key, number, day), numbered(value, number, day)


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def refs_of(article: Contribution) -> Iterator[Any]:
    """The names of its mentions."""
    return (report.ref for report in reports_of(article))


def of_index(make: Callable[[int], tuple[bytes, bytes]]) -> Rows:
    """The index over rows of articles."""
    return Rows(make, partial(MergingIndex, make))


ROWS = {
    "live-articles": of_table(live_article),
    "live-events": of_table(live_event),
    "merging index": of_index(partial(article_of_the_world, a_day=ARTICLES_A_DAY)),
    "merging index, crowded": of_index(partial(article_of_the_world, a_day=CROWDED_ARTICLES_A_DAY)),
    "entities": of_table(entity),
}
"""Every table that is measured, in the order of an article's way."""
