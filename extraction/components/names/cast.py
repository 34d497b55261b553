"""Bringing mentions together: one actor for everything that names the same person, state or body."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING

from extraction.components.names.gazetteer import GENERATIONS, folded, leaders, nicknames, relatives, states, titles
from extraction.components.names.homes import HEADS, home_of, is_at_home, known_home, main_state
from extraction.document import Actor, ActorKind, ActorMention
from extraction.lexicon import common_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from extraction.components.names.found import Found


def without_overlaps(found: Iterable[Found]) -> list[Found]:
    """The surest of the names that overlap, in the order of the text."""
    ranked = sorted(found, key=lambda one: (-one.weight, -(one.end - one.start), one.start))
    taken: set[int] = set()
    kept = []
    for one in ranked:
        span = range(one.start, one.end)
        if not span or taken.intersection(span):
            continue
        taken.update(span)
        kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def cast_of(
    found: Sequence[Found], printed: Callable[[str], str] = str
) -> tuple[tuple[Actor, ...], tuple[ActorMention, ...]]:
    """The actors of an article and where they stand.

    Args:
        found: the names of the text in its order, without overlaps.
        printed: gives words of the reading text as the article prints them.
    """
    people = _people(found)
    keys = _with_known_states([_key(one, people[i]) for i, one in enumerate(found)])
    members: dict[str, list[Found]] = {}
    for one, key in zip(found, keys, strict=True):
        members.setdefault(key, []).append(one)
    index = {key: i for i, key in enumerate(members)}
    home = main_state(found)
    actors = tuple(_printed(_actor(index[key], group, home), printed) for key, group in members.items())
    mentions = tuple(
        ActorMention(one.start, one.end, (index[key],), _how(one, actors[index[key]]))
        for one, key in zip(found, keys, strict=True)
    )
    return actors, mentions


def _how(one: Found, actor: Actor) -> str:
    """What ties a mention to its actor: a name that is shorter than the full one counts as a surname."""
    shorter = one.kind is ActorKind.PERSON and one.how == "name" and one.name != actor.name
    return "surname" if shorter else one.how


def _key(one: Found, person: str) -> str:
    """The identity of a name: the code of a state, the full name of a person, kind, name and state of the rest."""
    if one.kind is ActorKind.COUNTRY:
        return f"country {one.country}"
    if one.kind is ActorKind.PERSON:
        return f"person {person}"
    name = folded(one.name).lower()
    return f"organization {name} {one.country or ''}" if one.kind is ActorKind.ORGANIZATION else f"{one.kind} {name}"


def _with_known_states(keys: list[str]) -> list[str]:
    """The keys, where a body without a state has the state of the only other body of that name."""
    stated: dict[str, set[str]] = {}
    for key in keys:
        name, _, state = key.rpartition(" ")
        if key.startswith("organization ") and state:
            stated.setdefault(f"{name} ", set()).add(key)
    return [next(iter(stated[key])) if len(stated.get(key, ())) == 1 else key for key in keys]


def _people(found: Sequence[Found]) -> dict[int, str]:
    """For each name of the text the full name of the person it stands for; empty for what is no person."""
    words = {i: name_words(one.name) for i, one in enumerate(found) if one.kind is ActorKind.PERSON}
    full = _longest_forms([one for one in words.values() if len(one) > 1])
    public = {full[one] for i, one in words.items() if one in full and found[i].public}
    family, given, double = _Places(), _Places(), _Places()
    for i, one in words.items():
        if one in full:
            if one[-2] not in FATHERS:
                family.add(full[one][-1], i, full[one])
            given.add(full[one][0], i, full[one])
            double.add(full[one][-2] if len(full[one]) > 2 else "", i, full[one])  # noqa: PLR2004 -- a second surname
    strangers = {one[0] for i, one in words.items() if len(one) == 1 and _is_stranger(found[i], family, one[0], public)}
    chosen = dict.fromkeys(range(len(found)), "")
    for i, one in words.items():
        known = full.get(one) or _named_so(found[i], family, given, i, public, strangers)
        chosen[i] = " ".join(known or double.nearest(one[0], i) or one)
    return chosen


FATHERS = frozenset({"bin", "ibn", "bint"})
"""Particles before the name of someone's father, which is no family name: "Omar bin Rashid" is not "King Rashid"."""


def _is_stranger(one: Found, family: _Places, word: str, public: set[tuple[str, ...]]) -> bool:
    """Whether a family name, with what stands before it, fits no one whose full name the article has."""
    names = family.all(word)
    return bool(names) and not any(_fits(one, name, public) for name in names)


def _fits(one: Found, name: tuple[str, ...], public: set[tuple[str, ...]]) -> bool:
    """Whether a family name can stand for a full name.

    "Mr." is no woman. The president of a name that every reader knows is nobody else without an office, and a leader's
    family name alone is no relative.
    """
    given = titles().given
    if one.gender and name[0] in (given.female if one.gender == "male" else given.male):
        return False
    heads = set((one.title or "").lower().split()) & HEADS
    if (heads and name[-1] in leaders()) or (name in relatives() and not one.gender):
        return _in_office(name, public)
    return True


def _in_office(name: tuple[str, ...], public: set[tuple[str, ...]]) -> bool:
    """Whether someone is told to hold or have held an office, or known to."""
    return name in public or (name not in relatives() and known_home(" ".join(name)) is not None)


def _named_so(
    one: Found, family: _Places, given: _Places, at: int, public: set[tuple[str, ...]], strangers: set[str]
) -> tuple[str, ...] | None:
    """The full name that one word stands for: of several that fit, who is in office before all others."""
    word = name_words(one.name)[0]
    fitting = [name for name in family.all(word) if _fits(one, name, public)]
    officers = [name for name in fitting if _in_office(name, public)]
    if word in strangers and not officers and not one.gender:
        fitting = []
    return _nearest(family.nearest(word, at, officers or fitting), given, word, at, public)


def _nearest(
    family: tuple[str, ...] | None, given: _Places, word: str, at: int, public: set[tuple[str, ...]]
) -> tuple[str, ...] | None:
    """The full name that one word stands for; a leader or officer whose family name comes first before anyone else."""
    if family and not known_home(" ".join(family)):
        family = next((name for name in given.all(word) if known_home(" ".join(name))), family)
    first = given.nearest(word, at)
    return first if _is_surname_first(first) and first in public and family not in public else family or first


def _is_surname_first(name: tuple[str, ...] | None) -> bool:
    """Whether a full name is built as Korean and Chinese ones: "Kim Jong Un", "Moon Jae-in"."""
    return name is not None and (len(name) == 3 or (len(name) == 2 and "-" in name[1]))  # noqa: PLR2004 -- words


class _Places:
    """Where the text has full names, by one of their words."""

    def __init__(self) -> None:
        self._at: dict[str, list[tuple[int, tuple[str, ...]]]] = {}

    def add(self, word: str, at: int, full: tuple[str, ...]) -> None:
        """Keep a full name, in the order of the text."""
        self._at.setdefault(word, []).append((at, full))

    def all(self, word: str) -> tuple[tuple[str, ...], ...]:
        """The full names with a word, each once."""
        return tuple(dict.fromkeys(full for _, full in self._at.get(word, ())))

    def nearest(self, word: str, at: int, among: Collection[tuple[str, ...]] | None = None) -> tuple[str, ...] | None:
        """The full name with a word, of some or of all, that stands last before a place, else first after it."""
        places = self._at.get(word, [])
        if among is not None and len(among) < len(self.all(word)):
            places = [place for place in places if place[1] in among]
        if not places:
            return None
        before = bisect_left(places, at, key=itemgetter(0))
        return places[before - 1 if before else 0][1]


def name_words(name: str) -> tuple[str, ...]:
    """The words of a person's name for comparing: no accents, no case, no stops, no Jr."""
    words = (word.strip(".") for word in folded(name).lower().replace(",", " ").split())
    kept = tuple(word for word in words if word and word not in GENERATIONS)
    return kept or (name.lower(),)


def _longest_forms(names: list[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """For each name of two or more words the longest name of the article that is a fuller form of it."""
    families: dict[str, list[tuple[str, ...]]] = {}
    for name in dict.fromkeys(names):
        families.setdefault(name[-1], []).append(name)
    full = {}
    for members in families.values():
        for name in members:
            longer = [other for other in members[:LARGEST_FAMILY] if is_fuller(other, name)]
            full[name] = max(longer, key=len, default=name)
    with_second_surname = {name[:-1]: name for name in full if len(name) > 2 and _is_surname(name[-1])}  # noqa: PLR2004
    full |= {name: with_second_surname[name] for name in full if name == full[name] and name in with_second_surname}
    return {name: full.get(target, target) for name, target in full.items()}


def _is_surname(word: str) -> bool:
    """Whether a word can be a second surname, not what a headline glues to a name: "Ana Vega Reyes"."""
    return word.isalpha() and word not in common_words()


LARGEST_FAMILY = 50
"""A family name has no more given names than this in an article that is no list."""


def is_fuller(long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """Whether a name is a fuller form of another: with middle or further names, or with a nickname spelled out."""
    if long == short or len(long) < len(short) or long[-1] != short[-1]:
        return False
    given = nicknames()
    same_given = given.get(long[0], long[0]) == given.get(short[0], short[0])
    if len(long) == len(short):
        return same_given and len(long) == 2 and len(long[0]) > len(short[0])  # noqa: PLR2004 -- given name, family name
    return same_given or long[-len(short) :] == short


def _actor(index: int, members: list[Found], home: str | None) -> Actor:
    """One actor from all the names that stand for it; what is told first and fullest counts.

    Args:
        index: the position of the actor.
        members: the names.
        home: the state that the article is about, where it is about one.
    """
    first = members[0]
    if first.kind is ActorKind.COUNTRY:
        return Actor(index, _state_name(members), first.kind, first.country, public=True)
    named = max(members, key=lambda one: len(one.name.split())) if first.kind is ActorKind.PERSON else first
    titled = next((one for one in members if one.title), None)
    country = home_of(named.name, members) or (home if is_at_home(members) else None)
    known = first.kind is ActorKind.PERSON and known_home(named.name) is not None
    return Actor(
        index=index,
        name=named.name,
        kind=first.kind,
        country=country,
        title=titled.title if titled else None,
        organization=next((one.organization for one in members if one.organization), None),
        public=known or any(one.public for one in members),
    )


def _printed(actor: Actor, printed: Callable[[str], str]) -> Actor:
    """An actor with its words as the article prints them: typographic quotes, hard spaces."""
    title = printed(actor.title) if actor.title else None
    body = printed(actor.organization) if actor.organization else None
    name = printed(actor.name)
    same = (name, title, body) == (actor.name, actor.title, actor.organization)
    return actor if same else replace(actor, name=name, title=title, organization=body)


def _state_name(members: list[Found]) -> str:
    """The state's everyday name where the article has it, else its most frequent name there, else its capital."""
    everyday = states()[members[0].country or ""].names[0]
    names = Counter(one.name for one in members if one.how == "name")
    if names:
        return everyday if everyday in names else names.most_common(1)[0][0]
    return next((one.name for one in members if one.how == "capital"), everyday)
