"""How far behind the worker is, and since when."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from faust.types import TP

from agents.pages.health import SILENT_SECONDS, health_of
from agents.upkeep.lag import STALLED_SECONDS, Lag, LagMonitor, update

TP0, TP1 = TP("articles", 0), TP("articles", 1)


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


def working(*, rebalancing: bool = False) -> Any:  # noqa: ANN401 -- what is asked of an app
    async def no_answer(*_: TP) -> dict[TP, int]:
        raise ConnectionError("nobody there")

    recovery = SimpleNamespace(in_recovery=False, completed=SimpleNamespace(is_set=lambda: True))
    tables = SimpleNamespace(changelog_topics=set(), recovery=recovery)
    consumer = SimpleNamespace(assignment=lambda: {TP0}, highwaters=no_answer, _committed_offset={})
    return SimpleNamespace(started=True, rebalancing=rebalancing, consumer=consumer, tables=tables)


async def test_a_worker_whose_broker_has_gone_is_not_ready_for_as_long() -> None:
    app = working()
    monitor = LagMonitor(app)
    for now in (100.0, 105.0):
        with pytest.raises(ConnectionError):
            await monitor.measure(now)
    assert (monitor.silence(105.0), health_of(app, monitor.silence(105.0)).ready) == (5.0, True)
    silent = health_of(app, monitor.silence(101.0 + SILENT_SECONDS))
    assert (silent.state, silent.ready) == ("disconnected", False)
    app.rebalancing = True  # then it need not be asked, and the state tells why
    await monitor.measure(110.0)
    assert monitor.silence(200.0) == 0.0


def standing(**moved_at: float) -> LagMonitor:
    """A monitor of two partitions with a record waiting in each."""
    lags = {
        tp: Lag(records=1, committed=4, moved_at=moved_at[name]) for name, tp in {"first": TP0, "second": TP1}.items()
    }
    return LagMonitor(working(), lags)


def test_a_worker_whose_partitions_all_move_is_ready() -> None:
    monitor = standing(first=100.0, second=100.0)
    assert monitor.stalled(100.0 + STALLED_SECONDS) is None
    assert health_of(monitor.app, 0.0, None).ready


def test_a_worker_that_owes_one_partition_a_commit_is_not_ready_though_others_move() -> None:
    monitor = standing(first=300.0, second=100.0)
    assert monitor.stalled(301.0) == TP1
    health = health_of(monitor.app, 0.0, monitor.stalled(301.0))
    assert (health.state, health.ready) == ("stalled", False)
    assert "articles[1]" in health.because


def test_of_two_partitions_that_stand_still_the_one_that_has_for_longer_is_named() -> None:
    assert standing(first=90.0, second=100.0).stalled(301.0) == TP0


def test_a_partition_in_which_nothing_waits_does_not_stand_still() -> None:
    idle = LagMonitor(working(), {TP0: Lag(records=0, committed=4, moved_at=0.0)})
    assert idle.stalled(STALLED_SECONDS * 10) is None
