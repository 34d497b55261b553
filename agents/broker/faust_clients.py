"""How Faust reaches the broker: the facts of `agents/broker/clients.py` under Faust's names."""

from __future__ import annotations

import faust
from faust.types.auth import CredentialsT

from agents.broker.clients import ssl_context
from agents.settings import Settings


def faust_brokers(settings: Settings) -> list[str]:
    """Broker URLs as Faust wants them."""
    return [f"kafka://{server}" for server in settings.bootstrap_servers]


def faust_credentials(settings: Settings) -> CredentialsT | None:
    """Credentials as Faust wants them; None for a plain connection."""
    context = ssl_context(settings) if settings.uses_ssl else None
    if settings.uses_sasl:
        password = settings.sasl_password
        return faust.SASLCredentials(
            username=settings.sasl_username,
            password=password.get_secret_value() if password else None,
            ssl_context=context,
            mechanism=settings.sasl_mechanism,
        )
    return faust.SSLCredentials(context=context) if context else None
