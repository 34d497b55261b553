"""What other workers are asked for a page, and what becomes of it where they do not answer."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from aiohttp import web
from faust.web.exceptions import ServiceUnavailable
from yarl import URL

from agents.pages import elsewhere
from agents.pages.elsewhere import Gathered, gathered, json_of, row_of
from agents.records import ViewRow

if TYPE_CHECKING:
    import faust

    from agents.tables import RowTable

PAGE = URL("/parts/matrix")
ROW = ViewRow(months={"2031-05": 3})


class Router:
    """Asks workers that answer as their names say."""

    def __init__(self, *workers: str, holder: str | None = None) -> None:
        self.workers = [URL(f"http://{name}:6066/") for name in workers]
        self.answering = URL(f"http://{holder}:6066/") if holder else None
        self.most_at_once = self.at_once = 0

    def others(self, table: str) -> list[URL]:
        return self.workers

    def holder(self, table: str, key: str) -> URL | None:
        return self.answering

    async def ask(self, worker: URL, page: URL, request: object) -> web.Response:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(5 if worker.host == "silent" else 0)
        self.at_once -= 1
        if worker.host == "away":
            raise ServiceUnavailable
        if worker.host == "older":
            return web.Response(status=404, body=b'{"error": "Not Found"}')
        return web.Response(body=b'{"months":{"2031-05":3}}')


class Producer:
    async def partitions_for(self, topic: str) -> set[int]:
        return {0}


def app_of(router: Router) -> faust.App:
    async def producer() -> object:
        return SimpleNamespace(_ensure_producer=Producer)

    return cast("faust.App", SimpleNamespace(router=router, maybe_start_producer=producer))


TABLE = cast(
    "RowTable[ViewRow]",
    SimpleNamespace(
        name="views",
        kind=ViewRow,
        table=SimpleNamespace(changelog_topic=SimpleNamespace(get_topic_name=lambda: "changelog")),
        read={"here": ROW}.get,
    ),
)
REQUEST = cast("Any", None)


async def asked(*workers: str) -> Gathered:
    return await gathered(app_of(Router(*workers)), TABLE, PAGE, REQUEST)


@pytest.mark.parametrize(
    "workers, answers, missing",
    [
        pytest.param(["away"], 0, 1, id="one that cannot be reached"),
        pytest.param(["older"], 0, 1, id="one that does not know the page"),
        pytest.param(["silent"], 0, 1, id="one that does not answer in time"),
        pytest.param([], 0, 0, id="none where this worker is alone"),
        pytest.param(["a", "silent", "b", "away"], 2, 2, id="those that do not answer, beside those that do"),
    ],
)
async def test_workers_that_are_missing(
    workers: list[str], answers: int, missing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere, "GATHER_SECONDS", 0.05)
    found = await asked(*workers)
    assert (len(found.answers), found.missing) == (answers, missing)


async def test_many_workers_are_asked_a_few_at_a_time_and_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elsewhere, "MOST_WORKERS", 30)
    router = Router(*(f"w{number}" for number in range(40)))
    found = await gathered(app_of(router), TABLE, PAGE, REQUEST)
    assert (len(found.answers), found.missing) == (30, 10)
    assert router.most_at_once == elsewhere.ASKED_AT_ONCE


async def test_a_row_comes_from_this_worker_or_from_the_one_that_holds_it() -> None:
    here, there = app_of(Router()), app_of(Router(holder="a"))
    assert await row_of(here, TABLE, "here", PAGE, REQUEST) == ROW
    assert await row_of(here, TABLE, "nowhere", PAGE, REQUEST) is None
    assert await row_of(there, TABLE, "there", PAGE, REQUEST) == ROW
    assert await json_of(here, TABLE, "here", PAGE, REQUEST) is None
    assert await json_of(there, TABLE, "there", PAGE, REQUEST) == b'{"months":{"2031-05":3}}'


@pytest.mark.parametrize("holder", ["away", "older"])
async def test_a_row_that_cannot_be_had_is_not_taken_for_an_empty_one(holder: str) -> None:
    with pytest.raises(ServiceUnavailable):
        await row_of(app_of(Router(holder=holder)), TABLE, "there", PAGE, REQUEST)
