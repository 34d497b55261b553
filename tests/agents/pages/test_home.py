"""The page at `/`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from faust.types import TP
from prometheus_client import CollectorRegistry

from agents.metrics import Metrics
from agents.pages.filtering import CHOICES
from agents.pages.health import Health
from agents.pages.home import (
    SHOWN_EVENTS,
    Asked,
    FailureLine,
    Figure,
    HomeView,
    PartitionLine,
    Standing,
    asked_of,
    failure_lines,
    figures,
    home_view,
    partition_lines,
)
from agents.pages.newest import DeadLetter
from agents.pages.rendering import render
from agents.pages.throughput import Sample, sample
from agents.upkeep.lag import Lag
from pagetext import HOSTILE, read, shown
from schemas.event import Event, Meeting, Quote, Source

PAGES = Path(__file__).parents[3] / "agents" / "pages"
_ = "\N{NO-BREAK SPACE}"
SPAN = "over the last 15 minutes"


LAGS = {
    TP("b", 0): Lag(records=0, committed=7, moved_at=1.0),
    TP("a", 1): Lag(records=2, committed=5, moved_at=4.0),
}
OPEN = {"type": "", "country": "", "status": "", "since": "", "until": ""}


def event(summary: str, number: int = 1, **slots: object) -> Event:
    common = {
        "event_id": f"meeting:{number:016x}",
        "version": 1,
        "status": "planned",
        "confidence": 0.5,
        "evidence": (Quote(article_id="a", start=0, end=5, quote="quote"),),
        "sources": (Source(article_id="a"),),
        "independent_sources": 1,
    }
    return Meeting.model_validate({**common, "summary": summary, **slots})


def view(text: str = "text") -> HomeView:
    """A page where every piece of text is `text`."""
    return HomeView(
        health=Health("ready", text),
        uptime=text,
        figures=(Figure(text, text, text, "0,1 2,3", text),),
        asked=Asked(dict.fromkeys(OPEN, text), text, ((text, text),), text),
        events=(event(text),),
        fitting=1,
        kept=1,
        partitions=(PartitionLine(text, 0, 2, 1, 0.0),),
        failures=(FailureLine(text, text, 1),),
        dead_letters=(DeadLetter(text, text, text, text),),
    )


def standing(metrics: Metrics | None = None, samples: tuple[Sample, ...] = (), uptime: float = 7_500.0) -> Standing:
    ready = Health("ready", "Articles are read.")
    return Standing(ready, metrics or Metrics(CollectorRegistry()), samples, LAGS, now=10.0, uptime=uptime)


def test_hostile_text_is_shown_as_text_and_never_becomes_markup() -> None:
    harmless = read(render("home.html", view=view(), choices=CHOICES))
    hostile = read(render("home.html", view=view(HOSTILE), choices=CHOICES))
    assert hostile.seen == harmless.seen
    assert hostile.text.count(HOSTILE) == harmless.text.count("text") > 10


def test_an_empty_page_says_so_and_is_whole() -> None:
    nothing = Standing(Health("starting", "The worker is starting."), Metrics(CollectorRegistry()), (), {}, 0.0, 0.0)
    text = shown(render("home.html", view=home_view(nothing, (), (), {}), choices=CHOICES))
    assert "This worker: ◑ starting The worker is starting." in text
    assert "No event yet." in text
    assert "No partition is assigned to this worker yet." in text
    assert "None seen." in text


def test_the_page_gathers_what_is_known() -> None:
    letter = DeadLetter("NotJson", "intake", "articles 3:41", "not JSON")
    told = home_view(standing(), (event("Talks"),), (letter,), {})
    assert (told.uptime, told.events, told.fitting, told.kept) == (f"2{_}h{_}5{_}min", (event("Talks"),), 1, 1)
    assert (told.dead_letters, [line.topic for line in told.partitions]) == ((letter,), ["a", "b"])


def test_a_wrong_filter_shows_no_event() -> None:
    told = home_view(standing(), (event("Talks"),), (), {"since": "soon"})
    assert (told.asked.wrong, told.events) == ("since must be a day such as 2019-09-20", ())


def test_only_so_many_of_the_events_that_fit_are_shown() -> None:
    many = tuple(event("Talks", number) for number in range(SHOWN_EVENTS + 3))
    told = home_view(standing(), many, (), {})
    assert (told.events, told.fitting) == (many[:SHOWN_EVENTS], SHOWN_EVENTS + 3)
    text = shown(render("home.html", view=told, choices=CHOICES))
    assert f"The newest {SHOWN_EVENTS + 3} events; {SHOWN_EVENTS} are shown" in text


def test_the_form_keeps_what_was_asked_and_offers_the_countries_of_the_events() -> None:
    events = (event("Talks", countries=("NO", "CL")),)
    assert asked_of({"country": "jp", "type": "meeting", "colour": "blue"}, events) == Asked(
        values={**OPEN, "country": "JP", "type": "meeting"},
        wrong=None,
        countries=(("CL", "Chile"), ("JP", "Japan"), ("NO", "Norway")),
        query="type=meeting&country=JP",
    )


def test_figures_before_anything_was_done() -> None:
    assert tuple(figures(Metrics(CollectorRegistry()), (), ())) == (
        Figure(
            "Articles a minute", "–", "0 since the start", "", f"Articles a minute {SPAN}: at most 0.0, at least 0.0"
        ),
        Figure("Events a minute", "–", "0 since the start", "", f"Events a minute {SPAN}: at most 0.0, at least 0.0"),
        Figure("Extraction of an article", "–", "none in the last 15 minutes"),
        Figure("Records waiting (lag)", "0", f"commit age at most 0{_}s"),
        Figure("Articles in extraction", "0", "waiting for a process, or in one"),
        Figure("Dead letters", "0", "since the start"),
    )


def test_figures_tell_the_last_minutes() -> None:
    metrics = Metrics(CollectorRegistry())
    samples = [sample(metrics, 0.0)]
    for number in (1, 2):
        metrics.articles.labels("extracted").inc(30)
        metrics.events.labels("meeting", "occurred").inc(6)
        metrics.extraction.observe(0.25 * number)
        samples.append(sample(metrics, 30.0 * number))
    metrics.queue.set(1_004)
    metrics.dead_letters.labels("intake", "json").inc(2)
    lines = (PartitionLine("articles", 0, 2, 1_500, 75.0), PartitionLine("articles", 1, 9, 0, 0.0))
    assert tuple(figures(metrics, samples, lines)) == (
        Figure(
            "Articles a minute",
            "60.0",
            "60 since the start",
            "98.9,0.0 100.0,0.0",
            f"Articles a minute {SPAN}: at most 60.0, at least 60.0",
        ),
        Figure(
            "Events a minute",
            "12.0",
            "12 since the start",
            "98.9,0.0 100.0,0.0",
            f"Events a minute {SPAN}: at most 12.0, at least 12.0",
        ),
        Figure("Extraction of an article", f"0.38{_}s", f"95 of 100 within 0.47{_}s; last 15 minutes"),
        Figure("Records waiting (lag)", "1,500", f"commit age at most 75{_}s"),
        Figure("Articles in extraction", "1,004", "waiting for a process, or in one"),
        Figure("Dead letters", "2", "since the start"),
    )


def test_partitions_are_shown_in_the_order_of_their_names_with_how_long_they_wait() -> None:
    assert tuple(partition_lines(LAGS, now=10.0)) == (
        PartitionLine("a", 1, 5, 2, 6.0),
        PartitionLine("b", 0, 7, 0, 0.0),
    )


def test_failures_are_counted_by_stage_and_reason_the_most_frequent_first() -> None:
    metrics = Metrics(CollectorRegistry())
    metrics.dead_letters.labels("extract", "timeout").inc()
    metrics.dead_letters.labels("intake", "json").inc(2)
    metrics.dead_letters.labels("extract", "crash").inc()
    assert tuple(failure_lines(metrics.dead_letters)) == (
        FailureLine("intake", "json", 2),
        FailureLine("extract", "crash", 1),
        FailureLine("extract", "timeout", 1),
    )


FILES = sorted(file for folder in ("static", "templates") for file in (PAGES / folder).iterdir())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_page_asks_another_host(file: Path) -> None:
    """Templates, scripts and styles name no address but those of the web view; the links of events are made of ids."""
    text = file.read_text().replace("http://www.w3.org/", "")  # names of namespaces, which nobody fetches
    assert re.findall(r"(?:https?:|wss?:|[\"'(=]\s*)//[\w.]+|@import|WebSocket|sendBeacon", text) == []
