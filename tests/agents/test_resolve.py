"""From contributions to what is published, withdrawn and told to the entities."""

from __future__ import annotations

from functools import reduce
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.merging import MergeOptions
from agents.records import Contribution, LiveGroup
from agents.resolve import GroupLimits, Resolution, resolve
from told import meeting, on, person, told

OPTIONS = MergeOptions()
LIMITS = GroupLimits()
ANNA, BERT, CARL = person("Anna Lund", "NO"), person("Bert Maes", "BE"), person("Carl Claes", "BE")


def take(group: LiveGroup, contribution: Contribution, limits: GroupLimits = LIMITS) -> Resolution:
    resolution = resolve(group, contribution, OPTIONS, limits)
    assert resolution is not None
    return resolution


def after(*contributions: Contribution) -> LiveGroup:
    return reduce(lambda group, told_now: take(group, told_now).group, contributions, LiveGroup())


FIRST = told("a", meeting(ANNA, BERT, status="possible"))
SECOND = told("b", meeting(ANNA, BERT), day=2)


def test_a_new_event_is_published_and_told_to_each_entity() -> None:
    resolution = take(LiveGroup(), FIRST)
    assert [(event.version, event.status) for event in resolution.events] == [(1, "possible")]
    assert [part.entity_id for part in resolution.involvements] == [
        "country:BE",
        "country:NO",
        "person:BE/bert-maes",
        "person:NO/anna-lund",
    ]
    assert resolution.withdrawn == {}


def test_another_report_raises_the_version_under_the_same_id() -> None:
    [before] = take(LiveGroup(), FIRST).events
    [event] = take(after(FIRST), SECOND).events
    assert (event.event_id, event.version, event.status) == (before.event_id, 2, "planned")


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(FIRST, id="the same contribution"),
        pytest.param(told("a", meeting(ANNA, CARL)), id="another one under the same revision"),
    ],
)
def test_what_was_taken_in_before_changes_nothing(again: Contribution) -> None:
    assert resolve(after(FIRST), again, OPTIONS, LIMITS) is None


def test_a_revision_out_of_date_changes_nothing() -> None:
    corrected = after(FIRST, told("a", meeting(ANNA, CARL), revision=2))
    assert resolve(corrected, FIRST, OPTIONS, LIMITS) is None


def test_a_correction_withdraws_the_event_that_no_article_tells_any_more() -> None:
    [old] = take(LiveGroup(), FIRST).events
    resolution = take(after(FIRST), told("a", revision=2))
    assert (resolution.events, resolution.withdrawn) == ((), {old.event_id: 2})
    assert {(part.entity_id, part.participation) for part in resolution.involvements} == {
        ("country:BE", None),
        ("country:NO", None),
        ("person:BE/bert-maes", None),
        ("person:NO/anna-lund", None),
    }


def test_an_event_told_by_another_article_too_outlives_the_correction_of_the_first() -> None:
    resolution = take(after(SECOND, told("c", meeting(ANNA, BERT), day=3)), told("c", day=3, revision=2))
    [event] = resolution.events
    assert ([source.article_id for source in event.sources], event.version) == (["b"], 3)


def test_an_event_that_comes_back_counts_its_version_on() -> None:
    [event] = take(after(FIRST, told("a", revision=2)), told("a", meeting(ANNA, BERT), revision=3)).events
    assert event.version == 3


def test_an_entity_that_no_longer_takes_part_is_told_so() -> None:
    resolution = take(after(FIRST), told("a", meeting(ANNA, CARL), revision=2))
    told_now = {part.entity_id: part.participation is not None for part in resolution.involvements}
    assert told_now["person:BE/bert-maes"] is False
    assert told_now["person:BE/carl-claes"] is True


def test_a_correction_that_leaves_an_event_as_it_was_does_not_publish_it_again() -> None:
    """The article tells two events under the key; only the second is corrected."""
    kept, wrong = meeting(ANNA, BERT, when=on("2031-05-10")), meeting(ANNA, BERT, when=on("2031-06-10"))
    right = meeting(ANNA, BERT, when=on("2031-07-10"))
    resolution = take(after(told("a", kept, wrong)), told("a", kept, right, revision=2))
    assert [event.when.start.month for event in resolution.events if event.when] == [7]


def test_replaying_the_last_contribution_before_its_row_was_kept_gives_the_same_again() -> None:
    group = after(FIRST)
    assert take(group, SECOND) == take(group, SECOND)


def test_beyond_the_bound_the_event_longest_silent_is_settled_and_stays_published() -> None:
    limits = GroupLimits(mentions=2)
    dates = {1: "2031-05-10", 2: "2031-06-10", 3: "2031-07-10"}
    reports = [told(f"a{day}", meeting(ANNA, BERT, when=on(when)), day=day) for day, when in dates.items()]
    group = reduce(lambda before, now: take(before, now, limits).group, reports, LiveGroup())
    assert sorted(group.contributions) == ["a2", "a3"]
    assert len(group.published) == 2
    assert len(group.settled) == 1
    late = take(group, told("late", meeting(ANNA, BERT, when=on("2031-06-10")), day=4), limits)
    assert late.withdrawn == {}


def test_a_row_never_outgrows_its_bytes() -> None:
    limits = GroupLimits(row_bytes=20_000)
    group = LiveGroup()
    for i in range(60):
        when = on(f"20{31 + i:02}-05-10")
        group = take(group, told(f"a{i:02}", meeting(ANNA, BERT, when=when), day=1 + 365 * i), limits).group
        assert len(group.model_dump_json(exclude_none=True)) <= 20_000
    assert len(group.settled) > 30


STORY = [
    told("a", meeting(ANNA, BERT, status="possible"), day=1),
    told("b", meeting(ANNA, BERT, when=on("2031-05-10")), day=2),
    told("c", meeting(ANNA, CARL, when=on("2031-05-20")), day=3),
    told("d", meeting(ANNA, BERT, when=on("2031-05-11"), status="occurred"), day=12),
]


def published_state(contributions: tuple[Contribution, ...]) -> dict[str, bytes]:
    """What a subscriber that keeps the last record of each key holds at the end."""
    group = LiveGroup()
    state: dict[str, bytes] = {}
    for contribution in contributions:
        resolution = resolve(group, contribution, OPTIONS, LIMITS)
        if resolution is None:
            continue
        group = resolution.group
        state |= {event.event_id: event.model_dump_json().encode() for event in resolution.events}
        state = {key: value for key, value in state.items() if key not in resolution.withdrawn}
    return state


def test_subscribers_end_with_the_same_bytes_whatever_the_order_of_arrival() -> None:
    assert len({tuple(sorted(published_state(order).items())) for order in permutations(STORY)}) == 1


@given(st.lists(st.sampled_from(STORY), min_size=0, max_size=8))
@settings(max_examples=60, deadline=None)
def test_replays_in_any_number_change_nothing(replayed: list[Contribution]) -> None:
    assert published_state((*STORY, *replayed)) == published_state(tuple(STORY))
