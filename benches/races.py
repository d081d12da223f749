"""Two dispatchers and a hundred hands reach for the same tickets, ten thousand times: never two owners, never above a
limit.

The dispatchers are two worker processes; the hands are people who assign by hand through the desk's own verb, each in a
transaction of its own, at the very moment in which the ticket is being dispatched. Nothing stops them, and a hand wins
over the dispatcher whenever it comes.
"""

import asyncio
import random
from contextlib import ExitStack

import asyncpg

from benches.burst import incoming, miscounts, waits
from benches.desk import BenchDesk, a_desk, wait_for
from jishi.storage.database import Database
from jishi.tickets.assign import assign
from jishi.tickets.receive_many import receive_many

TRIES, HANDS, PEOPLE = 10_000, 100, 40
TOLD = """
WITH told AS (
    SELECT j.ticket_id, j.by, (j.data->>'agent_id')::bigint AS agent, (j.data->>'from_agent_id')::bigint AS was,
           lag((j.data->>'agent_id')::bigint) OVER (PARTITION BY j.ticket_id ORDER BY j.id) AS before
      FROM journal j WHERE j.kind = 'TicketAssigned')
SELECT count(DISTINCT ticket_id) AS tickets, count(*) FILTER (WHERE by = 'dispatcher') AS dispatched,
       count(*) FILTER (WHERE by <> 'dispatcher') AS by_hand,
       count(*) FILTER (WHERE by <> 'dispatcher' AND was IS NOT NULL) AS taken_over,
       count(*) FILTER (WHERE was IS DISTINCT FROM before) AS doubly
  FROM told
"""
ASTRAY = """
SELECT count(*) FROM tickets t
 WHERE t.owner_id IS DISTINCT FROM (
       SELECT (j.data->>'agent_id')::bigint FROM journal j WHERE j.workspace_id = t.workspace_id AND j.ticket_id = t.id
          AND j.kind = 'TicketAssigned' ORDER BY j.id DESC LIMIT 1)
    OR (SELECT count(*) FROM assignments a WHERE a.workspace_id = t.workspace_id AND a.ticket_id = t.id
           AND a.by = 'dispatcher' AND a.agent_id IS NOT NULL) > 1
"""


def measure(*, quick: bool = False) -> list[dict[str, object]]:
    tries = TRIES // 10 if quick else TRIES
    with a_desk(agents=PEOPLE, capacity=1000) as desk, ExitStack() as running:
        for _ in range(2):
            running.enter_context(desk.work())
        overruled = desk.inside(lambda database: race(database, desk, tries))
        wait_for(lambda: not waits(desk), lambda: "tickets still wait for the dispatcher", seconds=120)
        [told] = desk.query(TOLD)
        [[astray]] = desk.query(ASTRAY)
        unsound = desk.inside(lambda database: miscounts(database, desk.workspace_id))
    wrong = tries - told["tickets"] + told["doubly"] + astray + unsound
    return [
        {"name": "races", "what": f"{tries:,} tickets, two dispatchers, {HANDS} hands: double owners, lost, miscounted",
         "value": wrong, "unit": "", "limit": 0, "better": "less", "ok": wrong == 0,
         "dispatched": told["dispatched"], "by_hand": told["by_hand"], "taken_over": told["taken_over"]},
        {"name": "races_by_hand", "what": "assignments by hand that did not stand at the moment they were made",
         "value": overruled, "unit": "", "limit": 0, "better": "less", "ok": overruled == 0},
    ]  # fmt: skip


async def race(database: Database, desk: BenchDesk, tries: int) -> int:
    """A hundred tickets at a time, and a hand for each; how many hands lost."""
    lost = 0
    for start in range(0, tries, HANDS):
        async with database.job(desk.workspace_id, by="api") as tx:
            received = await receive_many(tx, [incoming(number) for number in range(start, start + HANDS)])
        tickets = [each.ticket.id for each in received if not isinstance(each, Exception)]
        chance = random.Random(start)
        lost += sum(await asyncio.gather(*(hand(database, desk, ticket, chance) for ticket in tickets)))
    return lost


async def hand(database: Database, desk: BenchDesk, ticket_id: int, chance: random.Random) -> bool:
    """Whether somebody else's decision stood afterwards. Tried again after a conflict, as the web layer does."""
    await asyncio.sleep(chance.random() / 4)
    mine = chance.choice(desk.agents)
    for _ in range(5):
        try:
            async with database.job(desk.workspace_id, by=f"person:{mine}") as tx:
                after = await assign(tx, ticket_id, agent_id=mine, by=f"person:{mine}")
            break
        except asyncpg.DeadlockDetectedError:
            continue
    else:
        return True
    return after.owner_id != mine


if __name__ == "__main__":
    for row in measure():
        print(row)
