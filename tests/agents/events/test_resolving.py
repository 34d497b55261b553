"""From contributions to what is published, withdrawn, settled and told to the entities."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.entities.profiling import RowLimits, fold
from agents.events.resolving import Live, LiveLimits, Resolution
from agents.merging import MergeOptions, reports_of
from agents.merging.comparing import KINDS, linked
from agents.records import Contribution, EntityRow, Involvement, NameRow
from agents.stages.folding import Step
from agents.stages.naming import entrance, name_key
from agents.stages.naming import step as name
from agents.topics import NAMES
from schemas.event import Mention
from schemas.wire import from_bytes
from told import Memory, appointment, measure, meeting, on, person, state, take, told

ANNA, BERT, CARL = person("Anna Lund", "NO"), person("Bert Maes", "BE"), person("Carl Claes", "BE")
DORA = person("Dora Aho", "FI")
NORWAY, BELGIUM = state("Norway", "NO"), state("Belgium", "BE")


class Worker:
    """Merging with its tables, from one contribution to the next."""

    def __init__(self, *contributions: Contribution, limits: LiveLimits | None = None) -> None:
        self.memory = Memory()
        self.limits = limits or LiveLimits()
        self.live: Live = self.memory.live(limits=self.limits)
        for contribution in contributions:
            self.take(contribution)

    def take(self, contribution: Contribution) -> Resolution | None:
        return take(self.memory, self.live, contribution)

    def must_take(self, contribution: Contribution) -> Resolution:
        resolution = self.take(contribution)
        assert resolution is not None
        return resolution

    def restart(self) -> None:
        self.live = self.memory.live(limits=self.limits)

    @property
    def state(self) -> dict[str, bytes]:
        return {key: event.model_dump_json().encode() for key, event in sorted(self.memory.published.items())}

    @property
    def articles_by_event(self) -> list[list[str]]:
        events = self.memory.published.values()
        return sorted([source.article_id for source in event.sources] for event in events)


FIRST = told("a", meeting(ANNA, BERT, status="possible"))
SECOND = told("b", meeting(ANNA, BERT), day=2)


def test_a_new_event_is_published_and_told_to_each_entity() -> None:
    resolution = Worker().must_take(FIRST)
    assert [(event.version, event.status) for event in resolution.events] == [(1, "possible")]
    assert [part.entity_id for part in resolution.involvements] == [
        "country:BE",
        "country:NO",
        "person:BE/bert-maes",
        "person:NO/anna-lund",
    ]
    assert resolution.withdrawn == {}


def test_another_report_raises_the_version_under_the_same_id() -> None:
    worker = Worker()
    [before] = worker.must_take(FIRST).events
    [event] = worker.must_take(SECOND).events
    assert (event.event_id, event.version, event.status) == (before.event_id, 2, "planned")


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(FIRST, id="the same contribution"),
        pytest.param(told("a", meeting(ANNA, CARL)), id="another one under the same revision"),
    ],
)
def test_what_was_taken_in_before_changes_nothing(again: Contribution) -> None:
    assert Worker(FIRST).take(again) is None


def test_a_revision_out_of_date_changes_nothing() -> None:
    assert Worker(FIRST, told("a", meeting(ANNA, CARL), revision=2)).take(FIRST) is None


def test_a_correction_withdraws_the_event_that_no_article_tells_any_more() -> None:
    worker = Worker(FIRST)
    [old] = worker.memory.published
    resolution = worker.must_take(told("a", revision=2))
    assert (resolution.events, resolution.withdrawn) == ([], {old: 2})
    assert {(part.entity_id, part.participation) for part in resolution.involvements} == {
        ("country:BE", None),
        ("country:NO", None),
        ("person:BE/bert-maes", None),
        ("person:NO/anna-lund", None),
    }


def test_an_event_told_by_another_article_too_outlives_the_correction_of_the_first() -> None:
    worker = Worker(SECOND, told("c", meeting(ANNA, BERT), day=3))
    [event] = worker.must_take(told("c", day=3, revision=2)).events
    assert ([source.article_id for source in event.sources], event.version) == (["b"], 3)


def test_an_event_that_comes_back_counts_its_version_on() -> None:
    worker = Worker(FIRST, told("a", revision=2))
    [event] = worker.must_take(told("a", meeting(ANNA, BERT), revision=3)).events
    assert event.version == 3


def test_an_entity_that_no_longer_takes_part_is_told_so() -> None:
    resolution = Worker(FIRST).must_take(told("a", meeting(ANNA, CARL), revision=2))
    told_now = {part.entity_id: part.participation is not None for part in resolution.involvements}
    assert told_now["person:BE/bert-maes"] is False
    assert told_now["person:BE/carl-claes"] is True


def test_a_correction_that_leaves_an_event_as_it_was_does_not_publish_it_again() -> None:
    """The article tells two events of the same sides; only the second is corrected."""
    kept, wrong = meeting(ANNA, BERT, when=on("2031-05-10")), meeting(ANNA, BERT, when=on("2031-06-10"))
    right = meeting(ANNA, BERT, when=on("2031-07-10"))
    resolution = Worker(told("a", kept, wrong)).must_take(told("a", kept, right, revision=2))
    assert [event.when.start.month for event in resolution.events if event.when] == [7]


def test_a_correction_that_adds_an_event_in_front_leaves_the_ids_of_the_others() -> None:
    worker = Worker(told("a", meeting(ANNA, BERT)))
    before = set(worker.memory.published)
    worker.take(told("a", meeting(ANNA, DORA), appointment(CARL), meeting(ANNA, BERT), revision=2))
    assert before < set(worker.memory.published)
    assert len(worker.memory.published) == 3


def test_a_correction_parts_two_events_that_its_article_held_together() -> None:
    """The second report names the people of both others; without it, they are two delegations."""
    first = told("a", meeting(ANNA, BERT, when=on("2031-05-10")))
    between = told("b", meeting(ANNA, BERT, CARL, when=on("2031-05-11")), day=2)
    last = told("c", meeting(ANNA, CARL, when=on("2031-05-11")), day=3)
    worker = Worker(first, between, last)
    assert ["a", "b"] in worker.articles_by_event
    worker.take(told("b", day=2, revision=2))
    assert worker.articles_by_event == [["a"], ["c"]]


def test_an_older_article_that_comes_late_gives_the_event_its_id_and_withdraws_the_former() -> None:
    worker = Worker(SECOND)
    [old] = worker.memory.published
    resolution = worker.must_take(FIRST)
    assert list(resolution.withdrawn) == [old]
    assert worker.articles_by_event == [["a", "b"]]


def test_each_event_keeps_why_its_reports_are_of_one_event() -> None:
    worker = Worker(FIRST, SECOND)
    [row] = worker.memory.events.values()
    assert [(report.article_id, report.why) for report in row.reports] == [
        ("a", "first report"),
        ("b", "with a: Anna Lund in both; Bert Maes in both; published 2031-05-01 and 2031-05-02"),
    ]


# Crashes


STORY = [
    told("a", meeting(ANNA, BERT, status="possible"), measure(NORWAY, BELGIUM, goods=("fish",)), day=1),
    told("b", meeting(ANNA, BERT, when=on("2031-05-10")), day=2),
    told("c", meeting(ANNA, CARL, when=on("2031-05-20")), measure(NORWAY, BELGIUM, goods=("fish", "oil")), day=3),
    told("d", meeting(ANNA, BERT, when=on("2031-05-11"), status="occurred"), day=12),
]
CORRECTIONS = [
    told("b", meeting(ANNA, CARL, when=on("2031-05-20")), day=2, revision=2),
    told("a", measure(NORWAY, BELGIUM, goods=("oil",)), day=1, revision=2),
    told("b", meeting(ANNA, BERT), appointment(DORA), day=2, revision=3),
]


@pytest.mark.parametrize("last_first", [False, True], ids=["in their order", "in the other order where any will do"])
@pytest.mark.parametrize("broken", range(len(STORY) + len(CORRECTIONS)))
def test_a_crash_between_any_two_rows_changes_nothing(broken: int, last_first: bool) -> None:  # noqa: FBT001
    """What was sent before the crash is sent again, byte for byte, or not at all."""
    contributions = [*STORY, *CORRECTIONS]
    expected = Worker(*contributions).state
    steps = Worker(*contributions[:broken]).must_take(contributions[broken]).keep_in_order()
    rows = sum(map(len, steps))
    for kept in range(rows):
        worker = Worker(*contributions[:broken])
        resolution = worker.live.resolve(contributions[broken])
        assert resolution is not None
        worker.memory.publish(resolution)
        sent = {event.event_id: event for event in resolution.events}
        worker.memory.keep(resolution, kept, last_first=last_first)
        worker.restart()
        again = worker.must_take(contributions[broken])
        assert all(sent[event.event_id] == event for event in again.events)
        for contribution in contributions[broken + 1 :]:
            worker.take(contribution)
        assert worker.state == expected


def test_started_again_it_knows_what_it_knew() -> None:
    worker = Worker()
    for contribution in (*STORY, *CORRECTIONS):
        worker.take(contribution)
        worker.restart()
    assert worker.state == Worker(*STORY, *CORRECTIONS).state


@given(st.lists(st.sampled_from(STORY), min_size=0, max_size=8))
@settings(max_examples=60)
def test_replays_in_any_number_change_nothing(replayed: list[Contribution]) -> None:
    assert Worker(*STORY, *replayed).state == Worker(*STORY).state


# Order


def test_subscribers_end_with_the_same_bytes_whatever_the_order_of_arrival() -> None:
    assert len({tuple(Worker(*order).state.items()) for order in permutations(STORY)}) == 1


@pytest.mark.parametrize("day", range(1, 9))
def test_reports_at_the_edge_of_a_period_meet_in_either_order_or_in_none(day: int) -> None:
    """Two people of one state, four days apart: only one of the two may look up the days of the other."""
    pair = [told("a", meeting(ANNA, person("Lund", "NO")), day=day), told("b", meeting(ANNA), day=day + 4)]
    assert Worker(*pair).state == Worker(*reversed(pair)).state


PEOPLE = [
    *(ANNA, person("Lund", "NO"), BERT, CARL, DORA, NORWAY, BELGIUM, state("Finland", "FI")),
    *(
        person("Han Seo-yun", "KR"),
        person("Han", "KR"),
        person("Han Ji-woo"),
        person("Ito", "JP"),
        person("Mei Ito", "JP"),
    ),
]
DATES = [None, on("2031-05-10"), on("2031-05-11"), on("2031-05-05", "2031-05-11"), on("2031-06-02")]
STATUSES = ["possible", "planned", "occurred", "cancelled"]

PLAIN = [{"article_id": "?", "start": 0, "end": 5, "quote": "Today"}]
PUT_OFF = [{**PLAIN[0], "status_because": '"postponed" (postponed)'}]

MEETINGS = st.builds(
    lambda people, when, status, evidence: meeting(*people, when=when, status=status, evidence=evidence),
    st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique_by=lambda party: party["entity_id"]),
    st.sampled_from(DATES),
    st.sampled_from(STATUSES),
    st.sampled_from([PLAIN, PUT_OFF]),
)
MEASURES = st.builds(
    lambda who, target, goods, rate, when, effective, action: measure(
        who, *target, goods=goods, rate=rate, when=when, effective=effective, action=action
    ),
    st.sampled_from([NORWAY, None]),
    st.sampled_from([(BELGIUM,), (state("Finland", "FI"),), (BELGIUM, state("Finland", "FI"))]),
    st.sampled_from([(), ("fish",), ("fish", "oil"), ("steel",)]),
    st.sampled_from([None, "10%", "25 percent"]),
    st.sampled_from(DATES),
    st.sampled_from(DATES),
    st.sampled_from(["impose", "lift"]),
)
APPOINTMENTS = st.builds(
    lambda who, action, office: appointment(who, action=action, office=office, country="NO"),
    st.sampled_from([None, ANNA, person("Lund", "NO"), person("Eva Lund", "NO")]),
    st.sampled_from(["nominate", "confirm", "appoint", "resign"]),
    st.sampled_from(["foreign minister", "minister of foreign affairs", "envoy"]),
)
TEXTS = st.tuples(st.integers(1, 40), st.lists(st.one_of(MEETINGS, MEASURES, APPOINTMENTS), max_size=3))


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[list[Contribution], list[Contribution]]:
    """Articles, some corrected, in two orders of arrival; the texts of one article always in their own."""
    texts = {f"a{i}": draw(st.lists(TEXTS, min_size=1, max_size=3)) for i in range(draw(st.integers(1, 6)))}
    history = {
        name: [told(name, *mentions, day=day, revision=number + 1) for number, (day, mentions) in enumerate(told_by)]
        for name, told_by in texts.items()
    }
    slots = [name for name, told_by in history.items() for _ in told_by]
    return tuple(_arranged(history, draw(st.permutations(slots))) for _ in range(2))  # type: ignore[return-value]


def _arranged(history: dict[str, list[Contribution]], slots: list[str]) -> list[Contribution]:
    left = {name: iter(contributions) for name, contributions in history.items()}
    return [next(left[name]) for name in slots]


def content(worker: Worker) -> dict[str, object]:
    """The events without what counts the changes on the way to them."""
    unsteady = {"version": True, "history": {"__all__": {"version": True}}}
    return {key: event.model_dump(exclude=unsteady) for key, event in worker.memory.published.items()}


@given(arrivals())
@settings(max_examples=150)
def test_any_order_of_arrival_ends_in_the_same_events(orders: tuple[list[Contribution], list[Contribution]]) -> None:
    """Only versions may differ, and only where an article takes back what it told."""
    first, second = (Worker(*order) for order in orders)
    assert content(first) == content(second)


def entities(*contributions: Contribution) -> dict[str, object]:
    """The public record of each entity at the end, all agents behind merging included."""
    worker, names, rows = Worker(), dict[str, NameRow](), dict[str, EntityRow]()
    for contribution in contributions:
        for part in resolution.involvements if (resolution := worker.take(contribution)) else ():
            _profile(part, names, rows)
    told_of = {key: row.entity for key, row in rows.items() if row.entity.counts_by_type}
    return {key: entity.model_dump() for key, entity in sorted(told_of.items())}


def _profile(told_part: Involvement, names: dict[str, NameRow], rows: dict[str, EntityRow]) -> None:
    outputs = [entrance(told_part)]
    if outputs[0].topic == NAMES:
        key = name_key(told_part.entity_id)
        step: Step[NameRow] = name(names.get(key), told_part) or Step(names[key])
        names[key], outputs = step.row, list(step.outputs)
    for output in outputs:
        part = from_bytes(Involvement, output.value or b"")
        rows[part.entity_id] = fold(rows.get(part.entity_id), part, RowLimits()) or rows[part.entity_id]


STORIES = st.lists(TEXTS, min_size=1, max_size=6).flatmap(
    lambda texts: st.permutations(
        [told(f"a{number}", *mentions, day=day) for number, (day, mentions) in enumerate(texts)]
    )
)


@given(st.data())
@settings(max_examples=150)
def test_any_order_of_arrival_ends_in_the_same_entities(data: st.DataObject) -> None:
    """Whole names, family names alone and names without a state among them."""
    first = data.draw(STORIES)
    second = data.draw(st.permutations(first))
    assert entities(*first) == entities(*second)


@given(TEXTS, TEXTS)
@settings(max_examples=300)
def test_what_is_too_far_apart_in_time_to_be_compared_would_not_be_linked(
    first: tuple[int, list[Mention]], second: tuple[int, list[Mention]]
) -> None:
    """The index passes such pairs over without reading them."""
    options = MergeOptions()
    pair = [told(f"a{number}", *mentions, day=day) for number, (day, mentions) in enumerate((first, second))]
    for a, b in ((a, b) for a in reports_of(pair[0]) for b in reports_of(pair[1]) if a.mention.type == b.mention.type):
        kind = KINDS[a.mention.type]
        if kind.days(a, options).apart(kind.days(b, options)) > kind.most_apart(options):
            assert not linked(a, b, options)


# Bounds


def month(number: int, day: int) -> Contribution:
    return told(f"a{number}", meeting(ANNA, BERT, when=on(f"2031-{number:02}-10")), day=day)


def test_an_event_silent_for_longer_than_the_retention_is_settled_and_stays_published() -> None:
    limits = LiveLimits(retention_days=50, witnesses=1)
    worker = Worker(month(5, day=1), month(7, day=60), month(8, day=90), limits=limits)
    assert len(worker.memory.published) == 3
    assert len(worker.memory.events) == 2
    assert worker.memory.articles["a5"].contribution.mentions == {}
    late = worker.must_take(told("late", meeting(ANNA, BERT, when=on("2031-05-10")), day=91))
    assert late.withdrawn == {}
    assert len(worker.memory.published) == 4


def test_an_article_that_is_settled_can_be_corrected_no_more() -> None:
    limits = LiveLimits(retention_days=50, witnesses=1)
    worker = Worker(month(5, day=1), month(7, day=60), month(8, day=90), limits=limits)
    assert worker.take(told("a5", revision=2)) is None


def test_one_article_with_a_wrong_date_settles_nothing() -> None:
    worker = Worker(FIRST, told("x", meeting(ANNA, DORA), day=9_000), SECOND)
    assert ["a", "b"] in worker.articles_by_event


def test_beyond_the_most_mentions_the_event_longest_silent_is_settled() -> None:
    worker = Worker(*(month(number, day=number) for number in (5, 6, 7, 8)), limits=LiveLimits(mentions=2))
    assert len(worker.live) == 2
    assert len(worker.memory.published) == 4


def test_a_story_never_outgrows_its_bound() -> None:
    limits = LiveLimits(story=10)
    worker = Worker(limits=limits)
    for i in range(60):
        worker.take(told(f"a{i:02}", meeting(ANNA, BERT), day=1 + 20 * i))
        assert len(worker.live) <= 10
    assert len(worker.memory.events) <= 10


def test_a_replay_of_a_settled_article_changes_nothing() -> None:
    limits = LiveLimits(retention_days=50, witnesses=1)
    story = [told("a", meeting(ANNA, BERT)), told("b", meeting(ANNA, BERT), day=2), month(7, day=60), month(8, day=90)]
    worker = Worker(*story, limits=limits)
    before = worker.state
    worker.restart()
    for contribution in story:
        assert worker.take(contribution) is None
    assert worker.state == before


def test_an_article_that_comes_after_its_time_is_published() -> None:
    worker = Worker(month(7, day=60), month(8, day=90), limits=LiveLimits(retention_days=50, witnesses=1))
    worker.take(month(5, day=1))
    assert len(worker.memory.published) == 3


def test_the_tolerance_and_the_window_are_the_operators() -> None:
    memory = Memory()
    live = memory.live(MergeOptions(window_days=5, tolerance_days=0))
    for contribution in (told("a", meeting(ANNA, BERT)), told("b", meeting(ANNA, BERT), day=7)):
        take(memory, live, contribution)
    assert len(memory.published) == 2


@pytest.mark.parametrize(
    "at",
    [
        pytest.param(datetime.min.replace(tzinfo=UTC), id="the calendar's first moment"),
        pytest.param(datetime.max.replace(tzinfo=UTC), id="the calendar's last moment"),
    ],
)
def test_an_article_at_the_end_of_the_calendar_tells_its_events_like_any_other(at: datetime) -> None:
    """More of them than must agree on what day it is."""
    worker = Worker()
    for number in range(12):
        for kind in (meeting(ANNA, BERT), measure(NORWAY, BELGIUM, goods=["tin"]), appointment(ANNA, office="envoy")):
            odd = told(f"a{number}-{kind.type}", kind).model_copy(update={"published_at": at})
            assert worker.must_take(odd).events
