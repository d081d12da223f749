"""Routing rules are written, tried and put in order, by mouse and by keyboard, and what is wrong with them is said."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.pages import Pages
from tests.browser.visit import LEAD, Customer, sign_in
from tests.running import RunningDesk

AT = "/settings/routing"


@pytest.fixture
async def outside(desk: RunningDesk) -> AsyncIterator[Customer]:
    """Whoever is not at the screen. The rules that they find are put back afterwards."""
    customer = Customer(desk)
    before = [rule["id"] for rule in await rules(customer)]
    yield customer
    for rule in await rules(customer):
        if rule["id"] not in before:
            await customer.ok("DELETE", f"/routing-rules/{rule['id']}")
    await customer.ok("PUT", "/routing-rules/order", {"ids": before})
    await customer.http.aclose()


async def rules(customer: Customer) -> list[dict[str, Any]]:
    found = await customer.ok("GET", "/routing-rules")
    items: list[dict[str, Any]] = found["items"]
    return items


async def at_rules(desk: RunningDesk, open_page: Pages, at: str = AT) -> Page:
    page = await open_page(language="en", height=1000)
    await sign_in(page, desk, LEAD, at=at)
    return page


async def test_a_rule_is_written_with_words_a_team_and_a_skill(
    desk: RunningDesk, open_page: Pages, outside: Customer
) -> None:
    page = await at_rules(desk, open_page, f"{AT}/new")
    await page.get_by_label("Name", exact=True).fill("Invoices")
    await page.get_by_label("Condition 1: what").select_option("text")
    words = page.get_by_label("Add a value")
    await words.fill("发票")
    await words.press("Enter")
    await expect(page.get_by_text("the customer says “发票”")).to_be_visible()
    await page.get_by_label("Team", exact=True).select_option(index=1)
    await page.get_by_role("button", name="Add a skill").click()
    await page.get_by_label("Skill 1: lowest grade").select_option("3")
    await page.get_by_label("Skill 1: whether it must be").select_option("while")
    await page.get_by_role("button", name="Save", exact=True).click()
    card = page.get_by_role("article", name="Invoices")
    await expect(card).to_contain_text("Better with")
    await expect(card).to_contain_text("let go after 10 min")
    [saved] = [rule for rule in await rules(outside) if rule["name"] == "Invoices"]
    assert saved["condition"] == [{"trait": "text", "among": ["发票"], "unless": False}]
    assert [(need["grade"], need["required"], need["drop_after"]) for need in saved["needs"]] == [(3, False, 600)]


async def test_a_hidden_rule_says_so_and_is_moved_up_by_keyboard(
    desk: RunningDesk, open_page: Pages, outside: Customer
) -> None:
    wide = {"name": "Chats", "condition": [{"trait": "channel", "among": ["chat"]}]}
    narrow = {"name": "VIP chats", "condition": [*wide["condition"], {"trait": "tier", "among": ["vip"]}]}
    await outside.ok("POST", "/routing-rules", wide)
    await outside.ok("POST", "/routing-rules", narrow)
    page = await at_rules(desk, open_page)
    hidden = page.get_by_role("article", name="VIP chats")
    await expect(hidden).to_contain_text("Chats, before it, takes all of its tickets")
    up = hidden.get_by_role("button", name="Move VIP chats up")
    await up.focus()
    await page.keyboard.press("Enter")
    await expect(up).to_be_focused()
    await page.get_by_role("button", name="Save the order").click()
    await expect(hidden).not_to_contain_text("takes all of its tickets")
    assert [rule["name"] for rule in await rules(outside)][-2:] == ["VIP chats", "Chats"]


async def test_the_tester_follows_what_is_typed(desk: RunningDesk, open_page: Pages, outside: Customer) -> None:
    await outside.ok("POST", "/routing-rules", {"name": "Gifts", "condition": [{"trait": "text", "among": ["gift"]}]})
    page = await at_rules(desk, open_page, f"{AT}/test")
    await page.get_by_label("Words", exact=True).fill("Can you wrap it? Gifts for my mother")
    await expect(page.get_by_role("link", name="Follows Gifts")).to_be_visible()
