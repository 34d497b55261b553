"""One set of facts for every Kafka client."""

from __future__ import annotations

import ssl

import faust
import pytest

from agents.broker.clients import client_options
from agents.broker.faust_clients import faust_brokers, faust_credentials
from agents.settings import Settings

PASSWORD = "hush"  # noqa: S105 -- a test's


def login(protocol: str, mechanism: str = "PLAIN") -> Settings:
    return Settings.model_validate(
        {
            "security_protocol": protocol,
            "sasl_mechanism": mechanism,
            "sasl_username": "ann",
            "sasl_password": PASSWORD,
        }
    )


def test_a_plain_connection_needs_nothing_more() -> None:
    settings = Settings(bootstrap_servers=("one:1", "two:2"))
    assert client_options(settings) == {"bootstrap_servers": ["one:1", "two:2"], "security_protocol": "PLAINTEXT"}
    assert faust_brokers(settings) == ["kafka://one:1", "kafka://two:2"]
    assert faust_credentials(settings) is None


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])
def test_a_login_reaches_both_kinds_of_client(mechanism: str) -> None:
    settings = login("SASL_PLAINTEXT", mechanism)
    options = client_options(settings)
    credentials = faust_credentials(settings)
    assert isinstance(credentials, faust.SASLCredentials)
    told = (credentials.protocol.value, credentials.mechanism.value, credentials.username, credentials.password)
    assert told == ("SASL_PLAINTEXT", mechanism, "ann", PASSWORD)
    assert options == {
        "bootstrap_servers": ["localhost:9092"],
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": mechanism,
        "sasl_plain_username": "ann",
        "sasl_plain_password": PASSWORD,
    }


def test_an_encrypted_login_carries_a_context_that_checks_the_broker() -> None:
    settings = login("SASL_SSL")
    credentials = faust_credentials(settings)
    assert isinstance(credentials, faust.SASLCredentials)
    assert credentials.protocol.value == "SASL_SSL"
    for context in (credentials.ssl_context, client_options(settings)["ssl_context"]):
        assert context is not None
        assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_encryption_alone_needs_no_login() -> None:
    credentials = faust_credentials(Settings(security_protocol="SSL"))
    assert isinstance(credentials, faust.SSLCredentials)


def test_a_missing_certificate_file_is_an_error() -> None:
    settings = Settings.model_validate({"security_protocol": "SSL", "ssl_cafile": "/nowhere/ca.pem"})
    with pytest.raises(OSError, match="No such file"):
        client_options(settings)
