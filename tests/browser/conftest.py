"""Pages of a real browser that must stay quiet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest_asyncio
from playwright.async_api import Browser

from prepared import Prepared, busy, prepared_web
from visiting import Visitor


@pytest_asyncio.fixture(loop_scope="session")
async def shown() -> AsyncIterator[Prepared]:
    """The web view of a busy worker."""
    async with prepared_web() as shown:
        busy(shown)
        yield shown


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(browser: Browser, shown: Prepared) -> AsyncIterator[Visitor]:
    """Whoever looks at the pages; afterwards no page has complained, nor asked any other host."""
    visitor = Visitor(browser, shown)
    yield visitor
    await visitor.leaves()
    assert visitor.quiet.complaints == []
    assert visitor.quiet.hosts == {urlsplit(visitor.shown.url).netloc}
