"""The text of pages, as far as their sites let it be read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agents.feeding import fetching, full_text
from agents.feeding.fetching import Fetcher
from agents.feeding.full_text import FullText, extracted
from web import Answer, Web, web

PARAGRAPH = "<p>Anna Lund met for talks about fish, cod above all, and said they would meet again in spring.</p>"


@pytest.fixture
def server() -> Iterator[Web]:
    with web() as served:
        yield served


def test_of_rules_that_are_too_long_those_at_the_beginning_hold(server: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full_text, "MAX_ROBOTS_BYTES", 40)
    server.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /private\n" + b"# and so on\n" * 9)
    told: list[str] = []
    assert FullText(Fetcher((server.url,), delay=0), told.append)(f"{server.url}/private") is None
    assert (server.paths, told) == (
        ["/robots.txt"],
        [f"{server.url}/private: robots.txt does not want it read; sent with its summary"],
    )


def test_sites_and_hosts_without_number_do_not_fill_the_memory(server: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full_text, "MAX_SITES", 2)
    monkeypatch.setattr(fetching, "MAX_HOSTS", 2)
    fetcher = Fetcher((server.url,), delay=0)
    read = FullText(fetcher, lambda _: None)
    for name in "abcd":  # a name before the host makes another site of it
        read(server.url.replace("//", f"//{name}@"))
    assert (len(read._rules), len(fetcher._last) <= 3) == (2, True)


def test_a_text_that_is_too_long_for_an_article_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    paragraphs = "".join(PARAGRAPH.replace("Anna", f"Anna {number}") for number in range(9))
    page = f"<html><body><article>{paragraphs}</article></body></html>".encode()
    assert extracted(page) is not None
    monkeypatch.setattr(full_text, "MAX_TEXT_BYTES", 700)
    assert extracted(page) is None
