"""The list of tickets, as people work with it."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.pages import Pages
from tests.browser.visit import LEAD, Customer, sign_in
from tests.running import RunningDesk

SIZES = ((1280, 800), (1440, 900), (1920, 1080), (390, 844))


@pytest.fixture(scope="module")
async def customer(desk: RunningDesk) -> AsyncIterator[Customer]:
    customer = Customer(desk)
    yield customer
    await customer.http.aclose()


def line(page: Page, ticket_id: int) -> Locator:
    return page.locator(f"[data-ticket='{ticket_id}']")


async def test_a_change_comes_to_the_colleagues_screen_by_itself(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    ticket = await customer.asks("看一下这一单")
    mine, yours = await open_page(language="zh-CN"), await open_page(language="en")
    await sign_in(mine, desk, at=f"/tickets/{ticket['id']}")
    await sign_in(yours, desk, LEAD, at=f"/tickets/{ticket['id']}")
    await yours.get_by_role("textbox", name="Reply to the customer").wait_for()
    for words in ("第一句", "第二句", "第三句"):
        await mine.get_by_role("textbox", name="回复客户").fill(words)
        async with mine.expect_response(lambda answer: answer.url.endswith("/messages") and answer.status == 201):
            await mine.keyboard.press("Control+Enter")
        await yours.get_by_text(words).wait_for()


async def test_what_is_ticked_is_changed_together_and_what_refuses_stays_ticked(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    tickets = [await customer.asks(f"Kumquat crate {n}", subject=f"Kumquat crate {n}") for n in range(3)]
    done = tickets[1]
    page = await open_page()
    await sign_in(page, desk, at="/inbox/mine?q=kumquat")
    await expect(page.locator("[data-ticket]")).to_have_count(3)
    await page.keyboard.press("j")
    await page.keyboard.press("x")
    bar = page.get_by_role("toolbar", name="Do to all selected")
    await expect(bar).to_contain_text("1 selected")
    await page.get_by_role("checkbox", name="Select all tickets of the list").check()
    await expect(bar).to_contain_text("3 selected")
    await bar.get_by_role("button", name="Level").click()
    await page.locator(".n-dropdown-menu").get_by_text("Urgent").click()
    await expect(page.get_by_text("3 tickets changed.")).to_be_visible()
    await expect(bar).to_have_count(0)
    for ticket in tickets:
        assert (await customer.ok("GET", f"/tickets/{ticket['id']}"))["level"] == "urgent"
    await customer.ok("PUT", f"/tickets/{done['id']}/solution", {"outcome": "sent"})
    await page.goto(f"{desk.url}/inbox/all?q=kumquat")
    await page.get_by_role("checkbox", name="Select all tickets of the list").check()
    await bar.get_by_role("button", name="State").click()
    await page.locator(".n-dropdown-menu").get_by_text("Solve…").click()
    await page.get_by_role("dialog").get_by_role("button", name="Solve the ticket").click()
    await expect(page.get_by_text(f"1 was not changed and stays selected. {done['number']}")).to_be_visible()
    await expect(bar).to_contain_text("1 selected")
    await expect(page.get_by_role("checkbox", name=f"Select ticket {done['number']}")).to_be_checked()
    for ticket in tickets:
        assert (await customer.ok("GET", f"/tickets/{ticket['id']}"))["state"] == "solved"
    await expect(page.get_by_role("dialog")).to_have_count(0)  # while it goes away it still has the keyboard
    await page.keyboard.press("Escape")
    await expect(bar).to_have_count(0)


async def test_a_new_request_comes_into_the_list_and_the_counts_by_itself(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    page = await open_page()
    await sign_in(page, desk)
    mine = page.get_by_role("link", name=re.compile("^Mine"))
    await expect(mine).to_contain_text(re.compile(r"\d"))
    before = int(re.sub(r"\D", "", await mine.inner_text()) or 0)
    ticket = await customer.asks("The lamp does not light", subject="Dark lamp")
    await expect(line(page, ticket["id"])).to_contain_text("Dark lamp")
    await expect(line(page, ticket["id"])).to_contain_text("left")
    await expect(mine).to_contain_text(str(before + 1))


async def test_a_word_of_two_characters_is_found(desk: RunningDesk, open_page: Pages, customer: Customer) -> None:
    await customer.asks("看一下这一单")
    ticket = await customer.asks("东西坏了,我要退款,谢谢", subject="东西坏了")
    page = await open_page(language="zh-CN")
    await sign_in(page, desk, LEAD, at="/inbox/all")
    await page.get_by_role("listitem").first.wait_for()
    await page.keyboard.press("/")
    await page.keyboard.type("退款")
    await page.wait_for_url("**/inbox/all?q=*")
    await expect(line(page, ticket["id"])).to_be_visible()
    await expect(page.get_by_role("listitem").filter(has_text="看一下这一单")).to_have_count(0)
    await page.keyboard.press("Escape")
    await expect(page).not_to_have_url(re.compile("q="))


async def test_what_is_not_there_is_said_kindly(desk: RunningDesk, open_page: Pages) -> None:
    page = await open_page()
    await sign_in(page, desk, at="/inbox/all?q=zzqqzz")
    await page.get_by_text("Nothing found").wait_for()
    await page.get_by_role("button", name="Clear filters").click()
    await page.get_by_role("listitem").first.wait_for()


async def test_the_list_needs_no_mouse(desk: RunningDesk, open_page: Pages, customer: Customer) -> None:
    await customer.asks("Ein Test", subject="By keyboard")
    page = await open_page()
    await sign_in(page, desk)
    await page.get_by_role("listitem").nth(1).wait_for()
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    chosen = await page.evaluate("document.activeElement.closest('[data-ticket]')?.dataset.ticket")
    assert chosen is not None
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**/tickets/{chosen}")
    await page.get_by_role("textbox", name="Reply to the customer").wait_for()
    await page.keyboard.press("k")
    await page.wait_for_url(lambda url: "/tickets/" in url and not url.endswith(chosen))
    await page.keyboard.press("u")
    await page.wait_for_url("**/inbox/mine")
    await page.get_by_role("listitem").first.wait_for()
    await page.keyboard.press("?")
    await page.get_by_role("dialog").get_by_text("Next ticket").first.wait_for()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_phone_call_is_written_down(desk: RunningDesk, open_page: Pages) -> None:
    page = await open_page(language="zh-CN")
    await sign_in(page, desk)
    await page.get_by_role("list", name="工单列表").wait_for()
    await page.keyboard.press("c")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("姓名").fill("秦岚")
    await dialog.get_by_role("button", name="创建工单").click()
    await expect(dialog.get_by_label("客户说了什么")).to_have_attribute("aria-invalid", "true")
    await dialog.get_by_label("电话").last.fill("13800012345")
    await dialog.get_by_label("客户说了什么").fill("打来问发票什么时候寄出")
    await dialog.get_by_role("button", name="创建工单").click()
    await page.wait_for_url("**/tickets/*")
    await page.get_by_text("打来问发票什么时候寄出").first.wait_for()


async def test_a_long_list_is_loaded_on_the_way_down(desk: RunningDesk, open_page: Pages, customer: Customer) -> None:
    for first in range(0, 90, 10):
        asked = (customer.asks(f"Question {number}", owner=None, channel="api") for number in range(first, first + 10))
        await asyncio.gather(*asked)
    page = await open_page()
    await sign_in(page, desk, LEAD, at="/inbox/all")
    await page.get_by_role("listitem").first.wait_for()
    places = "[...document.querySelectorAll('[aria-posinset]')].map(line => Number(line.getAttribute('aria-posinset')))"
    for _ in range(40):
        await page.get_by_role("list", name="Tickets").evaluate("box => box.scrollBy(0, 700)")
        await page.wait_for_timeout(50)
        if max(await page.evaluate(places)) > 100:
            break
    assert max(await page.evaluate(places)) > 100
    assert len(await page.evaluate(places)) < 60  # what is far away is not drawn
    where = await page.get_by_role("list", name="Tickets").evaluate("box => box.scrollTop")
    await page.locator("[data-ticket] a").nth(12).click()
    await page.wait_for_url("**/tickets/*")
    await page.go_back()
    await page.get_by_role("listitem").first.wait_for()
    assert abs(await page.get_by_role("list", name="Tickets").evaluate("box => box.scrollTop") - where) < 400


@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_nothing_sticks_out_at_any_size(
    desk: RunningDesk, open_page: Pages, customer: Customer, language: str
) -> None:
    ticket = await customer.asks("W" * 300, subject="A very long subject " * 12, tags=["quite-a-long-tag-indeed"])
    page = await open_page(language=language)
    await sign_in(page, desk)
    for width, height in SIZES:
        await page.set_viewport_size({"width": width, "height": height})
        for path in ("/inbox/all", f"/tickets/{ticket['id']}"):
            await page.goto(desk.url + path)
            await page.locator("[data-ticket], article").first.wait_for()
            too_wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert too_wide <= 0, f"{path} at {width}: {too_wide} pixels too wide"


async def test_a_late_ticket_of_ones_own_is_told_wherever_one_is(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    page = await open_page()
    await sign_in(page, desk, at="/settings/profile")
    await page.get_by_label("Live: changes appear at once").first.wait_for()
    nearly = datetime.now(UTC) - timedelta(minutes=10) + timedelta(seconds=4)
    ticket = await customer.asks("Smoke!", subject="Smoking socket", level="urgent", received_at=nearly.isoformat())
    alarm = page.get_by_role("link", name=f"{ticket['number']} is late: Smoking socket")
    await alarm.first.click()
    await page.wait_for_url(f"**/tickets/{ticket['id']}")


async def test_back_in_the_list_what_changed_meanwhile_is_there(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    ticket = await customer.asks("Before", subject="Watched from afar")
    page = await open_page()
    await sign_in(page, desk, LEAD, at="/inbox/all")
    await line(page, ticket["id"]).get_by_role("link").click()
    await page.wait_for_url("**/tickets/*")
    await customer.ok("PATCH", f"/tickets/{ticket['id']}", {"level": "urgent"})
    await page.get_by_role("button", name="Back to the list").click()
    await expect(line(page, ticket["id"])).to_contain_text("Urgent")
