"""The team wall: who is here, with what; a ticket goes from one to another."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.newcomers import Newcomers, newcomers
from tests.browser.pages import Pages
from tests.browser.visit import LEAD, sign_in
from tests.running import RunningDesk


@pytest.fixture(scope="module")
async def team(desk: RunningDesk) -> AsyncIterator[Newcomers]:
    async with newcomers(desk, "Wall crew", "Wanda", "Walt") as team:
        for person_id in team.ids.values():
            await team.customer.ok("PUT", f"/agents/{person_id}/presence", {"status": "online"})
        yield team


@pytest.fixture
async def wall(desk: RunningDesk, open_page: Pages, team: Newcomers) -> Page:
    """The lead's, of this team, and hearing the desk."""
    page = await open_page()
    async with page.expect_response("**/api/v1/events*"):
        await sign_in(page, desk, LEAD, at="/wall")
    await page.get_by_label("Team", exact=True).select_option(str(team.team))
    return page


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=name, exact=True)


@pytest.mark.parametrize(("language", "width"), [("zh-CN", 390), ("en", 1440)])
async def test_everybody_stands_on_the_wall_with_what_they_have(
    desk: RunningDesk, open_page: Pages, team: Newcomers, language: str, width: int
) -> None:
    await team.asks("Where is my lamp?", subject=f"Lamp {width}", owner="Wanda")
    page = await open_page(language=language, width=width)
    await sign_in(page, desk, LEAD, at="/wall")
    await expect(card(page, "Wanda")).to_contain_text(f"Lamp {width}")
    await expect(card(page, "Wanda")).to_contain_text(re.compile(r"[1-9]/\d+"))
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    text = await page.get_by_role("main").inner_text()
    assert "wall." not in text
    assert "undefined" not in text


async def test_a_ticket_is_given_to_a_colleague_with_the_keyboard(wall: Page, team: Newcomers) -> None:
    ticket = await team.asks("Wrong colour", subject="Wrong colour", owner="Wanda")
    await card(wall, "Wanda").get_by_role("button", name=f"Give {ticket['number']} to").focus()
    await wall.keyboard.press("Enter")
    await wall.get_by_role("dialog").get_by_role("button", name=re.compile("^Walt")).focus()
    await wall.keyboard.press("Enter")
    await expect(card(wall, "Walt")).to_contain_text("Wrong colour")
    await expect(card(wall, "Wanda")).not_to_contain_text("Wrong colour")
    assert await team.owner_of(ticket) == team.ids["Walt"]


async def test_a_ticket_is_dragged_to_a_colleague(wall: Page, team: Newcomers) -> None:
    ticket = await team.asks("Two of them came", subject="Two came", owner="Walt")
    chip = card(wall, "Walt").locator(f"[data-ticket='{ticket['id']}']")
    await chip.drag_to(card(wall, "Wanda"))
    await expect(card(wall, "Wanda")).to_contain_text("Two came")
    assert await team.owner_of(ticket) == team.ids["Wanda"]


async def test_all_that_somebody_has_is_handed_over_at_once(wall: Page, team: Newcomers) -> None:
    ticket = await team.asks("Who takes this over?", subject="Handed over", owner="Walt")
    await card(wall, "Walt").get_by_text("Handed over").wait_for()
    await card(wall, "Walt").get_by_role("button", name="More to do with Walt").click()
    await wall.get_by_text("Hand over all tickets").click()
    dialog = wall.get_by_role("dialog")
    await dialog.get_by_role("row", name=re.compile("Handed over")).wait_for()
    assert await team.owner_of(ticket) == team.ids["Walt"]
    await dialog.get_by_role("button", name=re.compile("^Hand over")).click()
    await expect(dialog.get_by_role("status")).to_contain_text("handed over")
    assert await team.owner_of(ticket) != team.ids["Walt"]


async def test_what_happens_elsewhere_is_seen_on_the_wall(wall: Page, team: Newcomers) -> None:
    await card(wall, "Walt").wait_for()
    await team.customer.ok("PUT", f"/agents/{team.ids['Walt']}/presence", {"status": "away"})
    await expect(card(wall, "Walt")).to_contain_text("Away")
    await team.customer.ok("PUT", f"/agents/{team.ids['Walt']}/presence", {"status": "online"})
    await expect(card(wall, "Walt")).to_contain_text("Online")
