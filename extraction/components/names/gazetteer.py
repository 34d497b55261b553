"""What is known of states, bodies and titles before any article is read: the lexicons as lookup tables."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

import pycountry

from extraction.components.names.entries import Ambiguous, Bodies, Grammar, Leaders, State, States, Titles
from extraction.lexicon import lines, load

INTERNATIONAL = "INT"
"""Marks a body of several states in the lexicon; an actor of it has no country."""


Part = Literal["name", "adjective", "people", "capital", "seat", "region", "city", "body", "gathering", "world"]
"""What a known name is of what it names."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the gazetteer tells of one name."""

    part: Part
    """What the name is of what it names."""

    code: str | None
    """The state it belongs to."""

    name: str
    """The name to show where the article has none of its own: the everyday name of the state, the body's full name."""

    kind: str = "organization"
    """For a body: organization or group."""

    public: bool = True
    """Whether it holds public authority."""

    weak: bool = False
    """Whether the name means this only where the article names the state or union besides."""


@cache
def titles() -> Titles:
    """The words that make a person."""
    return load("titles", Titles)


@cache
def grammar() -> Grammar:
    """The words of the grammar around names."""
    return load("words", Grammar)


@cache
def bodies() -> Bodies:
    """The words that make a body."""
    return load("bodies", Bodies)


@cache
def ambiguous() -> tuple[Ambiguous, ...]:
    """The names with a second meaning."""
    return load("countries", States).ambiguous


@cache
def leaders() -> dict[str, str]:
    """The state of each person whom every reader knows, by `leader_keys`, where only one state has the name."""
    named: dict[str, set[str]] = {}
    vocabulary = load("leaders", Leaders)
    for code, people in vocabulary.leaders.items():
        for person in people:
            for key in {*leader_keys(person), surname_of(person, code).lower()}:
                named.setdefault(key, set()).add(code)
    for code, people in vocabulary.families.items():
        for key in people:
            named.setdefault(key.lower(), set()).add(code)
    return {name: codes.pop() for name, codes in named.items() if len(codes) == 1}


@cache
def relatives() -> frozenset[tuple[str, ...]]:
    """The names, in words of lower case, of people known by a leader's family name."""
    names = (name for people in load("leaders", Leaders).families.values() for name in people)
    return frozenset(tuple(name.lower().split()) for name in names)


def leader_keys(name: str) -> tuple[str, ...]:
    """The forms under which a full name is looked up: as it is, and with the long given name and no middle names."""
    words = [word.strip(",.") for word in folded(name).lower().split()]
    words = [word for word in words if word not in GENERATIONS] or words
    outer = f"{nicknames().get(words[0], words[0])} {words[-1]}" if len(words) > 1 else words[0]
    return " ".join(words), outer


GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
"""What may stand after a family name without changing who is meant."""


SURNAME_FIRST = frozenset({"CN", "HK", "KP", "KR", "TW", "VN", "KH"})
"""States where the family name stands before the given name."""


def surname_of(person: str, code: str | None = None) -> str:
    """The family name in a full name: the first word where a hyphen or the state tells so, else the last."""
    words = folded(person).split()
    first = code in SURNAME_FIRST or (len(words) > 1 and "-" in words[-1] and words[-1].split("-")[-1].islower())
    return words[0 if first else -1] if words else person


@cache
def nicknames() -> dict[str, str]:
    """Each short form of a given name with the name it stands for."""
    return {word: row[0] for row in titles().nicknames for word in row}


@cache
def states() -> dict[str, State]:
    """Every state by its code."""
    return {state.code: state for state in load("countries", States).states}


def folded(name: str) -> str:
    """A name without accents, articles, full stops in abbreviations and repeated spaces, for looking up."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name
    plain = " ".join(plain.replace("-", " - ").split()).replace(" - ", "-")
    plain = plain.removeprefix("the ").removeprefix("The ")
    if "." in plain and all(len(part) <= 1 for part in plain.split(".")):
        plain = plain.replace(".", "")
    return plain


@cache
def known_names() -> dict[str, Known]:
    """Every name of the gazetteer in folded form, with what it stands for."""
    table: dict[str, Known] = {}
    for state in states().values():
        _add_state(table, state)
    for line in lines("cities.tsv"):
        city, code = line.split("\t")
        table.setdefault(folded(city), Known("city", code, city))
    for body in bodies().named:
        home = None if body.code == INTERNATIONAL else body.code
        for name in body.names:
            full = name if body.separate else body.names[0]
            table[folded(name)] = Known("body", home, full, body.kind, body.public, name in body.weak)
    for region in bodies().regions:
        table[folded(region)] = Known("world", None, region)
    for gathering in bodies().named_gatherings:
        for name in gathering.names:
            table[folded(name)] = Known("gathering", None, gathering.names[0])
    return table


def _add_state(table: dict[str, Known], state: State) -> None:
    main = state.names[0]

    def add(part: Part, names: tuple[str, ...]) -> None:
        for name in names:
            table.setdefault(folded(name), Known(part, state.code, main))

    add("name", state.names + _formal_names(state.code))
    add("adjective", state.adjectives)
    add("people", state.people + tuple(plural for word in state.adjectives if (plural := _people(word))))
    add("capital", state.capitals)
    add("seat", state.seats)
    add("region", state.regions)


def _formal_names(code: str) -> tuple[str, ...]:
    """The names of a state in ISO 3166, without those that a comma turns round."""
    found = pycountry.countries.get(alpha_2=code)
    if found is None:
        return ()
    names = (found.name, getattr(found, "official_name", ""), getattr(found, "common_name", ""))
    return tuple(name for name in names if name and "," not in name and "(" not in name)


def _people(adjective: str) -> str | None:
    """The plural that stands for the people, where it is formed with s: Afghans, Iraqis, Greeks."""
    return f"{adjective}s" if adjective[-1] in "nibktyc" and not adjective.isupper() else None
