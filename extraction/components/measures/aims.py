"""What a measure is aimed at: the states, firms and people that nouns name, and the goods."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extraction import parties, syntax
from extraction.components.measures.nouns import measure_noun, protester
from extraction.components.measures.rules import words
from extraction.components.measures.sides import PARTIES, Sides, actors_at, listed_after, modifying, unique
from extraction.document import Actor, ActorKind
from schemas.vocabulary import Measure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extraction.document import Document
    from extraction.tokens import Token

ORIGIN = frozenset({"from", "of", "by"})
"""Prepositions that tie a country to its goods: "imports from Peru"."""

OUTWARD = frozenset({Measure.EXPORT_CONTROL, Measure.LICENSING, Measure.SUBSIDY, Measure.SANCTION, Measure.EMBARGO})
"""Measures on what leaves the country, so that "to" tells whom they are aimed at."""

MAX_GOODS = 12
"""Words of a phrase that are kept as goods."""

NO_ACTOR = -1
"""Index of an actor that stands for a description in the text and is no actor of the document."""


def party_at(document: Document, token: Token) -> tuple[Actor, ...]:
    """The parties that a noun stands for, named or described; none for goods."""
    if document.mention_of(token) is None and token.lemma_.lower() in words("not_parties"):
        return ()
    found = tuple(actor for actor in parties.described(document, token) if actor.kind in PARTIES)
    if not found and token.lemma_.lower() in words("private"):
        span = syntax.phrase(token)
        start = span.start + (span[0].pos_ == "DET" and len(span) > 1)
        country = next((actor.country for actor in modifying(document, token) if actor.country), None)
        return (Actor(NO_ACTOR, document.words(start, min(span.end, start + MAX_GOODS)), ActorKind.GROUP, country),)
    return found


def aimed_at(document: Document, tokens: Iterable[Token], measure: Measure) -> Sides:
    """The targets and goods that nouns tell: countries, firms and people are targets, things are goods.

    Sanctions are aimed at someone: with them only trade itself is goods ("sanctions on oil exports").
    """
    targets: list[Actor] = []
    goods: list[str] = []
    for core in (core for token in tokens for core in _cores(token)):
        actors = party_at(document, core)
        if _are_described(actors) and core.dep_ == "conj" and targets and targets[-1].index == NO_ACTOR:
            targets[-1] = _joined(document, targets[-1], core)
        elif core.lemma_.lower() in words("partners"):
            examples = _examples(document, core)
            told_apart = any(child.dep_ in {"acl", "relcl"} for child in core.children)
            targets.extend(examples or (actor for actor in actors if told_apart or " " in actor.name))
        elif actors:
            targets.extend((*actors, *listed_after(document, core)))
        elif measure is Measure.SANCTION and core.lemma_.lower() in words("means"):
            continue
        elif measure_noun(core):
            targets.extend(modifying(document, core))
        elif document.mention_of(core) is None and _may_be_goods(core):
            lemma = core.lemma_.lower()
            traded = (
                lemma not in words("bearers") if measure is not Measure.SANCTION else lemma in words("generic_goods")
            )
            goods.extend(goods_named(document, core) if traded else ())
            targets.extend(origins(document, core, measure))
    if measure not in AT_PARTIES:
        targets = [actor for actor in targets if actor.index != NO_ACTOR or actor.country or actor.public]
    return Sides(targets=unique(targets), goods=tuple(dict.fromkeys(goods)))


AT_PARTIES = {
    Measure.SANCTION,
    Measure.EMBARGO,
    Measure.EXPORT_CONTROL,
    Measure.INVESTMENT_RESTRICTION,
    Measure.LICENSING,
    Measure.OTHER,
    Measure.ANTI_DUMPING,
    Measure.COUNTERVAILING_DUTY,
}
"""Kinds that are aimed at people and firms; other kinds are felt by them and aimed at the goods of a country."""


def _are_described(actors: tuple[Actor, ...]) -> bool:
    """Whether actors are none that the article names, but those of a phrase: "Chilean firms"."""
    return bool(actors) and all(actor.index == NO_ACTOR for actor in actors)


def _joined(document: Document, first: Actor, last: Token) -> Actor:
    """One actor for two descriptions joined by "and": "dozens of Chilean firms and individuals"."""
    begin = last.head.left_edge.i
    while begin < last.head.i and document.doc[begin].pos_ == "DET":
        begin += 1
    end = min(syntax.phrase(last).end, begin + MAX_GOODS)
    return replace(first, name=document.words(begin, end), kind=ActorKind.GROUP) if begin < end else first


def origins(document: Document, goods: Token, measure: Measure) -> tuple[Actor, ...]:
    """The countries whose goods they are, or where exports go: "Peruvian wine", "imports of wine from Peru"."""
    links = ORIGIN | {"to"} if measure in OUTWARD else ORIGIN
    links = links | {"for"} if measure is Measure.SUBSIDY else links
    own = measure is Measure.EXPORT_CONTROL and goods.lemma_.lower() in words("generic_goods")
    before = () if own else (modifying(document, goods) or _protesting(document, goods))
    found = [actor for actor in before if actor.country or actor.kind is ActorKind.COUNTRY]
    found += [actor for one in _bound_for(goods) for actor in actors_at(document, one)]
    amount = goods.head.head if goods.dep_ == "pobj" and goods.head.lower_ == "of" else goods
    inner = [goods, amount] if amount.lemma_.lower() in words("amounts") else [goods]
    for _ in range(syntax.MAX_CLIMB):
        inner = [token for one in inner for token in syntax.prepositional(one, links)]
        found += [
            actor
            for token in inner
            for actor in actors_at(document, token) or _partners(document, token)
            if actor.country or actor.kind is ActorKind.COUNTRY
        ]
        if not inner:
            break
    return unique(found)


def _bound_for(goods: Token) -> list[Token]:
    """Where goods are said to go by a participle: "computers bound for Peru"."""
    clauses = [child for child in goods.children if child.lower_ in {"bound", "destined", "headed"}]
    return [one for clause in clauses for one in syntax.prepositional(clause, {"for"})]


def _protesting(document: Document, goods: Token) -> tuple[Actor, ...]:
    """The state that speaks of a measure of others on its own goods: "Chile denounced the ban on its wine"."""
    speaker = protester(goods)
    return tuple(
        actor
        for token in (syntax.own_subjects(speaker) if speaker is not None else ())
        for actor in actors_at(document, token)
        if actor.kind is ActorKind.COUNTRY
    )


def _partners(document: Document, token: Token) -> tuple[Actor, ...]:
    """The countries that a noun gives as examples, or that stand before it: "countries like Peru", "Peruvian ports"."""
    return _examples(document, token) or modifying(document, token)


def _examples(document: Document, token: Token) -> tuple[Actor, ...]:
    named = [one for one in exemplified(token) if actors_at(document, one)]
    return unique(a for one in named for a in (*actors_at(document, one), *listed_after(document, one)))


def _cores(token: Token) -> list[Token]:
    """The nouns behind an amount, all that it counts: "300 mln dlrs worth of tools and computers"."""
    core = beyond_amount(token)
    return [core] if core is token or core.dep_ != "pobj" else list(syntax.conjuncts(core))


def beyond_amount(token: Token) -> Token:
    """The noun behind an amount: "$50 billion worth of goods", "300 mln dlrs of exports", "dozens of firms"."""
    for _ in range(syntax.MAX_CLIMB):
        inner = syntax.prepositional(token, {"of", "in"})
        amount = (
            token.pos_ in {"NUM", "SYM"}
            or token.lemma_.lower() in words("amounts")
            or token.ent_type_ in {"MONEY", "PERCENT"}
        )
        if not amount or not inner:
            return token
        token = inner[0]
    return token


def _may_be_goods(token: Token) -> bool:
    return (
        token.pos_ in syntax.NOUNS
        and token.lemma_.lower() not in words("not_goods")
        and token.ent_type_ not in {"DATE", "TIME", "PERSON", "MONEY", "PERCENT"}
    )


def goods_named(document: Document, token: Token) -> tuple[str, ...]:
    """The goods that a noun names, as worded; "imports" and the like give what they are imports of."""
    if token.lemma_.lower() in words("generic_goods"):
        inner = [
            one for one in syntax.prepositional(token, {"of"}) if not actors_at(document, one) and _may_be_goods(one)
        ]
        if inner:
            return tuple(name for one in inner for name in goods_named(document, one))
        examples = [one for one in exemplified(token) if not actors_at(document, one) and _may_be_goods(one)]
        if examples:
            return tuple(name for one in examples for name in goods_named(document, one))
        sectors = [child for child in token.children if child.dep_ == "compound" and child.pos_ == "NOUN"]
        if len(sectors) == 1 and sectors[0].conjuncts:
            return tuple(one.text for one in syntax.conjuncts(sectors[0]))
    span = syntax.phrase(token)
    start = span.start
    while start < token.i and document.doc[start].pos_ in {"DET", "PRON"}:
        start += 1
    return (document.words(start, min(span.end, start + MAX_GOODS)),)


def exemplified(token: Token) -> list[Token]:
    """What is named as examples of a noun: "countries like Peru and Chile", "such goods as wine", "including nuts"."""
    links = [
        child for child in token.children if child.dep_ == "prep" and child.i > token.i and child.lower_ in EXAMPLES
    ]
    such = {child.lower_ for one in (token, *links) for child in one.children if child.i < one.i}
    return syntax.expanded(
        noun
        for link in links
        for noun in link.children
        if noun.dep_ == "pobj" and (link.lower_ != "as" or "such" in such)
    )


EXAMPLES = frozenset({"like", "as", "including"})
"""Prepositions that lead in examples."""


def goods_of_agreement(document: Document, noun: Token) -> tuple[str, ...]:
    """The goods that an agreement is about: "the semiconductor pact", "an accord on steel"."""
    before = [
        child
        for child in noun.children
        if child.dep_ in {"compound", "nmod"}
        and child.pos_ == "NOUN"
        and child.lemma_.lower() not in words("not_goods_before")
        and document.mention_of(child) is None
    ]
    about = [one for one in syntax.prepositional(noun, {"on"}) if one.dep_ == "pobj"]
    aims = [child for child in noun.children if child.dep_ in {"acl", "relcl"} and child.tag_ == "VB"]
    inner = [one for aim in aims for one in (aim, *(child for child in aim.children if child.dep_ == "xcomp"))]
    about += [child for verb in inner for child in verb.children if child.dep_ == "dobj"]
    named = [one for one in about if document.mention_of(one) is None and _may_be_goods(one) and not measure_noun(one)]
    return tuple(document.words(syntax.phrase(one).start, one.i + 1) for one in (*before, *named))
