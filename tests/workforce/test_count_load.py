"""Load is what the tickets say, whatever happens to them, and is put right after a bulk load."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress

import asyncpg

from jishi.identity.model import Role
from jishi.kernel.errors import JishiError
from jishi.storage.transaction import Transaction
from jishi.tickets import assign, solve, wait
from jishi.workforce.recount import miscounted, recount
from tests.dispatch.cast import Floor

Verb = Callable[[Transaction, int, int, str], Awaitable[object]]
VERBS: list[Verb] = [
    lambda tx, ticket, who, by: assign.assign(tx, ticket, agent_id=who, by=by),
    lambda tx, ticket, who, by: assign.assign(tx, ticket, agent_id=who, by=by),
    lambda tx, ticket, _, by: assign.return_to_queue(tx, ticket, by=by),
    lambda tx, ticket, _, by: wait.pend(tx, ticket, by=by),
    lambda tx, ticket, _, by: wait.hold(tx, ticket, by=by),
    lambda tx, ticket, _, by: wait.resume(tx, ticket, by=by),
    lambda tx, ticket, _, by: solve.solve(tx, ticket, by=by),
    lambda tx, ticket, _, by: solve.reopen(tx, ticket, by=by),
    lambda tx, ticket, _, by: solve.confirm(tx, ticket, satisfied=True, by=by),
]


async def test_load_stays_exact_while_everybody_works_at_once(floor: Floor) -> None:
    random.seed(7)
    await floor.hire("Wang")
    await floor.hire("Li")
    tickets = [await floor.request() for _ in range(6)]

    async def work() -> None:
        for _ in range(40):
            who = floor.people[random.choice(["Wang", "Li", "Lead"])]
            with suppress(JishiError, asyncpg.DeadlockDetectedError):  # a refusal is as good as a change
                async with floor.job() as tx:
                    await random.choice(VERBS)(tx, random.choice(tickets), who, f"person:{who}")

    await asyncio.gather(*(work() for _ in range(6)))
    async with floor.job() as tx:
        assert await miscounted(tx) == []
    await floor.settle()
    assert await floor.is_sound()


async def test_a_bulk_load_is_counted_afterwards(floor: Floor) -> None:
    wang = await floor.hire("Wang")
    tickets = [await floor.request() for _ in range(3)]
    await floor.give(tickets[0], "Wang")
    await floor.rows("UPDATE tickets SET owner_id = $2 WHERE workspace_id = $1 RETURNING id", wang)
    async with floor.job() as tx:
        [wrong] = await miscounted(tx)
        assert (wrong.person_id, wrong.load, wrong.counted) == (wang, 1, 3)
        assert await recount(tx) == 1
    assert (await floor.loads())["Wang"] == 3
    async with floor.job() as tx:
        assert await recount(tx) == 0


async def test_an_owner_whom_no_list_of_agents_knows_is_counted_too(floor: Floor) -> None:
    await floor.hire("Chen", role=Role.COLLABORATOR, status=None)
    ticket = await floor.request()
    await floor.give(ticket, "Chen")
    assert (await floor.loads())["Chen"] == 1
    await floor.settle()
    assert await floor.is_sound()
