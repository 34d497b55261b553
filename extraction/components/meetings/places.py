"""Where a meeting is held, and at what gathering or in what building."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components.meetings.arguments import Place
from extraction.components.meetings.rules import lexicon
from extraction.components.meetings.sides import carrier_of
from extraction.components.meetings.sites import sites
from extraction.components.meetings.topics import ABOUT, MAX_BEHIND
from extraction.document import Actor, ActorKind
from extraction.reading import LONGEST_ABBREVIATION, datelines
from extraction.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extraction.document import Document
    from extraction.tokens import Token

AT = frozenset({"in", "at", "near", "outside", "inside", "on"})
"""Prepositions that lead in a place or a gathering."""

CUTS = frozenset({";", ":", "(", "--", "-", "\u2013", "\u2014", '"', "\n"})
"""Marks at which what follows is no longer told of the meeting."""

TOPICAL = ABOUT | {"for", "against", "after", "before", "since", "amid", "to", "as"}
"""Prepositions that lead away from the meeting to what it is about."""

MAX_JOINED = 4
"""How many verbs joined by "and" are asked for the clause that they stand in."""

LAST_DATELINE = 500
"""Characters of headline and text in which the article's own dateline begins."""

DURING = frozenset({"during", "on", "amid", "alongside"})
"""Prepositions that lead in a gathering that goes on at the time."""


def place_of(document: Document, trigger: Token) -> Place | None:
    """The most exact place named for the encounter, a city before a country."""
    found: list[Place] = []
    for site in sites(trigger):
        found.extend(_places_at(document, site))
        found.extend(_here(document, site))
    found.extend(_where(document, trigger))
    if trigger.pos_ not in syntax.VERBS:
        found.extend(_places_before(document, trigger))
        found.extend(_places_of_saying(document, trigger))
    if all(place.is_country for place in found):
        found.extend(_places_behind(document, trigger))
    return best_place(found)


def best_place(places: Iterable[Place]) -> Place | None:
    """The first place that is no whole state, else the first."""
    found = list(places)
    return next((place for place in found if not place.is_country), found[0] if found else None)


def _places_at(document: Document, site: Token) -> Iterator[Place]:
    arrives = site.lemma_ in lexicon().arrivals
    for preposition in _adjuncts(site):
        for noun in syntax.expanded(child for child in preposition.children if child.dep_ == "pobj"):
            if preposition.lower_ in AT or (
                arrives and preposition.lower_ in {"to", "for"} and preposition.head == site
            ):
                yield from places_of(document, noun)
                yield from _places_inside(document, noun, AT | {"of"})
            elif preposition.lower_ in DURING:
                yield from _places_inside(document, noun, AT)
    if site.lemma_ == "visit":
        for token in syntax.patients(site):
            yield from places_of(document, token)
    if site.dep_ == "relcl" and any(child.lower_ == "where" for child in site.children):
        yield from places_of(document, site.head)


def _places_behind(document: Document, trigger: Token) -> Iterator[Place]:
    """The places told behind a trigger in its clause, wherever the parser hung them: "met Okoro of the bank in Lagos".

    Behind a topic only a place beside a date counts: "talks on war in Chad", but "talks on fish on Friday in Lagos".
    """
    span = trigger.doc[trigger.i + 1 : min(trigger.sent.end, trigger.i + MAX_BEHIND)]
    aside = {inner.i for token in span if token.dep_ in {"relcl", "appos"} for inner in _inside(token)}
    topical = False
    for token in span:
        if trigger.i not in aside and token.i in aside:
            continue
        if _opens_clause(token):
            return
        topical = topical or (token.dep_ == "prep" and token.lower_ in TOPICAL and not _leads_on(document, token))
        if token.dep_ == "prep" and token.lower_ in AT and (not topical or _is_dated(document, token.nbor(-1))):
            for noun in token.children:
                yield from (place for place in places_of(document, noun) if noun.dep_ == "pobj")


def _inside(aside: Token) -> Iterator[Token]:
    """The tokens of an aside, up to the comma that ends it, wherever the parser hung what follows."""
    for token in aside.subtree:
        if token.text == "," and token.i > aside.i and aside.dep_ == "relcl":
            return
        yield token


def _opens_clause(token: Token) -> bool:
    """Whether another clause or an aside begins at a token."""
    joins = token.dep_ == "mark" or token.tag_ in {"WDT", "WP", "WRB"}
    cut = token.text in CUTS and (token.text != "-" or bool(token.nbor(-1).whitespace_))
    return (token.pos_ in syntax.VERBS and token.dep_ not in {"pcomp", "amod"}) or joins or cut


def _leads_on(document: Document, preposition: Token) -> bool:
    """Whether a preposition leads in a date or a person and no topic: "lunch for Okoro", "minister for trade Okoro"."""
    return any(
        _is_dated(document, noun) or any(actor.kind is ActorKind.PERSON for actor in document.actors_of(noun))
        for noun in preposition.children
    )


def _is_dated(document: Document, noun: Token) -> bool:
    return any(date.start <= noun.i < date.end for date in document.dates)


def _places_of_saying(document: Document, noun: Token) -> Iterator[Place]:
    """Where people speak who have just met: "speaking in Lagos after a meeting with Okoro"."""
    carried = carrier_of(noun)
    if (
        carried
        and carried[1] in {"after", "following", "during", "at"}
        and (carried[0].lemma_ == "speak" or carried[0].lemma_ in lexicon().saying)
    ):
        for token in syntax.prepositional(carried[0], {"in"}):
            yield from places_of(document, token)


def _where(document: Document, verb: Token) -> Iterator[Place]:
    """The place that a clause is about: "go to Lagos, where she will speak and meet Okoro"."""
    for _ in range(MAX_JOINED):
        if verb.pos_ not in syntax.VERBS:
            return
        if verb.dep_ == "relcl" and any(child.lower_ == "where" for child in verb.children):
            yield from places_of(document, verb.head)
            return
        if verb.dep_ not in {"conj", "xcomp"}:
            return
        verb = verb.head


def _here(document: Document, site: Token) -> Iterator[Place]:
    """The place that "here" stands for: "met here", "his visit here"."""
    for child in site.children:
        if child.lower_ == "here":
            yield from places_of(document, child)


def _place_of_dateline(document: Document) -> tuple[Place, ...]:
    """Where the article was written, as its dateline tells."""
    line = next(datelines(words_of(document.doc).text[:LAST_DATELINE]), None)
    written = (m for m in document.mentions if line and line.start() <= document.doc[m.start].idx < line.end())
    first = next(written, None)
    return places_of(document, document.doc[first.end - 1]) if first else ()


def _recased(words: str) -> str:
    """A place that a dateline has in capitals, as running text writes it; an abbreviation as it stands."""
    shouted = words.isupper() and len(words) > LONGEST_ABBREVIATION and "." not in words
    return words.title() if shouted else words


def _adjuncts(site: Token) -> Iterator[Token]:
    """The prepositions on a word or on what it governs: "met Okoro in Lagos", "talks with Okoro at the UN"."""
    for child in site.children:
        if child.dep_ == "prep":
            yield child
            if child.lower_ in {"with", "between"}:
                people = syntax.expanded(noun for noun in child.children if noun.dep_ == "pobj")
                yield from (inner for noun in people for inner in noun.children if inner.dep_ == "prep")
        elif child.dep_ in {"dobj", "attr", "npadvmod", "advmod", "nsubjpass"}:
            yield from (inner for inner in child.children if inner.dep_ == "prep")


def _places_inside(document: Document, noun: Token, links: frozenset[str]) -> Iterator[Place]:
    """Places in the phrase of a noun: "the White House in Washington", "met Okoro in Lagos", "Lagos's port"."""
    for token in (*syntax.prepositional(noun, links), *syntax.possessors(noun)):
        yield from places_of(document, token)


def _places_before(document: Document, noun: Token) -> Iterator[Place]:
    """A city before a noun trigger: "the Lagos meeting", "the Geneva talks"."""
    for child in noun.children:
        if child.dep_ in {"compound", "nmod", "amod"} and child.i < noun.i:
            yield from (place for place in places_of(document, child) if not place.is_country)


def places_of(document: Document, token: Token) -> tuple[Place, ...]:
    """The places that a token's mention stands for, written as in running text, though a dateline names them first."""
    return tuple(replace(place, text=_recased(place.text)) for place in _places_meant(document, token))


def _places_meant(document: Document, token: Token) -> tuple[Place, ...]:
    """The same; a state counts as one, under the name used here."""
    if token.lower_ == "here":
        return _place_of_dateline(document)
    mention = document.mention_of(token)
    if mention is None:
        return _unnamed_place(document, token)
    found = []
    for actor in document.actors_of(token):
        if actor.kind is ActorKind.PLACE:
            found.append(Place(_one_line(actor.name), actor.country))
        elif actor.kind is ActorKind.COUNTRY and mention.how != "demonym":
            words = (
                document.words(mention.start, mention.end).removeprefix("the ").removesuffix("'s").removesuffix("’s")
            )
            found.append(Place(_one_line(words), actor.country, is_country=mention.how != "capital"))
    return tuple(found)


def _unnamed_place(document: Document, token: Token) -> tuple[Place, ...]:
    """A place that no gazetteer knows: what the parser takes for one, or "the Nigerian capital"."""
    if token.lower_ == "capital" and not syntax.prepositional(token, {"of"}):
        states = [
            actor for child in token.children for actor in document.actors_of(child) if actor.kind is ActorKind.COUNTRY
        ]
        return (Place(_worded(document, token), states[0].country),) if states else ()
    if token.ent_type_ in {"GPE", "LOC", "FAC"}:
        span = next(
            (
                entity
                for entity in token.doc[token.left_edge.i : token.right_edge.i + 1].ents
                if entity.start <= token.i < entity.end
            ),
            None,
        )
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
    return _attended(document, trigger) or _own_name(document, trigger) or _gathering_behind(document, trigger)


def _gathering_behind(document: Document, noun: Token) -> str | None:
    """The gathering told right behind a noun and its sides, which the parser ties to a verb before them."""
    behind = noun.right_edge.i + 1
    around = {token.i for token in noun.ancestors}
    for token in noun.doc[behind : noun.sent.end]:
        if token.dep_ == "punct":
            continue
        tied = token.dep_ == "prep" and token.head.i in around and token.lower_ in DURING | {"at"}
        found = [_venue_in(document, child) for child in token.children if child.dep_ == "pobj"] if tied else []
        return next(iter(found), None)
    return None


def _attended(document: Document, trigger: Token) -> str | None:
    """The gathering that people come for: "flew to Lagos to attend the fish forum", "met in Lagos for an AU summit"."""
    if trigger.pos_ in syntax.VERBS:
        links = [child for child in trigger.children if child.lower_ == "for" and child.dep_ == "prep"]
    else:
        links = []
    attended = [
        token
        for token in trigger.doc[trigger.i + 1 : min(trigger.sent.end, trigger.i + MAX_BEHIND)]
        if token.lemma_ == "attend" and token.tag_ == "VB"
    ]
    goals = [noun for site in (*links, *attended[:1]) for noun in site.children if noun.dep_ in {"pobj", "dobj"}]
    for noun in goals:
        venue = _venue_in(document, noun)
        owned = any(child.dep_ == "poss" for child in noun.children)
        if venue or (noun.lower_ in lexicon().occasions and not owned and syntax.phrase(noun).start < noun.i - 1):
            return venue or _worded(document, noun)
    return None


def _own_name(document: Document, noun: Token) -> str | None:
    """The gathering that a trigger itself names: "the NATO summit", "the White House fish summit"."""
    if noun.pos_ in syntax.VERBS:
        return None
    gathering = next((actor for actor in document.actors_of(noun) if actor.kind is ActorKind.GATHERING), None)
    if gathering and set(gathering.name.lower().split()) - lexicon().gatherings - lexicon().again:
        return gathering.name
    before = [child for child in noun.children if child.dep_ in {"compound", "nmod"} and child.i < noun.i]
    of_many = any(child.text in lexicon().state_groups for child in before)
    return _worded(document, noun) if of_many and noun.lower_ in lexicon().gatherings else None


def is_backdrop(noun: Token) -> bool:
    """Whether a gathering is only where others meet: "on the sidelines of the G20 summit"."""
    above = noun.head.head if noun.dep_ == "pobj" else noun.head
    return above.lemma_ in lexicon().margins and noun.dep_ == "pobj"


def _venue_in(document: Document, noun: Token) -> str | None:
    """The venue that a noun names: "the White House", "the sidelines of the G20 summit in Osaka"."""
    if noun.lemma_ in lexicon().margins:
        inner = syntax.prepositional(noun, {"of", "at"})
        return _venue_in(document, inner[0]) or _worded(document, inner[0]) if inner else None
    gathering = next((actor for actor in document.actors_of(noun) if actor.kind is ActorKind.GATHERING), None)
    if gathering:
        return gathering.name
    if (noun.lower_ in lexicon().gatherings or noun.lower_ in lexicon().buildings) and _is_named(document, noun):
        return _worded(document, noun)
    mention = document.mention_of(noun)
    named = mention and any(_is_building(actor) for actor in document.actors_of(noun))
    return document.words(mention.start, mention.end).removeprefix("the ") if mention and named else None


def _is_building(actor: Actor) -> bool:
    return actor.kind is not ActorKind.PERSON and bool(set(actor.name.lower().split()) & lexicon().buildings)


def _is_named(document: Document, noun: Token) -> bool:
    """Whether a common noun has a name before it: "the G20 summit", "Trump Tower"."""
    return any(token.pos_ == "PROPN" or document.mention_of(token) for token in syntax.phrase(noun) if token != noun)


def _worded(document: Document, noun: Token) -> str:
    span = syntax.phrase(noun)
    start = span.start + (span[0].pos_ in {"DET", "PRON"})
    return document.words(start, span.end)
