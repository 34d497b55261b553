"""IPTC ninjs items read as articles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from schemas.article import Article
from schemas.base import MAX_TEXT_BYTES
from schemas.ninjs import NinjsError, from_ninjs, is_ninjs, plain_text

BODY = "Fiji and Nauru have agreed to meet about tuna."
ITEM: dict[str, Any] = {"uri": "urn:newsml:tides.example:20230504:17", "body_text": BODY}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param({}, id="an empty object"),
        pytest.param({"text": BODY}, id="an article"),
        pytest.param({"text": BODY, "uri": "urn:x", "headline": "Tuna"}, id="an article that has fields of ninjs too"),
        pytest.param({"id": "a-1", "title": "Tuna"}, id="an article without its text"),
        pytest.param({"URL": "https://tides.example"}, id="some other object"),
    ],
)
def test_an_object_of_our_own_form_is_no_ninjs_item(data: Mapping[str, object]) -> None:
    assert not is_ninjs(data)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(ITEM, id="version 1"),
        pytest.param({"uri": "urn:x", "versioncreated": "2023-05-04T01:02:03Z"}, id="without a body"),
        pytest.param({"uri": "urn:x", "bodies": []}, id="version 2"),
        pytest.param({"versionCreated": "2023-05-04T01:02:03Z"}, id="version 3, in camel case"),
        pytest.param({"headline": "Tuna"}, id="without its uri"),
    ],
)
def test_a_ninjs_item_is_known_by_its_fields(data: Mapping[str, object]) -> None:
    assert is_ninjs(data)


@pytest.mark.parametrize(
    "changes, message",
    [
        pytest.param({"body_text": None}, "has no body", id="no body"),
        pytest.param({"body_text": ""}, "has no body", id="an empty body"),
        pytest.param({"body_text": None, "body_xhtml": "<p> </p>"}, "has no body", id="markup without text"),
        pytest.param({"body_text": None, "bodies": [{"role": "main"}]}, "has no body", id="a body without value"),
        pytest.param({"body_text": None, "bodies": "text"}, "has no body", id="bodies that are no list"),
        pytest.param({"pubstatus": "canceled"}, "not published: its pubstatus is canceled", id="taken back"),
        pytest.param({"pubStatus": "withheld"}, "not published: its pubstatus is withheld", id="not let go"),
    ],
)
def test_an_item_that_is_no_article_says_why(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(NinjsError, match=message):
        from_ninjs(ITEM | changes)


@pytest.mark.parametrize(
    "changes, field",
    [
        pytest.param({"headline": 5}, "title", id="a number as headline"),
        pytest.param({"uri": ["urn:x"]}, "id", id="a list as uri"),
        pytest.param({"body_text": {"en": BODY}}, "text", id="an object as body"),
        pytest.param({"versioncreated": 1683162123}, "published_at", id="seconds as date"),
        pytest.param({"language": "English (UK)"}, "language", id="a language in words"),
        pytest.param({"body_text": None, "body_xhtml": "<" * (5 * MAX_TEXT_BYTES)}, "text", id="five MiB of markup"),
    ],
)
def test_what_fields_hold_is_judged_as_in_any_article(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Article.model_validate(from_ninjs(ITEM | changes))
    assert [error["loc"] for error in refused.value.errors()] == [(field,)]


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(
            {
                "uri": "urn:newsml:tides.example:20230504:17",
                "type": "text",
                "headline": "Islands to talk tuna",
                "headline_short": "Tuna",
                "body_text": BODY,
                "body_xhtml": "<p>Something else.</p>",
                "versioncreated": "2023-05-04T13:02:03+12:00",
                "firstcreated": "2023-05-01T00:00:00Z",
                "infosource": [{"rel": "origin"}, {"name": "Tides Agency"}],
                "copyrightholder": "Tides Holding",
                "language": "en-FJ",
            },
            id="version 1",
        ),
        pytest.param(
            {
                "uri": "urn:newsml:tides.example:20230504:17",
                "headlines": [{"role": "short", "value": "Tuna"}, {"role": "main", "value": "Islands to talk tuna"}],
                "bodies": [
                    {"role": "summary", "contenttype": "text/plain", "value": "Tuna."},
                    {"role": "main", "contenttype": "text/html", "value": f"<p>{BODY}</p>"},
                ],
                "versioncreated": "2023-05-04T01:02:03Z",
                "infosources": [{"name": "Tides Agency"}],
                "language": "en-FJ",
            },
            id="version 2",
        ),
        pytest.param(
            {
                "uri": "urn:newsml:tides.example:20230504:17",
                "pubStatus": "usable",
                "headlines": [{"value": "Islands to talk tuna"}],
                "bodies": [
                    {"role": "main", "contentType": "application/xhtml+xml", "value": "<p>Something else.</p>"},
                    {"role": "main", "contentType": "text/plain", "value": BODY},
                ],
                "versionCreated": "2023-05-04T01:02:03Z",
                "infoSources": [{"name": "Tides Agency"}],
                "language": "en-FJ",
            },
            id="version 3",
        ),
    ],
)
def test_an_item_of_each_version_is_read_as_the_same_article(item: dict[str, Any]) -> None:
    assert Article.model_validate(from_ninjs(item)) == Article(
        id="urn:newsml:tides.example:20230504:17",
        text=BODY,
        title="Islands to talk tuna",
        source="Tides Agency",
        published_at=datetime(2023, 5, 4, 1, 2, 3, tzinfo=UTC),
        language="en-FJ",
    )


@pytest.mark.parametrize(
    "changes, expected",
    [
        pytest.param({}, {"id": ITEM["uri"], "text": BODY}, id="the least that an item may be"),
        pytest.param({"uri": None}, {"text": BODY}, id="no uri, so that the id is derived"),
        pytest.param({"body_text": "A < B <p>"}, {"id": ITEM["uri"], "text": "A < B <p>"}, id="plain text stays plain"),
        pytest.param(
            {"body_text": None, "body_nitf": "<block><p>One.</p><p>Two.</p></block>"},
            {"id": ITEM["uri"], "text": "One.\n\nTwo."},
            id="a body in a format of the agency's own",
        ),
        pytest.param(
            {"body_text": None, "bodies": [{"value": "<p>One.</p>"}]},
            {"id": ITEM["uri"], "text": "One."},
            id="a body with no content type that begins as markup",
        ),
        pytest.param({"title": "Tuna"}, {"id": ITEM["uri"], "text": BODY, "title": "Tuna"}, id="a title, no headline"),
        pytest.param(
            {"headlines": [{"value": "Tuna &amp; reef", "contenttype": "text/html"}]},
            {"id": ITEM["uri"], "text": BODY, "title": "Tuna & reef"},
            id="a headline as markup",
        ),
        pytest.param(
            {"copyrightholder": "Tides Holding", "byline": "A. Sailor"},
            {"id": ITEM["uri"], "text": BODY, "source": "Tides Holding"},
            id="the copyright holder is the source where no other is told, the author never",
        ),
        pytest.param(
            {"firstcreated": "2023-05-04", "contentcreated": "2023-05-03"},
            {"id": ITEM["uri"], "text": BODY, "published_at": "2023-05-04"},
            id="the first version's date where this version has none",
        ),
    ],
)
def test_fields_are_renamed_and_what_is_not_told_is_left_out(
    changes: dict[str, Any], expected: dict[str, object]
) -> None:
    assert from_ninjs(ITEM | changes) == expected


@pytest.mark.parametrize(
    "markup, text",
    [
        pytest.param("", "", id="nothing"),
        pytest.param("<p></p>", "", id="an empty paragraph"),
        pytest.param("<!-- a --><?b c?>", "", id="a comment and an instruction"),
        pytest.param("<script>alert(1)</script><style>p {}</style>", "", id="what no reader sees"),
        pytest.param("<head><title>Tuna</title></head>", "", id="the head of a page"),
        pytest.param("No markup, 3 < 4 & 5", "No markup, 3 < 4 & 5", id="no markup at all"),
        pytest.param("<p>One.</p><p>Two.</p>", "One.\n\nTwo.", id="two paragraphs"),
        pytest.param("<p>One.<p>Two.", "One.\n\nTwo.", id="paragraphs that are not closed"),
        pytest.param("<p>One<br/>two</p>", "One\n\ntwo", id="a line break"),
        pytest.param("<ul><li>One</li><li>two</li></ul>", "One\n\ntwo", id="a list"),
        pytest.param("<div>One<p>two</p>three</div>", "One\n\ntwo\n\nthree", id="text beside a paragraph"),
        pytest.param(
            "<p>S<b>uva</b>, the <i>U.N.</i>-led <a href='x'>talks</a></p>",
            "Suva, the U.N.-led talks",
            id="words are not torn",
        ),
        pytest.param("<p>One\n   two&nbsp;three\t</p>", "One two three", id="spaces are one"),
        pytest.param("<p>Caf&#233; &amp; bar &lt;3&gt; &mdash;</p>", "Café & bar <3> —", id="entities"),
        pytest.param("<p>Zoë — 東京 😀</p>", "Zoë — 東京 😀", id="letters beyond Latin"),
        pytest.param('<?xml version="1.0" encoding="iso-8859-1"?><p>Zoë</p>', "Zoë", id="a wrong encoding is told"),
        pytest.param('<p title="a > b" class=x>One</p>', "One", id="attributes"),
        pytest.param('<div xmlns="http://www.w3.org/1999/xhtml"><p>One</p></div>', "One", id="XHTML"),
        pytest.param("<p>One<script>two</script> three</p>", "One three", id="text after a script"),
    ],
)
def test_markup_is_read_as_a_reader_sees_it(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@pytest.mark.parametrize(
    "unit",
    ["<a", "<!--", "</x ", "<![CDATA[", "<a b='", "<div>", "<b><p>", "<a><div>", '<a x="y" ', "<table>", "&", "<?"],
)
def test_broken_markup_takes_no_longer_than_sound_markup(unit: str) -> None:
    started = perf_counter()
    plain_text((unit * MAX_TEXT_BYTES)[:MAX_TEXT_BYTES])
    assert perf_counter() - started < 5


def test_a_tag_with_a_hundred_thousand_attributes_takes_no_longer_either() -> None:
    started = perf_counter()
    assert plain_text("<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">One</p>") == "One"
    assert perf_counter() - started < 5


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="<&\r\0"), min_size=1), max_size=5))
def test_text_without_markup_keeps_every_letter(paragraphs: list[str]) -> None:
    markup = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    letters = [letter for letter in "".join(paragraphs) if letter.isalnum()]
    assert [letter for letter in plain_text(markup) if letter.isalnum()] == letters
