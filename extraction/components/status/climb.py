"""The way up from a trigger through the words that govern it, and the cues met on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extraction.components.dates.lexicon import lexicon as date_lexicon
from extraction.components.dates.tense import Tense, tense_of_verb
from extraction.components.status.lexicon import Cue, Scope, lexicon
from extraction.syntax import MAX_CLIMB
from schemas.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

VERBS = frozenset({"VERB", "AUX"})
OBJECT_LINKS = frozenset({"nsubjpass", "dobj", "obj", "dative", "oprd", "attr"})
CLAUSE_LINKS = frozenset({"xcomp", "ccomp", "acl", "acomp", "csubj"})
MODIFIER_LINKS = frozenset({"amod", "advmod", "compound", "nmod", "acl", "relcl", "nummod", "appos"})
PREDICATE_LINKS = frozenset({"acomp", "attr", "advmod", "oprd", "prep"})
COPULAS = frozenset({"be", "remain", "stay", "seem", "look", "appear", "become", "get"})
FUTURE_AUXILIARIES = frozenset({"will", "'ll", "wo", "shall", "would"})
MEANS = frozenset({"by", "in", "through", "with", "from"})
"""Prepositions before a participle that has the time of the verb above: "replied by imposing tariffs"."""

UNREAL = frozenset({"would", "should", "could", "might"})
PRESENT_BE = frozenset({"is", "are", "'s", "'re", "am"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})


@dataclass(frozen=True, slots=True)
class Finding:
    """What one cue tells about the event."""

    status: Status
    """The status that it gives."""

    because: str
    """The cue as worded, and its id."""

    dated: Status | None = None
    """The status instead, where the event has a day after publication."""

    conditional: bool = False
    """Whether it is a condition, which leaves what is planned as planned: "if it imposes the planned tariffs"."""

    asserts: bool = False
    """Whether it states that the event took place, whatever a word inside calls it."""


@dataclass(frozen=True, slots=True)
class Link:
    """How a word hangs on the one that governs it."""

    scope: Scope
    """Where the governing word stands, seen from the word."""

    head: Token
    """The governing word."""

    preposition: str | None = None
    """The preposition between them."""


def findings(trigger: Token) -> Iterator[Finding]:
    """The cues about a trigger, innermost first: those on the word itself, then those of each governor.

    The way ends where the text asserts ("said that"), or where the word is only mentioned ("discussed the visit").
    Beyond a link that takes the event for granted, "could decide at the summit", a cue tells only whether it lies
    ahead.
    """
    if _is_mistagged_infinitive(trigger):
        yield Finding(Status.PLANNED, f'"to {trigger.lower_}"')
        return
    word, carries, granted, spent = _whole(trigger), True, False, False
    for _ in range(MAX_CLIMB):
        found = [*_own(word, carries=carries, spent=spent, trigger=trigger)]
        link = _link(word)
        goes_on, governing = False, None
        if link is not None:
            found.extend(_marker(word, link))
            governing = _governing(word, link)
            goes_on = governing is not None or _passes(word, link)
            if governing is not None:
                found.extend(_told(governing, link.head))
            elif not goes_on:
                found.extend(_aim(word, link))
            if link.scope in {Scope.SUBJECT, Scope.COMPLEMENT} and link.head.pos_ in VERBS:
                found.extend(_predicates(link.head))
            carries = carries and governing is None
        yield from (_as_granted(found) if granted else found)
        if link is None or not goes_on:
            return
        granted = granted or _takes_for_granted(word, link)
        word, spent = link.head, governing is not None


def _is_mistagged_infinitive(trigger: Token) -> bool:
    """Whether a noun after "to" is the verb of a headline: "PM to visit Tokyo"."""
    before = trigger.nbor(-1) if trigger.i else None
    bare = trigger.tag_ == "NN" and trigger.dep_ == "pobj" and not any(child.i < trigger.i for child in trigger.children)
    return bare and before is not None and before.lower_ == "to" and before.head.pos_ in {"NOUN", "PROPN"}


def _whole(trigger: Token) -> Token:
    """The noun that a compound is one with: "summit meeting"."""
    joined = trigger.dep_ == "compound" and trigger.head.pos_ in {"NOUN", "PROPN"}
    return trigger.head if joined and trigger.head.lemma_ in lexicon().containers else trigger


def _as_granted(found: list[Finding]) -> Iterator[Finding]:
    """What cues tell of an event that the text takes for granted: only whether it lies ahead."""
    for finding in found:
        if finding.status in {Status.POSSIBLE, Status.PLANNED}:
            yield replace(finding, status=Status.PLANNED)
        elif finding.status is Status.OCCURRED:
            yield replace(finding, asserts=False)


def _own(word: Token, *, carries: bool, spent: bool, trigger: Token) -> Iterator[Finding]:
    """What a word's own modifiers, auxiliaries and form tell.

    `carries` while its time is still that of the event; `spent` where its negation has already been counted.
    """
    for child in word.children:
        yield from _modifier(child, word)
    if word.pos_ in VERBS:
        yield from _auxiliaries(word, negated=_is_negated(word) and not spent)
        if carries:
            yield from _form(word, trigger)
    elif carries and any(child.lower_ == "no" and child.dep_ == "det" for child in word.children):
        yield Finding(Status.CANCELLED, f'"no {word.lower_}"')


def _modifier(child: Token, word: Token) -> Iterator[Finding]:
    """What one modifier of a word tells."""
    if child.dep_ not in MODIFIER_LINKS:
        return
    cue = _cue(child, Scope.ADVERB if word.pos_ in VERBS else Scope.MODIFIER)
    if cue is not None:
        yield from _told(cue, child)
    elif child.dep_ in {"acl", "relcl"} and word.pos_ in {"NOUN", "PROPN"}:
        yield from _clause_about(child, word)


def _clause_about(verb: Token, noun: Token) -> Iterator[Finding]:
    """What a clause after a noun tells of it: "talks that were called off", "tariffs to be imposed"."""
    is_infinitive = _is_infinitive(verb)
    passive = verb.tag_ == "VBN" or any(child.dep_ == "auxpass" for child in verb.children)
    about = passive or is_infinitive or any(child.dep_ == "nsubj" and child.tag_ == "WDT" for child in verb.children)
    if not about or verb.tag_ == "VBG":
        return
    cue = _cue(verb, Scope.OBJECT if passive else Scope.SUBJECT)
    if cue is not None:
        yield from _told(cue, verb)
        return
    yield from _predicates(verb)
    if verb.lemma_ in lexicon().carriers and noun.lemma_ not in lexicon().drafts:
        yield from _auxiliaries(verb, negated=_is_negated(verb))
        if is_infinitive and passive:
            yield Finding(Status.PLANNED, f'"to {verb.lower_}" after a noun')


def _auxiliaries(verb: Token, *, negated: bool) -> Iterator[Finding]:
    """What the auxiliaries and the negation of a verb tell."""
    helpers = {child.lower_: child for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    if "have" in helpers and UNREAL & set(helpers) and not negated:
        if not {"may", "might", "could"} & set(helpers):
            yield Finding(Status.CANCELLED, f'unreal past, "{verb.lower_}"')
        return
    for form, helper in helpers.items():
        cue = lexicon().cue(form, Scope.AUXILIARY)
        if cue is None:
            continue
        if cue.status is Status.PLANNED and not negated and _depends(verb, form):
            yield Finding(Status.POSSIBLE, f'"{form}" under a condition ({cue.id})')
        else:
            yield from _told(cue, helper, negated=negated)
        return
    if negated:
        yield Finding(Status.CANCELLED, f'"{verb.lower_}" is denied')


def _depends(verb: Token, auxiliary: str) -> bool:
    """Whether a future clause hangs on a condition, a question, or a draft."""
    asked = verb.dep_ == "ROOT" and verb.sent.text.rstrip(" \n\"')").endswith("?")
    conditional = any(
        child.dep_ == "advcl" and any(grand.dep_ == "mark" and grand.lower_ in lexicon().conditions for grand in child.children)
        for child in verb.children
    )
    drafted = auxiliary in {"would", "'d"} and any(
        child.dep_ in {"nsubj", "nsubjpass"} and child.lemma_ in lexicon().drafts for child in verb.children
    )
    return asked or conditional or drafted


def _form(verb: Token, trigger: Token) -> Iterator[Finding]:
    """What the form of the verb that carries the event tells."""
    if _is_infinitive(verb):
        if any(child.lower_ == "have" and child.dep_ == "aux" for child in verb.children):
            yield Finding(Status.OCCURRED, f'"to have {verb.lower_}"')
        elif verb.dep_ == "ROOT" or (verb.dep_ == "ccomp" and verb.head.pos_ in VERBS):
            yield Finding(Status.PLANNED, f'"to {verb.lower_}"')
    elif verb.tag_ == "VBG" and verb.lemma_ in lexicon().leaving and any(child.lower_ in PRESENT_BE for child in verb.children):
        yield Finding(Status.PLANNED, f'"is {verb.lower_}"')
    elif not _is_negated(verb) and tense_of_verb(verb) is Tense.PAST:
        asserts = verb != trigger and verb.lemma_ not in COPULAS
        yield Finding(Status.OCCURRED, f'"{verb.lower_}" in the past', asserts=asserts)


def _is_infinitive(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def _link(word: Token) -> Link | None:
    """How a word hangs on the one that governs it; None where nothing does."""
    head = word.head
    if head is word:
        return None
    if word.dep_ in OBJECT_LINKS:
        return Link(Scope.OBJECT, head)
    if word.dep_ == "nsubj":
        return Link(Scope.SUBJECT, head)
    if word.dep_ in {"pobj", "pcomp"}:
        return _link_over(head)
    if word.dep_ == "conj":
        return _link_of_conjunct(word)
    if word.dep_ in CLAUSE_LINKS:
        return Link(Scope.COMPLEMENT, head)
    if word.dep_ == "advcl":
        return Link(Scope.MARKER, head)
    if word.dep_ in {"compound", "nmod"} and head.pos_ in {"NOUN", "PROPN"}:
        return Link(Scope.PREPOSITION, head, "of")
    return None


def _link_over(preposition: Token) -> Link | None:
    """The word beyond a preposition, chains such as "ahead of" included."""
    outer = preposition
    for _ in range(MAX_CLIMB):
        if outer.head is outer or outer.head.pos_ not in {"ADP", "SCONJ", "ADV"}:
            break
        outer = outer.head
    return None if outer.head is outer else Link(Scope.PREPOSITION, outer.head, outer.lower_)


def _link_of_conjunct(word: Token) -> Link | None:
    """A joined word hangs where the first of the row hangs: "will visit Tokyo and meet", "for a visit and talks"."""
    first = word
    for _ in range(MAX_CLIMB):
        if first.dep_ != "conj":
            break
        first = first.head
    if word.pos_ not in VERBS:
        return _link(first) if first.dep_ != "conj" else None
    own = any(child.dep_ in {"aux", "auxpass", "nsubj", "nsubjpass"} for child in word.children)
    return None if own or word.tag_ in FINITE else Link(Scope.COMPLEMENT, first)


def _marker(word: Token, link: Link) -> Iterator[Finding]:
    """The word that opens the clause or phrase: "if", "ahead of", "without"."""
    openers = [child.lower_ for child in word.children if child.dep_ in {"mark", "prep"} and child.i < word.i]
    if link.preposition:
        openers.append(link.preposition)
    for opener in openers:
        cue = lexicon().cue(opener, Scope.MARKER)
        if cue is None or cue.status is None:
            continue
        past = Tense.PAST in {tense_of_verb(link.head), tense_of_verb(word) if word.pos_ in VERBS else None}
        if cue.status is Status.PLANNED and opener == "before" and past:
            continue
        yield Finding(cue.status, f'"{opener}" ({cue.id})', cue.dated, conditional=opener in lexicon().conditions)
        return


def _cue(word: Token, scope: Scope, preposition: str | None = None) -> Cue | None:
    """The cue that a word is, in a scope: itself, with its particle, or the predicate that it links to."""
    particle = next((child.lower_ for child in word.children if child.dep_ == "prt" or child.lower_ == "ahead"), None)
    forms = (f"{word.lemma_.lower()}_{particle}",) if particle else (word.lemma_.lower(), word.lower_)
    for form in forms:
        cue = lexicon().cue(form, scope, word.pos_, preposition)
        if cue is not None:
            return cue
    return None


def _governing(word: Token, link: Link) -> Cue | None:
    """The cue that governs a word, where the word has the form that the cue asks for."""
    if link.scope is Scope.MARKER:
        return None
    cue = _cue(link.head, link.scope, link.preposition)
    return None if cue is not None and cue.infinitive and not _is_infinitive(word) else cue


def _aim(word: Token, link: Link) -> Iterator[Finding]:
    """An infinitive of purpose lies ahead: "set up a panel to rule"; but not "the first leader to visit"."""
    if link.scope not in {Scope.COMPLEMENT, Scope.MARKER} or not _is_infinitive(word):
        return
    if not any(child.ent_type_ == "ORDINAL" or child.lower_ in {"only", "latest"} for child in link.head.children):
        yield Finding(Status.PLANNED, f'"to {word.lower_}"')


def _predicates(verb: Token) -> Iterator[Finding]:
    """What is said of the subject: "is likely", "is off", "is under consideration", "was a possibility"."""
    for child in verb.children:
        if child.dep_ not in PREDICATE_LINKS or verb.lemma_ not in COPULAS:
            continue
        words = [noun for noun in child.children if noun.dep_ == "pobj"] if child.dep_ == "prep" else [child]
        for word in words:
            cue = _cue(word, Scope.SUBJECT, child.lower_ if child.dep_ == "prep" else "")
            if cue is not None:
                yield from _told(cue, word, negated=_is_negated(word) or _is_negated(verb))


def _told(cue: Cue, word: Token, *, negated: bool | None = None) -> Iterator[Finding]:
    """What a cue tells, the other way where it is denied."""
    denied = _is_negated(word) if negated is None else negated
    if denied and cue.negated is Status.UNLIKELY and any(child.lower_ in FUTURE_AUXILIARIES for child in word.children):
        yield Finding(Status.CANCELLED, f'"{word.lower_}" denied for good ({cue.id})')
    elif denied and cue.negated:
        yield Finding(cue.negated, f'"{word.lower_}" denied ({cue.id})')
    elif not denied and cue.status:
        yield Finding(cue.status, f'"{word.lower_}" ({cue.id})', cue.dated)


def _is_negated(word: Token) -> bool:
    negations = lexicon().negations
    return any(
        child.dep_ == "neg" or (child.dep_ in {"det", "advmod", "preconj", "cc"} and child.lower_ in negations and child.i < word.i)
        for child in word.children
    )


def _passes(word: Token, link: Link) -> bool:
    """Whether the way goes on from a word to one above it that is no cue."""
    head = link.head
    if link.scope in {Scope.COMPLEMENT, Scope.MARKER}:
        return _clause_passes(word, head)
    if head.pos_ not in VERBS:
        return link.scope is Scope.PREPOSITION and head.lemma_ in lexicon().containers
    if link.scope is Scope.SUBJECT:
        return True
    if link.scope is Scope.OBJECT:
        return head.lemma_ in lexicon().carriers or head.lemma_ in lexicon().attendance
    if word.dep_ == "pcomp" and link.preposition in MEANS:
        return True
    if link.preposition in lexicon().purpose:
        return head.lemma_ in lexicon().carriers or head.lemma_ in lexicon().attendance
    return link.preposition in lexicon().presupposing


def _clause_passes(word: Token, head: Token) -> bool:
    """Whether a clause takes its status from above: an infinitive or participle, not a clause with a tense of its own."""
    own_tense = word.tag_ in FINITE or any(child.dep_ == "aux" and child.tag_ == "MD" for child in word.children)
    if own_tense or head.pos_ not in VERBS:
        return False
    if word.dep_ == "advcl" and _is_infinitive(word):
        return head.lemma_ in date_lexicon().come_true
    return not any(child.dep_ == "mark" for child in word.children) or word.dep_ != "advcl"


def _takes_for_granted(word: Token, link: Link) -> bool:
    """Whether a link presupposes the event, so that a hedge beyond it does not touch it."""
    if link.head.pos_ not in VERBS:
        return False
    if link.scope is Scope.SUBJECT:
        return word.pos_ not in VERBS and link.head.lemma_ not in lexicon().carriers
    if link.head.lemma_ in lexicon().attendance:
        return tense_of_verb(link.head) is Tense.PAST
    if word.dep_ == "pcomp" and link.preposition in MEANS:
        return False
    return link.scope is Scope.PREPOSITION and link.preposition not in lexicon().purpose
