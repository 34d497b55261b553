"""Articles: what a producer may push, what is refused and why, and what is filled in."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from schemas.article import Article
from schemas.base import MAX_TEXT_BYTES
from schemas.identity import article_id
from schemas.wire import from_bytes, to_bytes

BODY = "The two ministers met over breakfast."


def article(**fields: object) -> Article:
    return Article.model_validate({"text": BODY, **fields})


def errors(fields: dict[str, Any]) -> list[tuple[str, str]]:
    """Field and kind of every error that an article with these fields has."""
    with pytest.raises(ValidationError) as refused:
        Article.model_validate(fields)
    return [(".".join(map(str, error["loc"])), error["type"]) for error in refused.value.errors()]


MOMENT = [("published_at", "moment_format")]
NO_SUCH_MOMENT = [("published_at", "datetime_from_date_parsing")]


@pytest.mark.parametrize(
    "fields, expected",
    [
        pytest.param({}, [("text", "missing")], id="nothing at all"),
        pytest.param({"text": None}, [("text", "string_type")], id="null as text"),
        pytest.param({"text": ""}, [("text", "text_blank")], id="an empty text"),
        pytest.param({"text": " \n\t\u3000"}, [("text", "text_blank")], id="a text of spaces of all kinds"),
        pytest.param({"text": 7}, [("text", "string_type")], id="a number as text"),
        pytest.param({"text": True}, [("text", "string_type")], id="a boolean as text"),
        pytest.param({"text": [BODY]}, [("text", "string_type")], id="a list of paragraphs"),
        pytest.param({"text": {"en": BODY}}, [("text", "string_type")], id="a text by language"),
        pytest.param({"text": "half \ud83d an emoji"}, [("text", "string_unicode")], id="half a character in the text"),
        pytest.param({"text": BODY, "id": ""}, [("id", "string_too_short")], id="an empty id"),
        pytest.param({"text": BODY, "id": 5}, [("id", "string_type")], id="a number as id"),
        pytest.param({"text": BODY, "id": " a"}, [("id", "id_format")], id="an id that begins with a space"),
        pytest.param({"text": BODY, "id": "a\x00b"}, [("id", "id_format")], id="a NUL in the id"),
        pytest.param({"text": BODY, "id": "a\n"}, [("id", "id_format")], id="an id with a line break"),
        pytest.param({"text": BODY, "id": "\udfff"}, [("id", "string_unicode")], id="half a character as id"),
        pytest.param({"text": BODY, "id": "i" * 513}, [("id", "string_too_long")], id="an id of 513 characters"),
        pytest.param({"text": BODY, "title": "t" * 2001}, [("title", "string_too_long")], id="a headline too long"),
        pytest.param({"text": BODY, "title": ["A", "B"]}, [("title", "string_type")], id="two headlines"),
        pytest.param({"text": BODY, "source": "s" * 513}, [("source", "string_too_long")], id="an outlet too long"),
        pytest.param({"text": BODY, "url": "u" * 4097}, [("url", "string_too_long")], id="a URL too long"),
        pytest.param({"text": BODY, "url": {"href": "x"}}, [("url", "string_type")], id="a URL as an object"),
        pytest.param({"text": BODY, "language": "en_GB"}, [("language", "language_format")], id="an underscore"),
        pytest.param({"text": BODY, "language": ""}, [("language", "language_format")], id="an empty language"),
        pytest.param({"text": BODY, "published_at": "last Friday"}, MOMENT, id="a date in words"),
        pytest.param({"text": BODY, "published_at": ""}, MOMENT, id="an empty date"),
        pytest.param({"text": BODY, "published_at": 1568937600}, MOMENT, id="seconds since 1970"),
        pytest.param({"text": BODY, "published_at": "1568937600"}, MOMENT, id="seconds since 1970 as text"),
        pytest.param({"text": BODY, "published_at": True}, MOMENT, id="a boolean as date"),
        pytest.param({"text": BODY, "published_at": float("nan")}, MOMENT, id="NaN as date"),
        pytest.param({"text": BODY, "published_at": "20190920"}, MOMENT, id="a date without hyphens"),
        pytest.param({"text": BODY, "published_at": "2019-W38-5"}, MOMENT, id="a week date"),
        pytest.param({"text": BODY, "published_at": "２０１９-09-20"}, MOMENT, id="digits of another script"),
        pytest.param({"text": BODY, "published_at": "2019-09-20T08:30:00Z\n"}, MOMENT, id="a line break at the end"),
        pytest.param({"text": BODY, "published_at": "12019-09-20"}, MOMENT, id="a year of five digits"),
        pytest.param({"text": BODY, "published_at": "2019-02-30"}, NO_SUCH_MOMENT, id="the thirtieth of February"),
        pytest.param({"text": BODY, "published_at": "2019-09-20T24:00:00Z"}, NO_SUCH_MOMENT, id="24 o'clock"),
        pytest.param({"text": BODY, "published_at": "2019-09-20T10:00:00+25:00"}, NO_SUCH_MOMENT, id="no such zone"),
        pytest.param(
            {"text": BODY, "published_at": "0000-01-01"}, [("published_at", "datetime_parsing")], id="the year 0"
        ),
        pytest.param(
            {"text": BODY, "published_at": "9999-12-31T23:30:00-01:00"},
            [("published_at", "moment_range")],
            id="a moment in the year 10000 of UTC",
        ),
        pytest.param(
            {"text": BODY, "published_at": "0001-01-01T00:30:00+01:00"},
            [("published_at", "moment_range")],
            id="a moment before the year 1 of UTC",
        ),
    ],
)
def test_what_is_no_article_has_one_clear_error(fields: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert errors(fields) == expected


@pytest.mark.parametrize(
    "value",
    [
        pytest.param([], id="a list"),
        pytest.param("text", id="a string"),
        pytest.param(None, id="null"),
        pytest.param(7, id="a number"),
    ],
)
def test_a_value_that_is_no_object_is_no_article(value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        Article.model_validate(value)
    assert [error["type"] for error in refused.value.errors()] == ["model_type"]


@pytest.mark.parametrize(
    "raw, kind",
    [
        pytest.param(b"", "json_invalid", id="nothing"),
        pytest.param(b"{", "json_invalid", id="the beginning of an object"),
        pytest.param(b'{"text": "\xff"}', "json_invalid", id="no UTF-8"),
        pytest.param(b'{"text": "\\ud83d"}', "json_invalid", id="a lone surrogate, escaped"),
        pytest.param(b'{"text": "x", "more": ' + b"[" * 100_000, "json_invalid", id="a hundred thousand brackets"),
    ],
)
def test_bytes_that_are_no_json_have_one_clear_error(raw: bytes, kind: str) -> None:
    with pytest.raises(ValidationError) as refused:
        from_bytes(Article, raw)
    assert [error["type"] for error in refused.value.errors()] == [kind]


@pytest.mark.parametrize(
    "text, error",
    [
        pytest.param("a" * MAX_TEXT_BYTES, "string_too_long", id="one byte a character"),
        pytest.param("é" * (MAX_TEXT_BYTES // 2), "text_too_long", id="two bytes a character"),
        pytest.param("😀" * (MAX_TEXT_BYTES // 4), "text_too_long", id="four bytes a character"),
    ],
)
def test_a_text_may_have_one_mebibyte_of_utf8_and_no_byte_more(text: str, error: str) -> None:
    assert article(text=text).text == text
    assert errors({"text": text + "."}) == [("text", error)]


def test_all_that_a_producer_can_tell_is_read() -> None:
    fields = {
        "id": "wire-7",
        "text": BODY,
        "title": "Breakfast in Bern",
        "source": "Harbour Wire",
        "url": "https://harbourwire.example/7",
        "published_at": "2021-03-02T09:15:00+09:00",
        "language": "en-GB",
    }
    assert Article.model_validate(fields) == Article(
        id="wire-7",
        text=BODY,
        title="Breakfast in Bern",
        source="Harbour Wire",
        url="https://harbourwire.example/7",
        published_at=datetime(2021, 3, 2, 0, 15, tzinfo=UTC),
        language="en-GB",
    )


def test_unknown_fields_are_passed_over_however_deep_they_are() -> None:
    deep: list[Any] = []
    for _ in range(500):
        deep = [deep]
    assert article(id="a", tags=deep, score=float("nan")) == article(id="a")


def test_null_and_absent_are_one() -> None:
    names = ("id", "title", "source", "url", "published_at", "language")
    assert article(**dict.fromkeys(names)) == article()


@pytest.mark.parametrize(
    "fields, expected",
    [
        pytest.param({"url": "https://a.example/1"}, article_id("https://a.example/1", BODY), id="from the URL"),
        pytest.param({}, article_id(None, BODY), id="from the text"),
        pytest.param({"url": " "}, article_id(None, BODY), id="from the text where the URL is blank"),
        pytest.param({"id": "own", "url": "https://a.example/1"}, "own", id="never where there is one"),
    ],
)
def test_an_absent_id_is_derived(fields: dict[str, str], expected: str) -> None:
    assert article(**fields).id == expected


@pytest.mark.parametrize(
    "written, moment",
    [
        pytest.param("2019-09-20T08:30:00Z", datetime(2019, 9, 20, 8, 30, tzinfo=UTC), id="UTC"),
        pytest.param("2019-09-20t08:30:00z", datetime(2019, 9, 20, 8, 30, tzinfo=UTC), id="in lower case"),
        pytest.param("2019-09-20T08:30:00+09:00", datetime(2019, 9, 19, 23, 30, tzinfo=UTC), id="another zone"),
        pytest.param("2019-09-20T08:30:00+0900", datetime(2019, 9, 19, 23, 30, tzinfo=UTC), id="a zone without colon"),
        pytest.param("2019-09-20 08:30:00", datetime(2019, 9, 20, 8, 30, tzinfo=UTC), id="no zone is UTC"),
        pytest.param("2019-09-20T08:30", datetime(2019, 9, 20, 8, 30, tzinfo=UTC), id="no seconds"),
        pytest.param("2019-09-20", datetime(2019, 9, 20, tzinfo=UTC), id="a bare date is midnight UTC"),
        pytest.param(
            "2019-09-20T08:30:00.1234567891Z",
            datetime(2019, 9, 20, 8, 30, 0, 123456, tzinfo=UTC),
            id="more digits than a microsecond has are cut",
        ),
        pytest.param(
            "2016-12-31T23:59:60Z",
            datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC),
            id="a leap second is the second before it, on the same day",
        ),
        pytest.param("0001-01-01", datetime(1, 1, 1, tzinfo=UTC), id="the first day"),
        pytest.param("9999-12-31T23:59:59Z", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), id="the last second"),
        pytest.param(
            datetime(2019, 9, 20, 8, tzinfo=timezone(timedelta(hours=2))),
            datetime(2019, 9, 20, 6, tzinfo=UTC),
            id="a datetime of Python",
        ),
    ],
)
def test_a_moment_is_read_as_rfc_3339_and_kept_in_utc(written: object, moment: datetime) -> None:
    assert article(published_at=written).published_at == moment


@pytest.mark.parametrize(
    "title, whole",
    [
        pytest.param("Breakfast in Bern", f"Breakfast in Bern\n\n{BODY}", id="headline, blank line, body"),
        pytest.param(None, f"\n\n{BODY}", id="no headline"),
        pytest.param("", f"\n\n{BODY}", id="an empty headline, with the same offsets as none"),
    ],
)
def test_evidence_counts_in_headline_blank_line_and_body(title: str | None, whole: str) -> None:
    assert article(title=title).full_text == whole


READABLE = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs"]), min_size=1, max_size=80)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    return Article(
        id=draw(NAMES.filter(lambda name: " " not in name)),
        text=draw(READABLE.filter(str.strip)),
        title=draw(st.none() | READABLE),
        source=draw(st.none() | READABLE),
        url=draw(st.none() | READABLE),
        published_at=draw(st.none() | st.datetimes(timezones=st.just(UTC))),
        language=draw(st.sampled_from([None, "en", "pt-BR"])),
    )


@given(articles())
def test_an_article_survives_the_wire(one: Article) -> None:
    assert from_bytes(Article, to_bytes(one)) == one


@given(articles())
def test_the_offset_of_the_body_is_the_length_of_the_headline_and_its_break(one: Article) -> None:
    assert one.full_text[len(one.title or "") + 2 :] == one.text


ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | READABLE | st.lists(READABLE, max_size=2)


@given(st.dictionaries(st.sampled_from(list(Article.model_fields)), ANYTHING))
def test_any_object_is_an_article_or_a_validation_error(fields: dict[str, Any]) -> None:
    with suppress(ValidationError):
        assert Article.model_validate(fields).text == fields["text"]
