"""When two reports tell of one trade measure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from agents.countries import names_of
from agents.merging.names import any_agree, words_of
from agents.merging.reports import Days, MergeOptions, Report
from agents.merging.verdict import (
    COMING,
    Block,
    Objection,
    Reason,
    Rules,
    dates_apart,
    expected_apart,
    is_one_news,
    time_reasons,
)
from schemas.event import Party, TradeMeasureMention, When
from schemas.vocabulary import Measure, MeasureAction

MeasureReport = Report[TradeMeasureMention]

MAX_LOOKED_UP = 6
"""Imposers, and targets, of one report that are looked up."""

MAX_DETAILS = 6
"""Details of one report that are looked up."""

STOP_WORDS = frozenset({"the", "of", "and", "court", "section", "law", "act"})
"""Words that tell nothing of a forum."""


def party_key(party: Party) -> str:
    """What a party is looked up by: its state, since a capital, a ministry and a president stand for it."""
    return party.country or party.entity_id


def anchor(measure: TradeMeasureMention) -> str:
    """What names the measure in its article: who acts, else at whom, and the kind."""
    acting = sorted(party_key(party) for party in measure.imposers or measure.targets)
    return f"{next(iter(acting), '')}:{measure.measure}"


def blocks(measure: TradeMeasureMention) -> Iterable[Block]:
    """Who acts and at whom, with each detail; for reports that leave one of them out, the other with two details.

    The time is a detail, too.
    """
    imposers = sorted({party_key(party) for party in measure.imposers})[:MAX_LOOKED_UP]
    targets = sorted({party_key(party) for party in measure.targets})[:MAX_LOOKED_UP]
    details = sorted(_details(measure))[:MAX_DETAILS]
    for pair in (f"{imposer}>{target}" for imposer in imposers for target in targets):
        yield Block(pair, near=True)
        yield from (Block(f"{pair}|{detail}") for detail in details)
    for side in (*(f"{imposer}>" for imposer in imposers), *(f">{target}" for target in targets)):
        yield from (Block(f"{side}|{detail}", near=True) for detail in details)
        yield from (Block(f"{side}|{one}|{other}") for one, other in combinations(details, 2))


def _details(measure: TradeMeasureMention) -> Iterable[str]:
    yield from goods_words(measure)
    yield from (f"{number}{unit}" for unit, numbers in amounts(measure.rate).items() for number in numbers)
    yield from words_of(measure.forum or "") - STOP_WORDS
    # Whichever of the two days a report tells, another may take it for the other one.
    yield from (f"on {when.start}" for when in (measure.effective, measure.when) if when)


def kinds_differ(a: MeasureReport, b: MeasureReport, options: MergeOptions) -> Objection:
    """Two kinds of measure, neither of them the unnamed `other`."""
    kinds = {a.mention.measure, b.mention.measure}
    return " and ".join(sorted(kinds)) if len(kinds - {Measure.OTHER}) > 1 else None


FAMILY: dict[MeasureAction, str] = {
    MeasureAction.IMPOSE: "tighten",
    MeasureAction.RAISE: "tighten",
    MeasureAction.REDUCE: "loosen",
    MeasureAction.EASE: "loosen",
    MeasureAction.LIFT: "loosen",
    MeasureAction.SUSPEND: "loosen",
    MeasureAction.EXEMPT: "loosen",
    MeasureAction.SIGN: "agree",
    MeasureAction.RATIFY: "agree",
}
"""Actions that reports of one act use for each other; an action not named here stands alone."""


def acts_differ(a: MeasureReport, b: MeasureReport, options: MergeOptions) -> Objection:
    """The actions are no two names of one act."""
    first, second = a.mention.action, b.mention.action
    same = FAMILY.get(first, first) == FAMILY.get(second, second)
    return None if same else f"{first} and {second}"


def other_parties(a: MeasureReport, b: MeasureReport, options: MergeOptions) -> Objection:
    """Both name who acts, or whom it is aimed at, and share none."""
    for ours, theirs, role in (
        (a.mention.imposers, b.mention.imposers, "imposer"),
        (a.mention.targets, b.mention.targets, "target"),
    ):
        if ours and theirs and not any_agree(ours, theirs):
            return f"no {role} in common"
    return None


_AMOUNT = re.compile(r"(\d[\d,.]*)\s*(%|percent|per cent|pct|[a-z]+)?", re.IGNORECASE)
_PERCENT = frozenset({"%", "percent", "per cent", "pct"})
_MULTIPLES = {"mln": "million", "bln": "billion", "trln": "trillion", "m": "million", "bn": "billion"}


def amounts(rate: str | None) -> dict[str, frozenset[str]]:
    """The numbers of a rate by their unit: percent, million, billion or as worded.

    In a range the first number has the unit of the second: "25 to 30 percent".
    """
    found: dict[str, set[str]] = {}
    unit = ""
    for number, worded in reversed(_AMOUNT.findall(rate or "")):
        if worded.casefold() not in BETWEEN:
            unit = "%" if worded.casefold() in _PERCENT else _MULTIPLES.get(worded.casefold(), worded.casefold())
        found.setdefault(unit, set()).add(number.replace(",", "").rstrip("."))
    return {unit: frozenset(numbers) for unit, numbers in found.items()}


BETWEEN = frozenset({"to", "and", "or"})
"""Words between two numbers of one unit."""


def rates_differ(a: MeasureReport, b: MeasureReport, options: MergeOptions) -> Objection:
    """Two rates of one unit: the rounds of a series are told apart by them."""
    first, second = amounts(a.mention.rate), amounts(b.mention.rate)
    for unit in sorted(first.keys() & second.keys()):
        if not first[unit] & second[unit]:
            return f"rates {a.mention.rate} and {b.mention.rate}"
    return None


GENERIC = frozenset(
    {
        *("agricultural", "all", "and", "any", "certain", "commodities", "consumer", "farm", "food"),
        *("foods", "for", "from", "goods", "import", "imported", "imports", "item", "items", "export"),
        *("exported", "exports", "industrial", "its", "list", "many", "more", "most", "nearly", "new"),
        *("of", "on", "other", "others", "product", "products", "remaining", "sector", "sectors", "some"),
        *("the", "their", "to", "trade", "virtually", "worth"),
    }
)
"""Words of goods that tell none."""


def goods_words(measure: TradeMeasureMention) -> frozenset[str]:
    """The words that tell the goods, without those that any goods have, or the parties' names."""
    told = frozenset[str]().union(*(words_of(goods) for goods in measure.goods))
    return frozenset(
        _stem(word) for word in told - GENERIC - _party_words(measure) if len(word) > 1 and not word.isdigit()
    )


def _stem(word: str) -> str:
    return word.removesuffix("s")


def _party_words(measure: TradeMeasureMention) -> frozenset[str]:
    parties: Sequence[Party] = (*measure.imposers, *measure.targets)
    names = {name for party in parties for name in (party.name, *(names_of(party.country) if party.country else ()))}
    words = frozenset[str]().union(*(words_of(name) for name in names))
    # "Chinese goods" of China, "Mexican imports" of Mexico: the same first letters.
    stems = {word[:4] for word in words if len(word) > 3}  # noqa: PLR2004 -- "us", "uk", "eu" have no stem
    goods = frozenset[str]().union(*(words_of(told) for told in measure.goods))
    return words | {word for word in goods if word[:4] in stems}


def other_goods(a: MeasureReport, b: MeasureReport, options: MergeOptions) -> Objection:
    """Both name goods, and no word is shared."""
    first, second = goods_words(a.mention), goods_words(b.mention)
    if first and second and not first & second:
        return f"on {', '.join(a.mention.goods)} and on {', '.join(b.mention.goods)}"
    return None


def days_told(report: MeasureReport, options: MergeOptions) -> Days:
    """From the first to the last day that a report tells, be it of the act or of its taking effect."""
    days, effective = report.expected_days(options), report.mention.effective
    if not effective:
        return days
    return Days(min(days.first, effective.start), max(days.last, effective.end))


def starts_differ(a: MeasureReport, b: MeasureReport, options: MergeOptions) -> Objection:
    """Both tell when it takes effect, on different days."""
    first, second = a.mention.effective, b.mention.effective
    if first and second and _apart(first, second) > options.tolerance_days:
        return f"effective {first.start} and {second.start}"
    return None


def _apart(a: When, b: When) -> int:
    return max(0, (max(a.start, b.start) - min(a.end, b.end)).days)


def dates_differ(a: MeasureReport, b: MeasureReport, options: MergeOptions) -> Objection:
    """Two told dates lie apart, and neither is the day on which the other says that it takes effect.

    A measure only announced or threatened may be told by the day of each step: it may take as long as the window.
    """
    if dates_apart(a, b, options) is None:
        return None
    for one, other in ((a.mention, b.mention), (b.mention, a.mention)):
        if one.effective and other.when and _apart(one.effective, other.when) <= options.tolerance_days:
            return None
    early, late = sorted((a, b), key=lambda report: report.published_at)
    days = (early.told_days, late.told_days)
    both = early.mention.status in COMING and late.mention.status in COMING
    if early.mention.status in COMING and days[0] and days[1] and (both or days[0].first <= days[1].last):
        return None if days[0].apart(days[1]) <= options.window_days else f"dates {days[0].first} and {days[1].first}"
    return dates_apart(a, b, options)


def weigh(a: MeasureReport, b: MeasureReport, options: MergeOptions) -> Iterable[Reason]:
    """Who acts and at whom is shared by a whole trade war; goods, rate, day and case tell one act from the next."""
    first, second = a.mention, b.mention
    if any_agree(first.imposers, second.imposers):
        yield Reason(1.0, f"{first.imposers[0].name} acts in both")
    if any_agree(first.targets, second.targets):
        yield Reason(1.0, f"{first.targets[0].name} is the target of both")
    if shared := goods_words(first) & goods_words(second):
        yield Reason(1.0, f"on {', '.join(sorted(shared))}")
    rates = amounts(first.rate), amounts(second.rate)
    if any(rates[0][unit] & rates[1].get(unit, frozenset()) for unit in rates[0]):
        yield Reason(1.0, f"rate {first.rate}")
    if dates_apart(a, b, options) is None:
        yield from time_reasons(a, b)
    elif is_one_news(a, b) and {first.status, second.status} <= COMING:
        yield Reason(1.0, f"both to come, published {a.published_at.date()} and {b.published_at.date()}")
    for one, other in (
        (first.effective, second.effective),
        (first.effective, second.when),
        (first.when, second.effective),
    ):
        if one and other and _apart(one, other) <= options.tolerance_days:
            yield Reason(1.0, f"in effect {one.start}")
            break
    if first.forum and second.forum and words_of(first.forum) & words_of(second.forum):
        yield Reason(1.0, f"before {first.forum}")


RULES = Rules(
    against=(dates_differ, kinds_differ, acts_differ, other_parties, rates_differ, other_goods, starts_differ),
    against_all=(expected_apart,),
    weigh=weigh,
    enough=3.0,
)
