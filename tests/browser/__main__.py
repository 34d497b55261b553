"""Take the pictures of the web view that docs/ shows: `python -m tests.browser`, or `make screenshots`.

They are of the real pages over invented events, in Chromium. Each is checked to be small enough for a repository.
"""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

# As pytest does by its settings: the tests' own helpers are imported by their bare names.
sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1] / "support")]

from PIL import Image  # noqa: E402 -- as above
from playwright.async_api import Browser, async_playwright  # noqa: E402

from prepared import busy, prepared_web  # noqa: E402
from visiting import BROWSERS, chromium  # noqa: E402

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
MAX_BYTES = 150_000
COLOURS = 128
"""Enough for text and lines."""

DESK, PHONE = {"width": 1200, "height": 860}, {"width": 390, "height": 844}
SHOTS: dict[str, tuple[str, Mapping[str, Any]]] = {
    "dashboard-light": ("/", {"color_scheme": "light", "viewport": DESK}),
    "dashboard-dark": ("/", {"color_scheme": "dark", "viewport": DESK}),
    "dashboard-phone": ("/?type=meeting", {"color_scheme": "light", "viewport": PHONE}),
    "event": ("/events/meeting%3A0000000000000009", {"color_scheme": "light", "viewport": DESK}),
    "entity": ("/entities/country%3AJP", {"color_scheme": "light", "viewport": DESK}),
    "matrix": ("/matrix", {"color_scheme": "light", "viewport": DESK}),
}
"""Name of the picture, address, and how it is looked at."""


async def main() -> int:
    """Take every picture; 1 where there is no browser or a picture is too large."""
    found = chromium()
    if found is None:
        print(f"no browser: none of {', '.join(BROWSERS)} is installed", file=sys.stderr)  # noqa: T201 -- for people
        return 1
    FOLDER.mkdir(exist_ok=True)
    async with prepared_web() as shown, async_playwright() as playwright:
        busy(shown)
        browser = await playwright.chromium.launch(executable_path=found)
        sizes = {name: await _take(browser, name, shown.url + path, how) for name, (path, how) in SHOTS.items()}
        await browser.close()
    for name, size in sizes.items():
        print(f"{FOLDER / name}.png  {size:,} bytes")  # noqa: T201 -- for people
    return int(max(sizes.values()) > MAX_BYTES)


async def _take(browser: Browser, name: str, url: str, how: Mapping[str, Any]) -> int:
    context = await browser.new_context(**how)
    page = await context.new_page()
    await page.clock.install(time=datetime(2031, 5, 12, 8, 7, 30, tzinfo=UTC))
    await page.goto(url)
    picture = Image.open(io.BytesIO(await page.screenshot()))
    await context.close()
    file = FOLDER / f"{name}.png"
    picture.convert("RGB").quantize(COLOURS).save(file, optimize=True)
    return file.stat().st_size


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
