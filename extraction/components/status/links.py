"""How a word hangs on the one that governs it, and whether its status comes from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extraction.components.dates.lexicon import lexicon as date_lexicon
from extraction.components.dates.tense import Tense, tense_of_verb
from extraction.components.status.lexicon import Scope, lexicon
from extraction.syntax import CALLING, MAX_CLIMB, NOUNS, OBJECTS, VERBS

if TYPE_CHECKING:
    from extraction.tokens import Token

MEANS = frozenset({"by", "in", "through", "with", "from"})
"""Prepositions before a participle that has the time of the verb above: "replied by imposing tariffs"."""

FINITE = frozenset({"VBD", "VBZ", "VBP"})
"""Tags of verbs with a tense of their own."""

SCOPES = {
    "nsubjpass": Scope.OBJECT,
    "dobj": Scope.OBJECT,
    "obj": Scope.OBJECT,
    "dative": Scope.OBJECT,
    "oprd": Scope.OBJECT,
    "attr": Scope.OBJECT,
    "nsubj": Scope.SUBJECT,
    "xcomp": Scope.COMPLEMENT,
    "ccomp": Scope.COMPLEMENT,
    "acl": Scope.COMPLEMENT,
    "acomp": Scope.COMPLEMENT,
    "csubj": Scope.COMPLEMENT,
    "advcl": Scope.MARKER,
}
"""Where a governing word stands, by the relation of the word to it."""


@dataclass(frozen=True, slots=True)
class Link:
    """How a word hangs on the one that governs it."""

    scope: Scope
    """Where the governing word stands, seen from the word."""

    head: Token
    """The governing word."""

    preposition: str | None = None
    """The preposition between them."""


def link_of(word: Token) -> Link | None:
    """How a word hangs on the one that governs it; None where nothing does."""
    head = word.head
    if head is word:
        return None
    if word.dep_ in {"pobj", "pcomp"}:
        return _over_preposition(head)
    if word.dep_ == "conj":
        return _of_conjunct(word)
    if word.dep_ in {"compound", "nmod"} and head.pos_ in NOUNS:
        return Link(Scope.PREPOSITION, head, "of")
    asked = _asked_by(word)
    if asked is not None:
        return Link(Scope.COMPLEMENT, asked)
    drafted = word.dep_ == "relcl" and is_infinitive(word) and head.lemma_ in lexicon().drafts
    scope = Scope.COMPLEMENT if drafted else SCOPES.get(word.dep_)
    return Link(scope, head) if scope else None


def _asked_by(infinitive: Token) -> Token | None:
    """The word that asks for what an infinitive tells, where the parser takes that for the aim of the verb.

    "Called on Peru to impose" gives the verb, "faces calls to impose" the noun.
    """
    head, before = infinitive.head, infinitive.left_edge.i - 1
    if infinitive.dep_ != "advcl" or not is_infinitive(infinitive):
        return None
    if any(child.lower_ in CALLING.get(head.lemma_, ()) for child in head.children):
        return head
    noun = infinitive.doc[max(before, 0)]
    return noun if noun.head == head and noun.dep_ in OBJECTS and noun.lemma_ in CALLS else None


CALLS = frozenset({"call", "demand", "appeal", "plea", "pressure", "request"})
"""Nouns (lemmas) for what is asked, which an infinitive after them tells."""


def _over_preposition(preposition: Token) -> Link:
    """The word beyond a preposition, chains such as "ahead of" included."""
    outer = preposition
    for _ in range(MAX_CLIMB):
        if outer.head.pos_ not in {"ADP", "SCONJ", "ADV"}:
            break
        outer = outer.head
    return Link(Scope.PREPOSITION, outer.head, outer.lower_)


def _of_conjunct(word: Token) -> Link | None:
    """A joined word hangs where the first of its row hangs: "will visit Tokyo and meet", "for a visit and talks"."""
    first = word
    for _ in range(MAX_CLIMB):
        if first.dep_ != "conj":
            break
        first = first.head
    if word.pos_ not in VERBS:
        contrasted = any(child.dep_ == "cc" and child.lower_ == "but" for child in word.head.children)
        return None if contrasted or first.dep_ == "conj" else link_of(first)
    own = any(child.dep_ in {"aux", "auxpass", "nsubj", "nsubjpass"} for child in word.children)
    return None if own or word.tag_ in FINITE else Link(Scope.COMPLEMENT, first)


def is_infinitive(verb: Token) -> bool:
    """Whether a verb stands with "to"."""
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def passes(word: Token, link: Link) -> bool:
    """Whether the status of a word comes from further up, where the word above it is no cue."""
    head = link.head
    if link.scope in {Scope.COMPLEMENT, Scope.MARKER}:
        return _clause_passes(word, head)
    if head.pos_ not in VERBS:
        return link.scope is Scope.PREPOSITION and head.lemma_ in lexicon().containers
    carried = head.lemma_ in lexicon().carriers or head.lemma_ in lexicon().attendance
    if link.scope is not Scope.PREPOSITION:
        return carried or link.scope is Scope.SUBJECT
    means = word.dep_ == "pcomp" and link.preposition in MEANS
    purpose = link.preposition in lexicon().purpose and carried
    return means or purpose or (link.preposition in lexicon().presupposing)


def _clause_passes(word: Token, head: Token) -> bool:
    """Whether a clause has its status from above: an infinitive or participle, no clause with a tense of its own."""
    own_tense = word.tag_ in FINITE or any(child.dep_ == "aux" and child.tag_ == "MD" for child in word.children)
    if own_tense or head.pos_ not in VERBS:
        return False
    if word.dep_ != "advcl":
        return True
    if is_infinitive(word):
        return head.lemma_ in date_lexicon().come_true
    return not any(child.dep_ == "mark" for child in word.children)


def _is_called(noun: Token, verb: Token) -> bool:
    """Whether a clause only says what a noun is: "doubts that the removal was a coup", "whether talks are useful"."""
    called = any(child.dep_ in {"attr", "acomp"} for child in verb.children)
    return noun.pos_ in NOUNS and verb.lemma_ == "be" and called


def takes_for_granted(word: Token, link: Link) -> bool:
    """Whether a link presupposes the event, so that a hedge beyond it does not touch it."""
    if link.head.pos_ not in VERBS:
        return False
    if link.scope is Scope.SUBJECT and _is_called(word, link.head):
        return True
    if link.scope is Scope.SUBJECT:
        return word.pos_ not in VERBS and link.head.lemma_ not in lexicon().carriers
    if link.head.lemma_ in lexicon().attendance:
        return tense_of_verb(link.head) is Tense.PAST
    means = word.dep_ == "pcomp" and link.preposition in MEANS
    return link.scope is Scope.PREPOSITION and not means and link.preposition not in lexicon().purpose
