"""Events explained on the terminal and in a page."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from agents.cli.explaining import Stretch, explained, marked, page, stretches
from extraction import nlp, pipeline
from extraction.document import Document
from extraction.marking import Mark
from schemas.article import Article

ARTICLE = Article.model_validate(
    {
        "id": "wire/1",
        "title": "Norway, Estonia to hold talks",
        "text": "Foreign Minister Anna Lund of Norway will meet Estonian President Bert Maes in Tallinn on Friday.\n\n"
        "<script>document.title = 'taken over'</script> & more.",
        "published_at": "2031-05-07",
        "language": "en",
    }
)


@pytest.fixture(scope="module")
def read() -> tuple[Document, pipeline.Outcome]:
    document = pipeline.read(ARTICLE, nlp.load())
    return document, pipeline.outcome_of(document)


def test_text_without_marks_is_one_stretch() -> None:
    assert list(stretches("all of it", [], [], 0, 9)) == [Stretch("all of it", (), ())]


def test_no_text_has_no_stretch() -> None:
    assert list(stretches("", [], [], 0, 0)) == []


def test_stretches_join_to_the_text_again_and_know_their_marks(
    read: tuple[Document, pipeline.Outcome],
) -> None:
    events = list(read[1].events)[:1]
    found = [Mark(0, 6, 0, None), Mark(2, 4, 0, "when"), Mark(3, 9, 0, "where")]
    assert list(stretches("0123456789", found, events, 1, 9)) == [
        Stretch("1", ("meeting",), ()),
        Stretch("2", ("meeting",), ("1: when",)),
        Stretch("3", ("meeting",), ("1: when", "1: where")),
        Stretch("45", ("meeting",), ("1: where",)),
        Stretch("678", ("meeting",), ("1: where",)),
    ]


def test_an_explanation_names_rule_status_and_date(read: tuple[Document, pipeline.Outcome]) -> None:
    text = "\n".join(explained(*read))
    assert text.startswith("wire/1: Norway, Estonia to hold talks\n  meeting · planned · ")
    assert "rule meet\n" in text
    assert 'status: "will"' in text
    assert 'date: "Friday" in a future clause, counted from 2031-05-07' in text


def test_the_page_shows_hostile_text_as_text(read: tuple[Document, pipeline.Outcome]) -> None:
    html = page([marked(*read)])
    assert "&lt;script&gt;" in html
    assert "<script" not in html


@pytest.mark.slow
def test_a_browser_shows_the_article_with_its_events(tmp_path: Path, read: tuple[Document, pipeline.Outcome]) -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    file = tmp_path / "page.html"
    file.write_text(page([marked(*read)]), encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    shown = subprocess.run(
        [chromium, *options, "--dump-dom", file.as_uri()], capture_output=True, check=True, timeout=60
    ).stdout.decode()
    assert "<title>Communiqué: 1 article</title>" in shown
    assert '<mark class="meeting filler" title="1: participants, 2: participants">' in shown or (
        '<mark class="meeting filler" title="1: participants">' in shown
    )
    assert "&lt;script&gt;document.title = 'taken over'&lt;/script&gt; &amp; more." in shown
