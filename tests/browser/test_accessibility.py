"""Readers of screens, keyboards and weak eyes find their way: axe-core finds nothing serious on any page."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.pages import Pages
from tests.browser.test_settings_in_both_languages import PAGES, settled
from tests.browser.visit import Customer, sign_in
from tests.running import RunningDesk

AXE = Path(__file__).parents[2] / "console" / "node_modules" / "axe-core" / "axe.min.js"
MORE = (
    "/inbox/all", "/settings/notifications", "/settings/mail", "/settings/routing/test", "/settings/policies/test",
    "/settings/policies/presets", "/settings/policies/new", "/settings/calendars/new", "/settings/routing/new",
    "/tickets/99999999",
)  # fmt: skip
DARK = (
    "/inbox/all", "/board", "/queue", "/wall", "/roster", "/settings/skills", "/settings/policies", "/settings/triage",
    "/settings/dry-run",
)  # fmt: skip
# Who speaks to their computer says what they see: the name of a button has its text in it, in that order.
# The heads of the library's dialogs are headings without a level: readers take the second, which is right.
RUN = """() => axe.run({exclude: [[".n-card-header"]]}, {
    resultTypes: ["violations"], rules: {"label-content-name-mismatch": {enabled: true}},
}).then(({ violations }) => violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(" | ")}`))"""


async def faults(page: Page) -> list[str]:
    """What axe-core finds serious in what stands on the page now."""
    await page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = await page.evaluate(RUN)
    return found


@pytest.fixture
async def customer(desk: RunningDesk) -> AsyncIterator[Customer]:
    customer = Customer(desk)
    yield customer
    await customer.http.aclose()


@pytest.mark.parametrize(("scheme", "paths"), [("light", (*PAGES, *MORE)), ("dark", DARK)])
async def test_no_page_has_a_serious_fault(
    desk: RunningDesk, open_page: Pages, scheme: Any, paths: tuple[str, ...]
) -> None:
    page = await open_page(language="en", width=1440, height=900)
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await sign_in(page, desk, "admin@demo.test", at="/settings/profile")
    left: dict[str, list[str]] = {}
    for path in paths:
        await settled(page, desk.url + path)
        if found := await faults(page):
            left[path] = found
    assert left == {}


@pytest.mark.parametrize("width", [390, 1440])
async def test_a_ticket_and_its_dialogs_have_no_serious_fault(
    desk: RunningDesk, open_page: Pages, customer: Customer, width: int
) -> None:
    ticket = await customer.asks(subject="包裹")
    page = await open_page(language="zh-CN", width=width, height=900)
    await page.emulate_media(reduced_motion="reduce")
    await sign_in(page, desk, at=f"/tickets/{ticket['id']}")
    await expect(page.get_by_role("article").first).to_be_visible()
    assert await faults(page) == []
    await page.get_by_role("button", name="更改状态").click()
    await expect(page.locator(".n-dropdown-menu").first).to_be_visible()
    assert await faults(page) == []
    await page.keyboard.press("Escape")
    await page.goto(desk.url + "/inbox/mine")
    await page.get_by_role("button", name="新建工单").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await faults(page) == []


@pytest.mark.parametrize("path", ["/sign-in", "/f/demo"])
async def test_the_doors_have_no_serious_fault(desk: RunningDesk, open_page: Pages, path: str) -> None:
    page = await open_page(language="en", width=390)
    await page.goto(desk.url + path)
    await expect(page.get_by_role("textbox").first).to_be_visible()
    assert await faults(page) == []
