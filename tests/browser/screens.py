"""Takes the pictures of docs/images from a demo desk: `make screens`."""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from tests.browser import chromium
from tests.browser.conftest import SWITCHES
from tests.browser.visit import AGENT, LEAD, sign_in
from tests.running import RunningDesk

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SIZE: ViewportSize = {"width": 1440, "height": 900}
LANGUAGES = {"zh": "zh-CN", "en": "en"}
SHOWN = {"open", "pending", "on_hold"}


async def picture(browser: Browser, desk: RunningDesk) -> None:
    """The inbox and a ticket, in each language."""
    for suffix, language in LANGUAGES.items():
        context = await browser.new_context(locale=language, viewport=SIZE)
        page = await context.new_page()
        await sign_in(page, desk, LEAD, at="/inbox/all")
        await page.locator("[data-ticket]").nth(8).wait_for()
        await keep(page, f"inbox-{suffix}")
        await context.close()
        context = await browser.new_context(locale=language, viewport=SIZE)
        page = await context.new_page()
        await sign_in(page, desk, AGENT, at=f"/tickets/{await much_said(desk, language)}")
        await page.get_by_role("article").first.wait_for()
        await keep(page, f"ticket-{suffix}")
        await context.close()


async def much_said(desk: RunningDesk, language: str) -> int:
    """The agent's ticket in that language with the longest conversation."""
    async with desk.client(desk.token(AGENT)) as client:
        mine = (await client.get("/tickets?owner=me&limit=200")).json()["items"]
        pages = [(await client.get(f"/tickets/{row['id']}")).json() for row in mine if row["state"] in SHOWN]
        spoken = [page["id"] for page in pages if page["language"] == language]
        said: dict[int, int] = {
            key: len((await client.get(f"/tickets/{key}/messages")).json()["items"]) for key in spoken
        }
    return max(said, key=lambda key: (said[key], key))


async def keep(page: Page, name: str) -> None:
    await page.wait_for_load_state("load")
    await page.evaluate("document.fonts.ready")
    await page.wait_for_timeout(1500)  # what only just came is marked for a moment
    await page.screenshot(path=IMAGES / f"{name}.png")
    print(f"docs/images/{name}.png")  # noqa: T201


async def take(desk: RunningDesk) -> None:
    switches = [*SWITCHES, "--no-sandbox"] if os.geteuid() == 0 else SWITCHES
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium.find(), args=switches)
        await picture(browser, desk)
        await browser.close()


def main() -> int:
    """Start a demo desk of its own, take the pictures, stop it."""
    with tempfile.TemporaryDirectory() as folder:
        desk = RunningDesk(Path(folder))
        desk.start()
        try:
            asyncio.run(take(desk))
        finally:
            desk.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
