"""Articles from files."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from agents.feeding.line import Line
from agents.feeding.reading import lines_of
from agents.intake import Passed, Readable, Refusal


def write(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return str(path)


def outcome(line: Line) -> tuple[str, str | None]:
    """Kind and reason of a reading, without the error's wording."""
    reading = line.reading
    return type(reading).__name__, reading.reason if isinstance(reading, Refusal) else None


def test_a_missing_file_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        list(lines_of(["/no/such/file.jsonl"]))


def test_blank_lines_hold_no_article(tmp_path: Path) -> None:
    assert list(lines_of([write(tmp_path / "a.jsonl", b"\n  \n\r\n")])) == []


@pytest.mark.parametrize(
    "raw, expected",
    [
        pytest.param(b"{not json", ("Refusal", "json"), id="a broken line is refused"),
        pytest.param(b"\xff\xfe", ("Refusal", "encoding"), id="bytes that are no UTF-8 are refused"),
        pytest.param(b'["text"]', ("Refusal", "schema"), id="an array is refused"),
        pytest.param(b'{"title": "A headline"}', ("Refusal", "schema"), id="an article without text is refused"),
        pytest.param(
            b'{"text": "Die Ministerin reist am Montag nach Wien.", "language": "de"}',
            ("Passed", None),
            id="another language is passed over",
        ),
        pytest.param(
            b'{"id": "a", "text": "The minister flew home.", "language": "en"}',
            ("Readable", None),
            id="an article is read",
        ),
    ],
)
def test_a_line_is_read_as_the_stream_reads_it(tmp_path: Path, raw: bytes, expected: tuple[str, str | None]) -> None:
    name = write(tmp_path / "a.jsonl", b"\n" + raw + b"\r\n")
    (line,) = lines_of([name])
    assert (line.place, line.raw, outcome(line)) == (f"{name}:2", raw, expected)


def test_a_refused_line_has_no_key_and_any_other_its_article_id(tmp_path: Path) -> None:
    lines = lines_of([write(tmp_path / "a.jsonl", b'{\n{"id": "wire/1", "text": "Text.", "language": "en"}\n')])
    assert [line.key for line in lines] == [None, b"wire/1"]


def test_an_article_from_a_file_gets_no_publication_date_that_nobody_told(tmp_path: Path) -> None:
    (line,) = lines_of([write(tmp_path / "a.jsonl", b'{"text": "They met on Friday.", "language": "en"}')])
    assert isinstance(line.reading, Readable)
    assert line.reading.article.published_at is None


def test_a_text_file_is_one_article(tmp_path: Path) -> None:
    (line,) = lines_of([write(tmp_path / "a.TXT", b"The minister said she would go.\n\nShe did not.\n")])
    assert isinstance(line.reading, Readable)
    assert line.reading.article.text == "The minister said she would go.\n\nShe did not.\n"


@pytest.mark.parametrize(
    "content", [pytest.param(b"", id="empty"), pytest.param(b"\xff", id="no UTF-8"), pytest.param(b" \n", id="blank")]
)
def test_a_text_file_without_text_is_refused(tmp_path: Path, content: bytes) -> None:
    name = write(tmp_path / "a.txt", content)
    (line,) = lines_of([name])
    assert (line.place, outcome(line)) == (name, ("Refusal", "schema"))


def test_a_dash_stands_for_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(b'{"id": "b", "text": "Text.", "language": "fr"}\n'))
    monkeypatch.setattr("sys.stdin", stream)
    (line,) = lines_of(["-"])
    assert (line.place, type(line.reading)) == ("<stdin>:1", Passed)
