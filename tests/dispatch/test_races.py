"""Two dispatchers and many hands at once: one owner each, nobody above their limit, every load exact."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import asyncpg

from jishi.dispatch.offer import look
from jishi.kernel.errors import JishiError
from jishi.reactions import ALARMS
from jishi.tickets.solve import solve
from jishi.web.worker import Worker
from tests.dispatch.cast import Floor
from tests.patience import in_time

TEAM = ("Wang", "Li", "Zhao", "Qian", "Sun", "Zhou")


@asynccontextmanager
async def two_dispatchers(floor: Floor) -> AsyncIterator[None]:
    """Two workers run while the block does, and until there is nothing left to do."""
    done = asyncio.Event()

    async def work() -> None:
        worker = Worker(floor.database, dict(ALARMS))
        while True:
            if not await worker.react() + await worker.ring():
                if done.is_set():
                    break
                await asyncio.sleep(0.005)

    async with asyncio.TaskGroup() as group:
        group.create_task(work())
        group.create_task(work())
        try:
            yield
        finally:
            done.set()


async def by_hand(floor: Floor, ticket: int, name: str) -> None:
    """A person's assignment, tried again as the web layer does when another was quicker."""
    for _ in range(5):
        with suppress(asyncpg.DeadlockDetectedError):
            await floor.give(ticket, name, by="Lead")
            break


async def test_case_a2_a_manual_assignment_during_a_batch_wins(floor: Floor) -> None:
    await floor.hire("Wang", capacity=30)
    await floor.hire("Li", capacity=30)
    await floor.hire("Hand", status="offline")
    tickets: list[int] = []

    async def arrive(wishes: random.Random) -> None:
        for _ in range(20):
            ticket = await floor.request()
            tickets.append(ticket)
            await asyncio.sleep(wishes.random() / 100)
            await by_hand(floor, ticket, "Hand")

    async with two_dispatchers(floor):
        await asyncio.gather(*(arrive(random.Random(seed)) for seed in range(5)))
    await floor.settle()
    assert {await floor.owner(ticket) for ticket in tickets} == {"Hand"}
    assert await floor.loads() == {"Lead": 0, "Wang": 0, "Li": 0, "Hand": 100}
    given = await floor.facts("TicketAssigned")
    by_dispatcher = [fact["ticket_id"] for fact in given if fact["by"] == "dispatcher"]
    assert len(by_dispatcher) == len(set(by_dispatcher))
    assert all(fact["data"]["from_agent_id"] is None for fact in given if fact["by"] == "dispatcher")
    assert len([fact for fact in given if fact["by"] != "dispatcher"]) == 100
    assert await floor.is_sound()


async def test_case_a13_limits_hold_while_tickets_arrive_are_solved_and_are_given_by_hand(floor: Floor) -> None:
    await floor.team("售后")
    for name in TEAM:
        await floor.hire(name, "售后", capacity=5)
    await floor.hire("Hand", status="offline")
    tickets = [await floor.request() for _ in range(10)]
    seen: list[int] = []

    async def arrive() -> None:
        tickets.extend([await floor.request() for _ in range(30)])

    async def settle_some(chance: random.Random) -> None:
        for _ in range(20):
            await asyncio.sleep(0.02)
            with suppress(JishiError, asyncpg.DeadlockDetectedError):
                async with floor.job() as tx:
                    await solve(tx, chance.choice(tickets), by="person:1")
            if chance.random() < 0.3:
                await by_hand(floor, chance.choice(tickets), "Hand")
            loads = await floor.loads()
            seen.append(max(loads[name] for name in TEAM))

    async with two_dispatchers(floor):
        await asyncio.gather(*(arrive() for _ in range(4)), *(settle_some(random.Random(seed)) for seed in range(3)))
    await floor.settle()
    loads = await floor.loads()
    assert max(seen) <= 5
    assert [loads[name] for name in TEAM] == [5] * len(TEAM)
    waiting = await floor.rows(
        "SELECT id FROM tickets WHERE workspace_id = $1 AND owner_id IS NULL AND state IN ('new', 'open')"
    )
    assert sorted(await floor.queue()) == sorted(row["id"] for row in waiting)
    assert waiting != []
    assert await floor.is_sound()


async def test_nobody_is_missed_who_becomes_free_while_a_ticket_is_being_queued(floor: Floor) -> None:
    await floor.hire("Wang", capacity=1)
    held = await floor.request()
    await floor.settle()
    async with two_dispatchers(floor):
        for _ in range(25):
            arrived, _ = await asyncio.gather(floor.request(), settle_one(floor, held))
            async with in_time():
                await owned(floor, arrived)
            held = arrived


async def owned(floor: Floor, ticket: int) -> None:
    while True:
        if await floor.owner(ticket) == "Wang":
            break
        await asyncio.sleep(0.01)


async def settle_one(floor: Floor, ticket: int) -> None:
    async with floor.job() as tx:
        await solve(tx, ticket, by="person:1")


async def test_what_a_decision_was_made_on_stays_true_until_it_is_stored(floor: Floor) -> None:
    """Neither may another hand fill the place, nor the agent go, between the dispatcher's look and its word."""
    await floor.hire("Wang", capacity=1)
    ticket, other = await floor.request(), await floor.request()
    async with floor.job() as tx:
        await look(tx, ticket)
        await tx.work_off()
        given = asyncio.create_task(floor.give(other, "Wang", by="Lead"))
        gone = asyncio.create_task(floor.presence("Wang", "offline"))
        await asyncio.sleep(0.2)
        assert not given.done()
        assert not gone.done()
    await asyncio.gather(given, gone)
    [decision] = await floor.decisions(ticket)
    assert decision["params"] == {"agent": "Wang", "load": 0, "capacity": 1}
    assert (await floor.loads())["Wang"] == 2


async def test_who_becomes_free_waits_for_the_dispatcher_that_is_queueing_for_them(floor: Floor) -> None:
    await floor.hire("Wang", status="offline")
    await floor.settle()
    ticket = await floor.request()
    async with floor.job() as tx:
        await tx.execute("DELETE FROM outbox WHERE workspace_id = $1", floor.id)
    async with floor.job() as tx:
        await look(tx, ticket)
        await tx.work_off()
        await floor.presence("Wang", "online")
        looking = asyncio.create_task(floor.settle())
        await asyncio.sleep(0.2)
        assert not looking.done()
    await looking
    assert await floor.owner(ticket) == "Wang"


async def test_case_a12_a_burst_is_spread_evenly_and_waits_for_nobody(floor: Floor) -> None:
    for name in TEAM:
        await floor.hire(name, capacity=100)
    tickets = await asyncio.gather(*(floor.request() for _ in range(120)))
    async with two_dispatchers(floor):
        pass
    loads = await floor.loads()
    assert [loads[name] for name in TEAM] == [20] * len(TEAM)
    assert None not in {await floor.owner(ticket) for ticket in tickets}
    assert await floor.is_sound()
