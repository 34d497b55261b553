"""What goes wrong outside of the program is told in one line, without what secrets hold."""

from __future__ import annotations

import pytest
from kafka.errors import KafkaError, KafkaTimeoutError, TopicAuthorizationFailedError
from pydantic import ValidationError

from agents.broker.permissions import NotPermittedError
from agents.broker.reaching import BrokerRefusesError
from agents.settings import PREFIX, Settings
from agents.telling import told, wrong_settings

SECRET = "hush-hush-hush"  # noqa: S105 -- a test's


@pytest.mark.parametrize(
    "error, line",
    [
        (BrokerRefusesError("b:1 refuses the login"), "the broker b:1 refuses the login"),
        (NotPermittedError("the broker does not let this user X"), "the broker does not let this user X"),
        (
            TopicAuthorizationFailedError("articles"),
            (
                "the broker does not let this user do that ([Error 29] TopicAuthorizationFailedError: articles); "
                "docs/security.md tells who needs what"
            ),
        ),
        (KafkaTimeoutError("nobody"), "the broker cannot be reached: KafkaTimeoutError: nobody"),
        (OSError("one\nand two"), "one and two"),
        (OSError(), "OSError"),
    ],
)
def test_an_error_is_one_line(error: Exception, line: str) -> None:
    assert told(error) == line


def test_a_long_answer_of_a_broker_is_cut() -> None:
    assert len(told(TopicAuthorizationFailedError("x" * 10_000))) < 300


def test_every_refusal_is_an_error_of_kafka_to_those_who_wait_for_one() -> None:
    assert issubclass(BrokerRefusesError, KafkaError)
    assert issubclass(NotPermittedError, KafkaError)


@pytest.mark.parametrize(
    "environment, expected",
    [
        pytest.param({"PARTITIONS": SECRET}, f"{PREFIX}PARTITIONS: Input should be a valid integer", id="no number"),
        pytest.param(
            {"BOOTSTRAP_SERVERS": f"ann:{SECRET}@b:1"}, f"{PREFIX}BOOTSTRAP_SERVERS: name at", id="no address"
        ),
        pytest.param({"SECURITY_PROTOCOL": SECRET}, f"{PREFIX}SECURITY_PROTOCOL: Input should be", id="no choice"),
        pytest.param(
            {"SECURITY_PROTOCOL": "SASL_SSL", "SASL_PASSWORD": SECRET},
            "security_protocol SASL_SSL needs COMMUNIQUE_SASL_USERNAME",
            id="half a login to the broker",
        ),
        pytest.param({"WEB_PASSWORD": SECRET}, f"{PREFIX}WEB_USERNAME and", id="half a login to the web view"),
        pytest.param({"WEB_USERNAME": "ann"}, f"{PREFIX}WEB_USERNAME and", id="the other half"),
        pytest.param(
            {"WEB_USERNAME": "an:n", "WEB_PASSWORD": SECRET}, f"{PREFIX}WEB_USERNAME:", id="a colon in a name"
        ),
        pytest.param(
            {"WEB_USERNAME": "ann", "WEB_PASSWORD": SECRET[:9]}, f"{PREFIX}WEB_PASSWORD:", id="a short password"
        ),
        pytest.param({"WEB_TOKEN": SECRET}, f"{PREFIX}WEB_TOKEN:", id="a short token"),
        pytest.param({"WEB_TOKEN": f"{SECRET} {SECRET}"}, f"{PREFIX}WEB_TOKEN may hold", id="a token with a space"),
        pytest.param({"WEB_SSL_KEYFILE": "k.pem"}, f"{PREFIX}WEB_SSL_CERTFILE", id="a key without its certificate"),
    ],
)
def test_wrong_settings_are_told_by_name_and_never_by_what_they_hold(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(ValidationError) as raised:
        Settings()
    line = wrong_settings(raised.value)
    assert expected in line
    assert "\n" not in line
    assert SECRET[:9] not in line + str(raised.value) + repr(raised.value)


def test_all_that_is_wrong_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_PARTITIONS", "0")
    monkeypatch.setenv("COMMUNIQUE_WEB_PORT", "x")
    with pytest.raises(ValidationError) as raised:
        Settings()
    assert wrong_settings(raised.value).count("COMMUNIQUE_") == 2
