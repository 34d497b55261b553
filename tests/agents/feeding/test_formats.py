"""Each format: what is refused, what is read, and that one bad article costs no other."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path

import pytest

from agents.feeding.formats import web_feed
from agents.feeding.line import MAX_LINE_BYTES, Line, Options, bounded_lines
from agents.feeding.mapping import parse_mapping
from agents.feeding.reading import FORMATS, format_of
from agents.intake import Refusal


def read(kind: str, data: bytes, *mapping: str) -> list[Line]:
    return list(FORMATS[kind].read("f", io.BytesIO(data), Options(parse_mapping(mapping))))


def records(kind: str, data: bytes, *mapping: str) -> list[object]:
    """What is sent, and the reason in the place of what is refused."""
    return [
        line.reading.reason if isinstance(line.reading, Refusal) else json.loads(line.raw)
        for line in read(kind, data, *mapping)
    ]


def rss(*items: str, head: str = "<title>Harbour Wire</title><link>https://wire.example/</link>") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>{head}{"".join(items)}</channel></rss>'
    ).encode()


@pytest.mark.parametrize(
    "name, expected",
    [
        pytest.param("a", None, id="no suffix tells nothing"),
        pytest.param("a.gz", None, id="an unknown suffix tells nothing"),
        pytest.param("a.NDJSON", "jsonl", id="JSON Lines"),
        pytest.param("a.ninjs", "json", id="ninjs"),
        pytest.param("a.tsv", "csv", id="tables"),
        pytest.param("a.b.Txt", "text", id="text"),
        pytest.param("feed.xml", "rss", id="feeds"),
    ],
)
def test_a_name_tells_the_format(name: str, expected: str | None) -> None:
    assert format_of(name) == expected


def test_a_line_over_the_limit_is_passed_over_and_the_next_is_read() -> None:
    data = io.BytesIO(b"1234\r\n12345\n" + b"x" * 30 + b"\nlast")
    assert list(bounded_lines(data, 4)) == [(1, b"1234"), (2, None), (3, None), (4, b"last")]


@pytest.mark.parametrize(
    "kind, data, expected",
    [
        pytest.param("jsonl", b'{"text": \n{"text": "B."}\n', ["json", {"text": "B."}], id="a torn line"),
        pytest.param("jsonl", b"\xef\xbb\xbf" + b'{"text": "B."}', [{"text": "B."}], id="a byte order mark is no text"),
        pytest.param("json", b"[1,", ["json"], id="a torn document"),
        pytest.param("json", b"[]", [], id="an empty list holds no article"),
        pytest.param("json", b'[{"text": " "}, 3, {"text": "B."}]', ["schema", "schema", {"text": "B."}], id="a list"),
        pytest.param("json", b'{\n"text":\n"B."\n}\n', [{"text": "B."}], id="an article over many lines"),
        pytest.param(
            "json",
            b'{"text": "B."}\n{"text": "C."}\n',
            [{"text": "B."}, {"text": "C."}],
            id="JSON Lines by another name",
        ),
        pytest.param(
            "json",
            b'{\n"uri": "urn:a", "headline": "H", "body_text": "B."}',
            [{"uri": "urn:a", "headline": "H", "body_text": "B."}],
            id="a ninjs item goes as it stands",
        ),
        pytest.param("csv", b"", ["schema"], id="a table without a header"),
        pytest.param("csv", b"id,body\n1,B.\n", ["schema"], id="a table without text is told once"),
        pytest.param(
            "csv", b"id,text\n1,a,b,c\n2,\xff\n3,C.\n", ["table", "encoding", {"id": "3", "text": "C."}], id="bad rows"
        ),
        pytest.param("csv", b"id,text\n1,\n\n2,B.\n", ["schema", {"id": "2", "text": "B."}], id="an empty text"),
        pytest.param(
            "csv",
            b'\xef\xbb\xbfid;title;text\r\n1;;"One; he said.\r\nTwo."\r\n',
            [{"id": "1", "text": "One; he said.\nTwo."}],
            id="semicolons, quotes and line breaks, as spreadsheets write them",
        ),
        pytest.param("csv", b"text\tsource\nB.\tWire\n", [{"text": "B.", "source": "Wire"}], id="tabs"),
        pytest.param("text", b"\xff", ["schema"], id="text that is no UTF-8"),
        pytest.param("text", b" " * 1_048_580, ["size"], id="text that is too long"),
        pytest.param("rss", b"", ["feed"], id="no feed at all"),
        pytest.param("rss", b"<html><body><p>Not found</p></body></html>", ["feed"], id="a page is no feed"),
        pytest.param("rss", rss(), [], id="a feed without items holds no article"),
        pytest.param("rss", rss("<item><title>Only a title</title></item>"), ["feed"], id="an item without text"),
    ],
)
def test_what_is_no_article_is_refused_and_costs_no_other(kind: str, data: bytes, expected: list[object]) -> None:
    assert records(kind, data) == expected


def test_a_cell_that_never_ends_is_refused_by_its_place() -> None:
    lines = read("csv", b'text\n"' + b"x" * 3_000_000 + b"\nB.\n")
    assert [line.place for line in lines] == ["f:2", "f:3"]
    assert isinstance(lines[0].reading, Refusal)


@pytest.mark.parametrize("row", [pytest.param(b"%s\n", id="of its own"), pytest.param(b'"A.\n%s\n"\n', id="in quotes")])
def test_a_row_with_a_line_that_is_too_long_is_refused_not_dropped(row: bytes) -> None:
    lines = read("csv", b"text\n" + row % (b"x" * (MAX_LINE_BYTES + 1)) + b"B.\n")
    assert [getattr(line.reading, "reason", line.raw) for line in lines] == ["size", b'{"text":"B."}']


def test_a_feed_of_countless_items_is_refused_before_they_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_feed, "MAX_ITEMS", 2)
    assert len(records("rss", rss(*["<item><description>A.</description></item>"] * 2))) == 2
    for feed in (
        rss(*["<item/>"] * 3),
        b"<feed><a:entry/><a:ENTRY /><a:entry>",
        rss("<item >" * 3).decode().encode("utf-16"),
    ):
        (line,) = read("rss", feed)
        assert isinstance(line.reading, Refusal)
        assert line.reading.message == "more than 2 items"


def test_columns_and_nested_fields_are_mapped() -> None:
    assert records("csv", b"Headline,Body\nTalks,They met.\n", "title=Headline", "text=Body") == [
        {"title": "Talks", "text": "They met."}
    ]
    assert records("jsonl", b'{"a": {"b": "They met."}, "z": 1}', "text=a.b") == [{"text": "They met."}]


CONTENT = (
    "<content:encoded><![CDATA[<p>They met.</p><script>x()</script><p>Caf&eacute; &amp; bar.</p>]]></content:encoded>"
)


@pytest.mark.parametrize(
    "item, expected",
    [
        pytest.param(
            "<guid isPermaLink='false'>77</guid><description>They met.</description>",
            {"id": "https://wire.example/#77", "text": "They met.", "source": "Harbour Wire"},
            id="a guid that only its feed understands gets the feed before it",
        ),
        pytest.param(
            "<link>javascript:alert(1)</link><description>They met.</description>",
            {"text": "They met.", "source": "Harbour Wire"},
            id="a link out of the web is none",
        ),
        pytest.param(
            "<guid>{}</guid><link>http://[bad</link><pubDate>Fri, 31 Dec 99999 23:59:59 GMT</pubDate>"
            "<description>They met.</description>".format("x" * 600),
            {"text": "They met.", "source": "Harbour Wire"},
            id="nor is an address that is none, a date out of the calendar, or a guid without end",
        ),
        pytest.param(
            "<link>file:///etc/passwd</link><description>They met.</description>",
            {"text": "They met.", "source": "Harbour Wire"},
            id="nor is a file",
        ),
        pytest.param(
            "<pubDate>yesterday</pubDate><description>They met.</description>",
            {"text": "They met.", "source": "Harbour Wire"},
            id="a date that nobody can read is absent",
        ),
        pytest.param(
            "<link>https://wire.example/1</link><title>AT&amp;amp;T &lt;b&gt;wins&lt;/b&gt; 5 &lt; 6</title>"
            "<description>Short.</description><pubDate>Tue, 2 Mar 2021 09:15:00 EST</pubDate>" + CONTENT,
            {
                "url": "https://wire.example/1",
                "title": "AT&T wins 5 < 6",
                "text": "They met.\n\nCafé & bar.",
                "source": "Harbour Wire",
                "published_at": "2021-03-02T14:15:00+00:00",
            },
            id="the content comes before the summary, and no markup stays",
        ),
        pytest.param(
            "<guid>urn:x:1</guid><source url='https://other.example/'>Other Wire</source>"
            "<dc:date>2021-03-02</dc:date><description>They met.</description>",
            {
                "id": "urn:x:1",
                "text": "They met.",
                "source": "Other Wire",
                "published_at": "2021-03-02T00:00:00+00:00",
            },
            id="the outlet is the one that the item was taken from",
        ),
    ],
)
def test_an_item_of_rss_is_an_article(item: str, expected: dict[str, object]) -> None:
    assert records("rss", rss(f"<item>{item}</item>")) == [expected]


def test_an_entry_of_atom_is_an_article() -> None:
    feed = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">
      <title type="html">The &lt;i&gt;Wire&lt;/i&gt;</title>
      <id>urn:feed</id><entry><id>tag:wire.example,2021:1</id><title type="text">Talks &lt; war</title>
      <link rel="self" href="https://wire.example/self"/><link rel="alternate" href="https://wire.example/1"/>
      <updated>2021-03-02T10:15:00+01:00</updated>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>They met.</p></div></content></entry></feed>"""
    assert records("rss", feed.encode()) == [
        {
            "id": "tag:wire.example,2021:1",
            "url": "https://wire.example/1",
            "title": "Talks < war",
            "text": "They met.",
            "source": "The Wire",
            "published_at": "2021-03-02T09:15:00+00:00",
            "language": "en-GB",
        }
    ]


@pytest.mark.parametrize(
    "encoding, declared",
    [
        pytest.param("latin-1", "ISO-8859-1", id="as declared"),
        pytest.param("latin-1", "UTF-8", id="declared wrongly"),
        pytest.param("utf-16", "UTF-16", id="two bytes a character"),
    ],
)
def test_a_feed_is_read_in_its_encoding(encoding: str, declared: str) -> None:
    feed = rss("<item><description>Café.</description></item>", head="").decode().replace("UTF-8", declared)
    assert records("rss", feed.encode(encoding)) == [{"text": "Café."}]


def test_a_broken_item_costs_no_other() -> None:
    feed = rss(
        "<item><description>One & two <b></description></item>", "<item><description>Three.</description></item>"
    )
    assert {"text": "Three.", "source": "Harbour Wire"} in records("rss", feed)


def test_entities_that_multiply_are_not_multiplied() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    item = "<item><description>&i;</description></item>"
    feed = f'<?xml version="1.0"?>{bomb}]><rss version="2.0"><channel>{item}</channel></rss>'
    begun = time.monotonic()
    assert sum(len(line.raw) for line in read("rss", feed.encode())) < 10_000
    assert time.monotonic() - begun < 20


def test_entities_that_name_files_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("open sesame")
    feed = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{tmp_path}/secret">]>'.encode() + rss(
        "<item><description>Name: &a;</description></item>"
    )
    assert all(b"sesame" not in line.raw for line in read("rss", feed))
