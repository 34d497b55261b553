"""The trace context of W3C, handed on from an article to all that follows from it.

Whoever traces requests puts the headers `traceparent` and `tracestate` on an article. What the article leads to bears
them too, up to the events: a tracer of a subscriber goes on with the same trace. No span is made here.

Source: W3C Trace Context, sections 3.2 and 3.3; OpenTelemetry, "Semantic conventions for messaging", which puts them
into the headers of a record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, cast

from agents.stream import Outgoing

if TYPE_CHECKING:
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

TRACEPARENT = "traceparent"
TRACESTATE = "tracestate"
MAX_BYTES = 512
"""Longest header that is handed on; what W3C asks everybody to hand on of a `tracestate` (section 3.3.1.5)."""

Headers = Iterable[tuple[str, bytes | None]]


def trace_headers(headers: Headers | None) -> list[tuple[str, bytes]]:
    """The trace context among the headers of a record, as it is handed on.

    It is written anew from what was understood, so nothing else gets through. A `traceparent` that is none, too long,
    or told twice gives nothing; a `tracestate` that is none, or too long, is left out.
    """
    told = [(name, value or b"") for name, value in headers or () if name in {TRACEPARENT, TRACESTATE}]
    parents = [value for name, value in told if name == TRACEPARENT]
    if len(parents) != 1 or len(parents[0]) > MAX_BYTES:
        return []
    carrier = {TRACEPARENT: _text(parents[0])}
    state = b",".join(value for name, value in told if name == TRACESTATE)
    if 0 < len(state) <= MAX_BYTES:
        carrier[TRACESTATE] = _text(state)
    written: dict[str, str] = {}
    _propagator().inject(written, _propagator().extract(carrier))
    return [(name, value.encode("ascii", "replace")) for name, value in written.items()]


def traced(records: Iterable[Outgoing], headers: object) -> Iterable[Outgoing]:
    """Records that bear the trace context of the one that they follow from.

    Args:
        records: what follows.
        headers: those of the record, as Faust hands them over.
    """
    context = trace_headers(cast("Headers | None", headers))
    return [bearing(record, context) for record in records] if context else records


def bearing(record: Outgoing, context: list[tuple[str, bytes]]) -> Outgoing:
    """A record with a trace context behind its own headers."""
    return replace(record, headers=[*(record.headers or ()), *context])


@cache
def _propagator() -> TraceContextTextMapPropagator:
    # Loaded with the first article that bears a trace: most workers never see one.
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415

    return TraceContextTextMapPropagator()


def _text(value: bytes) -> str:
    return value.decode("ascii", "replace")
