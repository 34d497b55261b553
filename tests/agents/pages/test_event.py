"""What the page of one event tells."""

from __future__ import annotations

import pytest

from agents.pages.event import account_of
from agents.records import Conflict, EventAccount, LiveEvent, Reason
from schemas.event import Event, Meeting, Quote, Source
from schemas.wire import from_bytes, to_bytes
from told import DAY_ONE

ID = "meeting:00000000000000a1"
RECORD = Meeting(
    event_id=ID,
    version=2,
    status="planned",
    summary="A meeting",
    confidence=0.5,
    evidence=(Quote(article_id="a", start=0, end=4, quote="text"),),
    sources=(Source(article_id="a"),),
    independent_sources=1,
    last_seen=DAY_ONE,
)
REPORTS = (Reason(article_id="a", label="m", why="first report"), Reason(article_id="b", label="m", why="same day"))
CONFLICTS = (Conflict(slot="where", told={"Oslo": ("a",), "Bergen": ("b",)}),)
PUBLISHED = LiveEvent(
    version=2,
    digest="d",
    entities=("country:NO",),
    reports=REPORTS,
    conflicts=CONFLICTS,
    last_seen=DAY_ONE,
)
TOLD = EventAccount(
    event_id=ID,
    version=2,
    live=True,
    withdrawn=False,
    last_seen=DAY_ONE,
    entities=("country:NO",),
    reports=REPORTS,
    conflicts=CONFLICTS,
    event=RECORD,
)
GONE = LiveEvent(version=3, last_seen=DAY_ONE)
WITHDRAWN = EventAccount(event_id=ID, version=3, live=True, withdrawn=True, last_seen=DAY_ONE)


@pytest.mark.parametrize(
    "row, newest, account",
    [
        pytest.param(None, None, None, id="nothing of an event that never was, or is settled"),
        pytest.param(PUBLISHED, RECORD, TOLD, id="reports, conflicts and the record of a new event"),
        pytest.param(
            PUBLISHED, None, TOLD.model_copy(update={"event": None}), id="no record of an event that is not new"
        ),
        pytest.param(GONE, None, WITHDRAWN, id="that it was withdrawn because its articles were corrected"),
        pytest.param(
            GONE.model_copy(update={"reports": REPORTS}),
            None,
            WITHDRAWN.model_copy(update={"reports": REPORTS}),
            id="what an event that an operator withdrew would be made of",
        ),
        pytest.param(GONE, RECORD, WITHDRAWN, id="no record of a withdrawn event, though one was read before"),
        pytest.param(
            None,
            RECORD,
            EventAccount(event_id=ID, version=2, live=False, withdrawn=False, last_seen=DAY_ONE, event=RECORD),
            id="the record alone of a settled event that is still among the newest",
        ),
    ],
)
def test_the_page_tells(row: LiveEvent | None, newest: Event | None, account: EventAccount | None) -> None:
    assert account_of(ID, row, newest) == account


def test_an_account_is_read_as_it_was_written() -> None:
    assert from_bytes(EventAccount, to_bytes(TOLD)) == TOLD
