"""Signing in at the demo desk, and requests to look at there."""

import itertools
from typing import Any

import httpx
from playwright.async_api import Page

from tests.running import RunningDesk

AGENT, LEAD = "agent@demo.test", "lead@demo.test"
_numbers = itertools.count(1)


async def sign_in(
    page: Page, desk: RunningDesk, email: str = AGENT, at: str = "/inbox/mine", *, password: str | None = None
) -> None:
    """Come in by the front door, with the keyboard, on the way to `at`."""
    await page.goto(desk.url + at)
    name = page.locator("input[autocomplete=username]")
    await name.wait_for()
    await name.fill(email)
    await page.keyboard.press("Tab")
    await page.keyboard.type(password or desk.password)
    await page.keyboard.press("Enter")
    await page.wait_for_url(lambda url: "/sign-in" not in url)


class Customer:
    """Somebody outside, and whoever takes their calls: what happens without a browser."""

    def __init__(self, desk: RunningDesk) -> None:
        self.http: httpx.AsyncClient = desk.client(desk.token())

    async def asks(self, body: str = "我的包裹在哪里?", *, owner: str | None = AGENT, **more: Any) -> dict[str, Any]:
        """Opens a ticket; it goes to `owner` whatever the dispatcher thinks of it."""
        number = next(_numbers)
        requester = {"name": f"韩梅{number}", "email": f"mei{number}@example.com"}
        ticket: dict[str, Any] = await self.ok(
            "POST", "/tickets", {"body": body, "requester": requester, "channel": "chat", **more}
        )
        if owner is not None:
            await self.ok("PUT", f"/tickets/{ticket['id']}/assignment", {"agent": owner})
        return ticket

    async def adds(self, ticket: dict[str, Any], body: str) -> None:
        await self.ok("POST", f"/tickets/{ticket['id']}/messages", {"body": body, "as": "requester"})

    async def messages(self, ticket: dict[str, Any]) -> list[str]:
        found = await self.ok("GET", f"/tickets/{ticket['id']}/messages")
        return [message["body"] for message in found["items"]]

    async def ok(self, method: str, path: str, body: object = None) -> Any:
        answer = await self.http.request(method, path, json=body)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None
