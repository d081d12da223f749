"""No word is left in the other language, and no page is wider than its window."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.pages import Pages
from tests.browser.visit import sign_in
from tests.running import RunningDesk

WORDS = Path(__file__).parents[2] / "console" / "src"
PAGES = (
    "/settings/profile", "/settings/tokens", "/settings/workspace", "/settings/people", "/settings/teams",
    "/settings/calendars", "/settings/policies", "/settings/failed-reactions", "/settings/audit",
    "/settings/skills", "/settings/routing", "/settings/routing/new", "/settings/triage", "/settings/dry-run",
    "/agents", "/queue", "/wall", "/roster", "/fairness", "/board", "/help", "/nowhere",
)  # fmt: skip
NAMES = {  # under which the console keeps its words
    "app", "board", "calendars", "clock", "delivery", "dispatch", "dryRun", "explain", "fairness", "identity", "inbox",
    "notify", "offers", "operations", "policies", "queues", "realtime", "reassign", "routing", "roster", "skills",
    "tickets", "triage", "wall", "workforce",
}  # fmt: skip
SIZES = ((1280, 800), (1440, 900), (1920, 1080), (390, 844))
VISIBLE_TEXT = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), said = [];
    while (walker.nextNode()) {
        const { parentElement, nodeValue } = walker.currentNode;
        const shown = parentElement.checkVisibility() && !parentElement.closest("code, .avatar");
        if (nodeValue.trim() && shown) said.push(nodeValue.trim());
    }
    for (const each of document.querySelectorAll("[aria-label], [placeholder], [title]"))
        for (const name of ["aria-label", "placeholder", "title"])
            if (each.getAttribute(name)) said.push(each.getAttribute(name));
    return said;
}"""


def texts(tree: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, str):
            yield key, value
        else:
            yield from ((f"{key}.{inner}", text) for inner, text in texts(value))


def only_in(language: str, other: str) -> set[str]:
    """What the console says in one language and never in the other."""
    said: dict[str, set[str]] = {language: set(), other: set()}
    for tongue, found in said.items():
        for path in WORDS.rglob(f"words/{tongue}.json"):
            found |= {text for _, text in texts(json.loads(path.read_text("utf-8")))}
    return {text for text in said[language] - said[other] if re.search(r"[^\W\d_]", text)}  # 21:00 is no language's


async def settled(page: Page, address: str) -> None:
    """Go there and wait until what it shows has come."""
    await page.goto(address)
    await page.wait_for_load_state("load")
    await expect(page.locator("main")).to_be_visible()
    await expect(page.locator("[role=status].lines")).to_have_count(0)


@pytest.mark.parametrize(("language", "other"), [("zh-CN", "en"), ("en", "zh-CN")])
async def test_no_page_has_a_word_of_the_other_language(
    desk: RunningDesk, open_page: Pages, language: str, other: str
) -> None:
    foreign = only_in(other, language)
    assert len(foreign) > 300
    page = await open_page(language=language)
    await sign_in(page, desk, "admin@demo.test", at="/settings/profile")
    left: dict[str, set[str]] = {}
    for path in PAGES:
        await settled(page, desk.url + path)
        said = set(await page.evaluate(VISIBLE_TEXT))
        # A key that no text was found for is shown as it is: `identity.people.title`.
        keys = {text for text in said if (name := re.fullmatch(r"([a-z]\w*)(?:\.\w+)+", text)) and name[1] in NAMES}
        if found := (said & foreign) | keys:
            left[path] = found
    assert left == {}


async def test_switching_the_language_changes_what_stands_on_the_page(desk: RunningDesk, open_page: Pages) -> None:
    page = await open_page(language="en")
    await sign_in(page, desk, "admin@demo.test", at="/agents")
    await expect(page.get_by_role("heading", name="Agents")).to_be_visible()
    await page.get_by_role("button", name="Your account").click()
    await page.get_by_text("Language", exact=True).hover()
    await page.get_by_text("简体中文").click()
    await expect(page.get_by_role("heading", name="客服")).to_be_visible()
    await expect(page).to_have_title(re.compile("客服"))
    assert await page.evaluate("document.documentElement.lang") == "zh-CN"
    await page.reload()
    await expect(page.get_by_role("heading", name="客服")).to_be_visible()
    foreign = only_in("en", "zh-CN")
    assert set(await page.evaluate(VISIBLE_TEXT)) & foreign == set()


TOO_WIDE = """async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
    return [document.documentElement, ...document.querySelectorAll('main, main > *, .column')]
        .some(each => each.scrollWidth > each.clientWidth + 1)
}"""


async def test_no_page_is_wider_than_its_window(desk: RunningDesk, open_page: Pages) -> None:
    width, height = SIZES[0]
    page = await open_page(language="zh-CN", width=width, height=height)
    await sign_in(page, desk, "admin@demo.test", at="/settings/profile")
    wide = []
    for turn, path in enumerate(PAGES):
        # Some pages load narrow and grow, some load wide and shrink.
        sizes = SIZES if turn % 2 else SIZES[::-1]
        await page.set_viewport_size({"width": sizes[0][0], "height": sizes[0][1]})
        await settled(page, desk.url + path)
        for width, height in sizes:
            await page.set_viewport_size({"width": width, "height": height})
            if await page.evaluate(TOO_WIDE):
                wide.append((path, width))
    assert wide == []
