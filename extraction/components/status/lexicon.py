"""The lexicon of status cues: words, where they stand, and the status that they give."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, cached_property

from pydantic import Field, model_validator

from extraction.lexicon import Entry, Rule, load
from schemas.vocabulary import Status


class Scope(StrEnum):
    """Where a cue stands, seen from the word that it speaks about."""

    AUXILIARY = "auxiliary"
    """It is an auxiliary of the verb: "may meet"."""

    MODIFIER = "modifier"
    """It modifies the word, before it or as a participle after it: "planned talks", "talks scheduled for May"."""

    ADVERB = "adverb"
    """It is an adverb of the verb: "will probably meet"."""

    COMPLEMENT = "complement"
    """The word completes it as a clause or infinitive: "agreed to meet", "an offer to meet", "likely to meet"."""

    OBJECT = "object"
    """The word is its object, or its subject in the passive: "cancelled the talks"."""

    SUBJECT = "subject"
    """The word is the subject that it is said of: "a visit is unlikely", "talks are under consideration"."""

    PREPOSITION = "preposition"
    """The word hangs on it by a preposition: "calls for talks", "the possibility of talks"."""

    MARKER = "marker"
    """It opens the clause or phrase of the word: "if they meet", "ahead of talks", "without meeting"."""


class Cue(Rule):
    """Words that tell a status. In the examples the word that the cue speaks about stands between asterisks."""

    words: frozenset[str] = Field(min_length=1)
    """Lemmas or forms in lower case; a verb with its particle is joined by an underscore: "call_off"."""

    scope: frozenset[Scope] = Field(min_length=1)
    """Where it stands, seen from the word that it speaks about."""

    status: Status | None = None
    """What it tells; None where only its negation tells something ("do not think that")."""

    negated: Status | None = None
    """What it tells with "not", "no" or "never"; None where the negation leaves nothing told."""

    dated: Status | None = None
    """What it tells where a day after publication is told: "postponed to Friday" is planned."""

    hedged: Status | None = None
    """What it tells where it is only possible itself: a visit that "may be cancelled" is planned still."""

    prepositions: frozenset[str] = frozenset()
    """For the scope `preposition`: which ones; empty for any."""

    parts: frozenset[str] = frozenset()
    """Parts of speech (universal tags) that the word must have; empty for any."""

    infinitive: bool = False
    """Whether it speaks only about an infinitive: "is to meet"."""

    @model_validator(mode="after")
    def _tells_something(self) -> Cue:
        if self.status is None and self.negated is None:
            raise ValueError("neither status nor negated is given")
        return self


class StatusLexicon(Entry):
    """Everything in status.yaml."""

    negations: frozenset[str]
    """Words (lower case) that deny the word that they hang on."""

    carriers: frozenset[str]
    """Verbs (lemmas) that carry a noun for an event, so that their own form tells its status: "hold talks"."""

    attendance: frozenset[str]
    """Verbs (lemmas) of taking part: who stays away does not undo the event."""

    containers: frozenset[str]
    """Nouns (lemmas) that pass the status of the event inside them on: "a round of talks"."""

    purpose: frozenset[str]
    """Prepositions that tie an event to what is done for its sake: "flew in for talks"."""

    presupposing: frozenset[str]
    """Prepositions whose object is taken for granted: "could decide at the summit"."""

    conditions: frozenset[str]
    """Conjunctions that make the main clause depend on theirs: "will resign if"."""

    drafts: frozenset[str]
    """Nouns for what is not yet law: "the bill would impose"."""

    leaving: frozenset[str]
    """Verbs (lemmas) of leaving an office, which in the present progressive look ahead: "is resigning"."""

    performatives: frozenset[str]
    """Verbs (lemmas) done by being announced: to announce a nomination is to nominate."""

    announcing: frozenset[str]
    """Verbs and nouns (lemmas) that announce."""

    cues: tuple[Cue, ...]
    """The cues; of two for one place the earlier wins."""

    @cached_property
    def by_word(self) -> dict[str, tuple[Cue, ...]]:
        """The cues that each word is part of."""
        index: dict[str, list[Cue]] = {}
        for cue in self.cues:
            for word in cue.words:
                index.setdefault(word, []).append(cue)
        return {word: tuple(cues) for word, cues in index.items()}

    def cue(self, word: str, scope: Scope, part: str = "", preposition: str | None = None) -> Cue | None:
        """The first cue for a word in a scope; with a part of speech and a preposition where those matter."""
        for cue in self.by_word.get(word, ()):
            fits = scope in cue.scope and (not cue.parts or part in cue.parts)
            if fits and (not cue.prepositions or preposition is None or preposition in cue.prepositions):
                return cue
        return None


@cache
def lexicon() -> StatusLexicon:
    """The shipped lexicon, read once per process."""
    shipped: StatusLexicon = load("status", StatusLexicon)
    return shipped
