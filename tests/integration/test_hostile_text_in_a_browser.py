"""Hostile article text on every page, opened in a real browser: it is shown as text, and nothing of it runs.

A listener of the test's own hears of everything that runs or loads. That it would hear is tested first.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from playwright.async_api import Browser

from agents.broker.embedded import embedded_broker
from agents.cli.explaining import MarkedArticle, Stretch, page
from browsers import NONE, chromium
from harness import Stream, Worker, article, meeting, person
from schemas.event import MENTION

PAGES = Path(__file__).parents[2] / "agents" / "pages"
RUN_MS = 300
"""What everything on a page gets to run; the first test shows that it is enough."""

TOGETHER = 6
"""Pages that are open at a time; most of the time they are waited for."""

PAGE_TAGS = {
    *("html", "head", "meta", "title", "link", "body", "header", "h1", "h2", "a", "nav", "main", "section", "p", "dl"),
    *("div", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "span", "code", "style", "article", "mark", "h3"),
    *("script", "button", "ul", "ol", "li", "footer", "time", "form", "label", "input", "select", "option"),
    *("details", "summary", "figure", "figcaption", "blockquote", "caption", "polyline", "strong"),
    *("pre", "svg", "path"),  # what the browser makes of JSON and text
}


pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.integration,
    pytest.mark.browser,
    pytest.mark.slow,
]


class Listener(ThreadingHTTPServer):
    """Hears of everything that asks it for something."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        heard = self.heard

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                heard.append(self.path)
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Print nothing."""

        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/heard"


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    server = Listener()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def payloads(url: str) -> dict[str, str]:
    """Text that would run, load or break something where it is taken for more than text."""
    return {
        "a script": f"<script>fetch('{url}?script')</script>",
        "a script behind the end of an element": f"</td></title></a><script>fetch('{url}?end')</script>",
        "an event handler": f"<img src=x onerror=fetch('{url}?onerror')>",
        "an event handler without spaces": f"<svg/onload=fetch('{url}?onload')>",
        "the end of an attribute": f'" autofocus onfocus="fetch(\'{url}?focus\')" x="',
        "the end of an attribute in single quotes": f"' autofocus onfocus='fetch(`{url}?focus`)' x='",
        "an address that is a script": f"javascript:fetch('{url}?address')",
        "an image": f"<img src='{url}?image'>",
        "a style": f"<style>@import '{url}?style';</style><link rel=stylesheet href='{url}?link'>",
        "a frame": f"<iframe src='{url}?frame'></iframe><object data='{url}?object'></object>",
        "another page": f"<meta http-equiv=refresh content='0;url={url}?refresh'><base href='{url}?base'>",
        "a form": f"<form action='{url}?form'><input type=submit autofocus></form>",
        "a template's placeholder": "{{ 7 * 7 }}{% for x in view %}{{ x }}{% endfor %}${7*7}<%= 7*7 %>",
        "a markup that was escaped already": "&lt;script&gt;alert(1)&lt;/script&gt;&#60;b&#62;",
        "the end of a comment or script": "--><!--]]></script></style></textarea></noscript>",
        "letters written backwards": "\u202egnitirw sdrawkcab\u202c \u2066island",
        "a terminal's orders": "\x1b[31mred\x9b2J",
    }


async def test_the_listener_hears_what_runs(browser: Browser, listener: Listener, tmp_path: Path) -> None:
    file = tmp_path / "unsafe.html"
    texts = payloads(listener.url)
    told = {"a script": "script", "an event handler": "onerror", "an image": "image", "a frame": "frame"}
    file.write_text("<!doctype html><body>" + "".join(texts[name] for name in told))
    await opened(browser, file.as_uri())
    assert {f"/heard?{word}" for word in told.values()} <= set(listener.heard)
    listener.heard.clear()


async def opened(browser: Browser, url: str) -> str:
    """What stands in the browser once a page is open and everything on it had time to run."""
    page = await browser.new_page()
    await page.goto(url)
    await page.wait_for_timeout(RUN_MS)
    made = await page.content()
    await page.close()
    return made


class Elements(HTMLParser):
    """The elements and the text of a page as the browser has it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.scripts: list[str] = []
        self.handlers: list[str] = []
        self.addresses: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.scripts += [str(dict(attrs).get("src"))] if tag == "script" else []
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "action", "data", "srcdoc"}]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def is_harmless(dom: str) -> Elements:
    elements = Elements()
    elements.feed(dom)
    assert elements.tags <= PAGE_TAGS
    assert [script for script in elements.scripts if not re.fullmatch(r"/static/[\w.]+\.js", script)] == []
    assert elements.handlers == []
    assert [address for address in elements.addresses if not re.match(r"/(?!/)|#[A-Za-z_-]+$", address)] == []
    return elements


@pytest.fixture(scope="module")
def hostile(listener: Listener) -> tuple[str, ...]:
    return tuple(payloads(listener.url).values())


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory, hostile: tuple[str, ...]) -> Iterator[Worker]:
    """A worker that has read hostile text in every place there is."""
    if chromium() is None:
        pytest.skip(NONE)
    with embedded_broker() as bootstrap:
        stream = Stream(bootstrap, tmp_path_factory.mktemp("hostile"))
        stream.create_topics()
        with stream.worker() as worker:
            stream.send_articles(*(article_of(number, text) for number, text in enumerate(hostile)))
            stream.send({"key": text.encode(), "value": text.encode()} for text in hostile)
            deadline = time.monotonic() + 60
            while missing := unread(worker, len(hostile)):
                assert time.monotonic() < deadline, missing
                time.sleep(0.5)
            yield worker


def unread(worker: Worker, count: int) -> set[int]:
    """The numbers of the articles that no event among the newest names as its source."""
    events = json.loads(read(worker, "/api/events?limit=200"))["events"]
    named = {source["article_id"] for event in events for source in event["sources"]}
    return set(range(count)) - {int(name.partition(" ")[0].removeprefix("a")) for name in named}


def article_of(number: int, text: str) -> dict[str, Any]:
    """An article whose every slot holds the text; it tells an event of each type."""
    where, party = {"text": text, "country": "NO"}, person(f"Lund {text}", "NO")
    day = f"2031-05-{number + 1:02}"
    told = f"Today {text}"
    evidence = [{"article_id": "?", "start": 0, "end": len(told), "quote": told}]
    common = {
        "confidence": 0.8,
        "evidence": evidence,
        "summary": text,
        "when": {"start": day, "end": day, "text": text},
    }
    country = {"name": text, "kind": "country", "country": "NO", "entity_id": "country:NO"}
    target = {**country, "country": "BE", "entity_id": "country:BE"}
    tariff = {"type": "trade_measure", "measure": "tariff", "action": "impose", "status": "occurred", "goods": [text]}
    slots = {"venue": text, "topics": [text], "recurrence": text, "where": where}
    talks = meeting((f"Lund {text}", "NO"), ("Maes", "BE"), on=day, **slots)
    made = article(
        f"a{number} {text}".replace("\x1b", "").replace("\x9b", ""),
        {**talks, **common},
        {**tariff, **common, "imposers": [country], "targets": [target], "rate": text, "reason": text, "forum": text},
        {**common, "type": "appointment", "action": "appoint", "status": "occurred", "person": party, "office": text},
    )
    return {**made, "title": text, "source": text, "url": text}


def read(worker: Worker, path: str) -> str:
    with urlopen(f"{worker.url}{path}", timeout=20) as response:  # noqa: S310 -- http alone
        return str(response.read().decode())


def addresses(worker: Worker) -> Iterator[str]:
    """Every page there is, with hostile text where it takes any."""
    events = json.loads(read(worker, "/api/events?limit=200"))["events"]
    people = {party["entity_id"] for event in events for party in event.get("participants", [])}
    filled = {
        "{event_id}": [quote(event["event_id"]) for event in events[:3]],
        "{entity_id}": [quote(name, safe="") for name in [*sorted(people)[:3], "country:NO"]],
        "{country}": ["NO"],
        "{one}/{other}": ["NO/BE"],
        "{file}": ["live.js", "communique.css"],
        "{key}": [quote("meetings:BE+NO", safe=""), quote("<script>alert(1)</script>", safe="")],
        "{name}": ["lund", quote("<script>alert(1)</script>", safe="")],
    }
    for file in sorted(PAGES.glob("*.py")):
        for pattern in re.findall(r'@app\.page\("([^"]+)"', file.read_text("utf-8")):
            slots = [slot for slot in filled if slot in pattern]
            assert bool(slots) == ("{" in pattern), f"fill the slots of {pattern} here"
            for value in filled[slots[0]] if slots else [""]:
                yield pattern.replace(slots[0], value) if slots else pattern
    yield from ("/router/", "/router/entities/", f"/router/entities/{quote('<b onclick=x>', safe='')}/")
    yield from (f"/{quote('<script>alert(1)</script>')}", f"/api/events?type={quote('<script>alert(1)</script>')}")


async def test_nothing_runs_on_any_page(browser: Browser, worker: Worker, listener: Listener) -> None:
    visited = list(addresses(worker))
    assert len(visited) > 15
    for first in range(0, len(visited), TOGETHER):
        paths = visited[first : first + TOGETHER]
        for dom in await asyncio.gather(*(opened(browser, f"{worker.url}{path}") for path in paths)):
            is_harmless(dom)
        assert listener.heard == [], paths


async def test_the_home_page_shows_hostile_text_as_it_is(browser: Browser, worker: Worker, listener: Listener) -> None:
    shown = " ".join(is_harmless(await opened(browser, f"{worker.url}/")).text)
    # Events that merge show the slots of one; every tag of the texts is seen as text nevertheless.
    assert [
        tag
        for tag in ("<script>", "<img src", "<svg/", "<iframe", "<meta", "<form", "{{ 7 * 7 }}", "&lt;")
        if tag not in shown
    ] == []
    assert listener.heard == []


async def test_the_page_of_marked_articles_shows_hostile_text_as_it_is(
    browser: Browser, listener: Listener, hostile: tuple[str, ...], tmp_path: Path
) -> None:
    mention: Callable[[str], Any] = lambda text: MENTION.validate_python(  # noqa: E731 -- one line, used once
        {**meeting((text, "NO")), "summary": text, "article_id": "a"}
    )
    shown = [
        MarkedArticle(
            article_id=text,
            title=text,
            headline=(Stretch(text, ("meeting",), (text,)),),
            body=(Stretch(text, ("meeting",), (f"1: {text}",)), Stretch(text, (), ())),
            events=((mention(text), ((text, text),)),),
            dropped=(text,),
        )
        for text in hostile
    ]
    file = tmp_path / "articles.html"
    file.write_text(page(shown), encoding="utf-8")
    dom = is_harmless(await opened(browser, file.as_uri()))
    assert [text for text in hostile if "\x1b" not in text and text not in "".join(dom.text)] == []
    assert listener.heard == []
