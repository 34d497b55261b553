"""Whether the changelogs still hold what the tables are refilled from.

A table whose changelog was emptied would begin again from nothing, and what is published of it with it, in silence:
articles sent again would be told again, and entities would lose their past. A worker looks before it starts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kafka import TopicPartition
from kafka.admin import OffsetSpec
from kafka.errors import CoordinatorNotAvailableError, GroupIdNotFoundError

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
    committed = _committed(admin, settings.app_id)
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


def _committed(admin: KafkaAdminClient, group: str) -> Offsets:
    try:
        known = admin.list_group_offsets(group).get(group, {})
    except (CoordinatorNotAvailableError, GroupIdNotFoundError):
        return {}
    return {tp: told.offset for tp, told in known.items()}
