"""What each token of an article is to a name: one letter a token, so that names are patterns over letters.

The letters: `N` a capitalized word that may be part of a name, `R` a form of address or rank, `H` the head of a title,
`L` such a head in the plural,
`M` a word inside titles, `F` a word for past office, `C` a state, its people or its places, `B` a known body, `G` a
known gathering, `b` a noun that heads a body's name, `h` such a noun in lower case, `g` a noun that heads a gathering,
`k` such a noun in lower case,
`P` a particle inside a person's name, `O` "of" or "for", `D` a determiner, `S` a possessive, `A` "and", `-` a hyphen
inside a word, `,` a comma, `x` anything else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from extraction.components.names.gazetteer import LONGEST, Known, ambiguous, bodies, folded, known_names, titles
from extraction.document import ActorKind
from extraction.lexicon import common_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc, Token

    from extraction.components.names.found import Found

PARTICLES = frozenset({"van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "el", "al", "bin", "ibn", "ben", "bint", "ul", "ur", "ter", "ten", "zu", "zur", "y", "e", "abu", "ud", "as", "ad", "ar", "ash", "bar"})
DETERMINERS = frozenset({"the", "a", "an", "its", "his", "her", "their", "this", "that", "our", "my", "your"})
CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december mon tue tues wed thu thur thurs fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec "
    "reuters reuter afp ap bst gmt edt est p.m a.m christmas easter ramadan".split()
)
NO_NAME = frozenset(
    "i the a an and or but if in on at by as to it its he she we they you his her their our my this that these those there "
    "when while where who what why how after before since for from with not no yes also however meanwhile moreover "
    "although though because so then thus both all some many most each more among under over during despite according "
    "earlier later last next now today yesterday tomorrow only even still such other another two three four five six jr sr "
    "seven eight nine ten one once here just nor per via like unlike until unless whether amid against about between "
    "through without within mr mrs ms dr st read continue advertisement photo image file updated source story topics "
    "share related new q well oh ok let first second third".split()
)


LONGEST_SYLLABLE = 6
NO_SYLLABLE = frozenset("led era based style made born run backed like owned funded plus wide only free trade ally allied elect rule ruled held aged old type turned drawn level side area land born part".split())
"""What stands after a hyphen without being part of a name: "Trump-era"."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A name of the gazetteer found in the text."""

    start: int
    """Index of the first token."""

    end: int
    """Index after the last token."""

    known: Known
    """What it stands for."""


def spots(doc: Doc) -> tuple[Spot, ...]:
    """Every name of the gazetteer in the text, longest first from the left, without overlaps."""
    found = []
    position = 0
    while position < len(doc):
        spot = _spot_at(doc, position)
        if spot:
            found.append(spot)
        position = spot.end if spot else position + 1
    return tuple(_in_context(doc, found))


def _in_context(doc: Doc, found: list[Spot]) -> Iterator[Spot]:
    """The names with those of two meanings read as the article as a whole tells."""
    words = {token.text for token in doc}
    told = {spot.known.code for spot in found}
    other = {double.name: double.part_of for double in ambiguous() if double.part_of in told and not words & double.signs}
    for spot in found:
        part_of = other.get(doc[spot.start].text) if spot.end - spot.start == 1 else None
        yield replace(spot, known=Known("region", part_of, doc[spot.start].text)) if part_of else spot


def _spot_at(doc: Doc, start: int) -> Spot | None:
    """The longest known name that begins at a token."""
    first = doc[start].text
    if not (first[0].isalnum() and (first[0].isupper() or first[0].isdigit() or first.lower() in {"the", "al"})):
        return None
    table = known_names()
    for end in range(_line_end(doc, start), start, -1):
        if not (doc[end - 1].text[-1].isalnum() or doc[end - 1].text[-1] == "."):
            continue
        surface = doc[start:end].text
        known = table.get(folded(surface)) or (table.get(folded(surface.title())) if _shouted(surface) else None)
        if known and known.weak and start > 0 and (doc[start - 1].text[0].isupper() and not doc[start - 1].is_sent_start):
            continue
        if known and not _is_common_word(surface) and not _is_someones_name(doc, start, end, known):
            return Spot(start, end, known)
    return None


def _line_end(doc: Doc, start: int) -> int:
    """The end of the longest name that may begin at a token: on the same line, within the limit."""
    limit = min(len(doc), start + LONGEST)
    return next((i for i in range(start, limit) if doc[i].is_space), limit)


LOCATING = frozenset({"in", "at", "near", "from", "to", "outside", "around", "of", "into", "through", "via", "toward"})
"""Words before the name of a place."""


def _is_someones_name(doc: Doc, start: int, end: int, known: Known) -> bool:
    """Whether the name of a place is part of a person's name: "Paris Hilton", "Jordan Peterson", "Jackson said"."""
    if end - start > 1 or known.part not in {"name", "capital", "region", "city"}:
        return False
    person = doc[start].ent_type_ == "PERSON"
    if known.part == "city":
        place = doc[start].ent_type_ in {"GPE", "LOC", "FAC"} or (start > 0 and doc[start - 1].lower_ in LOCATING) or doc[start].is_sent_start
        return person or not place
    beside = [doc[i] for i in (start - 1, start + 1) if 0 <= i < len(doc)]
    return person and any(token.ent_type_ == "PERSON" and token.text[0].isupper() and token.pos_ == "PROPN" for token in beside)


def _shouted(surface: str) -> bool:
    return surface.isupper() and len(surface) > 4  # noqa: PLR2004 -- shorter ones are abbreviations


def _is_common_word(surface: str) -> bool:
    """Whether a short surface is only an English word: "us", "The", "who"."""
    return surface[0].islower() and surface.split()[0] != "the" or surface in {"Who", "Us", "Car", "The", "Male", "The North"}


def letters(doc: Doc, found: tuple[Spot, ...]) -> str:
    """One letter for each token of the text."""
    code = [letter_of(token) for token in doc]
    for spot in found:
        letter = {"body": "B", "gathering": "G"}.get(spot.known.part, "C")
        code[spot.start : spot.end] = letter * (spot.end - spot.start)
    named = {token.text for token in doc if code[token.i] == "N"}
    for i in range(1, len(doc) - 1):
        if code[i] == "x" and doc[i].is_sent_start and doc[i].text in named:
            code[i] = "N"
        if code[i] in "MbgH" and code[i - 1] == "N" and _ends_name(doc, code, i):
            code[i] = "N"
        if code[i] == "-" and code[i - 1] == "N":
            following = doc[i + 1]
            code[i + 1] = "P" if _is_syllable(following) else "N" if following.text[0].isupper() else code[i + 1]
    return "".join(code)


def _ends_name(doc: Doc, code: list[str], i: int) -> bool:
    """Whether a word of titles or bodies is a family name here: "Samantha Power"."""
    return doc[i].text[0].isupper() and doc[i].ent_type_ == doc[i - 1].ent_type_ == "PERSON" and code[i + 1] not in "NMHbgR-"


def _is_syllable(token: Token) -> bool:
    """Whether a word after a hyphen can be the second syllable of a given name: Kyung-wha, Ying-jeou."""
    text = token.text
    fits = text.isalpha() and text.islower() and len(text) <= LONGEST_SYLLABLE and text not in NO_SYLLABLE
    return fits and (text not in common_words() or token.ent_type_ == "PERSON")


def marked(code: str, bodies_found: Iterable[Found]) -> str:
    """The letters with every found body as one known body, so that a title may hold it: "House Rules Committee chairman"."""
    marks = list(code)
    for body in bodies_found:
        if body.kind is ActorKind.ORGANIZATION and body.weight > 3:  # noqa: PLR2004 -- in capitals
            marks[body.start : body.end] = "B" * (body.end - body.start)
    return "".join(marks)


def letter_of(token: Token) -> str:
    """What a token by itself is to a name."""
    text = token.text
    plain = _plain(text)
    if not text[0].isalpha():
        return _mark(token)
    fixed = _function_letter(token, plain)
    if fixed:
        return fixed
    vocabulary = _vocabulary()
    capital = text[0].isupper()
    if capital and text.rstrip(".") in vocabulary.address:
        return "R"
    if capital and text in vocabulary.capital_heads and not (plain in vocabulary.heads and text.isupper()):
        return "b"
    if plain in vocabulary.heads:
        return "H"
    if plain in vocabulary.plural_heads:
        return "L"
    if plain in vocabulary.former:
        return "F"
    if capital and text in vocabulary.gatherings:
        return "g"
    if plain in vocabulary.lower_heads:
        return "h"
    if plain in vocabulary.lower_gatherings:
        return "k"
    if plain in vocabulary.modifiers:
        return "M"
    return "N" if capital and is_name_word(token) else "x"


def is_name_word(token: Token) -> bool:
    """Whether a capitalized token may be part of a name."""
    plain = _plain(token.text)
    if plain in CALENDAR or plain in NO_NAME or not any(letter.isalpha() for letter in token.text):
        return False
    if plain == "may" and token.ent_type_ == "DATE":
        return False
    if token.tag_.startswith("VB") and token.ent_type_ != "PERSON" and plain in common_words():
        return False
    if not token.is_sent_start or _is_initial(token.nbor(-1) if token.i else token):
        return True
    hyphenated = token.i + 1 < len(token.doc) and token.nbor(1).text == "-"
    return token.ent_type_ == "PERSON" or (token.pos_ == "PROPN" and (plain not in common_words() or hyphenated))


def _is_initial(token: Token) -> bool:
    """Whether a token is a letter with a full stop, after which the parser takes a name for a new sentence."""
    return len(token.text) == 2 and token.text[1] == "." and token.text[0].isupper()  # noqa: PLR2004


def _plain(text: str) -> str:
    return text.rstrip(".").lower()


def _mark(token: Token) -> str:
    """The letter of a token that is no word."""
    if token.text == "," :
        return ","
    if token.text == "'s" or (token.text == "'" and token.tag_ == "POS"):
        return "S"
    if token.text == "-" and 0 < token.i < len(token.doc) - 1 and not token.whitespace_ and not token.nbor(-1).whitespace_:
        return "-"
    return "A" if token.text == "&" else "x"


def _function_letter(token: Token, plain: str) -> str | None:
    """The letter of a word of the grammar."""
    if plain in DETERMINERS and (token.text[0].islower() or token.is_sent_start):
        return "D"
    if plain in {"of", "for"} and token.text[0].islower():
        return "O"
    if plain == "and" and token.text[0].islower():
        return "A"
    if plain in PARTICLES and token.text[0].islower() and token.i + 1 < len(token.doc):
        follows = token.nbor(1).text
        return "P" if follows[0].isupper() or follows == "-" or follows in PARTICLES else None
    return "S" if token.text == "s" and token.tag_ == "POS" else None


def _plural(head: str) -> str:
    if head.endswith("man"):
        return f"{head[:-3]}men"
    if head.endswith("y") and head[-2] not in "aeiou":
        return f"{head[:-1]}ies"
    return f"{head}es" if head[-1] in "shx" else f"{head}s"


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    address: frozenset[str]
    heads: frozenset[str]
    plural_heads: frozenset[str]
    modifiers: frozenset[str]
    former: frozenset[str]
    capital_heads: frozenset[str]
    lower_heads: frozenset[str]
    gatherings: frozenset[str]
    lower_gatherings: frozenset[str]


@cache
def _vocabulary() -> _Vocabulary:
    titles_, bodies_ = titles(), bodies()
    heads = titles_.offices | titles_.roles
    address = {form.word for form in titles_.honorifics if form.word.lower() not in titles_.offices | titles_.roles}
    return _Vocabulary(
        address=(frozenset(address) | titles_.ranks | {short.word for short in titles_.abbreviations}) - frozenset(head.capitalize() for head in heads),
        heads=heads,
        plural_heads=frozenset(_plural(head) for head in heads),
        modifiers=titles_.modifiers,
        former=titles_.former,
        capital_heads=bodies_.heads.public | bodies_.heads.private,
        lower_heads=bodies_.lower_heads,
        gatherings=bodies_.gatherings,
        lower_gatherings=bodies_.lower_gatherings,
    )
