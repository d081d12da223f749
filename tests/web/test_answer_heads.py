"""HEAD is answered like GET, but for the body; and odd addresses are pages like any other."""

import asyncio

import httpx
import pytest

from tests.cast import Desk


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/api/openapi.json", "/inbox", "/assets/none.js"])
async def test_a_head_says_what_a_get_would_say(http: httpx.AsyncClient, path: str) -> None:
    whole, head = await asyncio.gather(http.get(path), http.head(path))
    assert head.status_code == whole.status_code
    assert head.content == b""
    kept = {"content-type", "content-length", "cache-control", "content-security-policy"}
    assert {name: head.headers.get(name) for name in kept} == {name: whole.headers.get(name) for name in kept}


async def test_a_head_needs_the_same_token(desk: Desk) -> None:
    assert (await desk.ask("HEAD", "/tickets")).status_code == 200
    assert (await desk.ask("HEAD", "/tickets", as_=None)).status_code == 401
    assert (await desk.ask("HEAD", "/tickets/batch")).status_code == 405


async def test_live_screens_answer_no_head_for_they_have_no_end(desk: Desk) -> None:
    assert (await desk.ask("HEAD", "/events")).status_code == 405


@pytest.mark.parametrize(
    "path",
    ["/%00", "/a%00b.js", "/%zz%ff", "/" + "a" * 5000, "/" + "a/" * 3000, "/../../pyproject.toml", "/%2e%2e/%2e%2e/x"],
)
async def test_an_odd_address_is_a_page_of_the_console_or_nothing(http: httpx.AsyncClient, path: str) -> None:
    answers = [await http.get(path), await http.get("/inbox")]
    assert answers[0].content == answers[1].content
