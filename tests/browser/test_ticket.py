"""A ticket's page, as people work with it."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import APIResponse, FilePayload, Locator, Page, Route, expect

from tests.browser.pages import Pages
from tests.browser.visit import LEAD, Customer, sign_in
from tests.running import RunningDesk


@pytest.fixture(scope="module")
async def customer(desk: RunningDesk) -> AsyncIterator[Customer]:
    customer = Customer(desk)
    yield customer
    await customer.http.aclose()


def composer(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("Reply to the customer|Internal note|回复客户|内部备注"))


def conversation(page: Page) -> Locator:
    return page.get_by_role("log")


async def test_a_reply_ends_the_wait(desk: RunningDesk, open_page: Pages, customer: Customer) -> None:
    ticket = await customer.asks("Where is my parcel?")
    page = await open_page()
    await sign_in(page, desk, at=f"/tickets/{ticket['id']}")
    first_reply = page.get_by_role("listitem").filter(has_text="First reply")
    await expect(first_reply).to_contain_text("left")
    await page.get_by_text("Customer waits since").wait_for()
    await composer(page).fill("It left this morning.")
    await page.keyboard.press("Control+Enter")
    await expect(first_reply).to_contain_text("Kept")
    await expect(page.get_by_text("Customer waits since")).to_have_count(0)
    await expect(composer(page)).to_have_value("")
    assert await customer.messages(ticket) == ["Where is my parcel?", "It left this morning."]


async def test_the_side_panel_covers_nothing_of_the_composer(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    ticket = await customer.asks("Where is my parcel?")
    page = await open_page()
    await sign_in(page, desk, at=f"/tickets/{ticket['id']}")
    for width in (1440, 1100, 1024, 901):
        await page.set_viewport_size({"width": width, "height": 800})
        box = await page.locator("section.composer").bounding_box()
        side = await page.locator("aside.panel").bounding_box()
        assert box
        assert side
        assert box["x"] + box["width"] <= side["x"]


async def test_a_note_stays_among_colleagues(desk: RunningDesk, open_page: Pages, customer: Customer) -> None:
    ticket = await customer.asks("Can I have an invoice?")
    page = await open_page()
    await sign_in(page, desk, at=f"/tickets/{ticket['id']}")
    await composer(page).wait_for()
    await page.keyboard.press("n")
    await page.keyboard.type("Ask accounting first")
    await page.get_by_role("button", name="Add note").click()
    note = conversation(page).get_by_role("article").filter(has_text="Ask accounting first")
    await expect(note).to_contain_text("Internal note")
    await expect(page.get_by_role("listitem").filter(has_text="First reply")).to_contain_text("left")


async def test_who_is_writing_is_shown_to_the_other(desk: RunningDesk, open_page: Pages, customer: Customer) -> None:
    ticket = await customer.asks("谁在看?")
    mine, yours = await open_page(language="zh-CN"), await open_page(language="en")
    await sign_in(mine, desk, at=f"/tickets/{ticket['id']}")
    await sign_in(yours, desk, LEAD, at=f"/tickets/{ticket['id']}")
    await yours.get_by_text("is looking at this ticket").wait_for()
    await mine.get_by_text("正在查看这张工单").wait_for()
    await composer(mine).fill("我来回复")
    await yours.get_by_text("is writing a reply").wait_for()
    await mine.keyboard.press("Control+Enter")
    await yours.get_by_text("我来回复").wait_for()
    await expect(yours.get_by_text("is writing a reply")).to_have_count(0)


async def test_a_draft_outlives_the_page(desk: RunningDesk, open_page: Pages, customer: Customer) -> None:
    one, other = await customer.asks("First"), await customer.asks("Second")
    page = await open_page()
    await sign_in(page, desk, at=f"/tickets/{one['id']}")
    await composer(page).fill("Half a sentence")
    await page.goto(f"{desk.url}/tickets/{other['id']}")
    await expect(composer(page)).to_have_value("")
    await page.goto(f"{desk.url}/tickets/{one['id']}")
    await expect(composer(page)).to_have_value("Half a sentence")
    await customer.adds(one, "Are you there?")
    await conversation(page).get_by_text("Are you there?").wait_for()
    await expect(composer(page)).to_have_value("Half a sentence")
    await page.keyboard.press("r")
    await page.keyboard.press("Control+Enter")
    await expect(composer(page)).to_have_value("")
    await page.reload()  # perhaps before the desk has answered
    await expect(conversation(page).get_by_text("Half a sentence")).to_have_count(1)
    await expect(page.get_by_text("Not sent")).to_have_count(0)
    await expect(composer(page)).to_have_value("")
    assert await customer.messages(one) == ["First", "Are you there?", "Half a sentence"]


async def test_a_reply_that_got_lost_is_sent_again_and_arrives_once(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    ticket = await customer.asks("Anyone?")
    page = await open_page()
    await sign_in(page, desk, at=f"/tickets/{ticket['id']}")
    await composer(page).fill("Yes, here.")
    lost: list[APIResponse] = []

    async def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(await route.fetch())  # the desk has it, but the browser never hears so
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/messages", lose_the_answer)
    await page.keyboard.press("Control+Enter")
    await page.get_by_text("Not sent").wait_for()
    assert [answer.status for answer in lost] == [201]
    await page.get_by_role("button", name="Send again").click()
    await expect(page.get_by_text("Not sent")).to_have_count(0)
    await expect(conversation(page).get_by_text("Yes, here.")).to_have_count(1)
    assert await customer.messages(ticket) == ["Anyone?", "Yes, here."]


async def test_nothing_is_missed_while_the_line_was_down(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    ticket = await customer.asks("Hello")
    page = await open_page()
    await sign_in(page, desk, at=f"/tickets/{ticket['id']}")
    await conversation(page).get_by_text("Hello").wait_for()
    await page.get_by_label("Live: changes appear at once").first.wait_for()
    await page.context.set_offline(offline=True)
    await customer.adds(ticket, "I found it myself")
    await page.wait_for_timeout(500)
    await expect(conversation(page).get_by_text("I found it myself")).to_have_count(0)
    await page.context.set_offline(offline=False)
    await conversation(page).get_by_text("I found it myself").wait_for()


async def test_a_desk_that_is_gone_for_a_while_is_said_and_taken_up_again(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    ticket = await customer.asks("Still there?")
    page = await open_page()
    cut = False

    async def perhaps(route: Route) -> None:
        await (route.abort() if cut else route.continue_())

    await page.route("**/api/v1/events", perhaps)
    await sign_in(page, desk, at=f"/tickets/{ticket['id']}")
    await page.get_by_label("Live: changes appear at once").first.wait_for()
    cut = True
    await page.reload()  # a page that finds no line at all
    await page.get_by_text("Connection lost").wait_for()
    await customer.adds(ticket, "Written into the silence")
    cut = False
    await conversation(page).get_by_text("Written into the silence").wait_for()
    await expect(page.get_by_text("Connection lost")).to_have_count(0)


async def test_solved_and_opened_again(desk: RunningDesk, open_page: Pages, customer: Customer) -> None:
    ticket = await customer.asks("灯不亮")
    page = await open_page(language="zh-CN")
    await sign_in(page, desk, at=f"/tickets/{ticket['id']}")
    state = page.get_by_role("button", name="更改状态")
    await state.click()
    await page.get_by_text("解决…").click()
    await page.get_by_label("处理结果").fill("换了灯泡")
    await page.get_by_role("dialog").get_by_role("button", name="解决工单").click()
    await expect(state).to_contain_text("待确认")
    await page.get_by_role("button", name="记录").click()
    await page.get_by_text("解决了工单：换了灯泡").wait_for()
    await state.click()
    await page.get_by_text("重新打开", exact=True).click()
    await expect(state).to_contain_text("处理中")


async def test_waiting_for_the_customer_until_tomorrow(desk: RunningDesk, open_page: Pages, customer: Customer) -> None:
    ticket = await customer.asks("It rattles")
    page = await open_page()
    await sign_in(page, desk, at=f"/tickets/{ticket['id']}")
    state = page.get_by_role("button", name="Change the state")
    await state.click()
    await page.get_by_text("Wait for the customer…").click()
    await page.get_by_role("button", name="Tomorrow 9:00").click()
    await page.get_by_role("dialog").get_by_role("button", name="Wait for the customer").click()
    await expect(state).to_contain_text("Pending")
    await customer.adds(ticket, "It rattles louder now")
    await expect(state).to_contain_text("Open")


async def test_a_file_goes_with_a_reply(desk: RunningDesk, open_page: Pages, customer: Customer) -> None:
    ticket = await customer.asks("Please send the manual")
    page = await open_page()
    await sign_in(page, desk, at=f"/tickets/{ticket['id']}")
    await composer(page).fill("Here it is")
    manual: FilePayload = {"name": "manual.txt", "mimeType": "text/plain", "buffer": b"Press the button."}
    await page.locator("input[type=file]").set_input_files(manual)
    await page.get_by_role("button", name="Remove manual.txt").wait_for()
    await page.get_by_role("button", name="Send", exact=True).click()
    file = conversation(page).get_by_role("link", name=re.compile("manual.txt"))
    async with page.expect_download() as download:
        await file.click()
    assert (await (await download.value).path()).read_bytes() == b"Press the button."


async def test_the_owner_can_be_changed_and_the_reason_is_told(
    desk: RunningDesk, open_page: Pages, customer: Customer
) -> None:
    ticket = await customer.asks("Who takes this?")
    page = await open_page()
    await sign_in(page, desk, LEAD, at=f"/tickets/{ticket['id']}")
    await page.get_by_role("button", name="Take it").click()
    await page.get_by_role("button", name="Return to queue").wait_for()
    await page.get_by_role("button", name="Who was considered").click()
    drawer = page.get_by_role("dialog")
    await drawer.get_by_text("Given by hand").first.wait_for()
    await drawer.get_by_label("close").click()
    await page.get_by_role("button", name="History").click()
    await page.get_by_text("took the ticket").wait_for()


async def test_tags_subject_and_following(desk: RunningDesk, open_page: Pages, customer: Customer) -> None:
    ticket = await customer.asks("A question", subject="Question")
    page = await open_page()
    await sign_in(page, desk, at=f"/tickets/{ticket['id']}")
    await page.get_by_role("button", name="Add a tag").click()
    await page.keyboard.type("delivery")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Remove the tag delivery").wait_for()
    await page.get_by_role("heading", name="Question").get_by_role("button").click()
    await page.keyboard.type("Late parcel")
    await page.keyboard.press("Enter")
    await page.get_by_role("heading", name="Late parcel").wait_for()
    await page.get_by_role("button", name="Follow").click()
    await page.get_by_role("button", name="Following").wait_for()
    await page.goto(f"{desk.url}/inbox/following")
    await page.locator(f"[data-ticket='{ticket['id']}']").filter(has_text="delivery").wait_for()


async def test_a_tab_more_needs_no_line_more(desk: RunningDesk, open_page: Pages, customer: Customer) -> None:
    ticket = await customer.asks("Two tabs")
    first = await open_page()
    await sign_in(first, desk, at=f"/tickets/{ticket['id']}")
    await first.get_by_label("Live: changes appear at once").first.wait_for()
    second = await first.context.new_page()
    lines = []
    second.on("request", lambda request: lines.append(request.url) if request.url.endswith("/events") else None)
    await second.goto(f"{desk.url}/tickets/{ticket['id']}")
    await conversation(second).get_by_text("Two tabs").wait_for()
    await customer.adds(ticket, "Heard in both")
    for page in (first, second):
        await conversation(page).get_by_text("Heard in both").wait_for()
    assert lines == []
    await first.close()  # the other tab takes over where this one left off
    await customer.adds(ticket, "Heard in the one that is left")
    await conversation(second).get_by_text("Heard in the one that is left").wait_for()
    assert len(lines) == 1
