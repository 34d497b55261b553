"""One id for a body, whatever an article calls it: "the WTO", "W.T.O." and "World Trade Organization" are one.

A body of the lexicon goes by its full name and its own state, even where the sentence gives it another ("the UN
ambassador" of a state). Any other goes by its words, without the name of its state ("the Norwegian Foreign Ministry"),
and with the field before the head ("Ministry of Trade"). Two names of one body that no lexicon ties stay two.
"""

from __future__ import annotations

from functools import cache, lru_cache

from extraction.components.names.gazetteer import Known, bodies, folded, known_names, states
from schemas.identity import INTERNATIONAL, entity_id
from schemas.vocabulary import PartyKind


@lru_cache(maxsize=16_384)
def organization_id(name: str, country: str | None) -> str:
    """The entity id of an organization.

    Args:
        name: any name of it.
        country: the state that the text gives it, `EU`, `INT` for a body of several states; None where it tells none.
    """
    known = known_names().get(folded(name))
    if known and known.part == "body" and _is_meant(known, country):
        return entity_id(PartyKind.ORGANIZATION, known.name, known.code or INTERNATIONAL)
    return entity_id(PartyKind.ORGANIZATION, " ".join(_by_field(_own_words(name, country))), country)


def _is_meant(known: Known, country: str | None) -> bool:
    """Whether a known name stands for the known body: no other state has one of the name."""
    if known.public and known.code in {None, "EU"}:
        return not known.weak or country == known.code
    return country == known.code if known.weak else country in {None, known.code}


def _own_words(name: str, country: str | None) -> list[str]:
    """The words of a name in one spelling; of a public body without those of the state that stand before it."""
    words = [_spelled(word) for word in folded(name).replace("’s", "").replace("'s", "").split()]
    prefix = max((of for of in state_words(country) if words[: len(of)] == list(of)), key=len, default=())
    own = words[len(prefix) :]
    return own if own and (own[-1].lower() in _public_heads() or _starts_with_field(own)) else words


def _by_field(words: list[str]) -> list[str]:
    """The field before the head: "Ministry of Foreign Affairs" is the "Foreign Ministry"."""
    lower = [word.lower() for word in words]
    if _starts_with_field(words):
        lower = [*(lower[3:] if lower[2] == "the" else lower[2:]), lower[0]]
    if lower and lower[-1] in bodies().inverted and "affairs" in lower[1:]:
        lower.remove("affairs")
    return lower


def _starts_with_field(words: list[str]) -> bool:
    return len(words) > 2 and words[0].lower() in bodies().inverted and words[1] == "of"  # noqa: PLR2004 -- head, of


def _spelled(word: str) -> str:
    return bodies().spellings.get(word.lower(), word)


@cache
def _public_heads() -> frozenset[str]:
    return frozenset(word.lower() for word in bodies().heads.public) | bodies().lower_heads


@cache
def state_words(country: str | None) -> frozenset[tuple[str, ...]]:
    """Every name and adjective of a state, in words; none for an unknown one."""
    state = states().get(country or "")
    if state is None:
        return frozenset()
    return frozenset(tuple(folded(name).split()) for name in (*state.names, *state.adjectives))
