"""The words that stand for someone named before."""

from __future__ import annotations

from functools import cache, cached_property

from extraction.lexicon import Entry, load


class Pronouns(Entry):
    """Pronouns of the third person."""

    male: frozenset[str]
    """For one man."""

    female: frozenset[str]
    """For one woman."""

    plural: frozenset[str]
    """For several."""


class Joint(Entry):
    """Nouns for several actors together."""

    person: frozenset[str]
    """Nouns for people."""

    country: frozenset[str]
    """Nouns for states."""


class References(Entry):
    """The lexicon `references`."""

    pronouns: Pronouns
    """Pronouns by what they agree with."""

    numerals: dict[str, int]
    """Words for how many are meant."""

    joint: Joint
    """Nouns after them."""

    heads: frozenset[str]
    """Of these, nouns for heads of state or government."""

    people: frozenset[str]
    """Nouns for people that no title is: whoever owns them is another person ("her lawyer said he ...")."""

    object_owners: frozenset[str]
    """Verbs behind which "his" belongs to their object: "congratulated Lund on his victory"."""

    bodies: frozenset[str]
    """Nouns for a body named before."""

    states: frozenset[str]
    """Nouns for the state just named."""

    synonyms: dict[str, tuple[str, ...]]
    """Titles that a short or loose name of an office may stand for."""

    @cached_property
    def pronoun_words(self) -> frozenset[str]:
        """Every pronoun."""
        return self.pronouns.male | self.pronouns.female | self.pronouns.plural


@cache
def references() -> References:
    """The shipped lexicon."""
    return load("references", References)
