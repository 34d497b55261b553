"""The driver's articles: invented stories, told by several outlets, copied, corrected and taken back.

What an article tells is known, since it stands in its text: as JSON lines, which the tests' fake extraction reads, or
in plain English, which the real pipeline reads. The verifier learns from a header which of the two an article is for,
and from another whether it must become a dead letter.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from harness import article, meeting, person
from schemas.identity import entity_id

READER = "faults.reader"
"""Header that names the extraction an article is for: `fake`, or `real` for spaCy."""

LETTER = "faults.dead-letter"
"""Header of an article that must become a dead letter; its value is the exception's class, or empty for any."""

COUNTRIES = {
    "NO": ("Norway", "Norwegian", "Oslo"),
    "BE": ("Belgium", "Belgian", "Brussels"),
    "SE": ("Sweden", "Swedish", "Stockholm"),
    "FI": ("Finland", "Finnish", "Helsinki"),
    "AT": ("Austria", "Austrian", "Vienna"),
    "CH": ("Switzerland", "Swiss", "Bern"),
    "PT": ("Portugal", "Portuguese", "Lisbon"),
    "CL": ("Chile", "Chilean", "Santiago"),
    "JP": ("Japan", "Japanese", "Tokyo"),
    "KE": ("Kenya", "Kenyan", "Nairobi"),
}
GIVEN = ("Anna", "Bert", "Clara", "David", "Elena", "Frank", "Greta", "Henrik", "Ines", "Jonas", "Karin", "Lars")
SYLLABLES = ("bal", "den", "fors", "gar", "holm", "kest", "lund", "mar", "nor", "ost", "pel", "rand", "sten", "vik")
GOODS = ("tin", "glass", "timber", "steel", "salmon", "cheese", "cars", "solar panels", "fertiliser", "copper")
OFFICES = ("foreign minister", "trade minister", "central bank governor", "defence minister", "ambassador")
OUTLETS = ("Harbour Wire", "The Morning Post", "Northern Gazette", "Fjord Daily", "Capital Courier")

DAY_ONE = datetime(2031, 5, 1, 8, tzinfo=UTC)
DAYS = 28
"""Days of article time that the articles cover: few enough that no event is settled by age, whatever the order."""

Mention = dict[str, Any]


@dataclass(frozen=True)
class Sent:
    """One record for the topic `articles`."""

    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()
    timestamp: int | None = None
    """Milliseconds since 1970; -1 for a record that has none, None for the present."""

    def must_fail(self, error: str = "") -> Sent:
        """The same record, expected to become a dead letter with this exception."""
        return replace(self, headers=(*self.headers, (LETTER, error.encode())))


def sent(told: Mapping[str, Any], reader: str = "fake") -> Sent:
    """An article as a record, with headers that are no text and that repeat."""
    headers = ((READER, reader.encode()), ("trace", b"\x00\xff"), ("trace", b"again"))
    return Sent(str(told["id"]).encode(), json.dumps(told).encode(), headers)


def misbehaving(name: str, line: str, error: str) -> Sent:
    """An article with a line that makes the fake extraction misbehave, so that it must become a dead letter."""
    return sent(article(name, text=line)).must_fail(error)


class Newsroom:
    """An endless supply of articles, the same for the same seed.

    Args:
        seed: of all that is chosen.
        pause: seconds that the fake extraction of an article takes.
    """

    def __init__(self, seed: int, pause: float = 0.05) -> None:
        self._dice = random.Random(seed)  # noqa: S311 -- the same articles each time
        self._pause = pause
        self._stories = 0
        self._waiting: list[Sent] = []

    def batch(self, count: int) -> list[Sent]:
        """The next articles: many stories at a time, those of earlier batches among them."""
        while len(self._waiting) < 2 * count:
            self._shuffle_in(self._story())
        taken, self._waiting = self._waiting[:count], self._waiting[count:]
        return taken

    def hot(self, count: int) -> list[Sent]:
        """Articles that all tell of one minister, each of another meeting: few rows take all there is."""
        star = (f"Oda {self._surname()}", "NO")
        hot = []
        for number in range(count):
            guest = (self._name(), self._country(but="NO"))
            told = meeting(star, guest, on=self._day(number % DAYS).date().isoformat())
            hot.append(self._report(self.new_id(), 0, told))
        return hot

    def corrected(self, count: int) -> list[Sent]:
        """One article, corrected again and again."""
        name, told = self.new_id(), self.meeting()
        return [self._report(name, number, told, status=("planned", "possible")[number % 2]) for number in range(count)]

    def prose(self, count: int) -> list[Sent]:
        """Articles in English, for the real pipeline."""
        return [sent(self._prose(), "real") for _ in range(count)]

    def _shuffle_in(self, reports: list[Sent]) -> None:
        """Spread the reports of a story over what is waiting, in their order."""
        places = sorted(self._dice.randrange(len(self._waiting) + 1) for _ in reports)
        for shift, (place, report) in enumerate(zip(places, reports, strict=True)):
            self._waiting.insert(place + shift, report)

    # A story and its reports

    def _story(self) -> list[Sent]:
        """What the outlets tell of one event, in its order: possible, planned, occurred; copied; corrected."""
        told = self._dice.choice((self.meeting, self.meeting, self._measure, self._appointment))()
        day = self._dice.randrange(DAYS)
        statuses = ("possible", "planned", "occurred")[self._dice.randrange(3) :]
        reports = []
        for step, status in enumerate(statuses):
            name, on = self.new_id(), min(DAYS - 1, day + step)
            report = self._report(name, on, told, status=status)
            reports += [report, *self._afterwards(name, on, told, report)]
        return reports

    def _afterwards(self, name: str, day: int, told: Mention, report: Sent) -> list[Sent]:
        """What may follow on one report: nothing, a copy, a correction, the end of it, the same again."""
        match self._dice.randrange(12):
            case 0 | 1:
                return [self._copy(report)]
            case 2:
                return [
                    self._report(name, day, {**told, "where": {"text": "Ghent", "country": "BE"}}, text="Corrected.")
                ]
            case 3:
                return [self._report(name, day, text="Taken back.")]
            case 4:
                return [report]
            case 5:
                return [self._report(name, day, told, self.meeting(), text="More.")]
            case _:
                return []

    def _report(self, name: str, day: int, *told: Mention, status: str | None = None, text: str = "Today.") -> Sent:
        """One article that tells of events."""
        mentions = [{**mention, **({"status": status} if status else {})} for mention in told]
        at = self._day(day) + timedelta(minutes=self._dice.randrange(600))
        line = f"{text}\nSLEEP {self._pause}"
        return sent({**article(name, *mentions, at=at.isoformat(), text=line), "source": self._dice.choice(OUTLETS)})

    def _copy(self, report: Sent) -> Sent:
        """The same text in another paper."""
        assert report.value is not None
        told = json.loads(report.value)
        return sent({**told, "id": self.new_id(), "source": "The Reprint"})

    # What stories are about

    def meeting(self) -> Mention:
        """A meeting not told before."""
        one = self._country()
        two = self._country(but=one)
        day = self._day(DAYS + self._dice.randrange(20)).date().isoformat()
        return meeting((self._name(), one), (self._name(), two), on=day)

    def _measure(self) -> Mention:
        one = self._country()
        goods = f"{self._dice.choice(GOODS)} of {self._surname()}"
        imposers, targets = [_state(one)], [_state(self._country(but=one))]
        slots = {"measure": "tariff", "action": "impose", "goods": [goods], "rate": f"{self._dice.randrange(5, 60)}%"}
        return {**_common("trade_measure"), "imposers": imposers, "targets": targets, **slots}

    def _appointment(self) -> Mention:
        country = self._country()
        slots = {"action": "appoint", "office": self._dice.choice(OFFICES), "country": country}
        return {**_common("appointment"), "person": person(self._name(), country), **slots}

    def _prose(self) -> dict[str, Any]:
        one = self._country()
        two = self._country(but=one)
        (state, adjective, capital), (other, of_other, _) = COUNTRIES[one], COUNTRIES[two]
        host, guest, envoy = self._name(), self._name(), self._name()
        rate, goods = self._dice.randrange(5, 60), self._dice.choice(GOODS)
        sentences = (
            f"{adjective} Foreign Minister {host} will meet {of_other} Foreign Minister {guest} in {capital} Friday.",
            f"{state} imposed a tariff of {rate} percent on {goods} from {other} on Tuesday, the trade ministry said.",
            f"{state} appointed {envoy} as ambassador to {other} last week, {host} told reporters.",
        )
        body = " ".join(self._dice.sample(sentences, self._dice.randrange(1, 4)))
        at = self._day(self._dice.randrange(DAYS)).isoformat()
        told = {"text": body, "source": self._dice.choice(OUTLETS), "published_at": at, "language": "en"}
        return {"id": self.new_id(), "title": f"News from {capital}", **told}

    # Names

    def new_id(self) -> str:
        """An article id not given before."""
        self._stories += 1
        return f"article-{self._stories}"

    def _name(self) -> str:
        return f"{self._dice.choice(GIVEN)} {self._surname()}"

    def _surname(self) -> str:
        return "".join(self._dice.choices(SYLLABLES, k=3)).capitalize()

    def _country(self, but: str = "") -> str:
        return self._dice.choice([code for code in COUNTRIES if code != but])

    def _day(self, number: int) -> datetime:
        return DAY_ONE + timedelta(days=number)


def _state(code: str) -> Mention:
    name = COUNTRIES[code][0]
    return {"name": name, "kind": "country", "country": code, "entity_id": entity_id("country", name, code)}


def _common(kind: str) -> Mention:
    quote = {"article_id": "?", "start": 0, "end": 5, "quote": "Today"}
    return {"type": kind, "status": "planned", "summary": "it is told", "confidence": 0.8, "evidence": [quote]}
