"""One event from its reports: slots complete each other, and the status follows the story in article time.

Nothing here depends on the order of arrival, on a clock or on what was published before, except the version
that the caller passes in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date
from functools import reduce
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from slugify import slugify

from agents.countries import is_country
from agents.events.syndication import originals
from agents.merging import AnyReport, Cluster, names_agree, parties_agree, tells_put_off, words_of
from agents.records import Conflict
from extraction.summary import described
from schemas.event import (
    EVENT,
    AppointmentSlots,
    Change,
    Event,
    MeetingSlots,
    Mention,
    Party,
    Quote,
    Source,
    TradeMeasureSlots,
    When,
    Where,
    parties,
)
from schemas.vocabulary import PartyKind, Status

T = TypeVar("T")

MAX_QUOTES = 20
"""Passages that an event carries: the first of every article of its own, then more of them."""

SURE = 0.99
"""Highest confidence: any number of reports by rules is no certainty."""


def compose(cluster: Cluster, version: int) -> Event:
    """Write the event that a cluster of reports tells of.

    Args:
        cluster: the reports in the order of the story.
        version: the version that the record shall bear.
    """
    mentions = [report.mention for report in cluster.reports]
    sources = _sources(cluster.reports)
    slots: dict[str, Any] = {
        "type": mentions[0].type,
        "status": _status(mentions),
        "when": _when(mentions),
        "where": _where(mentions),
        "summary": "",
        "confidence": _confidence(cluster.reports, sources),
        "evidence": _evidence(cluster.reports, sources),
        **MERGE_SLOTS[mentions[0].type](mentions),
    }
    merged = {
        "event_id": cluster.event_id,
        "version": version,
        "sources": sources,
        "independent_sources": sum(1 for source in sources if source.copy_of is None),
        "history": _history(cluster.reports),
        "first_seen": cluster.reports[0].published_at,
        "last_seen": cluster.last_seen,
    }
    event: Event = described(EVENT.validate_python({**slots, **merged}))  # type: ignore[type-var]  # a union of all R
    return event


def natural_version(reports: Sequence[AnyReport]) -> int:
    """The version of an event whose articles arrived in their own order: one for each text of each article."""
    return sum({report.article_id: report.contribution.revision for report in reports}.values())


# What all types share


def _sources(reports: Sequence[AnyReport]) -> tuple[Source, ...]:
    told = [report.contribution for report in reports]
    copied = originals(list({article.article_id: article for article in told}.values()))
    return tuple(
        Source(
            article_id=article.article_id,
            source=article.source,
            published_at=article.published_at,
            copy_of=copied.get(article.article_id),
        )
        for article in told
    )


def _history(reports: Sequence[AnyReport]) -> tuple[Change, ...]:
    """The first status and date, then every change of either, with the article that brought it."""
    steps = [_change(reports[: i + 1]) for i in range(len(reports))]
    changed = [after for before, after in pairwise(steps) if _state(before) != _state(after)]
    return (steps[0], *changed)


def _change(so_far: Sequence[AnyReport]) -> Change:
    report = so_far[-1]
    return Change(
        version=natural_version(so_far),
        status=_status([member.mention for member in so_far]),
        article_id=report.article_id,
        at=report.published_at,
        when=_when([member.mention for member in so_far]),
    )


def _state(change: Change) -> tuple[object, ...]:
    days = (change.when.start, change.when.end) if change.when else None
    return change.status, days


def _status(mentions: Sequence[Mention]) -> Status:
    """The status told last; what has occurred stays so, though a later article still speaks of it as to come."""
    if any(mention.status is Status.OCCURRED for mention in mentions):
        return Status.OCCURRED
    return mentions[-1].status


def _when(mentions: Sequence[Mention]) -> When | None:
    """The date told; of an event that was put off the one told since, which may be none."""
    put_off = max((place for place, mention in enumerate(mentions) if _puts_off(mention)), default=0)
    return _date(mention.when for mention in mentions[put_off:])


def _puts_off(mention: Mention) -> bool:
    return isinstance(mention, MeetingSlots) and tells_put_off(mention)


def _date(values: Iterable[When | None]) -> When | None:
    """The date that agrees with most reports, the most exact and the latest among equals."""
    dates = [when for when in values if when]
    told = {(when.start, when.end): when for when in dates}
    counts = Counter((when.start, when.end) for when in dates)
    latest = {(when.start, when.end): i for i, when in enumerate(dates)}

    def rank(days: tuple[date, date]) -> tuple[int, int, int]:
        agreeing = sum(count for other, count in counts.items() if days[0] <= other[1] and other[0] <= days[1])
        return agreeing, (days[0] - days[1]).days, latest[days]

    return told[max(told, key=rank)] if told else None


def _where(mentions: Sequence[Mention]) -> Where | None:
    """The place that most reports tell, the later one among equals; a state only where no place in it is told."""
    places = [mention.where for mention in mentions if mention.where]
    cities = [where for where in places if not is_country(where.text, where.country)]
    return _best([where for where in places if not _holds_one_of(where, cities)], key=_place)


def _holds_one_of(where: Where, cities: Sequence[Where]) -> bool:
    return is_country(where.text, where.country) and any(city.country == where.country for city in cities)


def _place(where: Where) -> Hashable:
    return words_of(where.text), where.country


def _confidence(reports: Sequence[AnyReport], sources: Sequence[Source]) -> float:
    """One minus the chance that every independent report is wrong, were they independent in their errors."""
    doubt = 1.0
    for report, source in zip(reports, sources, strict=True):
        if source.copy_of is None:
            doubt *= 1.0 - report.mention.confidence
    alone: float = max(report.mention.confidence for report in reports)
    return round(max(alone, min(1.0 - doubt, SURE)), 4)


def _evidence(reports: Sequence[AnyReport], sources: Sequence[Source]) -> tuple[Quote, ...]:
    own = [report.mention.evidence for report, source in zip(reports, sources, strict=True) if source.copy_of is None]
    firsts = [quotes[0] for quotes in own]
    others = [quote for quotes in own for quote in quotes[1:]]
    kept = {id(quote) for quote in [*firsts, *others][:MAX_QUOTES]}
    return tuple(quote for quotes in own for quote in quotes if id(quote) in kept)


# How a slot is filled from several reports


def _told(values: Iterable[T | None]) -> T | None:
    """What most reports tell, the later among equals."""
    return _best([value for value in values if value is not None], key=_worded)


def _best(values: Sequence[T], key: Callable[[T], Hashable]) -> T | None:
    counts = Counter(map(key, values))
    ranked = ((counts[key(value)], i) for i, value in enumerate(values))
    return values[max(ranked)[1]] if values else None


PERCENT = frozenset({"per", "cent", "percent", "pct"})
"""Words for the sign, of which nothing is left among the words of "12%"."""


def _worded(value: object) -> Hashable:
    """What two wordings of one value have in common."""
    if isinstance(value, When):
        return value.start, value.end
    return (words_of(value) - PERCENT or value) if isinstance(value, str) else repr(value)


class _Wording(NamedTuple):
    """A topic or a product as one report words it, and what its words say."""

    text: str
    words: frozenset[str]
    names: frozenset[str]
    """Those of its words that are names, or made from one: "Turkish" coils."""


def _all_texts(values: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Everything told once, in the fullest wording, in the order of the story.

    A wording goes where another says all that it says: "steel" beside "steel pipes", "exports of oil" beside "oil
    exports"; and where only a name is missing: "Baltic cables" beside "protection of undersea cables".
    """
    told = [_wording(text) for text in dict.fromkeys(text for texts in values for text in texts)]
    kept: list[_Wording] = []
    for wording in sorted(told, key=lambda wording: (-len(wording.words), -len(wording.names))):
        if not any(_says_it(other, wording) for other in kept):
            kept.append(wording)
    return tuple(wording.text for wording in told if wording in kept)


def _wording(text: str) -> _Wording:
    """The words of a text but for the small ones, in the singular; a text of names alone says just these."""
    words = {_singular(plain): word for word in text.split() if (plain := slugify(word)) and plain not in SMALL_WORDS}
    names = frozenset(plain for plain, word in words.items() if word[0].isupper())
    common = frozenset(words) - names
    return _Wording(text, common, names) if common else _Wording(text, names or frozenset({text}), frozenset())


def _says_it(other: _Wording, one: _Wording) -> bool:
    return one.words <= other.words | other.names and (one.names <= other.names or not other.names)


def _singular(word: str) -> str:
    """A noun without the ending of its plural, near enough to compare two of them."""
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


SMALL_WORDS = frozenset(
    {
        "a",
        "an",
        "and",
        "at",
        "between",
        "by",
        "for",
        "from",
        "in",
        "its",
        "of",
        "on",
        "or",
        "the",
        "their",
        "to",
        "with",
    }
)
"""Words that say nothing of what a topic or a product is."""


def _all_parties(values: Iterable[Iterable[Party]]) -> tuple[Party, ...]:
    """Every party once, in its fullest form; a state goes where a person speaks for it."""
    told = [party for parties in values for party in parties]
    known = [_merged([told[place] for place in group]) for group in _same_parties(told)]
    spoken_for = {party.country for party in known if party.kind is PartyKind.PERSON}
    return tuple(p for p in known if p.kind is not PartyKind.COUNTRY or p.country not in spoken_for)


def _same_parties(parties: Sequence[Party]) -> list[list[int]]:
    """The places of those parties that are one; each group, and the groups, in the order of the story."""
    groups: list[list[int]] = []
    fullest: list[Party] = []
    for place, party in enumerate(parties):
        twin = next((i for i, other in enumerate(fullest) if _same_party(party, other)), None)
        if twin is None:
            groups.append([place])
            fullest.append(party)
        else:
            groups[twin].append(place)
            fullest[twin] = _fuller(fullest[twin], party)
    return groups


def _merged(group: Sequence[Party]) -> Party:
    """One party by its fullest name, with the title and the organization that most reports tell, or the later."""
    told = {slot: _fullest(getattr(party, slot) for party in group) for slot in PARTY_SLOTS}
    return reduce(_fuller, group).model_copy(update=told)


def _fullest(values: Iterable[str | None]) -> str | None:
    """What most reports tell; among equals the one that says all that another says and more, else the later."""
    told = [value for value in values if value is not None]
    counts = Counter(map(_worded, told))

    def is_outdone(value: str) -> bool:
        more = (other for other in told if words_of(value) < words_of(other))
        return any(counts[_worded(other)] >= counts[_worded(value)] for other in more)

    return _told(value for value in told if not is_outdone(value))


def _same_party(a: Party, b: Party) -> bool:
    return a.entity_id == b.entity_id or (a.kind == b.kind and parties_agree(a, b) and names_agree(a.name, b.name))


def _fuller(a: Party, b: Party) -> Party:
    """The party with the longer name, completed by what only the other one tells."""
    best, other = (b, a) if len(b.name) > len(a.name) else (a, b)
    missing = {
        slot: value
        for slot in ("title", "organization", "country")
        if getattr(best, slot) is None and (value := getattr(other, slot)) is not None
    }
    return best.model_copy(update=missing)


def _one_party(values: Iterable[Party | None]) -> Party | None:
    """The party that most reports name, the later among equals, in its fullest form."""
    told = [party for party in values if party is not None]
    if not told:
        return None
    support = [sum(_same_party(party, other) for other in told) for party in told]
    best = told[max(range(len(told)), key=lambda i: (support[i], i))]
    return _merged([party for party in told if _same_party(party, best)])


# Conflicts


def conflicts(cluster: Cluster) -> tuple[Conflict, ...]:
    """What the reports of an event tell differently where one value holds, each value with its articles."""
    tellings = [*_slots_told(cluster.reports), *_parties_told(cluster.reports)]
    found = ((slot, _by_value(told)) for slot, told in tellings)
    return tuple(Conflict(slot=slot, told=told) for slot, told in found if len(told) > 1)


Telling = tuple[object, str]
"""A value, and the article that tells it."""


def _slots_told(reports: Sequence[AnyReport]) -> Iterator[tuple[str, list[Telling]]]:
    for slot in SINGLE_SLOTS:
        yield slot, [(getattr(report.mention, slot, None), report.article_id) for report in reports]


def _parties_told(reports: Sequence[AnyReport]) -> Iterator[tuple[str, list[Telling]]]:
    """What is told of each party that holds one value: "title of Anna Lund"."""
    told = [(party, report.article_id) for report in reports for _, party in parties(report.mention)]
    for places in _same_parties([party for party, _ in told]):
        group = [told[place] for place in places]
        name = reduce(_fuller, (party for party, _ in group)).name
        for slot in PARTY_SLOTS:
            yield f"{slot} of {name}", [(getattr(party, slot), article_id) for party, article_id in group]


def _by_value(tellings: Iterable[Telling]) -> dict[str, tuple[str, ...]]:
    """Each value by its first wording, with the articles that tell it, each once."""
    wordings: dict[Hashable, str] = {}
    told: dict[str, tuple[str, ...]] = {}
    for value, article_id in tellings:
        if value is not None:
            words = wordings.setdefault(_worded(_shown(value)), _shown(value))
            told[words] = tuple(dict.fromkeys((*told.get(words, ()), article_id)))
    return told


def _shown(value: object) -> str:
    if isinstance(value, When):
        return str(value.start) if value.start == value.end else f"{value.start}/{value.end}"
    if isinstance(value, Where):
        return value.text
    return value.name if isinstance(value, Party) else str(value)


SINGLE_SLOTS = (
    *(
        "when",
        "where",
        "venue",
        "mode",
        "format",
        "recurrence",
        "measure",
        "action",
        "rate",
        "forum",
        "reason",
        "effective",
    ),
    *("person", "office", "organization", "country", "predecessor", "successor", "appointer", "acting"),
)
"""Slots of any type in which reports can contradict each other; in the others they complete each other."""


PARTY_SLOTS = ("title", "organization")
"""What is told of a party besides its name, and can be told differently."""


# The slots of each type


def _meeting_slots(mentions: Sequence[Mention]) -> dict[str, Any]:
    told = [mention for mention in mentions if isinstance(mention, MeetingSlots)]
    return {
        "participants": _all_parties(meeting.participants for meeting in told),
        "countries": tuple(sorted({code for meeting in told for code in meeting.countries})),
        "venue": _told(meeting.venue for meeting in told),
        "topics": _all_texts(meeting.topics for meeting in told),
        "mode": _told(meeting.mode for meeting in told),
        "format": _told(meeting.format for meeting in told),
        "recurrence": _told(meeting.recurrence for meeting in told),
    }


def _measure_slots(mentions: Sequence[Mention]) -> dict[str, Any]:
    told = [mention for mention in mentions if isinstance(mention, TradeMeasureSlots)]
    named = [measure.measure for measure in told if measure.measure != "other"]
    return {
        "imposers": _all_parties(measure.imposers for measure in told),
        "targets": _all_parties(measure.targets for measure in told),
        "measure": _told(named) or told[-1].measure,
        "action": told[-1].action,
        "goods": _all_texts(measure.goods for measure in told),
        "rate": _told(measure.rate for measure in told),
        "forum": _told(measure.forum for measure in told),
        "reason": _told(measure.reason for measure in told),
        "effective": _date(measure.effective for measure in told),
    }


def _appointment_slots(mentions: Sequence[Mention]) -> dict[str, Any]:
    told = [mention for mention in mentions if isinstance(mention, AppointmentSlots)]
    return {
        "person": _one_party(change.person for change in told),
        "action": told[-1].action,
        "office": _told(change.office for change in told),
        "organization": _told(change.organization for change in told),
        "country": _told(change.country for change in told),
        "predecessor": _one_party(change.predecessor for change in told),
        "successor": _one_party(change.successor for change in told),
        "appointer": _one_party(change.appointer for change in told),
        "acting": _told(change.acting for change in told),
    }


MERGE_SLOTS: dict[str, Callable[[Sequence[Mention]], dict[str, Any]]] = {
    "meeting": _meeting_slots,
    "trade_measure": _measure_slots,
    "appointment": _appointment_slots,
}
"""How the slots of each type are filled from its reports, in the order of the story."""
