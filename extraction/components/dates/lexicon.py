"""The lexicon of date expressions: words, and patterns built from them."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated

from pydantic import AfterValidator, field_validator

from extraction.components.dates.calendar import SEASONS
from extraction.lexicon import Entry, Rule, load

PLACEHOLDER = re.compile(r"\{([a-z]+?)(2?)\}")
"""Names a list of words inside a pattern: `{month}`; `{month2}` for a second one."""

Words = Annotated[
    dict[str, int], AfterValidator(lambda words: {word.casefold(): value for word, value in words.items()})
]
"""Words with the number that each stands for."""


class Anchor(StrEnum):
    """The kind of word that every match of a rule holds; rules are tried around such words only."""

    MONTH = "month"
    WEEKDAY = "weekday"
    SEASON = "season"
    UNIT = "unit"
    NUMBER = "number"
    DAY = "day"


ANCHORS = (
    ("{month", Anchor.MONTH),
    ("{weekday", Anchor.WEEKDAY),
    ("{season", Anchor.SEASON),
    ("{unit", Anchor.UNIT),
    ("<period>", Anchor.UNIT),
    (" months of ", Anchor.UNIT),
    ("{year", Anchor.NUMBER),
    ("<y>", Anchor.NUMBER),
)
"""What in a pattern tells its anchor, in order of preference; a pattern with none of them has a word for a day."""


class DateRule(Rule):
    """One form of date expression."""

    pattern: str
    """Regular expression, case ignored, with `{month}`, `{day}` ... for the lists of words. Where it has a group
    `span`, only that part is the date expression and the rest its surroundings."""

    resolve: str
    """Name of the way to turn it into days, one of `resolve.RESOLVERS`."""

    published: date = date(2019, 9, 18)
    """The day on which the example is read, a Wednesday where not told."""

    shift: int = 0
    """Days to move by, for the words that say so themselves: "yesterday" is -1."""

    before_noun: bool = False
    """Whether it is a date only as a modifier of the noun after it: "the 2015 deal"."""

    @property
    def anchor(self) -> Anchor:
        """The kind of word that every match holds."""
        return next((anchor for part, anchor in ANCHORS if part in self.pattern), Anchor.DAY)

    days: str
    """What the example resolves to then: one day, or the first and the last with a slash between."""


class DateLexicon(Entry):
    """Everything in dates.yaml."""

    months: Words
    """Month names and abbreviations, January is 1."""

    ambiguous_months: frozenset[str]
    """Months whose names are also other words, read as months only where the context tells."""

    month_openers: frozenset[str]
    """Words that go before a month: after one of these, an ambiguous name is a month."""

    no_date_after: frozenset[str]
    """Words before a weekday or month that make it a habit or a name: "every Friday", "Good Friday"."""

    weekdays: Words
    """Weekday names, Monday is 0."""

    short_weekdays: Words
    """Abbreviated weekdays, read only beside a day and month."""

    units: frozenset[str]
    """Words for units of time, singular and plural."""

    day_words: frozenset[str]
    """Words for days and their parts."""

    numbers: Words
    """Numerals as words."""

    ordinals: Words
    """Ordinals as words and abbreviations."""

    forward_words: frozenset[str]
    """Words that place what they describe after publication: "scheduled", "upcoming"."""

    open_words: frozenset[str]
    """Words whose date may lie on either side of publication: "effective"."""

    forward_prepositions: frozenset[str]
    """Prepositions whose object is still to come: "ahead of"."""

    backward_prepositions: frozenset[str]
    """Prepositions whose object is past: "since"."""

    forward_governors: frozenset[str]
    """Verbs (lemmas) whose infinitive lies ahead of them: "agreed to meet"."""

    come_true: frozenset[str]
    """Verbs (lemmas) whose infinitive came about when they did: "managed to meet"."""

    same_time: frozenset[str]
    """Prepositions whose object has the time of the word before: "talks in Geneva"; not "after" or "about"."""

    support_verbs: frozenset[str]
    """Verbs (lemmas) that carry a noun for an event and say when it is: "hold", "attend", "begin"."""

    motion_verbs: frozenset[str]
    """Verbs (lemmas) of going somewhere: their date is that of what they lead to ("flew in on Monday to meet")."""

    deciding_verbs: frozenset[str]
    """Verbs (lemmas) of deciding, which have one time with what they decide: "ruled on Friday to end her term"."""

    act_nouns: frozenset[str]
    """Nouns (lemmas) for acts that an infinitive spells out, which have one time with it: "a decision to ban"."""

    holding_verbs: frozenset[str]
    """Verbs (lemmas) that say when a gathering is: "the forum that will be held in May"."""

    coming_verbs: frozenset[str]
    """Verbs (lemmas) that only say when something was: "the move came a day after the vote"."""

    rough_words: frozenset[str]
    """Words before a count of weeks or more that make it a rough one or a length: "nearly a year after"."""

    statement_nouns: frozenset[str]
    """Nouns (lemmas) for what makes an act public: "according to a notice"."""

    votes: frozenset[str]
    """Nouns (lemmas) for votes that one wins or loses on their day."""

    refusing_verbs: frozenset[str]
    """Verbs (lemmas) of refusing: what they refuse is off from their day on."""

    starting_verbs: frozenset[str]
    """Verbs (lemmas) whose date is the first day of what lasts several days."""

    ending_verbs: frozenset[str]
    """Verbs (lemmas) whose date is its last day."""

    postponing_verbs: frozenset[str]
    """Verbs (lemmas) behind which a last day is the new day: "postponed until Friday"."""

    edges: frozenset[str]
    """Nouns (lemmas) for the margins and ends of a gathering, which have one time with it: "on the sidelines of"."""

    backward_words: frozenset[str]
    """Words in a date that put it before publication, so that no infinitive of purpose has it: "last", "ago"."""

    saying_verbs: frozenset[str]
    """Verbs (lemmas) of saying: their date is not that of what is said."""

    effective_words: frozenset[str]
    """Words that a date of taking effect hangs on: "effective", "starting", "force"."""

    rules: tuple[DateRule, ...]
    """The forms of date expression; of two that match in one place the longer wins, then the earlier rule."""

    @field_validator("rules")
    @classmethod
    def _patterns_are_regular_expressions(cls, rules: tuple[DateRule, ...]) -> tuple[DateRule, ...]:
        for rule in rules:
            try:
                re.compile(PLACEHOLDER.sub(r"(?P<\1\2>x)", rule.pattern))
            except re.error as error:
                raise ValueError(f"{rule.id}: {error}") from error
        return rules

    def anchors(self) -> dict[str, frozenset[Anchor]]:
        """The anchors that each word is."""
        words = {
            Anchor.DAY: self.day_words,
            Anchor.UNIT: self.units,
            Anchor.SEASON: SEASONS,
            Anchor.WEEKDAY: self.weekdays,
            Anchor.MONTH: self.months,
        }
        known = {word for listed in words.values() for word in listed}
        return {word: frozenset(anchor for anchor, listed in words.items() if word in listed) for word in known}

    def compiled(self, rule: DateRule) -> re.Pattern[str]:
        """The pattern of a rule with its lists of words filled in, bound to whole words."""
        lists = {
            "month": _names(self.months),
            "weekday": _alternatives(self.weekdays),
            "dayname": _names({**self.weekdays, **self.short_weekdays}),
            "day": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:%]|,\d|\.\d)",
            "year": r"(?:1[89]|20)\d\d(?![\d%]|,\d)",
            "number": rf"(?:\d{{1,3}}|{_alternatives(self.numbers)})",
            "ordinal": _alternatives(self.ordinals),
            "unit": r"(?:day|week|month|quarter|year|decade)",
            "season": r"(?:spring|summer|autumn|fall|winter)",
            "part": r"(?:early|mid|late|earlier|later)",
        }

        def filled(match: re.Match[str]) -> str:
            name, second = match.groups()
            return f"(?P<{name}{second}>{lists[name]})"

        return re.compile(rf"(?<![\w$€£])(?:{PLACEHOLDER.sub(filled, rule.pattern)})(?!\w)", re.IGNORECASE)


def _names(words: dict[str, int]) -> str:
    """A pattern for names in full, or abbreviated with or without a full stop."""
    full = {
        max((word for word, value in words.items() if value == number), key=len): number for number in words.values()
    }
    short = {word: number for word, number in words.items() if word not in full}
    return rf"(?:{_alternatives(full)}\b|{_alternatives(short)}\b\.?)"


def _alternatives(words: dict[str, int]) -> str:
    """A pattern for any of the words, longer ones first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


@cache
def lexicon() -> DateLexicon:
    """The shipped lexicon, read once per process."""
    shipped: DateLexicon = load("dates", DateLexicon)
    return shipped


@cache
def patterns() -> dict[Anchor, tuple[tuple[DateRule, re.Pattern[str]], ...]]:
    """The rules of the shipped lexicon with their compiled patterns, in order, by anchor."""
    rules = lexicon().rules
    return {
        anchor: tuple((rule, lexicon().compiled(rule)) for rule in rules if rule.anchor is anchor) for anchor in Anchor
    }


@cache
def anchors() -> dict[str, frozenset[Anchor]]:
    """The anchors that each word of the shipped lexicon is."""
    return lexicon().anchors()
