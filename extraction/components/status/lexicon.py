"""The lexicon of status cues: words, what they govern, and the status that they give."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, cached_property

from pydantic import Field

from extraction.lexicon import Entry, Rule, load
from schemas.vocabulary import Status  # noqa: TC001 -- pydantic needs it at run time


class Scope(StrEnum):
    """Where a cue stands, seen from the word that it speaks about."""

    AUXILIARY = "auxiliary"
    """It is an auxiliary of the verb: "may meet"."""

    MODIFIER = "modifier"
    """It modifies the word, before it or as a participle after it: "planned talks", "talks scheduled for May"."""

    COMPLEMENT = "complement"
    """The word completes it as a clause or infinitive: "agreed to meet", "an offer to meet", "likely to meet"."""

    OBJECT = "object"
    """The word is its object, or its subject in the passive: "cancelled the talks"."""

    SUBJECT = "subject"
    """The word is its subject: "talks collapsed", "a visit is unlikely"."""

    PREPOSITION = "preposition"
    """The word hangs on it by a preposition: "calls for talks", "the possibility of talks"."""

    MARKER = "marker"
    """It opens the clause or phrase of the word: "if they meet", "ahead of talks", "without meeting"."""


class Cue(Rule):
    """Words that tell a status."""

    words: frozenset[str] = Field(min_length=1)
    """Lemmas, lower case; a cue of several words ends with its head ("ahead of" is given by "ahead")."""

    scope: frozenset[Scope] = Field(min_length=1)
    """Where it stands, seen from the word that it speaks about."""

    status: Status
    """What it tells."""

    negated: Status | None = None
    """What it tells with "not", "no" or "never"; None where the negation leaves nothing told."""

    prepositions: frozenset[str] = frozenset()
    """For the scope `preposition`: which ones; empty for any."""

    tense: str | None = None
    """Only in clauses of this tense, `past` or `future`; absent: in any."""

    dated: Status | None = None
    """What it tells where a day after publication is told: "postponed to Friday" is planned."""


class StatusLexicon(Entry):
    """Everything in status.yaml."""

    negations: frozenset[str]
    """Words (lower case) that deny the word that they hang on."""

    carriers: frozenset[str]
    """Verbs (lemmas) that carry a noun for an event, so that their own form tells its status: "hold talks"."""

    containers: frozenset[str]
    """Nouns (lemmas) that pass the status of the event inside them on: "a round of talks"."""

    cues: tuple[Cue, ...]
    """The cues; of two for one place the earlier wins."""

    @cached_property
    def by_word(self) -> dict[str, tuple[Cue, ...]]:
        """The cues that each lemma is part of."""
        index: dict[str, list[Cue]] = {}
        for cue in self.cues:
            for word in cue.words:
                index.setdefault(word, []).append(cue)
        return {word: tuple(cues) for word, cues in index.items()}


@cache
def lexicon() -> StatusLexicon:
    """The shipped lexicon, read once per process."""
    return load("status", StatusLexicon)
