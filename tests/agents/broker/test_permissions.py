"""What a broker must let a worker do, and what is told where it does not."""

from __future__ import annotations

from typing import Any, cast

import pytest
from kafka.admin import KafkaAdminClient
from kafka.errors import GroupAuthorizationFailedError

from agents.broker.permissions import Need, NotPermittedError, acl_commands, check_permissions, needs_of_a_worker
from agents.settings import Settings
from agents.topics import required_topics

NEEDS = (Need("topic", "in", ("READ",)), Need("topic", "out", ("READ", "WRITE")), Need("group", "us", ("READ",)))
ALL = ["READ", "WRITE", "DESCRIBE"]


class Broker:
    """What a broker tells of permissions."""

    def __init__(self, topics: dict[str, list[str] | int | None], group: object) -> None:
        self._topics, self._group = topics, group

    def describe_topics(self, names: list[str]) -> list[dict[str, Any]]:
        return [
            {"name": name, "error_code": told, "authorized_operations": None}
            if isinstance(told := self._topics[name], int)
            else {"name": name, "error_code": 0, "authorized_operations": told}
            for name in names
        ]

    def describe_groups(self, names: list[str]) -> dict[str, dict[str, object]]:
        if isinstance(self._group, Exception):
            raise self._group
        return {names[0]: {"authorized_operations": self._group}}


def check(topics: dict[str, list[str] | int | None], group: object) -> None:
    check_permissions(cast("KafkaAdminClient", Broker(topics, group)), NEEDS)


@pytest.mark.parametrize(
    "topics, group",
    [
        pytest.param({"in": ALL, "out": ALL}, ALL, id="everything is allowed"),
        pytest.param({"in": None, "out": None}, None, id="the broker tells nothing of permissions"),
        pytest.param({"in": ALL, "out": ALL}, ValueError("15"), id="it tells some that the client does not know"),
        pytest.param({"in": 3, "out": 3}, ALL, id="topics that are not there are told of elsewhere"),
    ],
)
def test_a_worker_that_may_do_its_work_is_let_be(topics: dict[str, list[str] | int | None], group: object) -> None:
    check(topics, group)


@pytest.mark.parametrize(
    "topics, group, message",
    [
        pytest.param({"in": ALL, "out": ["READ"]}, ALL, "WRITE on topic out;", id="one permission is missing"),
        pytest.param(
            {"in": 29, "out": 29}, ALL, "READ on topic in; READ, WRITE on topic out;", id="topics are not even shown"
        ),
        pytest.param({"in": ALL, "out": ALL}, ["DESCRIBE"], "READ on group us;", id="the group may not be joined"),
        pytest.param(
            {"in": ALL, "out": ALL}, GroupAuthorizationFailedError(), "READ on group us;", id="the group is not shown"
        ),
    ],
)
def test_what_is_missing_is_told_in_one_line(
    topics: dict[str, list[str] | int | None], group: object, message: str
) -> None:
    with pytest.raises(NotPermittedError) as raised:
        check(topics, group)
    told = str(raised.value)
    assert told.startswith(f"the broker does not let this user {message}")
    assert "\n" not in told


def test_a_worker_reads_articles_and_reads_and_writes_all_else() -> None:
    settings = Settings(app_id="mine")
    needs = needs_of_a_worker(required_topics(settings), settings)
    assert [need.name for need in needs if "WRITE" not in need.operations] == ["articles", "mine"]
    assert all("READ" in need.operations for need in needs)
    assert {need.name for need in needs} == {spec.name for spec in required_topics(settings)} | {"mine"}


def test_commands_are_grouped_by_what_they_allow() -> None:
    assert list(acl_commands("ann", (*NEEDS, Need("topic", "out-2", ("READ", "WRITE"))))) == [
        "kafka-acls.sh --add --allow-principal User:ann --operation Read --topic in",
        "kafka-acls.sh --add --allow-principal User:ann --operation Read --operation Write --topic out --topic out-2",
        "kafka-acls.sh --add --allow-principal User:ann --operation Read --group us",
    ]


def test_an_operation_of_two_words_is_written_as_the_tool_wants_it() -> None:
    [line] = acl_commands("ann", (Need("topic", "in", ("DESCRIBE_CONFIGS",)),))
    assert "--operation DescribeConfigs " in line
