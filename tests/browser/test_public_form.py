"""The public pages in a real browser, with scripts switched off: from an empty form to the customer's last word."""

import re

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from tests.running import RunningDesk

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301"
    "0100c9fe92ef0000000049454e44ae426082"
)


async def without_scripts(browser: Browser, *, language: str, width: int) -> Page:
    context = await browser.new_context(
        locale=language, viewport={"width": width, "height": 844}, java_script_enabled=False
    )
    return await context.new_page()


async def fits(page: Page) -> bool:
    """Whether nothing sticks out at the side. Measured without scripts, by what the browser laid out."""
    shown = await page.locator("body *:visible").evaluate_all("els => els.map(e => e.getBoundingClientRect().right)")
    size = page.viewport_size
    assert size is not None
    return bool(max(shown) <= size["width"] + 1)


@pytest.mark.parametrize(
    ("language", "width", "send", "done"),
    [("zh-CN", 390, "提交", "您的问题已完成处理"), ("en", 1280, "Send the request", "Your request is done.")],
)
async def test_a_customer_asks_follows_and_confirms_without_scripts(
    browser: Browser, desk: RunningDesk, language: str, width: int, send: str, done: str
) -> None:
    page = await without_scripts(browser, language=language, width=width)
    await page.goto(f"{desk.url}/f/demo")
    assert await fits(page)
    await page.wait_for_timeout(2100)
    broken: FilePayload = {"name": "破损.png", "mimeType": "image/png", "buffer": PICTURE}
    await page.set_input_files("#files", [broken])
    await page.get_by_role("button", name=send).click()
    await expect(page.locator("#name-wrong")).to_be_visible()
    await expect(page.get_by_text("破损.png")).to_be_visible()
    assert await fits(page)
    await page.fill("#name", "韩梅梅")
    await page.fill("#email", "han@example.com")
    await page.fill("#body", "杯子碎了。\nPlease send a new one.")
    await page.get_by_role("button", name=send).click()
    number = await page.locator(".big").inner_text()
    assert re.fullmatch(r"\d{11,}", number)
    await page.locator(".actions a").click()
    await expect(page.get_by_text(number)).to_be_visible()
    await expect(page.locator(".talk img")).to_be_visible()
    assert await fits(page)
    async with desk.client(desk.token()) as agent:
        found = re.search(r"/p/\d+-(\d+)-", page.url)
        assert found is not None
        solved = await agent.put(f"/tickets/{found[1]}/solution", json={"body": "已重新发货"})
        assert solved.is_success, solved.text
    await page.goto(page.url)
    await page.locator("label.star", has_text="5").click()
    await page.fill("#comment", "谢谢")
    await page.locator("button[value=yes]").click()
    await expect(page.get_by_text(done)).to_be_visible()
    await page.context.close()
