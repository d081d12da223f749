"""A ticket is held out to somebody, who takes it or not, wherever they are."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.newcomers import Newcomers, newcomers
from tests.browser.pages import Pages
from tests.running import RunningDesk

PATIENT = 120


@pytest.fixture(scope="module")
async def team(desk: RunningDesk) -> AsyncIterator[Newcomers]:
    """Whoever is in it is asked before they are given anything."""
    async with newcomers(desk, "Offers first", "Nora", "Otto") as team:
        await team.works(mode="offer", offer_seconds=PATIENT)
        yield team


def offer(page: Page) -> Locator:
    return page.get_by_role("dialog", name=re.compile("^(A ticket is offered to you|有一张工单请您接)$"))


@pytest.mark.parametrize(("language", "width"), [("zh-CN", 390), ("en", 1440)])
async def test_an_offer_is_accepted_by_a_key_wherever_one_is_and_can_be_silenced(
    desk: RunningDesk, open_page: Pages, team: Newcomers, language: str, width: int
) -> None:
    page = await open_page(language=language, width=width)
    await team.sign_in(page, "Nora", at="/settings/profile")
    ticket = await team.asks("Is the shop open on Sunday?", subject=f"Sunday hours {width}")
    await expect(offer(page)).to_contain_text(f"Sunday hours {width}")
    await expect(offer(page).locator("svg text")).to_have_text(re.compile(r"^1?\d\d$"))
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await team.owner_of(ticket) is None
    await offer(page).get_by_role("button", name=re.compile("^(Offers ring|派单会响铃)")).click()
    await page.reload()  # it is still offered, in silence
    await offer(page).get_by_role("button", name=re.compile("^(Offers are silent|派单已静音)")).wait_for()
    await page.keyboard.press("Alt+y")
    await page.wait_for_url(f"**/tickets/{ticket['id']}")
    assert await team.owner_of(ticket) == team.ids["Nora"]
    await expect(offer(page)).to_have_count(0)


async def test_who_declines_is_not_asked_again_and_the_next_one_is(
    desk: RunningDesk, open_page: Pages, team: Newcomers
) -> None:
    nora, otto = await open_page(), await open_page()
    await team.sign_in(nora, "Nora", at="/settings/profile")
    await team.sign_in(otto, "Otto", at="/settings/profile")
    await team.asks("Where is it made?", owner="Nora")  # so that Otto has less in hand
    ticket = await team.asks("Do you repair lamps?", subject="Lamp repair")
    await offer(otto).get_by_role("button", name="Decline").click()
    await offer(otto).get_by_role("button", name="Not my field").click()
    await expect(offer(otto)).to_have_count(0)
    await expect(offer(nora)).to_contain_text("Lamp repair")
    await offer(nora).get_by_role("button", name="Accept").click()
    await nora.wait_for_url(f"**/tickets/{ticket['id']}")
    assert await team.owner_of(ticket) == team.ids["Nora"]
