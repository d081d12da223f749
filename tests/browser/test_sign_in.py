"""The way in."""

import re

from playwright.async_api import Page, expect

from tests.browser.pages import Pages
from tests.browser.visit import AGENT, sign_in
from tests.running import RunningDesk


def at_the_door(url: str) -> bool:
    return "/sign-in" in url


async def try_password(page: Page, email: str, password: str) -> None:
    await page.locator("input[autocomplete=username]").fill(email)
    await page.locator("input[autocomplete=current-password]").fill(password)
    # While an answer is on its way, and until the page has read it, nothing is asked again.
    await expect(page.locator("button[type=submit].n-button--loading")).to_have_count(0)
    async with page.expect_response("**/api/v1/session"):
        await page.keyboard.press("Enter")


async def test_after_a_few_wrong_passwords_nobody_may_try_for_a_minute(desk: RunningDesk, open_page: Pages) -> None:
    page = await open_page(language="zh-CN")
    await page.goto(desk.url + "/sign-in")
    # Somebody whom no other test signs in: a lock is on the address, not on the visitor.
    for _ in range(6):
        await try_password(page, "expert@demo.test", "not the password")
    await expect(page.get_by_role("alert")).to_contain_text("密码")
    await try_password(page, "expert@demo.test", desk.password)
    await expect(page.get_by_role("alert")).to_contain_text(re.compile(r"请在 (60|[1-5]?\d) 秒后重试"))


async def test_signing_in_leads_to_the_page_one_was_on_the_way_to(desk: RunningDesk, open_page: Pages) -> None:
    page = await open_page()
    await sign_in(page, desk, "admin@demo.test", at="/settings/people")
    await expect(page.get_by_role("heading", name="People")).to_be_visible()


async def test_a_link_that_leads_elsewhere_leads_nowhere(desk: RunningDesk, open_page: Pages) -> None:
    page = await open_page()
    await page.goto(desk.url + "/sign-in?next=//example.com/inbox")
    await try_password(page, AGENT, desk.password)
    await page.wait_for_url(desk.url + "/inbox/**")


async def test_the_demo_says_whom_one_can_be(desk: RunningDesk, open_page: Pages) -> None:
    page = await open_page()
    await page.goto(desk.url)
    await page.get_by_role("button", name="Administrator admin@demo.test").click()
    await expect(page.get_by_label("E-mail")).to_have_value("admin@demo.test")
    await expect(page.get_by_label("Workspace")).to_have_count(0)


async def test_signing_out_ends_at_the_way_in(desk: RunningDesk, open_page: Pages) -> None:
    page = await open_page()
    await sign_in(page, desk, "admin@demo.test")
    await page.get_by_role("button", name="Your account").click()
    await page.get_by_text("Sign out").click()
    await page.wait_for_url(at_the_door)
    await page.goto(desk.url + "/settings/people")
    await page.wait_for_url(at_the_door)
