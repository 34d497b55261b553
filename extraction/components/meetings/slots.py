"""Where, at what gathering, about what, how and how often: the slots of a meeting besides its sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components.meetings.arguments import Place
from extraction.components.meetings.rules import lexicon, pointer_rules
from extraction.components.meetings.sides import VERBAL, carrier_of
from extraction.document import Actor, ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Token

    from extraction.document import Document
    from schemas.vocabulary import MeetingMode

AT = frozenset({"in", "at", "near", "outside", "inside", "on"})
"""Prepositions that lead in a place or a gathering."""

DURING = frozenset({"during", "on", "amid", "alongside"})
"""Prepositions that lead in a gathering that goes on at the time."""

ABOUT = frozenset({"about", "on", "over", "regarding", "concerning", "aimed"})
"""Prepositions that lead in a topic."""

BUILDINGS = frozenset(
    "house palace office headquarters residence embassy ministry hotel club resort center centre kremlin elysee building "
    "airport base ranch castle pentagon chancellery villa mansion complex compound tower hall retreat campus".split()
)
"""Heads of names of buildings where people meet."""

GATHERINGS = frozenset("summit forum conference assembly session gathering meeting funeral ceremony expo fair congress council".split())
"""Heads of phrases for gatherings on whose margins people meet."""

ARRIVALS = frozenset({"arrive", "travel", "fly", "go", "come", "head", "return", "visit"})
"""Verbs whose goal is where the people then meet."""

MARGINS = frozenset({"sideline", "sidelines", "margin", "margins", "fringe", "fringes"})
"""What people meet on when they meet during a gathering."""

MAX_TOPIC_WORDS = 14
"""Longest topic, in words."""

MAX_TOPICS = 6
"""How many topics one place of the text gives."""


def sites(trigger: Token) -> Iterator[Token]:
    """The words that the place and time of a trigger may hang on: itself, what carries it, and what those hang on."""
    yield trigger
    word = trigger
    if trigger.pos_ not in VERBAL:
        yield from said_of(trigger)
        carried = carrier_of(trigger)
        if carried is None:
            return
        word = carried[0]
        if word.lemma_ not in lexicon().carriers | lexicon().presence | {"meet"}:
            return
        yield word
    for _ in range(3):
        if word.dep_ not in {"xcomp", "advcl", "conj", "acl", "pcomp"} or word.head.pos_ not in VERBAL:
            return
        word = word.head
        if word.lemma_ not in lexicon().presence | lexicon().carriers | {"meet"}:
            return
        yield word


def said_of(noun: Token) -> Iterator[Token]:
    """The verbs that tell where and when what a noun names is held: "the talks are to be held in Lagos"."""
    if noun.dep_ not in syntax.SUBJECTS:
        return
    for verb in (noun.head, *(c for child in noun.head.children for c in (child, *child.children) if c.dep_ == "xcomp")):
        if verb.lemma_ in pointer_rules() or verb.lemma_ in lexicon().carriers:
            yield verb


def place_of(document: Document, trigger: Token) -> Place | None:
    """The most exact place named for the encounter, a city before a country."""
    found: list[Place] = []
    for site in sites(trigger):
        found.extend(_places_at(document, site))
    if trigger.pos_ not in VERBAL:
        found.extend(_places_before(document, trigger))
    return best_place(found)


def best_place(places: Iterable[Place]) -> Place | None:
    """The first place that is no whole state, else the first."""
    found = list(places)
    return next((place for place in found if not place.is_country), found[0] if found else None)


def _places_at(document: Document, site: Token) -> Iterator[Place]:
    arrives = site.lemma_ in ARRIVALS
    for preposition in _adjuncts(site):
        for noun in syntax.expanded(child for child in preposition.children if child.dep_ == "pobj"):
            if preposition.lower_ in AT or (arrives and preposition.lower_ in {"to", "for"} and preposition.head == site):
                yield from places_of(document, noun)
                yield from _places_inside(document, noun, AT | {"of"})
            elif preposition.lower_ in DURING:
                yield from _places_inside(document, noun, AT)
    if site.lemma_ == "visit":
        for token in syntax.patients(site):
            yield from places_of(document, token)
    if site.dep_ == "relcl" and any(child.lower_ == "where" for child in site.children):
        yield from places_of(document, site.head)


def _adjuncts(site: Token) -> Iterator[Token]:
    """The prepositions that hang on a word or on what it governs: "met Okoro in Lagos", "talks with Okoro at the UN"."""
    for child in site.children:
        if child.dep_ == "prep":
            yield child
            if child.lower_ in {"with", "between"}:
                people = syntax.expanded(noun for noun in child.children if noun.dep_ == "pobj")
                yield from (inner for noun in people for inner in noun.children if inner.dep_ == "prep")
        elif child.dep_ in {"dobj", "attr", "npadvmod", "advmod", "nsubjpass"}:
            yield from (inner for inner in child.children if inner.dep_ == "prep")


def _places_inside(document: Document, noun: Token, links: frozenset[str]) -> Iterator[Place]:
    """Places in prepositional phrases of a noun: "the White House in Washington", "met Okoro in Lagos"."""
    for token in syntax.prepositional(noun, links):
        yield from places_of(document, token)


def _places_before(document: Document, noun: Token) -> Iterator[Place]:
    """A city before a noun trigger: "the Lagos meeting", "the Geneva talks"."""
    for child in noun.children:
        if child.dep_ in {"compound", "nmod", "amod"} and child.i < noun.i:
            yield from (place for place in places_of(document, child) if not place.is_country)


def places_of(document: Document, token: Token) -> tuple[Place, ...]:
    """The places that a token's mention stands for; a state counts as one, under the name used here."""
    mention = document.mention_of(token)
    if mention is None:
        return _unnamed_place(document, token)
    found = []
    for actor in document.actors_of(token):
        if actor.kind is ActorKind.PLACE:
            found.append(Place(_one_line(actor.name), actor.country))
        elif actor.kind is ActorKind.COUNTRY and mention.how != "demonym":
            words = document.words(mention.start, mention.end).removeprefix("the ").removesuffix("'s").removesuffix("’s")
            found.append(Place(_one_line(words), actor.country, is_country=mention.how != "capital"))
    return tuple(found)


def _unnamed_place(document: Document, token: Token) -> tuple[Place, ...]:
    """A place that no gazetteer knows: what the parser takes for one, or "the Nigerian capital"."""
    if token.lower_ == "capital":
        states = [actor for child in token.children for actor in document.actors_of(child) if actor.kind is ActorKind.COUNTRY]
        return (Place(_worded(document, token), states[0].country),) if states else ()
    if token.ent_type_ in {"GPE", "LOC", "FAC"}:
        span = next((entity for entity in token.doc[token.left_edge.i : token.right_edge.i + 1].ents if entity.start <= token.i < entity.end), None)
        return (Place(_one_line(span.text.removeprefix("the ")), None),) if span else ()
    return ()


def _one_line(words: str) -> str:
    return " ".join(words.split())


def venue_of(document: Document, trigger: Token) -> str | None:
    """The named gathering or building that the encounter is held at."""
    for site in sites(trigger):
        for preposition in _adjuncts(site):
            if preposition.lower_ in DURING | {"at", "in", "inside"}:
                for noun in preposition.children:
                    venue = _venue_in(document, noun) if noun.dep_ == "pobj" else None
                    if venue:
                        return venue
    return None


def is_backdrop(noun: Token) -> bool:
    """Whether a gathering is only where others meet: "on the sidelines of the G20 summit"."""
    above = noun.head.head if noun.dep_ == "pobj" else noun.head
    return above.lower_ in MARGINS and noun.dep_ == "pobj"


def _venue_in(document: Document, noun: Token) -> str | None:
    """The venue that a noun names: "the White House", "the sidelines of the G20 summit in Osaka"."""
    if noun.lower_ in MARGINS:
        inner = syntax.prepositional(noun, {"of", "at"})
        return _venue_in(document, inner[0]) or _worded(document, inner[0]) if inner else None
    gathering = next((actor for actor in document.actors_of(noun) if actor.kind is ActorKind.GATHERING), None)
    if gathering:
        return gathering.name
    if noun.lower_ in GATHERINGS | BUILDINGS and _is_named(document, noun):
        return _worded(document, noun)
    mention = document.mention_of(noun)
    named = mention and any(_is_building(actor) for actor in document.actors_of(noun))
    return document.words(mention.start, mention.end).removeprefix("the ") if mention and named else None


def _is_building(actor: Actor) -> bool:
    return actor.kind is not ActorKind.PERSON and bool(set(actor.name.lower().split()) & BUILDINGS)


def _is_named(document: Document, noun: Token) -> bool:
    """Whether a common noun has a name before it: "the G20 summit", "Trump Tower"."""
    return any(token.pos_ == "PROPN" or document.mention_of(token) for token in syntax.phrase(noun) if token != noun)


def _worded(document: Document, noun: Token) -> str:
    span = syntax.phrase(noun)
    start = span.start + (span[0].pos_ in {"DET", "PRON"})
    return document.words(start, span.end)


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
        elif child.dep_ in {"advcl", "xcomp", "acl", "relcl", "conj", "ccomp"} and child.lemma_ in lexicon().topic_verbs:
            for token in syntax.patients(child):
                yield _topic(document, token)
        elif own and child.dep_ == "prep" and child.lower_ == "with":
            for noun in child.children:
                yield from (topic for topic in _topics_under(document, noun, own=False) if noun.dep_ == "pobj")


def _gerunds(document: Document, preposition: Token) -> Iterator[str]:
    """"talks on reopening the border": the object, with its verb."""
    for verb in preposition.children:
        if verb.dep_ == "pcomp" and verb.tag_ == "VBG":
            end = max(token.i for token in verb.subtree) + 1
            yield _short(document, verb.i, end)


def _is_time_or_place(document: Document, token: Token, preposition: Token) -> bool:
    """Whether an "on" or "over" phrase tells a time, a place or a stay: "on Tuesday", "over dinner", "on a visit"."""
    if token.ent_type_ in {"DATE", "TIME"} or any(date.start <= token.i < date.end for date in document.dates):
        return True
    if token.lower_ in MARGINS or token.lemma_ in {"visit", "trip", "tour", "dinner", "lunch", "breakfast", "phone", "telephone", "side", "weekend", "condition", "behalf", "occasion", "basis", "day", "week", "month", "hour", "agenda", "footing", "record"}:
        return True
    return preposition.lower_ == "on" and token.pos_ == "NUM"


def _topic_before(document: Document, noun: Token) -> Iterator[str]:
    """The subject before a noun trigger: "trade talks", "nuclear arms negotiations"."""
    words = []
    for token in syntax.phrase(noun):
        if token.i >= noun.i:
            break
        plain = token.lower_ in lexicon().plain_modifiers or token.lemma_ in lexicon().plain_modifiers
        fit = token.pos_ in {"NOUN", "ADJ", "PROPN"} and token.dep_ in {"compound", "amod", "nmod"}
        if document.mention_of(token) or plain or not fit or token.ent_type_ in {"DATE", "TIME", "ORDINAL", "CARDINAL"}:
            words = []
        else:
            words.append(token)
    if words and words[-1].i == noun.i - 1:
        yield document.words(words[0].i, noun.i)


def _covered(document: Document, noun: Token) -> Iterator[str]:
    """What talks "focus on" or "cover"."""
    verb = noun.head
    if noun.dep_ in {"nsubj", "nsubjpass"} and verb.lemma_ in lexicon().cover_verbs:
        tokens = [*syntax.expanded(c for c in verb.children if c.dep_ == "dobj"), *syntax.prepositional(verb, {"on", "with", "around", "upon"})]
        for token in tokens:
            yield _topic(document, token)
    elif noun.dep_ in {"nsubj", "nsubjpass"}:
        yield from _topics_under(document, verb, own=False)
        for token in syntax.prepositional(verb, {"about", "over"}):
            if not _is_time_or_place(document, token, token.head):
                yield _topic(document, token)


def _topic(document: Document, token: Token) -> str:
    """The phrase of a topic without its determiner, cut to a bounded number of words."""
    if token.pos_ in {"PRON", "DET"} or token.lemma_ in {"issue", "matter", "way", "topic", "thing", "view", "detail", "subject", "range"} and not any(
        child.dep_ in {"prep", "compound", "amod", "poss"} for child in token.children
    ):
        return ""
    if token.lemma_ in {"range", "number", "series", "variety"}:
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


def mode_of(trigger: Token) -> MeetingMode | None:
    """How the meeting is held, where the words around the trigger tell it."""
    near = {token.lower_ for token in _around(trigger)}
    return next((cue.mode for cue in lexicon().modes if near & cue.words and (cue.mode != "in_person" or near & (cue.words - {"person"}))), None)


def _around(trigger: Token) -> Iterator[Token]:
    """The trigger's modifiers and the heads of its short phrases."""
    yield trigger
    for child in trigger.children:
        if child.dep_ in {"compound", "amod", "advmod", "nmod", "npadvmod"}:
            yield from child.subtree
        elif child.dep_ == "prep" and child.lower_ in {"by", "via", "on", "over", "through"}:
            for noun in child.children:
                yield noun
                yield from (modifier for modifier in noun.children if modifier.dep_ in {"compound", "amod"})


def recurrence_of(document: Document, trigger: Token) -> str | None:
    """How often the meeting repeats, as worded."""
    span = trigger.sent
    low = max(span.start, trigger.i - 4)
    before = document.words(low, trigger.i).lower()
    after = document.words(trigger.i + 1, min(span.end, trigger.i + 8)).lower()
    for words in lexicon().recurrences:
        if f" {words} " in f" {before} " or (f" {words}" in f" {after}" and " " in words):
            return words
    return None


def ordinal_of(trigger: Token) -> int | None:
    """Which of a series the meeting is: 2 for "their second summit"."""
    for child in trigger.children:
        if child.dep_ in {"amod", "advmod"} and child.lower_ in lexicon().ordinals:
            return lexicon().ordinals[child.lower_]
    return None
