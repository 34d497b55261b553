"""The page about what programs may ask, in a real browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from agents.api.routes import ROUTES
from visiting import Visitor

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

PHONE = {"width": 320, "height": 640}


async def test_a_route_is_found_and_its_answer_followed_to_the_fields_without_scripts(visitor: Visitor) -> None:
    page = await visitor.opens("/api", java_script_enabled=False)
    await page.get_by_role("link", name="/api/offices/{country}").click()
    section = page.locator("section[aria-labelledby=offices]")
    await expect(section).to_contain_text("curl http://127.0.0.1:6066/api/offices/LV")
    await section.get_by_text("An answer").click()
    await expect(section.locator("details pre").first).to_be_visible()
    await section.get_by_role("link", name="Offices").click()
    await expect(page.locator("[id=schema-Offices]")).to_be_in_viewport()
    assert await page.locator("section h2 code").all_inner_texts() == [
        route.path for tag in dict.fromkeys(one.tag for one in ROUTES) for route in ROUTES if route.tag == tag
    ]


async def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(visitor: Visitor) -> None:
    page = await visitor.opens("/api", viewport=PHONE)
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
