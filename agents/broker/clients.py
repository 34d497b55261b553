"""How each Kafka client reaches the broker: one place that turns settings into a client's own options.

What Faust takes under names of its own stands in `agents/broker/faust_clients.py`: programs of consumers import this
module, and need no Faust.
"""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import TypedDict

from pydantic import SecretStr

from agents.settings import Settings


class ClientOptions(TypedDict, total=False):
    """Keyword arguments that kafka-python's and aiokafka's clients share."""

    bootstrap_servers: list[str]
    security_protocol: str
    ssl_context: ssl.SSLContext
    sasl_mechanism: str
    sasl_plain_username: str
    sasl_plain_password: str


def ssl_context(settings: Settings) -> ssl.SSLContext:
    """Context for encrypted connections.

    Raises:
        OSError: a certificate or key file cannot be read, or holds none.
    """
    context = trusting(settings.ssl_cafile)
    context.check_hostname = settings.ssl_check_hostname
    if settings.ssl_certfile:
        show_certificate(context, settings.ssl_certfile, settings.ssl_keyfile, settings.ssl_keyfile_password)
    return context


def web_ssl_context(settings: Settings) -> ssl.SSLContext | None:
    """Context that the web view is served with; None for plain HTTP.

    Raises:
        OSError: a certificate or key file cannot be used.
    """
    if settings.web_ssl_certfile is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    show_certificate(context, settings.web_ssl_certfile, settings.web_ssl_keyfile, settings.web_ssl_keyfile_password)
    return context


def trusting(cafile: Path | None) -> ssl.SSLContext:
    """Context of a client that trusts some authorities; those of the system where none are named.

    Raises:
        OSError: the file cannot be read, or holds no certificate; the message names it.
    """
    try:
        return ssl.create_default_context(cafile=cafile)
    except OSError as error:
        raise named(error, cafile) from error


def show_certificate(context: ssl.SSLContext, certfile: Path, keyfile: Path | None, password: SecretStr | None) -> None:
    """Let a context show a certificate.

    Raises:
        OSError: a file cannot be read, or the password is wrong; the message names the files.
    """
    # Without a password OpenSSL would ask for it at the terminal.
    secret = password.get_secret_value() if password else ""
    try:
        context.load_cert_chain(certfile, keyfile=keyfile, password=lambda: secret)
    except OSError as error:
        raise named(error, certfile, keyfile) from error


def named(error: OSError, *files: Path | None) -> OSError:
    """The same error in words that name the files; OpenSSL's own do not."""
    names = " and ".join(dict.fromkeys(str(file) for file in files if file))
    if isinstance(error, ssl.SSLError):
        reason = (error.reason or "OpenSSL cannot read it").lower().replace("_", " ")
        return OSError(f"{names} cannot be used: {reason}; is it PEM, and the key's password right?")
    return OSError(f"{names} cannot be used: {error.strerror}")


def client_options(settings: Settings) -> ClientOptions:
    """Options for any kafka-python or aiokafka client: `KafkaProducer(**client_options(settings))`."""
    options = ClientOptions(
        bootstrap_servers=list(settings.bootstrap_servers), security_protocol=settings.security_protocol
    )
    if settings.uses_ssl:
        options["ssl_context"] = ssl_context(settings)
    if settings.uses_sasl and settings.sasl_username and settings.sasl_password:
        options["sasl_mechanism"] = settings.sasl_mechanism
        options["sasl_plain_username"] = settings.sasl_username
        options["sasl_plain_password"] = settings.sasl_password.get_secret_value()
    return options
