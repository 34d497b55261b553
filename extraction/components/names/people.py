"""People: capitalized words that a title, an apposition, a form of address or the parser makes a person."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from extraction.components.names.bodies import words
from extraction.components.names.found import Found
from extraction.components.names.gazetteer import titles
from extraction.document import ActorKind
from extraction.lexicon import common_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

    from extraction.components.names.words import Spot

NAME = r"N(?:-[NMC]|-P|N|[NC](?=N)|P{1,3}-?N|PA?N){0,6}"
PORTFOLIO = r"(?:O(?:D?(?:[NMHCBb-]|A|M,(?=M))){0,8}?[MHCBb]){0,2}"
OF = r"(?:OD?C{1,4})?"
PRE = r"(?:[CBb]S?|F-?|[ML]-?|H-?|A(?=[MC])){0,8}"
BEFORE = re.compile(rf"(?P<title>{PRE}H{PORTFOLIO})(?P<address>R*)(?P<name>{NAME})")
"""A title and the name after it: "Japanese Prime Minister Shinzo Abe", "Secretary of State Mike Pompeo"."""

ADDRESSED = re.compile(rf"(?P<title>[CB]*)(?P<address>R{{1,3}})(?P<name>{NAME})")
"""A form of address or a rank and the name after it: "Mr. Moon", "Lt. Gen. Herbert Raymond McMaster"."""

AFTER = re.compile(rf"(?P<name>{NAME}),(?P<poss>D?)(?P<title>{PRE}H)(?![NR])")
"""A name and the title after its comma: "Kim Jung-han, director general for ..."."""

APPOSED = re.compile(rf"(?P<title>{PRE}H{PORTFOLIO}),(?P<name>{NAME})(?![NR])")
"""A title, a comma and the name: "her new Japanese counterpart, Toshimitsu Motegi,"."""

SHARED = re.compile(rf"(?P<title>{PRE}L{PORTFOLIO})(?P<first>{NAME})(?P<others>(?:{OF},{NAME}){{0,6}}(?:{OF},?A{NAME}))")
"""One title for several names: "Presidents Donald Trump and Vladimir Putin"."""

BARE = re.compile(NAME)
"""Words that may be a name by themselves."""

TITLE_ENDS = frozenset({",", ".", ";", ":", "(", ")", '"', "--", "-", "–", "—", "!", "?", "|"})
LONGEST_TITLE = 16
"""An apposition's title is cut after this many tokens."""


def find_people(doc: Doc, spots: tuple[Spot, ...], code: str) -> Iterator[Found]:
    """The people of the text with what the words around them tell; names alone come with a low weight."""
    at = {i: spot for spot in spots for i in range(spot.start, spot.end)}
    for pattern, weight in ((BEFORE, 5), (ADDRESSED, 5), (APPOSED, 4)):
        for match in pattern.finditer(code):
            start, end = match.span("name")
            if pattern is APPOSED and end < len(doc) and doc[end].tag_[:2] in {"VB", "MD"}:
                continue
            yield _person(doc, at, code, (match.start(), end), (start, end), match.span("title"), "title", weight)
    for match in SHARED.finditer(code):
        for name in BARE.finditer(code, match.start("first"), match.end("others")):
            yield _person(doc, at, code, name.span(), name.span(), match.span("title"), "title", 4)
    for match in AFTER.finditer(code):
        yield from _apposition(doc, at, code, match)
    yield from _bare(doc, [match.span() for match in BARE.finditer(code)])


def _apposition(doc: Doc, at: dict[int, Spot], code: str, match: re.Match[str]) -> Iterator[Found]:
    """The person before the comma, and the head of the apposition after it, which stands for the same person."""
    title = match.start("title"), _title_end(doc, code, match.end("title"))
    person = _person(doc, at, code, match.span("name"), match.span("name"), title, "apposition", 4)
    yield person
    core = match.end("title")
    while core > match.start("title") and code[core - 1] in "HMF-":
        core -= 1
    yield replace(person, start=core, end=match.end("title"), weight=3)


def _person(doc: Doc, at: dict[int, Spot], code: str, span: tuple[int, int], name: tuple[int, int], title: tuple[int, int], how: str, weight: int) -> Found:
    """A person with title, state and body told by the words of the title."""
    name = _once(doc, *name)
    start, end = title
    country = _state_of_title(doc, at, code, start, end) or _state_after_name(doc, at, code, name[1])
    while start < end and (code[start] in "CSD,A-" or (code[start] == "x" and not doc[start].is_alpha)):
        start += 1
    text = words(doc, start, end)
    heads = {doc[i].lower_.rstrip(".") for i in range(start, end) if code[i] in "HR"}
    ranks = {doc[i].text.rstrip(".") for i in range(span[0], name[0]) if code[i] == "R"}
    vocabulary = titles()
    public = bool(heads & vocabulary.offices) or bool(ranks & (vocabulary.ranks | {a.word for a in vocabulary.abbreviations}))
    body = _body(doc, at, code, start, end)
    return Found(span[0], span[1], words(doc, *name), ActorKind.PERSON, how, country, text or None, body, public, weight)


ABROAD = frozenset({"to", "on", "in", "for", "with", "against", "toward", "towards"})
"""After these a title names the state that the office deals with, not its own: "ambassador to Japan"."""


def _state_of_title(doc: Doc, at: dict[int, Spot], code: str, start: int, end: int) -> str | None:
    """The state that a title tells, inside it or as its possessor."""
    preposition = ""
    for i in range(start, end):
        if doc[i].tag_ in {"IN", "TO"}:
            preposition = doc[i].lower_
        if i in at and at[i].known.code and not (preposition in ABROAD and at[i].known.part != "body"):
            return at[i].known.code
    possessor = start - 2
    return at[possessor].known.code if possessor in at and code[start - 1] == "S" else None


def _state_after_name(doc: Doc, at: dict[int, Spot], code: str, end: int) -> str | None:
    """The state after a name: "President Nana Akufo-Addo of Ghana"."""
    match = re.compile(r"OD?(?=C)").match(code, end)
    return at[match.end()].known.code if match and doc[end].lower_ == "of" else None


def _once(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """A name without its repetition, as web pages have it: "Trump Donald John Trump", "Wilbur Ross Wilbur Louis Ross"."""
    last = doc[end - 1].text
    first = next(i for i in range(start, end) if doc[i].text == last)
    if first == end - 1:
        return start, end
    return (start, first + 1) if first > start else (start + 1, end)


def _body(doc: Doc, at: dict[int, Spot], code: str, start: int, end: int) -> str | None:
    """The body named inside a title."""
    known = next((at[i] for i in range(start, end) if i in at and at[i].known.part in {"body", "seat"}), None)
    if known:
        return words(doc, known.start, known.end)
    match = re.compile(r"[NMC]*b(?:OD?[NMCb]+)?").search(code, start, end)
    return words(doc, match.start(), match.end()) if match else None


def _title_end(doc: Doc, code: str, end: int) -> int:
    """Where the title of an apposition ends: at punctuation, a verb or "who"."""
    limit = min(len(doc), end + LONGEST_TITLE)
    while end < limit:
        token = doc[end]
        if token.text in TITLE_ENDS and code[end] != "-" or token.tag_ in {"VBD", "VBZ", "VBP", "MD", "WP", "WDT", "WRB", "IN"} and token.lower_ not in {"of", "for", "at", "to", "on", "in", "with"} or token.is_space:
            break
        end += 1
    while end > 0 and (doc[end - 1].lower_ in {"and", "of", "for", "at", "to", "on", "in", "with", "the", "or"} or doc[end - 1].is_space):
        end -= 1
    return end


SPEAKING = frozenset({"say", "tell", "add", "argue", "insist", "declare", "reply", "respond", "tweet", "warn", "urge", "meet", "visit", "resign", "stress", "note", "recall", "explain", "vow", "believe", "think", "deny", "admit", "ask", "praise", "thank", "arrive", "attend", "serve", "replace", "succeed", "lead", "head"})
"""Verbs whose subject is most often a person."""

MEETING = frozenset({"meet", "replace", "succeed", "appoint", "name", "nominate", "elect", "dismiss", "fire", "sack", "pick", "tap", "thank", "praise", "greet", "tell", "ask", "welcome", "invite", "receive", "host"})
"""Verbs whose object is most often a person."""

CAREER = frozenset({"resignation", "nomination", "appointment", "dismissal", "ouster", "inauguration", "impeachment", "departure", "firing", "sacking", "ousting", "re-election", "reelection", "swearing"})
"""Nouns after which "of" names a person."""

NO_PERSON = frozenset({"ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "NORP", "DATE"})


def _bare(doc: Doc, spans: list[tuple[int, int]]) -> Iterator[Found]:
    """Names with nothing beside them that tells what they are, weighed by all small signs in the article."""
    alone = {doc[start].text for start, end in spans if end - start == 1}
    votes = {span: _votes(doc, *span) for span in (_trimmed(doc, alone, *span) for span in spans)}
    pooled: Counter[str] = Counter()
    for (start, end), vote in votes.items():
        pooled[doc[end - 1].text] += vote if end - start > 1 or vote > 0 else 0
    for (start, end), vote in votes.items():
        family = doc[end - 1].text
        if (pooled[family] > 0 and vote > VETO) or vote > 0:
            yield Found(start, end, words(doc, *_once(doc, start, end)), ActorKind.PERSON, "name", weight=1)


VETO = -3
"""So much against a name outweighs all that other places say for it."""


def _trimmed(doc: Doc, alone: set[str], start: int, end: int) -> tuple[int, int]:
    """A name without the common words that a headline's capitals glue to it: "Obama Meet", "Confirm Kavanaugh"."""
    while end - start > 1 and doc[end - 1].lower_ in common_words() and (doc[start].text in alone or end - start > 2):  # noqa: PLR2004
        end -= 1
    while end - start > 1 and doc[start].lower_ in common_words() and doc[end - 1].text in alone and doc[start].ent_type_ != "PERSON":
        start += 1
    return start, end


def _votes(doc: Doc, start: int, end: int) -> int:
    """How much speaks for a person, less what speaks against."""
    head = doc[start:end].root
    text = words(doc, start, end)
    votes = 0
    labels = {token.ent_type_ for token in doc[start:end]}
    votes += 2 if "PERSON" in labels else 0
    votes -= 1 if labels & NO_PERSON else 0
    votes += 2 if HYPHENATED.fullmatch(text) else 0
    votes += 1 if head.dep_ in {"nsubj", "nsubjpass"} and head.head.lemma_ in SPEAKING else 0
    votes += 1 if head.dep_ == "dobj" and head.head.lemma_ in MEETING else 0
    votes += 2 if _followed_by_who(doc, end) else 0
    votes += 2 if head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.lemma_ in CAREER else 0
    votes -= 3 if start > 0 and doc[start - 1].lower_ in {"the", "a", "an"} else 0
    votes -= 2 if text.isupper() and end - start == 1 else 0
    votes -= 1 if end - start == 1 and "PERSON" not in labels else 0
    return votes


HYPHENATED = re.compile(r"[A-Z]\w+ [A-Z]\w+-[a-z]\w+|[A-Z]\w+-[a-z]\w+ [A-Z]\w+")
"""Two words of which one has a hyphen and goes on in lower case: a Korean, Taiwanese or Chinese name."""


def _followed_by_who(doc: Doc, end: int) -> bool:
    after = [token.lower_ for token in doc[end : end + 2]]
    return "who" in after[:1] or after[:2] == [",", "who"] or after[:2] == [",", "whose"]
