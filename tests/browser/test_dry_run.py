"""The dry run: a request's whole way as a story, and a file's as sums."""

from playwright.async_api import expect

from tests.browser.pages import Pages
from tests.browser.visit import LEAD, Customer, sign_in
from tests.running import RunningDesk

AT = "/settings/dry-run"


async def test_a_request_is_told_from_its_words_to_its_owner_and_not_created(
    desk: RunningDesk, open_page: Pages
) -> None:
    outside = Customer(desk)
    page = await open_page(language="zh-CN", height=1000)
    await sign_in(page, desk, LEAD, at=AT)
    await page.get_by_label("请求内容").fill("我要退款,订单号 20260312345678")
    await page.get_by_role("button", name="模拟", exact=True).click()
    story = page.locator("ol.story")
    for station in ("谁在问", "读懂内容", "分派规则", "时效承诺", "由谁负责"):
        await expect(story.get_by_role("heading", name=station)).to_be_visible()
    await expect(story).to_contain_text("20260312345678")
    await expect(story).to_contain_text("首次响应")
    await expect(story).to_contain_text("给〈")
    assert (await outside.ok("GET", "/tickets?q=20260312345678"))["items"] == []
    await outside.http.aclose()


async def test_a_file_is_summed_up_and_says_which_rows_it_cannot_read(desk: RunningDesk, open_page: Pages) -> None:
    page = await open_page(language="en", height=1000)
    await sign_in(page, desk, LEAD, at=AT)
    await page.get_by_role("tab", name="One request").press("ArrowRight")
    table = "created at,description\n2026-03-02 09:00,refund please\nyesterday,where is it\n"
    await page.locator("input[type=file]").set_input_files(
        {"name": "past.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    await expect(page.get_by_role("heading", name="2 rows, 1 of them readable")).to_be_visible()
    await expect(page.get_by_text("Who would get how many")).to_be_visible()
    await expect(page.get_by_text("This is not a time that can be read.")).to_be_visible()
