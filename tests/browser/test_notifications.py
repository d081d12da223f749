"""How people are told when they do not look at the screen, and how mail leaves."""

import json
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.pages import Pages
from tests.browser.visit import AGENT, sign_in
from tests.patience import in_time
from tests.running import RunningDesk

ADMIN = "admin@demo.test"


async def test_what_was_chosen_is_there_after_a_reload(open_page: Pages, desk: RunningDesk) -> None:
    page = await open_page()
    await sign_in(page, desk, AGENT, at="/settings/notifications")
    box = page.get_by_role("checkbox", name="A promise is late: E-mail")
    await expect(box).to_be_checked()
    await box.press("Space")
    await page.get_by_label("Send me an e-mail").select_option("offline")
    await page.get_by_label("Gather what is not urgent").select_option("60")
    await page.get_by_role("button", name="Add quiet hours").press("Enter")
    hours = page.get_by_role("group", name="Quiet hours 1")
    await hours.get_by_label("From").fill("21:30")
    await hours.get_by_role("checkbox", name="Sun").press("Space")
    await page.get_by_role("button", name="Save").press("Enter")
    await expect(page.get_by_text("Saved", exact=False)).to_be_visible()
    await page.reload()
    await expect(box).not_to_be_checked()
    await expect(page.get_by_label("Send me an e-mail")).to_have_value("offline")
    await expect(page.get_by_label("Gather what is not urgent")).to_have_value("60")
    await expect(hours.get_by_label("From")).to_have_value("21:30")
    await expect(hours.get_by_role("checkbox", name="Sun")).not_to_be_checked()
    await expect(hours.get_by_role("checkbox", name="Mon")).to_be_checked()


async def test_quiet_hours_that_fill_the_week_are_refused_beside_them(open_page: Pages, desk: RunningDesk) -> None:
    page = await open_page(language="zh-CN")
    await sign_in(page, desk, "lead@demo.test", at="/settings/notifications")
    await page.get_by_role("button", name="添加免打扰时段").click()
    hours = page.get_by_role("group", name="免打扰时段 1")
    await hours.get_by_label("开始").fill("08:00")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("免打扰时段不能占满整周。")).to_be_visible()


async def test_the_browser_is_asked_for_nothing_before_the_person_clicks(open_page: Pages, desk: RunningDesk) -> None:
    page = await open_page()
    await page.add_init_script(
        "Notification.requestPermission = () => { window.asked = true; return Promise.resolve('denied') }"
    )
    await sign_in(page, desk, AGENT, at="/settings/notifications")
    allow = page.get_by_role("button", name="Show notices here")
    await expect(allow).to_be_visible()
    assert await page.evaluate("window.asked ?? false") is False
    assert await page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    await allow.click()
    await page.wait_for_function("window.asked")


async def test_the_worker_shows_what_is_pushed_and_a_click_opens_the_ticket(
    open_page: Pages, desk: RunningDesk
) -> None:
    page = await open_page()
    await page.context.grant_permissions(["notifications"], origin=desk.url)
    await sign_in(page, desk, AGENT, at="/inbox/all")
    await page.locator("[data-ticket]").first.wait_for()
    await page.evaluate("navigator.serviceWorker.register('/push-worker.js').then(() => navigator.serviceWorker.ready)")
    ticket = await page.locator("[data-ticket]").first.get_attribute("data-ticket")
    told = {
        "title": "Late: 20260302001", "body": "Where is my parcel?", "path": f"/tickets/{ticket}", "tag": "jishi-7",
        "lang": "en", "urgent": True,
    }  # fmt: skip
    for _ in range(2):  # a letter that comes twice is shown once
        await push(page, desk, told)
    async with in_time():
        while not (shown := await page.evaluate(SHOWN)):
            await page.wait_for_timeout(100)
    [notice] = shown
    assert notice == {"title": told["title"], "body": told["body"], "tag": "jishi-7", "path": told["path"]}
    await page.evaluate(
        "(path) => navigator.serviceWorker.dispatchEvent(new MessageEvent('message', {data: {open: path}}))",
        told["path"],
    )
    await page.wait_for_url(f"**/tickets/{ticket}")


SHOWN = """async () => {
  const found = await (await navigator.serviceWorker.ready).getNotifications()
  return found.map(({ title, body, tag, data }) => ({ title, body, tag, path: data.path }))
}"""


async def push(page: Page, desk: RunningDesk, told: dict[str, Any]) -> None:
    """As the browser's push service would hand it to the worker."""
    session = await page.context.new_cdp_session(page)
    known: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: known.extend(each["registrationId"] for each in event["registrations"]),
    )
    await session.send("ServiceWorker.enable")
    await page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    assert known
    data = {"origin": desk.url, "registrationId": known[-1], "data": json.dumps(told)}
    await session.send("ServiceWorker.deliverPushMessage", data)


async def test_the_server_for_mail_is_saved_tried_and_removed(open_page: Pages, desk: RunningDesk) -> None:
    page = await open_page()
    await sign_in(page, desk, ADMIN, at="/settings/mail")
    await page.get_by_label("Encryption").select_option("tls")
    await expect(page.get_by_label("Port")).to_have_value("465")
    await page.get_by_label("Server", exact=True).fill("not a server")
    await page.get_by_label("Sender's address").fill("desk")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("This is not the name of a server.")).to_be_visible()
    await expect(page.get_by_text("This is not an e-mail address.")).to_be_visible()
    await page.get_by_label("Server", exact=True).fill("127.0.0.1")
    await page.get_by_label("Sender's address").fill("desk@example.com")
    await page.get_by_label("User name").fill("desk")
    await page.get_by_label("Password").fill("open sesame")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("One is stored.")).to_be_visible()
    await expect(page.get_by_label("Password")).to_have_value("")
    await page.get_by_role("button", name="Send me a test mail").click()
    await expect(page.get_by_text("127.0.0.1 lies within our own network.")).to_be_visible()
    await page.get_by_role("button", name="Send no more mail").click()
    await page.locator(".n-popconfirm").get_by_role("button", name="Send no more mail").click()
    await expect(page.get_by_role("button", name="Send me a test mail")).to_have_count(0)
    await expect(page.get_by_label("Server", exact=True)).to_have_value("")


async def test_only_who_manages_settings_finds_the_server_for_mail(open_page: Pages, desk: RunningDesk) -> None:
    page = await open_page()
    await sign_in(page, desk, AGENT, at="/settings/notifications")
    await expect(page.get_by_role("link", name="Notifications")).to_be_visible()
    await expect(page.get_by_role("link", name="E-mail")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
async def test_nothing_is_wider_than_a_phone(open_page: Pages, desk: RunningDesk, language: str) -> None:
    page = await open_page(language=language, width=390, height=844)
    await sign_in(page, desk, ADMIN, at="/settings/notifications")
    for path in ("/settings/notifications", "/settings/mail"):
        await page.goto(desk.url + path)
        await page.locator("form").first.wait_for()
        assert await page.evaluate(TOO_WIDE) == []


# The page scrolls by itself, so what is too wide is cut off without a trace.
TOO_WIDE = """() => [...document.querySelectorAll('section, form, input, select, button')]
  .filter((part) => part.getBoundingClientRect().right > innerWidth).map((part) => part.outerHTML.slice(0, 200))"""
