"""CloudEvents 1.0 headers in Kafka's binary mode, so that generic consumers can route events unread.

Source: CloudEvents 1.0.2, "Kafka Protocol Binding", sections 3.2 and 3.2.3.
"""

from __future__ import annotations

from datetime import UTC, datetime

from schemas.event import Event

SOURCE = "communique"
CONTENT_TYPE = "application/json"

Headers = list[tuple[str, bytes]]
"""Kafka record headers in their order."""


def event_type(kind: str, schema_version: int) -> str:
    """The CloudEvents type of an event, such as `communique.event.trade-measure.v1`."""
    return f"communique.event.{kind.replace('_', '-')}.v{schema_version}"


def headers(event: Event) -> Headers:
    """Headers of an event; a function of the event alone, so that a replay sends the same ones again."""
    attributes = {
        "ce_specversion": "1.0",
        "ce_id": f"{event.event_id}/{event.version}",
        "ce_source": SOURCE,
        "ce_type": event_type(event.type, event.schema_version),
        "ce_subject": event.event_id,
        "ce_time": _rfc3339(event.last_seen),
        "content-type": CONTENT_TYPE,
    }
    return [(name, value.encode()) for name, value in attributes.items() if value is not None]


def withdrawal_headers(event_id: str, kind: str, version: int, schema_version: int) -> Headers:
    """Headers of the null value that withdraws an event."""
    attributes = {
        "ce_specversion": "1.0",
        "ce_id": f"{event_id}/{version}",
        "ce_source": SOURCE,
        "ce_type": event_type(kind, schema_version),
        "ce_subject": event_id,
    }
    return [(name, value.encode()) for name, value in attributes.items()]


def _rfc3339(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None
