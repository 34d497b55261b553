"""Fetching from a server that is slow, large, away, or has other plans."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from agents.feeding import fetching
from agents.feeding.fetching import Fetcher, FetchError, Page, Validators, is_public, retry_after, without_login
from web import Answer, Web, web

NOW = datetime(2021, 3, 2, 9, 15, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[Web]:
    with web() as served:
        yield served


def fetcher(server: Web, contact: str | None = None) -> Fetcher:
    return Fetcher((server.url,), contact, delay=0)


def failure(of: Fetcher, url: str, limit: int = 1000) -> FetchError:
    with pytest.raises(FetchError) as raised:
        of.fetch(url, limit=limit)
    return raised.value


@pytest.mark.parametrize(
    "answer, message, temporary, asked",
    [
        pytest.param(Answer(status=404), "the server answers 404", False, None, id="what is not there"),
        pytest.param(Answer(status=410), "the server answers 410", False, None, id="what is gone"),
        pytest.param(Answer(status=500), "the server answers 500", True, None, id="a server in trouble"),
        pytest.param(
            Answer(status=429, headers={"Retry-After": "90"}),
            "the server answers 429",
            True,
            90.0,
            id="too many requests",
        ),
        pytest.param(Answer(b"x" * 1001), "longer than 1000 bytes", False, None, id="too long"),
        pytest.param(
            Answer(gzip.compress(b"x" * 1_000_000), headers={"Content-Encoding": "gzip"}),
            "longer than 1000 bytes",
            False,
            None,
            id="too long once it is unpacked",
        ),
        pytest.param(
            Answer(b"no gzip", headers={"Content-Encoding": "gzip"}),
            "cannot be read: DecodeError",
            True,
            None,
            id="torn",
        ),
        pytest.param(
            Answer(status=302, headers={"Location": "/a"}),
            "more than 5 redirects",
            False,
            None,
            id="redirects in a circle",
        ),
        pytest.param(
            Answer(status=302, headers={"Location": "file:///etc/passwd"}),
            "leads out of the web",
            False,
            None,
            id="a file",
        ),
        pytest.param(
            Answer(status=302, headers={"Location": "http://169.254.169.254/"}),
            "leads to an address that is not public",
            False,
            None,
            id="a redirect into this machine's own network",
        ),
        pytest.param(
            Answer(status=302, headers={"Location": "http://[::ffff:10.0.0.1]/"}),
            "leads to an address that is not public",
            False,
            None,
            id="the same in another spelling",
        ),
    ],
)
def test_what_cannot_be_had_is_told_in_a_line(
    server: Web,
    answer: Answer,
    message: str,
    temporary: bool,  # noqa: FBT001 -- a column of the table
    asked: float | None,
) -> None:
    server.answers["/a"] = answer
    error = failure(fetcher(server), f"{server.url}/a")
    assert (str(error), error.temporary, error.retry_after) == (message, temporary, asked)


def test_a_server_that_drips_is_left(server: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "WHOLE_SECONDS", 0.2)
    server.answers["/a"] = Answer(b"x" * 100, drip=0.05)
    begun = time.monotonic()
    assert str(failure(fetcher(server), f"{server.url}/a")) == "not read within 0.2 s"
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 100, id="amid its headers"),
        pytest.param(b"HTTP/1.1 302 Found\r\nLocation: /b\r\nX-Long: " + b"x" * 100, id="of a redirect too"),
    ],
)
def test_a_server_that_drips_its_headers_is_left(raw: bytes, server: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "WHOLE_SECONDS", 0.5)
    server.answers["/a"] = Answer(raw=raw, drip=0.02)
    begun = time.monotonic()
    assert str(failure(fetcher(server), f"{server.url}/a")) == "not read within 0.5 s"
    assert time.monotonic() - begun < 1.5


def test_a_server_that_drips_its_headers_through_a_proxy_is_left(server: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "WHOLE_SECONDS", 0.5)
    monkeypatch.setenv("http_proxy", server.url)
    server.answers["http://8.8.8.8/a"] = Answer(raw=b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 100, drip=0.02)
    assert str(failure(Fetcher(delay=0), "http://8.8.8.8/a")) == "not read within 0.5 s"


def test_what_stands_on_a_redirect_is_not_read(server: Web) -> None:
    """Else an answer without end would fill the memory, or hold everything up."""
    server.answers["/a"] = Answer(b"x" * 1000, status=302, headers={"Location": "/b"}, drip=0.1)
    server.answers["/b"] = Answer(b"x")
    begun = time.monotonic()
    page = fetcher(server).fetch(f"{server.url}/a")
    assert page is not None
    assert (page.body, time.monotonic() - begun < 3) == (b"x", True)


@pytest.mark.parametrize("named", [False, True], ids=["that a feed links to", "that a person named"])
def test_a_host_whose_address_changes_after_the_look_gets_no_request(
    named: bool,  # noqa: FBT001 -- a column of the table
    server: Web,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A stranger who owns a name may give a public address to the first question, and another one to the second."""
    looked_up = socket.getaddrinfo
    answers = iter([("203.0.114.7", 80)])

    def lead(host: str, port: int | None, *rest: Any, **more: Any) -> list[Any]:  # noqa: ANN401 -- as the system has it
        if host != "rebinding.example":
            return looked_up(host, port, *rest, **more)
        own = ("127.0.0.1", int(server.url.rpartition(":")[2]))
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", next(answers, own))]

    monkeypatch.setattr(socket, "getaddrinfo", lead)
    server.answers["/a"] = Answer(b"the cloud's password")
    url = f"http://rebinding.example:{server.url.rpartition(':')[2]}/a"
    once = Fetcher((url,) if named else (), delay=0)
    assert [str(failure(once, url)) for _ in range(2)] == ["leads to an address that is not public"] * 2
    assert server.asked == []


@pytest.mark.parametrize(
    "address, expected",
    [
        pytest.param("127.0.0.1", False, id="this machine"),
        pytest.param("10.1.2.3", False, id="a network of one's own"),
        pytest.param("169.254.169.254", False, id="what clouds tell machines"),
        pytest.param("100.64.0.1", False, id="a carrier's network"),
        pytest.param("224.0.0.1", False, id="many at once"),
        pytest.param("::1", False, id="this machine by IPv6"),
        pytest.param("fe80::1%eth0", False, id="a link"),
        pytest.param("fd00::1", False, id="a network of one's own by IPv6"),
        pytest.param("64:ff9b::a00:1", False, id="10.0.0.1 through a translator"),
        pytest.param("64:ff9b::808:808", True, id="8.8.8.8 through a translator"),
        pytest.param("8.8.8.8", True, id="a public one"),
        pytest.param("2606:4700::1111", True, id="a public one of IPv6"),
    ],
)
def test_which_addresses_are_of_the_public_internet(address: str, expected: bool) -> None:  # noqa: FBT001 -- a column
    assert is_public(address) is expected


def test_logins_of_this_machine_go_to_nobody(server: Web, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("default login me password secret\n", "utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    server.answers["/a"] = Answer(b"x")
    fetcher(server).fetch(f"{server.url}/a")
    fetcher(server).fetch(f"{server.url.replace('//', '//me:mine@')}/a")
    (_, first), (_, second) = server.asked
    assert ("authorization" in first, second["authorization"]) == (False, "Basic bWU6bWluZQ==")


def test_a_server_that_says_nothing_is_left(server: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "READ_SECONDS", 0.1)
    server.answers["/a"] = Answer(b"xx", drip=5)
    assert failure(fetcher(server), f"{server.url}/a").temporary


def test_nobody_at_the_address_is_told_without_the_password() -> None:
    url = "http://me:secret@127.0.0.1:1/a"
    error = failure(Fetcher((url,), delay=0), url)
    assert (str(error), error.temporary) == ("cannot be read: no connection", True)
    assert without_login(url) == "http://127.0.0.1:1/a"


def test_a_request_tells_who_asks_and_what_is_known(server: Web) -> None:
    server.answers["/a"] = Answer(b"x", headers={"ETag": '"1"', "Last-Modified": "Tue, 02 Mar 2021 09:15:00 GMT"})
    page = fetcher(server, "desk@wire.example").fetch(f"{server.url}/a")
    assert page is not None
    server.answers["/a"] = Answer(status=304)
    assert fetcher(server).fetch(f"{server.url}/a", page.validators) is None
    (_, first), (_, second) = server.asked
    assert first["user-agent"].startswith("communique/")
    assert first["user-agent"].endswith(" (+desk@wire.example)")
    assert (second["if-none-match"], second["if-modified-since"]) == ('"1"', "Tue, 02 Mar 2021 09:15:00 GMT")
    assert page.validators == Validators('"1"', "Tue, 02 Mar 2021 09:15:00 GMT")


def test_a_redirect_is_followed_and_told(server: Web) -> None:
    server.answers["/a"] = Answer(status=301, headers={"Location": "/b"})
    server.answers["/b"] = Answer(b"x")
    page = fetcher(server).fetch(f"{server.url}/a")
    assert isinstance(page, Page)
    assert (page.url, page.body) == (f"{server.url}/b", b"x")


def test_requests_to_one_host_have_a_pause_between_them(server: Web) -> None:
    now, slept = [100.0], list[float]()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    polite = Fetcher((server.url,), delay=2, clock=lambda: now[0], sleep=sleep)
    server.answers["/a"] = Answer(b"x")
    for _ in range(3):
        polite.fetch(f"{server.url}/a")
        now[0] += 0.5
    assert slept == [1.5, 1.5]


@pytest.mark.parametrize(
    "header, expected",
    [
        pytest.param(None, None, id="nothing is asked"),
        pytest.param("soon", None, id="nothing that can be read is asked"),
        pytest.param("Tue, 02 Mar 2021 09:00:00 GMT", 0.0, id="a time that is over"),
        pytest.param("Tue, 02 Mar 2021 09:16:00 GMT", 60.0, id="a time to come"),
        pytest.param("30", 30.0, id="seconds"),
    ],
)
def test_a_server_may_ask_for_patience(header: str | None, expected: float | None) -> None:
    assert retry_after(header, NOW) == expected
