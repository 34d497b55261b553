"""Connections to strangers' servers: looked at before anything is sent, and cut off once their time is over."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.auth import HTTPBasicAuth
from requests.utils import get_auth_from_url
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection

Look = Callable[[socket.socket], None]
"""Looks at a connection that was made; what it raises ends the request before a byte of it is sent."""


class Session(requests.Session):
    """Requests that do only what they are asked to.

    No cookie is kept, and no login sent but that of the URL itself: `~/.netrc` would give one to whatever host a
    stranger names.

    Args:
        look: looks at each connection to a server.
        look_at_proxy: looks at each connection to a proxy, which is where the operator says, and asks for us.
    """

    def __init__(self, look: Look, look_at_proxy: Look) -> None:
        super().__init__()
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.auth = _login_of_the_url
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter(look, look_at_proxy))

    def get_redirect_target(self, _: requests.Response) -> None:
        """None: for a redirect the library would read all of the answer first, however long it is."""


def _login_of_the_url(request: requests.PreparedRequest) -> requests.PreparedRequest:
    name, password = get_auth_from_url(request.url or "")
    return HTTPBasicAuth(name, password)(request) if name or password else request


class _Adapter(HTTPAdapter):
    """Has connections looked at."""

    def __init__(self, look: Look, look_at_proxy: Look) -> None:
        self._look, self._look_at_proxy = look, look_at_proxy
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as the library has it
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pools(self._look)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> ProxyManager:  # noqa: ANN401 -- as above
        manager: ProxyManager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = _pools(self._look_at_proxy)
        return manager


def _pools(look: Look) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _looked_at(super()._new_conn(), look)

    class Encrypted(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _looked_at(super()._new_conn(), look)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(HTTPSConnectionPool):
        ConnectionCls = Encrypted

    return {"http": PlainPool, "https": EncryptedPool}


def _looked_at(connection: socket.socket, look: Look) -> socket.socket:
    try:
        look(connection)
    except BaseException:
        connection.close()
        raise
    return connection


class Cutter:
    """Cuts the newest connection off, in whatever it is doing: a handshake, a header that drips, a body.

    Timeouts of sockets begin anew with each byte, so that a server that sends one now and then is never too late.
    """

    def __init__(self) -> None:
        self._held: socket.socket | None = None

    def hold(self, connection: socket.socket) -> None:
        """Take a connection for the one to cut."""
        self._let_go()
        # A second name for it: TLS takes the first one away.
        self._held = connection.dup()

    @contextmanager
    def after(self, seconds: float) -> Iterator[None]:
        """Cut off what still goes on after some seconds."""
        timer = threading.Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            self._let_go()

    def _cut(self) -> None:
        if held := self._held:
            with suppress(OSError):  # it ended by itself
                held.shutdown(socket.SHUT_RDWR)

    def _let_go(self) -> None:
        if self._held:
            self._held.close()
            self._held = None
