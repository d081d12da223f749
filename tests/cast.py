"""The people of the stories, and a desk for them to work at."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from jishi.identity.add_person import add_person
from jishi.identity.create_workspace import create_workspace
from jishi.identity.issue_token import issue_token
from jishi.identity.join_team import join_team
from jishi.identity.make_team import make_team
from jishi.identity.model import Role
from jishi.reactions import ALARMS
from jishi.storage.database import Database
from jishi.web.worker import Worker

_numbers = itertools.count(1)
MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai
MAYA, OTTO, LEE, ANNA = "maya", "otto", "lee", "anna"  # administrator, supervisor, two agents


class Clock:
    """The desk's time, standing still until a story moves it."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **duration: float) -> datetime:
        self.now += timedelta(**duration)
        return self.now


@dataclass
class Desk:
    """A workspace with four colleagues, driven over HTTP. `as_` is who asks."""

    database: Database
    http: httpx.AsyncClient
    clock: Clock
    workspace_id: int
    slug: str
    tokens: dict[str, str]
    people: dict[str, int]
    team_id: int
    worker: Worker = field(init=False)

    def __post_init__(self) -> None:
        self.worker = Worker(self.database, dict(ALARMS))

    async def ask(
        self, method: str, path: str, body: object = None, *, as_: str | None = MAYA, **more: Any
    ) -> httpx.Response:
        headers = dict(more.pop("headers", {}))
        if as_ is not None:
            headers["Authorization"] = f"Bearer {self.tokens[as_]}"
        if body is not None:
            more["json"] = body
        return await self.http.request(method, f"/api/v1{path}", headers=headers, **more)

    async def ok(self, method: str, path: str, body: object = None, *, as_: str = MAYA, **more: Any) -> Any:
        """The answer's JSON; anything but success fails the test with what was said."""
        answer = await self.ask(method, path, body, as_=as_, **more)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    async def settle(self) -> None:
        """Let the worker do all that is due."""
        await self.worker.drain()

    async def come_online(self, *names: str) -> None:
        for name in names:
            await self.ok("PUT", f"/agents/{self.people[name]}/presence", {"status": "online"})
        await self.settle()

    async def write(self, body: str = "我的包裹在哪里?", **more: Any) -> Any:
        """A customer's request arrives."""
        requester = {"name": "李雷", "email": f"li{next(_numbers)}@example.com"}
        return await self.ok("POST", "/tickets", {"body": body, "requester": requester, "channel": "chat", **more})

    async def kinds(self, ticket_id: int) -> list[str]:
        facts = await self.ok("GET", f"/tickets/{ticket_id}/facts?limit=200")
        return [fact["kind"] for fact in facts["items"]]

    async def timers(self, ticket_id: int) -> dict[str, Any]:
        found = await self.ok("GET", f"/tickets/{ticket_id}/timers")
        return {timer["kind"]: timer for timer in found["items"]}


@asynccontextmanager
async def a_desk(database: Database, http: httpx.AsyncClient, clock: Clock) -> AsyncIterator[Desk]:
    """A new workspace in the shared database, so that no test sees another's tickets."""
    number = next(_numbers)
    slug = f"desk-{number}-{clock.now.microsecond}"
    workspace, maya = await create_workspace(
        database,
        name=f"Desk {number}",
        slug=slug,
        admin_name="Maya",
        admin_email="maya@example.com",
        admin_password=None,
    )
    people, tokens = {MAYA: maya.id}, {}
    async with database.job(workspace.id) as tx:
        for name, role in ((OTTO, Role.SUPERVISOR), (LEE, Role.AGENT), (ANNA, Role.AGENT)):
            person = await add_person(tx, name=name.title(), email=f"{name}@example.com", role=role, password=None)
            people[name] = person.id
        team = await make_team(tx, name="客服一组", is_default=True)
        for name in (LEE, ANNA):
            await join_team(tx, team_id=team.id, person_id=people[name])
        for name, person_id in people.items():
            _, tokens[name] = await issue_token(tx, person_id=person_id, name="story")
    desk = Desk(
        database=database,
        http=http,
        clock=clock,
        workspace_id=workspace.id,
        slug=slug,
        tokens=tokens,
        people=people,
        team_id=team.id,
    )
    await desk.settle()
    yield desk
