"""Copies of one agency story are known from their words, whatever papers did to them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.events.syndication import LINES, SCHEME, is_copy, originals, read_sketch, sketch_of
from schemas.identity import fingerprint


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, each in one line with a blank at its end."""
    return tuple(f"{' '.join(paragraph.split())} " for paragraph in text.split("\n\n"))


STORY = paragraphs("""
Ministers from Norway and Ghana will open a week of talks on cocoa and fish in Accra on Monday, officials on both
sides said.

The two governments want to lower the duties that each of them charges on what the other sells most, and to settle
how catches are inspected in port.

Norway bought cocoa worth 40 million dollars last year, while Ghana took in three times as much dried cod from the
northern fishing towns.

Trade between them has grown in eight of the past ten years, though it fell after a quarrel over labels in which
neither side would give way.

Anna Lund, who leads the delegation from Oslo, told reporters at the harbour that a first text might be ready before
the rains begin.

Her host, Kwame Boateng, was more careful and said that the farmers of the middle belt had to be heard before
anything could be signed.

Unions in Tema have called a march for Wednesday against what they fear will be a flood of cheap frozen mackerel.

Shipping lines expect the port to stay open, but two of them have asked their captains to wait outside the harbour.
""")
WHOLE = "".join(STORY)
[RIVAL] = paragraphs("""
Ghana and Norway begin negotiations in Accra on Monday that could make Ghanaian chocolate cheaper in Oslo and
Norwegian stockfish cheaper in Kumasi. Envoys of both countries described the mood as friendly. The Ghanaian side,
under trade minister Kwame Boateng, has promised growers a say in any deal, and dockers plan to protest in Tema in
the middle of the week. "A first text might be ready before the rains begin," said the Norwegian envoy, Anna Lund.
Economists see small gains for either side, since most of what they sell each other already enters free of duty. An
earlier attempt failed over the labels on tins, which Oslo wanted in English alone.
""")
[OTHER_STORY] = paragraphs("""
The central bank of Fiji kept its rate unchanged on Monday for the ninth time in a row and said that prices would
rise more slowly once the sugar harvest is in. Its governor pointed to tourism, which has brought more visitors than
in any spring since records began, and to the roads that the last cyclone washed away and that are now being
rebuilt.
""")


@dataclass(frozen=True)
class Told:
    """A text as reports carry it."""

    article_id: str
    text: str

    @property
    def text_digest(self) -> str:
        return fingerprint(self.text)

    @property
    def text_sketch(self) -> str | None:
        return sketch_of(self.text)


@dataclass(frozen=True)
class Carried:
    """A sketch of unknown origin."""

    article_id: str
    text_sketch: str | None

    @property
    def text_digest(self) -> str:
        return self.article_id


def edited(text: str, every: int) -> str:
    """The text with every so-manieth word replaced."""
    words = text.split()
    return " ".join("instead" if i % every == every - 1 else word for i, word in enumerate(words))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(OTHER_STORY, id="another story of the same day"),
        pytest.param(RIVAL, id="a rival's own account that shares names, facts and one quotation"),
        pytest.param(f"{OTHER_STORY} {STORY[0]}", id="another story that ends in one sentence of this one"),
        pytest.param(f"{RIVAL} {OTHER_STORY} {RIVAL[::-1]} {STORY[1]}", id="a long account that took over a sentence"),
        pytest.param(edited(WHOLE, 3), id="a text rewritten so that no four words in a row are left"),
        pytest.param(STORY[6], id="a sentence alone, too short to tell"),
        pytest.param("", id="no text at all"),
    ],
)
def test_no_copy(text: str) -> None:
    assert not is_copy(Told("a", WHOLE), Told("b", text))
    assert not is_copy(Told("b", text), Told("a", WHOLE))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(WHOLE, id="the same text"),
        pytest.param(WHOLE.upper().replace(". ", ".\n\n"), id="in capitals, with other line breaks"),
        pytest.param(f"ACCRA (Harbour Wire) - {WHOLE} (Editing by A. Body)", id="with a dateline and a sign-off"),
        pytest.param(edited(WHOLE, 14), id="with a word in each line changed by a sub-editor"),
        pytest.param("".join(STORY[:4]), id="cut in half from the end"),
        pytest.param("".join(STORY[3:]), id="without its first paragraphs"),
        pytest.param("".join(STORY[:3] + STORY[5:]), id="with the middle left out"),
        pytest.param("".join(STORY[::-1]), id="with its paragraphs in another order"),
        pytest.param(f"{OTHER_STORY} {WHOLE}", id="in one article with a short other story"),
    ],
)
def test_a_copy(text: str) -> None:
    assert is_copy(Told("a", WHOLE), Told("b", text))
    assert is_copy(Told("b", text), Told("a", WHOLE))


def test_texts_too_short_to_sketch_are_copies_only_when_equal() -> None:
    assert sketch_of(STORY[6]) is None
    assert is_copy(Told("a", STORY[6]), Told("b", STORY[6]))
    assert not is_copy(Told("a", STORY[6]), Told("b", STORY[6] + "So they say."))


def test_the_first_of_several_copies_is_the_original_of_all_and_an_own_account_stays_apart() -> None:
    texts = [
        Told("wire", WHOLE),
        Told("rival", RIVAL),
        Told("cut", "".join(STORY[:4])),
        Told("late", edited(WHOLE, 14)),
    ]
    assert originals(texts) == {"cut": "wire", "late": "wire"}


def test_two_cuts_that_share_nothing_belong_together_once_the_whole_is_known() -> None:
    head, tail, whole = Told("head", "".join(STORY[:4])), Told("tail", "".join(STORY[4:])), Told("whole", WHOLE)
    assert originals([head, tail]) == {}
    assert originals([head, tail, whole]) == {"tail": "head", "whole": "head"}


def test_who_copies_whom_hangs_on_the_order_of_publication_alone() -> None:
    texts = (
        Told("head", "".join(STORY[:4])),
        Told("tail", "".join(STORY[4:])),
        Told("whole", WHOLE),
        Told("rival", RIVAL),
    )
    for order in permutations(texts):
        first = next(text.article_id for text in order if text.article_id != "rival")
        assert originals(order) == {text.article_id: first for text in order if text.article_id not in {first, "rival"}}


def test_a_sketch_is_the_same_on_every_machine_and_in_every_release_since_tables_keep_them() -> None:
    encoded = sketch_of(WHOLE)
    assert encoded is not None
    assert encoded.startswith("r2:")
    sketch = read_sketch(encoded)
    assert sketch is not None
    assert (sketch.runs, sketch.lines[:4], fingerprint(encoded)) == (
        191,
        (12607, 54673, 42162, 14212),
        "5c46e0aa535cd9f8",
    )


@pytest.mark.parametrize(
    "scheme",
    [
        pytest.param("", id="no scheme named, as once"),
        pytest.param("r1:", id="an earlier scheme"),
        pytest.param("r99:", id="a later scheme"),
    ],
)
def test_sketches_of_different_schemes_are_never_compared(scheme: str) -> None:
    other = scheme + (sketch_of(WHOLE) or "").removeprefix(f"{SCHEME}:")
    assert read_sketch(other) is None
    assert not is_copy(Carried("a", other), Carried("b", sketch_of(WHOLE)))
    assert not is_copy(Carried("a", other), Carried("b", other))


@given(st.text(max_size=400))
def test_any_text_can_be_sketched(text: str) -> None:
    encoded = sketch_of(text)
    read = read_sketch(encoded) if encoded else None
    assert (read is None) == (encoded is None)
    assert read is None or len(read.lines) == LINES


@pytest.mark.parametrize(
    "encoded",
    [
        pytest.param(f"{SCHEME}:AAAA", id="too short"),
        pytest.param(f"{SCHEME}:{'?' * 348}", id="not base64"),
    ],
)
def test_what_is_no_sketch_is_refused(encoded: str) -> None:
    with pytest.raises(ValueError, match=r"sketch|base64"):
        read_sketch(encoded)
