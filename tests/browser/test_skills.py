"""Who can do what, by keyboard; what tickets take; a break that ends by itself."""

import httpx
from playwright.async_api import expect

from tests.browser.pages import Pages
from tests.browser.visit import AGENT, LEAD, sign_in
from tests.patience import in_time
from tests.running import RunningDesk


async def test_a_supervisor_grades_a_skill_by_keyboard_and_it_is_stored(desk: RunningDesk, open_page: Pages) -> None:
    page = await open_page()
    async with page.expect_response("**/api/v1/events*"):  # with it, the page asks once more for what it shows
        await sign_in(page, desk, LEAD, at="/settings/skills")
    await page.wait_for_timeout(1500)
    await page.get_by_role("button", name="Manage skills").click()
    panel = page.get_by_role("dialog")
    await panel.get_by_label("Name of the skill", exact=True).fill("Customs")
    await page.keyboard.press("Enter")
    await expect(panel.get_by_label("Name of the skill Customs")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.get_by_label("Search by name").fill("daniel")
    cell = page.get_by_role("button", name="Customs of Daniel Novak")
    await expect(cell).to_have_text("–")
    async with in_time():  # the matrix may be asked for again meanwhile, and then begins anew
        while not await cell.evaluate("each => each === document.activeElement"):
            await page.locator("[data-here=true]").focus()
            await page.keyboard.press("ArrowRight")
            await page.keyboard.press("Home")
            await page.wait_for_timeout(200)
    await page.keyboard.press("3")
    await expect(cell).to_have_text("3")
    await page.keyboard.press("+")
    await expect(cell).to_have_text("4")
    async with desk.client(desk.token(LEAD)) as http:
        while not await has_skill(http, "Daniel Novak", "Customs", 4):
            await page.wait_for_timeout(50)
    await page.reload()
    await page.get_by_label("Search by name").fill("daniel")
    await expect(page.get_by_role("button", name="Customs of Daniel Novak: 4")).to_be_visible()


async def has_skill(http: httpx.AsyncClient, name: str, skill: str, grade: int) -> bool:
    agents = (await http.get("/agents")).json()["items"]
    can = next(agent["skills"] for agent in agents if agent["name"] == name)
    return any((each["name"], each["grade"]) == (skill, grade) for each in can)


async def test_a_supervisor_says_what_a_chat_takes_and_an_agent_only_reads_it(
    desk: RunningDesk, open_page: Pages
) -> None:
    page = await open_page(language="zh-CN")
    async with page.expect_response("**/api/v1/events*"):  # with it, the page asks once more for what it shows
        await sign_in(page, desk, LEAD, at="/settings/skills")
    await page.wait_for_timeout(1500)
    takes = page.get_by_label("社交媒体工单的占用", exact=True)
    await takes.fill("3")
    await page.keyboard.press("Tab")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("已保存，所有人的占用已重新计算。")).to_be_visible()
    other = await open_page(language="zh-CN")
    await sign_in(other, desk, AGENT, at="/settings/skills")
    row = other.get_by_role("table", name="各渠道占用").get_by_role("row", name="社交媒体")
    await expect(row).to_contain_text("3")
    await expect(other.get_by_role("spinbutton")).to_have_count(0)
    await expect(other.get_by_role("button", name="管理技能")).to_have_count(0)


async def test_somebody_goes_on_a_break_until_and_comes_back(desk: RunningDesk, open_page: Pages) -> None:
    page = await open_page()
    await sign_in(page, desk, "lead@demo.test")
    switch = page.get_by_role("button", name="Presence:")
    await switch.click()
    await page.get_by_text("On a break").hover()
    await page.get_by_text("For 30 minutes").click()
    await expect(switch).to_contain_text("On a break until")
    await switch.click()
    await page.get_by_text("You are given new tickets").click()
    await expect(switch).to_have_text("Online")
