"""Feeds and directories followed: what is sent once, again and never, on a broker."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from kafka.errors import KafkaTimeoutError

from agents.feeding.fetching import Fetcher
from agents.feeding.following import Feeding, Look, follow, opened_itself, pause_after
from agents.feeding.line import Options
from agents.feeding.plan import Plan
from agents.feeding.running import run
from agents.feeding.sending import Pace, Sender, Tally, producer_of
from agents.feeding.state import State
from agents.settings import Settings
from harness import Stream
from web import Answer, Web, web

PAGE = "<html><body><nav>Home News Sport</nav><article><h1>Talks</h1>{}</article></body></html>"
PARAGRAPH = (
    "<p>{} met for talks about fish, cod above all, and said they would meet again in the spring to sign it.</p>"
)


def rss(*items: tuple[str, str], link: str = "") -> bytes:
    inside = "".join(
        f"<item><guid>urn:wire:{guid}</guid>{link}<description>{text}</description></item>" for guid, text in items
    )
    return f'<rss version="2.0"><channel><title>Wire</title><language>en</language>{inside}</channel></rss>'.encode()


@dataclass
class Terminal:
    """Remembers what a person was told."""

    told: list[str] = field(default_factory=list)

    def tell(self, message: str) -> None:
        self.told.append(message)

    def opened(self, name: str) -> object:
        return Path(name).open("rb")

    def show(self) -> None:
        """Nothing is shown."""


@dataclass
class Feeder:
    """Runs `communique feed` and reads what came of it."""

    stream: Stream
    settings: Settings
    state: Path

    def run(self, *sources: str, **asked: object) -> tuple[Tally, list[str]]:
        tally, terminal = Tally(), Terminal()
        run(Plan(sources, state=self.state, delay=0.0, **asked), self.settings, tally, terminal)
        return tally, terminal.told

    def texts(self, count: int) -> list[str]:
        records = self.stream.read("articles", until=lambda found: len(found) >= count, linger=0.3)
        return sorted(json.loads(record.value or b"")["text"] for record in records)


@pytest.fixture
def feeder(embedded_broker: str, tmp_path: Path) -> Feeder:
    stream = Stream(embedded_broker, tmp_path)
    stream.create_topics()
    return Feeder(stream, Settings(bootstrap_servers=embedded_broker, partitions=2), tmp_path / "state.json")


@pytest.fixture
def server() -> Iterator[Web]:
    with web() as served:
        yield served


def test_a_feed_is_sent_once_and_a_corrected_item_again(feeder: Feeder, server: Web) -> None:
    url = f"{server.url}/a.rss"
    server.answers["/a.rss"] = Answer(rss(("1", "One."), ("2", "Two.")), headers={"ETag": '"v1"'})
    first, _ = feeder.run(url)
    server.answers["/a.rss"] = Answer(status=304)
    second, _ = feeder.run(url)
    server.answers["/a.rss"] = Answer(rss(("3", "Three."), ("1", "One, corrected."), ("2", "Two.")))
    third, _ = feeder.run(url)
    assert [(tally.sent, tally.known) for tally in (first, second, third)] == [(2, 0), (0, 0), (2, 1)]
    assert [headers.get("if-none-match") for _, headers in server.asked] == [None, '"v1"', '"v1"']
    assert feeder.texts(4) == ["One, corrected.", "One.", "Three.", "Two."]


def test_a_login_in_the_address_goes_to_its_server_and_nowhere_else(feeder: Feeder, server: Web) -> None:
    item = b"<item><guid>77</guid><link>/1</link><description> </description></item>"
    item += b"<item><guid>78</guid><link>/2</link><description>They met.</description></item>"
    server.answers["/a.rss"] = Answer(b'<rss version="2.0"><channel>' + item + b"</channel></rss>")
    _, told = feeder.run(server.url.replace("http://", "http://me:secret@") + "/a.rss")
    (record,) = feeder.stream.read("articles", until=len)
    assert server.asked[0][1]["authorization"].startswith("Basic ")
    assert (record.data["id"], record.data["url"]) == (f"{server.url}/a.rss#78", f"{server.url}/2")
    assert [line.partition(": item")[0] for line in told] == [f"{server.url}/a.rss"]
    assert "secret" not in feeder.state.read_text()


def test_a_feed_that_cannot_be_read_costs_no_other(feeder: Feeder, server: Web) -> None:
    server.answers["/gone"] = Answer(status=410)
    server.answers["/page"] = Answer(b"<html><body>Hello</body></html>")
    server.answers["/a.rss"] = Answer(rss(("1", " "), ("2", "Two.")))
    tally, told = feeder.run(*(f"{server.url}/{name}" for name in ("gone", "page", "a.rss")))
    assert (tally.sent, tally.refused, tally.unread, tally.is_clean) == (1, 1, 2, False)
    assert tally.told() == "1 sent, 1 refused (1 feed), 0 failed, 2 times a feed could not be read"
    assert told[0] == f"{server.url}/gone: the server answers 410"
    assert told[1].startswith(f"{server.url}/page: not RSS or Atom")
    assert told[2].startswith(f"{server.url}/a.rss: item 1: the item has neither content nor summary")


def test_a_full_text_is_read_where_robots_may_and_the_summary_sent_where_not(feeder: Feeder, server: Web) -> None:
    article = PAGE.format("".join(PARAGRAPH.format(who) for who in ("Anna Lund", "Bert Maes", "Carla Ruiz", "Dan Ek")))
    server.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /private*\n")
    server.answers["/open"] = Answer(article.encode())
    for name in ("open", "private", "file"):
        link = "<link>file:///etc/passwd</link>" if name == "file" else f"<link>{server.url}/{name}</link>"
        server.answers[f"/{name}.rss"] = Answer(rss((name, f"Short of {name}."), link=link))
    tally, told = feeder.run(*(f"{server.url}/{name}.rss" for name in ("open", "private", "file")), full_text=True)
    texts = feeder.texts(3)
    assert (tally.sent, texts[:2]) == (3, ["Short of file.", "Short of private."])
    assert [line.split(" met")[0] for line in texts[2].split("\n\n")][-4:] == [
        "Anna Lund",
        "Bert Maes",
        "Carla Ruiz",
        "Dan Ek",
    ]
    assert told == [f"{server.url}/private: robots.txt does not want it read; sent with its summary"]
    assert "/private" not in server.paths
    assert server.paths.count("/robots.txt") == 1


def test_a_directory_is_sent_once_and_what_is_no_article_file_is_left(feeder: Feeder, tmp_path: Path) -> None:
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    (incoming / "a.txt").write_text("One.")
    (incoming / "b.jsonl").write_text('{"text": "Two."}\n{broken\n')
    (incoming / ".c.txt").write_text("Hidden.")
    (incoming / "d.jsonl.part").write_text('{"text": "Half')
    first, told = feeder.run(str(incoming))
    (incoming / "a.txt").write_text("One, and more.")
    second, _ = feeder.run(str(incoming))
    assert [(tally.sent, tally.refused, tally.known) for tally in (first, second)] == [(2, 1, 0), (1, 0, 1)]
    assert told[0].startswith(f"{incoming}/b.jsonl:2: not JSON")
    assert feeder.texts(3) == ["One, and more.", "One.", "Two."]


def test_a_key_in_the_address_of_a_feed_is_told_to_nobody(feeder: Feeder, server: Web) -> None:
    """Neither in an id, which all subscribers see, nor in a message; and two keys are two feeds."""
    item = "<item><guid>77</guid><description>Talks in Oslo.</description></item>"
    feed = f'<rss version="2.0"><channel><title>Wire</title><language>en</language>{item}<item/></channel></rss>'
    for key in ("hush-hush", "other-key"):
        server.answers[f"/a.rss?key={key}"] = Answer(feed.encode())
    tally, told = feeder.run(*(f"{server.url}/a.rss?key={key}" for key in ("hush-hush", "other-key")))
    records = feeder.stream.read("articles", until=lambda seen: len(seen) == 2)
    ids = [(record.key or b"").decode() for record in records]
    assert (tally.sent, tally.refused, len(set(ids))) == (2, 2, 2)
    assert not any(
        "hush" in text or "other-key" in text for text in (*ids, *told, *(str(one.value) for one in records))
    )


def test_links_in_a_directory_are_not_followed(feeder: Feeder, tmp_path: Path) -> None:
    """Who may put files there could have others read to everybody."""
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    (tmp_path / "private.txt").write_text("Open sesame.")
    (incoming / "a.txt").symlink_to(tmp_path / "private.txt")
    tally, told = feeder.run(str(incoming))
    assert (tally.sent, tally.known, told) == (0, 0, [])
    with pytest.raises(OSError, match="symbolic links"):
        opened_itself(str(incoming / "a.txt"))


@pytest.mark.parametrize(
    "look, failures, every, expected",
    [
        pytest.param(Look(), 0, None, None, id="a single look that went well is the last"),
        pytest.param(Look(failed=True, temporary=False), 1, None, None, id="so is one that can never go well"),
        pytest.param(Look(failed=True), 3, None, None, id="so is the third"),
        pytest.param(Look(failed=True, retry_after=61), 1, None, None, id="so is one that would wait too long"),
        pytest.param(Look(failed=True), 1, None, 1.0, id="a failure is tried again"),
        pytest.param(Look(failed=True), 2, None, 2.0, id="and again, later"),
        pytest.param(Look(failed=True, retry_after=30), 1, None, 30.0, id="and when the server wants it"),
        pytest.param(Look(), 0, 300.0, 300.0, id="a source is looked at again and again"),
        pytest.param(Look(failed=True), 2, 300.0, 1200.0, id="more seldom the longer it fails"),
        pytest.param(Look(failed=True), 90, 300.0, 3600.0, id="but every hour at least"),
        pytest.param(Look(failed=True), 90, 7200.0, 7200.0, id="where not told to look more seldom anyway"),
        pytest.param(
            Look(failed=True, retry_after=5000), 1, 300.0, 5000.0, id="unless the server asks for more patience"
        ),
        pytest.param(Look(failed=True, retry_after=9e9), 1, 300.0, 86400.0, id="and for a day at most"),
    ],
)
def test_the_next_look_is_planned(look: Look, failures: int, every: float | None, expected: float | None) -> None:
    assert pause_after(look, failures, every) == expected


def test_a_rate_leaves_time_between_two() -> None:
    now, slept = [0.0], list[float]()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    pace = Pace(4, lambda: now[0], sleep)
    for pause in (0.0, 0.1, 1.0, 0.0):
        now[0] += pause
        pace.wait()
    assert slept == pytest.approx([0.15, 0.25])


class Enough(Exception):  # noqa: N818 -- no error: the test has seen enough
    pass


def test_following_outlives_a_broker_that_is_away_and_a_single_look_does_not(feeder: Feeder) -> None:
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            raise Enough

    class Away:
        def look(self, feeding: Feeding) -> Look:
            raise KafkaTimeoutError("no broker")

    terminal = Terminal()
    with producer_of(feeder.settings) as producer:
        feeding = Feeding(Sender(producer, Tally(), terminal.tell), State(feeder.state), Options(), Fetcher())
        with pytest.raises(KafkaTimeoutError):
            follow([Away()], feeding, None, lambda: 0.0, sleep)
        with pytest.raises(Enough):
            follow([Away()], feeding, 60.0, lambda: 0.0, sleep)
    assert slept == [120.0, 240.0, 480.0]
    assert terminal.told == ["the broker cannot be reached: KafkaTimeoutError; tried again"] * 3
