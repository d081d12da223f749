"""A floor with people at work, for tests of workforce and dispatch: the desk's own verbs, reactions and worker."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from jishi.dispatch.store import decisions
from jishi.identity.add_person import add_person
from jishi.identity.create_workspace import create_workspace
from jishi.identity.join_team import join_team
from jishi.identity.make_team import make_team
from jishi.identity.model import Requester, Role
from jishi.reactions import ALARMS
from jishi.storage.database import Database
from jishi.storage.transaction import Transaction
from jishi.tickets.assign import assign
from jishi.tickets.receive import Incoming, receive
from jishi.web.worker import Worker
from jishi.workforce.admit import hold
from jishi.workforce.attend import set_presence
from jishi.workforce.model import CAPACITY, Source, Status
from jishi.workforce.recount import miscounted
from jishi.workforce.set_capacity import set_capacity

numbers = count(1)


@dataclass
class Floor:
    """A workspace. `shift` moves its clock forward from the real one."""

    database: Database
    id: int
    lead: int
    shift: timedelta = timedelta()
    people: dict[str, int] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)

    @asynccontextmanager
    async def job(self, by: str = "system") -> AsyncIterator[Transaction]:
        async with self.database.job(self.id, by=by, now=datetime.now(UTC) + self.shift) as tx:
            yield tx

    async def team(self, name: str, *types: str, is_default: bool = False) -> int:
        async with self.job() as tx:
            self.teams[name] = (await make_team(tx, name=name, types=types, is_default=is_default)).id
        return self.teams[name]

    async def hire(
        self, name: str, *teams: str, role: Role = Role.AGENT, status: str | None = "online", capacity: int = 8
    ) -> int:
        """A colleague in some teams, whose status was set by the API unless it is None."""
        async with self.job() as tx:
            email = f"{name.lower()}-{next(numbers)}@example.test"
            person = await add_person(tx, name=name, email=email, role=role, password=None)
            self.people[name] = person.id
            for team in teams:
                await join_team(tx, self.teams[team], person.id)
        if capacity != CAPACITY and role is not Role.COLLABORATOR:
            await self.capacity(name, capacity)
        if status is not None:
            await self.presence(name, status)
        return self.people[name]

    async def presence(self, name: str, status: str, source: Source = Source.API) -> None:
        async with self.job() as tx:
            agent = await hold(tx, self.people[name])
            await set_presence(tx, agent, Status(status), source=source, by=f"person:{agent.person_id}")

    async def capacity(self, name: str, capacity: int) -> None:
        async with self.job() as tx:
            await set_capacity(tx, await hold(tx, self.people[name]), capacity, by="system")

    async def request(self, customer: str | None = None, **but: Any) -> int:
        """A customer writes; the ticket's id."""
        tier = but.pop("tier", None)
        requester = Requester(external_id=customer or f"c{next(numbers)}", name=customer or "客户", tier=tier)
        async with self.job(by="customer") as tx:
            incoming = Incoming(channel="form", body="怎么退款?", requester=requester, **but)
            return (await receive(tx, incoming)).ticket.id

    async def give(self, ticket_id: int, name: str, *, by: str | None = None) -> None:
        """A person assigns by hand; the colleague themselves unless told otherwise."""
        async with self.job() as tx:
            actor = f"person:{self.people[by or name]}"
            await assign(tx, ticket_id, agent_id=self.people[name], by=actor, reason=None)

    async def settle(self) -> None:
        """Let the worker do everything that is due, as the clock of this floor says."""
        real = self.database.clock
        self.database.clock = lambda: datetime.now(UTC) + self.shift
        try:
            await Worker(self.database, dict(ALARMS)).drain()
        finally:
            self.database.clock = real

    async def owner(self, ticket_id: int) -> str | None:
        owner = await self.value("SELECT owner_id FROM tickets WHERE workspace_id = $1 AND id = $2", ticket_id)
        return next((name for name, person in self.people.items() if person == owner), None)

    async def loads(self) -> dict[str, int]:
        rows = await self.rows("SELECT person_id, load FROM agents WHERE workspace_id = $1")
        loads = {row["person_id"]: row["load"] for row in rows}
        return {name: loads[person] for name, person in self.people.items()}

    async def status(self, name: str) -> str:
        found = await self.value(
            "SELECT status FROM agents WHERE workspace_id = $1 AND person_id = $2", self.people[name]
        )
        return str(found)

    async def queue(self) -> list[int]:
        rows = await self.rows(
            "SELECT ticket_id FROM queue WHERE workspace_id = $1 ORDER BY level, tier, due_at, created_at, ticket_id"
        )
        return [row["ticket_id"] for row in rows]

    async def decisions(self, ticket_id: int) -> list[Any]:
        async with self.job() as tx:
            return await decisions(tx, ticket_id, after=0, limit=1000)

    async def facts(self, *kinds: str) -> list[Any]:
        return await self.rows(
            "SELECT * FROM journal WHERE workspace_id = $1 AND kind = ANY($2) ORDER BY id", list(kinds)
        )

    async def is_sound(self) -> bool:
        """Loads are what the tickets say, and nothing failed for good or waits to be tried again."""
        async with self.job() as tx:
            left = await tx.fetch("SELECT reaction, error FROM outbox WHERE workspace_id = $1", self.id)
            return (await miscounted(tx), left) == ([], [])

    async def rows(self, sql: str, *args: object) -> list[Any]:
        async with self.job() as tx:
            return list(await tx.fetch(sql, self.id, *args))

    async def value(self, sql: str, *args: object) -> Any:
        async with self.job() as tx:
            return await tx.fetch_value(sql, self.id, *args)


async def open_floor(database: Database) -> Floor:
    """A workspace of its own with its administrator, who is offline."""
    number = next(numbers)
    workspace, admin = await create_workspace(
        database,
        name=f"Dispatch {number}",
        slug=f"dispatch-{number}",
        admin_name="Lead",
        admin_email=f"lead-{number}@example.test",
        admin_password=None,
    )
    return Floor(database, workspace.id, admin.id, people={"Lead": admin.id})
