"""What a meeting is about, as worded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components.meetings.rules import lexicon
from extraction.components.meetings.sides import VERBAL
from extraction.components.meetings.sites import sites
from extraction.document import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extraction.document import Document

ABOUT = frozenset({"about", "on", "over", "regarding", "concerning", "aimed"})
"""Prepositions that lead in a topic."""

CLAUSES = frozenset({"advcl", "xcomp", "acl", "relcl", "conj", "ccomp"})
"""Relations of a clause that tells what is discussed: "met to review the deal"."""

MAX_TOPIC_WORDS = 14
"""Longest topic, in words."""

MAX_TOPICS = 6
"""How many topics one place of the text gives."""


def topics_of(document: Document, trigger: Token) -> tuple[str, ...]:
    """What the meeting is about, as worded, short noun phrases."""
    found: list[str] = []
    for site in sites(trigger):
        found.extend(_topics_under(document, site, own=site is trigger))
    if trigger.pos_ in VERBAL:
        found.extend(_discussed(document, trigger))
    else:
        found.extend(_topic_before(document, trigger))
        found.extend(_covered(document, trigger))
    return tuple(dict.fromkeys(topic for topic in found if topic))[:MAX_TOPICS]


def _discussed(document: Document, verb: Token) -> Iterator[str]:
    """The object of a verb that is both trigger and topic verb: "discussed fish stocks with Okoro"."""
    if verb.lemma_ in lexicon().topic_verbs:
        for token in syntax.patients(verb):
            if not any(actor.kind is ActorKind.PERSON for actor in document.actors_of(token)):
                yield _topic(document, token)


def _topics_under(document: Document, site: Token, *, own: bool) -> Iterator[str]:
    for child in site.children:
        if own and child.dep_ == "prep" and child.lower_ in ABOUT:
            for token in syntax.expanded(noun for noun in child.children if noun.dep_ == "pobj"):
                if not _is_time_or_place(document, token, child):
                    yield _topic(document, token)
            yield from _gerunds(document, child)
        elif child.dep_ in CLAUSES and child.lemma_ in lexicon().topic_verbs:
            for token in syntax.patients(child):
                yield _topic(document, token)
        elif own and child.dep_ == "prep" and child.lower_ == "with":
            for noun in child.children:
                yield from (topic for topic in _topics_under(document, noun, own=False) if noun.dep_ == "pobj")


def _gerunds(document: Document, preposition: Token) -> Iterator[str]:
    """Topics told by a verb: "talks on reopening the border"."""
    for verb in preposition.children:
        if verb.dep_ == "pcomp" and verb.tag_ == "VBG":
            end = max(token.i for token in verb.subtree) + 1
            yield _short(document, verb.i, end)


def _is_time_or_place(document: Document, token: Token, preposition: Token) -> bool:
    """Whether an "on" or "over" phrase tells a time, a place or a stay: "on Tuesday", "over dinner", "on a visit"."""
    if token.ent_type_ in {"DATE", "TIME"} or any(date.start <= token.i < date.end for date in document.dates):
        return True
    if token.lemma_ in lexicon().no_topics | lexicon().margins:
        return True
    return preposition.lower_ == "on" and token.pos_ == "NUM"


def _topic_before(document: Document, noun: Token) -> Iterator[str]:
    """The subject before a noun trigger: "trade talks", "nuclear arms negotiations"."""
    words: list[Token] = []
    for token in syntax.phrase(noun):
        if token.i >= noun.i:
            break
        plain = token.lower_ in lexicon().plain_modifiers or token.lemma_ in lexicon().plain_modifiers
        fit = token.pos_ in {"NOUN", "ADJ", "PROPN"} and token.dep_ in {"compound", "amod", "nmod"}
        if document.mention_of(token) or plain or not fit or token.ent_type_ in {"DATE", "TIME", "ORDINAL", "CARDINAL"}:
            words = []
        else:
            words.append(token)
    telling = bool(words) and (words[-1].pos_ != "ADJ" or words[-1].lower_ in lexicon().topical_adjectives)
    if telling and words[-1].i == noun.i - 1:
        yield document.words(words[0].i, noun.i)


def _covered(document: Document, noun: Token) -> Iterator[str]:
    """What talks "focus on" or "cover"."""
    verb = noun.head
    if noun.dep_ in {"nsubj", "nsubjpass"} and verb.lemma_ in lexicon().cover_verbs:
        tokens = [
            *syntax.expanded(c for c in verb.children if c.dep_ == "dobj"),
            *syntax.prepositional(verb, {"on", "with", "around", "upon"}),
        ]
        for token in tokens:
            yield _topic(document, token)
    elif noun.dep_ in {"nsubj", "nsubjpass"}:
        yield from _topics_under(document, verb, own=False)
        for token in syntax.prepositional(verb, {"about", "over"}):
            if not _is_time_or_place(document, token, token.head):
                yield _topic(document, token)


def _topic(document: Document, token: Token) -> str:
    """The phrase of a topic without its determiner, cut to a bounded number of words; empty where it tells nothing."""
    bare = not any(child.dep_ in {"prep", "compound", "amod", "poss"} for child in token.children)
    if token.pos_ in {"PRON", "DET"} or (bare and token.lemma_ in lexicon().vague_topics):
        return ""
    if token.lemma_ in lexicon().collections:
        inner = syntax.prepositional(token, {"of"})
        return _topic(document, inner[0]) if inner else ""
    span = syntax.full_phrase(token)
    start = span.start
    while start < token.i and span.doc[start].dep_ in {"det", "predet"}:
        start += 1
    return _short(document, start, span.end)


def _short(document: Document, start: int, end: int) -> str:
    """The words between two tokens, on one line, at most `MAX_TOPIC_WORDS` of them."""
    return " ".join(document.words(start, min(end, start + MAX_TOPIC_WORDS)).split())
