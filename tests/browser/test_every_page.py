"""What holds of every page for people, in a real browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from visiting import Visitor

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

PHONE, DESK = {"width": 320, "height": 640}, {"width": 1200, "height": 800}

PAGES = {
    "the dashboard": "/",
    "an event": "/events/meeting%3A0000000000000009",
    "a country": "/entities/country%3AJP",
    "a person": "/entities/person%3ACL%2Frodrigo-pizarro-leiva",
    "who meets whom": "/matrix",
    "who takes measures against whom": "/matrix?kind=measures",
    "two countries": "/pairs/JP/CL",
    "the API": "/api",
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize(
    "scheme, viewport", [pytest.param("light", PHONE, id="light phone"), pytest.param("dark", DESK, id="dark desk")]
)
async def test_a_page_is_fit_for_all(visitor: Visitor, path: str, scheme: str, viewport: dict[str, int]) -> None:
    """No barrier that axe knows of, contrast included, and nothing wider than the screen."""
    page = await visitor.opens(path, color_scheme=scheme, viewport=viewport)
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    await expect(page.locator("h1")).to_have_count(1)


async def test_every_link_of_the_menu_leads_to_a_page_that_marks_it(visitor: Visitor) -> None:
    page = await visitor.opens()
    menu = page.get_by_role("navigation", name="Main").get_by_role("link")
    for number in range(await menu.count()):
        await menu.nth(number).click()
        await expect(menu.nth(number)).to_have_attribute("aria-current", "page")


async def test_the_way_leads_from_an_event_to_who_takes_part_and_back(visitor: Visitor) -> None:
    page = await visitor.opens()
    await page.locator("#events .event > a").first.click()
    await expect(page.locator("h1")).to_contain_text("Haruka Minobe (JP) and Rodrigo Pizarro Leiva (CL) to hold talks")
    await page.locator("main").get_by_role("link", name="Rodrigo Pizarro Leiva").first.click()
    await expect(page.locator("h1")).to_contain_text("Rodrigo Pizarro Leiva")
    await page.locator("main").get_by_role("link", name="to hold talks in Tokyo").click()
    await expect(page).to_have_url(visitor.shown.url + PAGES["an event"])
