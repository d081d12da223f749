"""Promises are written, put in order, tried and taken from a gallery, by mouse, by keyboard, in both languages."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.pages import Pages
from tests.browser.test_settings_in_both_languages import VISIBLE_TEXT, only_in
from tests.browser.visit import AGENT, Customer, sign_in
from tests.running import RunningDesk

ADMIN = "admin@demo.test"
AT = "/settings/policies"
UNFOLD = (
    "() => document.querySelectorAll('main summary, main button[aria-expanded=false]').forEach(each => each.click())"
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk of its own: these tests rewrite what is promised to everybody."""
    desk = RunningDesk(tmp_path_factory.mktemp("promises"))
    desk.start()
    yield desk
    desk.stop()


@pytest.fixture
async def outside(desk: RunningDesk) -> AsyncIterator[Customer]:
    """Whoever is not at the screen. What they find is put back afterwards."""
    customer = Customer(desk)
    before = await policies_of(customer)
    yield customer
    for policy in before:
        await customer.ok("PUT", f"/policies/{policy['id']}", body_of(policy))
    for policy in await policies_of(customer):
        if policy["id"] not in {known["id"] for known in before}:
            await customer.ok("DELETE", f"/policies/{policy['id']}")
    ids = [policy["id"] for policy in before]
    rest = [policy["id"] for policy in await policies_of(customer) if policy["id"] not in ids]
    await customer.ok("PUT", "/policies/order", {"ids": ids + rest})
    await customer.http.aclose()


@pytest.fixture
async def page(desk: RunningDesk, open_page: Pages) -> Page:
    """The administrator, at the policies, in English."""
    page = await open_page(language="en", height=1000)
    await sign_in(page, desk, ADMIN, at=AT)
    await expect(page.get_by_role("heading", name="Policies", exact=True)).to_be_visible()
    return page


async def policies_of(customer: Customer) -> list[dict[str, Any]]:
    found = await customer.ok("GET", "/policies")
    policies: list[dict[str, Any]] = found["items"]
    return policies


async def policy_named(customer: Customer, name: str) -> dict[str, Any]:
    [policy] = [policy for policy in await policies_of(customer) if policy["name"] == name]
    return policy


def body_of(policy: dict[str, Any]) -> dict[str, Any]:
    """What `PUT` takes of what `GET` gives."""
    kept = ("name", "always", "active", "condition", "calendar", "note_answers", "ladder")
    targets = [{key: value for key, value in target.items() if key != "runs_on"} for target in policy["targets"]]
    return {**{key: policy[key] for key in kept}, "targets": targets}


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=name, exact=True)


async def agree(page: Page, word: str) -> None:
    await page.get_by_role("dialog").get_by_role("button", name=word, exact=True).click()


async def saved(page: Page) -> None:
    """Save, agree, and be back at the list."""
    await page.get_by_role("button", name="Save…").click()
    await agree(page, "Save")
    await page.wait_for_url("**" + AT)
    await page.get_by_role("article").first.wait_for()


async def test_a_policy_that_was_written_says_in_words_what_it_promises(page: Page, outside: Customer) -> None:
    await page.get_by_role("link", name="New policy").click()
    await page.get_by_label("Name", exact=True).fill("VIP on the phone")
    await page.get_by_label("Condition 1: what").select_option("Customer’s tier")
    await page.get_by_role("button", name="VIP").click()
    await page.get_by_role("button", name="Add a condition").first.click()
    await page.get_by_label("Condition 2: what").select_option("Tag")
    await page.get_by_label("Condition 2: how").select_option("is none of")
    await page.get_by_label("Add a value").fill("外呼")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("For tickets where the customer’s tier is VIP and a tag is not 外呼")).to_be_visible()
    first = page.get_by_role("group", name="Promise 1")
    await first.get_by_label("Within: minutes").fill("3")
    await first.get_by_label("Counted in").select_option("Around the clock")
    await expect(first).to_contain_text("First reply within 3 min, around the clock")
    await saved(page)
    made = card(page, "VIP on the phone")
    await expect(made).to_contain_text("First reply within 3 min, around the clock")
    await expect(made).to_contain_text("Resolution within 24 h of working time")
    await expect(made).to_contain_text("Version 1")
    policy = await policy_named(outside, "VIP on the phone")
    assert policy["position"] == len(await policies_of(outside)) - 1
    assert [(each["trait"], each["among"], each["unless"]) for each in policy["condition"]] == [
        ("tier", ["vip"], False),
        ("tag", ["外呼"], True),
    ]
    assert [(each["kind"], each["seconds"], each["hours"]) for each in policy["targets"]] == [
        ("first_response", 180, "calendar"),
        ("resolution", 86_400, "business"),
    ]
    assert policy["targets"][1]["paused_in"] == ["pending", "on_hold"]
    assert [step["to"] for step in policy["ladder"]] == [["owner"], ["owner", "lead"], ["supervisors"], ["managers"]]


async def test_what_is_wrong_stands_beside_its_field(page: Page, outside: Customer) -> None:
    before = await policies_of(outside)
    await page.get_by_role("link", name="New policy").click()
    await page.get_by_role("group", name="Promise 1").get_by_label("Within: minutes").fill("0")
    step = page.get_by_role("group", name="Step 1", exact=True)
    await step.get_by_role("button", name="the owner").click()
    await page.get_by_role("button", name="Save…").click()
    await expect(page.get_by_text("A policy needs a name.")).to_be_visible()
    await expect(page.get_by_label("Name", exact=True)).to_be_focused()
    await expect(page.get_by_text("Name at least one value.")).to_be_visible()
    await expect(page.get_by_role("group", name="Promise 1")).to_contain_text("Between one second and ten years.")
    await expect(step).to_contain_text("Say who is told.")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.get_by_label("Name", exact=True).fill("All but a condition")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("group", name="Condition 1: values")).to_be_focused()
    assert await policies_of(outside) == before


async def test_an_edit_shows_which_clocks_change_before_it_is_saved(
    page: Page, outside: Customer, desk: RunningDesk
) -> None:
    ticket = await outside.asks("Where is my order?", level="normal")
    [policy] = [each for each in await policies_of(outside) if each["condition"][0]["among"] == ["normal"]]
    await page.get_by_role("link", name=f"Edit {policy['name']}").click()
    at = next(n for n, target in enumerate(policy["targets"]) if target["kind"] == "resolution")
    await page.get_by_role("group", name=f"Promise {at + 1}").get_by_label("Within: hours").fill("47")
    await page.get_by_role("button", name="Save…").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("running clocks are set anew.")
    await expect(dialog).to_contain_text("None of them becomes late by it.")
    row = dialog.get_by_role("row").filter(has_text="Where is my order?")
    if await row.count():  # one of the examples, of which there are not endlessly many
        await expect(row).to_contain_text("Resolution")
    [resolution] = [each for each in await timers_of(outside, ticket) if each["kind"] == "resolution"]
    await agree(page, "Save")
    await expect(page.get_by_role("status", name="Re-planning")).to_contain_text("All running clocks are up to date")
    [after] = [each for each in await timers_of(outside, ticket) if each["kind"] == "resolution"]
    assert resolution["target_seconds"] == 48 * 3600
    assert after["target_seconds"] == 47 * 3600


async def timers_of(customer: Customer, ticket: dict[str, Any]) -> list[dict[str, Any]]:
    found = await customer.ok("GET", f"/tickets/{ticket['id']}/timers")
    timers: list[dict[str, Any]] = found["items"]
    return timers


async def test_the_order_is_changed_by_keyboard_alone(page: Page, outside: Customer) -> None:
    first, second, third, *rest = await policies_of(outside)
    up = page.get_by_role("button", name=f"Move {second['name']} up")
    down = page.get_by_role("button", name=f"Move {second['name']} down")
    await up.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text(f"{second['name']} now stands at place 1 of {3 + len(rest)}.")).to_be_attached()
    await expect(down).to_be_focused()  # there is no further up
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text(f"{second['name']} now stands at place 3")).to_be_attached()
    await page.get_by_role("button", name="Save the order…").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog").get_by_role("button", name="Save", exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("The order was changed but is not saved yet.")).to_have_count(0)
    wanted = [first["id"], third["id"], second["id"]]
    assert [each["id"] for each in await policies_of(outside)][:3] == wanted


async def test_a_policy_that_is_dragged_stands_where_it_is_dropped(page: Page, outside: Customer) -> None:
    first, _, third, *_ = await policies_of(outside)
    await page.set_viewport_size({"width": 1280, "height": 1900})  # nothing scrolls away under the pointer
    await page.get_by_title(f"Drag {third['name']}").drag_to(card(page, first["name"]).get_by_role("heading"))
    await expect(page.get_by_role("article").first).to_have_attribute("aria-label", third["name"])
    await page.get_by_role("button", name="As it was").click()
    await expect(page.get_by_role("article").first).to_have_attribute("aria-label", first["name"])


async def test_a_policy_is_switched_off_and_on_again(page: Page, outside: Customer) -> None:
    ticket = await outside.asks("It is broken", level="urgent")
    policy = (await policies_of(outside))[0]
    await page.get_by_role("button", name=f"Switch off {policy['name']}").click()
    await expect(page.get_by_role("dialog")).to_contain_text("no longer made")
    await agree(page, "Switch off")
    await expect(card(page, policy["name"])).to_contain_text("Switched off: no ticket is given it.")
    await expect(page.get_by_role("status", name="Re-planning")).to_contain_text("All running clocks are up to date")
    assert {timer["state"] for timer in await timers_of(outside, ticket)} <= {"cancelled", "met", "broken"}
    await page.get_by_role("button", name=f"Switch on {policy['name']}").click()
    await agree(page, "Switch on")
    await expect(card(page, policy["name"])).not_to_contain_text("Switched off")


async def test_the_history_says_what_changed_and_an_old_version_comes_back(page: Page, outside: Customer) -> None:
    policy = (await policies_of(outside))[1]
    await outside.ok("PUT", f"/policies/{policy['id']}", {**body_of(policy), "name": "Matters", "note_answers": True})
    await page.reload()
    await page.get_by_role("button", name=f"History · Version {policy['version'] + 1} · Matters").click()
    history = page.get_by_role("dialog")
    await expect(history).to_contain_text(f"Renamed from “{policy['name']}” to “Matters”")
    await expect(history).to_contain_text("A note that the customer can see now counts as an answer")
    first = history.get_by_role("listitem", name=f"Version {policy['version']}", exact=True)
    await first.get_by_role("button", name="Open this version in the editor").click()
    await page.get_by_text(f"The editor shows version {policy['version']}.").wait_for()
    await expect(page.get_by_label("Name", exact=True)).to_have_value(policy["name"])
    await saved(page)
    await expect(card(page, policy["name"])).to_contain_text(f"Version {policy['version'] + 2}")
    assert body_of((await policies_of(outside))[1]) == body_of(policy)


async def test_nobody_overwrites_what_somebody_else_saved_meanwhile(page: Page, outside: Customer) -> None:
    policy = (await policies_of(outside))[2]
    await page.get_by_role("link", name=f"Edit {policy['name']}").click()
    await page.get_by_label("Name", exact=True).fill("Mine")
    await outside.ok("PUT", f"/policies/{policy['id']}", {**body_of(policy), "name": "Theirs"})
    await page.get_by_role("button", name="Save…").click()
    await agree(page, "Save")
    await expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    await page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    await page.get_by_role("button", name="Show theirs").click()
    await expect(page.get_by_label("Name", exact=True)).to_have_value("Theirs")


async def test_a_click_beside_it_does_not_lose_what_was_written(page: Page) -> None:
    await page.get_by_role("link", name="New policy").click()
    await page.get_by_label("Name", exact=True).fill("Half a thought")
    await page.get_by_role("link", name="Calendars").click()
    question = page.get_by_role("dialog").filter(has_text="Leave without saving?")
    await question.get_by_role("button", name="Cancel").click()
    await expect(page.get_by_label("Name", exact=True)).to_have_value("Half a thought")
    await page.get_by_role("link", name="Calendars").click()
    await question.get_by_role("button", name="Discard").click()
    await page.wait_for_url("**/settings/calendars")


async def test_a_ready_made_standard_is_looked_at_and_added(
    desk: RunningDesk, open_page: Pages, outside: Customer
) -> None:
    before = {policy["id"] for policy in await policies_of(outside)}
    page = await open_page(language="zh-CN", height=1000)
    await sign_in(page, desk, ADMIN, at=AT)
    await page.get_by_role("link", name="现成标准").click()
    preset = page.get_by_role("article").filter(has_text="1 小时内响应").first
    await preset.get_by_text("承诺内容").click()
    await expect(preset).to_contain_text("1 小时（工作时间）内首次响应")
    name = await preset.get_attribute("aria-label")
    await preset.get_by_role("button", name="添加到我的策略").click()
    await expect(page.get_by_role("dialog")).to_contain_text("这些策略加在您的策略之后")
    await agree(page, "添加")
    await page.wait_for_url("**" + AT)
    await expect(page.get_by_text(f"已添加“{name}”。")).to_be_visible()
    added = [policy for policy in await policies_of(outside) if policy["id"] not in before]
    assert added
    for policy in added:
        await expect(card(page, policy["name"])).to_be_visible()


@pytest.mark.parametrize(
    ("language", "level", "channel", "urgent", "phone", "because", "promise", "fits"),
    [
        (
            "en",
            "Level",
            "Channel",
            "Urgent",
            "Phone",
            "because the level is Urgent.",
            "First reply within 5 min",
            "fits",
        ),
        ("zh-CN", "级别", "渠道", "紧急", "电话", "因为级别是紧急。", "5 分钟内首次响应", "符合"),
    ],
)
async def test_the_tester_says_which_policy_counts_why_and_when_all_is_due(
    desk: RunningDesk, open_page: Pages, language: str, level: str, channel: str, urgent: str, phone: str,
    because: str, promise: str, fits: str,
) -> None:  # fmt: skip
    page = await open_page(language=language, height=1000)
    await sign_in(page, desk, ADMIN, at=f"{AT}/test")
    await page.get_by_label(level, exact=True).select_option(urgent)
    await page.get_by_label(channel, exact=True).select_option(phone)
    await page.locator("input[type=datetime-local]").fill("2026-03-06T17:58")
    await expect(page.get_by_text(because)).to_be_visible()
    first = page.get_by_role("row").filter(has_text=promise)
    await expect(first.locator("time").first).to_contain_text("18:03")  # five minutes round the clock
    await expect(first.locator("time").last).to_contain_text("18:02")
    await expect(page.locator("ol li").first).to_contain_text(fits)


@pytest.mark.parametrize(
    ("language", "customer", "tier", "calendar"),
    [("en", "Customer", "Customer’s tier", "On Mornings in en"), ("zh-CN", "客户", "客户等级", "按Mornings in zh-CN")],
)
async def test_the_tester_counts_on_the_calendar_of_the_customer_who_is_chosen(
    desk: RunningDesk, open_page: Pages, outside: Customer, language: str, customer: str, tier: str, calendar: str
) -> None:
    hours = {"tz": "Asia/Shanghai", "weekly": {str(day): [["08:00", "12:00"]] for day in range(7)}}
    mornings = await outside.ok("POST", "/calendars", {"name": f"Mornings in {language}", "calendar": hours})
    key = (await outside.asks())["requester"]["id"]
    name = f"Early {language}"
    await outside.ok("PATCH", f"/customers/{key}", {"name": name, "tier": "vip"})
    await outside.ok("PUT", f"/customers/{key}/calendar", {"calendar": mornings["id"]})
    page = await open_page(language=language, height=1000)
    await sign_in(page, desk, ADMIN, at=f"{AT}/test")
    await page.get_by_label(tier, exact=True).wait_for()
    assert not await page.get_by_text(calendar).count()
    await page.get_by_label(customer, exact=True).click()
    await page.keyboard.type(f"arly {language}")
    await page.get_by_text(f"{name} · VIP · Mornings in {language}").click()
    await expect(page.get_by_label(tier, exact=True)).to_have_value("vip")
    await expect(page.get_by_text(calendar).first).to_be_visible()


async def test_the_tester_names_the_condition_that_was_not_met(page: Page, outside: Customer) -> None:
    policy = (await policies_of(outside))[2]
    changed = {**body_of(policy), "condition": [{"trait": "field.city", "among": ["武汉"], "unless": False}]}
    await outside.ok("PUT", f"/policies/{policy['id']}", changed)
    await page.get_by_role("link", name="Try a ticket").click()
    await expect(page.get_by_text("No policy fits")).to_be_visible()
    await expect(page.get_by_text("does not fit: the field “city” is not 武汉")).to_be_visible()
    await page.get_by_role("button", name="Add a field").click()
    await page.get_by_label("Name of field 1").fill("city")
    await page.get_by_label("Value of field 1").fill("武汉")
    await expect(page.get_by_text("because the field “city” is 武汉.")).to_be_visible()


async def test_who_may_not_change_policies_can_read_them(desk: RunningDesk, open_page: Pages) -> None:
    page = await open_page(language="en")
    await sign_in(page, desk, AGENT, at=AT)
    await expect(page.get_by_role("article").first).to_contain_text("For tickets where the level is Urgent")
    await expect(page.get_by_role("link", name="New policy")).to_have_count(0)
    await expect(page.get_by_role("button", name=re.compile("^Switch off"))).to_have_count(0)
    await page.get_by_role("link", name=re.compile("^Edit")).first.click()
    await expect(page.get_by_text("A manager or an administrator can change it.")).to_be_visible()
    await expect(page.get_by_role("button", name="Save…")).to_have_count(0)
    await page.goto(f"{desk.url}{AT}/new")
    await expect(page.get_by_text("This page is not open to you")).to_be_visible()


@pytest.mark.parametrize(("language", "other"), [("zh-CN", "en"), ("en", "zh-CN")])
async def test_no_screen_has_a_word_of_the_other_language_or_is_wider_than_its_window(
    desk: RunningDesk, open_page: Pages, outside: Customer, language: str, other: str
) -> None:
    policy = (await policies_of(outside))[0]
    foreign = only_in(other, language)
    for width in (390, 1280):
        page = await open_page(language=language, width=width)
        await sign_in(page, desk, ADMIN, at=AT)
        for path in (AT, f"{AT}/new", f"{AT}/{policy['id']}", f"{AT}/presets", f"{AT}/test", f"{AT}/999"):
            await page.goto(desk.url + path)
            await page.locator("main h1").first.wait_for()
            await page.locator("[role=status].lines").first.wait_for(state="detached")
            await page.evaluate(UNFOLD)
            said = set(await page.evaluate(VISIBLE_TEXT))
            keys = {text for text in said if re.fullmatch(r"(policies|clock|tickets|identity|app)(\.\w+)+", text)}
            assert (said & foreign) | keys == set(), path
            too_wide = await page.evaluate(
                "() => [document.documentElement, ...document.querySelectorAll('main, main > *, .column')]"
                ".some(each => each.scrollWidth > each.clientWidth + 1)"
            )
            assert not too_wide, f"{path} at {width}"
