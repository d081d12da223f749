"""In which language a request is answered."""

import httpx
import pytest

from tests.identity.conftest import Desk, SignedIn

NO_ADDRESS = {"zh-CN": "邮箱地址格式不正确。", "en": "This is not an e-mail address."}


@pytest.mark.parametrize("language", NO_ADDRESS)
async def test_a_console_is_answered_in_the_language_it_is_drawn_in(
    desk: Desk, browse: SignedIn, language: str
) -> None:
    browser = await browse(desk.wang.email)
    assert await _complaint(browser, language) == NO_ADDRESS[language]


async def test_a_browser_left_to_itself_is_answered_as_the_profile_says(desk: Desk, browse: SignedIn) -> None:
    browser = await browse(desk.wang.email)
    assert await _complaint(browser, "en-GB,en;q=0.9") == NO_ADDRESS["zh-CN"]
    assert (await browser.put("/session/profile", json={"language": "en"})).status_code == 200
    assert await _complaint(browser, "zh-TW,zh;q=0.9") == NO_ADDRESS["en"]


async def _complaint(browser: httpx.AsyncClient, accept: str) -> str:
    """What is said about an address that is none."""
    headers = {"Accept-Language": accept}
    answer = await browser.post("/people", json={"name": "Zoe", "email": "zoe"}, headers=headers)
    return str(answer.json()["errors"][0]["message"])
