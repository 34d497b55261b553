"""Take the pictures of the web view that docs/ shows: `python -m tests.browser`, or `make screenshots`.

They are of the real pages over invented events, in Chromium. Each is checked to be small enough for a repository.
"""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

# As pytest does by its settings: the tests' own helpers are imported by their bare names.
sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1] / "support")]

from PIL import Image  # noqa: E402 -- as above
from playwright.async_api import Browser, async_playwright  # noqa: E402

from browsers import NONE, chromium  # noqa: E402
from prepared import busy, day, meeting, prepared_web, state  # noqa: E402
from schemas.event import Event  # noqa: E402

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


NAMES = (
    *("Norway NO", "Chile CL", "Japan JP", "Kenya KE", "Latvia LV", "Brazil BR", "Ghana GH", "Peru PE", "Finland FI"),
    *("Vietnam VN", "Morocco MA", "Canada CA"),
)


def many() -> Iterator[Event]:
    """Meetings of many countries, some more often than others."""
    states = [state(*name.split()) for name in NAMES]
    chosen = Random(7)  # noqa: S311 -- the same picture each time
    for number in range(120):
        one, other = (states[min(int(chosen.expovariate(0.3)), len(states) - 1)] for _ in "ab")
        if one != other:
            yield meeting(500 + number, one, other, "occurred", when=day(1 + number % 28))


async def main() -> int:
    """Take every picture; 1 where there is no browser or a picture is too large."""
    found = chromium()
    if found is None:
        print(NONE, file=sys.stderr)  # noqa: T201 -- for people
        return 1
    FOLDER.mkdir(exist_ok=True)
    async with prepared_web() as shown, async_playwright() as playwright:
        shown.tell(*many())
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
