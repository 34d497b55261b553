"""What the broker must let its users do, and whether it lets a worker.

With ACLs, a broker hides what a user may not see, and a missing permission shows only once something is read or
written: in the middle of the work, if at all. A worker therefore asks beforehand what it may do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafka.errors import (
    CoordinatorNotAvailableError,
    GroupAuthorizationFailedError,
    GroupIdNotFoundError,
    KafkaError,
    TopicAuthorizationFailedError,
)

from agents.topics import ARTICLES, TopicSpec

if TYPE_CHECKING:
    from kafka.admin import KafkaAdminClient

    from agents.settings import Settings

READ, WRITE, DESCRIBE_CONFIGS = "READ", "WRITE", "DESCRIBE_CONFIGS"


class NotPermittedError(KafkaError):  # type: ignore[misc]  # kafka-python ships no types
    """The broker does not let this user do what a worker must; the message names what is missing."""

    def __str__(self) -> str:
        """The message alone, without the name of the class."""
        return str(self.args[0])


@dataclass(frozen=True)
class Need:
    """What a worker must be let do with one topic or group."""

    kind: str
    """`topic` or `group`."""
    name: str
    operations: tuple[str, ...]


def needs_of_a_worker(specs: Sequence[TopicSpec], settings: Settings) -> tuple[Need, ...]:
    """Everything that a worker must be let do; `articles` is written by producers alone."""
    topics = (
        Need("topic", spec.name, (READ, DESCRIBE_CONFIGS) if spec.name == ARTICLES else (READ, WRITE, DESCRIBE_CONFIGS))
        for spec in specs
    )
    return (*topics, Need("group", settings.app_id, (READ,)))


def acl_commands(principal: str, needs: Sequence[Need]) -> Iterator[str]:
    """The commands of Apache Kafka that let a user do it: one for all that has the same operations."""
    for (kind, operations), names in _grouped(needs).items():
        words = [
            f"--allow-principal User:{principal}",
            *(f"--operation {_pascal(name)}" for name in operations),
        ]
        yield " ".join(["kafka-acls.sh --add", *words, *(f"--{kind} {name}" for name in names)])


def _pascal(operation: str) -> str:
    return "".join(word.capitalize() for word in operation.split("_"))


def check_permissions(admin: KafkaAdminClient, needs: Sequence[Need]) -> None:
    """Make sure that the broker lets this user do it all.

    A broker that tells nothing of permissions is taken at its word.

    Raises:
        NotPermittedError: it does not; the message is one line.
        kafka.errors.KafkaError: the broker refuses to tell.
    """
    topics = [need.name for need in needs if need.kind == "topic"]
    allowed = {topic["name"]: _allowed(topic) for topic in admin.describe_topics(topics)}
    missing = []
    for need in needs:
        may = allowed.get(need.name) if need.kind == "topic" else _allowed_in_group(admin, need.name)
        if may is not None and (lacking := tuple(name for name in need.operations if name not in may)):
            missing.append(Need(need.kind, need.name, lacking))
    if missing:
        raise NotPermittedError(_told(missing))


def _allowed(topic: Mapping[str, object]) -> frozenset[str] | None:
    """The operations allowed on a topic; None where the broker does not tell."""
    if topic["error_code"] == TopicAuthorizationFailedError.errno:
        return frozenset()
    operations = topic.get("authorized_operations")
    return frozenset(map(str, operations)) if isinstance(operations, list) else None


def _allowed_in_group(admin: KafkaAdminClient, group: str) -> frozenset[str] | None:
    try:
        told = admin.describe_groups([group])[group].get("authorized_operations")
    except GroupAuthorizationFailedError:
        return frozenset()
    except (CoordinatorNotAvailableError, GroupIdNotFoundError, ValueError):
        return None  # no group was ever made; or a broker that tells permissions unknown to the client
    return frozenset(told) if told else None


def _told(missing: Sequence[Need]) -> str:
    parts = [
        f"{', '.join(operations)} on {kind} {', '.join(names)}"
        for (kind, operations), names in _grouped(missing).items()
    ]
    return (
        f"the broker does not let this user {'; '.join(parts)}; "
        "`communique topics acls USER` prints the commands that allow it"
    )


def _grouped(needs: Sequence[Need]) -> dict[tuple[str, tuple[str, ...]], list[str]]:
    groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for need in needs:
        groups.setdefault((need.kind, need.operations), []).append(need.name)
    return groups
