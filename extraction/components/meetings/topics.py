"""What a meeting is about, as worded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components.meetings.rules import lexicon
from extraction.components.meetings.sides import carrier_of
from extraction.components.meetings.sites import sites
from extraction.document import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extraction.document import Document
    from extraction.tokens import Token

ABOUT = frozenset({"about", "on", "over", "regarding", "concerning", "aimed"})
"""Prepositions that lead in a topic."""

CLAUSES = frozenset({"advcl", "xcomp", "acl", "relcl", "conj", "ccomp"})
"""Relations of a clause that tells what is discussed: "met to review the deal"."""

LOOSE_ENDS = frozenset({"ADP", "DET", "CCONJ", "PUNCT", "SPACE", "PART"})
"""Parts of speech on which no topic ends."""

CUTS = frozenset({";", ":", "--", "\u2013", "\u2014", '"'})
"""Marks at which the purpose of a meeting is no longer told."""

MAX_BEHIND = 40
"""Tokens behind a trigger within which its purpose is told."""

MAX_TOPIC_WORDS = 12
"""Longest topic, in words."""

MAX_TOPICS = 6
"""How many topics one place of the text gives."""


def topics_of(document: Document, trigger: Token) -> tuple[str, ...]:
    """What the meeting is about, as worded, short noun phrases."""
    found: list[str] = []
    for site in sites(trigger):
        found.extend(_topics_under(document, site, own=site is trigger))
    if trigger.pos_ in syntax.VERBS:
        found.extend(_discussed(document, trigger))
    else:
        found.extend(_topic_before(document, trigger))
        found.extend(_covered(document, trigger))
        found.extend(_taken_up(document, trigger))
        found.extend(_on_agenda(document, trigger))
    found.extend(_purposes(document, trigger))
    return tuple(dict.fromkeys(topic for topic in found if topic))[:MAX_TOPICS]


def _discussed(document: Document, verb: Token) -> Iterator[str]:
    """The object of a verb that is both trigger and topic verb: "discussed fish stocks with Okoro"."""
    if verb.lemma_ in lexicon().topic_verbs or verb.lemma_ in lexicon().telling_verbs:
        yield from _objects(document, verb)


def _objects(document: Document, verb: Token) -> Iterator[str]:
    """What a verb takes up, its list read on where the parser hung it on the verb."""
    astray = [
        child for child in verb.children if child.dep_ == "conj" and child.pos_ in syntax.NOUNS and child.i > verb.i
    ]
    shown = syntax.prepositional(verb, {"with"}) if verb.lemma_ in lexicon().telling_verbs else []
    for token in shown or (*syntax.patients(verb), *syntax.expanded(astray)):
        if not any(actor.kind is ActorKind.PERSON for actor in document.actors_of(token)):
            yield from _topics(document, token)


def _topics_under(document: Document, site: Token, *, own: bool) -> Iterator[str]:
    for child in site.children:
        if child.dep_ in CLAUSES and child.lemma_ in lexicon().topic_verbs:
            yield from _objects(document, child)
        elif own and child.dep_ == "prep":
            yield from _led_in(document, site, child)


def _led_in(document: Document, site: Token, preposition: Token) -> Iterator[str]:
    """The topics behind a preposition: "talks on fish", "a discussion of fish", "talks with Okoro about fish"."""
    nouns = [noun for noun in preposition.children if noun.dep_ == "pobj"]
    if preposition.lower_ in ABOUT:
        for token in syntax.expanded(nouns):
            if not _is_time_or_place(document, token, preposition):
                yield from _topics(document, token)
        yield from _gerunds(document, preposition)
    elif preposition.lower_ == "with":
        for noun in nouns:
            yield from _topics_under(document, noun, own=False)
    elif preposition.lower_ == "of" and site.lemma_ in lexicon().deliberations:
        for token in syntax.expanded(nouns):
            if not document.mention_of(token):
                yield from _topics(document, token)


def _purposes(document: Document, trigger: Token) -> Iterator[str]:
    """What a trigger's clause tells of its purpose: "met to request a quota", "talks aimed at ending the strike"."""
    for token in trigger.doc[trigger.i + 1 : min(trigger.sent.end, trigger.i + MAX_BEHIND)]:
        before = token.nbor(-1)
        if token.lemma_ in lexicon().cover_verbs and token.tag_ in {"VBN", "VBD", "VBG"}:
            for link in token.children:
                if link.lower_ in {"on", "at", "around"} and link.dep_ == "prep":
                    for noun in syntax.expanded(child for child in link.children if child.dep_ == "pobj"):
                        yield from _topics(document, noun)
                    yield from _gerunds(document, link)
            return
        if token.tag_ == "VB" and before.lower_ == "to" and token.lemma_ in lexicon().topic_verbs:
            yield from _objects(document, token)
            return
        if (
            (token.pos_ in syntax.VERBS and token.tag_ != "VB")
            or token.tag_ in {"WDT", "WP", "WRB"}
            or token.text in CUTS
        ):
            return


def _taken_up(document: Document, noun: Token) -> Iterator[str]:
    """What is discussed at a meeting: "fish was discussed at the talks", "they discussed fish during their meeting"."""
    carried = carrier_of(noun)
    if carried and carried[1] in {"in", "at", "during"} and carried[0].lemma_ in lexicon().discussing_verbs:
        yield from _objects(document, carried[0])


def _on_agenda(document: Document, noun: Token) -> Iterator[str]:
    """What fills a meeting: "trade will dominate the talks", "fish tops the agenda of the summit"."""
    agenda = noun.head.head if noun.dep_ == "pobj" and noun.head.head.lemma_ == "agenda" else noun
    verb = agenda.head
    if agenda.dep_ == "dobj" and verb.lemma_ in lexicon().filling_verbs:
        tokens = syntax.own_subjects(verb)
    elif agenda != noun and agenda.dep_ == "pobj" and verb.lower_ == "on" and verb.head.lemma_ == "be":
        tokens = syntax.own_subjects(verb.head)
    else:
        return
    for token in tokens:
        if not any(actor.kind is ActorKind.PERSON for actor in document.actors_of(token)):
            yield from _topics(document, token)


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
    if token.lemma_ in lexicon().no_topics or token.lemma_ in lexicon().margins:
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
    """What talks "focus on", "cover" or "were said to be about"."""
    verb = noun.head
    if noun.dep_ not in {"nsubj", "nsubjpass"}:
        return
    if verb.lemma_ in lexicon().cover_verbs:
        tokens = syntax.prepositional(verb, {"on", "with", "around", "upon", "at"})
        yield from _objects(document, verb)
        for token in tokens:
            yield from _topics(document, token)
        return
    yield from _topics_under(document, verb, own=False)
    below = [child for child in verb.children if child.dep_ == "xcomp" and child.lemma_ == "be"]
    for site in (verb, *below):
        for token in syntax.prepositional(site, {"about", "over"}):
            if not _is_time_or_place(document, token, token.head):
                yield from _topics(document, token)


def _topics(document: Document, token: Token) -> Iterator[str]:
    """The topics that a noun tells: the items of "issues such as fish and visas", else its own phrase."""
    vague = token.lemma_ in lexicon().vague_topics or token.lemma_ in lexicon().collections
    items = (_items(token) or syntax.prepositional(token, ABOUT)) if vague else []
    for item in items or [token]:
        yield _topic(document, item)


def _items(noun: Token) -> list[Token]:
    """What is told behind "such as" or "including"."""
    named = frozenset({"including", "as", "like"})
    near = (noun, *(inner for child in noun.children if child.dep_ == "prep" for inner in child.children))
    return [item for site in (*near, noun.head) for item in syntax.prepositional(site, named) if item.i > noun.i]


def _topic(document: Document, token: Token) -> str:
    """The phrase of a topic without its determiner, cut to a bounded number of words; empty where it tells nothing."""
    telling = [child for child in token.children if child.dep_ in {"prep", "compound", "amod", "poss", "acl"}]
    bare = all(child.dep_ == "amod" and child.lemma_ in lexicon().plain_modifiers for child in telling)
    if token.pos_ in {"PRON", "DET", "NUM"} or (bare and token.lemma_ in lexicon().vague_topics):
        return ""
    if token.lemma_ in lexicon().collections:
        inner = syntax.prepositional(token, {"of"})
        return _topic(document, inner[0]) if inner else ""
    span = syntax.full_phrase(token)
    start, end = syntax.after_determiners(span.start, token), span.end
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "with" and any(map(document.mention_of, child.children)):
            end = min(end, child.i)
    return _short(document, start, end)


def _short(document: Document, start: int, end: int) -> str:
    """The words between two tokens, on one line, up to a clause or a day, at most `MAX_TOPIC_WORDS` of them."""
    days = {date.start for date in document.dates}
    stops = (i for i in range(start + 1, end) if document.doc[i].tag_ in {"WDT", "WP"} or i in days)
    stop = min(next(stops, end), start + MAX_TOPIC_WORDS)
    while stop > start + 1 and document.doc[stop - 1].pos_ in LOOSE_ENDS:
        stop -= 1
    return " ".join(document.words(start, stop).split()).rstrip(" ,")
