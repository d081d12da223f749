"""Whatever is killed, nothing that was acknowledged is lost, and nothing is there twice."""

import asyncio
import contextlib
import itertools
import signal
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import psutil
import pytest

from jishi.storage.embedded.settle import running_url
from jishi.web.config import Config
from tests.patience import PATIENCE, becomes, in_time
from tests.running import RunningDesk

PACE = 50  # requests a second
GOES_ON = 60  # tickets acknowledged after a kill, as a sign that the desk works again

pytestmark = pytest.mark.slow


@dataclass
class Customers:
    """Post tickets at a steady pace, each with its own key, and again with the same key until it is acknowledged."""

    client: httpx.AsyncClient
    acknowledged: dict[str, int] = field(default_factory=dict)
    refusals: Counter[str] = field(default_factory=Counter)
    heard: asyncio.Condition = field(default_factory=asyncio.Condition)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def keep_writing(self) -> None:
        for number in itertools.count(1):
            task = asyncio.create_task(self.insist(f"request-{number}"))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            await asyncio.sleep(1 / PACE)

    async def rest(self) -> None:
        """Until every request that was begun is acknowledged."""
        async with in_time():
            while self._tasks:
                await asyncio.gather(*self._tasks)

    async def post(self, key: str) -> httpx.Response:
        body = {
            "body": f"我的包裹在哪里?{key}",
            "requester": {"email": f"{key}@example.com"},
            "fields": {"key": key},
            "channel": "chat",
        }
        return await self.client.post("/tickets", json=body, headers={"Idempotency-Key": key})

    async def insist(self, key: str) -> None:
        while key not in self.acknowledged:
            try:
                answer = await self.post(key)
            except httpx.TransportError as error:
                self.refusals[type(error).__name__] += 1
            else:
                if answer.status_code == 201:
                    self.acknowledged[key] = answer.json()["id"]
                    async with self.heard:
                        self.heard.notify_all()
                    return
                # A 409 says that the first try is still under way; anything below 500 but that would be a lie.
                assert answer.status_code >= 500 or answer.status_code == 409, answer.text
                self.refusals[str(answer.status_code)] += 1
            await asyncio.sleep(0.25)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    desk = RunningDesk(tmp_path, demo=False)
    desk.start()
    yield desk
    desk.stop()


async def test_kill_minus_nine_of_every_part_under_load_loses_and_doubles_nothing(desk: RunningDesk) -> None:
    token = await asyncio.to_thread(desk.set_up)
    async with httpx.AsyncClient(
        base_url=f"{desk.url}/api/v1", headers={"Authorization": f"Bearer {token}"}, trust_env=False, timeout=20
    ) as client:
        await take_on_agents(client)
        customers = Customers(client)
        writing = asyncio.create_task(customers.keep_writing())
        await goes_on(customers)
        for kill in (kill_web, kill_worker, kill_database, kill_web, kill_all):
            await kill(desk)
            await goes_on(customers)
        writing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await writing
        await customers.rest()
        assert customers.refusals, "nothing was under way when it was killed, so nothing was shown"
        await asyncio.to_thread(check_books, desk, customers.acknowledged)
        await check_repeats(customers)


async def take_on_agents(client: httpx.AsyncClient) -> None:
    """Four who can have any number of tickets, online whether or not they look."""
    team = (await ok(client.get("/teams")))["items"]
    team_id = (
        team[0]["id"] if team else (await ok(client.post("/teams", json={"name": "客服", "is_default": True})))["id"]
    )
    for number in range(4):
        person = {"name": f"Agent {number}", "email": f"agent{number}@example.com", "role": "agent"}
        key = (await ok(client.post("/people", json=person)))["id"]
        await ok(client.put(f"/teams/{team_id}/members/{key}"))
        await ok(client.patch(f"/agents/{key}", json={"capacity": 1000}))
        await ok(client.put(f"/agents/{key}/presence", json={"status": "online"}))


async def ok(asked: Awaitable[httpx.Response]) -> Any:
    answer = await asked
    assert answer.is_success, answer.text
    return answer.json()


async def goes_on(customers: Customers) -> None:
    """The desk acknowledges tickets again: those that wait since before, and then more."""
    enough = len(customers.acknowledged) + GOES_ON
    async with in_time(), customers.heard:
        await customers.heard.wait_for(lambda: len(customers.acknowledged) >= enough)


async def kill_web(desk: RunningDesk) -> None:
    await kill_child(desk, lambda child: "serve" in child.cmdline())


async def kill_worker(desk: RunningDesk) -> None:
    await kill_child(desk, lambda child: "work" in child.cmdline())


async def kill_database(desk: RunningDesk) -> None:
    await kill_child(desk, lambda child: child.name() == "postgres")


async def kill_all(desk: RunningDesk) -> None:
    """The supervisor itself; what it looked after goes with it. Then somebody starts the desk again."""
    assert desk.process is not None
    family = psutil.Process(desk.process.pid).children(recursive=True)
    desk.process.send_signal(signal.SIGKILL)
    desk.process.wait(PATIENCE)
    _, left = await asyncio.to_thread(psutil.wait_procs, family, PATIENCE)
    assert left == []
    await asyncio.to_thread(desk.start)


async def kill_child(desk: RunningDesk, wanted: Callable[[psutil.Process], bool]) -> None:
    assert desk.process is not None
    found = [child for child in psutil.Process(desk.process.pid).children() if wanted(child)]
    assert found
    for child in found:  # all web processes at once
        child.kill()
    await asyncio.to_thread(psutil.wait_procs, found, PATIENCE)


def check_books(desk: RunningDesk, acknowledged: dict[str, int]) -> None:
    """What the database says, once the worker has done all there is to do."""
    asyncio.run(_check_books(desk, acknowledged))


async def _check_books(desk: RunningDesk, acknowledged: dict[str, int]) -> None:
    url = running_url(Config(data=desk.data).cluster)
    assert url is not None
    connection = await asyncpg.connect(url, server_settings={"search_path": "jishi"})
    try:
        await is_done(connection)
        rows = await connection.fetch("SELECT id, fields::jsonb->>'key' AS key, owner_id, number FROM tickets")
        assert Counter(row["key"] for row in rows).most_common(1)[0][1] == 1
        assert {row["key"]: row["id"] for row in rows} == acknowledged
        assert len({row["number"] for row in rows}) == len(rows)
        assert [row["id"] for row in rows if row["owner_id"] is None] == []
        for kind in ("TicketOpened", "MessageReceived", "TicketAssigned", "TimersStarted"):
            told = await connection.fetch("SELECT ticket_id FROM journal WHERE kind = $1", kind)
            assert sorted(row["ticket_id"] for row in told) == sorted(acknowledged.values()), kind
        assert await connection.fetchval("SELECT count(*) FROM messages") == len(acknowledged)
        assert await connection.fetchval("SELECT count(*) FROM timers") == 3 * len(acknowledged)
        assert await connection.fetchval("SELECT count(*) FROM seats") == len(acknowledged)
        loads = await connection.fetch("SELECT person_id, load::int FROM agents WHERE load <> 0 ORDER BY person_id")
        seats = "SELECT person_id, sum(weight)::int FROM seats GROUP BY person_id ORDER BY person_id"
        assert [tuple(row) for row in loads] == [tuple(row) for row in await connection.fetch(seats)]
        assert await connection.fetchval("SELECT count(*) FROM outbox WHERE parked_at IS NOT NULL") == 0
    finally:
        await connection.close()


async def is_done(connection: Any) -> None:
    """Every reaction has run."""

    async def nothing_waits() -> bool:
        waiting: int = await connection.fetchval("SELECT count(*) FROM outbox WHERE parked_at IS NULL")
        return waiting == 0

    await becomes(nothing_waits)


async def check_repeats(customers: Customers) -> None:
    """The same key once more answers the same ticket, whichever process stored it."""
    acknowledged = dict(customers.acknowledged)
    for key, ticket_id in itertools.islice(acknowledged.items(), 0, None, 7):
        del customers.acknowledged[key]
        await customers.insist(key)  # the first try may take a connection that a killed process had
        assert customers.acknowledged[key] == ticket_id
