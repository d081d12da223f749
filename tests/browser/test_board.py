"""The board, why a promise is due then, and why it was late, on the screen."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.pages import Pages
from tests.browser.visit import AGENT, LEAD, Customer, sign_in
from tests.running import RunningDesk

WORDS = {
    "zh-CN": ("看板", "已超时", "待处理", "为什么在这个时间到期？", "首次响应", "超时原因"),
    "en": ("Board", "Late now", "Waiting", "Why is this due then?", "First reply", "Why it was late"),
}
each_language = pytest.mark.parametrize("language", list(WORDS))


@pytest.fixture(scope="module")
async def customer(desk: RunningDesk) -> AsyncIterator[Customer]:
    customer = Customer(desk)
    yield customer
    await customer.http.aclose()


@pytest.fixture(scope="module")
async def late(customer: Customer) -> dict[str, Any]:
    """A request that lay at the channel for an hour."""
    before = datetime.now(UTC) - timedelta(hours=1)
    return await customer.asks("付款失败", subject="付款失败,急", level="urgent", received_at=before.isoformat())


async def stays_within(page: Page) -> None:
    """Nothing reaches over the edge of the screen."""
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@each_language
@pytest.mark.parametrize("width", [1440, 390])
async def test_the_board_shows_what_is_late_by_when(
    desk: RunningDesk, open_page: Pages, late: dict[str, Any], language: str, width: int
) -> None:
    board, title, waiting, *_ = WORDS[language]
    page = await open_page(language=language, width=width)
    await sign_in(page, desk, LEAD, at="/board")
    await page.get_by_role("heading", name=board, level=1).wait_for()
    table = page.get_by_role("table", name=title)
    await table.get_by_role("link", name=late["subject"]).first.wait_for()
    await page.get_by_role("term").filter(has_text=waiting).wait_for()
    await stays_within(page)
    dues = [await each.get_attribute("datetime") for each in await table.locator("time").all()]
    assert dues == sorted(dues, key=str)


async def test_the_board_is_walked_by_keyboard(desk: RunningDesk, open_page: Pages, late: dict[str, Any]) -> None:
    page = await open_page(language="en")
    await sign_in(page, desk, LEAD, at="/board")
    await page.locator("[data-board] a").first.wait_for()
    await page.keyboard.press("j")
    focused = page.locator(":focus")
    await expect(focused).to_have_attribute("href", re.compile(r"^/tickets/\d+$"))
    address = await focused.get_attribute("href")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**{address}")


async def test_a_promise_leaves_the_board_when_it_is_kept(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    ticket = await customer.asks("看看", subject="限时十分钟", level="urgent")
    page = await open_page(language="zh-CN")
    await sign_in(page, desk, AGENT, at="/board")
    row = page.get_by_role("row", name=re.compile("限时十分钟.*首次响应"))
    await row.wait_for()
    await customer.ok("POST", f"/tickets/{ticket['id']}/messages", {"body": "在处理"})
    await row.wait_for(state="detached")


@each_language
async def test_why_it_is_due_then_is_told_step_by_step(
    desk: RunningDesk, open_page: Pages, late: dict[str, Any], language: str
) -> None:
    *_, why, first, reasons = WORDS[language]
    page = await open_page(language=language)
    await sign_in(page, desk, LEAD, at=f"/tickets/{late['id']}")
    await page.get_by_role("button", name=first, exact=True).first.focus()
    await page.keyboard.press("Enter")
    told = page.get_by_role("dialog")
    await told.get_by_text(why).wait_for()
    await told.get_by_role("listitem").nth(3).wait_for()
    text = await told.inner_text()
    assert "explain." not in text
    assert "undefined" not in text
    await page.keyboard.press("Escape")
    await told.wait_for(state="hidden")
    panel = page.get_by_role("region", name=reasons)
    await panel.get_by_role("img").first.wait_for()
    await stays_within(page)
