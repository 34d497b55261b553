"""Pages in a real browser, whose complaints and requests are noted."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from prepared import Prepared

SLOW_MS = 30_000
"""What a page gets for whatever a test waits for; machines are slow at times."""

expect.set_options(timeout=SLOW_MS)


class Quiet:
    """What a page asked for and complained of."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self.hosts: set[str] = set()

    def watch(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


class Visitor:
    """Opens pages of the web view; each starts without memory."""

    def __init__(self, browser: Browser, shown: Prepared) -> None:
        self._browser = browser
        self.shown = shown
        self.quiet = Quiet()
        self._contexts: list[BrowserContext] = []

    async def opens(self, path: str = "/", **how: Any) -> Page:  # noqa: ANN401 -- what Playwright takes
        """A page that is open, with its clock in the hands of the test."""
        context = await self._browser.new_context(**how)
        self._contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(SLOW_MS)
        self.quiet.watch(page)
        if how.get("java_script_enabled", True):
            await page.clock.install()
        await page.goto(self.shown.url + path)
        return page

    async def leaves(self) -> None:
        for context in self._contexts:
            await context.close()
