"""Which bodies are public ones, by name or by the noun that stands for them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from extraction.components.appointments.lexicon import office_lexicon
from extraction.components.names.gazetteer import bodies, folded, known_names
from extraction.document import ActorKind

if TYPE_CHECKING:
    from extraction.components.appointments.marks import Mark


@cache
def public_nouns() -> frozenset[str]:
    """Nouns that make a phrase the name or description of a public body, in lower case."""
    known = bodies()
    public = frozenset(word.lower() for word in known.heads.public) | known.lower_heads
    return (public - office_lexicon().ambiguous_bodies) | office_lexicon().public_bodies


def is_known_body(name: str) -> bool:
    """Whether the gazetteer knows a body by name."""
    known = known_names().get(folded(name))
    return known is not None and known.part == "body"


def is_seat(name: str) -> bool:
    """Whether a name is that of a seat of government, which stands for those who work there: "White House"."""
    known = known_names().get(folded(name))
    return known is not None and known.part == "seat"


def is_public(body: Mark) -> bool:
    """Whether a body is surely a public one: "division" or "board" alone does not make it one."""
    ambiguous = body.name.casefold().split()[-1] in office_lexicon().ambiguous_bodies
    return body.public and (body.country is not None or not ambiguous or is_known_body(body.name))


def is_unknown_acronym(mark: Mark) -> bool:
    """Whether a name is short for something that the gazetteer does not know: "the VA secretary"."""
    return mark.kind is ActorKind.PLACE and mark.country is None and mark.name.isupper() and mark.end - mark.start == 1
