"""Rows that another version of the program wrote, older or newer, beside those of this one."""

from __future__ import annotations

import json
from typing import Any

from kafka import KafkaProducer
from pydantic import BaseModel, ValidationError

from agents.broker.clients import client_options
from agents.records import ArticleSeen, EntityRow, LiveArticle, LiveEvent, NameRow, ViewRow
from agents.topics import ARTICLES_SEEN, ENTITY_ROWS, LIVE_ARTICLES, LIVE_EVENTS, NAME_ROWS, VIEW_ROWS, changelog
from schemas.wire import from_bytes
from tests.faults.backups import Kept, records_of
from tests.faults.fault import Fault
from tests.faults.kinds.records import odd
from tests.faults.scene import Scene

ROWS: dict[str, type[BaseModel]] = {
    ARTICLES_SEEN: ArticleSeen,
    LIVE_ARTICLES: LiveArticle,
    LIVE_EVENTS: LiveEvent,
    NAME_ROWS: NameRow,
    ENTITY_ROWS: EntityRow,
    VIEW_ROWS: ViewRow,
}
ADDED = {"added_in_a_later_version": {"any": [1, None, "x"]}}


def change_versions(scene: Scene) -> None:
    """Stop the worker, and leave rows as the version before, or one to come, would have written them."""
    for share in scene.repeated(15, 35, 55):
        scene.until_done(share)
        name, worker = scene.any_worker()
        worker.kill()
        scene.struck()
        changed = sum(_rewrite(scene, table, kind) for table, kind in ROWS.items())
        if not changed:
            scene.problems.append("no row was there to be written as by another version")
        scene.restart(name)


def _rewrite(scene: Scene, table: str, kind: type[BaseModel]) -> int:
    """Write every second row of a table as an older version, and the others as a newer one; tell how many."""
    topic = changelog(scene.stream.settings.app_id, table)
    last: dict[tuple[int, bytes | None], Kept] = {}
    for kept in records_of(scene.stream, topic):
        last[kept.partition, kept.key] = kept
    rows = [kept for kept in last.values() if kept.value is not None]
    producer = KafkaProducer(**client_options(scene.stream.settings), acks="all", max_request_size=8 * 1024 * 1024)
    try:
        for number, kept in enumerate(rows):
            row = json.loads(kept.value or b"")
            written = _older(row, kind) if number % 2 else {**row, **ADDED}
            value = json.dumps(written).encode()
            producer.send(topic, partition=kept.partition, key=kept.key, value=value).get(timeout=30)
    finally:
        producer.close()
    return len(rows)


def _older(row: dict[str, Any], kind: type[BaseModel]) -> dict[str, Any]:
    """The row without its fields that hold what a version that did not know them comes to anyway."""
    whole = from_bytes(kind, json.dumps(row).encode())
    for field in list(row):
        fewer = {key: value for key, value in row.items() if key != field}
        try:
            if from_bytes(kind, json.dumps(fewer).encode()) == whole:
                row = fewer
        except ValidationError:
            continue  # a field that every version has
    return row


FAULTS = (
    Fault("rows of older and newer versions", change_versions, short=False),
    Fault("rows and articles of other versions", change_versions, odd, short=False),
)
