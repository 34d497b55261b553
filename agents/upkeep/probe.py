"""`python -m agents.upkeep.probe`: exit code 0 as long as this machine's worker answers, for containers' health checks.

It knows where to ask from the worker's own settings, and imports next to nothing, since it runs all the time.
"""

from __future__ import annotations

import os
import ssl
import sys
from http.client import HTTPConnection, HTTPException, HTTPSConnection

SECONDS = 4.0
PATH = "/healthz"
OK = 200

LOOPBACK = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- read, not bound


def main() -> int:
    """Ask once."""
    host = os.environ.get("COMMUNIQUE_WEB_HOST", "")
    port = int(os.environ.get("COMMUNIQUE_WEB_PORT") or 6066)
    certificate = os.environ.get("COMMUNIQUE_WEB_SSL_CERTFILE")
    try:
        connection = _connection(LOOPBACK.get(host, host), port, certificate)
        connection.request("GET", PATH)
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        sys.stderr.write(f"communique: no answer: {error}\n")
        return 1
    return 0 if status == OK else 1


def _connection(host: str, port: int, certificate: str | None) -> HTTPConnection:
    if not certificate:
        return HTTPConnection(host, port, timeout=SECONDS)
    # The worker's own certificate is known here, so that one alone is trusted, whatever name it bears.
    context = ssl.create_default_context(cafile=certificate)
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.check_hostname = False
    return HTTPSConnection(host, port, timeout=SECONDS, context=context)


if __name__ == "__main__":
    sys.exit(main())
