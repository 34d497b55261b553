"""Whether the changelogs still hold what the tables are refilled from.

A table whose changelog was emptied would begin again from nothing, and what is published of it with it, in silence:
articles sent again would be told again, and entities would lose their past. A worker looks before it starts.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kafka import TopicPartition
from kafka.admin import OffsetSpec
from kafka.errors import (
    CoordinatorLoadInProgressError,
    CoordinatorNotAvailableError,
    GroupIdNotFoundError,
    NotCoordinatorError,
)

from agents import topics
from agents.topics import Mismatch, TopicsMismatchError, changelog, partitions_of

if TYPE_CHECKING:
    from kafka.admin import KafkaAdminClient

    from agents.settings import Settings

FED_BY: Mapping[str, str] = {
    topics.ARTICLES_SEEN: topics.EXTRACTIONS,
    topics.LIVE_ARTICLES: topics.MENTIONS,
    topics.LIVE_EVENTS: topics.MENTIONS,
    topics.NAME_ROWS: topics.NAMES,
    topics.ENTITY_ROWS: topics.PARTICIPATIONS,
    topics.VIEW_ROWS: topics.VIEWS,
}
"""The topic that each table is made from. Operators' decisions are left out: there may be none."""

FIX = "Restore its records at their offsets, or begin anew: docs/reliability.md, Emptied changelogs."

LOADING_SECONDS = 60.0
"""How long a broker may take to load what groups have committed, after it has started."""

PAUSE_SECONDS = 0.5
"""Between two questions for it."""

Offsets = Mapping[TopicPartition, int]


def check_changelogs(admin: KafkaAdminClient, settings: Settings) -> None:
    """Make sure that no changelog was emptied.

    Raises:
        TopicsMismatchError: one was; the message tells which, and what to do.
        kafka.errors.KafkaError: the broker refuses to tell.
    """
    names = [changelog(settings.app_id, table) for table in topics.TABLES]
    partitions = [TopicPartition(name, p) for name in names for p in range(partitions_of(name, settings))]
    begins, ends = (
        {tp: found.offset for tp, found in admin.list_partition_offsets(dict.fromkeys(partitions, spec)).items()}
        for spec in (OffsetSpec.EARLIEST, OffsetSpec.LATEST)
    )
    committed = committed_by(admin, settings.app_id)
    found = [mismatch for table in topics.TABLES for mismatch in emptied(table, settings, begins, ends, committed)]
    if found:
        raise TopicsMismatchError(found)


def emptied(table: str, settings: Settings, begins: Offsets, ends: Offsets, committed: Offsets) -> Iterator[Mismatch]:
    """What shows that the changelog of a table was emptied.

    Compaction alone moves no beginning: a changelog that begins later had records deleted. One that has never had a
    record, though the group has taken in what must have made rows, was made anew.

    Args:
        table: the table.
        settings: of the worker.
        begins: first offset of each partition of every changelog.
        ends: the offset behind the last record.
        committed: what the group has committed.
    """
    name = changelog(settings.app_id, table)
    own = [TopicPartition(name, p) for p in range(partitions_of(name, settings))]
    for tp in own:
        if begins[tp]:
            yield Mismatch(f"{name}[{tp.partition}]", f"without its records before {begins[tp]}", "whole", FIX)
    source = FED_BY.get(table)
    if source is None:
        return
    taken = {tp: committed.get(TopicPartition(source, tp.partition), 0) for tp in own}
    if table == topics.VIEW_ROWS:
        # A record that takes back what was never told makes no row; over the whole topic there are others.
        made_anew = own if not any(ends[tp] for tp in own) else []
    else:
        made_anew = [tp for tp in own if not ends[tp]]
    for tp in made_anew:
        if taken[tp] > 0:
            seen = f"empty, though {taken[tp]} records of {source} were taken in"
            yield Mismatch(f"{name}[{tp.partition}]", seen, "whole", FIX)


def committed_by(admin: KafkaAdminClient, group: str) -> Offsets:
    """What a group has committed; a broker that has just started is given time to load it.

    Raises:
        kafka.errors.KafkaError: the broker refuses to tell, or is not done with loading.
    """
    patience = time.monotonic() + LOADING_SECONDS
    while True:
        try:
            known = admin.list_group_offsets(group).get(group, {})
        except (CoordinatorNotAvailableError, GroupIdNotFoundError):
            return {}
        except (CoordinatorLoadInProgressError, NotCoordinatorError):
            if time.monotonic() > patience:
                raise
            time.sleep(PAUSE_SECONDS)
        else:
            return {tp: told.offset for tp, told in known.items()}
