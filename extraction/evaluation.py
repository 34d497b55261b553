"""How well extraction does on articles whose events are known: the measures, and where it goes wrong.

A found event is paired with a gold event of its type in the same article: the two must share a place in the text, or
agree in nearly all of what says *which* event it is. Every other measure is taken over these pairs.

| measure | meaning |
| --- | --- |
| event precision, recall, F1 | gold events found, and found events that are gold |
| role F1 | fillers of free-text slots, each used once; those of missed events are lost, of wrong ones wrong |
| status accuracy | pairs that agree in status |
| date exact, date overlap | pairs with a gold date whose days are the same, or share a day |
| coded accuracy | pairs that agree in a slot with a closed vocabulary |

An optional gold event, or slot, is neither required nor held against the extractor. A filler with several right
wordings is found by any of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from schemas.article import Article
from schemas.event import AppointmentSlots, MeetingSlots, Mention, Party, TradeMeasureSlots
from schemas.vocabulary import EventType, Status

Day = date
"""A day, under a name that no field bears."""

CORE: Mapping[EventType, tuple[str, ...]] = {
    EventType.MEETING: ("participants", "countries"),
    EventType.TRADE_MEASURE: ("imposer", "target"),
    EventType.APPOINTMENT: ("person",),
}
"""The slots that say which event it is."""

ROLES: Mapping[EventType, tuple[str, ...]] = {
    EventType.MEETING: ("participants", "location", "venue", "topics"),
    EventType.TRADE_MEASURE: ("imposer", "target", "goods", "reason"),
    EventType.APPOINTMENT: ("person", "office", "organization", "predecessor", "appointer"),
}
"""The slots of free text."""

CODED: Mapping[EventType, tuple[str, ...]] = {
    EventType.MEETING: ("countries",),
    EventType.TRADE_MEASURE: ("measure", "action"),
    EventType.APPOINTMENT: ("action", "country"),
}
"""The slots with a closed vocabulary."""

ENOUGH_CORE = 0.8
"""Agreement in the core from which a pair needs no shared place."""

SAME_NAME = 0.5
"""Share of common words from which two fillers name the same thing."""

SLIGHT = frozenset(
    ["the", "a", "an", "of", "and", "for", "on", "in", "to", "s", "mr", "ms", "mrs", "dr", "its", "his", "her", "their"]
)
"""Words that do not count in a comparison."""


def _wordings(value: Any) -> Any:  # noqa: ANN401 -- before validation it is whatever the file holds
    """A slot as a tuple of fillers, each a tuple of wordings that are equally right."""
    if value is None:
        return ()
    fillers = value if isinstance(value, list | tuple) else [value]
    return tuple((filler,) if isinstance(filler, str) else tuple(filler) for filler in fillers)


Fillers = Annotated[tuple[tuple[str, ...], ...], BeforeValidator(_wordings)]
"""The fillers of a slot, each with its right wordings."""


class GoldEvent(BaseModel):
    """An event that a reader found in an article."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    type: EventType
    """Its type."""

    status: Status
    """Its status."""

    date: tuple[Day, Day] | None = None
    """Its first and last day."""

    evidence: tuple[str, ...] = ()
    """Passages that tell it, verbatim."""

    optional: bool = False
    """Whether a system may find it or not."""

    optional_roles: tuple[str, ...] = ()
    """Slots that do not count."""

    same_as: str | None = None
    """A name shared by the events of several articles that are one happening."""

    participants: Fillers = ()
    countries: Fillers = ()
    location: Fillers = ()
    venue: Fillers = ()
    topics: Fillers = ()
    imposer: Fillers = ()
    target: Fillers = ()
    goods: Fillers = ()
    reason: Fillers = ()
    measure: Fillers = ()
    action: Fillers = ()
    person: Fillers = ()
    office: Fillers = ()
    organization: Fillers = ()
    country: Fillers = ()
    predecessor: Fillers = ()
    appointer: Fillers = ()

    def slot(self, name: str) -> tuple[tuple[str, ...], ...]:
        """The fillers of a slot."""
        fillers: tuple[tuple[str, ...], ...] = getattr(self, name)
        return fillers


class GoldArticle(Article):
    """An article with the events that a reader found in it."""

    events: tuple[GoldEvent, ...] = ()
    """The events."""


@dataclass(frozen=True, slots=True)
class Found:
    """An extracted event in the form in which it is compared."""

    type: EventType
    status: Status
    days: tuple[Day, Day] | None
    places: tuple[tuple[int, int], ...]
    slots: Mapping[str, tuple[str, ...]]


def found(mention: Mention) -> Found:
    """An extracted event in the form in which it is compared."""
    return Found(
        type=EventType(mention.type),
        status=mention.status,
        days=(mention.when.start, mention.when.end) if mention.when else None,
        places=tuple((quote.start, quote.end) for quote in mention.evidence),
        slots={name: fillers for name, fillers in _slots(mention) if fillers},
    )


def _slots(mention: Mention) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "location", _texts(mention.where.text if mention.where else None)
    if isinstance(mention, MeetingSlots):
        yield "participants", _names(*mention.participants)
        yield "countries", mention.countries
        yield "venue", _texts(mention.venue)
        yield "topics", mention.topics
    elif isinstance(mention, TradeMeasureSlots):
        yield "imposer", _names(*mention.imposers)
        yield "target", _names(*mention.targets)
        yield "goods", mention.goods
        yield "reason", _texts(mention.reason)
        yield "measure", (mention.measure,)
        yield "action", (mention.action,)
    elif isinstance(mention, AppointmentSlots):
        yield "person", _names(mention.person)
        yield "office", _texts(mention.office)
        yield "organization", _texts(mention.organization)
        yield "country", _texts(mention.country)
        yield "predecessor", _names(mention.predecessor)
        yield "appointer", _names(mention.appointer)
        yield "action", (mention.action,)


def _texts(text: str | None) -> tuple[str, ...]:
    return (text,) if text else ()


def _names(*parties: Party | None) -> tuple[str, ...]:
    return tuple(party.name for party in parties if party is not None)


def words(text: str) -> list[str]:
    """The words of a filler that count, without accents and case; "U.S." is one word."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).encode("ascii", "ignore").decode().casefold()
    plain = re.sub(r"\bu\.\s?([sn])\.?(?=\W|$)", r"u\1", plain)
    plain = re.sub(r"'s\b", "", plain)
    return [word for word in re.findall(r"[a-z0-9]+", plain) if word not in SLIGHT]


def same(one: str, other: str) -> bool:
    """Whether two fillers name the same thing: half of their words are common, or one of up to two words is inside."""
    x, y = words(one), words(other)
    if not x or not y:
        return one.strip().casefold() == other.strip().casefold()
    common = sum((Counter(x) & Counter(y)).values())
    shorter = min(len(x), len(y))
    return 2 * common / (len(x) + len(y)) >= SAME_NAME or (shorter <= 2 and common == shorter)  # noqa: PLR2004


def hits(gold: Iterable[Sequence[str]], system: Iterable[str]) -> int:
    """How many gold fillers are found, each found filler used once."""
    left, count = list(system), 0
    for wordings in gold:
        match = next((one for one in left if any(same(wording, one) for wording in wordings)), None)
        if match is not None:
            left.remove(match)
            count += 1
    return count


def f1(hit: float, gold: float, system: float) -> float:
    """Harmonic mean of precision and recall; 1 where there is nothing to find and nothing was found."""
    return 2 * hit / (gold + system) if gold + system else 1.0


def core_agreement(gold: GoldEvent, system: Found) -> float:
    """How far two events agree in what says which event it is, from 0 to 1."""
    scores = [
        f1(_core_hits(name, fillers, system.slots.get(name, ())), len(fillers), len(system.slots.get(name, ())))
        for name in CORE[gold.type]
        if (fillers := gold.slot(name))
    ]
    if not scores:
        return 0.5
    return max(scores) if gold.type is EventType.MEETING else sum(scores) / len(scores)


def _core_hits(name: str, gold: Sequence[Sequence[str]], system: Sequence[str]) -> int:
    return len(codes(gold) & set(system)) if name == "countries" else hits(gold, system)


def codes(fillers: Iterable[Iterable[str]]) -> set[str]:
    """Every code that is right in a slot."""
    return {code for wordings in fillers for code in wordings}


def places(text: str, passages: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Where passages stand in a text, white space folded on both sides."""
    spans = []
    for passage in passages:
        pattern = r"\s+".join(re.escape(word) for word in passage.split())
        match = re.search(pattern, text) if pattern else None
        if match:
            spans.append(match.span())
    return tuple(spans)


def overlap(one: Iterable[tuple[int, int]], other: Sequence[tuple[int, int]]) -> bool:
    """Whether any span of one list shares a character with any of the other."""
    return any(a[0] < b[1] and b[0] < a[1] for a in one for b in other)


def pairs(text: str, gold: Sequence[GoldEvent], system: Sequence[Found]) -> list[tuple[int, int]]:
    """One-to-one pairs of a gold and a found event, by index, best agreement first."""
    ranked = []
    for i, g in enumerate(gold):
        spans = places(text, g.evidence)
        for j, s in enumerate(system):
            if g.type is s.type and (rank := _rank(g, s, place=overlap(spans, s.places))) is not None:
                ranked.append((-rank, i, j))
    chosen: list[tuple[int, int]] = []
    for _, i, j in sorted(ranked):
        if all(i != a and j != b for a, b in chosen):
            chosen.append((i, j))
    return chosen


def _rank(gold: GoldEvent, system: Found, *, place: bool) -> float | None:
    """How well two events of one type agree; None where they cannot be the same."""
    core = core_agreement(gold, system)
    if core < ENOUGH_CORE and not (place and core > 0):
        return None
    return core + 0.6 * place + 0.1 * (gold.status is system.status)


@dataclass
class Tally:
    """Counts for one type, or for all."""

    counts: Counter[str] = field(default_factory=Counter)

    def rate(self, hit: str, of: str) -> float | None:
        """A share; None where there is nothing to take it of."""
        return self.counts[hit] / self.counts[of] if self.counts[of] else None

    def f1(self, kind: str) -> float:
        """F1 of events or roles."""
        return f1(self.counts[f"{kind}_hit"], self.counts[f"{kind}_gold"], self.counts[f"{kind}_system"])


@dataclass(frozen=True, slots=True)
class Error:
    """An event missed, or found where there is none."""

    article_id: str
    kind: str
    """`missed` or `wrong`."""
    event: GoldEvent | Found


@dataclass(frozen=True, slots=True)
class Comparison:
    """One article's gold events beside those found in it."""

    article: GoldArticle
    found: tuple[Found, ...]
    pairs: tuple[tuple[int, int], ...]
    """Indices of a gold and a found event that are one."""


@dataclass
class Evaluation:
    """Everything that was measured."""

    by_type: dict[EventType | None, Tally]
    """Tallies by type; None stands for all types together."""

    by_slot: dict[tuple[EventType, str], Tally]
    """Tallies of fillers by slot."""

    errors: list[Error]
    """Events missed and events found where there is none, in the order of the articles."""

    comparisons: list[Comparison] = field(default_factory=list)
    """What was compared with what, article by article."""


def evaluate(articles: Iterable[tuple[GoldArticle, Sequence[Mention]]]) -> Evaluation:
    """Measure extracted events against gold ones.

    Args:
        articles: each article with its gold events, and what was extracted from it.
    """
    result = Evaluation({kind: Tally() for kind in (*EventType, None)}, {}, [])
    for article, mentions in articles:
        _take(result, article, [found(mention) for mention in mentions])
    return result


def _take(result: Evaluation, article: GoldArticle, system: Sequence[Found]) -> None:
    """Count one article in."""
    paired = pairs(article.full_text, article.events, system)
    result.comparisons.append(Comparison(article, tuple(system), tuple(paired)))
    mates = {i: system[j] for i, j in paired}
    for i, gold in enumerate(article.events):
        if gold.optional:
            continue
        mate = mates.get(i)
        _count(result, gold.type, event_gold=1, event_hit=mate is not None)
        _count_roles(result, gold, mate)
        if mate is None:
            result.errors.append(Error(article.id, "missed", gold))
        else:
            _count(result, gold.type, **_agreement(gold, mate))
    free = {j for i, j in paired if article.events[i].optional}
    hit = {j for _, j in paired}
    for j, one in enumerate(system):
        if j in free:
            continue
        _count(result, one.type, event_system=1)
        if j not in hit:
            result.errors.append(Error(article.id, "wrong", one))
            _count(result, one.type, role_system=sum(len(one.slots.get(name, ())) for name in ROLES[one.type]))


def _count(result: Evaluation, kind: EventType, **counts: int) -> None:
    for key in (kind, None):
        result.by_type[key].counts.update(counts)


def _count_roles(result: Evaluation, gold: GoldEvent, mate: Found | None) -> None:
    for name in ROLES[gold.type]:
        if name in gold.optional_roles:
            continue
        fillers = gold.slot(name)
        told = mate.slots.get(name, ()) if mate else ()
        counts = {"role_gold": len(fillers), "role_hit": hits(fillers, told), "role_system": len(told)}
        _count(result, gold.type, **counts)
        result.by_slot.setdefault((gold.type, name), Tally()).counts.update(counts)


def _agreement(gold: GoldEvent, mate: Found) -> dict[str, int]:
    """What a pair agrees in: status, days, codes."""
    counts: Counter[str] = Counter()
    if "status" not in gold.optional_roles:
        counts.update(status=1, status_hit=gold.status is mate.status)
    if gold.date and "date" not in gold.optional_roles:
        counts["date"] += 1
        if mate.days:
            shared = gold.date[0] <= mate.days[1] and mate.days[0] <= gold.date[1]
            counts.update(date_exact=gold.date == mate.days, date_overlap=shared)
    for name in CODED[gold.type]:
        fillers = gold.slot(name)
        if fillers and name not in gold.optional_roles:
            counts.update(coded=1, coded_hit=same_code(name, codes(fillers), mate.slots.get(name, ())))
    return dict(counts)


def same_code(name: str, gold: set[str], system: Sequence[str]) -> bool:
    """Whether a slot with a closed vocabulary agrees: all countries, and of other codes any that is right."""
    return gold == set(system) if name == "countries" else bool(system) and system[0] in gold
