"""The rules of appointments and the nouns of public office, as the lexicons have them."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Literal

from pydantic import Field, field_validator, model_validator

from extraction.lexicon import Entry, Rule, load
from schemas.vocabulary import AppointmentAction, Status


class Reach(StrEnum):
    """When an office noun names a public office."""

    ALWAYS = "always"
    """By itself."""

    UNLESS_PRIVATE = "unless_private"
    """By itself, but not beside a private body."""

    WITH_COUNTRY = "with_country"
    """Beside a country or a public body."""

    WITH_BODY = "with_body"
    """Beside a public body only."""


class Offices(Entry):
    """Office nouns of one kind."""

    reach: Reach
    """When they name a public office."""

    takes: tuple[str, ...]
    """Prepositions that lead their complement."""

    names: tuple[str, ...]
    """The nouns, in the singular and in lower case."""


class OfficeLexicon(Entry):
    """The lexicon `offices`."""

    offices: tuple[Offices, ...]
    """The office nouns."""

    voted: tuple[str, ...]
    """Endings of offices that people stand for in elections: candidates for them are no event."""

    abbreviations: frozenset[str]
    """Office nouns that count in capitals only."""

    modifiers: frozenset[str]
    """Words that belong to the wording of an office before its noun."""

    acting: frozenset[str]
    """Words that make a holder an acting one."""

    former: frozenset[str]
    """Words that make a holder a past one."""

    suffixes: frozenset[str]
    """Words that a hyphen ties to an office whose holder has not come in yet: "elect"."""

    posts: frozenset[str]
    """Nouns that stand for a post without saying which."""

    heads: frozenset[str]
    """Office nouns that all mean whoever leads a body."""

    fields: frozenset[str]
    """Public nouns that tell nothing inside a complement, since firms work there as well."""

    public_bodies: frozenset[str]
    """Nouns that make a body a public one."""

    parties: frozenset[str]
    """Words for parties and their people."""

    ambiguous_bodies: frozenset[str]
    """Nouns of bodies, public ones and others."""

    state_owned: frozenset[str]
    """Words that make a company one of the state's."""

    private_bodies: frozenset[str]
    """Nouns that make a body a private one."""

    public_banks: frozenset[str]
    """Words that make the bank behind them a public one."""

    state_bodies: frozenset[str]
    """Nouns of bodies that are public ones beside the name of a state."""

    not_before: frozenset[str]
    """Nouns that turn an office noun before them into something else."""


class Frame(StrEnum):
    """How a trigger's arguments stand around it: one reader of arguments for each."""

    NAMING = "naming"
    """Somebody puts a person into an office: "named her envoy", "was elected president"."""

    ENTERING = "entering"
    """A person comes into an office: "became minister", "took over as speaker"."""

    SUCCEEDING = "succeeding"
    """A person follows another: "replaced Lund as governor"."""

    LEAVING = "leaving"
    """A person gives up an office: "resigned", "stepped down as chancellor"."""

    REMOVING = "removing"
    """Somebody puts a person out of an office: "sacked the minister"."""

    GOING = "going"
    """An office comes to a person: "the job went to Lund"."""

    OUTVOTING = "outvoting"
    """A person wins an office against another: "beat Lund in the presidential election", "lost the vote to Lund"."""

    TENURE = "tenure"
    """A person has been in an office for so long: "has been minister since May"."""

    DECLINING = "declining"
    """A person does not take an office that was offered: "turned down the post"."""

    ACT_NOUN = "act_noun"
    """A noun for the act: "his resignation", "the appointment of Lund as envoy"."""

    HOLDER_NOUN = "holder_noun"
    """A noun for the person: "her successor", "the nominee for governor"."""

    CANDIDATES = "candidates"
    """A noun for those who may come in: "possible successors include Lund", "named as a candidate for the post"."""

    MODIFIER = "modifier"
    """A word before the office or the person: "the new foreign minister Lund", "the ousted president"."""

    LISTED = "listed"
    """A line of a list: "Ana Lund, Nominee for Governor"."""


class Trigger(Rule):
    """One family of words that tell of a change in who holds an office."""

    frame: Frame
    """How its arguments stand around it."""

    action: AppointmentAction
    """How the office changes hands."""

    words: tuple[str, ...] = Field(min_length=1)
    """Lemmas of the trigger word, or forms where the lemma alone would say too little."""

    pos: tuple[Literal["VERB", "NOUN", "ADJ", "AUX"], ...] = ("VERB",)
    """Word classes that the trigger may have."""

    particle: tuple[str, ...] = ()
    """One of these must follow the verb: "down", "over"."""

    objects: tuple[str, ...] = ()
    """The verb's object must be one of these nouns: "office", "oath"."""

    status: Status | None = None
    """The status that the word presupposes, whatever stands around it: "new" of what has happened."""

    bare: bool = False
    """Whether that object stands without possessor: "left office" gives it up, "left his office" is the room."""

    weak: bool = False
    """Whether the word says so much else that the office must be named beside it."""

    near: tuple[str, ...] = ()
    """One of these must stand among the five words after it."""

    not_near: tuple[str, ...] = ()
    """None of these may stand among the five words after it."""

    followed_by: tuple[str, ...] = ()
    """One of these runs of words must stand among the seven words after it: "from power"."""

    amid: tuple[str, ...] = ()
    """One of these must stand in its sentence."""

    not_after: tuple[str, ...] = ()
    """None of these may stand among the three words before it."""

    offices: frozenset[str] = frozenset()
    """Where not empty, only these office nouns count."""

    tells_public: bool = False
    """Whether the word itself says that the office is a public one, whatever it is."""

    to_body: bool = False
    """Whether the body that somebody is put into tells the office: "moved to the energy ministry"."""

    subjects: tuple[str, ...] = ()
    """The verb's subject must be one of these nouns, whose owner is the person: "her term ends"."""

    in_title: bool = False
    """Whether the person's name must stand with the office in the same sentence: "Chief Justice Lund died"."""

    ahead: bool = False
    """Whether only what lies ahead counts: in the past the word tells of holding an office, not of coming into it."""

    done: bool = False
    """Whether only what has happened counts: who may win an election is a mere candidate."""

    among_rivals: bool = False
    """Whether the word alone, said of several, tells that a post is to be filled: "two other contenders"."""

    supports: bool = False
    """Whether it only adds to an event that something else tells of."""

    strength: float = Field(ge=0, le=1)
    """How telling the trigger is, from 0 to 1."""

    @field_validator("words", "particle", "objects", "subjects", "near", "not_near", "followed_by", "amid", "not_after")
    @classmethod
    def _in_lower_case(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        if any(value != value.lower() for value in values):
            raise ValueError("words stand in lower case")
        return values


class Vocabulary(Entry):
    """Words that the readers of arguments ask for, none of which tells of a change by itself."""

    leading: frozenset[str]
    """Verbs whose object is the body that somebody heads."""

    succession: frozenset[str]
    """Verbs whose object is the predecessor."""

    successors: frozenset[str]
    """Nouns for whoever follows."""

    resigning: frozenset[str]
    """Words for giving up an office."""

    offered: frozenset[str]
    """Nouns beside which declining or withdrawing is about an office."""

    likely: frozenset[str]
    """Adjectives that make a successor a possible one."""

    act_noun_heads: frozenset[str]
    """Nouns after a noun for an act that leave it one: "her resignation letter", not "his re-election hopes"."""

    asking: frozenset[str]
    """Verbs of asking for an act of another, and of answering it."""

    seats: frozenset[str]
    """Nouns after "elected to" that make it an ordinary seat in a legislature."""

    confirming: frozenset[str]
    """Houses that confirm nominees."""

    links: frozenset[str]
    """Words that tie an office to what happens with it."""

    ordinals: frozenset[str]
    """Words that tell who was first to do something as the holder of an office."""

    quantities: frozenset[str]
    """Words that make a plural of office holders a group that comes or goes together."""

    clause_openers: frozenset[str]
    """Words after which a verb's own arguments are at an end."""

    prospects: frozenset[str]
    """Words beside an office that make it the one somebody is to hold."""

    saying: frozenset[str]
    """Verbs whose subject is the "I" of what is said."""

    ordering: frozenset[str]
    """Verbs by whose subject somebody else is made to go."""

    fights: frozenset[str]
    """Verbs and nouns for a fight, whose aim to oust somebody is no change of office."""

    stints: frozenset[str]
    """Nouns for the time somebody spent in an office."""

    tendering: frozenset[str]
    """Verbs whose subject hands in the own resignation."""

    governments: frozenset[str]
    """Nouns for what a head of government leads, and falls with."""

    voted_for: dict[str, str]
    """The office that an adjective before a noun for an election tells."""

    votes: frozenset[str]
    """Nouns for an election."""

    campaigns: frozenset[str]
    """Nouns for elections and for standing in one, beside which candidates are no event."""

    told_of_subject: frozenset[str]
    """Verbs that tell of their subject, in the active, that it is among the candidates."""

    short_times: frozenset[str]
    """Words for times so short that whoever has held an office for them has come into it lately."""

    unnamed_posts: frozenset[str]
    """Nouns that with an article stand for the office that the text speaks of."""

    generic_bodies: frozenset[str]
    """Nouns that stand for a body named elsewhere."""


class AppointmentLexicon(Entry):
    """The lexicon `appointments`."""

    vocabulary: Vocabulary
    """Words that the readers of arguments ask for."""

    rules: tuple[Trigger, ...]
    """The triggers, the more specific before the more general: the first that fits a word is taken."""

    @model_validator(mode="after")
    def _ids_are_unique(self) -> AppointmentLexicon:
        ids = [rule.id for rule in self.rules]
        if len(set(ids)) < len(ids):
            raise ValueError("two rules have the same id")
        return self


@cache
def office_lexicon() -> OfficeLexicon:
    """The nouns of public office."""
    return load("offices", OfficeLexicon)


@cache
def appointment_lexicon() -> AppointmentLexicon:
    """The triggers."""
    return load("appointments", AppointmentLexicon)


@cache
def vocabulary() -> Vocabulary:
    """The words that the readers of arguments ask for."""
    return appointment_lexicon().vocabulary


@cache
def rules_by_word() -> dict[str, tuple[Trigger, ...]]:
    """The rules that a lemma or form can fire, in the order of the lexicon; those of lists need a whole line."""
    table: dict[str, tuple[Trigger, ...]] = {}
    for rule in appointment_lexicon().rules:
        for word in rule.words if rule.frame is not Frame.LISTED else ():
            table[word] = (*table.get(word, ()), rule)
    return table


@cache
def rule_of(rule_id: str) -> Trigger:
    """The rule with an id."""
    return next(rule for rule in appointment_lexicon().rules if rule.id == rule_id)
