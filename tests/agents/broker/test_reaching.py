"""Why a broker cannot be used, as a failed connection tells it."""

from __future__ import annotations

import ssl

import pytest
from aiokafka import errors

from agents.broker.reaching import usable_options, why
from agents.settings import Settings


def untrusted() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = "self-signed certificate"
    return error


def tls(reason: str) -> ssl.SSLError:
    error = ssl.SSLError(1, reason)
    error.reason = reason
    return error


@pytest.mark.parametrize(
    "error, protocol, beginning",
    [
        pytest.param(ConnectionRefusedError(), "SSL", None, id="nobody is there, which may pass"),
        pytest.param(TimeoutError(), "SSL", None, id="nobody answers, which may pass"),
        pytest.param(errors.NodeNotReadyError(), "SSL", None, id="a broker that is not ready yet"),
        pytest.param(errors.SaslAuthenticationFailed(), "SASL_SSL", "refuses the login", id="a wrong password"),
        pytest.param(
            errors.UnsupportedSaslMechanismError(),
            "SASL_SSL",
            "does not take this way to log in",
            id="a wrong mechanism",
        ),
        pytest.param(
            untrusted(), "SSL", "shows a certificate that is not trusted: self-signed certificate;", id="no trust"
        ),
        pytest.param(
            tls("TLSV13_ALERT_CERTIFICATE_REQUIRED"),
            "SSL",
            "does not take the certificate of this client",
            id="an alert",
        ),
        pytest.param(
            tls("WRONG_VERSION_NUMBER"), "SSL", "cannot be spoken to over TLS (wrong version", id="no TLS there"
        ),
        pytest.param(ConnectionResetError(), "PLAINTEXT", "hangs up; COMMUNIQUE_SECURITY_PROTOCOL", id="hung up"),
        pytest.param(errors.KafkaConnectionError(), "SSL", "hangs up; it may want a login", id="hung up behind TLS"),
        pytest.param(errors.IllegalSaslStateError(), "SASL_SSL", "answers IllegalSaslStateError", id="another error"),
    ],
)
def test_the_reason_is_told_where_trying_again_changes_nothing(
    error: Exception, protocol: str, beginning: str | None
) -> None:
    told = why(error, protocol)
    assert told is None if beginning is None else (told or "").startswith(beginning)


def test_a_broker_that_is_not_there_is_left_to_the_clients_to_wait_for() -> None:
    options = usable_options(Settings(bootstrap_servers=("127.0.0.1:1", "no-such-host.invalid:1")))
    assert options["bootstrap_servers"] == ["127.0.0.1:1", "no-such-host.invalid:1"]
