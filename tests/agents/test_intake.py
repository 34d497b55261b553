"""From the bytes of a record to an article, or the reason why it is none."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson
import pytest

from agents.intake import Passed, RawRecord, Readable, Refusal, dateline, detect_language, read_article

RECEIVED = datetime(2031, 5, 10, 12, tzinfo=UTC)


def record(value: bytes | None) -> RawRecord:
    return RawRecord("articles", 0, 7, RECEIVED.timestamp(), b"k", value)


def english(text: str) -> str:
    return "en"


def unknown(text: str) -> None:
    return None


def read(**fields: object) -> Readable | Passed | Refusal:
    return read_article(record(orjson.dumps(fields)), english)


@pytest.mark.parametrize(
    "value,expected",
    [
        pytest.param(None, ("empty", "ValueError"), id="a null value"),
        pytest.param(b"", ("empty", "ValueError"), id="no bytes"),
        pytest.param(b'{"text": "caf\xe9"}', ("encoding", "UnicodeDecodeError"), id="Latin-1 for UTF-8"),
        pytest.param(b'\xef\xbb\xbf{"text": "x"}', ("json", "JSONDecodeError"), id="a byte order mark"),
        pytest.param(b"{", ("json", "JSONDecodeError"), id="cut JSON"),
        pytest.param(b'{"text": "a"} {"text": "b"}', ("json", "JSONDecodeError"), id="two objects in one record"),
        pytest.param(b'{"text": NaN}', ("json", "JSONDecodeError"), id="NaN, which is no JSON"),
        pytest.param(b'{"text": "\\ud800"}', ("json", "JSONDecodeError"), id="half of a surrogate pair"),
        pytest.param(b"[" * 5_000 + b"]" * 5_000, ("json", "JSONDecodeError"), id="nesting to crash a parser"),
        pytest.param(b"[]", ("schema", "TypeError"), id="an array"),
        pytest.param(b"null", ("schema", "TypeError"), id="null"),
        pytest.param(b'"text"', ("schema", "TypeError"), id="a string"),
        pytest.param(b"{}", ("schema", "ValidationError"), id="no text"),
        pytest.param(b'{"text": "  "}', ("schema", "ValidationError"), id="a blank text"),
        pytest.param(b'{"text": 5}', ("schema", "ValidationError"), id="a number for a text"),
        pytest.param(b'{"text": "x", "published_at": "soon"}', ("schema", "ValidationError"), id="no date for a date"),
        pytest.param(orjson.dumps({"text": "x" * 1_048_577}), ("schema", "ValidationError"), id="a byte over 1 MiB"),
    ],
)
def test_what_is_no_article_is_refused_with_a_reason(value: bytes | None, expected: tuple[str, str]) -> None:
    refusal = read_article(record(value), english)
    assert isinstance(refusal, Refusal)
    assert (refusal.reason, refusal.error) == expected
    assert refusal.message


def test_a_refusal_does_not_repeat_the_text_it_refuses() -> None:
    refusal = read(text="x", published_at="attack at dawn")
    assert isinstance(refusal, Refusal)
    assert "dawn" not in refusal.message


def test_a_complete_article_is_taken_as_it_is() -> None:
    read_as = read(
        id="hw-1", text="Cafe\u0301.", title="T", source="S", published_at="2031-05-09T10:00:00+02:00", language="en-GB"
    )
    assert isinstance(read_as, Readable)
    article = read_as.article
    assert (article.id, article.text, article.language) == ("hw-1", "Cafe\u0301.", "en-GB")
    assert article.published_at == datetime(2031, 5, 9, 8, tzinfo=UTC)


def test_a_text_of_exactly_one_mebibyte_is_an_article() -> None:
    assert isinstance(read(text="x" * 1_048_576), Readable)


def test_without_a_date_the_dateline_counts_and_without_one_the_timestamp_of_the_record() -> None:
    told = read(text="OSLO, May 8 (Harbour Wire) -- The minister left.")
    silent = read(text="The minister left.")
    assert isinstance(told, Readable)
    assert isinstance(silent, Readable)
    assert told.article.published_at == datetime(2031, 5, 8, tzinfo=UTC)
    assert silent.article.published_at == RECEIVED


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("On May 8 the minister left.", id="a date in a sentence"),
        pytest.param("OSLO -- The minister left.", id="a place alone"),
        pytest.param("OSLO, Feb. 31 -- The minister left.", id="a day that is none"),
        pytest.param("The talks in OSLO, May 8, went well.", id="in the middle of a sentence"),
        pytest.param("A" * 100_000, id="capitals without end"),
    ],
)
def test_what_is_no_dateline_tells_no_day(text: str) -> None:
    assert dateline(text, RECEIVED) is None


@pytest.mark.parametrize(
    "text,day",
    [
        pytest.param("OSLO, May 8 (HW) -- x", datetime(2031, 5, 8, tzinfo=UTC), id="month and day"),
        pytest.param("NEW YORK, Sept. 20 (HW) -- x", datetime(2030, 9, 20, tzinfo=UTC), id="last year's September"),
        pytest.param("(HW) THE HAGUE, December 30, 2029 -- x", datetime(2029, 12, 30, tzinfo=UTC), id="with its year"),
        pytest.param("  BERN, Apr 1 -- x", datetime(2031, 4, 1, tzinfo=UTC), id="after blanks"),
    ],
)
def test_a_dateline_tells_the_day(text: str, day: datetime) -> None:
    assert dateline(text, RECEIVED) == day


def test_an_ninjs_item_is_read_as_an_article() -> None:
    read_as = read(
        uri="urn:hw:1", headline="T", body_text="B.", versioncreated="2031-05-09T00:00:00Z", language="en", type="text"
    )
    assert isinstance(read_as, Readable)
    article = read_as.article
    assert (article.id, article.title, article.text) == ("urn:hw:1", "T", "B.")
    assert article.published_at == datetime(2031, 5, 9, tzinfo=UTC)


def test_the_lists_of_a_second_generation_ninjs_item_are_read() -> None:
    read_as = read(
        uri="urn:hw:2",
        headlines=[{"role": "main", "value": "T"}],
        bodies=[{"contenttype": "text/html", "value": "<p>B.</p>"}, {"contenttype": "text/plain", "value": "B."}],
        infosources=[{"name": "Harbour Wire"}],
    )
    assert isinstance(read_as, Readable)
    assert (read_as.article.title, read_as.article.text, read_as.article.source) == ("T", "B.", "Harbour Wire")


def test_an_ninjs_item_without_a_body_is_refused() -> None:
    assert isinstance(read(uri="urn:hw:3", headline="Only this"), Refusal)


@pytest.mark.parametrize("language", ["ko", "fr-CA", "EO"])
def test_an_article_in_another_language_is_passed_over(language: str) -> None:
    assert isinstance(read(text="x", language=language), Passed)


def test_an_absent_language_is_detected() -> None:
    value = orjson.dumps({"text": "Le ministre des affaires étrangères se rendra à Oslo la semaine prochaine."})
    passed = read_article(record(value), detect_language)
    assert isinstance(passed, Passed)
    assert passed.article.language == "fr"


@pytest.mark.parametrize(
    "language, text",
    [
        pytest.param(
            "de", "Der Außenminister empfing in Bern seinen Amtskollegen aus Wien zu Gesprächen.", id="German"
        ),
        pytest.param("tl", "Nakipagpulong ang pangulo sa punong ministro ng Hapon tungkol sa kalakalan.", id="Tagalog"),
        pytest.param("zh", "外交部长星期二在北京会见了日本外务大臣，双方就贸易问题举行了会谈。", id="without capitals"),
        pytest.param(
            "en",
            "Australia, Indonesia, Vietnam hold summit on shipping\n\nSINGAPORE -- Australian Prime Minister Grace "
            "Hallam, Indonesian President Bima Santoso and "
            "Vietnamese Prime Minister Le Quang Dat held "
            "a trilateral summit in "
            "Singapore on Sunday on shipping lanes and piracy.",
            id="English, and short, with many foreign names",
        ),
        pytest.param(
            "en",
            "Finland's Laaksonen to meet Latvian premier\n\nHELSINKI -- Finnish Prime Minister Elina Laaksonen will "
            "meet "
            "Latvian Prime Minister Janis Ozolnieks in Riga on Friday, her office said.",
            id="English, with Finnish names",
        ),
    ],
)
def test_names_do_not_tell_the_language_of_a_text(language: str, text: str) -> None:
    assert detect_language(text) == language


def test_an_article_whose_language_cannot_be_told_is_extracted() -> None:
    assert isinstance(read_article(record(b'{"text": "123"}'), unknown), Readable)


def test_a_dateline_in_a_record_from_the_last_day_of_the_calendar_is_read() -> None:
    told = dateline("OSLO, Sept. 20 (News) -- They met.", datetime(9999, 12, 31, 23, 59, tzinfo=UTC))
    assert told == datetime(9999, 9, 20, tzinfo=UTC)
