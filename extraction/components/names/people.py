"""People: capitalized words that a title, an apposition, a form of address or the parser makes a person."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components.names.bare import find_bare
from extraction.components.names.bodies import without_article, words
from extraction.components.names.found import Found
from extraction.components.names.gazetteer import titles
from extraction.components.names.lettered import BARE, NAME, Text, once
from extraction.document import ActorKind
from extraction.lexicon import common_words
from extraction.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extraction.components.names.spots import Spots
    from extraction.tokens import Doc, Token

PORTFOLIO = r"(?:O(?:D?(?:[NMCBbh-]|A|M,(?=M))){0,8}?[MCBbh]){0,2}"
OF = r"(?:OD?C{1,4})?"
PRE = r"(?:[CBb]S?|F-?|[ML]-?|H-?|A(?=[MC])){0,12}"

BEFORE = re.compile(rf"(?P<title>{PRE}H{PORTFOLIO})(?P<address>R*)(?P<name>{NAME})")
"""A title and the name after it: "Japanese Prime Minister Shinzo Abe", "Secretary of State Mike Pompeo"."""

SERVING = re.compile(rf"(?P<title>{PRE}H(?P<to>O)DM{{0,3}}(?P<served>H))(?P<address>R*)(?P<name>{NAME})")
"""A title that names the holder of another: "Security Adviser to the Vice President Dana Cole"."""

ADDRESSED = re.compile(rf"(?P<title>[CB]*)(?P<address>R{{1,3}})(?P<name>{NAME})")
"""A form of address or a rank and the name after it: "Mr. Moon", "Lt. Gen. Herbert Raymond McMaster"."""

AFTER = re.compile(rf"(?P<name>{NAME}),(?P<poss>D?)(?P<title>{PRE}H)(?![NR])")
"""A name and the title after its comma: "Kim Jung-han, director general for ..."."""

APPOSED = re.compile(rf"(?P<title>{PRE}H{PORTFOLIO}),(?P<name>{NAME})(?![NR])")
"""A title, a comma and the name: "her new Japanese counterpart, Toshimitsu Motegi,"."""

SHARED = re.compile(
    rf"(?P<title>{PRE}L{PORTFOLIO})(?P<first>{NAME})(?P<others>(?:{OF},{NAME}){{0,6}}(?:{OF},?A{NAME}))"
)
"""One title for several names: "Presidents Donald Trump and Vladimir Putin"."""

STATE_AFTER = re.compile(r"OD?(?=C)")
"""Right after a name: "President Nana Akufo-Addo of Ghana"."""

TITLE_ENDS = frozenset({",", ".", ";", ":", "(", ")", '"', "--", "-", "–", "—", "!", "?", "|"})
LINKS = frozenset({"of", "for", "at", "to", "on", "in", "with"})
"""Prepositions that go on with a title: "director general for Asian affairs at the ministry"."""

LONGEST_TITLE = 16
"""An apposition's title is cut after this many tokens."""

ABROAD = frozenset({"to", "on", "in", "for", "with", "against", "toward", "towards"})
"""After these a title names the state that the office deals with, not its own: "ambassador to Japan"."""


def find_people(doc: Doc, at: Spots, code: str, bodies: Sequence[Found]) -> Iterator[Found]:
    """The people of the text with what the words around them tell; names alone come with a low weight.

    Args:
        doc: the parse.
        at: the known name around each token.
        code: one letter a token, found bodies marked.
        bodies: the found bodies.
    """
    text = Text(doc, at, code, _by_token(bodies))
    titled = [person for person in _titled(text) if not _is_word(text, person)]
    yield from titled
    yield from find_bare(text, titled)


def _by_token(bodies: Sequence[Found]) -> dict[int, Found]:
    """The surest body around each token."""
    surest_last = sorted(bodies, key=lambda body: body.weight)
    return {i: body for body in surest_last for i in range(body.start, body.end)}


def _titled(text: Text) -> Iterator[Found]:
    """The people whom a title, a form of address or an apposition tells."""
    doc, code = text.doc, text.code
    for pattern in (BEFORE, ADDRESSED):
        for match in pattern.finditer(code):
            yield _person(text, match.start(), match.span("name"), match.span("title"), "title", 5)
    for match in SERVING.finditer(code):
        if doc[match.start("to")].lower_ == "to" and doc[match.start("served")].text[0].isupper():
            yield _person(text, match.start(), match.span("name"), match.span("title"), "title", 6)
    for match in APPOSED.finditer(code):
        end = match.end()
        if end == len(doc) or doc[end].tag_[:2] not in {"VB", "MD"}:
            yield _person(text, match.start(), match.span("name"), match.span("title"), "title", 4)
    for match in SHARED.finditer(code):
        for name in BARE.finditer(code, match.start("first"), match.end("others")):
            yield _person(text, name.start(), name.span(), match.span("title"), "title", 4)
    for match in AFTER.finditer(code):
        yield from _apposition(text, match)


def with_offices(doc: Doc, at: Spots, code: str, bodies: Sequence[Found], found: list[Found]) -> list[Found]:
    """The names with the state and the authority that a clause tells: "who succeeded her as head of Japan's bank"."""
    text = Text(doc, at, code, _by_token(bodies))
    told: dict[int, tuple[int, int]] = {}
    inside = words_of(doc)
    for token in (token for token, word in zip(inside.tokens, inside.lowers, strict=True) if word == "as"):
        if token.dep_ == "prep" and token.head.pos_ == "VERB":
            office = OFFICE.match(code, token.i + 1)
            told.update({person: office.span("title") for person in _in_office(token.head)} if office else {})
    return [_officed(text, one, told) for one in found]


OFFICE = re.compile(rf"D?(?P<title>{PRE}H)")
"""An office after "as"."""


def _in_office(verb: Token) -> list[int]:
    """The tokens that stand for who holds the office which "as" tells after a verb."""
    vocabulary = titles()
    if verb.lemma_ in vocabulary.office_of_subject and not syntax.is_passive(verb):
        return [token.i for token in syntax.subjects(verb)]
    return [token.i for token in syntax.patients(verb)] if verb.lemma_ in vocabulary.office_of_object else []


def _officed(text: Text, one: Found, told: dict[int, tuple[int, int]]) -> Found:
    """A person with what the office after "as" tells; the title itself only of one who is said to hold it."""
    span = next((told[i] for i in range(one.start, one.end) if i in told), None)
    if span is None or one.kind is not ActorKind.PERSON or one.title:
        return one
    start, end = span[0], _title_end(text, span[1])
    return replace(one, country=one.country or _state_of_title(text, start, end), public=True)


def _is_word(text: Text, person: Found) -> bool:
    """Whether what stands where a name should be is a common word: "Under Secretary for Public Diplomacy"."""
    common = all(word.lower() in common_words() for word in person.name.split())
    return common and not any(token.ent_type_ == "PERSON" for token in text.doc[person.start : person.end])


def _apposition(text: Text, match: re.Match[str]) -> Iterator[Found]:
    """The person before the comma, and the head of the apposition after it, which stands for the same person."""
    title = match.start("title"), _title_end(text, match.end("title"))
    person = _person(text, match.start("name"), match.span("name"), title, "apposition", 4)
    yield person
    core = match.end("title")
    while core > match.start("title") and text.code[core - 1] in "HMF-":
        core -= 1
    yield replace(person, start=core, end=match.end("title"), weight=3)


def _person(text: Text, start: int, name: tuple[int, int], title: tuple[int, int], how: str, weight: int) -> Found:
    """A person with title, state and body told by the words of the title."""
    name, end = once(text.doc, *name)
    country = _state_of_title(text, *title) or _state_after_name(text, end)
    first, last = title
    while start < name[0] and text.code[start] in "ADS,":
        start += 1
    while first < last and (text.code[first] in "CSD,A-" or (text.code[first] == "x" and not text.doc[first].is_alpha)):
        first += 1
    return Found(
        start=start,
        end=end,
        name=words(text.doc, *name),
        kind=ActorKind.PERSON,
        how=how,
        country=country,
        title=_title_words(text, first, last) or _rank(text, start, name[0]),
        organization=_body_of_title(text, first, last),
        public=_is_public(text, start, name[0], title),
        gender=_gender(text, start, name[0]),
        weight=weight,
    )


def _gender(text: Text, start: int, end: int) -> str | None:
    """The gender that a form of address right before a name tells: "Mrs. Lund"."""
    told = _genders()
    return next((told[word] for i in range(start, end) if (word := text.doc[i].text.rstrip(".")) in told), None)


@cache
def _genders() -> dict[str, str]:
    """The gender that each form of address tells."""
    return {form.word: form.gender for form in titles().honorifics if form.gender}


def _rank(text: Text, start: int, end: int) -> str | None:
    """A rank or a title in short before a name, as worded: "Lt. Gen.", "Sen."; a form of address is none."""
    forms = {form.word for form in titles().honorifics}
    while start < end and (text.code[start] != "R" or text.doc[start].text.rstrip(".") in forms):
        start += 1
    return words(text.doc, start, end) or None


def _title_words(text: Text, start: int, end: int) -> str | None:
    """A title as worded; one shared by several people in the singular; none for "counterpart", which is no title."""
    if start >= end or any(token.lower_ in {"counterpart", "counterparts"} for token in text.doc[start:end]):
        return None
    plural = next((text.doc[i].text for i in range(start, end) if text.code[i] == "L"), None)
    title = without_article(words(text.doc, start, end))
    return (
        title.replace(plural, _singular(plural), 1)
        if plural and not any(c == "H" for c in text.code[start:end])
        else title
    )


def _is_public(text: Text, start: int, name: int, title: tuple[int, int]) -> bool:
    """Whether a title or rank tells of public authority; an office in a private body tells of none."""
    vocabulary = titles()
    inside = [text.bodies[i].public for i in range(*title) if i in text.bodies]
    if inside and not any(inside):
        return False
    heads = {text.doc[i].lower_.rstrip(".") for i in range(*title) if text.code[i] == "H"}
    heads |= {_singular(text.doc[i].lower_) for i in range(*title) if text.code[i] == "L"}
    ranks = {text.doc[i].text.rstrip(".") for i in range(start, name) if text.code[i] == "R"}
    return bool(
        heads & vocabulary.offices or ranks & (vocabulary.ranks | {short.word for short in vocabulary.abbreviations})
    )


def _singular(plural: str) -> str:
    for ending, singular in (("ies", "y"), ("men", "man"), ("s", "")):
        if plural.endswith(ending):
            return plural.removesuffix(ending) + singular
    return plural


def _state_of_title(text: Text, start: int, end: int) -> str | None:
    """The state that a title tells, inside it or as its possessor."""
    preposition = ""
    for i in range(start, end):
        if text.doc[i].tag_ in {"IN", "TO"}:
            preposition = text.doc[i].lower_
        if i in text.bodies and text.bodies[i].country:
            return text.bodies[i].country
        if i in text.at and text.at[i].known.code and not (preposition in ABROAD and text.at[i].known.part != "body"):
            return text.at[i].known.code
    possessor = start - 2
    return text.at[possessor].known.code if possessor in text.at and text.code[start - 1] == "S" else None


def _state_after_name(text: Text, end: int) -> str | None:
    """The state after a name: "President Nana Akufo-Addo of Ghana"."""
    match = STATE_AFTER.match(text.code, end)
    return (
        text.at[match.end()].known.code if match and match.end() in text.at and text.doc[end].lower_ == "of" else None
    )


def _body_of_title(text: Text, start: int, end: int) -> str | None:
    """The body named inside a title."""
    for i in range(start, end):
        if i in text.bodies:
            return text.bodies[i].name
        if i in text.at and text.at[i].known.part == "seat":
            return without_article(words(text.doc, text.at[i].start, text.at[i].end))
    return None


def _title_end(text: Text, end: int) -> int:
    """Where the title of an apposition ends: at punctuation, a verb or "who"."""
    limit = min(len(text.doc), end + LONGEST_TITLE)
    while end < limit and not _ends_title(text, end):
        end += 1
    while end > 0 and (text.doc[end - 1].lower_ in {*LINKS, "and", "the", "or"} or text.doc[end - 1].is_space):
        end -= 1
    return end


def _ends_title(text: Text, i: int) -> bool:
    token = text.doc[i]
    if token.is_space or (token.text in TITLE_ENDS and text.code[i] != "-"):
        return True
    return token.lower_ not in LINKS and token.tag_ in {"VBD", "VBZ", "VBP", "MD", "WP", "WDT", "WRB", "IN"}
