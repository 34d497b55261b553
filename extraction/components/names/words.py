"""What each token of an article is to a name: one letter a token, so that names are patterns over letters.

| letter | token |
| --- | --- |
| `N` | a capitalized word that may be part of a name |
| `R` | a form of address or rank |
| `H`, `L` | the head of a title, in the singular, in the plural |
| `M` | a word inside titles |
| `F` | a word for past office |
| `C` | a state, its people or its places |
| `B`, `G` | a known body, a known gathering |
| `b`, `h` | a noun that heads a body's name, in capitals, in lower case |
| `g`, `k` | a noun that heads a gathering's name, in capitals, in lower case |
| `P` | a particle inside a person's name |
| `O`, `D`, `S`, `A` | "of", "for", or "to" after a title, a determiner, a possessive, "and" |
| `-`, `,` | a hyphen inside a word, a comma or dash |
| `x` | anything else |
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from extraction.components.names.found import Found
from extraction.components.names.gazetteer import bodies, grammar, leaders, titles
from extraction.components.names.spots import Spot
from extraction.document import ActorKind
from extraction.lexicon import common_words
from extraction.words import FORMS, words_of

if TYPE_CHECKING:
    from extraction.tokens import Doc, Token

LONGEST_SYLLABLE = 6
"""The part of a given name after a hyphen is no longer: Kyung-wha, Ying-jeou."""

IN_CAPITALS = 4
"""The weight of a body that is found in capitals, and above."""

DASHES = frozenset({",", "–", "—", "--", "-"})
"""Marks that set an apposition off; a hyphen does with spaces around it."""

PLACES = {"body": "B", "gathering": "G"}
"""Letters of what the gazetteer knows; all else of it is `C`."""


def letters(doc: Doc, found: tuple[Spot, ...]) -> str:
    """One letter for each token of the text."""
    words = words_of(doc)
    code = [_fixed_letter(text) or letter_of(token) for text, token in zip(words.texts, words.tokens, strict=True)]
    for spot in found:
        code[spot.start : spot.end] = PLACES.get(spot.known.part, "C") * (spot.end - spot.start)
    named = {text for text, letter in zip(words.texts, code, strict=True) if letter == "N"}
    for i in range(1, len(doc) - 1):
        if code[i - 1] in "N-" or (code[i] == "x" and words.texts[i] in named):
            code[i] = _beside_names(doc, code, named, i)
    return "".join(code)


def marked(code: str, found: Iterable[Found]) -> str:
    """The letters with every found body as one known body, for titles that hold one: "Rules Committee chairman"."""
    marks = list(code)
    for body in found:
        if body.kind is ActorKind.ORGANIZATION and body.weight >= IN_CAPITALS:
            marks[body.start : body.end] = "B" * (body.end - body.start)
    return "".join(marks)


def _beside_names(doc: Doc, code: list[str], named: set[str], i: int) -> str:
    """The letter of a token where the names around it, or elsewhere in the article, make it part of one."""
    token = doc[i]
    if code[i] == "x" and token.is_sent_start and token.text in named:
        return "N"
    if token.text == "He" and code[i - 1] == "N" and _is_given_he(doc[i - 1]):
        return "N"
    if code[i] in "MbgH" and code[i - 1] == "N" and _ends_name(doc, code, i):
        return "N"
    if i > 1 and code[i - 1] == "-" and code[i - 2] == "N":
        syllable = _is_syllable(token) or (i > 2 and code[i - 3] == "N" and _is_syllable_of(doc[i - 2], token))  # noqa: PLR2004
        return "P" if syllable else "N" if token.text[0].isupper() else code[i]
    return code[i]


def _is_given_he(before: Token) -> bool:
    """Whether "He" behind a word is a Chinese given name, as no pronoun has a capital there: "Vice Premier Lin He"."""
    return before.text.isalpha() and len(before.text) <= LONGEST_SYLLABLE and before.lower_ not in common_words()


def _ends_name(doc: Doc, code: list[str], i: int) -> bool:
    """Whether a word of titles or bodies is a family name here: "Samantha Power"."""
    both = doc[i].ent_type_ == doc[i - 1].ent_type_ == "PERSON"
    return both and doc[i].text[0].isupper() and code[i + 1] not in "NMHbgR-"


def _is_syllable(token: Token) -> bool:
    """Whether a word after a hyphen can be the second syllable of a given name: Kyung-wha, Ying-jeou."""
    text = token.text
    fits = text.isalpha() and text.islower() and len(text) <= LONGEST_SYLLABLE and text not in grammar().no_syllable
    return fits and (text not in common_words() or token.ent_type_ == "PERSON")


def _is_syllable_of(first: Token, token: Token) -> bool:
    """Whether a preposition is a syllable after a first one that is no word, behind a family name: Moon Jae-in."""
    return token.text in {"in", "on", "un", "an"} and first.lower_ not in common_words() and not first.whitespace_


@lru_cache(maxsize=FORMS)
def _fixed_letter(text: str) -> str | None:
    """The letter of a number, a mark or a word in lower case that is the same wherever it stands; else None."""
    if not text[0].isalpha():
        return None if text in DASHES | {"'s", "'", "&"} else "x"
    plain = _plain(text)
    return None if not text[0].islower() or plain in _changing() else _letters_of_words().get(plain, "x")


@cache
def _changing() -> frozenset[str]:
    """Words of the grammar, whose letter the words around them tell."""
    return frozenset({"of", "for", "to", "and", "s", *grammar().determiners, *grammar().particles})


def letter_of(token: Token) -> str:
    """What a token by itself is to a name."""
    text = token.text
    if not text[0].isalpha():
        return _mark(token)
    plain = _plain(text)
    letter = _function_letter(token, plain) if plain in _changing() else None
    if letter is None and text[0].isupper():
        letter = _capital_letter(text, plain)
    if letter is None:
        letter = _letters_of_words().get(plain)
    if letter is None:
        letter = "N" if text[0].isupper() and is_name_word(token) else "x"
    return letter


@lru_cache(maxsize=FORMS)
def _capital_letter(text: str, plain: str) -> str | None:
    """The letter of a word that means something else with a capital than without."""
    if text.rstrip(".") in _address():
        return "R"
    known = _letters_of_words().get(plain)
    heads = bodies().heads
    if text in heads.public | heads.private and not (known == "H" and text.isupper()):
        return "b"
    return "g" if text in bodies().gatherings and known not in {"H", "L", "F"} else None


def is_name_word(token: Token) -> bool:
    """Whether a capitalized token may be part of a name."""
    plain = _plain(token.text)
    if plain in grammar().no_name or _is_date(token, plain):
        return False
    person = token.ent_type_ == "PERSON"
    if plain[-1] == "s" and plain in common_words() and _is_verb_of_people(plain[:-1]):
        return False
    if token.tag_.startswith("VB") and not person and plain in common_words():
        return False
    if not token.is_sent_start or (token.i and _is_initial(token.nbor(-1))):
        return True
    follows = token.nbor(1) if token.i + 1 < len(token.doc) else token
    known = plain in leaders() and follows.tag_ in {"VBD", "VBZ", "MD", "POS"}
    unmistakable = plain not in common_words() or follows.text == "-"
    return person or known or (token.pos_ == "PROPN" and unmistakable)


def _is_verb_of_people(lemma: str) -> bool:
    """Whether people do what a verb tells, or it is done to them."""
    return lemma in titles().subject_of or lemma in titles().object_of


def _is_date(token: Token, plain: str) -> bool:
    """Whether a word is a day or month: Jan and May are people where a name follows them or they follow a name."""
    if plain == "may":
        return token.ent_type_ == "DATE"
    if plain not in grammar().calendar:
        return False
    abbreviated = len(plain) == 3 and token.ent_type_ != "DATE"  # noqa: PLR2004
    follows = token.nbor(1) if token.i + 1 < len(token.doc) else token
    named = abbreviated and token.text[-1] != "." and follows.pos_ == "PROPN" and follows.text[0].isupper()
    return not named


def _is_initial(token: Token) -> bool:
    """Whether a token is a letter with a full stop, after which the parser takes a name for a new sentence."""
    return len(token.text) == 2 and token.text[1] == "." and token.text[0].isupper()  # noqa: PLR2004 -- letter and stop


def _plain(text: str) -> str:
    return text.rstrip(".").lower()


def _mark(token: Token) -> str:
    """The letter of a token that is no word."""
    if token.text in DASHES and (token.text != "-" or (token.i and token.nbor(-1).whitespace_ and token.whitespace_)):
        return ","
    if token.text == "'s" or (token.text == "'" and token.tag_ == "POS"):
        return "S"
    if token.text == "-" and 0 < token.i < len(token.doc) - 1:
        return "x" if token.whitespace_ or token.nbor(-1).whitespace_ else "-"
    return "A" if token.text == "&" else "x"


def _function_letter(token: Token, plain: str) -> str | None:
    """The letter of a word of the grammar."""
    lower = token.text[0].islower()
    if plain in grammar().determiners and (lower or token.is_sent_start):
        return "D"
    if lower and (plain in {"of", "for"} or (plain == "to" and token.i and token.nbor(-1).lower_ in titles().offices)):
        return "O"
    if lower and plain == "and":
        return "A"
    if lower and plain in grammar().particles and token.i + 1 < len(token.doc):
        follows = token.nbor(1).text
        return "P" if follows[0].isupper() or follows == "-" or follows in grammar().particles else None
    return "S" if plain == "s" and token.tag_ == "POS" else None


@cache
def _letters_of_words() -> dict[str, str]:
    """The letter of each word of the lexicons, in lower case; of several meanings the surest."""
    titles_, bodies_ = titles(), bodies()
    heads = titles_.offices | titles_.roles
    ranked = (
        ("M", titles_.modifiers),
        ("k", bodies_.lower_gatherings),
        ("h", bodies_.lower_heads),
        ("F", titles_.former),
        ("L", {plural_of(head) for head in heads}),
        ("H", heads),
    )
    return {word: letter for letter, words in ranked for word in words}


@cache
def _address() -> frozenset[str]:
    """Forms of address and ranks, which are no titles by themselves."""
    vocabulary = titles()
    heads = vocabulary.offices | vocabulary.roles
    forms = {form.word for form in vocabulary.honorifics if form.word.lower() not in heads}
    ranks = vocabulary.ranks | {short.word for short in vocabulary.abbreviations}
    return frozenset(forms | {rank for rank in ranks if rank.lower() not in heads})


def plural_of(head: str) -> str:
    """The plural of a noun for an office."""
    if head.endswith("man"):
        return f"{head[:-3]}men"
    if head.endswith("y") and head[-2] not in "aeiou":
        return f"{head[:-1]}ies"
    return f"{head}es" if head[-1] in "shx" else f"{head}s"
