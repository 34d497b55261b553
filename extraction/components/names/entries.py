"""The forms of the lexicons that tell of states, bodies, people and the words around their names."""

from __future__ import annotations

from typing import Literal

from extraction.lexicon import Entry


class State(Entry):
    """One state and its names."""

    code: str
    """ISO 3166-1 alpha-2 code, `EU` or `XK`."""

    names: tuple[str, ...]
    """What the state is called, the everyday name first."""

    adjectives: tuple[str, ...] = ()
    """Its adjectives, which also stand for its people."""

    people: tuple[str, ...] = ()
    """Words for its people that are not formed from an adjective."""

    capitals: tuple[str, ...] = ()
    """Its seat of government, in all spellings."""

    seats: tuple[str, ...] = ()
    """Houses and places that stand for its government."""

    regions: tuple[str, ...] = ()
    """Parts of it that are known by name."""


class Ambiguous(Entry):
    """A name that is a state's and also that of a part of another state."""

    name: str
    """The name."""

    part_of: str
    """The other state."""

    signs: frozenset[str]
    """Words that, anywhere in the article, tell that the state of that name is meant."""


class States(Entry):
    """The lexicon `countries`."""

    states: tuple[State, ...]
    """Every state."""

    ambiguous: tuple[Ambiguous, ...]
    """Names with a second meaning."""


class Gender(Entry):
    """A form of address."""

    word: str
    """The word, without a full stop."""

    gender: Literal["male", "female"] | None = None
    """The gender that it tells."""


class Abbreviation(Entry):
    """A title in short."""

    word: str
    """The short form, without a full stop."""

    title: str
    """What it stands for."""


class OneStateTitle(Entry):
    """A title that one state alone uses."""

    title: str
    """The title in lower case."""

    code: str
    """The state."""

    unless: str | None = None
    """A word that, right after the title, makes it another state's."""


class Given(Entry):
    """Given names that tell a gender."""

    male: frozenset[str]
    """Borne by men."""

    female: frozenset[str]
    """Borne by women."""


class Titles(Entry):
    """The lexicon `titles`."""

    offices: frozenset[str]
    """Heads of titles with public authority."""

    roles: frozenset[str]
    """Heads of titles without."""

    modifiers: frozenset[str]
    """Words inside a title, before its head."""

    former: frozenset[str]
    """Words that make a title a past one."""

    ranks: frozenset[str]
    """Military ranks before a name."""

    honorifics: tuple[Gender, ...]
    """Forms of address."""

    royals: frozenset[str]
    """Titles that stand before a given name alone."""

    abbreviations: tuple[Abbreviation, ...]
    """Titles in short."""

    states: tuple[OneStateTitle, ...]
    """Titles of one state alone."""

    nicknames: tuple[tuple[str, ...], ...]
    """Given names and their short forms, one row a name."""

    given: Given
    """Given names that tell a gender."""

    subject_of: frozenset[str]
    """Verbs whose subject is most often a person."""

    object_of: frozenset[str]
    """Verbs whose object is most often a person."""

    career: frozenset[str]
    """Nouns after which "of" names a person."""

    office_of_subject: frozenset[str]
    """Verbs after which "as" tells the office of their subject."""

    office_of_object: frozenset[str]
    """Verbs after which "as" tells the office of their object."""


class Leaders(Entry):
    """The lexicon `leaders`."""

    leaders: dict[str, tuple[str, ...]]
    """Well-known names by state."""

    families: dict[str, tuple[str, ...]]
    """People of their families by state, who are not meant where the family name stands alone."""


class Heads(Entry):
    """Nouns that make a phrase the name of a body."""

    public: frozenset[str]
    """Bodies with public authority."""

    private: frozenset[str]
    """Bodies without."""


class Named(Entry):
    """A body or gathering known by name."""

    names: tuple[str, ...]
    """Its names, the full one first."""

    code: str | None = None
    """Its state, `EU`, or `INT` for a body of several states."""

    kind: Literal["organization", "group"] = "organization"
    """What it is."""

    public: bool = True
    """Whether it holds public authority."""

    separate: bool = False
    """Whether the names are those of several bodies of the same state."""

    weak: tuple[str, ...] = ()
    """Names that mean it only where nothing tells another state."""


class Bodies(Entry):
    """The lexicon `bodies`."""

    heads: Heads
    """Nouns in capitals that make a name."""

    lower_heads: frozenset[str]
    """Nouns in lower case that stand for a public body."""

    state_itself: frozenset[str]
    """Nouns that after a state's name stand for the state."""

    alone: frozenset[str]
    """Nouns in capitals that name a body with nothing beside them."""

    vague: frozenset[str]
    """Words before a body in lower case that are no part of its name."""

    lower_gatherings: frozenset[str]
    """Nouns in lower case that after a body's name make a gathering."""

    gatherings: frozenset[str]
    """Nouns that make a gathering."""

    named: tuple[Named, ...]
    """Bodies known by name."""

    named_gatherings: tuple[Named, ...]
    """Gatherings known by name."""

    regions: tuple[str, ...]
    """Parts of the world that belong to no one state."""

    inverted: frozenset[str]
    """Nouns in lower case that stand before or behind what the body is for."""

    spellings: dict[str, str]
    """Words in lower case, each with the spelling under which ids hold it."""


class Grammar(Entry):
    """The lexicon `words`: words of the grammar around names."""

    particles: frozenset[str]
    """Small words inside a person's name."""

    determiners: frozenset[str]
    """Words before a noun."""

    calendar: frozenset[str]
    """Days, months and marks of time, which are written with a capital."""

    no_name: frozenset[str]
    """Words that begin sentences and are no part of a name."""

    no_syllable: frozenset[str]
    """What stands after a hyphen without being part of a given name."""

    locating: frozenset[str]
    """Words before the name of a place."""

    given_too: frozenset[str]
    """Names of states and places that people bear as given names."""
