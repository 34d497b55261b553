"""The dashboard in a real browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import HttpCredentials, Page, expect

from agents.pages.health import Health
from agents.topics import DEAD_LETTERS
from prepared import NORWAY, SIGNE, WANJIRU, Prepared, day, meeting, prepared_web
from schemas.event import Event
from visiting import Visitor

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

LIVE_MS = 6_000
"""A little more than the time between two updates."""

PHONE = {"width": 320, "height": 640}
LONG = "Donaudampfschifffahrtsgesellschaft" * 4
HOSTILE = "<img src=x onerror=document.title='ran'><script>document.title='ran'</script>"

NEW = meeting(100, WANJIRU, SIGNE, when=day(28), topics=("fishing rights",))
LINE = "Wanjiru Otieno (KE) and Signe Aaberg (NO) to hold talks on Wed 28 May 2031 about fishing rights"


def named(event: Event, summary: str) -> Event:
    return event.model_copy(update={"summary": summary})


async def lines(page: Page) -> list[str]:
    return await page.locator("#events .event > a").all_inner_texts()


async def focused(page: Page) -> str:
    return str(await page.evaluate("document.activeElement.id || document.activeElement.getAttribute('href') || ''"))


async def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(60):
        if await focused(page) == wanted:
            return
        await page.keyboard.press("Tab")
    pytest.fail(f"{wanted} cannot be reached by Tab")


async def test_it_shows_events_as_lines_with_status_and_sources(visitor: Visitor) -> None:
    page = await visitor.opens()
    first = page.locator("#events .event").first
    await expect(first.locator("a")).to_have_text(
        "Haruka Minobe (JP) and Rodrigo Pizarro Leiva (CL) to hold talks in Tokyo on Fri 23 May 2031"
    )
    await expect(first.locator("a")).to_have_attribute("href", "/events/meeting%3A0000000000000009")
    await expect(first.locator(".facts")).to_contain_text("planned")
    await expect(first.locator(".facts")).to_contain_text("2 sources")
    assert len(await lines(page)) == 9
    assert await page.locator(".sparkline").count() == 2
    await expect(page.locator("#partitions tbody tr")).to_have_count(6)
    await expect(page.locator("#letters")).to_contain_text("JSONDecodeError")


async def test_it_is_filtered_by_keyboard_alone(visitor: Visitor) -> None:
    page = await visitor.opens()
    await page.keyboard.press("Tab")
    assert await focused(page) == "#main", "the first stop skips the menu"
    await page.keyboard.press("Enter")
    await tab_to(page, "filter-type")
    await page.keyboard.type("mee")
    await tab_to(page, "filter-country")
    await page.keyboard.type("Norw")
    await page.keyboard.press("Enter")
    await tab_to(page, "filter-since")
    await page.keyboard.type("05102031")
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    assert page.url.endswith("/?type=meeting&status=&country=NO&since=2031-05-10&until=")
    talks = "Signe Aaberg (NO) and Rodrigo Pizarro Leiva (CL) to hold talks in Santiago on Tue 20 May 2031"
    assert await lines(page) == [f"{talks} about salmon licences"]
    await expect(page.locator("#filter-country")).to_have_value("NO")
    await page.get_by_role("link", name="Show all").click()
    assert len(await lines(page)) == 9


async def test_it_is_filtered_without_scripts(visitor: Visitor) -> None:
    page = await visitor.opens(java_script_enabled=False)
    await expect(page.locator("#pause")).to_be_hidden()
    await expect(page.locator("#theme")).to_be_hidden()
    await page.locator("#filter-status").select_option("cancelled")
    await page.get_by_role("button", name="Filter").click()
    assert await lines(page) == ["Norway and Latvia not to hold a summit in Riga on Fri 9 May 2031"]


async def test_a_wrong_filter_is_told_and_shows_no_event(visitor: Visitor) -> None:
    page = await visitor.opens("/?country=Norway")
    await expect(page.get_by_role("alert")).to_have_text(
        "country must be an ISO 3166-1 code of two letters, such as JP"
    )
    assert await lines(page) == []
    visitor.quiet.complaints.clear()  # the browser complains of the status 400


async def test_a_new_event_appears_without_reloading_and_moves_nothing_else(visitor: Visitor, shown: Prepared) -> None:
    page = await visitor.opens("/?type=meeting", viewport={"width": 800, "height": 300})
    await page.evaluate("window.stays = true")
    last = page.locator("#events .event > a").last
    await last.focus()
    before = await last.bounding_box()
    shown.tell(NEW)
    await page.clock.run_for(LIVE_MS)
    await expect(page.locator("#events .event > a").first).to_have_text(LINE)
    assert await page.evaluate("window.stays")
    assert await focused(page) == "/events/meeting%3A0000000000000003"
    after = await last.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2
    await expect(page.get_by_role("status")).to_have_text("1 new event in the list.")
    await expect(page.locator("#live-state")).to_contain_text("Live, as of")


async def test_a_screen_reader_is_told_of_new_events_at_most_twice_a_minute(visitor: Visitor, shown: Prepared) -> None:
    page = await visitor.opens()
    heard = []
    for number in range(8):
        shown.tell(meeting(200 + number, WANJIRU, NORWAY))
        await page.clock.run_for(LIVE_MS)
        await expect(page.locator("#events .event")).to_have_count(10 + number)
        heard.append(await page.get_by_role("status").inner_text())
    assert list(dict.fromkeys(heard)) == ["1 new event in the list.", "5 new events in the list."]


async def test_a_change_of_how_the_worker_stands_is_told_at_once(visitor: Visitor, shown: Prepared) -> None:
    page = await visitor.opens()
    shown.health = Health("disconnected", "The broker does not answer; nothing is read until it does.")
    await page.clock.run_for(LIVE_MS)
    await expect(page.get_by_role("status")).to_have_text(shown.health.because)
    await expect(page.get_by_role("heading", name="This worker: disconnected")).to_be_visible()
    await expect(page).to_have_title("Communiqué · disconnected")


async def test_a_paused_page_stands_still_until_it_goes_on(visitor: Visitor, shown: Prepared) -> None:
    page = await visitor.opens()
    await tab_to(page, "pause")
    await page.keyboard.press("Space")
    await expect(page.get_by_role("button", name="Pause")).to_have_attribute("aria-pressed", "true")
    await expect(page.locator("#live-state")).to_contain_text("Paused")
    shown.tell(NEW)
    await page.clock.run_for(20 * LIVE_MS)
    assert LINE not in await lines(page)
    await page.keyboard.press("Space")
    await expect(page.locator("#events .event > a").first).to_have_text(LINE)


async def test_a_lost_connection_is_told_and_found_again(visitor: Visitor, shown: Prepared) -> None:
    page = await visitor.opens()
    await page.context.set_offline(True)
    await page.clock.run_for(LIVE_MS)
    await expect(page.locator("#live-state")).to_contain_text("No connection to the worker. What is shown is as of")
    await expect(page.get_by_role("status")).to_contain_text("No connection to the worker.")
    assert len(await lines(page)) == 9, "what was there stays"
    await page.context.set_offline(False)
    shown.tell(NEW)
    await page.clock.run_for(2 * LIVE_MS)
    await expect(page.locator("#live-state")).to_contain_text("Live, as of")
    await expect(page.locator("#events .event > a").first).to_have_text(LINE)
    visitor.quiet.complaints.clear()  # the browser complains of the requests that failed


async def test_what_a_reader_opened_stays_open(visitor: Visitor, shown: Prepared) -> None:
    for _ in range(5):
        shown.newest.take(DEAD_LETTERS, None, b"x", [])
    page = await visitor.opens()
    await page.get_by_text("2 before them").click()
    await expect(page.locator("#older-letters li").first).to_be_visible()
    shown.newest.take(DEAD_LETTERS, None, b"x", [])
    await page.clock.run_for(LIVE_MS)
    await expect(page.get_by_text("3 before them")).to_be_visible()
    await expect(page.locator("#older-letters li").first).to_be_visible()


async def test_hostile_text_that_comes_in_live_stays_text(visitor: Visitor, shown: Prepared) -> None:
    page = await visitor.opens()
    shown.tell(named(NEW, HOSTILE))
    await page.clock.run_for(LIVE_MS)
    await expect(page.locator("#events .event > a").first).to_have_text(HOSTILE)
    assert await page.locator("main img, main script").count() == 0
    assert await page.title() == "Communiqué · ready"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [{"width": 1200, "height": 800}, PHONE], ids=["desk", "phone"])
async def test_axe_finds_nothing(visitor: Visitor, scheme: str, viewport: dict[str, int]) -> None:
    """Contrast, names, roles, landmarks and order; in the colours that the system asks for."""
    page = await visitor.opens(color_scheme=scheme, viewport=viewport)
    ground = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(247, 247, 244)", "dark": "rgb(16, 21, 27)"}[scheme]
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


async def test_nothing_is_wider_than_a_phone(visitor: Visitor, shown: Prepared) -> None:
    shown.tell(named(NEW, LONG))
    page = await visitor.opens(viewport=PHONE)
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert await page.evaluate("getComputedStyle(document.querySelector('#partitions .scroll')).overflowX") == "auto"


async def test_it_stays_live_behind_a_login(visitor: Visitor) -> None:
    login: HttpCredentials = {"username": "ann", "password": "correct-horse"}
    async with prepared_web(web_username=login["username"], web_password=login["password"]) as guarded:
        visitor.shown = guarded
        page = await visitor.opens(http_credentials=login)
        guarded.tell(NEW)
        await page.clock.run_for(LIVE_MS)
        await expect(page.locator("#events .event > a").first).to_have_text(LINE)


async def test_chosen_colours_are_remembered(visitor: Visitor) -> None:
    page = await visitor.opens(color_scheme="light")
    await page.get_by_role("button", name="Dark colours").click()
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 21, 27)"
    await page.reload()
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 21, 27)"
    await expect(page.get_by_role("button", name="Light colours")).to_be_visible()
