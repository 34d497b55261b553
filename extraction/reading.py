"""The text as the parser reads it: same length as the article's own, so that every offset holds in both.

Newswire has habits that a parser trained on clean prose trips over: headlines in capitals, hard line breaks,
datelines, typographic quotes. Each is smoothed here by a change that keeps the number of characters.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from spacy.language import Language

from extraction.lexicon import common_words
from schemas.article import HEADLINE_BREAK, Article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

SENTENCE_STARTS = "communique_sentence_starts"
"""Name of the spaCy component that marks sentence starts told by layout."""

PLAIN = {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u2009": " ", "\t": " ", "\r": " "}
"""Typographic characters and their plain twins, one for one."""

WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’.&-])*")
DATELINE = re.compile(
    r"^(?=[^\n]{2,92}[-–—])"  # nearly all lines have no dash there, and are done with
    r"[ \t]{0,8}(?P<place>[^\n]{2,80}?)(?:[ \t]{1,3}-{1,3}[ \t]{1,3}|[ \t]{0,3}[–—][ \t]{0,3})(?=\S)",
    re.MULTILINE,
)
SENTENCE_END = re.compile(r"[.!?:;\"'”’)|]\s*$")
MOST_WORDS = 0.6
"""A headline with this part of its words in capitals tells nothing by its capitals."""

LONGEST_ABBREVIATION = 4
"""A word in capitals of up to this many letters that English does not know is taken for an abbreviation: IMF, GATT."""

LONGEST_WORD = 200
"""Characters without a space that are read as they are; in longer runs the tokenizer's work would grow with the square
of their length."""

UNBROKEN = re.compile(rf"\S{{{LONGEST_WORD},}}")

SHORT_LINE = 100
"""Lines of wrapped text are shorter than this many characters."""


def reading_text(article: Article) -> str:
    """The article's full text with plain quotes, lines unwrapped and the headline recased; same length."""
    body = _unwrapped(plain(article.text))
    headline = _recased(plain(article.title or "").replace("\n", " "), body)
    return UNBROKEN.sub(_broken, headline + HEADLINE_BREAK + body)


def plain(text: str) -> str:
    """The text with plain twins for typographic characters."""
    for typographic, twin in PLAIN.items():
        text = text.replace(typographic, twin)
    return text


def _broken(match: re.Match[str]) -> str:
    """A run of characters without a space, with a space for each of its marks and for every so many letters."""
    spaced = "".join(char if char.isalnum() else " " for char in match.group())
    return re.sub(rf"(\w{{{LONGEST_WORD - 1}}})\w", r"\1 ", spaced)


def _unwrapped(body: str) -> str:
    """Turn the line breaks inside wrapped paragraphs into spaces."""
    lines = body.split("\n")
    full = [line for line in lines if line.strip()]
    wrapped = len(full) > 2 and max(len(line) for line in full) < SHORT_LINE  # noqa: PLR2004
    if not wrapped:
        return body
    joined = lines[0]
    for previous, line in pairwise(lines):
        inside = previous.strip() and line.strip() and not SENTENCE_END.search(previous)
        joined += (" " if inside else "\n") + line
    return joined


def _recased(headline: str, body: str) -> str:
    """Give each word of a capitalized headline the case it mostly has inside the body, else that of common English."""
    words = [match.group() for match in WORD.finditer(headline)]
    if not words or sum(word[0].isupper() for word in words) < MOST_WORDS * len(words):
        return headline
    cases = _cases_in(body, {word.casefold() for word in words})
    shouted = headline.isupper()

    def recase(match: re.Match[str]) -> str:
        word = match.group()
        if not shouted and word.isupper():
            return word
        seen = cases.get(word.casefold())
        if seen:
            return seen if len(seen) == len(word) else word
        if word.lower() in common_words():
            return word.capitalize() if match.start() == 0 else word.lower()
        return word.capitalize() if shouted and len(word) > LONGEST_ABBREVIATION else word

    return WORD.sub(recase, headline)


def _cases_in(body: str, wanted: set[str]) -> dict[str, str]:
    """The most frequent spelling in the body of each wanted word, sentence starts left out where others are seen."""
    counts: dict[str, Counter[str]] = {}
    for match in WORD.finditer(body):
        word = match.group()
        folded = word.casefold()
        if folded in wanted:
            starts = body[max(0, match.start() - 3) : match.start()].strip(" \"'(") in {"", ".", "!", "?", "\n"}
            counts.setdefault(folded, Counter())[word] += 1 if starts else 4
    return {folded: counter.most_common(1)[0][0] for folded, counter in counts.items()}


MAX_SENTENCE = 250
"""Tokens after which a sentence is cut, at a full stop where there is one: no one writes longer ones, and the work on a
parse tree must stay bounded for any text."""


def layout_starts(text: str) -> Iterator[int]:
    """Offsets where the layout starts a sentence: after a line break, and after a dateline's dash."""
    for match in re.finditer(r"\n[^\S\n]*(?=\S)", text):
        yield match.end()
    for match in datelines(text):
        yield match.end()


def datelines(text: str) -> Iterator[re.Match[str]]:
    """The datelines, dash included: "SEOUL, Sept. 20 (Yonhap) --"; the place is in capitals or an agency closes it."""
    for match in DATELINE.finditer(text):
        place = match.group("place")
        if place.split(",")[0].split("(")[0].strip().isupper() or place.endswith(")"):
            yield match


@Language.component(SENTENCE_STARTS)
def mark_sentence_starts(doc: Doc) -> Doc:
    """Mark the sentence starts that the layout tells, before the parser runs, and cut what is too long to be one."""
    starts = set(layout_starts(doc.text))
    if not starts and len(doc) <= MAX_SENTENCE:
        return doc
    begun = full_stop = 0
    for token in doc:
        if token.idx in starts:
            begun = token.i
            token.is_sent_start = True
        elif token.i - begun >= MAX_SENTENCE:
            begun = full_stop if full_stop > begun else token.i
            doc[begun].is_sent_start = True
        if token.text in {".", "!", "?"}:
            full_stop = token.i + 1
    return doc
