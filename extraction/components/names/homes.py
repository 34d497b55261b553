"""Which state a person belongs to, where the words right beside the name do not tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extraction.components.names.gazetteer import folded, leaders, titles
from extraction.document import ActorKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from extraction.components.names.found import Found

JOINING = frozenset({",", "and", ";", "&"})


def home_of(name: str, members: Sequence[Found]) -> str | None:
    """The state of an actor: told before its name, else known to every reader, else told elsewhere.

    Args:
        name: the full name.
        members: every place that names the actor.
    """
    told = next((one.country for one in members if one.country and one.how == "title"), None)
    if told or members[0].kind is not ActorKind.PERSON:
        return told or next((one.country for one in members if one.country), None)
    known = leaders().get(folded(name).lower())
    return known or next((one.country for one in members if one.country), None) or _by_title(members)


def _by_title(members: Sequence[Found]) -> str | None:
    """The one state that has such a title."""
    for one in members:
        title = (one.title or "").lower()
        for known in titles().states:
            if known.title in title and not (known.unless and f"{known.title} {known.unless}" in title):
                return known.code
    return None


def shared_homes(doc: Doc, found: Sequence[Found]) -> list[Found]:
    """The names with the state handed on along a list: "Chinese Premier Li, Vice Premier Liu and Minister Wang"."""
    passed: list[Found] = []
    for one in found:
        before = passed[-1] if passed else None
        if before and _continues(doc, before, one):
            passed.append(replace(one, country=before.country))
        else:
            passed.append(one)
    return passed


def _continues(doc: Doc, before: Found, one: Found) -> bool:
    """Whether a titled person without a state follows one with a state in the same list."""
    if one.kind is not ActorKind.PERSON or before.kind is not ActorKind.PERSON or one.country or not before.country:
        return False
    between = doc[before.end : one.start]
    joined = 0 < len(between) <= 3 and all(token.lower_ in JOINING or token.lower_ == "the" for token in between)  # noqa: PLR2004
    return joined and one.how == "title" and before.how == "title" and bool(one.title)
