"""The page at `/`."""

from __future__ import annotations

from html.parser import HTMLParser

from faust.types import TP
from prometheus_client import CollectorRegistry

from agents.lag import Lag
from agents.metrics import Metrics
from agents.pages.home import Figure, HomeView, PartitionLine, figures, partition_lines, total
from agents.pages.newest import DeadLetter
from agents.pages.rendering import render
from schemas.event import Event, Meeting, Quote, Source

HOSTILE = "<script>alert(1)</script>\"'&\u202e"


class Tags(HTMLParser):
    """Counts tags, and checks that each one opened is closed in order."""

    VOID = frozenset({"meta", "link", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    tags.close()
    assert tags.open == []
    return tags


def event(summary: str) -> Event:
    return Meeting(
        event_id="meeting:0000000000000001",
        version=1,
        status="planned",
        summary=summary,
        confidence=0.5,
        evidence=(Quote(article_id="a", start=0, end=5, quote="quote"),),
        sources=(Source(article_id="a"),),
        independent_sources=1,
    )


def view(text: str = "text") -> HomeView:
    """A page where every piece of text is `text`."""
    return HomeView(
        state="ready",
        state_because=text,
        figures=(Figure(text, text),),
        events=(event(text),),
        partitions=(PartitionLine(text, 0, 2, 1, 0.0),),
        dead_letters=(DeadLetter(text, text, text, text),),
    )


def test_hostile_text_is_shown_as_text_and_never_becomes_markup() -> None:
    harmless = read(render("home.html", view=view()))
    hostile = read(render("home.html", view=view(HOSTILE)))
    assert hostile.seen == harmless.seen
    assert hostile.text.count(HOSTILE) == harmless.text.count("text")


def test_an_empty_page_says_so_and_is_whole() -> None:
    empty = HomeView("starting", "The worker is starting.", (), (), (), ())
    text = " ".join(read(render("home.html", view=empty)).text)
    assert "No event yet." in text
    assert "No partition is assigned to this worker yet." in text
    assert "None seen." in text


def test_a_metric_is_summed_over_its_labels() -> None:
    metrics = Metrics(CollectorRegistry())
    metrics.dead_letters.labels("intake", "json").inc(2)
    metrics.dead_letters.labels("extract", "timeout").inc()
    assert total(metrics.registry, "communique_dead_letters") == 3.0


def test_a_metric_that_nobody_counted_is_zero() -> None:
    assert total(CollectorRegistry(), "communique_dead_letters") == 0.0


def test_figures_give_counts_and_rates_since_the_start() -> None:
    metrics = Metrics(CollectorRegistry())
    metrics.articles.labels("extracted").inc(30)
    metrics.events.labels("meeting", "occurred").inc(6)
    metrics.extraction.observe(0.25)
    metrics.extraction.observe(0.75)
    metrics.queue.set(4)
    lines = (PartitionLine("articles", 0, 2, 5, 1.0), PartitionLine("articles", 1, 9, 0, 0.0))
    assert tuple(figures(metrics.registry, lines, uptime_seconds=120.0)) == (
        Figure("articles read", "30"),
        Figure("articles a minute", "15.0"),
        Figure("event versions published", "6"),
        Figure("events a minute", "3.0"),
        Figure("records waiting (lag)", "5"),
        Figure("articles in extraction", "4"),
        Figure("seconds an article", "0.500"),
        Figure("dead letters", "0"),
    )


def test_partitions_are_shown_in_the_order_of_their_names_with_how_long_they_wait() -> None:
    lags = {
        TP("b", 0): Lag(records=0, committed=7, moved_at=1.0),
        TP("a", 1): Lag(records=2, committed=5, moved_at=4.0),
    }
    assert tuple(partition_lines(lags, now=10.0)) == (
        PartitionLine("a", 1, 5, 2, 6.0),
        PartitionLine("b", 0, 7, 0, 0.0),
    )
