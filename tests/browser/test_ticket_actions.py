"""What is done to a ticket now and then: merge, split, throw away, block, and record what was said elsewhere."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.pages import Pages
from tests.browser.visit import Customer, sign_in
from tests.running import RunningDesk


@pytest.fixture(scope="module")
async def customer(desk: RunningDesk) -> AsyncIterator[Customer]:
    customer = Customer(desk)
    yield customer
    await customer.http.aclose()


def conversation(page: Page) -> Locator:
    return page.get_by_role("log")


async def choose(page: Page, menu: str, entry: str) -> None:
    """An entry of a menu, reached by the keyboard."""
    await page.get_by_role("button", name=menu, exact=True).focus()
    await page.keyboard.press("Enter")
    await page.locator(".n-dropdown-option").filter(has_text=entry).click()


async def merged(customer: Customer, ticket: dict[str, Any]) -> Any:
    return (await customer.ok("GET", f"/tickets/{ticket['id']}"))["merged"]


async def test_a_ticket_is_merged_into_another_of_its_customer(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    one = await customer.asks("Where is my umbrella?", subject="Umbrella")
    same = {"name": one["requester"]["name"], "email": one["requester"]["email"]}
    two = await customer.asks("It is purple", subject="Purple", requester=same)
    page = await open_page()
    await sign_in(page, desk, at=f"/tickets/{one['id']}")
    await choose(page, "More to do with the ticket", "Merge into another")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("radio", name=re.compile("Purple")).check()
    await dialog.get_by_role("button", name=f"Merge into {two['number']}").click()
    await page.wait_for_url(f"**/tickets/{two['id']}")
    await conversation(page).get_by_text("Where is my umbrella?").wait_for()
    await conversation(page).get_by_text("It is purple").wait_for()
    await page.goto(f"{desk.url}/tickets/{one['id']}")
    await page.get_by_text("This ticket goes on in").wait_for()
    await page.get_by_role("link", name=two["number"]).click()
    await page.wait_for_url(f"**/tickets/{two['id']}")


async def test_merging_tickets_of_two_customers_asks_whether_both_may_see(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    one, two = await customer.asks("我的雨伞呢?"), await customer.asks("紫色的那把")
    page = await open_page(language="zh-CN")
    await sign_in(page, desk, at=f"/tickets/{one['id']}")
    await choose(page, "更多操作", "合并到另一张工单")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("textbox", name=re.compile("搜索")).first.fill(two["number"])
    await dialog.get_by_role("radio", name=re.compile(two["number"])).check()
    merge = dialog.get_by_role("button", name=f"合并到 {two['number']}")
    await expect(merge).to_be_disabled()
    await dialog.get_by_role("checkbox", name="双方都可以看到全部内容").click()
    await merge.click()
    await page.wait_for_url(f"**/tickets/{two['id']}")
    assert (await merged(customer, one))["id"] == two["id"]


async def test_messages_are_split_off_into_a_new_ticket(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    ticket = await customer.asks("Where is my parcel?")
    await customer.adds(ticket, "And may I have an invoice?")
    page = await open_page()
    await sign_in(page, desk, at=f"/tickets/{ticket['id']}")
    await conversation(page).get_by_text("invoice").wait_for()
    await choose(page, "More to do with the ticket", "Split off messages")
    dialog = page.get_by_role("dialog")
    make = dialog.get_by_role("button", name="Make a new ticket")
    await expect(make).to_be_disabled()
    await dialog.get_by_role("checkbox", name=re.compile("invoice")).click()
    await dialog.get_by_label("Subject of the new ticket").fill("Invoice")
    await make.click()
    await page.get_by_role("heading", name="Invoice").wait_for()
    await expect(conversation(page).get_by_role("article")).to_have_count(1)
    await page.get_by_text("First received").wait_for()
    assert await customer.messages(ticket) == ["Where is my parcel?", "And may I have an invoice?"]


async def test_spam_goes_to_the_junk_with_its_sender_and_comes_back(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    ticket = await customer.asks("便宜贷款")
    name = ticket["requester"]["name"]
    page = await open_page(language="zh-CN")
    await sign_in(page, desk, at=f"/tickets/{ticket['id']}")
    await choose(page, "更多操作", "标记为垃圾")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("checkbox").click()
    await dialog.get_by_role("button", name="标记为垃圾").click()
    await page.get_by_text("已标记为垃圾").wait_for()
    await expect(page.get_by_role("textbox", name="回复客户")).to_have_count(0)
    await page.goto(f"{desk.url}/inbox/all?q={ticket['number']}")
    await page.get_by_text("没有找到").first.wait_for()
    await page.goto(f"{desk.url}/inbox/junk")
    await page.locator(f"[data-ticket='{ticket['id']}']").filter(has_text="垃圾").wait_for()
    await page.get_by_role("button", name="已屏蔽的发件人").click()
    blocked = page.get_by_role("dialog").get_by_role("listitem").filter(has_text=name)
    await blocked.get_by_role("button", name="取消屏蔽").click()
    await expect(blocked).to_have_count(0)
    await page.keyboard.press("Escape")
    await page.goto(f"{desk.url}/tickets/{ticket['id']}")
    await page.get_by_role("button", name="恢复", exact=True).click()
    await expect(page.get_by_role("button", name="更改状态")).to_contain_text("处理中")


async def test_a_sender_is_blocked_and_heard_again(desk: RunningDesk, open_page: Pages, customer: Customer) -> None:
    ticket = await customer.asks("Buy now!")
    page = await open_page()
    await sign_in(page, desk, at=f"/tickets/{ticket['id']}")
    await choose(page, "More to do with the ticket", "Block the sender")
    await page.get_by_label("Reason (optional)").fill("Advertising")
    await page.get_by_role("dialog").get_by_role("button", name="Block", exact=True).click()
    await page.get_by_text("Blocked", exact=True).wait_for()
    await choose(page, "More to do with the ticket", "Unblock the sender")
    await expect(page.get_by_text("Blocked", exact=True)).to_have_count(0)


async def test_a_call_is_recorded_and_answers_the_customer(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    ticket = await customer.asks("Please call me")
    page = await open_page()
    await sign_in(page, desk, at=f"/tickets/{ticket['id']}")
    await choose(page, "More", "Call with the customer")
    await page.get_by_role("textbox", name="Call with the customer").fill("Explained the delay")
    await page.get_by_role("button", name="Record").click()
    call = conversation(page).get_by_role("article").filter(has_text="Explained the delay")
    await expect(call).to_contain_text("Call with the customer")
    await expect(page.get_by_role("listitem").filter(has_text="First reply")).to_contain_text("Kept")


async def test_what_somebody_in_copy_wrote_is_recorded_as_theirs(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    ticket = await customer.asks("帮我问一下")
    page = await open_page(language="zh-CN")
    await sign_in(page, desk, at=f"/tickets/{ticket['id']}")
    await page.get_by_role("textbox", name="回复客户").wait_for()
    await choose(page, "更多", "第三方")
    await page.get_by_role("textbox", name="第三方").fill("我补充一句")
    record = page.get_by_role("button", name="记录", exact=True).last
    await expect(record).to_be_disabled()
    await page.get_by_label("谁写的").fill("王强")
    await record.click()
    said = conversation(page).get_by_role("article").filter(has_text="我补充一句")
    await expect(said).to_contain_text("王强")
    await expect(said).to_contain_text("第三方")


async def test_a_note_can_be_one_that_the_customer_reads(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    ticket = await customer.asks("How far are you?")
    page = await open_page()
    await sign_in(page, desk, at=f"/tickets/{ticket['id']}")
    await page.get_by_role("textbox", name="Reply to the customer").wait_for()
    await choose(page, "More", "Note the customer can read")
    await page.get_by_role("textbox", name="Note the customer can read").fill("Half way")
    await page.get_by_role("button", name="Add note").click()
    note = conversation(page).get_by_role("article").filter(has_text="Half way")
    await expect(note).to_contain_text("Note the customer can read")
    messages = (await customer.ok("GET", f"/tickets/{ticket['id']}/messages"))["items"]
    assert (messages[-1]["public"], messages[-1]["nature"]) == (True, "note")


async def test_the_customers_word_is_recorded(desk: RunningDesk, open_page: Pages, customer: Customer) -> None:
    ticket = await customer.asks("It works now")
    await customer.ok("PUT", f"/tickets/{ticket['id']}/solution", {"body": "Good."})
    page = await open_page()
    await sign_in(page, desk, at=f"/tickets/{ticket['id']}")
    await choose(page, "Change the state: Solved", "Record the customer's word")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_text("5", exact=True).click()
    await dialog.get_by_label("What they said (optional)").fill("Quick, thank you")
    await dialog.get_by_role("button", name="Record").click()
    await expect(page.get_by_role("button", name="Change the state")).to_contain_text("Closed")
    await page.get_by_text("Quick, thank you").wait_for()


async def test_a_ticket_opened_on_the_telephone_is_answered_at_once(desk: RunningDesk, open_page: Pages) -> None:
    page = await open_page()
    await sign_in(page, desk, at="/inbox/all")
    await page.get_by_role("button", name="New ticket").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Phone", exact=True).fill("13800138222")
    await dialog.get_by_label("What was said").fill("Asks for the opening hours")
    await expect(dialog.get_by_role("checkbox", name=re.compile("on the line"))).to_be_checked()
    await dialog.get_by_role("button", name="Create ticket").click()
    await page.wait_for_url(re.compile(r"/tickets/\d+$"))
    await expect(page.get_by_role("listitem").filter(has_text="First reply")).to_contain_text("Kept")
    await expect(conversation(page)).to_contain_text("On the telephone")
