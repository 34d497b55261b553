"""Load: articles that take long, one key that takes it all, a web view that is scraped."""

from __future__ import annotations

import threading
from urllib.error import HTTPError
from urllib.request import urlopen

from harness import SESSION_SECONDS, article
from tests.faults.articles import Newsroom, Sent, sent
from tests.faults.fault import ARTICLES, Fault
from tests.faults.scene import Scene

SCRAPERS = 6
PAGES = (
    "/",
    "/events",
    "/api/events?limit=200",
    "/api/entities/country:NO",
    "/metrics",
    "/healthz",
    "/readyz",
    "/tables",
    "/api/events?limit=nonsense",
    "/nothing/here",
)


def slow(newsroom: Newsroom) -> list[Sent]:
    """Articles of all kinds, and three that take longer than the group waits for a sign of life."""
    batch = newsroom.batch(ARTICLES // 2)
    for place in (5, 6, 20):
        name = newsroom.new_id()
        batch.insert(place, sent(article(name, text=f"SLEEP {SESSION_SECONDS + 2}")))
    return batch


def hot(newsroom: Newsroom) -> list[Sent]:
    """Articles on one minister, and one article corrected again and again."""
    return [*newsroom.hot(60), *newsroom.corrected(20)]


def watch(scene: Scene) -> None:
    """The articles do the harm themselves."""
    scene.until_done(1)
    scene.struck()


def scrape(scene: Scene) -> None:
    """Ask for every page of the web view as fast as it answers, until all articles are done."""
    scene.struck()
    done = threading.Event()
    wrong: list[str] = []
    scrapers = [threading.Thread(target=_scrape, args=(scene.web_ports()[0], done, wrong)) for _ in range(SCRAPERS)]
    for scraper in scrapers:
        scraper.start()
    try:
        scene.settle()
    finally:
        done.set()
        for scraper in scrapers:
            scraper.join()
    scene.problems += sorted(set(wrong))


def _scrape(port: int, done: threading.Event, wrong: list[str]) -> None:
    while not done.is_set():
        for path in PAGES:
            status = _status(f"http://127.0.0.1:{port}{path}")
            if status not in {200, 400, 404}:
                wrong.append(f"the page {path} answered {status}")


def _status(url: str) -> int | str:
    try:
        with urlopen(url, timeout=20) as response:  # noqa: S310 -- a worker's own address
            response.read()
            return int(response.status)
    except HTTPError as error:
        return error.code
    except OSError as error:
        return repr(error)


FAULTS = (
    Fault("articles slower than the session timeout", watch, slow, settings={"pool_processes": 1}, short=False),
    Fault("one hot key", watch, hot),
    Fault("web view scraped hard", scrape),
)
