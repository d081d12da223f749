"""The bell, the notice centre and who was told of a ticket, as people see them."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.pages import Pages
from tests.browser.visit import LEAD, Customer, sign_in
from tests.patience import in_time
from tests.running import RunningDesk

TAG = "bell"


@pytest.fixture(scope="module")
async def customer(desk: RunningDesk) -> AsyncIterator[Customer]:
    """Whose tickets are late after a second when they bear the tag."""
    customer = Customer(desk)
    policy = await customer.ok(
        "POST",
        "/policies",
        {
            "name": "Told as it happens",
            "condition": [{"trait": "tag", "among": [TAG]}],
            "targets": [{"kind": "first_response", "seconds": 1, "hours": "calendar", "warn": []}],
            "ladder": [{"moment": "at", "to": ["owner", "supervisors"], "by": ["screen", "email"]}],
        },
    )
    known = (await customer.ok("GET", "/policies"))["items"]
    ids = [policy["id"], *(each["id"] for each in known if each["id"] != policy["id"])]
    await customer.ok("PUT", "/policies/order", {"ids": ids})
    yield customer
    await customer.http.aclose()


async def late(customer: Customer, body: str) -> dict[str, Any]:
    return await customer.asks(body, tags=[TAG])


def bell(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile("^(Notices|提醒)"))


def centre(page: Page, name: str = "Notices") -> Locator:
    return page.get_by_role("dialog").filter(has=page.get_by_text(name, exact=True))


def line(page: Page, text: str) -> Locator:
    return centre(page).get_by_role("listitem").filter(has_text=text)


async def test_what_is_late_rings_a_bell_and_is_seen_to_with_the_keyboard(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    page = await open_page()
    await sign_in(page, desk)
    await bell(page).wait_for()
    ticket = await late(customer, "Smoke from the charger")
    toast = page.get_by_role("link", name=f"{ticket['number']} is late: Smoke from the charger")
    await toast.wait_for()
    await expect(bell(page)).to_have_accessible_name(re.compile(r"Notices: \d+ not seen"))
    await bell(page).focus()
    await page.keyboard.press("Enter")
    told = line(page, "Smoke from the charger").filter(has_text="First reply is late")
    await expect(told.get_by_role("img", name="Not seen yet")).to_be_visible()
    await told.get_by_role("button", name="I see to it").focus()
    await page.keyboard.press("Enter")
    await expect(told).to_contain_text("sees to it")
    await expect(told.get_by_role("img", name="Not seen yet")).to_have_count(0)
    await told.get_by_role("link").click()
    await page.wait_for_url(f"**/tickets/{ticket['id']}")
    await expect(centre(page)).to_have_count(0)


async def test_the_ticket_says_who_was_told_how_and_who_has_seen_it(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    ticket = await late(customer, "No heating at all")
    page = await open_page()
    await sign_in(page, desk, LEAD, at=f"/tickets/{ticket['id']}")
    part = page.get_by_role("region", name="Who was told")
    await expect(part).to_contain_text("First reply is late")
    people = part.get_by_role("listitem").filter(has_text="Screen")
    await expect(people.filter(has_text="E-mail").first).to_be_visible()
    await expect(people.filter(has_text=re.compile(r"seen \d\d:\d\d")).first).to_be_visible()
    await expect(people.filter(has_text="not seen yet").first).to_be_visible()
    await part.get_by_role("button", name="I see to it").click()
    await expect(part).to_contain_text("sees to it")
    await expect(part.get_by_role("button", name="I see to it")).to_have_count(0)


async def test_everything_is_marked_as_seen_at_once(desk: RunningDesk, open_page: Pages, customer: Customer) -> None:
    page = await open_page(language="zh-CN")
    await sign_in(page, desk)
    await late(customer, "充电器冒烟")
    await expect(bell(page)).to_have_accessible_name(re.compile(r"提醒：\d+ 条未读"))
    await bell(page).click()
    await expect(centre(page, "提醒").get_by_text("首次响应已超时").first).to_be_visible()
    await page.get_by_text("未读", exact=True).first.click()
    await expect(centre(page, "提醒").get_by_role("listitem").filter(has_text="充电器冒烟").first).to_be_visible()
    all_seen = page.get_by_role("button", name="全部标为已读")
    async with in_time():  # the desk goes on: another notice may come meanwhile
        while not await page.get_by_text("提醒已全部看过").is_visible():
            if await all_seen.is_enabled():
                await all_seen.click()
            await page.wait_for_timeout(200)
    await page.keyboard.press("Escape")
    await expect(page.get_by_text("提醒已全部看过")).to_have_count(0)


async def test_a_message_of_the_customer_is_told_where_one_is_and_not_on_its_own_page(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    ticket = await customer.asks("Where is my second parcel?")
    page = await open_page()
    async with page.expect_response("**/api/v1/events*"):  # what comes before the stream only stands behind the bell
        await sign_in(page, desk, at="/queue")
    await bell(page).wait_for()
    await customer.adds(ticket, "Are you there?")
    toast = page.get_by_role("link", name=re.compile("wrote again: Where is my second parcel"))
    await toast.click()
    await page.wait_for_url(f"**/tickets/{ticket['id']}")
    await customer.adds(ticket, "Hello?")
    await page.get_by_role("log").get_by_text("Hello?").wait_for()
    await expect(page.get_by_role("region", name="Who was told")).to_contain_text("The customer wrote again")
    await expect(toast).to_have_count(0)
