"""What stands before every page: who is let in, what is refused, and what every answer bears."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import ClientSession, web
from prometheus_client import CollectorRegistry

from agents.metrics import Metrics
from agents.pages import server
from agents.pages.guard import MAX_RESPONSE_BYTES, Guard, Login, bear_headers, is_loopback, why_insecure
from agents.pages.rendering import SECURITY_HEADERS
from agents.settings import Settings

PASSWORD, TOKEN = "correct-horse-battery", "t0ken-of-twenty-characters"
LOGIN = {"web_username": "ann", "web_password": PASSWORD, "web_token": TOKEN}
BEARER = {"Authorization": f"Bearer {TOKEN}"}

EVERYWHERE = "0.0.0.0"  # noqa: S104 -- nothing is bound to it


def basic(text: str) -> str:
    return f"Basic {base64.b64encode(text.encode()).decode()}"


class Site:
    """Pages of every kind, behind the guard."""

    def __init__(self, **settings: object) -> None:
        self.metrics = Metrics(CollectorRegistry())
        guard = Guard(Settings.model_validate(settings), self.metrics.refused)
        self.app = web.Application(middlewares=[guard.middleware])
        self.app.on_response_prepare.append(bear_headers)
        self.release = asyncio.Event()
        for path in ("/", "/healthz", "/readyz", "/metrics"):
            self.app.router.add_get(path, self.page)
        self.app.router.add_get("/router/absent", self.absent)
        for page in (self.boom, self.absent, self.slow, self.big, self.stream):
            self.app.router.add_get(f"/{page.__name__}", page)
        self.app.router.add_post("/", self.page)
        self.runner = server.Runner(
            self.app,
            access_log=None,
            max_line_size=server.MAX_LINE_BYTES,
            max_field_size=server.MAX_HEADER_BYTES,
            max_headers=server.MAX_HEADERS,
            keepalive_timeout=0.5,
            lingering_time=0.1,
        )

    async def start(self) -> str:
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        self.port = self.runner.addresses[0][1]
        return f"http://127.0.0.1:{self.port}"

    def refused(self) -> dict[str, float]:
        """How many requests were refused, by reason."""
        [metric] = self.metrics.refused.collect()
        return {one.labels["reason"]: one.value for one in metric.samples if one.name.endswith("_total")}

    async def page(self, request: web.Request) -> web.Response:
        if "wait" in request.query:
            await self.release.wait()
        return web.Response(text="page")

    async def boom(self, request: web.Request) -> web.Response:
        raise RuntimeError(f"it broke with {PASSWORD}")

    async def absent(self, request: web.Request) -> web.Response:
        raise KeyError("no such table")

    async def slow(self, request: web.Request) -> web.Response:
        await self.release.wait()
        return web.Response(text="at last")

    async def big(self, request: web.Request) -> web.Response:
        return web.Response(body=bytes(MAX_RESPONSE_BYTES + 1))

    async def stream(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(4):
            await response.write(b"tick ")
            await asyncio.sleep(0.1)
        return response


@pytest.fixture
async def sites() -> AsyncIterator[Callable[..., Site]]:
    made: list[Site] = []

    def make(**settings: object) -> Site:
        made.append(Site(**settings))
        return made[-1]

    yield make
    for site in made:
        site.release.set()
        await site.runner.cleanup()


Sites = Callable[..., Site]


async def ask(url: str, method: str = "GET", **options: Any) -> tuple[int, dict[str, str], str]:  # noqa: ANN401 -- any option of aiohttp
    async with ClientSession() as client, client.request(method, url, **options) as response:
        return response.status, dict(response.headers), await response.text()


async def raw(site: Site, sent: bytes, seconds: float = 5) -> bytes:
    """What is answered to some bytes, up to the end of the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    writer.write(sent)
    try:
        return await asyncio.wait_for(reader.read(), seconds)
    finally:
        writer.close()


@pytest.mark.parametrize(
    "authorization",
    [
        pytest.param(None, id="nothing"),
        pytest.param("", id="an empty header"),
        pytest.param("Bearer", id="a scheme alone"),
        pytest.param("Bearer ", id="an empty token"),
        pytest.param(f"Bearer {TOKEN[:-1]}", id="a token that lacks its end"),
        pytest.param(f"Bearer {TOKEN}x", id="a token with more behind it"),
        pytest.param(f"Bearer {TOKEN} {TOKEN}", id="the token twice"),
        pytest.param(TOKEN, id="the token without a scheme"),
        pytest.param(f"Bearer {PASSWORD}", id="the password as a token"),
        pytest.param(f"Basic {TOKEN}", id="the token as a password"),
        pytest.param(basic(f"ann:{PASSWORD[:-1]}"), id="a password that lacks its end"),
        pytest.param(basic(f"bob:{PASSWORD}"), id="another name"),
        pytest.param(basic(f"ANN:{PASSWORD}"), id="the name in capitals"),
        pytest.param(basic("ann:"), id="no password"),
        pytest.param(basic(":"), id="no name and no password"),
        pytest.param("Basic !!!not-base64", id="what is no base64"),
        pytest.param(f"Basic {base64.b64encode(bytes([255, 254])).decode()}", id="what is no UTF-8"),
    ],
)
def test_whoever_does_not_know_the_secret_is_not_let_in(authorization: str | None) -> None:
    assert not Login(Settings.model_validate(LOGIN)).allows(authorization)


@pytest.mark.parametrize(
    "authorization",
    [
        pytest.param(f"Bearer {TOKEN}", id="the token"),
        pytest.param(f"bearer  {TOKEN}", id="the token, its scheme written otherwise"),
        pytest.param(basic(f"ann:{PASSWORD}"), id="name and password"),
    ],
)
def test_whoever_knows_it_is_let_in(authorization: str) -> None:
    assert Login(Settings.model_validate(LOGIN)).allows(authorization)


def test_where_nothing_is_asked_for_everybody_is_let_in() -> None:
    assert Login(Settings()).allows(None)


def test_an_empty_token_is_never_taken_for_a_known_one() -> None:
    assert not Login(Settings.model_validate({"web_token": TOKEN})).allows(basic("ann:"))


async def test_without_a_login_only_the_probes_answer(sites: Sites) -> None:
    site = sites(**LOGIN)
    url = await site.start()
    assert [(await ask(url + path))[0] for path in ("/healthz", "/readyz", "/metrics", "/", "/boom", "/nowhere")] == [
        *(200, 200),
        *[401] * 4,
    ]
    assert (await ask(f"{url}/", headers=BEARER))[0] == 200
    _, headers, body = await ask(f"{url}/")
    assert headers["WWW-Authenticate"] == 'Basic realm="communique", charset="UTF-8"'
    assert json.loads(body) == {"error": "a login is needed"}
    assert site.refused() == {"login": 5.0}


async def test_metrics_can_be_opened_by_setting(sites: Sites) -> None:
    url = await sites(**LOGIN, web_open_metrics=True).start()
    assert [(await ask(url + path))[0] for path in ("/metrics", "/metrics/", "/")] == [200, 401, 401]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "SEARCH", "PROPFIND"])
async def test_nothing_but_reading_is_possible(sites: Sites, method: str) -> None:
    url = await sites().start()
    status, headers, body = await ask(f"{url}/", method)
    assert (status, headers["Allow"], json.loads(body)) == (405, "GET, HEAD", {"error": "this can only be read"})


async def test_a_head_is_answered_without_a_body(sites: Sites) -> None:
    url = await sites().start()
    assert (await ask(f"{url}/", "HEAD"))[::2] == (200, "")


async def test_a_request_with_a_body_is_refused_and_its_body_not_read(sites: Sites) -> None:
    site = sites()
    url = await site.start()
    assert (await ask(f"{url}/", data=b"x"))[0] == 413
    answer = await raw(site, b"GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000000\r\n\r\nxxx")
    assert answer.startswith(b"HTTP/1.1 413 ")


PAGES = ("/", "/healthz", "/boom", "/absent", "/nowhere", "/big", "/stream")


@pytest.mark.parametrize("path", PAGES)
async def test_every_answer_bears_the_security_headers_and_no_version(sites: Sites, path: str) -> None:
    url = await sites().start()
    _, headers, _ = await ask(url + path)
    assert SECURITY_HEADERS.items() <= headers.items()
    assert headers["Server"] == "communique"
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert {"default-src 'none'", "frame-ancestors 'none'"} <= set(policy.split("; "))


@pytest.mark.parametrize(
    "path, status, reason",
    [
        ("/boom", 500, "this failed; the log tells why"),
        ("/absent", 500, "this failed; the log tells why"),
        ("/router/absent", 404, "no such table"),
        ("/nowhere", 404, "Not Found"),
        ("/big", 500, "the answer is too large"),
    ],
)
async def test_an_error_tells_nothing_of_what_is_behind_it(sites: Sites, path: str, status: int, reason: str) -> None:
    url = await sites().start()
    for accept in ("text/html", "*/*"):
        told = await ask(url + path, headers={"Accept": accept})
        assert (told[0], json.loads(told[2])) == (status, {"error": reason})


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00", id="TLS where none is spoken"),
        pytest.param(b"GET / HTTP/9.9\r\n\r\n", id="a version that is none"),
        pytest.param(b"GET /<script>alert(1)</script> HTTP/1.1\nbroken\r\n\r\n", id="a broken header"),
        pytest.param(b"GET /" + b"a" * 5_000 + b" HTTP/1.1\r\nHost: h\r\n\r\n", id="an address too long"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: h\r\nX: " + b"a" * 5_000 + b"\r\n\r\n", id="a header too long"),
        pytest.param(
            b"GET / HTTP/1.1\r\nHost: h\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(70)) + b"\r\n",
            id="too many headers",
        ),
        pytest.param(
            b"GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", id="two lengths"
        ),
    ],
)
async def test_what_is_no_request_is_answered_in_the_same_way_and_not_repeated(sites: Sites, sent: bytes) -> None:
    site = sites()
    await site.start()
    head, _, body = (await raw(site, sent)).partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    assert head.split()[1] == b"400"
    assert SECURITY_HEADERS.items() <= headers.items()
    assert json.loads(body) == {"error": "this is no request that can be read"}


async def test_a_page_that_takes_too_long_is_given_up(sites: Sites) -> None:
    url = await sites(web_timeout_seconds=0.2).start()
    status, _, body = await ask(f"{url}/slow")
    assert (status, json.loads(body)) == (504, {"error": "this took too long"})


async def test_a_stream_that_has_begun_may_take_its_time(sites: Sites) -> None:
    url = await sites(web_timeout_seconds=0.2).start()
    assert (await ask(f"{url}/stream"))[::2] == (200, "tick " * 4)


async def test_more_requests_at_once_than_allowed_are_refused_and_probes_are_not(sites: Sites) -> None:
    site = sites(web_max_requests=2)
    url = await site.start()
    waiting = [asyncio.create_task(ask(f"{url}/slow")) for _ in range(2)]
    await asyncio.sleep(0.2)
    status, headers, _ = await ask(f"{url}/")
    assert (status, headers["Retry-After"]) == (503, "1")
    assert (await ask(f"{url}/healthz"))[0] == 200
    site.release.set()
    assert [answer[0] for answer in await asyncio.gather(*waiting)] == [200, 200]
    assert (await ask(f"{url}/"))[0] == 200


async def test_a_flood_of_probes_takes_no_page_its_place(sites: Sites) -> None:
    site = sites(web_max_requests=1)
    url = await site.start()
    waiting = [asyncio.create_task(ask(f"{url}/healthz?wait=1")) for _ in range(3)]
    await asyncio.sleep(0.2)
    assert (await ask(f"{url}/"))[0] == 200
    site.release.set()
    assert [answer[0] for answer in await asyncio.gather(*waiting)] == [200] * 3


async def test_a_client_that_says_nothing_or_half_of_it_is_cut_off(sites: Sites) -> None:
    site = sites()
    await site.start()
    assert await raw(site, b"") == b""
    assert await raw(site, b"GET / HTTP/1.1\r\nHost: h\r\nX-Slow: ") == b""


async def test_more_connections_than_allowed_are_closed_at_once(sites: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MAX_CONNECTIONS", 1)
    site = sites()
    await site.start()
    _, first = await asyncio.open_connection("127.0.0.1", site.port)
    await asyncio.sleep(0.1)
    assert await raw(site, b"GET / HTTP/1.1\r\nHost: h\r\n\r\n", seconds=0.3) == b""
    first.close()


async def test_a_client_that_does_not_read_its_answer_is_cut_off(sites: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "SEND_SECONDS", 0.3)
    site = sites()

    async def large(request: web.Request) -> web.Response:
        return web.Response(body=bytes(MAX_RESPONSE_BYTES))

    site.app.router.add_get("/large", large)
    await site.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port, limit=1024)
    writer.write(b"GET /large HTTP/1.1\r\nHost: h\r\n\r\n")
    await asyncio.sleep(1.0)
    assert len(await reader.read()) < MAX_RESPONSE_BYTES
    writer.close()


@pytest.mark.parametrize(
    "settings, lacks",
    [
        pytest.param({}, None, id="on this machine alone nothing is needed"),
        pytest.param({"web_host": "::1"}, None, id="nor on its other loopback address"),
        pytest.param(
            {"web_host": EVERYWHERE},
            ("a login", "TLS"),
            id="beyond it a login and TLS are needed",
        ),
        pytest.param({"web_host": "::"}, ("a login", "TLS"), id="in IPv6 as well"),
        pytest.param({"web_host": "worker-1.example"}, ("a login", "TLS"), id="by name as well"),
        pytest.param({"web_host": "10.0.0.1", "web_token": TOKEN}, ("TLS",), id="a token is not sent in the clear"),
        pytest.param({"web_host": "10.0.0.1", **LOGIN}, ("TLS",), id="nor a password"),
        pytest.param({"web_host": "10.0.0.1", "web_ssl_certfile": "c.pem"}, ("a login",), id="TLS lets in everybody"),
        pytest.param({"web_host": "10.0.0.1", "web_ssl_certfile": "c.pem", **LOGIN}, None, id="both suffice"),
        pytest.param({"web_host": "10.0.0.1", "web_allow_insecure": True}, None, id="and so does an explicit word"),
    ],
)
def test_the_web_view_is_not_served_to_strangers_by_mistake(
    settings: dict[str, Any], lacks: tuple[str, ...] | None
) -> None:
    told = why_insecure(Settings.model_validate(settings))
    if lacks is None:
        assert told is None
        return
    assert told is not None
    assert [word for word in ("a login", "TLS") if f"without {word}" in told] == list(lacks)
    assert "COMMUNIQUE_WEB_ALLOW_INSECURE=true" in told
    assert PASSWORD not in told
    assert TOKEN not in told


@pytest.mark.parametrize(
    "host, told",
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("localhost", True),
        ("1.2.3.4", False),
        (EVERYWHERE, False),
        ("localhost.example", False),
    ],
)
def test_what_is_reached_from_this_machine_alone(host: str, told: bool) -> None:  # noqa: FBT001 -- a column
    assert is_loopback(host) is told
