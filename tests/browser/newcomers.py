"""Colleagues in a team of their own, whom the demo's own bustle leaves in peace."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Page

from tests.browser.visit import Customer, sign_in
from tests.running import RunningDesk

PASSWORD = "correct horse battery staple"


@dataclass
class Newcomers:
    """`ids` by name; `team` is theirs alone."""

    desk: RunningDesk
    customer: Customer
    team: int
    ids: dict[str, int]

    async def sign_in(self, page: Page, name: str, at: str = "/inbox/mine") -> None:
        """Come in, and hear the desk: what happens from now on is told live."""
        async with page.expect_response("**/api/v1/events*"):
            await sign_in(page, self.desk, _address(name), at=at, password=PASSWORD)

    async def asks(self, body: str, *, owner: str | None = None, **more: Any) -> dict[str, Any]:
        """A customer asks this team; `owner` has the ticket in hand."""
        ticket = await self.customer.asks(body, owner=None, **{"channel": "email"} | more)
        to = {"agent": self.ids[owner]} if owner else {"team": self.team}
        return dict(await self.customer.ok("PUT", f"/tickets/{ticket['id']}/assignment", to))

    async def works(self, **settings: Any) -> None:
        """How the team's queue is worked."""
        await self.customer.ok("PUT", f"/queues/{self.team}", settings)

    async def owner_of(self, ticket: dict[str, Any]) -> int | None:
        owner = (await self.customer.ok("GET", f"/tickets/{ticket['id']}"))["owner"]
        return owner["id"] if owner else None


@asynccontextmanager
async def newcomers(desk: RunningDesk, team: str, *names: str) -> AsyncIterator[Newcomers]:
    """They come, and are gone again afterwards."""
    customer = Customer(desk)
    made = await customer.ok("POST", "/teams", {"name": team})
    ids = {}
    for name in names:
        person = {"name": name, "email": _address(name), "password": PASSWORD, "teams": [made["id"]]}
        ids[name] = (await customer.ok("POST", "/people", person))["id"]
    yield Newcomers(desk, customer, made["id"], ids)
    for person_id in ids.values():
        await customer.ok("PATCH", f"/people/{person_id}", {"active": False})
    await customer.ok("DELETE", f"/teams/{made['id']}")
    await customer.http.aclose()


def _address(name: str) -> str:
    return f"{name.lower()}@demo.test"
