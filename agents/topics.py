"""Every topic of the stream: its name, what it must look like, how it is made and how it is checked.

Topics are made beforehand with `communique topics create` and checked each time a worker starts. A worker never
makes one on its own: a topic with another number of partitions than its tables, or one that throws records away
when it should keep the last of each key, loses events in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient

from agents.settings import PREFIX, Settings
from schemas.vocabulary import EventType

if TYPE_CHECKING:
    from agents.broker.clients import ClientOptions

ARTICLES = "articles"
DEAD_LETTERS = "articles.dead-letter"
ENTITIES = "entities"
EVENTS: Mapping[EventType, str] = MappingProxyType({kind: kind.topic for kind in EventType})

EXTRACTIONS = "communique.extractions"
MENTIONS = "communique.mentions"
NAMES = "communique.names"
PARTICIPATIONS = "communique.participations"
VIEWS = "communique.views"

ARTICLES_SEEN = "articles-seen"
LIVE_ARTICLES = "live-articles"
LIVE_EVENTS = "live-events"
OVERRIDES = "overrides"
NAME_ROWS = "names"
ENTITY_ROWS = "entities"
VIEW_ROWS = "views"
TABLES = (ARTICLES_SEEN, LIVE_ARTICLES, LIVE_EVENTS, OVERRIDES, NAME_ROWS, ENTITY_ROWS, VIEW_ROWS)
"""Names of the tables; each has a changelog topic."""

MILLISECONDS_A_DAY = 24 * 60 * 60 * 1_000
INTERNAL_RECORD_BYTES = 4 * 1024 * 1024
"""Largest internal record: the mentions of one article of at most 1 MiB, with their evidence."""
STAMPED = "message.timestamp.type"
SAFE_REPLICATION = 3
"""From so many copies on a write waits for two of them, so that the loss of one broker loses nothing."""


@dataclass(frozen=True)
class TopicSpec:
    """What one topic must look like."""

    name: str
    partitions: int
    config: Mapping[str, str]
    """Configuration that the topic is made with."""
    exact: frozenset[str] = field(default=frozenset({"cleanup.policy"}))
    """Configuration keys whose value must be this one; `max.message.bytes` may always be larger."""


@dataclass(frozen=True)
class Mismatch:
    """One way in which a topic differs from what it must look like."""

    topic: str
    found: str
    needed: str
    fix: str


class TopicsMismatchError(Exception):
    """The broker's topics are not as the stream needs them; the message says what to do."""

    def __init__(self, mismatches: Sequence[Mismatch]) -> None:
        self.mismatches = tuple(mismatches)
        super().__init__(explain(mismatches))


def changelog(app_id: str, table: str) -> str:
    """The name that Faust gives to the changelog topic of a table."""
    return f"{app_id}-{table}-changelog"


def partitions_of(name: str, settings: Settings) -> int:
    """How many partitions a topic has.

    What merging reads and keeps has one: whoever merges must see every report. All else is shared among workers.
    """
    whole = {MENTIONS, *(changelog(settings.app_id, table) for table in (LIVE_ARTICLES, LIVE_EVENTS, OVERRIDES))}
    return 1 if name in whole else settings.partitions


def required_topics(settings: Settings) -> tuple[TopicSpec, ...]:
    """Every topic that the stream reads or writes, in the order of an article's way."""
    kept = {"cleanup.policy": "delete", "retention.ms": str(settings.retention_days * MILLISECONDS_A_DAY)}
    compacted = {"cleanup.policy": "compact"}

    def topic(
        name: str, config: Mapping[str, str], size: int, *, exact: Iterable[str] = ("cleanup.policy",)
    ) -> TopicSpec:
        safe = {"min.insync.replicas": "2"} if settings.replication_factor >= SAFE_REPLICATION else {}
        # A broker refuses records more than an hour ahead of its clock, and retention throws away what seems old. Of
        # what workers write it notes its own time, so that no clock of theirs matters.
        times = {} if name == ARTICLES else {STAMPED: "LogAppendTime"}
        whole = {**config, **safe, **times, "max.message.bytes": str(size)}
        return TopicSpec(name, partitions_of(name, settings), MappingProxyType(whole), frozenset({*exact, *times}))

    internal = tuple(
        topic(name, kept, INTERNAL_RECORD_BYTES) for name in (EXTRACTIONS, MENTIONS, NAMES, PARTICIPATIONS, VIEWS)
    )
    public = tuple(topic(name, compacted, INTERNAL_RECORD_BYTES) for name in (*EVENTS.values(), ENTITIES))
    tables = tuple(topic(changelog(settings.app_id, name), compacted, INTERNAL_RECORD_BYTES) for name in TABLES)
    return (
        topic(ARTICLES, kept, settings.max_record_bytes, exact=()),
        topic(DEAD_LETTERS, kept, settings.dead_letter_bytes),
        *internal,
        *public,
        *tables,
    )


@contextmanager
def administration(options: ClientOptions) -> Iterator[KafkaAdminClient]:
    """A client for topic administration, closed at the end.

    Raises:
        kafka.errors.KafkaError: no broker can be reached, or it refuses the login.
    """
    admin = KafkaAdminClient(**options, client_id="communique-topics")
    try:
        yield admin
    finally:
        admin.close()


def create_missing(admin: KafkaAdminClient, specs: Sequence[TopicSpec], replication_factor: int) -> tuple[str, ...]:
    """Make the topics that do not exist yet; touch none that does.

    Returns:
        The names of the topics made, in the order of `specs`.

    Raises:
        kafka.errors.KafkaError: the broker refuses.
    """
    existing = set(admin.list_topics())
    missing = [spec for spec in specs if spec.name not in existing]
    if missing:
        wanted = {
            spec.name: {
                "num_partitions": spec.partitions,
                "replication_factor": replication_factor,
                "configs": dict(spec.config),
            }
            for spec in missing
        }
        admin.create_topics(wanted)
        admin.wait_for_topics(list(wanted))
    return tuple(spec.name for spec in missing)


def mismatches(admin: KafkaAdminClient, specs: Sequence[TopicSpec]) -> tuple[Mismatch, ...]:
    """Compare the broker's topics with what they must look like.

    Raises:
        kafka.errors.KafkaError: the broker refuses to tell.
    """
    existing = set(admin.list_topics())
    present = [spec for spec in specs if spec.name in existing]
    partitions = _partitions(admin, present)
    configs = _configs(admin, present)
    found: list[Mismatch] = []
    for spec in specs:
        if spec.name not in existing:
            found.append(_missing(spec))
        else:
            found += compare(spec, partitions[spec.name], configs.get(spec.name, {}))
    return tuple(found)


def check(admin: KafkaAdminClient, specs: Sequence[TopicSpec]) -> None:
    """Make sure that every topic is as the stream needs it.

    Raises:
        TopicsMismatchError: one is not; the message tells each difference and how to mend it.
        kafka.errors.KafkaError: the broker refuses to tell.
    """
    if found := mismatches(admin, specs):
        raise TopicsMismatchError(found)


def compare(spec: TopicSpec, partitions: int, config: Mapping[str, str]) -> tuple[Mismatch, ...]:
    """Every way in which one existing topic differs from its spec."""
    checks = (_partition_mismatch(spec, partitions), *_config_mismatches(spec, config))
    return tuple(mismatch for mismatch in checks if mismatch)


def explain(found: Sequence[Mismatch]) -> str:
    """One message for a person: each difference, and the command that mends it."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for mismatch in found:
        groups.setdefault((mismatch.found, mismatch.needed, mismatch.fix), []).append(mismatch.topic)
    lines = ["The topics are not as the stream needs them:"]
    for (seen, needed, fix), names in groups.items():
        lines += [f"  {', '.join(names)}: {seen}, must be {needed}", f"    {fix}"]
    return "\n".join(lines)


def _missing(spec: TopicSpec) -> Mismatch:
    return Mismatch(spec.name, "not there", "there", "Run `communique topics create`.")


def _partition_mismatch(spec: TopicSpec, partitions: int) -> Mismatch | None:
    if partitions == spec.partitions:
        return None
    anew = "delete the topic and run `communique topics create`. Partitions cannot be taken away, and adding some"
    fix = (
        f"Set {PREFIX}PARTITIONS={partitions} if all topics have {partitions}; else {anew} moves keys."
        if spec.partitions > 1
        else f"Merging reads it whole: {anew} would part what belongs together."
    )
    return Mismatch(spec.name, f"{partitions} partitions", f"{spec.partitions}", fix)


def _config_mismatches(spec: TopicSpec, config: Mapping[str, str]) -> Iterable[Mismatch]:
    for key in sorted(spec.exact & config.keys()):
        if _set_of(config[key]) != _set_of(spec.config[key]):
            yield Mismatch(spec.name, f"{key}={config[key]}", spec.config[key], _alter(spec, key))
    size = "max.message.bytes"
    if size in config and int(config[size]) < int(spec.config[size]):
        yield Mismatch(spec.name, f"{size}={config[size]}", f"at least {spec.config[size]}", _alter(spec, size))


def _set_of(value: str) -> frozenset[str]:
    return frozenset(part.strip() for part in value.split(","))


def _alter(spec: TopicSpec, key: str) -> str:
    return f"kafka-configs.sh --alter --topic {spec.name} --add-config {key}={spec.config[key]}"


def _partitions(admin: KafkaAdminClient, specs: Sequence[TopicSpec]) -> dict[str, int]:
    if not specs:
        return {}
    described = admin.describe_topics([spec.name for spec in specs])
    return {topic["name"]: len(topic["partitions"]) for topic in described}


def _configs(admin: KafkaAdminClient, specs: Sequence[TopicSpec]) -> dict[str, dict[str, str]]:
    if not specs:
        return {}
    resources = [ConfigResource(ConfigResourceType.TOPIC, spec.name) for spec in specs]
    described = admin.describe_configs(resources, config_filter="all").get("topic", {})
    return {
        name: {key: entry["value"] for key, entry in entries.items() if entry["value"] is not None}
        for name, entries in described.items()
    }
