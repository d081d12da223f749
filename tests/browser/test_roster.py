"""The roster: drawn with the keyboard, leave asked for and approved, a file looked at and taken over."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from playwright.async_api import FilePayload, Page, expect

from tests.browser.pages import Pages
from tests.browser.visit import AGENT, LEAD, sign_in
from tests.running import RunningDesk

ZONE = ZoneInfo("Asia/Shanghai")  # where the demo desk is


def today() -> date:
    """Midnight may pass while the suite runs."""
    return datetime.now(ZONE).date()


def week_after_next() -> date:
    """Its Monday: to come, whatever night passes between two lines of a test."""
    return today() + timedelta(days=14 - today().weekday())


async def turn_to(page: Page, monday: date) -> None:
    """From whichever week the page opened at."""
    sunday = monday + timedelta(days=6)
    shown = page.locator(".weeks strong")
    for _ in range(4):
        if f" {sunday.day}, {sunday.year}" in (said := await shown.inner_text()):
            return
        await page.get_by_role("button", name="Week after").click()
        await expect(shown).not_to_have_text(said)
    raise AssertionError(f"The page does not reach the week of {monday}.")


async def free_day(desk: RunningDesk) -> tuple[dict[str, Any], date]:
    """Somebody, and a day of the week after next on which they have no shift."""
    monday = week_after_next()
    async with desk.client(desk.token(LEAD)) as http:
        people = (await http.get(f"/roster?from={monday}")).json()["people"]
    days = [monday + timedelta(days=n) for n in range(1, 7)]
    return next(
        (person, day)
        for person in people
        for day in days
        if not person["leaves"]
        # The night before may reach into it.
        and not any(shift["day"] in {str(day), str(day - timedelta(days=1))} for shift in person["shifts"])
    )


async def test_a_supervisor_draws_a_shift_with_the_keyboard_and_takes_it_away(
    desk: RunningDesk, open_page: Pages
) -> None:
    person, day = await free_day(desk)
    page = await open_page(width=1440)
    await sign_in(page, desk, LEAD, at="/roster")
    await turn_to(page, day - timedelta(days=day.weekday()))
    said = f"{day:%A, %B} {day.day}"
    await page.get_by_role("button", name=f"Draw a shift for {person['name']} on {said}").press("Enter")
    panel = page.get_by_role("dialog")
    await panel.get_by_label("From", exact=True).fill("14:00")
    await panel.get_by_label("To", exact=True).fill("17:00")
    await panel.get_by_label("Called").fill("Stock-taking")
    await page.keyboard.press("Enter")
    shift = page.get_by_role("button", name=f"14:00–17:00 Stock-taking · {person['name']}, {said}")
    await expect(shift).to_contain_text("Stock-taking", timeout=20_000)
    await shift.press("Enter")
    await panel.get_by_role("button", name="Take this shift away").click()
    await page.get_by_role("button", name="Take away", exact=True).click()
    await expect(shift).to_have_count(0, timeout=20_000)


async def test_an_agent_asks_for_leave_and_a_supervisor_approves_it(desk: RunningDesk, open_page: Pages) -> None:
    mine = await open_page(language="zh-CN", width=390)
    await sign_in(mine, desk, AGENT, at="/roster")
    await expect(mine.get_by_role("button", name="排班", exact=True)).to_have_count(0)
    await mine.get_by_role("button", name="请假", exact=True).click()
    far = str(today() + timedelta(days=200))
    await mine.get_by_label("第一天").fill(far)
    await mine.get_by_label("原因").fill("婚礼")
    await mine.get_by_role("button", name="提交申请").click()
    await expect(mine.get_by_text("已提交，由主管审批。")).to_be_visible()
    theirs = await open_page()
    await sign_in(theirs, desk, LEAD, at="/roster")
    await theirs.get_by_role("button", name="Leave and swaps").click()
    request = theirs.get_by_role("listitem").filter(has_text="婚礼")
    await request.get_by_role("button", name="Approve").click()
    await expect(request).to_contain_text("Approved")


async def test_a_file_is_looked_at_before_it_is_taken_over(desk: RunningDesk, open_page: Pages) -> None:
    person, day = await free_day(desk)
    page = await open_page()
    await sign_in(page, desk, LEAD, at="/roster")
    await page.get_by_role("button", name="Import", exact=True).click()
    rows = f"name,date,from,to,shift\nNobody,{day},09:00,18:00,\n{person['name']},{day},10:00,12:00,Training\n"
    await page.locator("#roster-file").set_input_files(
        FilePayload(name="roster.csv", mimeType="text/csv", buffer=rows.encode())
    )
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_text("Line 2: There is no such colleague here.")).to_be_visible()
    await dialog.get_by_role("button", name="Leave the wrong lines out, import 1").click()
    await expect(page.get_by_role("button", name="10:00–12:00")).to_contain_text("Training", timeout=20_000)


async def test_an_agent_has_their_shifts_in_their_own_calendar(desk: RunningDesk, open_page: Pages) -> None:
    page = await open_page(language="zh-CN", width=390)
    await sign_in(page, desk, AGENT, at="/roster")
    await page.get_by_role("button", name="我的日历").click()
    panel = page.get_by_role("dialog")
    await panel.get_by_role("button", name="新建私人链接").click()
    link = await panel.get_by_label("私人链接").input_value()
    async with httpx.AsyncClient() as phone:
        followed = await phone.get(link)
        assert (followed.status_code, followed.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
        assert "BEGIN:VEVENT" in followed.text
        await panel.get_by_role("button", name="停用链接").click()
        await page.get_by_role("button", name="停用链接").last.click()
        await expect(panel.get_by_role("button", name="新建私人链接")).to_be_visible()
        assert (await phone.get(link)).status_code == 404


async def test_a_supervisor_says_how_presence_follows_shifts(desk: RunningDesk, open_page: Pages) -> None:
    page = await open_page()
    await sign_in(page, desk, LEAD, at="/roster")
    await page.get_by_role("button", name="Rules").click()
    panel = page.get_by_role("dialog")
    await expect(panel.get_by_role("checkbox", name="Presence follows shifts")).to_be_checked()
    await panel.get_by_label("Offline after the end of a shift").fill("30")
    await panel.get_by_role("button", name="Save").click()
    await expect(panel).to_have_count(0)
    async with desk.client(desk.token(LEAD)) as http:
        assert (await http.get("/roster/settings")).json()["presence_grace"] == 1800
