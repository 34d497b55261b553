"""The page of two countries."""

from __future__ import annotations

from agents.entities.viewing import measures_in_force, meetings_by_month
from agents.pages.matrix import Question
from agents.pages.pair_page import PairView, pair_view, told
from agents.pages.rendering import render
from agents.records import MeasureEntry, MeetingEntry, ViewRow, Who
from pagetext import HOSTILE, read, shown
from told import DAY_ONE

PAIR = ("CL", "BR")
BRAZIL, CHILE = (Who(entity_id=f"country:{code}", name=code, country=code) for code in ("BR", "CL"))


def talks(number: int, start: str, status: str = "occurred", summary: str = "Talks") -> MeetingEntry:
    known = {"event_id": f"meeting:{number:016x}", "version": 1, "first_seen": DAY_ONE, "summary": summary}
    return MeetingEntry.model_validate({**known, "start": start, "end": start, "status": status})


def tariff(number: int, start: str, action: str = "impose", summary: str = "A tariff") -> MeasureEntry:
    known = {"event_id": f"trade_measure:{number:016x}", "version": 1, "first_seen": DAY_ONE, "summary": summary}
    slots = {"measure": "tariff", "action": action, "imposers": (BRAZIL,), "targets": (CHILE,), "status": "occurred"}
    return MeasureEntry.model_validate({**known, **slots, "start": start, "rate": "18%"})


def row(*entries: MeetingEntry | MeasureEntry, months: dict[str, int] | None = None) -> ViewRow:
    return ViewRow(entries={entry.event_id: entry for entry in entries}, months=months or {})


MEETINGS = row(
    talks(1, "2031-03-02"), talks(2, "2031-05-09"), talks(3, "2031-05-11", "cancelled"), months={"2030-01": 4}
)
MEASURES = row(tariff(1, "2031-01-02"), tariff(2, "2031-04-02", "lift"), tariff(3, "2031-05-02"))


def page(question: Question, meetings: ViewRow, measures: ViewRow, most: int | None = None) -> str:
    return render("pair.html", view=pair_view(PAIR, question, meetings, measures, most))


def test_hostile_text_is_shown_as_text_and_never_becomes_markup() -> None:
    def filled(text: str) -> str:
        act = tariff(1, "2031-05-01", summary=text).model_copy(update={"rate": text})
        return page(Question(), row(talks(1, "2031-05-01", summary=text)), row(act))

    harmless, hostile = read(filled("text")), read(filled(HOSTILE))
    assert hostile.seen == harmless.seen
    assert hostile.text.count(HOSTILE) == harmless.text.count("text") == 4


def test_of_two_countries_without_a_row_nothing_is_told() -> None:
    assert pair_view(PAIR, Question(), ViewRow(), ViewRow()) == PairView(
        one="CL", other="BR", question=Question(), months=(), met=0, in_force=(), acts=(), more=0
    )
    text = shown(page(Question(), ViewRow(), ViewRow()))
    assert "Chile and Brazil" in text
    assert "Meetings: 0 None is told. Trade measures in force None is told." in text
    assert "All that is told of trade measures Nothing is told." in text


def test_meetings_stand_by_month_and_all_acts_are_told_beside_what_is_in_force() -> None:
    view = pair_view(PAIR, Question(), MEETINGS, MEASURES)
    assert (view.months, view.met, view.more) == (meetings_by_month(MEETINGS), 6, 0)
    assert view.in_force == measures_in_force(MEASURES)
    assert [act.event_id for act in view.in_force] == ["trade_measure:0000000000000003"]
    assert [act.event_id[-1] for act in view.acts] == ["3", "2", "1"]
    text = shown(page(Question(), MEETINGS, MEASURES))
    assert "Meetings: 6 May 2031: 1 Talks ✕ cancelled Sun 11 May 2031 Talks ● occurred Fri 9 May 2031" in text
    assert "January 2030: 4 No longer kept one by one." in text
    assert "Trade measures in force A tariff tariff 18% Fri 2 May 2031" in text


def test_the_months_asked_for_bound_meetings_and_acts_and_not_what_is_in_force() -> None:
    view = pair_view(PAIR, Question(since="2031-03", until="2031-04"), MEETINGS, MEASURES)
    assert ([month.month for month in view.months], view.met) == (["2031-03"], 1)
    assert [act.event_id[-1] for act in view.acts] == ["2"]
    assert view.in_force == measures_in_force(MEASURES)


def test_only_so_many_lines_are_shown_the_newest_and_the_rest_is_counted() -> None:
    view = pair_view(PAIR, Question(), MEETINGS, MEASURES, most=2)
    assert [len(month.meetings) for month in view.months] == [2, 0, 0]
    assert ([act.event_id[-1] for act in view.acts], view.more) == (["3", "2"], 2)
    assert view.met == 6, "what is left out is counted all the same"


def test_programs_are_told_the_same() -> None:
    view = pair_view(("BR", "CL"), Question(), MEETINGS, MEASURES, most=None)
    assert told(view).model_dump() == {
        "countries": ("BR", "CL"),
        "months": tuple(month.model_dump() for month in view.months),
        "in_force": tuple(act.model_dump() for act in view.in_force),
        "acts": tuple(act.model_dump() for act in view.acts),
    }
