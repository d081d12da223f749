"""The ground under the other tests of this folder."""

from playwright.async_api import Page

from tests.browser.pages import Pages

DRAW = """character => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 40 });
    const pen = canvas.getContext("2d");
    pen.font = "32px sans-serif";
    pen.fillText(character, 2, 34);
    return canvas.toDataURL();
}"""


async def drawn(page: Page, character: str) -> str:
    return str(await page.evaluate(DRAW, character))


async def test_chinese_is_drawn_and_not_boxed(open_page: Pages) -> None:
    page = await open_page(language="zh-CN")
    # Without a font for them, all characters look alike.
    assert len({await drawn(page, character) for character in "及时退款工单"}) == 6


async def test_a_page_speaks_the_language_it_was_opened_in(open_page: Pages) -> None:
    pages = [await open_page(language=language) for language in ("zh-CN", "en")]
    assert [await page.evaluate("navigator.language") for page in pages] == ["zh-CN", "en"]


async def test_what_a_page_throws_is_noticed(open_page: Pages) -> None:
    page = await open_page()
    async with page.expect_event("pageerror"):
        await page.evaluate("setTimeout(() => { throw new Error('ink spilled') })")
    assert ["ink spilled" in complaint for complaint in open_page.complaints] == [True]
    open_page.complaints.clear()
