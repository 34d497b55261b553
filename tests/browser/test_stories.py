"""The pages of events, entities and pairs of countries in a real browser."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from prepared import Prepared
from stories import storied
from visiting import Visitor

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

PHONE = {"width": 320, "height": 640}


@pytest.fixture
def paths(shown: Prepared) -> dict[str, str]:
    """The address of each page."""
    talks = storied(shown)["harbour-0512"]
    return {
        "event": f"/events/{quote(talks.event_id, safe='')}",
        "matrix": "/matrix",
        "measures of one": "/matrix?kind=measures&country=NO",
        "nothing": "/events/meeting:0000000000000000",
    }


async def test_a_reader_goes_from_the_matrix_to_a_pair_an_event_and_a_person_by_keyboard_without_scripts(
    visitor: Visitor, paths: dict[str, str]
) -> None:
    page = await visitor.opens(paths["matrix"], java_script_enabled=False)
    norway = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Norway (NO)"))
    cell = norway.get_by_role("link", name="of Norway and Chile")
    await cell.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Norway and Chile")
    await page.get_by_role("link", name="salmon licences").first.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_contain_text(
        "Signe Aaberg (NO) and Rodrigo Pizarro Leiva (CL)"
    )
    await page.get_by_role("link", name="Signe Aaberg").first.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Signe Aaberg")
    await expect(page.get_by_role("region", name="Offices")).to_contain_text("trade minister, Ministry of Trade")


async def test_the_page_of_an_event_marks_slots_in_quotes_and_tells_why(
    visitor: Visitor, paths: dict[str, str]
) -> None:
    page = await visitor.opens(paths["event"])
    marks = page.locator("blockquote mark")
    await expect(marks.filter(has_text="Bergen")).to_have_text("Bergen (where)")
    articles = page.locator("article.report")
    await expect(articles).to_have_count(2)
    await expect(articles.first).to_contain_text("rule meet.receive")
    await expect(articles.nth(1)).to_contain_text("Why it is of this event: ")
    await expect(page.get_by_role("region", name="Where reports differ")).to_contain_text("Oslo")


async def test_the_matrix_is_filtered_by_its_form(visitor: Visitor, paths: dict[str, str]) -> None:
    page = await visitor.opens(paths["matrix"])
    await page.get_by_label("Kind").select_option("measures")
    await page.get_by_label("Country").select_option("NO")
    await page.get_by_role("button", name="Show").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Who takes trade measures against whom")
    chile = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Chile (CL)"))
    await expect(chile.get_by_role("cell").nth(1)).to_contain_text("of Norway against Chile")


@pytest.mark.parametrize("name", ["event", "measures of one", "nothing"])
async def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(
    visitor: Visitor, paths: dict[str, str], name: str
) -> None:
    page = await visitor.opens(paths[name], viewport=PHONE)
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    visitor.quiet.complaints = [told for told in visitor.quiet.complaints if "404" not in told]


async def test_the_matrix_scrolls_in_its_own_frame_by_keyboard(visitor: Visitor, paths: dict[str, str]) -> None:
    page = await visitor.opens(paths["matrix"], viewport=PHONE)
    frame = page.get_by_role("group", name="Who meets whom")
    await frame.focus()
    await page.keyboard.press("ArrowRight")
    await expect(frame).not_to_have_js_property("scrollLeft", 0)
    header = page.get_by_role("rowheader", name="Norway (NO)")
    before, inside = await header.bounding_box(), await frame.bounding_box()
    assert before is not None
    assert inside is not None
    assert before["x"] >= inside["x"] - 1, "the name of the line stays"
