"""How long a gathering or visit lasts, where its length and its first or last day are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from extraction.components.dates.lexicon import lexicon
from extraction.syntax import VERBS, governors

if TYPE_CHECKING:
    from extraction.document import Dated
    from extraction.tokens import Token

LONGEST = 14
"""More days than this are read as no length of a meeting."""


def over_its_days(noun: Token, dated: Dated | None) -> Dated | None:
    """The days of an event whose length is told beside its first or last day: "arrived Monday on a three-day visit".

    Args:
        noun: the noun that tells of the event.
        dated: its date, if any.

    Returns:
        The date, from the first day to the last where both can be told; else the date as it was.
    """
    length = _days_told(noun) if dated is not None and dated.first == dated.last else 0
    if dated is None or not 1 < length <= LONGEST:
        return dated
    lemmas = _verbs_around(noun)
    whole = timedelta(days=length - 1)
    if lemmas & lexicon().ending_verbs:
        return replace(dated, first=dated.first - whole, because=f"{dated.because}, the last of {length} days")
    if lemmas & (lexicon().starting_verbs | lexicon().motion_verbs):
        return replace(dated, last=dated.last + whole, because=f"{dated.because}, the first of {length} days")
    return dated


def _verbs_around(noun: Token) -> frozenset[str]:
    """The lemmas of the verb that governs a noun and of the clauses about it."""
    above = next((word.lemma_ for word in governors(noun) if word.pos_ in VERBS), "")
    about = (child.lemma_ for child in noun.children if child.dep_ in {"acl", "relcl"} and child.pos_ in VERBS)
    return frozenset({above, *about})


def _days_told(noun: Token) -> int:
    """How many days an event lasts, as told before its noun: "three-day visit", "two days of talks"; 0 where not."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lower_ == "days":
        counts = [child for child in noun.head.head.children if child.dep_ == "nummod"]
        return _number(counts[0]) if counts else 0
    for word in noun.doc[noun.left_edge.i : noun.i]:
        if word.lower_ == "day" and word.i > noun.left_edge.i + 1 and word.nbor(-1).text == "-":
            return _number(word.nbor(-2))
    return 0


def _number(word: Token) -> int:
    return int(word.text) if word.text.isdecimal() else lexicon().numbers.get(word.lower_, 0)
