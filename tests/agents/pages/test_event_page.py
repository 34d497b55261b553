"""The page of one event."""

from __future__ import annotations

import pytest

from agents.events.composing import compose, conflicts
from agents.events.resolving import digest_of
from agents.merging import Cluster, reports_of
from agents.pages.event import MAX_REPORTS, recomposed
from agents.pages.event_page import (
    STANDING,
    Fact,
    Passage,
    Piece,
    Report,
    because,
    codes_of,
    event_view,
    facts_of,
    pieces,
    places,
)
from agents.pages.event_page import (
    reports_of as articles_of,
)
from agents.pages.rendering import render
from agents.records import Conflict, Contribution, EventAccount, LiveArticle, LiveEvent, Reason
from pagetext import HOSTILE, read, shown
from schemas.event import Event, Meeting, Quote, Source
from told import DAY_ONE, meeting, on, person
from told import told as contribution

ANNA, BERT = person("Anna Lund", "NO"), person("Bert Maes", "BE", title="envoy", organization="Foreign Ministry")
QUOTE = "Anna Lund will meet Maes in Oslo on Monday, and Lund says so."
EVIDENCE = [
    {
        "article_id": "a",
        "start": 10,
        "end": 10 + len(QUOTE),
        "quote": QUOTE,
        "rule": "meet.verb",
        "status_because": '"will" (planned)',
        "date_because": "Monday after 2031-05-01",
    }
]
EVENT_ID = "meeting:00000000000000a1"
RECORD = Meeting.model_validate(
    {
        "event_id": EVENT_ID,
        "version": 2,
        "status": "planned",
        "summary": "Anna Lund (NO) and Bert Maes (BE) to meet on 2031-05-05",
        "confidence": 0.8,
        "when": {**on("2031-05-05"), "text": "Monday"},
        "where": {"text": "Oslo", "country": "NO"},
        "participants": [ANNA, BERT],
        "countries": ["BE", "NO"],
        "format": "talks",
        "codes": {"plover": "AGREE", "cameo": "036"},
        "evidence": EVIDENCE,
        "sources": [
            {"article_id": "a", "source": "The Fjord Post", "published_at": DAY_ONE},
            {"article_id": "b", "copy_of": "a"},
        ],
        "independent_sources": 1,
        "history": [
            {"version": 1, "status": "possible", "article_id": "b", "at": DAY_ONE},
            {"version": 2, "status": "planned", "article_id": "a", "at": DAY_ONE, "when": on("2031-05-05")},
        ],
        "first_seen": DAY_ONE,
        "last_seen": DAY_ONE,
    }
)
REASONS = (Reason(article_id="a", label="m", why="first report"), Reason(article_id="b", label="m", why="same day"))
LIVE = EventAccount(
    event_id=EVENT_ID,
    version=2,
    live=True,
    withdrawn=False,
    last_seen=DAY_ONE,
    entities=("country:NO", "person:NO/anna-lund"),
    reports=REASONS,
    conflicts=(Conflict(slot="where", told={"Oslo": ("a",), "Bergen": ("b",)}),),
    event=RECORD,
)


def page(account: EventAccount) -> str:
    return render("event.html", view=event_view(account))


# What the page must not show


def test_hostile_text_is_shown_as_text_and_never_becomes_markup() -> None:
    def filled(text: str) -> str:
        told = EVIDENCE[0] | {"quote": text, "start": 0, "end": len(text), "rule": text, "status_because": text}
        slots = {"venue": text, "topics": [text], "recurrence": text, "where": {"text": text}}
        record = RECORD.model_dump() | slots | {"summary": text, "evidence": [told]}
        record["sources"] = [{"article_id": text, "source": text}]
        record["independent_sources"] = 1
        record["participants"] = [{**ANNA, "name": text, "title": text, "organization": text}]
        reasons = (Reason(article_id=text, label=text, why=text),)
        clash = (Conflict(slot=text, told={text: (text,)}),)
        account = {"event": Meeting.model_validate(record), "reports": reasons, "conflicts": clash}
        return page(LIVE.model_copy(update=account))

    harmless, hostile = read(filled("text")), read(filled(HOSTILE))
    assert hostile.seen == harmless.seen
    assert HOSTILE in "".join(hostile.text)


@pytest.mark.parametrize(
    "account, standing, told, not_told",
    [
        pytest.param(
            LIVE.model_copy(update={"withdrawn": True, "event": None, "conflicts": ()}),
            "withdrawn",
            "A meeting that was withdrawn",
            "What is told",
            id="the slots of an event that was withdrawn",
        ),
        pytest.param(
            LIVE.model_copy(update={"event": None}),
            "live",
            "A meeting that is told of",
            "How it changed",
            id="the history of an event whose record is not at hand",
        ),
        pytest.param(
            LIVE.model_copy(update={"live": False, "reports": (), "conflicts": (), "entities": ()}),
            "settled",
            "Anna Lund (NO) and Bert Maes (BE) to meet on Mon 5 May 2031",
            "Why it is of this event",
            id="why articles were merged into an event that is settled",
        ),
    ],
)
def test_the_page_says_how_the_event_stands_and_leaves_out(
    account: EventAccount, standing: str, told: str, not_told: str
) -> None:
    text = shown(page(account))
    assert STANDING[standing] in text
    assert told in text
    assert not_told not in text


# What it shows


def test_the_page_tells_what_by_whom_in_which_words_and_why() -> None:
    text = shown(page(LIVE))
    for told in (
        "Anna Lund (NO) and Bert Maes (BE) to meet on Mon 5 May 2031",
        "◔ planned meeting:00000000000000a1 version 2 1 independent source confidence 0.80 as JSON",
        'Why planned: "will" (planned)',
        "Participants Anna Lund (NO) Bert Maes , envoy (BE), Foreign Ministry",
        "Countries Belgium (BE) Norway (NO)",
        "When Mon 5 May 2031 “Monday” Monday after 2031-05-01",
        "PLOVER AGREE CAMEO 1.1b3 036",
        "◑ possible version 1 1 May 2031 08:00 UTC by b",
        "Slot Told By where Oslo a Bergen b",
        "The Fjord Post a 1 May 2031 08:00 UTC",
        "characters 10 to 71 · rule meet.verb",
        "Why it is of this event: first report",
        "b a copy of a ; does not count as a source of its own Why it is of this event: same day",
        "Entities told of it Norway Anna Lund (NO)",
    ):
        assert told in text
    html = page(LIVE)
    assert 'href="/api/events/meeting%3A00000000000000a1"' in html
    assert 'href="/entities/person%3ANO%2Fanna-lund"' in html


def test_slots_that_are_filled_become_facts_in_a_fixed_order() -> None:
    assert tuple(facts_of(RECORD)) == (
        Fact("Participants", parties=RECORD.participants),
        Fact("Countries", countries=("BE", "NO")),
        Fact("Format", texts=("talks",)),
        Fact("When", when=RECORD.when, why="Monday after 2031-05-01"),
        Fact("Where", texts=("Oslo (NO)",)),
    )


def test_codes_are_those_of_the_books_that_have_one() -> None:
    assert tuple(codes_of(RECORD)) == (("PLOVER", "AGREE"), ("CAMEO 1.1b3", "036"))


@pytest.mark.parametrize(
    "brought_by, why",
    [
        pytest.param("b", "of b", id="the article that brought the present status tells why"),
        pytest.param("c", "of a", id="where it has no passage the first that tells a reason does"),
    ],
)
def test_a_status_has_the_reason_of_the_article_that_brought_it(brought_by: str, why: str) -> None:
    quotes = [Quote(article_id=name, start=0, end=1, quote="x", status_because=f"of {name}") for name in "ab"]
    change = RECORD.history[-1].model_copy(update={"article_id": brought_by})
    event = RECORD.model_copy(update={"evidence": tuple(quotes), "history": (change,)})
    assert because(event, "status") == why


def test_the_words_of_slots_are_marked_in_a_passage() -> None:
    assert tuple(pieces(QUOTE, places(RECORD, QUOTE))) == (
        Piece("Anna Lund", ("participants",)),
        Piece(" will meet "),
        Piece("Maes", ("participants",)),
        Piece(" in "),
        Piece("Oslo", ("where",)),
        Piece(" on "),
        Piece("Monday", ("when",)),
        Piece(", and "),
        Piece("Lund", ("participants",)),
        Piece(" says so."),
    )


def test_articles_come_with_their_passages_and_every_reason() -> None:
    [a, b] = articles_of(LIVE)
    assert a == Report(
        "a",
        RECORD.sources[0],
        (Passage(tuple(pieces(QUOTE, places(RECORD, QUOTE))), RECORD.evidence[0]),),
        ("first report",),
    )
    assert b == Report("b", Source(article_id="b", copy_of="a"), (), ("same day",))


# The record of an event that is no longer among the newest


def kept(*articles: Contribution) -> tuple[Event, LiveEvent, dict[str, LiveArticle]]:
    """An event of the first report of some articles, as merging keeps it."""
    reports = tuple(report for article in articles for report in reports_of(article))
    cluster = Cluster(reports, tuple("same day" for _ in reports))
    event = compose(cluster, 4)
    row = LiveEvent(
        version=4,
        digest=digest_of(event),
        reports=tuple(Reason(article_id=one.article_id, label=one.label, why="same day") for one in reports),
        conflicts=conflicts(cluster),
        last_seen=cluster.last_seen,
    )
    return event, row, {article.article_id: LiveArticle(contribution=article) for article in articles}


TALKS = meeting(ANNA, BERT, when=on("2031-05-05"))
CALLED_OFF = meeting(ANNA, BERT, when=on("2031-05-05"), status="cancelled")
EVENT, ROW, ARTICLES = kept(contribution("a", TALKS), contribution("b", TALKS))


@pytest.mark.parametrize(
    "row, articles",
    [
        pytest.param(ROW.model_copy(update={"digest": None}), ARTICLES, id="an event that was withdrawn"),
        pytest.param(ROW, {"a": ARTICLES["a"]}, id="an event one of whose articles is not kept"),
        pytest.param(
            ROW,
            {**ARTICLES, "b": LiveArticle(contribution=contribution("b", CALLED_OFF))},
            id="an event one of whose articles was corrected meanwhile",
        ),
        pytest.param(
            ROW.model_copy(update={"reports": ROW.reports * MAX_REPORTS}), ARTICLES, id="an event of very many reports"
        ),
    ],
)
def test_no_record_is_made_again_of(row: LiveEvent, articles: dict[str, LiveArticle]) -> None:
    assert recomposed(row, articles.get) is None


def test_the_record_made_again_is_the_one_that_was_published() -> None:
    assert recomposed(ROW, ARTICLES.get) == EVENT
