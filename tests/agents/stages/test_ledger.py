"""Which articles are new, corrected or only sent again."""

from __future__ import annotations

from functools import reduce

import pytest

from agents.merging.comparing import MAX_ANCHOR_CHARACTERS
from agents.records import ArticleSeen, Contribution, Extraction, Origin
from agents.stages.extract import MAX_EXTRACTION_BYTES, MAX_MENTIONS
from agents.stages.folding import MAX_ROW_BYTES
from agents.stages.ledger import REMEMBERED_INPUTS, enter
from schemas.event import Mention
from schemas.wire import from_bytes
from told import DAY_ONE, appointment, meeting, person

ANNA, BERT, CARL = person("Anna Lund", "NO"), person("Bert Maes", "BE"), person("Carl Ek", "SE")


def extraction(*mentions: Mention, offset: int = 0, partition: int = 0, text: str = "one") -> Extraction:
    return Extraction(
        article_id="a",
        published_at=DAY_ONE,
        text_digest=text,
        origin=Origin(partition=partition, offset=offset),
        mentions=mentions,
    )


def row_after(*extractions: Extraction) -> ArticleSeen:
    def take(row: ArticleSeen | None, told: Extraction) -> ArticleSeen | None:
        entry = enter(row, told)
        return entry.row if entry else row

    row = reduce(take, extractions, None)
    assert row is not None
    return row


def contributions(row: ArticleSeen | None, told: Extraction) -> list[Contribution]:
    entry = enter(row, told)
    assert entry is not None
    read = [from_bytes(Contribution, output.value or b"") for output in entry.outputs]
    assert [output.key for output in entry.outputs] == [one.article_id.encode() for one in read]
    return read


FIRST = extraction(meeting(ANNA, BERT), offset=3)
CORRECTED = extraction(meeting(ANNA, CARL), offset=8, text="two")


@pytest.mark.parametrize(
    "row,again",
    [
        pytest.param(row_after(FIRST), FIRST, id="the same record replayed"),
        pytest.param(row_after(FIRST, CORRECTED), FIRST, id="the first text replayed after its correction"),
        pytest.param(row_after(FIRST, CORRECTED), CORRECTED, id="the correction replayed"),
        pytest.param(
            row_after(FIRST, extraction(meeting(ANNA, BERT), offset=5), CORRECTED),
            extraction(meeting(ANNA, BERT), offset=5),
            id="the first text, sent again unchanged before its correction, replayed behind it",
        ),
    ],
)
def test_nothing_follows_from_what_was_taken_in_before(row: ArticleSeen, again: Extraction) -> None:
    assert enter(row, again) is None


@pytest.mark.parametrize(
    "row,again",
    [
        pytest.param(
            row_after(FIRST), extraction(meeting(ANNA, BERT), offset=9), id="sent again unchanged by the producer"
        ),
        pytest.param(row_after(extraction(offset=1)), extraction(offset=2), id="an article of no events, again"),
    ],
)
def test_an_article_sent_again_unchanged_is_remembered_and_contributes_nothing(
    row: ArticleSeen, again: Extraction
) -> None:
    entry = enter(row, again)
    assert entry is not None
    assert entry.outputs == ()
    assert entry.row == row.model_copy(update={"folded": entry.row.folded})
    assert len(entry.row.folded) == len(row.folded) + 1


def test_a_new_article_contributes_all_its_mentions_in_one_record() -> None:
    told = extraction(meeting(ANNA, BERT), appointment(CARL), meeting(BERT, ANNA, topics=("fish",)))
    [read] = contributions(None, told)
    assert (read.article_id, read.revision, read.told_before) == ("a", 1, False)
    assert list(read.mentions) == ["meeting|BE+NO|0", "appointment|ek:in|0", "meeting|BE+NO|1"]


def test_a_correction_contributes_what_the_new_text_tells() -> None:
    [read] = contributions(row_after(FIRST), CORRECTED)
    assert (read.revision, read.told_before, list(read.mentions)) == (2, True, ["meeting|NO+SE|0"])


def test_a_correction_that_tells_nothing_takes_back_what_was_told() -> None:
    [read] = contributions(row_after(FIRST), extraction(offset=9))
    assert (read.revision, read.told_before, read.mentions) == (2, True, {})


def test_an_article_of_no_events_is_remembered_and_contributes_nothing() -> None:
    entry = enter(None, extraction())
    assert entry is not None
    assert (entry.outputs, entry.row.revision) == ((), 1)


def test_a_text_that_returns_after_a_correction_is_a_correction_again() -> None:
    back = extraction(meeting(ANNA, BERT), offset=12)
    assert contributions(row_after(FIRST, CORRECTED), back)[0].revision == 3


def test_a_better_extraction_of_the_same_record_is_a_correction() -> None:
    """An operator reads the topic again after an upgrade."""
    better = extraction(meeting(ANNA, BERT, topics=("fish",)), offset=3)
    assert contributions(row_after(FIRST), better)[0].revision == 2


def test_the_row_has_a_bound() -> None:
    row = row_after(*(extraction(offset=i, text=str(i)) for i in range(50)))
    assert (row.revision, len(row.folded)) == (50, REMEMBERED_INPUTS)


def test_whatever_is_extracted_fits_into_a_row_with_the_names_of_its_events() -> None:
    """Else an article could pass here, and be lost to merging further on."""
    name = MAX_ANCHOR_CHARACTERS * 4 + 100
    assert MAX_EXTRACTION_BYTES + MAX_MENTIONS * name < MAX_ROW_BYTES
