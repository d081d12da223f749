"""Queues as they stand, how they are worked, peak mode and the next ticket."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.newcomers import Newcomers, newcomers
from tests.browser.pages import Pages
from tests.browser.visit import LEAD, sign_in
from tests.running import RunningDesk

TEAM = "Quiet corner"


@pytest.fixture(scope="module")
async def team(desk: RunningDesk) -> AsyncIterator[Newcomers]:
    async with newcomers(desk, TEAM, "Quentin") as team:
        yield team


def card(page: Page) -> Locator:
    return page.get_by_role("article", name=TEAM)


@pytest.mark.parametrize(("language", "width"), [("zh-CN", 390), ("en", 1440)])
async def test_every_queue_tells_how_it_stands(
    desk: RunningDesk, open_page: Pages, team: Newcomers, language: str, width: int
) -> None:
    await team.asks("Nobody is here", subject=f"Waits {width}")
    page = await open_page(language=language, width=width)
    await sign_in(page, desk, LEAD, at="/queue")
    await expect(card(page)).to_contain_text(re.compile("[1-9]\\d* (张排队|wait)"))
    await card(page).get_by_role("button", name=TEAM, exact=True).click()
    await page.get_by_role("link", name=f"Waits {width}").wait_for()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    text = await page.get_by_role("main").inner_text()
    assert "queues." not in text
    assert "undefined" not in text


async def test_how_a_queue_is_worked_is_laid_down_in_its_drawer(
    desk: RunningDesk, open_page: Pages, team: Newcomers
) -> None:
    page = await open_page()
    await sign_in(page, desk, LEAD, at="/queue")
    await card(page).get_by_role("button", name=f"Settings of {TEAM}").click()
    form = page.get_by_role("dialog")
    await form.get_by_text("The least loaded").click()
    await form.get_by_text("Offered first").click()
    await form.get_by_label("Time to accept").fill("45")
    await form.get_by_role("button", name="Add a step").click()
    await form.get_by_role("button", name="The whole desk").click()
    await expect(form.get_by_role("alert")).to_have_text("Choose the whole desk or some teams.")
    await form.get_by_role("button", name="The whole desk").click()
    await form.get_by_role("button", name="Save").click()
    await expect(card(page)).to_contain_text("The least loaded, offered for 45 s")
    stored = (await team.customer.ok("GET", "/queues"))["items"]
    settings = next(each["settings"] for each in stored if each["team"] and each["team"]["id"] == team.team)
    assert settings["overflow"] == [{"after": 300, "team_ids": []}]
    await team.works()


async def test_a_peak_begins_by_hand_and_ends_again(desk: RunningDesk, open_page: Pages, team: Newcomers) -> None:
    page = await open_page(language="zh-CN")
    await sign_in(page, desk, LEAD, at="/queue")
    await card(page).get_by_role("button", name=f"开启高峰模式：{TEAM}").focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("自动结束").select_option("30")
    await dialog.get_by_role("button", name="开启高峰模式").click()
    await expect(card(page)).to_contain_text("高峰")
    await card(page).get_by_role("button", name=f"结束高峰模式：{TEAM}").click()
    await page.get_by_role("dialog").get_by_role("button", name="结束高峰模式").click()
    await expect(card(page).get_by_role("button", name=f"开启高峰模式：{TEAM}")).to_be_visible()
    await expect(card(page)).not_to_contain_text("高峰")


async def test_the_next_ticket_is_taken_by_a_key(desk: RunningDesk, open_page: Pages, team: Newcomers) -> None:
    await team.works(strategy="pull")
    page = await open_page()
    await team.sign_in(page, "Quentin", at="/queue")
    await team.asks("Pull me", subject="Pull me", level="urgent")
    await page.get_by_role("link", name="Pull me").wait_for()  # on a busy machine it is not in the queue at once
    await page.keyboard.press("g")
    await page.wait_for_url(re.compile(r"/tickets/\d+$"))
    taken = int(page.url.rsplit("/", 1)[1])
    assert await team.owner_of({"id": taken}) == team.ids["Quentin"]


async def test_a_decision_tells_everybody_who_was_considered(
    desk: RunningDesk, open_page: Pages, team: Newcomers
) -> None:
    await team.works()
    ticket = await team.asks("Why who?", subject="Why who?")
    page = await open_page()
    await sign_in(page, desk, LEAD, at=f"/tickets/{ticket['id']}")
    await page.get_by_role("button", name="Who was considered").focus()
    await page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    await drawer.get_by_role("listitem").filter(has_text="Quentin").first.wait_for()
    await drawer.get_by_role("button", name="Decide again from the record").first.click()
    await expect(drawer).to_contain_text("the same answer")
    text = await drawer.inner_text()
    assert "dispatch." not in text
    assert "undefined" not in text
