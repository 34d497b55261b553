"""What one word on the way up tells about an event: its modifiers, auxiliaries, form, and what it governs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extraction.components.dates.tense import Tense, tense_of_verb
from extraction.components.status.lexicon import Cue, Scope, lexicon
from extraction.components.status.links import FINITE, Link, is_infinitive
from extraction.syntax import NOUNS, VERBS
from schemas.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extraction.tokens import Token

MODIFIERS = frozenset({"amod", "advmod", "compound", "nmod", "acl", "relcl", "nummod", "appos"})
"""Relations of a modifier to its word."""

PREDICATES = frozenset({"acomp", "attr", "advmod", "oprd", "prep"})
"""Relations of what is said of a subject to the verb between them."""

COPULAS = frozenset({"be", "remain", "stay", "seem", "look", "appear", "become", "get"})
"""Verbs (lemmas) that say what their subject is."""

FUTURE = frozenset({"will", "'ll", "wo", "shall", "would"})
"""Auxiliaries whose denial is final: "will not seek"."""

UNREAL = frozenset({"would", "should", "could", "might"})
"""Auxiliaries that with "have" tell what might have been."""

OPEN_PAST = frozenset({"may", "might", "could"})
"""Those of them that leave it open whether it was: "may have met"."""

PRESENT_BE = frozenset({"is", "are", "'s", "'re", "am"})
"""Forms of "be" in the present progressive."""


MAX_CLOSING = 4
"""Where the last words of a sentence begin, counted from its end: a question mark, quotes, line breaks."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one cue tells about the event."""

    status: Status
    """The status that it gives."""

    because: str
    """The cue as worded, and its id."""

    dated: Status | None = None
    """The status instead, where the event has a day after publication."""

    hedged: Status | None = None
    """The status instead, where a cue outside of this one makes it only possible."""

    conditional: bool = False
    """Whether it is a condition, which leaves what is planned as planned: "if it imposes the planned tariffs"."""

    granted: bool = False
    """Whether the text takes the event for granted, so that the cue tells only whether it lies ahead."""

    asserts: bool = False
    """Whether it states that the event took place, whatever a word inside calls it."""


def told_here(word: Token, trigger: Token, *, carries: bool, spent: bool) -> Iterator[Finding]:
    """What a word's own modifiers, auxiliaries and form tell.

    Args:
        word: a word on the way up from the trigger.
        trigger: where the way began.
        carries: whether the time of the word is still that of the event.
        spent: whether its negation has been counted already, with the cue that the word is.
    """
    for child in word.children:
        yield from _modifier(child, word)
    if word.pos_ in VERBS:
        yield from _auxiliaries(word, denied=_is_denied(word) and not spent)
        if carries:
            yield from _form(word, trigger)
    elif carries and any(child.lower_ == "no" and child.dep_ == "det" for child in word.children):
        yield Finding(Status.CANCELLED, f'"no {word.lower_}"')


def governing(word: Token, link: Link) -> Cue | None:
    """The cue that governs a word, where the word has the form that the cue asks for."""
    if link.scope is Scope.MARKER:
        return None
    cue = _cue(link.head, link.scope, link.preposition)
    if cue is not None and is_passed(link.head):
        return None
    if cue is None or not cue.infinitive:
        return cue
    predicated = any(child.dep_ in {"attr", "acomp"} for child in link.head.children)
    return cue if is_infinitive(word) and not predicated else None


def is_passed(draft: Token) -> bool:
    """Whether the text tells that a draft was passed or made law, so that what it does is no proposal any more."""
    verb = draft.head
    decided = (verb.lemma_ in VOTING or verb.lemma_ in ENACTING) and (verb.tag_ == "VBN" or verb.tag_ in FINITE)
    done_to = decided and draft.lemma_ in lexicon().drafts and draft.dep_ in {"dobj", "nsubjpass"}
    open_still = any(child.tag_ == "MD" or child.lower_ in lexicon().conditions for child in verb.children)
    return done_to and not open_still and not _is_denied(verb)


VOTING = frozenset({"pass", "approve", "clear"})
"""Verbs (lemmas) by which a chamber passes a draft, which lies ahead still."""

ENACTING = frozenset({"sign", "enact", "adopt", "promulgate", "ratify"})
"""Verbs (lemmas) by which a draft is made law."""


def told_by(cue: Cue, word: Token, *, denied: bool | None = None) -> Iterator[Finding]:
    """What a cue tells, the other way where it is denied."""
    denied = _is_denied(word) if denied is None else denied
    if not denied:
        if cue.status:
            yield Finding(cue.status, f'"{word.lower_}" ({cue.id})', cue.dated, cue.hedged)
    elif cue.negated is Status.UNLIKELY and any(child.lower_ in FUTURE for child in word.children):
        yield Finding(Status.CANCELLED, f'"{word.lower_}" denied for good ({cue.id})')
    elif cue.negated:
        yield Finding(cue.negated, f'"{word.lower_}" denied ({cue.id})')


def opened_by(word: Token, link: Link) -> Iterator[Finding]:
    """What the word that opens the clause or phrase tells: "if", "ahead of", "without"."""
    openers = [child.lower_ for child in word.children if child.dep_ in {"mark", "prep"} and child.i < word.i]
    openers += [link.preposition] if link.preposition else []
    for opener in openers:
        cue = lexicon().cue(opener, Scope.MARKER)
        if cue is None or cue.status is None or (opener in {"before", "until"} and _is_past(word, link)):
            continue
        yield Finding(cue.status, f'"{opener}" ({cue.id})', cue.dated, conditional=opener in lexicon().conditions)
        return


def _is_past(word: Token, link: Link) -> bool:
    """Whether a clause or the one it hangs on is in the past."""
    return Tense.PAST in {tense_of_verb(verb) for verb in (word, link.head) if verb.pos_ in VERBS}


def said_of_subject(verb: Token) -> Iterator[Finding]:
    """What is said of the subject: "is likely", "is off", "is under consideration", "was a possibility"."""
    if verb.lemma_ not in COPULAS:
        return
    for child in verb.children:
        if child.dep_ not in PREDICATES:
            continue
        words = [noun for noun in child.children if noun.dep_ == "pobj"] if child.dep_ == "prep" else [child]
        for word in words:
            cue = _cue(word, Scope.SUBJECT)
            if cue is not None:
                yield from told_by(cue, word, denied=_is_denied(word) or _is_denied(verb))


def aim(word: Token, link: Link) -> Iterator[Finding]:
    """An infinitive of purpose lies ahead: "set up a panel to rule"; but not "the first leader to visit"."""
    if link.scope not in {Scope.COMPLEMENT, Scope.MARKER}:
        return
    if not is_infinitive(word):
        if link.head.head.lemma_ in VOTING and is_passed(link.head) and _cue(link.head, link.scope):
            yield Finding(Status.PLANNED, f'"{link.head.head.lower_}" a draft')
        return
    if not _is_singled_out(link.head):
        yield Finding(Status.PLANNED, f'"to {word.lower_}"')


def is_mistagged_infinitive(trigger: Token) -> bool:
    """Whether a noun after "to" is the verb of a headline: "PM to visit Tokyo"."""
    before = trigger.nbor(-1) if trigger.i else None
    bare = trigger.tag_ == "NN" and trigger.dep_ == "pobj" and all(child.i > trigger.i for child in trigger.children)
    return bare and before is not None and before.lower_ == "to" and before.head.pos_ in NOUNS


def _modifier(child: Token, word: Token) -> Iterator[Finding]:
    """What one modifier of a word tells."""
    if child.dep_ not in MODIFIERS:
        return
    cue = _cue(child, Scope.ADVERB if word.pos_ in VERBS else Scope.MODIFIER)
    if cue is not None:
        yield from told_by(cue, child)
    elif child.dep_ in {"acl", "relcl"} and word.pos_ in NOUNS and child.tag_ != "VBG":
        yield from _clause_about(child, word)


def _clause_about(verb: Token, noun: Token) -> Iterator[Finding]:
    """What a clause after a noun tells of it: "talks that were called off", "tariffs to be imposed"."""
    passive = verb.tag_ == "VBN" or any(child.dep_ == "auxpass" for child in verb.children)
    subject = any(child.dep_ == "nsubj" and child.tag_ == "WDT" for child in verb.children)
    if not (passive or subject or is_infinitive(verb)):
        return
    cue = _cue(verb, Scope.OBJECT if passive else Scope.SUBJECT)
    if cue is not None:
        yield from told_by(cue, verb)
        return
    yield from said_of_subject(verb)
    if verb.lemma_ in lexicon().carriers and noun.lemma_ not in lexicon().drafts:
        yield from _auxiliaries(verb, denied=_is_denied(verb))
        if is_infinitive(verb) and passive:
            yield Finding(Status.PLANNED, f'"to {verb.lower_}" after a noun')


def _auxiliaries(verb: Token, *, denied: bool) -> Iterator[Finding]:
    """What the auxiliaries and the negation of a verb tell."""
    helpers = {child.lower_: child for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    if "have" in helpers and UNREAL & set(helpers) and not denied:
        if not OPEN_PAST & set(helpers):
            yield Finding(Status.CANCELLED, f'unreal past, "{verb.lower_}"')
        return
    for form, helper in helpers.items():
        cue = lexicon().cue(form, Scope.AUXILIARY)
        if cue is None:
            continue
        if cue.status is Status.PLANNED and not denied and _depends(verb, form):
            yield Finding(Status.POSSIBLE, f'"{form}" under a condition ({cue.id})')
        else:
            yield from told_by(cue, helper, denied=denied)
        return
    if denied:
        yield Finding(Status.CANCELLED, f'"{verb.lower_}" is denied')


def _depends(verb: Token, auxiliary: str) -> bool:
    """Whether a future clause hangs on a condition, a question, or a draft."""
    asked = verb.dep_ == "ROOT" and "?" in verb.sent[-MAX_CLOSING:].text
    marks = {
        mark.lower_
        for clause in verb.children
        if clause.dep_ == "advcl"
        for mark in clause.children
        if mark.dep_ == "mark"
    }
    subjects = {child.lemma_ for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}}
    drafted = auxiliary in {"would", "'d"} and not subjects.isdisjoint(lexicon().drafts)
    return asked or drafted or not marks.isdisjoint(lexicon().conditions)


def _hangs_on_name(verb: Token) -> bool:
    """Whether an infinitive is the verb of a headline without "is": "Lund to meet Okoro", "New tariffs to start"."""
    head = verb.head
    if verb.dep_ not in {"acl", "relcl", "advcl"} or head.dep_ != "ROOT" or head.pos_ not in NOUNS:
        return False
    return head.pos_ == "PROPN" or (head.tag_ == "NNS" and not _is_singled_out(head))


def _is_singled_out(noun: Token) -> bool:
    """Whether an infinitive after a noun only tells which one is meant: "the first leader to visit"."""
    return any(child.ent_type_ == "ORDINAL" or child.lower_ in {"only", "latest"} for child in noun.children)


def _form(verb: Token, trigger: Token) -> Iterator[Finding]:
    """What the form of the verb that carries the event tells."""
    helpers = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    if is_infinitive(verb):
        if "have" in helpers:
            yield Finding(Status.OCCURRED, f'"to have {verb.lower_}"')
        elif verb.dep_ == "ROOT" or (verb.dep_ == "ccomp" and verb.head.pos_ in VERBS) or _hangs_on_name(verb):
            yield Finding(Status.PLANNED, f'"to {verb.lower_}"')
    elif verb.tag_ == "VBG" and verb.lemma_ in lexicon().leaving and helpers & PRESENT_BE:
        yield Finding(Status.PLANNED, f'"is {verb.lower_}"')
    elif not _is_denied(verb) and tense_of_verb(verb) is Tense.PAST:
        asserts = verb != trigger and verb.lemma_ not in COPULAS
        yield Finding(Status.OCCURRED, f'"{verb.lower_}" in the past', asserts=asserts)


def _cue(word: Token, scope: Scope, preposition: str | None = None) -> Cue | None:
    """The cue that a word is, in a scope; a verb with a particle only together with it."""
    particle = next((child.lower_ for child in word.children if child.dep_ == "prt" or child.lower_ == "ahead"), None)
    forms = (f"{word.lemma_.lower()}_{particle}",) if particle else (word.lemma_.lower(), word.lower_)
    cues = (lexicon().cue(form, scope, word.pos_, preposition) for form in forms)
    return next((cue for cue in cues if cue is not None), None)


def _is_denied(word: Token) -> bool:
    negations = lexicon().negations
    return any(
        child.dep_ == "neg"
        or (child.dep_ in {"det", "advmod", "preconj", "cc"} and child.lower_ in negations and child.i < word.i)
        for child in word.children
    )
