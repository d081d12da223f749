"""Thousands late at the same instant, two workers, killed workers: everybody is told of each once."""

import asyncio
import random
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from jishi.clock.standards import standards
from jishi.identity.model import Requester
from jishi.reactions import AFTERWARDS, ALARMS, AT_ONCE
from jishi.storage.database import open_database
from jishi.tickets.receive import Incoming, Received
from jishi.tickets.receive_many import receive_many
from jishi.web.worker import Worker
from tests.cast import MAYA, OTTO, Desk
from tests.notify.promises import HOUR, MINUTE, promise, rung, target

WORKER = str(Path(__file__).with_name("worker_to_kill.py"))
BATCH = 500

pytestmark = pytest.mark.slow


async def many_late(desk: Desk, database_url: str, count: int) -> set[int]:
    """So many tickets without owner and team, all due at the same instant, two hours ago, and no worker since."""
    await promise(
        desk,
        rung("before", "owner", share=0.5),
        rung("at", "owner", every=10 * MINUTE, times=50),
        rung("after", "lead", "administrators", seconds=HOUR),
        targets=[target(seconds=30 * MINUTE)],
    )
    await desk.settle()
    # Without reactions afterwards, so that what is awaited of the workers is what follows from the clocks.
    database = await open_database(database_url, at_once=AT_ONCE, afterwards={})
    database.clock = desk.clock
    async with database.job(desk.workspace_id) as tx:
        await standards(tx)
    keys: set[int] = set()
    for start in range(0, count, BATCH):
        asked = [
            Incoming(channel="email", body=f"第 {n} 件事", requester=Requester(email=f"many{n}@example.com"))
            for n in range(start, min(start + BATCH, count))
        ]
        async with database.job(desk.workspace_id) as tx:
            received = await receive_many(tx, asked)
        keys |= {each.ticket.id for each in received if isinstance(each, Received)}
    await database.close()
    assert len(keys) == count
    desk.clock.pass_by(hours=2, minutes=30, seconds=5)
    return keys


async def rows(desk: Desk, sql: str) -> list[Any]:
    async with desk.database.job(desk.workspace_id) as tx:
        return await tx.fetch(sql, desk.workspace_id)


async def check_books(desk: Desk, keys: set[int]) -> None:
    """Each promise was broken once; the supervisor, in the place of owner and lead, and the administrator were told of
    it once; every notice is a fact; and each ladder goes on."""
    broken = await rows(desk, "SELECT ticket_id FROM journal WHERE workspace_id = $1 AND kind = 'PromiseBroken'")
    assert Counter(row["ticket_id"] for row in broken) == dict.fromkeys(keys, 1)
    told = await rows(desk, "SELECT id, ticket_id, person_id, kind FROM notices WHERE workspace_id = $1")
    late = Counter((row["ticket_id"], row["person_id"]) for row in told if row["kind"] in {"broken", "repeated"})
    assert late == dict.fromkeys(((key, desk.people[name]) for key in keys for name in (OTTO, MAYA)), 1)
    assert {row["kind"] for row in told} == {"broken", "repeated"}
    given = await rows(
        desk, "SELECT (data->>'notice_id')::bigint AS id FROM journal WHERE workspace_id = $1 AND kind = 'NoticeGiven'"
    )
    assert Counter(row["id"] for row in given) == Counter(row["id"] for row in told)
    alarms = await rows(desk, "SELECT ticket_id FROM alarms WHERE workspace_id = $1 AND name = 'notify.climb'")
    assert Counter(row["ticket_id"] for row in alarms) == dict.fromkeys(keys, 1)


async def test_case_65_five_thousand_breaches_and_two_workers_give_each_notice_once(
    desk: Desk, database_url: str
) -> None:
    keys = await many_late(desk, database_url, 5000)
    other = await open_database(database_url, at_once=AT_ONCE, afterwards=AFTERWARDS)
    other.clock = desk.clock
    await asyncio.gather(desk.worker.drain(), Worker(other, dict(ALARMS)).drain())
    await desk.settle()
    await other.close()
    await check_books(desk, keys)


async def test_a_killed_worker_loses_no_notice_and_gives_none_twice(desk: Desk, database_url: str) -> None:
    keys = await many_late(desk, database_url, 300)
    chance = random.Random(7)
    kills = 0
    async with asyncio.timeout(300):
        while (given := await notices_so_far(desk)) < 2 * len(keys):
            worker = await asyncio.create_subprocess_exec(
                sys.executable, WORKER, database_url, desk.clock.now.isoformat()
            )
            ended = asyncio.create_task(worker.wait())
            enough = given + chance.randint(30, 100)
            while await notices_so_far(desk) < enough and not ended.done():
                await asyncio.wait([ended], timeout=0.01)
            if not ended.done():
                worker.kill()
            kills += await ended == -signal.SIGKILL
    assert kills >= 3
    await desk.settle()
    await check_books(desk, keys)


async def notices_so_far(desk: Desk) -> int:
    [row] = await rows(desk, "SELECT count(*) AS given FROM notices WHERE workspace_id = $1")
    return int(row["given"])
