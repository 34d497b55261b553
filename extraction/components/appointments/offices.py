"""Where an article names a public office, how it words it, whose it is and who is said to hold it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extraction.components.appointments.lexicon import Reach, office_lexicon
from extraction.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extraction.document import Document


@dataclass(frozen=True, slots=True)
class Office:
    """One place in the text that names an office."""

    start: int
    """Index of the first token of the wording, without determiner, country and words such as "new"."""

    end: int
    """Index after the last token of the wording, complement and "-elect" included."""

    head: int
    """Index of the last token of the office noun itself."""

    outer: int
    """Index of the first token of the whole phrase, determiner, country and words such as "new" included."""

    name: str
    """The office noun in lower case."""

    words: str
    """The office as worded."""

    before: frozenset[str] = frozenset()
    """The words between the determiner and the wording, in lower case: "new", "former", "newly"."""

    organization: str | None = None
    """The body that it belongs to, as worded."""

    country: str | None = None
    """The state that it belongs to."""

    public: bool = False
    """Whether the words around it make it a public office."""

    private: bool = False
    """Whether they make it a private one; neither where they tell too little."""

    holder: int | None = None
    """Index of the actor who is named with it."""

    named: bool = False
    """Whether the holder stands beside it by name."""

    titular: bool = False
    """Whether it stands right before its holder's name."""

    is_bare: bool = False
    """Whether no body, private or public, stands in its wording."""

    @property
    def acting(self) -> bool:
        """Whether the holder is called an acting one."""
        return bool(self.before & office_lexicon().acting)

    @property
    def former(self) -> bool:
        """Whether the holder is called a past one."""
        return bool(self.before & office_lexicon().former)


@dataclass(frozen=True, slots=True)
class OfficeNoun:
    """An office noun found in the text."""

    start: int
    """Index of the first token."""

    end: int
    """Index after the last token."""

    name: str
    """The noun in lower case, as found."""

    reach: Reach
    """When it names a public office."""

    takes: tuple[str, ...]
    """Prepositions that lead its complement."""


def office_nouns(document: Document) -> Iterator[OfficeNoun]:
    """The office nouns of the text, longest first from the left, without overlaps."""
    lowered = words_of(document.doc).lowers
    table, taken = _names(), 0
    for at in (token.i for token in document.doc.among(_first_words())):
        found = next((f for f in table.get(lowered[at], ()) if lowered[at : at + len(f[0])] == f[0]), None)
        if found is None or at < taken or not _is_noun(document, at + len(found[0]) - 1):
            continue
        taken = at + len(found[0])
        yield OfficeNoun(at, taken, " ".join(found[0]), found[1], found[2])


@cache
def _names() -> dict[str, tuple[tuple[tuple[str, ...], Reach, tuple[str, ...]], ...]]:
    """The office nouns by their first token, longest first, plural forms included."""
    table: dict[str, list[tuple[tuple[str, ...], Reach, tuple[str, ...]]]] = {}
    for kind in office_lexicon().offices:
        for name in kind.names:
            for form in sorted({name, *_plurals(name)}):
                tokens = tuple(form.replace("-", " - ").replace("'", " '").split())
                table.setdefault(tokens[0], []).append((tokens, kind.reach, kind.takes))
    return {first: tuple(sorted(forms, key=lambda form: -len(form[0]))) for first, forms in table.items()}


@cache
def _first_words() -> frozenset[str]:
    """The words that office nouns begin with."""
    return frozenset(_names())


@cache
def office_words() -> frozenset[str]:
    """Every office noun in the singular and in the plural, in lower case."""
    names = {name for kind in office_lexicon().offices for name in kind.names}
    return frozenset(names | {plural for name in names for plural in _plurals(name)})


def _plurals(name: str) -> Iterator[str]:
    """The plural forms of an office noun: of its last word, or of its first where "of" or "general" follows."""
    yield f"{name[:-3]}men" if name.endswith("man") else f"{name}s"
    first, _, rest = name.partition(" ")
    if rest.startswith(("of ", "general", "in ")):
        yield f"{first}s {rest}"


def _is_noun(document: Document, last: int) -> bool:
    """Whether an office noun that ends here is one, and does not stand before a noun that makes it something else."""
    token = document.doc[last]
    if token.text.upper() in office_lexicon().abbreviations and not token.text.isupper():
        return False
    if token.pos_ not in {"NOUN", "PROPN", "ADJ", "X"} and not token.text[0].isupper():
        return False
    if last + 1 == len(document.doc):
        return True
    following = document.doc[last + 1]
    is_part_of_compound = following.text == "-" and not following.whitespace_ and not token.whitespace_
    if is_part_of_compound:
        return has_suffix(document, last + 1)
    return following.lower_ not in office_lexicon().not_before


def has_suffix(document: Document, end: int) -> bool:
    """Whether "-elect" or the like stands after an office noun that ends before token `end`."""
    after = document.doc[end : end + 2]
    return len(after) == 2 and after[0].text == "-" and after[1].lower_ in office_lexicon().suffixes  # noqa: PLR2004
