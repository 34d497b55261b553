"""The smaller slots of a measure: goods before the noun, rate, forum and reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components.measures.nouns import measure_noun
from extraction.components.measures.rules import words
from extraction.document import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extraction.document import Actor, Document
    from extraction.tokens import Span, Token

MAX_REASON = 25
"""Words of a reason that are kept."""

MAX_WINDOW = 300
"""Characters of a sentence, around the noun, that are searched for a rate."""

NUMBER = r"\d[\d,.]{0,15}"
RATE = re.compile(
    rf"(?:up to |as much as |at least )?\$?{NUMBER}(?:\s?(?:%|percent|per cent|pct)(?!\w)"
    rf"|\s(?:to|and|-)\s{NUMBER}\s?(?:%|percent|per cent|pct)(?!\w))"
    rf"|(?:[$€£¥]|US\$|C\$|A\$)\s?{NUMBER}(?:\s?(?:billion|million|trillion|bn|mn|bln|mln|b|m))?(?:\sworth)?"
    rf"|{NUMBER}\s(?:billion|million|trillion|bln|mln)\s(?:dollars|euros|yuan|dlrs|tons|tonnes)(?:\sworth)?"
    rf"|{NUMBER}\s(?:cents|cts|dlrs|tons|tonnes)(?:\sper\s\w+|\sa\s\w+)?",
    re.IGNORECASE,
)
LEGAL_BASIS = re.compile(r"\b(?:Section\s\d{3}|DS\d{2,4}|Article\s[IVX\d]+|Executive\sOrder(?:\s\d+)?)\b")
FORUM = re.compile(
    r"\b(?:World Trade Organi[sz]ation|WTO|General Agreement on Tariffs? and Trade|GATT"
    r"|(?:U\.S\. )?Court of International Trade|European Court of Justice|International Court of Justice)\b"
)


def _is_none_before(word: str, modifiers: tuple[str, ...]) -> bool:
    """Whether a word before a measure noun is no goods."""
    return word in modifiers or word in words("not_goods_before") or word in words("not_goods")


def goods_before(document: Document, noun: Token, modifiers: tuple[str, ...]) -> tuple[str, ...]:
    """Goods that stand before a measure noun: "steel tariffs", "sugar quota"."""
    holder = noun.head if noun.dep_ in {"compound", "nmod"} else noun
    found = [
        child
        for child in (*noun.children, *(holder.children if holder is not noun else ()))
        if child != noun
        and child.dep_ in {"compound", "nmod"}
        and child.pos_ == "NOUN"
        and child.i < noun.i
        and not any(_is_none_before(word, modifiers) for word in (child.lower_, child.lemma_.lower()))
        and not child.ent_type_
        and document.mention_of(child) is None
        and measure_noun(child) is None
        and child.lemma_.lower() not in words("means")
    ]
    return tuple(
        document.words(syntax.phrase(one).start, one.i + 1) for token in found for one in syntax.conjuncts(token)
    )


def specific(goods: tuple[str, ...]) -> tuple[str, ...]:
    """The goods without those that name none of their own, where others do: "imports", "Chilean products"."""
    return tuple(one for one in goods if not is_generic(one)) or goods


def is_generic(goods: str) -> bool:
    """Whether words for goods tell no more than whose they are."""
    *before, last = goods.split()
    vague = all(word[0].isupper() or word in words("vague") for word in before)
    return vague and last.casefold().removesuffix("s") in words("generic_goods")


def rate_near(document: Document, noun: Token) -> str | None:
    """The rate or volume that stands nearest to a measure noun in its sentence."""
    sentence = noun.sent
    start = max(sentence.start_char, noun.idx - MAX_WINDOW)
    window = document.article.full_text[start : min(sentence.end_char, noun.idx + MAX_WINDOW)]
    found = [(abs(start + match.start() - noun.idx), match.group()) for match in RATE.finditer(window)]
    return min(found)[1].strip() if found else None


def forum_in(document: Document, noun: Token, *, legal_only: bool) -> str | None:
    """The body, court or legal basis that the sentence of a measure names.

    Args:
        document: the article.
        noun: the measure noun or the verb.
        legal_only: look for a legal basis alone, where the measure is no dispute.
    """
    sentence = noun.sent
    text = document.article.full_text[
        sentence.start_char : min(sentence.end_char, sentence.start_char + 2 * MAX_WINDOW)
    ]
    body = None if legal_only else FORUM.search(text)
    match = body or LEGAL_BASIS.search(text)
    return match.group() if match else None


def reason_of(document: Document, nodes: Iterable[Token], without: frozenset[str] = frozenset()) -> str | None:
    """The stated ground of a measure, from the phrases and clauses on the words that tell it.

    Args:
        document: the article.
        nodes: the words that tell the measure; the last one is its noun, or the verb that stands for it.
        without: prepositions that lead in something else here.
    """
    told = list(nodes)
    verb = next((above for above in syntax.governors(told[-1]) if above.pos_ == "VERB"), None)
    over = (
        [_whole(noun) for noun in syntax.prepositional(verb, {"over"})] if verb is not None and verb not in told else []
    )
    over += [span for node in told for span in _over_deeds(node)]
    over += list(_seen_as(told[-1]))
    if told[-1].dep_ in syntax.SUBJECTS and told[-1].head.lemma_ == "be":
        told.insert(0, told[-1].head)
    for spans in (*(_reasons(node, without) for node in told), over):
        for span in spans:
            text = document.words(span.start, min(span.end, span.start + MAX_REASON)).strip(" \n,;")
            if text and not any(span.start <= other.i < span.end for other in told):
                return text
    return None


def _seen_as(noun: Token) -> Iterator[Span]:
    """What somebody takes a measure for: "Lima sees the curbs as revenge for its ruling"."""
    if noun.dep_ in syntax.OBJECTS:
        for child in noun.head.children:
            if child.dep_ == "prep" and child.lower_ == "as":
                yield from _reason_phrases(child)


def avenged(document: Document, noun: Token, imposers: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The state whose deed a measure pays back, itself or by one of its bodies: "as retaliation for Peru's ruling"."""
    for token in (*noun.subtree, *noun.head.subtree):
        if token.i > noun.i and token.lemma_.lower() in words("paybacks"):
            deed = next(iter(syntax.prepositional(token, {"for", "against"})), None)
            named = document.mentions_in(_whole(deed)) if deed is not None else ()
            codes = {document.actors[i].country for mention in named for i in mention.actors} - {None}
            codes -= {imposer.country for imposer in imposers}
            states = [actor for actor in document.actors if actor.kind is ActorKind.COUNTRY]
            return tuple(actor for actor in states if codes == {actor.country})[:1]
    return ()


def _over_deeds(node: Token) -> Iterator[Span]:
    """What a measure is over, where it is a deed, however far the parser hangs it: "sanctions on a man over spying"."""
    for token in node.subtree:
        if token.lower_ == "over" and token.i > node.i:
            yield from (_whole(deed) for deed in token.children if deed.dep_ == "pcomp")


def _reasons(node: Token, without: frozenset[str]) -> Iterator[Span]:
    for child in node.children:
        if child.dep_ == "prep" and (child.i < node.i or child.lower_ in without):
            continue
        if child.dep_ == "prep":
            yield from _reason_phrases(child)
        elif child.dep_ == "advcl" and child.pos_ == "VERB":
            yield from _reason_clauses(child)
        elif child.dep_ == "acl" and child.lemma_ in AIMED:
            yield from (_whole(aim) for aim in _aims(child))


AIMED = frozenset({"aim", "design", "intend", "mean"})
"""Participles (lemmas) that lead in the aim of a measure: "a cut aimed at helping trade"."""

ANSWERING = frozenset({"respond", "retaliate", "react", "answer"})
"""Verbs (lemmas) whose "to" or "for" leads in what a measure answers."""


def _aims(participle: Token) -> Iterator[Token]:
    for child in participle.children:
        if child.dep_ == "prep" and child.lower_ == "at":
            yield from (one for one in child.children if one.dep_ in {"pcomp", "pobj"})
        elif child.dep_ in {"xcomp", "advcl"} and child.tag_ == "VB":
            yield child


def _reason_phrases(preposition: Token) -> Iterator[Span]:
    word = preposition.lower_
    answering = preposition.head.lemma_ in ANSWERING and word in {"to", "for"}
    because = word in {"over", "because"} or (word == "of" and preposition.nbor(-1).lower_ == "because")
    for noun in preposition.children:
        if (because and noun.dep_ == "pobj") or (answering and noun.dep_ in {"pobj", "pcomp"}):
            yield _whole(noun)
        elif word in {"in", "as"} and noun.lemma_.lower() in words("reasons"):
            inner = syntax.prepositional(noun, {"to", "for", "with", "of", "against", "at"})
            yield _whole(inner[0]) if inner else _whole(noun)
        elif word == "for" and (noun.dep_ == "pcomp" or (noun.dep_ == "pobj" and _is_ground(noun))):
            yield _whole(noun)


def _is_ground(noun: Token) -> bool:
    return (
        noun.pos_ == "NOUN"
        and noun.ent_type_ not in {"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL"}
        and noun.lemma_.lower() not in words("generic_goods")
    )


def _reason_clauses(clause: Token) -> Iterator[Span]:
    marks = {child.lower_ for child in clause.children if child.dep_ in {"mark", "aux"}}
    if "because" in marks or ("to" in marks and clause.tag_ == "VB" and clause.lemma_ not in STARTING):
        yield _whole(clause)
    elif "after" in marks and _is_cause(clause):
        yield _what_happened(clause)
    elif clause.lemma_ == "cite" and clause.tag_ == "VBG":
        yield from (_whole(child) for child in clause.children if child.dep_ in syntax.OBJECTS)
    elif clause.lemma_ in ANSWERING and clause.tag_ == "VBG":
        yield from (span for child in clause.children if child.dep_ == "prep" for span in _reason_phrases(child))


def _is_cause(clause: Token) -> bool:
    """Whether a clause with "after" may tell why: it has its own subject and no time before it."""
    timed = any(child.dep_ == "npadvmod" for child in clause.children)
    owned = any(child.dep_ in syntax.SUBJECTS for child in clause.children)
    return owned and not timed and clause.head.lemma_ not in words("announcing")


def _what_happened(clause: Token) -> Span:
    """What a clause with "after" tells that happened; of a finding, what was found."""
    found = next((child for child in clause.children if child.dep_ == "ccomp" and clause.lemma_ in FINDING), None)
    whole = _whole(found or clause)
    return whole[1:] if whole[0].lower_ in {"after", "that"} else whole


FINDING = frozenset({"determine", "find", "conclude", "rule", "decide", "say", "establish"})
"""Verbs (lemmas) whose content is the reason: "after it found that Peru had sold below cost"."""

STARTING = frozenset({"take", "start", "begin", "go", "come"})
"""Verbs (lemmas) whose infinitive tells of the start of a measure, not its aim: "tariffs to take effect"."""


def _whole(token: Token) -> Span:
    return token.doc[token.left_edge.i : token.right_edge.i + 1]
