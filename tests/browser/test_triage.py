"""The words by which requests are sorted: tried, changed, reset; what they said of a ticket."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import expect

from tests.browser.pages import Pages
from tests.browser.visit import AGENT, LEAD, Customer, sign_in
from tests.running import RunningDesk


@pytest.fixture
async def customer(desk: RunningDesk) -> AsyncIterator[Customer]:
    somebody = Customer(desk)
    yield somebody
    await somebody.http.aclose()


async def test_a_supervisor_tries_a_text_changes_a_word_and_goes_back(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    page = await open_page(language="zh-CN")
    await sign_in(page, desk, LEAD, at="/settings/triage")
    text = page.get_by_label("客户写的话")
    await text.fill("我没生气，就是想问问蓝莓奶昔")
    answer = page.locator(".answer")
    await expect(answer.locator("mark.undone")).to_have_text("生气")
    await expect(answer).not_to_contain_text("售前")
    await page.get_by_role("button", name="添加一组词").first.click()
    entry = page.get_by_role("article").first
    await entry.get_by_label("判断为").select_option("pre_sale")
    await entry.get_by_label("分量").select_option("4")
    await entry.get_by_label("词语").fill("蓝莓，奶昔")
    await expect(answer).to_contain_text("售前")  # before anything is saved
    await page.get_by_role("button", name="保存", exact=True).click()
    await expect(page.get_by_text("已修改，第 1 版")).to_be_visible()
    ticket = await customer.asks("有蓝莓吗？")
    assert ticket["type"] == "pre_sale"
    await page.get_by_role("button", name="恢复自带词典").click()
    await page.get_by_role("button", name="恢复自带词典").last.click()
    await expect(page.get_by_text("正在使用自带词典")).to_be_visible()
    assert (await customer.asks("有蓝莓吗？"))["type"] is None


async def test_a_wrong_pattern_is_named_beside_it(desk: RunningDesk, open_page: Pages) -> None:
    page = await open_page()
    await sign_in(page, desk, LEAD, at="/settings/triage")
    await page.get_by_role("tab", name="Fields").click()
    await page.get_by_label("Pattern", exact=True).first.fill("(order")
    await page.get_by_role("tab", name="Mood").click()
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_role("tabpanel").get_by_role("alert")).to_contain_text("This pattern cannot be read.")


async def test_an_agent_sees_the_mood_of_a_ticket_and_corrects_it(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    ticket = await customer.asks("订单号 JD20260301123 一直不发货，气死我了！")
    page = await open_page()
    await sign_in(page, desk, AGENT, at=f"/tickets/{ticket['id']}")
    mood = page.get_by_label("Mood", exact=True)
    await expect(mood).to_have_value("angry")
    await expect(page.get_by_text("JD20260301123", exact=True)).to_be_visible()
    await mood.select_option("worried")
    async with desk.client(desk.token()) as http:
        while (await http.get(f"/tickets/{ticket['id']}")).json()["fields"]["mood"] != "worried":
            await page.wait_for_timeout(50)
