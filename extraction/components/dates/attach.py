"""Which of a sentence's dates is the day of an event, and which tells of something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction.components.dates.lexicon import lexicon
from extraction.document import Dated
from extraction.syntax import MAX_CLIMB, governors
from schemas.event import When

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Span, Token

    from extraction.document import DateMention, Document

CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "csubj", "parataxis"})
"""Relations that open a clause of its own."""

AT_IT = frozenset({"in", "at", "during", "on", "for", "with", "of", "amid", "to", "from", "into", "over", "as"})
"""Prepositions that tie a noun to the time of its verb."""

BEYOND = frozenset({"after", "before", "following", "since", "ahead", "until", "despite", "about", "on"})
"""Prepositions whose object has a time of its own."""

BEFORE_NOUN = frozenset({"compound", "amod", "poss", "nummod", "nmod", "npadvmod"})
"""Relations of a date that stands before its noun: "the July summit", "Friday's talks"."""

OWN, CARRIED, ARGUMENT, NEAR, SHARED = range(5)
"""How closely a date belongs to a trigger, closest first."""


def date_of(document: Document, trigger: Token) -> Dated | None:
    """The days of the event that a trigger tells of: the date that hangs on its clause, not that of the saying.

    Args:
        document: the article with its dates found.
        trigger: the verb or noun that tells of the event.
    """
    found = [
        (rank, abs(mention.start - trigger.i), mention)
        for mention in _dates_in(document, trigger.sent)
        if (rank := _closeness(document.doc, mention, trigger)) is not None
    ]
    return _dated(document, min(found, key=lambda one: one[:2])[2]) if found else None


def announced_on(document: Document, trigger: Token) -> Dated | None:
    """The day on which an event was announced: the date of the verb of saying above a trigger.

    For events that are done by being announced: a measure, a nomination.
    """
    for word in (trigger, *governors(trigger)):
        if word.lemma_ in lexicon().saying_verbs:
            for mention in _dates_in(document, trigger.sent):
                if _site(document.doc, mention) == word:
                    return _dated(document, mention)
    return None


def effective_of(document: Document, trigger: Token) -> Dated | None:
    """The days from which what a trigger tells of is in effect: "effective May 1", "to take effect on Friday"."""
    words = lexicon().effective_words
    for mention in _dates_in(document, trigger.sent):
        root = _span(document.doc, mention).root
        above = [root, *_until_clause(root)]
        before = document.doc[mention.start - 1] if mention.start else None
        if any(word.lower_ in words or word.lemma_ in words for word in above) or (before and before.lower_ in words):
            return _dated(document, mention)
    return None


def when(dated: Dated | None) -> When | None:
    """The public form of resolved days."""
    return When(start=dated.first, end=dated.last, text=dated.text) if dated else None


def _dated(document: Document, mention: DateMention) -> Dated:
    return Dated(mention.first, mention.last, document.words(mention.start, mention.end), mention.because)


def _dates_in(document: Document, sentence: Span) -> Iterator[DateMention]:
    return (mention for mention in document.dates if sentence.start <= mention.start < sentence.end)


def _span(doc: Doc, mention: DateMention) -> Span:
    return doc[mention.start : mention.end]


def _site(doc: Doc, mention: DateMention) -> Token:
    """The word that a date hangs on: the first above it that is neither preposition nor part of the expression."""
    word = _span(doc, mention).root
    for above in governors(word):
        inside = mention.start <= above.i < mention.end
        if not inside and above.dep_ not in {"prep", "pcomp"} and above.pos_ not in {"ADP", "SCONJ"}:
            return above
    return word


def _until_clause(token: Token) -> Iterator[Token]:
    """The words above a token, up to and with the verb of its clause."""
    for word in governors(token):
        yield word
        if word.pos_ in {"VERB", "AUX"}:
            return


def _closeness(doc: Doc, mention: DateMention, trigger: Token) -> int | None:
    """How closely a date belongs to a trigger; None where it belongs to something else."""
    site = _site(doc, mention)
    if site == trigger:
        return OWN
    carriers = _carriers(trigger)
    if site in carriers or (site.dep_ in {"acl", "relcl"} and site.head == trigger and _carries(site)):
        return CARRIED
    if _is_argument_of(site, mention, trigger, carriers):
        return ARGUMENT
    if _is_next_to(doc, mention, trigger, site):
        return NEAR
    return SHARED if site in _sharers(trigger, mention) else None


def _carries(verb: Token) -> bool:
    return verb.lemma_ in lexicon().support_verbs


def _carriers(trigger: Token) -> list[Token]:
    """The words whose time is the trigger's: the verbs that carry a noun, the verbs that an infinitive completes."""
    found: list[Token] = []
    word = trigger
    for _ in range(MAX_CLIMB):
        above = _carrier(word)
        if above is None:
            break
        found.append(above)
        word = above
    return found


def _carrier(word: Token) -> Token | None:
    """The next word up whose time is that of a word."""
    head = word.head
    if head is word or word.dep_ in {"ccomp", "relcl", "acl", "parataxis"}:
        return None
    if head.pos_ in {"ADP", "SCONJ"}:
        tied = head.head
        if head.lower_ not in AT_IT or tied is head:
            return None
        return tied if tied.pos_ == "NOUN" or _carries(tied) or _is_said_at(head, tied) else None
    if word.pos_ in {"VERB", "AUX"}:
        return head if word.dep_ in {"xcomp", "advcl"} and _completes(word, head) else None
    return head if head.pos_ in {"VERB", "AUX"} and _carries(head) else None


def _is_said_at(preposition: Token, verb: Token) -> bool:
    """Whether something was said at an encounter: "said Friday during talks"."""
    return preposition.lower_ in {"in", "at", "during"} and verb.lemma_ in lexicon().saying_verbs


def _completes(verb: Token, head: Token) -> bool:
    """Whether an infinitive or participle shares the time of the verb that it hangs on."""
    if any(child.dep_ == "mark" for child in verb.children) or head.pos_ not in {"VERB", "AUX"}:
        return False
    if verb.dep_ == "xcomp":
        return head.lemma_ not in lexicon().saying_verbs
    return head.lemma_ in lexicon().motion_verbs or verb.tag_ == "VBG"


def _is_argument_of(site: Token, mention: DateMention, trigger: Token, carriers: list[Token]) -> bool:
    """Whether a date was hung on an argument of the trigger: "met the minister in Tokyo on Friday"."""
    if mention.end - 1 <= site.i or site.pos_ in {"VERB", "AUX"}:
        return False
    for word in (site, *governors(site)):
        if word == trigger or word in carriers:
            return True
        if word.dep_ in CLAUSES or (word.dep_ == "prep" and word.lower_ in BEYOND) or word.pos_ in {"VERB", "AUX"}:
            return False
    return False


def _is_next_to(doc: Doc, mention: DateMention, trigger: Token, site: Token) -> bool:
    """Whether a date follows a trigger inside its clause though the parser hung it elsewhere.

    "The minister said she will visit Japan Thursday": the parser may hang "Thursday" on "said".
    """
    if mention.start <= trigger.i or site.i in range(trigger.i, mention.start):
        return False
    between = doc[trigger.i + 1 : mention.start]
    return not any(word.pos_ in {"VERB", "AUX", "SCONJ"} or word.text in {";", "—", ":"} for word in between)


def _sharers(trigger: Token, mention: DateMention) -> list[Token]:
    """The verbs joined before the trigger whose date it shares: "flew in on Monday and met the premier"."""
    found = []
    for word in (trigger, *_carriers(trigger)):
        if word.dep_ == "conj" and word.head.pos_ == "VERB" and mention.start < word.i:
            found.append(word.head)
    return found
