"""The trace context of an article reaches all that follows from it, and nothing else does."""

from __future__ import annotations

import subprocess
import sys

import pytest

from agents.observing.traces import trace_headers, traced
from agents.stream import Outgoing

PARENT = b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(None, id="no headers"),
        pytest.param([], id="none of them"),
        pytest.param([("traceid", PARENT)], id="another header"),
        pytest.param([("tracestate", b"a=b")], id="a state without a parent"),
        pytest.param([("traceparent", None)], id="a header without a value"),
        pytest.param([("traceparent", b"")], id="an empty one"),
        pytest.param([("traceparent", PARENT), ("traceparent", PARENT)], id="told twice"),
        pytest.param([("traceparent", PARENT.upper())], id="in capitals"),
        pytest.param([("traceparent", PARENT[:-3])], id="without its flags"),
        pytest.param([("traceparent", PARENT + b"-more")], id="longer than its version has it"),
        pytest.param([("traceparent", b"ff" + PARENT[2:])], id="of the version that W3C forbids"),
        pytest.param([("traceparent", b"00-" + b"0" * 32 + PARENT[35:])], id="a trace of noughts"),
        pytest.param([("traceparent", PARENT[:36] + b"0" * 16 + b"-01")], id="a span of noughts"),
        pytest.param([("traceparent", PARENT + b" " * 600)], id="too long"),
        pytest.param([("traceparent", b"\xff\xfe" * 27)], id="bytes that are no text"),
        pytest.param([("traceparent", PARENT[:10] + b"\r\n" + PARENT[12:])], id="with a line break"),
    ],
)
def test_what_is_no_trace_context_is_not_handed_on(headers: list[tuple[str, bytes | None]] | None) -> None:
    assert trace_headers(headers) == []


@pytest.mark.parametrize(
    "told,handed_on",
    [
        pytest.param([("traceparent", PARENT)], [("traceparent", PARENT)], id="a parent alone"),
        pytest.param(
            [("x", b"1"), ("tracestate", b"rojo=00f067aa0ba902b7"), ("traceparent", PARENT)],
            [("traceparent", PARENT), ("tracestate", b"rojo=00f067aa0ba902b7")],
            id="with a state, in any order, among others",
        ),
        pytest.param(
            [("traceparent", PARENT), ("tracestate", b"a=1"), ("tracestate", b"b=2")],
            [("traceparent", PARENT), ("tracestate", b"a=1,b=2")],
            id="a state in two headers",
        ),
        pytest.param(
            [("traceparent", b"01" + PARENT[2:] + b"-what.comes.later")],
            [("traceparent", PARENT)],
            id="a later version, of which what is known",
        ),
        pytest.param(
            [("traceparent", PARENT), ("tracestate", b"a=" + b"x" * 600)],
            [("traceparent", PARENT)],
            id="without a state that is too long",
        ),
        pytest.param(
            [("traceparent", PARENT), ("tracestate", b"\x00\x01=\r\nx")],
            [("traceparent", PARENT)],
            id="without a state that is none",
        ),
    ],
)
def test_a_trace_context_is_handed_on(
    told: list[tuple[str, bytes | None]], handed_on: list[tuple[str, bytes | None]]
) -> None:
    assert trace_headers(told) == handed_on


def test_records_bear_it_behind_their_own_headers() -> None:
    records = [Outgoing("a", b"k", b"v", [("ce_id", b"1")]), Outgoing("b", b"k", None)]
    assert list(traced(records, [("traceparent", PARENT)])) == [
        Outgoing("a", b"k", b"v", [("ce_id", b"1"), ("traceparent", PARENT)]),
        Outgoing("b", b"k", None, [("traceparent", PARENT)]),
    ]


def test_records_that_follow_from_an_untraced_one_stay_as_they_are() -> None:
    records = [Outgoing("a", b"k", b"v", [("ce_id", b"1")])]
    assert traced(records, [("other", b"x")]) is records


def test_a_worker_that_sees_no_trace_does_not_load_opentelemetry() -> None:
    code = "import sys, agents.app; from agents.observing.traces import traced; traced([], [('a', b'b')])"
    code += "; sys.exit('opentelemetry' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=120).returncode == 0
