"""Calendars on the screen: written, looked at for a whole year, filled from a file, given away, put away."""

import itertools
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from playwright.async_api import FilePayload, Page, expect

from tests.browser.pages import Pages
from tests.browser.visit import AGENT, sign_in
from tests.running import RunningDesk

ADMIN = "admin@demo.test"
YEAR = datetime.now(UTC).year
_numbers = itertools.count(1)
OFFICE: dict[str, Any] = {"tz": "Asia/Shanghai", "weekly": {str(day): [["09:00", "18:00"]] for day in range(5)}}


@pytest.fixture
async def api(desk: RunningDesk) -> AsyncIterator[httpx.AsyncClient]:
    async with desk.client(desk.token(ADMIN)) as client:
        yield client


@pytest.fixture
async def office(api: httpx.AsyncClient) -> dict[str, Any]:
    """A calendar of this test's own: weekdays from nine to six."""
    body = {"name": f"Office {next(_numbers)}", "calendar": OFFICE}
    made: dict[str, Any] = (await api.post("/calendars", json=body)).json()
    return made


@pytest.fixture
async def page(desk: RunningDesk, open_page: Pages, office: dict[str, Any]) -> Page:
    """The administrator, with that calendar open."""
    page = await open_page()
    await sign_in(page, desk, ADMIN, at=f"/settings/calendars/{office['id']}")
    await expect(day(page, f"{YEAR}-03-02")).to_be_visible()
    return page


def day(page: Page, date: str) -> Any:
    return page.locator(f'[data-date="{date}"]')


async def now(api: httpx.AsyncClient, office: dict[str, Any]) -> dict[str, Any]:
    """The calendar as the desk has it."""
    view: dict[str, Any] = (await api.get(f"/calendars/{office['id']}")).json()
    return view


async def save(page: Page) -> None:
    """Look at what it would do, and do it."""
    await page.get_by_role("button", name="Save…").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Save", exact=True).click()
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_text("Nothing is changed.")).to_be_visible()


async def test_a_year_shows_the_open_hours_of_every_day(page: Page) -> None:
    await expect(page.locator("[data-date]")).to_have_count(366 if YEAR % 4 == 0 else 365)
    monday = next(f"{YEAR}-03-{n:02}" for n in range(1, 8) if datetime(YEAR, 3, n, tzinfo=UTC).weekday() == 0)
    await expect(day(page, monday)).to_have_text(f"{int(monday[-2:])}9")
    await expect(day(page, monday)).to_have_attribute(
        "aria-label", f"Monday, March {int(monday[-2:])}, {YEAR} · 09:00–18:00"
    )


async def test_a_day_is_closed_by_keyboard_and_saved_with_a_look_at_what_that_does(
    page: Page, api: httpx.AsyncClient, office: dict[str, Any]
) -> None:
    await day(page, f"{YEAR}-10-01").focus()
    await page.keyboard.press("ArrowRight")
    await expect(day(page, f"{YEAR}-10-02")).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(day(page, f"{YEAR}-09-25")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    panel = page.get_by_role("dialog")
    await panel.get_by_text("Closed all day").click()
    await panel.get_by_label("Name").fill("National Day")
    await panel.get_by_label("Until").fill(f"{YEAR}-10-03")
    await panel.get_by_role("button", name="Put into the calendar").click()
    await expect(day(page, f"{YEAR}-10-03")).to_have_class("day figures holiday")
    await expect(day(page, f"{YEAR}-10-02")).to_have_attribute(
        "aria-label", f"{datetime(YEAR, 10, 2, tzinfo=UTC):%A}, October 2, {YEAR} · Closed · National Day · Holiday"
    )
    assert (await now(api, office))["version"] == 1, "nothing is saved yet"
    await save(page)
    view = await now(api, office)
    assert view["version"] == 2
    assert view["calendar"]["holidays"] == [f"{YEAR}-10-02", f"{YEAR}-10-03"]
    assert view["calendar"]["names"][f"{YEAR}-10-02"] == "National Day"


async def test_a_week_gets_a_lunch_break_and_a_night_shift(
    page: Page, api: httpx.AsyncClient, office: dict[str, Any]
) -> None:
    monday = page.get_by_role("group", name="Mon", exact=True)
    await monday.get_by_label("Mon, interval 1: to").fill("12")
    await page.keyboard.press("Tab")
    await expect(monday.get_by_label("Mon, interval 1: to")).to_have_value("12:00")
    await monday.get_by_role("button", name="Add hours").click()
    await monday.get_by_label("Mon, interval 2: from").fill("1330")
    await page.keyboard.press("Tab")
    await monday.get_by_role("button", name="On every open day").click()
    sunday = page.get_by_role("group", name="Sun", exact=True)
    await sunday.get_by_role("button", name="Add hours").click()
    await sunday.get_by_label("Sun, interval 1: from").fill("22:00")
    await sunday.get_by_label("Sun, interval 1: to").fill("6:00")
    await page.keyboard.press("Tab")
    await expect(sunday.get_by_text("the next day")).to_be_visible()
    await save(page)
    weekly = (await now(api, office))["calendar"]["weekly"]
    assert [weekly[str(n)] for n in range(5)] == [[["09:00", "12:00"], ["13:30", "18:00"]]] * 5
    assert (weekly["5"], weekly["6"]) == ([], [["22:00", "06:00"]])


async def test_hours_that_cannot_be_are_said_where_they_stand(page: Page) -> None:
    monday = page.get_by_role("group", name="Mon", exact=True)
    await monday.get_by_label("Mon, interval 1: to").fill("09:00")
    await page.keyboard.press("Tab")
    await expect(monday.get_by_text("An interval ends at another time than it begins.")).to_be_visible()
    await monday.get_by_label("Mon, interval 1: to").fill("late")
    await page.keyboard.press("Tab")
    await expect(monday.get_by_text("A time is missing.")).to_be_visible()
    await expect(page.get_by_role("button", name="Save…")).to_be_disabled()
    for name in ("Mon", "Tue", "Wed", "Thu", "Fri"):
        await page.get_by_role("button", name=f"{name}: remove interval 1").click()
    await expect(page.get_by_text("A calendar has to open at some time.")).to_be_visible()
    await page.get_by_role("link", name="Calendars").first.click()
    await page.get_by_role("button", name="Discard").click()
    await expect(page.get_by_role("heading", name="Calendars")).to_be_visible()


async def test_the_public_holidays_of_a_country_are_entered_by_a_click(
    page: Page, api: httpx.AsyncClient, office: dict[str, Any]
) -> None:
    await page.get_by_label("Public holidays of").select_option("DE")
    await page.get_by_role("button", name=f"Enter {YEAR}", exact=True).click()
    await expect(day(page, f"{YEAR}-10-03")).to_have_class("day figures holiday")
    await page.get_by_role("button", name=f"Enter {YEAR + 1}", exact=True).click()
    await expect(page.get_by_text(f"Entered up to {YEAR + 1}.")).to_be_visible()
    await save(page)
    view = await now(api, office)
    assert (view["calendar"]["country"], view["unknown_from"]) == ("DE", f"{YEAR + 2}-01-01")
    await page.get_by_role("button", name="The year after").click()
    await expect(day(page, f"{YEAR + 2}-01-04")).to_have_count(1)
    await expect(page.get_by_text("Holidays not entered yet")).to_be_visible()


async def test_a_file_is_looked_at_before_its_days_are_put_into_the_calendar(
    page: Page, api: httpx.AsyncClient, office: dict[str, Any]
) -> None:
    table = f"日期,名称,时间\n{YEAR}-12-25,圣诞节,休\n{YEAR}-12-31,跨年,09:00-12:00\n{YEAR}-02-30,?,休\n".encode(
        "gb18030"
    )
    await page.get_by_role("button", name="Import …").click()
    dialog = page.get_by_role("dialog")
    await page.set_input_files("#days-file", files=FilePayload(name="days.csv", mimeType="text/csv", buffer=table))
    await expect(dialog.get_by_text("2 days in the file; 2 of them change the calendar.")).to_be_visible()
    await expect(dialog.get_by_text("1 line cannot be understood")).to_be_visible()
    await expect(dialog.get_by_text(f"Line 4: A date is written as 2026-01-31. {YEAR}-02-30, ?, 休")).to_be_visible()
    await dialog.get_by_role("row", name="跨年").get_by_role("checkbox").uncheck()
    await dialog.get_by_role("button", name="Put 1 day into the calendar").click()
    await expect(dialog).to_have_count(0)
    await save(page)
    calendar = (await now(api, office))["calendar"]
    assert calendar["holidays"] == [f"{YEAR}-12-25"]
    assert calendar["overrides"] == {}


async def test_an_older_version_is_opened_and_saved_as_the_newest(
    page: Page, api: httpx.AsyncClient, office: dict[str, Any]
) -> None:
    longer = {**OFFICE, "weekly": {str(n): [["08:00", "20:00"]] for n in range(5)}}
    await api.put(f"/calendars/{office['id']}", json={"name": office["name"], "calendar": longer})
    await page.reload()
    await page.get_by_role("button", name="Open in the editor").click()
    await expect(page.get_by_text("You are looking at version 1.")).to_be_visible()
    await page.get_by_role("button", name="Save…").click()
    await page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_text("Nothing is changed.")).to_be_visible()
    view = await now(api, office)
    assert (view["version"], view["calendar"]["weekly"]["0"]) == (3, [["09:00", "18:00"]])


async def test_what_somebody_else_saved_meanwhile_is_not_written_over(
    page: Page, api: httpx.AsyncClient, office: dict[str, Any]
) -> None:
    await page.get_by_label("Name", exact=True).fill("Mine")
    await api.put(f"/calendars/{office['id']}", json={"name": "Theirs", "calendar": OFFICE})
    await page.get_by_role("button", name="Save…").click()
    await page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    await expect(
        page.get_by_role("dialog").get_by_text("Somebody else changed this calendar meanwhile.")
    ).to_be_visible()
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="See theirs").click()
    await expect(page.get_by_role("heading", name="Theirs")).to_be_visible()
    await expect(page.get_by_label("Name", exact=True)).to_have_value("Theirs")


async def test_a_team_is_given_a_calendar_which_then_cannot_be_retired(
    page: Page, api: httpx.AsyncClient, office: dict[str, Any]
) -> None:
    team = (await api.post("/teams", json={"name": f"Night watch {next(_numbers)}"})).json()
    await page.reload()
    await page.get_by_label("Give it to a team …").select_option(team["name"])
    await expect(page.get_by_role("button", name=f"Take it away from {team['name']}")).to_be_visible()
    own = (await api.get(f"/teams/{team['id']}/calendar")).json()
    assert own["calendar"]["id"] == office["id"]
    await retire(page)
    await expect(page.get_by_text(f"This calendar is still used by {team['name']}.")).to_be_visible()
    await page.get_by_role("button", name=f"Take it away from {team['name']}").click()
    await expect(page.get_by_role("button", name=f"Take it away from {team['name']}")).to_have_count(0)
    await retire(page)
    await expect(page.get_by_role("heading", name="Calendars")).to_be_visible()
    await expect(page.get_by_role("article", name=office["name"])).to_have_count(0)


async def retire(page: Page) -> None:
    await expect(page.locator(".n-popover")).to_have_count(0)  # the one of the try before fades away
    await page.get_by_role("button", name="Retire").click()
    await page.locator(".n-popover").get_by_role("button", name="Retire").click()


async def test_a_new_calendar_is_written_from_the_list(desk: RunningDesk, open_page: Pages) -> None:
    page = await open_page()
    await sign_in(page, desk, ADMIN, at="/settings/calendars")
    await page.get_by_role("link", name="New calendar").click()
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_label("Name", exact=True)).to_be_focused()
    name = f"Weekends {next(_numbers)}"
    await page.get_by_label("Name", exact=True).fill(name)
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_role("heading", name=name)).to_be_visible()
    await page.get_by_role("link", name="Calendars").first.click()
    await expect(page.get_by_role("article", name=name)).to_contain_text("45 h a week")


async def test_who_may_not_change_calendars_looks_at_them(
    desk: RunningDesk, open_page: Pages, office: dict[str, Any]
) -> None:
    page = await open_page(language="zh-CN", width=390)
    await sign_in(page, desk, AGENT, at=f"/settings/calendars/{office['id']}")
    await expect(page.get_by_role("heading", name=office["name"])).to_be_visible()
    await expect(page.get_by_text("只有经理和管理员可以修改。")).to_be_visible()
    await expect(day(page, f"{YEAR}-03-02")).to_be_visible()
    await day(page, f"{YEAR}-03-02").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("button", name="保存")).to_have_count(0)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
