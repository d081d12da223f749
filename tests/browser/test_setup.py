"""A desk that nobody has set up, from its first page to its first ticket."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.pages import Pages
from tests.running import RunningDesk

PASSWORD = "plum rain over Suzhou"


async def fill(page: Page, *answers: str) -> None:
    """Type into one field after the other, as somebody does who never touches the mouse."""
    for answer in answers:
        await page.keyboard.type(answer)
        await page.keyboard.press("Tab")


async def at_step(page: Page, number: int) -> None:
    await expect(page.get_by_text(f"Step {number} of 5")).to_be_visible()


async def go_on(page: Page) -> None:
    """Enter in any field goes on; after a step the page's heading has the focus."""
    await page.get_by_role("button", name="Continue").focus()
    await page.keyboard.press("Enter")


async def test_a_desk_is_set_up_by_keyboard_and_gives_its_first_ticket_away(
    empty_desk: RunningDesk, open_page: Pages
) -> None:
    page = await open_page()
    await page.goto(empty_desk.url)
    await at_step(page, 1)
    await expect(page.get_by_label("Name of your company or desk")).to_be_focused()
    await fill(page, "Acme Support")
    await expect(page.get_by_label("Short name")).to_have_value("acme-support")
    await fill(page, "", "Maya", "maya@acme.test")
    await page.keyboard.type("short")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("A password has at least 8 characters.")).to_be_visible()
    await expect(page.get_by_label("Password", exact=True)).to_be_focused()
    await page.keyboard.press("Control+a")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")

    await at_step(page, 2)
    await page.get_by_label("Time zone", exact=True).focus()
    await page.keyboard.type("Shanghai")
    await expect(page.get_by_label("Time zone", exact=True)).to_have_value("Asia/Shanghai")
    await go_on(page)

    await at_step(page, 3)
    await page.get_by_role("group", name="Colleague 1").get_by_label("Name").focus()
    await fill(page, "王芳")
    await page.keyboard.type("wang@acme.test")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("First passwords")).to_be_visible()
    await go_on(page)

    await at_step(page, 4)
    await expect(page.get_by_label("Closed on public holidays of")).to_have_value("CN")
    await page.get_by_role("checkbox", name="Closed over lunch").focus()
    await page.keyboard.press("Space")
    await expect(page.get_by_text("40 hours a week")).to_be_visible()
    await go_on(page)

    await at_step(page, 5)
    await page.get_by_role("button", name="Send the test ticket").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Your desk works")).to_be_visible()
    facts = page.get_by_role("status").locator("dl")
    await expect(facts).to_contain_text("Maya")
    await expect(facts).to_contain_text("the only one free")
    await expect(facts).to_contain_text("First reply due")
    await expect(page.get_by_role("link", name="Give customers the request form")).to_be_visible()
    await page.get_by_role("button", name="Open the ticket").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("I cannot log in since this morning").first).to_be_visible()


@pytest.fixture
async def signed_in(empty_desk: RunningDesk, open_page: Pages) -> Page:
    """Maya at the desk of the test above."""
    page = await open_page()
    await page.goto(empty_desk.url)
    await page.get_by_label("E-mail").fill("maya@acme.test")
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/inbox/**")
    return page


async def test_setting_up_can_be_left_and_taken_up_again(signed_in: Page) -> None:
    page = signed_in
    await page.goto(page.url.split("/inbox")[0] + "/setup")
    await at_step(page, 2)
    await page.get_by_role("button", name="Continue").click()
    await at_step(page, 3)
    await expect(page.get_by_label("Name of the team")).to_have_value("Customer service")
    await page.get_by_role("button", name="Finish later").click()
    await expect(page.get_by_text("Setting up is not finished.")).to_be_visible()
    await page.reload()
    await page.get_by_role("button", name="Continue setting up").click()
    await at_step(page, 3)


async def test_what_was_set_up_stands_in_the_settings(signed_in: Page) -> None:
    page = signed_in
    await page.goto(page.url.split("/inbox")[0] + "/settings/calendars")
    card = page.get_by_role("article")
    await expect(card).to_contain_text("40 h a week")
    await expect(card).to_contain_text("Asia/Shanghai")
    await expect(card.get_by_text("09:00–12:00, 13:00–18:00").first).to_be_visible()
    await page.get_by_role("link", name="Teams").click()
    await expect(page.get_by_role("region", name="Customer service")).to_contain_text("王芳")


async def test_once_set_up_the_first_page_is_the_way_in(empty_desk: RunningDesk, open_page: Pages) -> None:
    page = await open_page()
    await page.goto(empty_desk.url + "/setup")
    await expect(page.get_by_role("heading", name="Sign in to the desk")).to_be_visible()
