"""Headers by which generic consumers route events."""

from __future__ import annotations

import pytest

from agents.events.cloudevents import event_type, headers, withdrawal_headers
from agents.events.composing import compose
from agents.merging import MergeOptions, merge, reports_of
from told import measure, state, told


@pytest.mark.parametrize(
    "kind,expected",
    [
        ("meeting", "communique.event.meeting.v1"),
        ("trade_measure", "communique.event.trade-measure.v1"),
        ("appointment", "communique.event.appointment.v1"),
    ],
)
def test_the_type_names_the_event_and_the_version_of_the_contract(kind: str, expected: str) -> None:
    assert event_type(kind, 1) == expected


def test_the_headers_of_an_event_depend_on_the_event_alone() -> None:
    [cluster] = merge(reports_of(told("a", measure(state("Norway", "NO")))), MergeOptions())
    event = compose(cluster, 3)
    assert headers(event) == [
        ("ce_specversion", b"1.0"),
        ("ce_id", f"{event.event_id}/3".encode()),
        ("ce_source", b"communique"),
        ("ce_type", b"communique.event.trade-measure.v1"),
        ("ce_subject", event.event_id.encode()),
        ("ce_time", b"2031-05-01T08:00:00Z"),
        ("content-type", b"application/json"),
    ]


def test_a_withdrawal_has_an_id_of_its_own_and_no_content() -> None:
    told_headers = dict(withdrawal_headers("meeting:1", "meeting", 4, 1))
    assert told_headers["ce_id"] == b"meeting:1/4"
    assert "content-type" not in told_headers
