"""What kinds of error an evaluation shows, and how many of each.

An event missed where another of its type was found at the same place has been joined to that one, or was told with
other sides; elsewhere nothing fired. An event wrongly found is told the same way round.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from extraction.evaluation import CODED, ROLES, codes, hits, overlap, places, same_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extraction.evaluation import Comparison, Evaluation, Found, GoldEvent
    from schemas.vocabulary import EventType

ErrorClass = tuple[str, "EventType"]
"""The name of a kind of error, and the type of event it befell."""


def error_classes(result: Evaluation) -> Counter[ErrorClass]:
    """How many errors of each kind an evaluation shows."""
    return Counter(error for comparison in result.comparisons for error in _of_article(comparison))


def _of_article(comparison: Comparison) -> Iterator[ErrorClass]:
    gold = comparison.article.events
    mates = dict(comparison.pairs)
    for i, event in enumerate(gold):
        if event.optional:
            continue
        if i in mates:
            yield from ((name, event.type) for name in _of_pair(event, comparison.found[mates[i]]))
        else:
            yield _missed(comparison, event), event.type
    taken = set(mates.values())
    for j, one in enumerate(comparison.found):
        if j not in taken:
            yield _wrong(comparison, one), one.type


def _missed(comparison: Comparison, event: GoldEvent) -> str:
    spans = places(comparison.article.full_text, event.evidence)
    there = any(one.type is event.type and overlap(spans, one.places) for one in comparison.found)
    return "event missed: joined to another, or told with other sides" if there else "event missed: nothing fired"


def _wrong(comparison: Comparison, one: Found) -> str:
    text = comparison.article.full_text
    there = any(
        event.type is one.type and overlap(places(text, event.evidence), one.places)
        for event in comparison.article.events
    )
    return "event wrong: told twice, or with other sides" if there else "event wrong: there is none"


def _of_pair(gold: GoldEvent, mate: Found) -> Iterator[str]:
    """What is wrong in an event that was found."""
    if gold.status is not mate.status and "status" not in gold.optional_roles:
        yield f"status: {gold.status} told as {mate.status}"
    if gold.date and gold.date != mate.days and "date" not in gold.optional_roles:
        yield "date: other days" if mate.days else "date: none found"
    for name in ROLES[gold.type]:
        if name not in gold.optional_roles:
            yield from _of_slot(name, gold.slot(name), mate.slots.get(name, ()))
    for name in CODED[gold.type]:
        fillers, told = gold.slot(name), mate.slots.get(name, ())
        if fillers and name not in gold.optional_roles and not same_code(name, codes(fillers), told):
            yield f"{name}: another" if told else f"{name}: not found"


def _of_slot(name: str, fillers: Sequence[Sequence[str]], told: Sequence[str]) -> Iterator[str]:
    """What is wrong in a slot of free text."""
    found = hits(fillers, told)
    if found < len(fillers):
        yield f"{name}: another, or not all" if told else f"{name}: not found"
    elif len(told) > found:
        yield f"{name}: too many"
