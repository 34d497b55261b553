"""How far behind the worker is, and since when."""

from __future__ import annotations

from faust.types import TP

from agents.lag import Lag, update

TP0 = TP("articles", 0)


def test_nothing_waits_where_all_is_committed() -> None:
    lags = update({}, {TP0: 5}, {TP0: 5}, now=100.0)
    assert lags == {TP0: Lag(records=0, committed=5, moved_at=100.0)}
    assert lags[TP0].waiting(500.0) == 0.0


def test_a_partition_that_does_not_move_waits_ever_longer() -> None:
    first = update({}, {TP0: 9}, {TP0: 5}, now=100.0)
    second = update(first, {TP0: 12}, {TP0: 5}, now=130.0)
    assert second[TP0].waiting(130.0) == 30.0


def test_a_commit_starts_the_count_anew() -> None:
    first = update({}, {TP0: 9}, {TP0: 5}, now=100.0)
    second = update(first, {TP0: 9}, {TP0: 6}, now=130.0)
    assert second[TP0] == Lag(records=3, committed=6, moved_at=130.0)


def test_records_that_come_after_an_idle_time_have_not_waited_all_of_it() -> None:
    idle = update({}, {TP0: 5}, {TP0: 5}, now=100.0)
    busy = update(idle, {TP0: 6}, {TP0: 5}, now=900.0)
    assert busy[TP0].waiting(901.0) == 1.0


def test_a_partition_never_committed_waits_from_its_beginning() -> None:
    assert update({}, {TP0: 4}, {}, now=1.0)[TP0].records == 4
