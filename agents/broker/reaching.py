"""Why a broker cannot be used: told at once, in one line, without a secret.

Clients take a refused login and an untrusted certificate for a broker that is not there yet: they try again for half
a minute, and then say that nobody answered. So a connection is made first whose one purpose is the reason.
"""

from __future__ import annotations

import asyncio
import ssl

from aiokafka import errors
from aiokafka.conn import create_conn
from aiokafka.protocol.metadata import MetadataRequest
from kafka.errors import KafkaError

from agents.broker.clients import ClientOptions, client_options
from agents.settings import PREFIX, Settings

SECONDS = 10.0
ATTEMPTS = 3
PAUSE_SECONDS = 1.0
"""Between attempts at a broker that hangs up, which one that is just starting or ending does, too."""

HANGS_UP = "hangs up"

TRUST = f"{PREFIX}SSL_CAFILE names the authorities to trust"
LOGIN = f"{PREFIX}SASL_USERNAME, {PREFIX}SASL_PASSWORD and {PREFIX}SASL_MECHANISM tell the login"
PROTOCOL = f"{PREFIX}SECURITY_PROTOCOL tells how to speak to it"
CLIENT_CERTIFICATE = f"{PREFIX}SSL_CERTFILE and {PREFIX}SSL_KEYFILE name the one to show"


class BrokerRefusesError(KafkaError):  # type: ignore[misc]  # kafka-python ships no types
    """A broker answers, and will not have this client; trying again changes nothing."""

    def __str__(self) -> str:
        """The message alone, without the name of the class."""
        return str(self.args[0])


def usable_options(settings: Settings) -> ClientOptions:
    """Options for a client, once a connection with them has been tried.

    A broker that is not there is no reason to give up: clients wait for it.

    Raises:
        BrokerRefusesError: every broker that answers refuses; the message is one line.
        OSError: a certificate or key file cannot be read.
    """
    options = client_options(settings)
    # A loop of its own, since Faust later asks for the thread's.
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(_try_each(options))
    finally:
        loop.close()
    return options


async def _try_each(options: ClientOptions) -> None:
    refusals = []
    for server in options["bootstrap_servers"]:
        try:
            await _connect_in_the_end(server, options)
        except (OSError, EOFError, errors.KafkaError) as error:
            if reason := why(error, options["security_protocol"]):
                refusals.append(f"{server} {reason}")
        else:
            return
    if refusals:
        raise BrokerRefusesError("; ".join(refusals))


async def _connect_in_the_end(server: str, options: ClientOptions) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            await asyncio.wait_for(_connect(server, options), SECONDS)
        except (OSError, EOFError, errors.KafkaError) as error:
            hangs_up = (why(error, options["security_protocol"]) or "").startswith(HANGS_UP)
            if attempt == ATTEMPTS or not hangs_up:
                raise
            await asyncio.sleep(PAUSE_SECONDS)
        else:
            return


async def _connect(server: str, options: ClientOptions) -> None:
    host, _, port = server.rpartition(":")
    rest = {name: value for name, value in options.items() if name != "bootstrap_servers"}
    connection = await create_conn(host.strip("[]"), int(port), **rest)
    try:
        await connection.send(MetadataRequest(topics=[]))  # where a login is wanted, all else ends the connection
    finally:
        connection.close()


def why(error: BaseException, protocol: str) -> str | None:
    """What a failed connection tells of the reason; None where nobody answered.

    Args:
        error: what aiokafka raised.
        protocol: the security protocol of the settings.
    """
    reason: str | None = None
    match error:
        case errors.SaslAuthenticationFailed():
            reason = f"refuses the login; {LOGIN}"
        case errors.UnsupportedSaslMechanismError():
            reason = f"does not take this way to log in; {LOGIN}"
        case ssl.SSLCertVerificationError():
            reason = f"shows a certificate that is not trusted: {error.verify_message}; {TRUST}"
        case ssl.SSLError():
            reason = _why_tls(error)
        case errors.KafkaConnectionError() | EOFError() | ConnectionResetError() | BrokenPipeError():
            reason = _why_hung_up(error, protocol)
        case errors.BrokerResponseError():
            reason = f"answers {type(error).__name__}; {PROTOCOL}"
    return reason


def _why_hung_up(error: BaseException, protocol: str) -> str:
    # Whether a client's certificate is taken shows only once TLS stands, and aiokafka speaks.
    if isinstance(error, errors.KafkaConnectionError) and protocol.endswith("SSL"):
        return f"{HANGS_UP}; it may want a login, or a certificate that it knows: {PROTOCOL}; {CLIENT_CERTIFICATE}"
    return f"{HANGS_UP}; {PROTOCOL}"


def _why_tls(error: ssl.SSLError) -> str:
    alert = (error.reason or "").lower()
    if "alert" in alert and any(word in alert for word in ("certificate", "unknown_ca")):
        return f"does not take the certificate of this client ({_words(alert)}); {CLIENT_CERTIFICATE}"
    return f"cannot be spoken to over TLS ({_words(alert) or 'no reason told'}); {PROTOCOL}"


def _words(reason: str) -> str:
    return reason.replace("_", " ")
