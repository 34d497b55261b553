"""Strangers' pages and feeds over HTTP: politely, and bounded in every direction."""

from __future__ import annotations

import hashlib
import ipaddress
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from http import HTTPStatus
from importlib.metadata import version
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from agents.feeding.connecting import Cutter, Session
from agents.feeding.line import MAX_DOCUMENT_BYTES

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
"""Longest silence of a server."""
WHOLE_SECONDS = 120.0
"""Longest time for one answer, however steadily it drips."""
REDIRECTS = 5
MAX_HOSTS = 1_000
"""Hosts remembered for the sake of pauses; beyond it those whose pause is over are forgotten."""
CHUNK_BYTES = 64 * 1024

TEMPORARY = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}
MOVED = {
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.FOUND,
    HTTPStatus.SEE_OTHER,
    HTTPStatus.TEMPORARY_REDIRECT,
    HTTPStatus.PERMANENT_REDIRECT,
}
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses that stand for those of IPv4. Source: RFC 6052, section 2.1."""

ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/html;q=0.8, */*;q=0.1"


class FetchError(Exception):
    """A URL could not be read; the message is one line.

    Args:
        message: why.
        temporary: whether it is worth trying again.
        retry_after: seconds that the server asked to wait.
    """

    def __init__(self, message: str, *, temporary: bool = False, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.temporary = temporary
        self.retry_after = retry_after


@dataclass(frozen=True)
class Validators:
    """What a server named a version of its answer by; sent back, it answers only where there is another."""

    etag: str | None = None
    modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """As a request sends them."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in pairs.items() if value}


@dataclass(frozen=True)
class Page:
    """What stands at a URL."""

    url: str
    """Where it stood after redirects."""
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in small letters."""

    @property
    def validators(self) -> Validators:
        """To ask for it the next time."""
        return Validators(self.headers.get("etag"), self.headers.get("last-modified"))


class Fetcher:
    """Reads URLs, with a pause between two requests to one host.

    Addresses that a person named may be anywhere, but one that was public must stay so, since its owner is a stranger.
    Links and redirects of strangers must lead to public addresses, or to a host that was named: a feed must not make
    this machine ask its own network. That is seen before a connection is made, and again on the connection, since names
    may lead elsewhere from one moment to the next.

    Args:
        named: URLs that a person named.
        contact: an address or page that tells site owners whom to write to.
        delay: seconds between two requests to one host.
        clock: seconds of a clock that never goes back.
        sleep: waits some seconds.
    """

    def __init__(
        self,
        named: tuple[str, ...] = (),
        contact: str | None = None,
        delay: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.agent = f"communique/{version('communique')}" + (f" (+{contact})" if contact else "")
        self._hosts = {urlsplit(url).hostname for url in named}
        self._delay = delay
        self._clock = clock
        self._sleep = sleep
        self._last: dict[str, float] = {}
        self._private: dict[str, bool] = {}
        """Whether a host that was named was in a private network when it was asked first; it stays what it was."""
        self._may_be_private = False
        self._cutter = Cutter()
        self._session = Session(self._look_at, self._cutter.hold)

    def fetch(self, url: str, known: Validators | None = None, limit: int = MAX_DOCUMENT_BYTES) -> Page | None:
        """Read what stands at a URL; None where it has not changed.

        Args:
            url: of http or https.
            known: of the answer before.
            limit: bytes of the answer, unpacked; a longer one is an error.

        Raises:
            FetchError: it cannot be read.
        """
        try:
            return self._follow(url, known or Validators(), limit)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise FetchError(f"cannot be read: {_why(error)}", temporary=True) from error
        except ValueError as error:
            raise FetchError("not an address that can be asked") from error

    def _follow(self, url: str, known: Validators, limit: int) -> Page | None:
        for _ in range(REDIRECTS + 1):
            self._refuse_what_strangers_may_not_name(url)
            self._wait_for_the_turn_of(url)
            with self._answer(url, known) as (answer, end):
                if answer.status_code not in MOVED or "location" not in answer.headers:
                    return self._page(url, answer, limit, end)
                url = urljoin(url, answer.headers["location"])
        raise FetchError(f"more than {REDIRECTS} redirects")

    @contextmanager
    def _answer(self, url: str, known: Validators) -> Iterator[tuple[requests.Response, float]]:
        """The answer of a server, and until when all of it must be there."""
        timeout = (CONNECT_SECONDS, READ_SECONDS)
        # A connection for each request: an old one would not be cut, and the pauses are longer than making one.
        headers = {"User-Agent": self.agent, "Accept": ACCEPT, "Connection": "close", **known.headers}
        end = self._clock() + WHOLE_SECONDS
        get = partial(self._session.get, url, headers=headers, timeout=timeout, stream=True, allow_redirects=False)
        with self._cutter.after(WHOLE_SECONDS):
            try:
                with get() as answer:
                    self._refuse_what_is_late(end)  # it may have been cut off amid its headers
                    yield answer, end
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError):
                self._refuse_what_is_late(end)
                raise

    def _page(self, url: str, answer: requests.Response, limit: int, end: float) -> Page | None:
        if answer.status_code == HTTPStatus.NOT_MODIFIED:
            return None
        if answer.status_code != HTTPStatus.OK:
            raise FetchError(
                f"the server answers {answer.status_code}",
                temporary=answer.status_code in TEMPORARY,
                retry_after=retry_after(answer.headers.get("retry-after"), datetime.now(UTC)),
            )
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Page(url, self._body(answer.raw, limit, end), headers)

    def _body(self, raw: urllib3.HTTPResponse, limit: int, end: float) -> bytes:
        """All of an answer, piece by piece, so that neither its size nor its slowness goes unseen."""
        pieces: list[bytes] = []
        size = 0
        while piece := raw.read1(CHUNK_BYTES, decode_content=True):
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                raise FetchError(f"longer than {limit} bytes")
            self._refuse_what_is_late(end)
        self._refuse_what_is_late(end)
        return b"".join(pieces)

    def _refuse_what_is_late(self, end: float) -> None:
        if self._clock() >= end:
            raise FetchError(f"not read within {WHOLE_SECONDS:g} s", temporary=True)

    def _wait_for_the_turn_of(self, url: str) -> None:
        host = urlsplit(url).netloc
        ready = self._last.get(host, -self._delay) + self._delay
        if (wait := ready - self._clock()) > 0:
            self._sleep(wait)
        self._last[host] = now = self._clock()
        if len(self._last) > MAX_HOSTS:
            self._last = {host: asked for host, asked in self._last.items() if asked + self._delay > now}

    def _refuse_what_strangers_may_not_name(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise FetchError("leads out of the web")
        public = self._is_public(parts.hostname)
        self._may_be_private = self._private.get(parts.hostname, False)
        if not public and not self._may_be_private:
            raise FetchError("leads to an address that is not public")

    def _is_public(self, host: str) -> bool:
        try:
            public = _leads_to_the_public(host)
        except OSError:
            if host not in self._hosts:
                raise
            return True  # a proxy may know it; and the connection is looked at
        if host in self._hosts:
            self._private.setdefault(host, not public)
        return public

    def _look_at(self, connection: socket.socket) -> None:
        if not self._may_be_private and not is_public(connection.getpeername()[0]):
            raise FetchError("leads to an address that is not public")
        self._cutter.hold(connection)


def _leads_to_the_public(host: str) -> bool:
    """Whether all addresses of a host are of the public internet."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return all(is_public(str(entry[4][0])) for entry in found)


def is_public(told: str) -> bool:
    """Whether an address is of the public internet."""
    address = ipaddress.ip_address(told.partition("%")[0])
    if address in TRANSLATED:
        address = ipaddress.ip_address(int(address) & 0xFFFFFFFF)
    return address.is_global and not address.is_multicast


def retry_after(header: str | None, now: datetime) -> float | None:
    """Seconds that a server asks to wait, told as such or as a date; None where it does not."""
    if not header:
        return None
    if header.strip().isdecimal():
        return float(header[:9])
    try:
        return max(0.0, (parsedate_to_datetime(header) - now).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return None


def without_login(url: str) -> str:
    """A URL for messages: what stands before the host may be a password."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def without_secrets(url: str) -> str:
    """As `without_login`, with a digest in the place of a query, which may be a key: for what others come to see."""
    parts = urlsplit(without_login(url))
    return parts._replace(query=hashlib.sha256(parts.query.encode()).hexdigest()[:12] if parts.query else "").geturl()


def _why(error: Exception) -> str:
    """The kind of failure; messages of clients name addresses, logins among them."""
    return {
        "ConnectTimeout": "no connection in time",
        "ReadTimeout": "no answer in time",
        "ReadTimeoutError": "no answer in time",
        "SSLError": "its certificate is not trusted",
        "ConnectionError": "no connection",
        "gaierror": "no such host",
        "TooManyRedirects": "too many redirects",
    }.get(type(error).__name__, type(error).__name__)
