"""What the desk is told about itself, and by whom."""

import asyncio

import asyncpg
import httpx
import pytest
from playwright.async_api import Page, expect

from jishi.storage.embedded.settle import running_url
from jishi.web.config import Config
from tests.browser.pages import Pages
from tests.browser.visit import AGENT, Customer, sign_in
from tests.running import RunningDesk

ADMIN = "admin@demo.test"


@pytest.fixture
async def page(desk: RunningDesk, open_page: Pages) -> Page:
    """The administrator, at their profile."""
    page = await open_page()
    await sign_in(page, desk, ADMIN, at="/settings/profile")
    await expect(page.get_by_role("heading", name="Profile")).to_be_visible()
    return page


async def test_a_colleague_who_was_added_can_sign_in(page: Page, desk: RunningDesk) -> None:
    await page.get_by_role("link", name="People").click()
    await page.get_by_role("button", name="Add a colleague").click()
    form = page.get_by_role("dialog")
    await form.get_by_label("Name").fill("Zoë Zhang")
    await form.get_by_label("E-mail").fill("zoe")
    await page.keyboard.press("Enter")
    await expect(form.get_by_text("This is not an e-mail address.")).to_be_visible()
    await expect(form.get_by_label("E-mail")).to_be_focused()
    await form.get_by_label("E-mail").fill("zoe@demo.test")
    await form.get_by_role("checkbox").first.check()
    await form.get_by_role("button", name="Add a colleague").click()
    password = await form.locator("code").inner_text()
    await page.keyboard.press("Escape")
    await page.get_by_label("Search by name or e-mail").fill("zoë")
    await expect(page.get_by_role("row", name="Zoë Zhang")).to_contain_text("Agent")
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(f"{desk.url}/api/v1/session", json={"email": "zoe@demo.test", "password": password})
    assert answer.status_code == 201
    assert answer.json()["role"] == "agent"
    assert len(answer.json()["teams"]) == 1


async def test_a_token_is_shown_once_and_works_until_it_is_revoked(page: Page, desk: RunningDesk) -> None:
    await page.get_by_role("link", name="API tokens").click()
    await page.get_by_label("What is it for?").fill("Order system")
    await page.keyboard.press("Enter")
    token = await page.get_by_test_id("new-token").inner_text()
    async with desk.client(token) as http:
        assert (await http.get("/session")).status_code == 200
        await page.reload()
        line = page.get_by_role("listitem").filter(has_text="Order system")
        await expect(line).to_contain_text(token[-4:])
        await expect(page.get_by_text(token)).to_have_count(0)
        await line.get_by_role("button", name="Revoke").click()
        await (
            page.get_by_text("cannot be undone")
            .locator("xpath=ancestor::*[contains(@class, 'n-popover')]")
            .get_by_role("button", name="Revoke")
            .click()
        )
        await expect(line).to_have_count(0)
        await asyncio.sleep(1.1)  # another process may know it for a second more
        assert (await http.get("/session")).status_code == 401


async def test_a_reaction_that_was_given_up_is_run_again(page: Page, desk: RunningDesk) -> None:
    customer = Customer(desk)
    ticket = await customer.asks("Where is my parcel?")
    await customer.http.aclose()
    database = await asyncpg.connect(running_url(Config(data=desk.data).cluster))
    left = "SELECT count(*) FROM jishi.outbox WHERE reaction = 'dispatch.offer.offer' AND ticket_id = $1"
    while await database.fetchval(left, ticket["id"]):  # until the desk has done its part
        await page.wait_for_timeout(50)
    await database.execute(
        "INSERT INTO jishi.outbox (workspace_id, fact_id, reaction, ticket_id, run_at, attempts, error, parked_at)"
        " SELECT workspace_id, id, 'dispatch.offer.offer', ticket_id, now(), 8, E'Traceback\\nOSError: no route', now()"
        " FROM jishi.journal WHERE kind = 'TicketOpened' AND ticket_id = $1",
        ticket["id"],
    )
    try:
        await page.get_by_role("link", name="Failed reactions").click()
        card = page.get_by_role("listitem").filter(has_text="dispatch.offer.offer")
        await expect(card).to_contain_text("a ticket was opened")
        await expect(card).to_contain_text("OSError: no route")
        await expect(card).to_contain_text("8 attempts")
        await card.get_by_role("button", name="Run again").click()
        await expect(page.get_by_text("Nothing failed")).to_be_visible()
        async with page.expect_response("**/failed-reactions*"):
            await page.reload()
        for _ in range(100):
            if await database.fetchval(left, ticket["id"]) == 0:
                break
            await page.wait_for_timeout(100)
        assert await database.fetchval(left, ticket["id"]) == 0
    finally:
        await database.close()


async def test_the_audit_says_in_words_what_was_done(page: Page) -> None:
    await page.get_by_label("Name").fill("Shen Ruo'an")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved.")).to_be_visible()
    await page.get_by_role("link", name="Audit log").click()
    await expect(page.get_by_role("listitem").first).to_contain_text("changed Shen Ruo'an")
    await expect(page.get_by_role("listitem").first).to_contain_text("→ Shen Ruo'an")


async def test_an_agent_is_told_kindly_that_a_page_is_not_theirs(desk: RunningDesk, open_page: Pages) -> None:
    page = await open_page()
    await sign_in(page, desk, AGENT, at="/settings/audit")
    await expect(page.get_by_text("This page is not open to you")).to_be_visible()
    await expect(page.get_by_text("Your role, Agent, does not include it.")).to_be_visible()
    await expect(page.get_by_role("link", name="Audit log")).to_have_count(0)
    await expect(page.get_by_role("link", name="Policies")).to_have_count(1)


async def test_an_address_that_leads_nowhere_says_so(page: Page, desk: RunningDesk) -> None:
    await page.goto(desk.url + "/nowhere/at-all")
    await expect(page.get_by_text("There is no such page")).to_be_visible()
    await page.get_by_role("button", name="Back to the inbox").click()
    await page.wait_for_url("**/inbox/**")


async def test_the_policies_say_what_table_1_says(page: Page) -> None:
    await page.get_by_role("link", name="Policies").click()
    urgent = page.get_by_role("row", name="Urgent")
    await expect(urgent).to_contain_text("5 min")
    await expect(urgent).to_contain_text("10 min")
    await expect(urgent).to_contain_text("2 h")
    await expect(urgent).to_contain_text("8 h")
    await expect(page.get_by_role("row", name="Normal")).to_contain_text("48 h")
