"""A parse read into plain objects tells what spaCy tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import spacy.tokens

from extraction import nlp
from extraction.tokens import Doc, Span, Token

if TYPE_CHECKING:
    from collections.abc import Iterable

WORDS = ("dep_", "ent_type_", "i", "idx", "lemma_", "lower_", "pos_", "tag_", "text", "whitespace_")
FLAGS = ("is_alpha", "is_punct", "is_sent_start", "is_space", "is_upper", "like_num")
AROUND = ("ancestors", "children", "conjuncts", "lefts", "rights", "subtree")


def crossing() -> spacy.tokens.Doc:
    """Two sentences, in the first of which branches cross."""
    words = ["A", "hearing", "is", "held", "today", "on", "it", ".", "Two", "left"]
    heads = [1, 3, 3, 3, 3, 1, 5, 3, 9, 9]
    deps = ["det", "nsubjpass", "auxpass", "ROOT", "npadvmod", "prep", "pobj", "punct", "nsubj", "ROOT"]
    return spacy.tokens.Doc(nlp.load().vocab, words=words, heads=heads, deps=deps)


PARSES = (
    pytest.param(
        "Ana Lund, the envoy, and 12 aides flew to Oslo on Monday.\n\nThey met the U.S. team, its head and Okoro!",
        id="names, a row, a clause and a paragraph's end",
    ),
    pytest.param("Peru-Chile talks? \t Yes.  ", id="hyphens and white space"),
    pytest.param("Rain", id="one word"),
    pytest.param("", id="nothing"),
)


@pytest.mark.parametrize("text", PARSES)
def test_every_token_and_span_tells_what_spacy_tells_of_it(text: str) -> None:
    assert_alike(nlp.load()(text))


def test_where_branches_cross_the_edges_and_sentences_are_those_of_spacy() -> None:
    assert_alike(crossing())


def assert_alike(parse: spacy.tokens.Doc) -> None:
    doc = Doc.of(parse)
    assert [told(token) for token in doc] == [told(token) for token in parse]
    assert [where(sent) for sent in doc.sents] == [where(sent) for sent in parse.sents]
    assert [where(entity) for entity in doc.ents] == [where(entity) for entity in parse.ents]
    assert (doc.text, len(doc)) == (parse.text, len(parse))
    bounds = [(start, end) for start in range(-2, len(doc) + 1) for end in range(-2, len(doc) + 2)]
    assert [where(doc[start:end]) for start, end in bounds] == [where(parse[start:end]) for start, end in bounds]
    inner = [(start, end) for start, end in bounds if 0 <= start < min(end, len(doc))]
    assert [within(doc[start:end]) for start, end in inner] == [within(parse[start:end]) for start, end in inner]


def told(token: Token | spacy.tokens.Token) -> list[object]:
    """All that a token tells."""
    words = [getattr(token, name) for name in (*WORDS, *FLAGS)]
    around = [[one.i for one in getattr(token, name)] for name in AROUND]
    edges = [token.head.i, token.left_edge.i, token.right_edge.i]
    return [len(token), bool(token), *words, *around, *edges, where(token.sent)]


def where(span: Span | spacy.tokens.Span) -> tuple[int, int, str, str]:
    """Where a span stands, and what it is."""
    return span.start, span.end, span.text, span.label_


def within(span: Span | spacy.tokens.Span) -> list[object]:
    """What a span that is not empty tells beside."""
    last: Iterable[Token | spacy.tokens.Token] = span[-3:]
    ends = [span[0].i, span[-1].i, span.start_char, span.end_char, span.root.i]
    return [*ends, [one.i for one in last], [where(one) for one in span.ents], where(span.sent)]


def test_spans_of_the_same_tokens_are_equal() -> None:
    doc = Doc.of(nlp.load()("Rain fell."))
    assert doc[0:2] == doc[0:2] != doc[0:1]
    assert len({doc[0:2], doc[0:2], doc[0:1]}) == 2
    assert doc[0:1] != "Rain"


def test_beyond_its_ends_a_text_has_no_token() -> None:
    doc = Doc.of(nlp.load()("Rain fell."))
    with pytest.raises(IndexError):
        doc[3]
    with pytest.raises(IndexError):
        doc[0].nbor(-1)
    with pytest.raises(IndexError):
        doc[2].nbor()
    assert doc[1].nbor().text == "."


@pytest.mark.parametrize(
    "start, end, expected",
    [
        pytest.param(5, 9, (1, 2), id="a word"),
        pytest.param(2, 6, (0, 2), id="parts of two words"),
        pytest.param(4, 9, (1, 2), id="a space before it"),
        pytest.param(0, 99, None, id="beyond the end"),
    ],
)
def test_the_tokens_that_hold_some_characters(start: int, end: int, expected: tuple[int, int] | None) -> None:
    found = Doc.of(nlp.load()("Rain fell.")).around(start, end)
    assert (found and (found.start, found.end)) == expected
