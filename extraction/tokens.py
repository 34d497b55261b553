"""A parse as plain objects, read from spaCy's once: what the rules walk through.

A parse of spaCy's makes a new object for each token at each use, looks its words up in a table of strings, and
searches for its children among the words around it. The rules ask the same tokens for the same things hundreds of
times, so everything is read once here. Names and meanings are spaCy's, of which only what the rules use is kept.
"""

from __future__ import annotations

from bisect import bisect_right
from copy import copy
from functools import cached_property, lru_cache
from itertools import accumulate, chain, count, pairwise, repeat
from typing import TYPE_CHECKING, Any, overload

from spacy.lang.en.lex_attrs import like_num
from spacy.lang.lex_attrs import is_punct

if TYPE_CHECKING:
    from collections.abc import Iterator

    import spacy.tokens
    from spacy.vocab import Vocab

READ: list[int | str] = ["ORTH", "LOWER", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE"]
"""What is read of each token as a word."""

MAX_STRINGS = 1 << 16
"""So many strings are remembered; beyond them all are forgotten."""


class Token:
    """A word of a parse."""

    __slots__ = (
        "children",
        "dep_",
        "doc",
        "ent_type_",
        "head",
        "i",
        "idx",
        "lemma_",
        "lower_",
        "pos_",
        "sent",
        "tag_",
        "text",
        "whitespace_",
    )

    children: tuple[Token, ...]
    """The tokens that hang on it, in the order of the text."""

    head: Token
    """The token that it hangs on; itself where it is the root of its sentence."""

    sent: Span
    """Its sentence."""

    def __init__(  # noqa: PLR0913, PLR0917 -- made from columns, one for each
        self,
        doc: Doc,
        i: int,
        idx: int,
        space: int,
        text: str,
        lower: str,
        lemma: str,
        pos: str,
        tag: str,
        dep: str,
        ent_type: str,
    ) -> None:
        self.doc = doc
        self.i = i
        self.idx = idx
        self.text = text
        self.lower_ = lower
        self.lemma_ = lemma
        self.pos_ = pos
        self.tag_ = tag
        self.dep_ = dep
        self.ent_type_ = ent_type
        self.whitespace_ = " " if space else ""
        self.children = ()

    def __len__(self) -> int:
        """How many characters it has."""
        return len(self.text)

    def __bool__(self) -> bool:
        """True, so that a token can be told from None."""
        return True

    def __repr__(self) -> str:
        """The token as written."""
        return self.text

    @property
    def lefts(self) -> Iterator[Token]:
        """The tokens before it that hang on it."""
        return (child for child in self.children if child.i < self.i)

    @property
    def rights(self) -> Iterator[Token]:
        """The tokens after it that hang on it."""
        return (child for child in self.children if child.i > self.i)

    @property
    def subtree(self) -> Iterator[Token]:
        """It and all that hangs on it, directly or over others, in the order of the tree."""
        for child in self.lefts:
            yield from child.subtree
        yield self
        for child in self.rights:
            yield from child.subtree

    @property
    def ancestors(self) -> Iterator[Token]:
        """The tokens above it, nearest first."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def conjuncts(self) -> tuple[Token, ...]:
        """The tokens that it is joined to by "and", commas or "or"."""
        first = self
        while first.head is not first and first.dep_ == "conj":
            first = first.head
        row = [first]
        for token in row:
            row.extend(child for child in token.rights if child.dep_ == "conj")
        return tuple(token for token in row if token is not self)

    @property
    def left_edge(self) -> Token:
        """The first token of what hangs on it."""
        return self.doc.edges(self.i)[0]

    @property
    def right_edge(self) -> Token:
        """The last token of what hangs on it."""
        return self.doc.edges(self.i)[1]

    @property
    def is_sent_start(self) -> bool:
        """Whether a sentence begins with it."""
        return self.sent.start == self.i

    @property
    def is_space(self) -> bool:
        """Whether it is white space."""
        return self.text.isspace()

    @property
    def is_alpha(self) -> bool:
        """Whether it has letters only."""
        return self.text.isalpha()

    @property
    def is_upper(self) -> bool:
        """Whether all its letters are capitals."""
        return self.text.isupper()

    @property
    def is_punct(self) -> bool:
        """Whether it is a punctuation mark."""
        return is_punct(self.text)

    @property
    def like_num(self) -> bool:
        """Whether it looks like a number, in digits or words."""
        return bool(like_num(self.text))  # type: ignore[no-untyped-call] # spaCy gives it no types

    def nbor(self, by: int = 1) -> Token:
        """The token so many places behind it, or before it.

        Raises:
            IndexError: the text does not reach so far.
        """
        if not 0 <= self.i + by < len(self.doc):
            raise IndexError(self.i + by)
        return self.doc[self.i + by]


class Span:
    """Some tokens in a row.

    Args:
        doc: the parse that they are of.
        start: index of the first token.
        end: index after the last one.
        label: what kind of name it is, for a named entity.
    """

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: Doc, start: int, end: int, label: str = "") -> None:
        self.doc = doc
        self.start = start
        self.end = end
        self.label_ = label

    def __eq__(self, other: object) -> bool:
        """Whether another span has the same tokens and label."""
        if not isinstance(other, Span):
            return NotImplemented
        return (self.doc, self.start, self.end, self.label_) == (other.doc, other.start, other.end, other.label_)

    def __hash__(self) -> int:
        """Equal for equal spans."""
        return hash((self.start, self.end, self.label_))

    def __len__(self) -> int:
        """How many tokens it has."""
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        """The tokens in order."""
        return iter(self.doc.tokens[self.start : self.end])

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Span: ...
    def __getitem__(self, at: int | slice) -> Token | Span:
        """A token by its place in the span, or several."""
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self))
            return Span(self.doc, self.start + start, self.start + max(start, end))
        return self.doc.tokens[self.start : self.end][at]

    @property
    def start_char(self) -> int:
        """Offset of the first character."""
        return self.doc.tokens[self.start].idx

    @property
    def end_char(self) -> int:
        """Offset after the last character."""
        last = self.doc.tokens[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        """The words as written, without a space behind the last."""
        return self.doc.text[self.start_char : self.end_char] if self.end > self.start else ""

    @property
    def sent(self) -> Span:
        """The sentence that it begins in."""
        return self.doc[self.start].sent

    @property
    def root(self) -> Token:
        """The token nearest to the root of its sentence, the first of several."""
        start, end = self.start, self.end
        tops = [token for token in self if token.head is token or not start <= token.head.i < end]
        return tops[0] if len(tops) == 1 else min(tops, key=_depth, default=self[0])

    @property
    def ents(self) -> list[Span]:
        """The named entities inside."""
        return [one for one in self.doc.ents if self.start <= one.start and one.end <= self.end]


def _depth(token: Token) -> int:
    """How many tokens lie above one; white space and marks come behind all others."""
    if token.head is not token and not token.children and (token.is_space or token.is_punct):
        return len(token.doc)
    depth = 0
    while token.head is not token:
        token = token.head
        depth += 1
    return depth


class Part:
    """What spaCy tells of a part of a text, read once, wherever the part stands.

    Args:
        parse: spaCy's parse of it.
    """

    def __init__(self, parse: spacy.tokens.Doc) -> None:
        self._parse = parse
        told: Any = parse.to_array(["IDX", "SPACY", "HEAD", "SENT_START"])
        self.offsets, self.spaces, self.heads, self.starts = map(tuple[int, ...], told.astype("int64").T.tolist())
        """Of each token the offset, whether a space is behind it, how far behind it its head is, and whether it begins
        a sentence."""
        strings = strings_of(parse.vocab)
        self.words = tuple(tuple(map(strings.__getitem__, column)) for column in parse.to_array(READ).T.tolist())
        """The columns of `READ`."""

    def blank(self, length: int) -> Part:
        """The part with a longer word, where it is a line break: one with spaces behind it, of so many characters."""
        word = "\n".ljust(length)
        other = copy(self)
        other.words = tuple((word,) if told == ("\n",) else told for told in self.words)
        return other

    @property
    def length(self) -> int:
        """How many characters it has."""
        return self.offsets[-1] + len(self.words[0][-1]) + self.spaces[-1] if self.offsets else 0

    @cached_property
    def edges(self) -> list[tuple[int, int]]:
        """The indices of the first and of the last token of what hangs on each token."""
        return [(token.left_edge.i, token.right_edge.i) for token in self._parse]

    @cached_property
    def ents(self) -> list[tuple[int, int, str]]:
        """First token, the one after the last, and kind of each named entity."""
        return [(entity.start, entity.end, entity.label_) for entity in self._parse.ents]


class Doc:
    """A parsed text.

    Args:
        parts: its parts in order.
    """

    def __init__(self, *parts: Part) -> None:
        self._parts = parts
        self._firsts = [0, *accumulate(len(part.offsets) for part in parts)]
        begun = accumulate((part.length for part in parts), initial=0)
        idx = [first + offset for first, part in zip(begun, parts, strict=False) for offset in part.offsets]
        words = (chain.from_iterable(column) for column in zip(*(part.words for part in parts), strict=True))
        spaces = chain.from_iterable(part.spaces for part in parts)
        self.tokens: tuple[Token, ...] = tuple(map(Token, repeat(self), count(), idx, spaces, *words))
        """Its tokens."""
        self.text = "".join([f"{token.text} " if token.whitespace_ else token.text for token in self.tokens])
        """The text."""
        self.sents = self._sents([start for part in parts for start in part.starts])
        """Its sentences."""
        self._hang([head for part in parts for head in part.heads])

    @classmethod
    def of(cls, parse: spacy.tokens.Doc) -> Doc:
        """A text that is parsed as a whole."""
        return cls(Part(parse))

    def _sents(self, starts: list[int]) -> tuple[Span, ...]:
        """The sentences, from whether one starts at each token; each of its tokens is told its sentence."""
        begun = [i for i, starts in enumerate(starts) if starts == 1 and i]
        sents = tuple(Span(self, start, end) for start, end in pairwise([0, *begun, len(starts)]) if start < end)
        for sent in sents:
            for token in self.tokens[sent.start : sent.end]:
                token.sent = sent
        return sents

    def _hang(self, heads: list[int]) -> None:
        """Hang each token on its head, which is so many places behind it."""
        hanging: dict[int, list[Token]] = {}
        for token, by in zip(self.tokens, heads, strict=True):
            token.head = self.tokens[token.i + by]
            if by:
                hanging.setdefault(token.i + by, []).append(token)
        for head, children in hanging.items():
            self.tokens[head].children = tuple(children)

    def __len__(self) -> int:
        """How many tokens it has."""
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        """The tokens in order."""
        return iter(self.tokens)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Span: ...
    def __getitem__(self, at: int | slice) -> Token | Span:
        """A token by its index, or several in a row."""
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self.tokens))
            return Span(self, start, max(start, end))
        return self.tokens[at]

    def among(self, words: frozenset[str]) -> list[Token]:
        """The tokens whose form or lemma, in lower case, is one of some words; in the order of the text."""
        found = {i for word in words.intersection(self._places) for i in self._places[word]}
        return [self.tokens[i] for i in sorted(found)]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """The indices of the tokens of each form and lemma, in lower case."""
        places: dict[str, list[int]] = {}
        for token in self.tokens:
            form, lemma = token.lower_, token.lemma_.lower()
            places.setdefault(form, []).append(token.i)
            if lemma != form:
                places.setdefault(lemma, []).append(token.i)
        return places

    @cached_property
    def ents(self) -> tuple[Span, ...]:
        """The named entities."""
        parts = zip(self._firsts, self._parts, strict=False)
        ents = ((first, *entity) for first, part in parts for entity in part.ents)
        return tuple(Span(self, first + start, first + end, kind) for first, start, end, kind in ents)

    def edges(self, i: int) -> tuple[Token, Token]:
        """The first and the last token of what hangs on a token."""
        at = bisect_right(self._firsts, i) - 1
        first = self._firsts[at]
        left, right = self._parts[at].edges[i - first]
        return self.tokens[first + left], self.tokens[first + right]

    def around(self, start: int, end: int) -> Span | None:
        """The tokens that hold the characters from `start` to before `end`, if there are any."""
        first, last = self._holding(start), self._holding(end - 1)
        if first is None or last is None:
            return None
        at = self.tokens[first]
        return Span(self, first + (start == at.idx + len(at.text)), last + 1)

    def _holding(self, offset: int) -> int | None:
        """The index of the token that holds a character, or has it as the space behind it."""
        inside = 0 <= offset < len(self.text)
        return bisect_right(self.tokens, offset, key=lambda token: token.idx) - 1 if inside else None


class Strings(dict[int, str]):
    """The strings of a vocabulary by their numbers, remembered as they are asked for."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self._vocab = vocab

    def __missing__(self, key: int) -> str:
        """A string that is asked for the first time."""
        if len(self) > MAX_STRINGS:
            self.clear()
        self[key] = string = self._vocab.strings[key]
        return string


@lru_cache(maxsize=2)
def strings_of(vocab: Vocab) -> Strings:
    """The strings of a vocabulary, as far as they have been asked for."""
    return Strings(vocab)
