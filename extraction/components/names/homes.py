"""Which state a person belongs to, where the words right beside the name do not tell."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from extraction.components.names.gazetteer import folded, known_names, leader_keys, leaders, titles
from extraction.document import ActorKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extraction.components.names.found import Found
    from extraction.tokens import Doc

JOINING = frozenset({",", "and", ";", "&", "the"})


def home_of(name: str, members: Sequence[Found]) -> str | None:
    """The state of an actor: told before its name, else known to every reader, else told elsewhere.

    Args:
        name: the full name.
        members: every place that names the actor.
    """
    told = next((one.country for one in members if one.country and one.how == "title"), None)
    if told or members[0].kind is not ActorKind.PERSON:
        return told or next((one.country for one in members if one.country), None)
    elsewhere = next((one.country for one in members if one.country and one.how != "listed"), None)
    listed = next((one.country for one in members if one.country), None)
    return known_home(name) or elsewhere or _by_title(members) or listed


def known_home(name: str) -> str | None:
    """The state of a person whom every reader knows."""
    return next((leaders()[key] for key in leader_keys(name) if key in leaders()), None)


DOMINANT = 4
"""An article is about one state that it names so many times as often as any other, and at least so many times."""


def main_state(found: Sequence[Found]) -> str | None:
    """The state that an article is about: its names, bodies and places stand there far more often than any other's."""
    named = Counter(one.country for one in found if one.country and one.kind is not ActorKind.PERSON)
    (first, count), (_, second), *_ = [*named.most_common(2), (None, 0), (None, 0)]
    return first if count >= DOMINANT * max(1, second) else None


def is_at_home(members: Sequence[Found]) -> bool:
    """Whether a person is given a public title and never a state or an international body with it.

    Newswire tells the state of a minister unless it is the one that the article is about. In 450 articles, 198 of 200
    well-known people with such a title belonged to the state that this tells; most of those states were the US.
    """
    titled = [one for one in members if one.how == "title" and one.title]
    body = next((one.organization for one in members if one.organization), None)
    known = known_names().get(folded(body)) if body else None
    return bool(titled) and any(one.public for one in titled) and not (known and known.code is None)


def _by_title(members: Sequence[Found]) -> str | None:
    """The one state that has such a title."""
    for one in members:
        title = _spelled_out(one.title or "")
        for known in titles().states:
            if known.title in title and not (known.unless and f"{known.title} {known.unless}" in title):
                return known.code
    return None


def _spelled_out(title: str) -> str:
    """A title in lower case, without abbreviations."""
    short = {form.word.lower(): form.title for form in titles().abbreviations}
    return " ".join(short.get(word.rstrip("."), word) for word in title.lower().split())


def shared_homes(doc: Doc, found: Sequence[Found]) -> list[Found]:
    """The names with the state handed on along a list: "Chinese Premier Li, Vice Premier Liu and Minister Wang"."""
    passed: list[Found] = []
    for one in found:
        before = passed[-1] if passed else None
        home = (before.country or known_home(before.name)) if before and _continues(doc, before, one) else None
        passed.append(replace(one, country=home, how="listed") if home else one)
    return passed


HEADS = frozenset({"president", "premier", "prime", "chancellor", "king", "queen", "emperor", "pope", "leader"})
"""Words of titles that a state gives to one person: two of them in a list stand for two states."""


def _continues(doc: Doc, before: Found, one: Found) -> bool:
    """Whether a titled person without a state follows another titled person in the same list."""
    people = one.kind is before.kind is ActorKind.PERSON and bool(one.title) and bool(before.title)
    if not people or one.country or one.how != "title" or before.how not in {"title", "listed"}:
        return False
    between = doc[before.end : one.start]
    joined = 0 < len(between) <= LONGEST_JOINT and all(token.lower_ in JOINING for token in between)
    first, second = ({word.lower() for word in (title or "").split()} & HEADS for title in (before.title, one.title))
    return joined and not (first and second)


LONGEST_JOINT = 3
"""Between two people of a list stand at most a comma, "and" and "the"."""


OF_A_BODY = frozenset({"of", "from", "at"})
"""What leads in the body that a person belongs to, right behind the name."""


def body_homes(doc: Doc, found: Sequence[Found]) -> list[Found]:
    """The people with the state, or that of the body, named right behind: "Marten Kask of the Estonian Army"."""
    followed = pairwise([*found, None])
    return [_of_body(doc, one, after) for one, after in followed if one]


def _of_body(doc: Doc, one: Found, after: Found | None) -> Found:
    if after is None or one.kind is not ActorKind.PERSON or one.country or one.organization:
        return one
    between = [token.lower_ for token in doc[one.end : after.start]]
    leads = between[:1] and between[0] in OF_A_BODY and between[1:] in ([], ["the"])
    if leads and after.kind is ActorKind.COUNTRY and between[0] == "of":
        return replace(one, country=after.country)
    if not leads or after.kind is not ActorKind.ORGANIZATION or not after.public:
        return one
    return replace(one, country=after.country, organization=after.name, public=True)
