"""The lexicon of meetings: what may stand in `lexicons/meetings.yaml`, and quick lookups over it."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from pydantic import Field

from extraction.lexicon import Entry, Rule, load
from schemas.vocabulary import MeetingFormat, MeetingMode


class Frame(StrEnum):
    """Where the sides of a meeting stand around a trigger."""

    ENCOUNTER = "encounter"
    VISIT = "visit"
    HOST = "host"
    GATHERING = "gathering"


class TriggerRule(Rule):
    """A family of words that tell of a meeting in the same way."""

    lemmas: tuple[str, ...] = Field(min_length=1)
    """The words, as lemmas in lower case."""

    frame: Frame
    """Where the sides stand."""

    links: frozenset[str] = frozenset()
    """Prepositions that lead in the other side, or the place of a visit."""

    weak: bool = False
    """Whether both sides must be known people or bodies, since the words have other uses."""

    format: MeetingFormat | None = None
    """The format that the words tell."""

    mode: MeetingMode | None = None
    """The mode that the words tell."""

    strength: float = Field(gt=0, le=1)
    """How telling the words are of a meeting."""


class VerbRule(TriggerRule):
    """Verbs that tell of a meeting."""

    particle: str | None = None
    """A particle that must follow: "sat down"."""

    direct: bool = False
    """Whether the object is the other side, or the place of a visit."""

    bare: bool = False
    """Whether the object must stand alone: "called Okoro", not "called Okoro a liar"."""

    abroad: bool = False
    """Whether the sides must be of different states: "presented the plan to" a parliament at home is no meeting."""

    joint: bool = False
    """Whether sides of several states as its subject make a meeting, whatever the object: "negotiated the deal"."""

    purposed: bool = False
    """Whether the purpose must be told: "is in Lagos to hear them"."""

    objects: tuple[str, ...] = ()
    """What its object must be, as lemmas, if not anything: "exchanged views"."""


class NounRule(TriggerRule):
    """Nouns that tell of a meeting."""

    after: tuple[str, ...] = ()
    """Words of which one must stand before the noun, if any: "video" before "conference"."""

    guests: frozenset[str] = frozenset()
    """Prepositions that lead in the other side: "a dinner for Okoro", "a courtesy call on Okoro"."""

    plural: bool = False
    """Whether only the plural tells of a meeting: "talks"."""

    alone: bool = False
    """Whether a group of several states may make a meeting alone: "EU leaders' summit"."""


class ModeCue(Entry):
    """Words that tell how a meeting is held."""

    mode: MeetingMode
    """The mode."""

    words: frozenset[str]
    """The words, in lower case."""


class MeetingLexicon(Entry):
    """The whole lexicon of meetings; the file explains each key."""

    verbs: tuple[VerbRule, ...]
    nouns: tuple[NounRule, ...]
    pointers: tuple[TriggerRule, ...]
    carriers: frozenset[str]
    saying: frozenset[str]
    addressing: frozenset[str]
    calling_off: dict[str, str]
    bare_holders: frozenset[str]
    pairs: dict[str, dict[str, str]]
    joint_bodies: frozenset[str]
    jointly: frozenset[str]
    pondering: frozenset[str]
    plans: frozenset[str]
    granting: frozenset[str]
    awaiting: frozenset[str]
    taking: frozenset[str]
    contests: frozenset[str]
    carrier_nouns: frozenset[str]
    topic_verbs: frozenset[str]
    cover_verbs: frozenset[str]
    gathering_verbs: frozenset[str]
    again: frozenset[str]
    telling_verbs: frozenset[str]
    discussing_verbs: frozenset[str]
    filling_verbs: frozenset[str]
    deliberations: frozenset[str]
    own_sessions: frozenset[str]
    plain_modifiers: frozenset[str]
    plural_sides: frozenset[str]
    vague: frozenset[str]
    public_groups: frozenset[str]
    colleagues: frozenset[str]
    private_words: frozenset[str]
    spokespeople: frozenset[str]
    invited_to: frozenset[str]
    bystanders: frozenset[str]
    own_people: frozenset[str]
    state_groups: frozenset[str]
    regions: frozenset[str]
    arrivals: frozenset[str]
    buildings: frozenset[str]
    gatherings: frozenset[str]
    occasions: frozenset[str]
    margins: frozenset[str]
    no_topics: frozenset[str]
    vague_topics: frozenset[str]
    topical_adjectives: frozenset[str]
    collections: frozenset[str]
    presence: frozenset[str]
    modes: tuple[ModeCue, ...]
    recurrences: tuple[str, ...]
    ordinals: dict[str, int]
    executive: frozenset[str]
    legislative: frozenset[str]


@cache
def lexicon() -> MeetingLexicon:
    """The shipped lexicon."""
    return load("meetings", MeetingLexicon)


@cache
def verb_rules() -> dict[str, VerbRule]:
    """The rule of each verb lemma."""
    return {lemma: rule for rule in lexicon().verbs for lemma in rule.lemmas}


@cache
def noun_rules() -> dict[str, NounRule]:
    """The rule of each noun lemma, whatever stands before it; the last one where several ask for a word before it."""
    ordered = sorted(lexicon().nouns, key=lambda rule: not rule.after)
    return {lemma: rule for rule in ordered for lemma in rule.lemmas}


@cache
def modified_noun_rules() -> dict[str, tuple[NounRule, ...]]:
    """The rules of each noun lemma that ask for a word before the noun: "courtesy call"."""
    asking = [rule for rule in lexicon().nouns if rule.after]
    return {lemma: tuple(rule for rule in asking if lemma in rule.lemmas) for rule in asking for lemma in rule.lemmas}


@cache
def pointer_rules() -> dict[str, TriggerRule]:
    """The rule of each verb lemma that tells more of a meeting named just before."""
    return {lemma: rule for rule in lexicon().pointers for lemma in rule.lemmas}


@cache
def rules() -> dict[str, TriggerRule]:
    """Every rule by its id."""
    return {rule.id: rule for rule in (*lexicon().verbs, *lexicon().nouns, *lexicon().pointers)}
