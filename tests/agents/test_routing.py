"""Where a request for another worker's row goes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from aiohttp import ClientSession, web
from faust.exceptions import SameNode
from faust.web.exceptions import ServiceUnavailable
from yarl import URL

from agents.pages.guard import MAX_RESPONSE_BYTES
from agents.routing import PASSED_ON, Router, address
from agents.settings import Settings

if TYPE_CHECKING:
    from faust.types.web import Web

WORKER = URL("https://worker-2:6066/")
OWN = "http://own:1/"


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param("/api/entities/person:KR%2Fkim-jung-han", id="a slash that is part of an id stays one"),
        pytest.param("/api/names/abe?country=JP&x=%26", id="a query goes along as it is"),
        pytest.param("//evil.example/", id="no path is an address"),
        pytest.param("/@evil.example/", id="nor a name to log in with"),
        pytest.param("/..//../etc", id="nor a way up"),
    ],
)
def test_the_worker_is_asked_for_the_same_page_and_nothing_of_it_chooses_another_host(asked: str) -> None:
    url = address(
        WORKER, URL(asked, encoded=True) if not asked.startswith("//") else URL.build(path=asked, encoded=True)
    )
    assert (url.scheme, url.host, url.port, url.user) == ("https", "worker-2", 6066, None)
    assert url.raw_path_qs == asked


def test_a_request_that_names_a_whole_address_goes_to_the_worker_all_the_same() -> None:
    assert str(address(WORKER, URL("http://evil.example/page?q=1"))) == "https://worker-2:6066/page?q=1"


@dataclass
class Asked:
    """A request that a client made of this worker."""

    headers: dict[str, str] = field(default_factory=dict)
    method: str = "GET"
    rel_url: URL = field(default_factory=lambda: URL("/api/names/abe"))


class Peer:
    """Another worker, which notes what it is asked."""

    def __init__(self) -> None:
        self.heard: list[dict[str, str]] = []

    async def names(self, request: web.Request) -> web.Response:
        self.heard.append(dict(request.headers))
        return web.json_response({"name": "abe"})

    async def away(self, request: web.Request) -> web.Response:
        raise web.HTTPFound("/api/names/abe")

    async def missing(self, request: web.Request) -> web.Response:
        return web.json_response({"error": "no such entity"}, status=404)

    async def huge(self, request: web.Request) -> web.Response:
        return web.Response(body=bytes(MAX_RESPONSE_BYTES + 1))

    async def silent(self, request: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response()


@pytest.fixture
async def peer() -> AsyncIterator[tuple[Peer, URL]]:
    made, app = Peer(), web.Application()
    app.router.add_get("/api/names/abe", made.names)
    for page in (made.away, made.missing, made.huge, made.silent):
        app.router.add_get(f"/{page.__name__}", page)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield made, URL(f"http://127.0.0.1:{runner.addresses[0][1]}/")
    await runner.cleanup()


async def passed_on(to: URL, asked: Asked, own: str = "http://127.0.0.1:1/") -> web.Response:
    """What this worker answers where another one holds the row."""
    async with ClientSession() as client:
        app = SimpleNamespace(
            settings=Settings(web_timeout_seconds=0.5),
            conf=SimpleNamespace(canonical_url=URL(own)),
            http_client=client,
            assignor=None,
            rebalancing=False,
        )
        return cast("web.Response", await Router(app)._route_req(to, cast("Web", None), cast("Any", asked)))


async def test_the_login_goes_along_and_nothing_else_of_the_request(peer: tuple[Peer, URL]) -> None:
    worker, url = peer
    told = {"Authorization": "Bearer t", "Cookie": "c=1", "Host": "evil.example", "X-Forwarded-For": "1.2.3.4"}
    answer = await passed_on(url, Asked(told))
    assert (answer.status, answer.body, answer.content_type) == (200, b'{"name": "abe"}', "application/json")
    [heard] = worker.heard
    assert (heard["Authorization"], heard[PASSED_ON], heard["Host"]) == ("Bearer t", "1", url.authority)
    assert {"Cookie", "X-Forwarded-For"} & heard.keys() == set()


async def test_an_error_of_the_other_worker_is_passed_back(peer: tuple[Peer, URL]) -> None:
    answer = await passed_on(peer[1], Asked(rel_url=URL("/missing")))
    assert (answer.status, answer.body) == (404, b'{"error": "no such entity"}')


@pytest.mark.parametrize("path", ["/away", "/huge", "/silent"])
async def test_a_redirect_a_flood_and_silence_are_not_waited_for_or_followed(peer: tuple[Peer, URL], path: str) -> None:
    with pytest.raises(ServiceUnavailable):
        await passed_on(peer[1], Asked({"Authorization": "Bearer t"}, rel_url=URL(path)))
    assert peer[0].heard == []


@pytest.mark.parametrize(
    "asked, own",
    [
        pytest.param(Asked({PASSED_ON: "1"}), "http://127.0.0.1:1/", id="a request that was passed on already"),
        pytest.param(Asked(), "https://127.0.0.1:1/", id="a worker without TLS, asked by one with it"),
    ],
)
async def test_what_is_not_passed_on(peer: tuple[Peer, URL], asked: Asked, own: str) -> None:
    with pytest.raises(ServiceUnavailable):
        await passed_on(peer[1], asked, own)
    assert peer[0].heard == []


async def test_a_worker_does_not_ask_itself(peer: tuple[Peer, URL]) -> None:
    with pytest.raises(SameNode):
        await passed_on(peer[1], Asked(), str(peer[1]))


async def test_a_worker_that_is_gone_is_told_as_trouble_that_passes() -> None:
    with pytest.raises(ServiceUnavailable):
        await passed_on(URL("http://127.0.0.1:2/"), Asked())


# What this worker asks for the sake of a page of its own


def router(metadata: dict[str, dict[str, list[int]]] | None = None, holder: str = "", own: str = OWN) -> Router:
    """A router that knows who holds what."""

    def key_store(topic: str, key: bytes) -> URL:
        return URL({"known": holder}[key.decode()])

    topic = SimpleNamespace(get_topic_name=lambda: "changelog", prepare_key=lambda key, _: (key.encode(),))
    app = SimpleNamespace(
        settings=Settings(web_timeout_seconds=0.5),
        conf=SimpleNamespace(canonical_url=URL(own)),
        tables={"views": SimpleNamespace(changelog_topic=topic)},
        assignor=SimpleNamespace(key_store=key_store, table_metadata=lambda _: metadata or {}),
        http_client=None,
        rebalancing=False,
    )
    return Router(app)


def test_the_other_workers_are_those_that_hold_partitions_of_a_table() -> None:
    told = {
        "http://c:1/": {"changelog": [2]},
        OWN: {"changelog": [0]},
        "http://b:1/": {"changelog": []},
        "http://a:1/": {"changelog": [1, 3]},
    }
    assert router(told).others("views") == [URL("http://a:1/"), URL("http://c:1/")]


def test_the_holder_of_a_row_is_another_worker_or_none() -> None:
    assert router(holder="http://a:1/").holder("views", "known") == URL("http://a:1/")
    assert router(holder=OWN).holder("views", "known") is None
    with pytest.raises(ServiceUnavailable):
        router().holder("views", "of a partition that nobody holds just now")


def test_a_worker_that_refills_its_tables_holds_no_row_yet() -> None:
    refilling = router(holder=OWN)
    refilling.app.rebalancing = True
    with pytest.raises(ServiceUnavailable):
        refilling.holder("views", "known")


async def test_a_question_of_our_own_bears_the_login_and_is_not_passed_on(peer: tuple[Peer, URL]) -> None:
    worker, url = peer
    told = {"Authorization": "Bearer t", "Cookie": "c=1", PASSED_ON: "1"}
    async with ClientSession() as client:
        asking = router(own="http://127.0.0.1:1/")
        asking.app.http_client = client
        request = cast("Any", Asked(told, method="HEAD", rel_url=URL("/matrix")))
        answer = await asking.ask(url, URL("/api/names/abe?kind=meetings"), request)
    assert cast("web.Response", answer).body == b'{"name": "abe"}'
    [heard] = worker.heard
    assert (heard["Authorization"], heard[PASSED_ON], heard["Host"]) == ("Bearer t", "1", url.authority)
    assert "Cookie" not in heard


async def test_a_question_of_our_own_goes_over_no_other_protocol() -> None:
    with pytest.raises(ServiceUnavailable):
        await router().ask(URL("https://a:1/"), URL("/parts/matrix"), cast("Any", Asked()))
