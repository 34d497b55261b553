"""A real browser, one for the whole run, and pages of it that must stay quiet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from prepared import Prepared, busy, prepared_web
from visiting import BROWSERS, Visitor, chromium


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium without a window."""
    found = chromium()
    if found is None:
        pytest.skip(f"no browser: none of {', '.join(BROWSERS)} is installed")
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=found)
        yield opened
        await opened.close()


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
