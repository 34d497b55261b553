"""Bringing mentions together: one actor for everything that names the same person, state or body."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extraction.components.names.gazetteer import folded, states
from extraction.document import Actor, ActorKind, ActorMention

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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


def cast_of(found: Sequence[Found]) -> tuple[tuple[Actor, ...], tuple[ActorMention, ...]]:
    """The actors of an article and where they stand."""
    keys = _keys(found)
    order: dict[str, list[Found]] = {}
    for one, key in zip(found, keys, strict=True):
        order.setdefault(key, []).append(one)
    index = {key: i for i, key in enumerate(order)}
    actors = tuple(_actor(index[key], members) for key, members in order.items())
    mentions = tuple(
        ActorMention(one.start, one.end, (index[key],), _how(one, actors[index[key]]))
        for one, key in zip(found, keys, strict=True)
    )
    return actors, mentions


def _how(one: Found, actor: Actor) -> str:
    if one.kind is ActorKind.PERSON and one.how in {"name", "apposition"} and one.name != actor.name:
        return "surname"
    return one.how


def _keys(found: Sequence[Found]) -> list[str]:
    """The identity of each name: the code of a state, the full name of a person, kind and name of the rest."""
    full = _full_names(found)
    keys = []
    for one in found:
        if one.kind is ActorKind.COUNTRY:
            keys.append(f"country {one.country}")
        elif one.kind is ActorKind.PERSON:
            name = folded(one.name).lower()
            keys.append(f"person {full.get(name, name)}")
        elif one.kind is ActorKind.ORGANIZATION:
            keys.append(f"organization {folded(one.name).lower()} {one.country or ''}")
        else:
            keys.append(f"{one.kind} {folded(one.name).lower()}")
    return keys


def _full_names(found: Sequence[Found]) -> dict[str, str]:
    """The full name behind each shorter one: surname alone, or given name and surname without the middle."""
    people = list(dict.fromkeys(folded(one.name).lower() for one in found if one.kind is ActorKind.PERSON))
    longer = [name for name in people if " " in name]
    full: dict[str, str] = {}
    for name in people:
        parts = name.split()
        fits = [other for other in longer if other != name and _fits(parts, other.split())]
        if fits:
            full[name] = max(fits[:1], key=len)
    return {name: full.get(target, target) for name, target in full.items()}


def _fits(short: list[str], long: list[str]) -> bool:
    """Whether a short name can be a long one: its surname, or first and last word with others between."""
    if len(short) >= len(long):
        return False
    if len(short) == 1:
        return short[0] == long[-1] or (short[0] == long[0] and "-" in long[-1])
    return short[0] == long[0] and short[-1] == long[-1] or long[-len(short) :] == short


def _actor(index: int, members: list[Found]) -> Actor:
    """One actor from all the names that stand for it; what is told first and fullest counts."""
    first = members[0]
    if first.kind is ActorKind.COUNTRY:
        return Actor(index, _state_name(members), first.kind, first.country, public=True)
    named = max(members, key=lambda one: (len(one.name.split()), -one.start)) if first.kind is ActorKind.PERSON else first
    titled = next((one for one in members if one.title), None)
    return Actor(
        index=index,
        name=named.name,
        kind=first.kind,
        country=next((one.country for one in members if one.country), None),
        title=titled.title if titled else None,
        organization=next((one.organization for one in members if one.organization), None),
        public=any(one.public for one in members),
    )


def _state_name(members: list[Found]) -> str:
    """The state's name as worded, else its capital, else its everyday name."""
    names = [one.name for one in members if one.how == "name"]
    if names:
        return max(names, key=len)
    capitals = [one.name for one in members if one.how == "capital"]
    return capitals[0] if capitals else states()[members[0].country or ""].names[0]


def renumbered(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """The actors with their index set to their position."""
    return tuple(replace(actor, index=i) for i, actor in enumerate(actors))
