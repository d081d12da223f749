"""A thousand requests at once and two hundred people: how long until everybody knows what they were given.

The desk is one whose teams have many members and whose ladder names them, so that whom to tell is a question each time.
The time runs as in `burst`, from the commit of the requests to the commit of the last notice; next to it stands how
long the owners alone took.
"""

import time
from datetime import UTC, datetime

from benches.burst import arrive, waits, warm
from benches.desk import BenchDesk, a_desk, wait_for
from jishi.clock.model import Kind, Moment, Policy, Rung, Target
from jishi.clock.save_policy import add_policies
from jishi.storage.database import Database

TICKETS, PEOPLE, CAPACITY, LIMIT = 1000, 200, 12, 5.0
LADDER = (
    Rung(moment=Moment.UNOPENED, seconds=900, to=("owner", "lead")),
    Rung(moment=Moment.AT, to=("owner", "lead", "on_shift:supervisor")),
    Rung(moment=Moment.AFTER, seconds=3600, to=("team",)),
)
TOLD = """
SELECT (SELECT count(*) FROM journal WHERE kind = 'TicketAssigned' AND at >= $1) AS given,
       (SELECT count(*) FROM notices WHERE kind = 'assigned' AND at >= $1) AS told,
       (SELECT count(*) FROM alarms a JOIN tickets k ON k.id = a.ticket_id
         WHERE a.name = 'notify.unopened' AND k.filed_at >= $1) AS watched,
       (SELECT count(*) FROM (SELECT FROM notices WHERE at >= $1 GROUP BY ticket_id, person_id HAVING count(*) > 1) t)
       AS twice,
       (SELECT min(pg_xact_commit_timestamp(xmin)) FROM journal WHERE kind = 'TicketOpened' AND at >= $1) AS began,
       (SELECT max(pg_xact_commit_timestamp(xmin)) FROM journal WHERE kind = 'TicketAssigned' AND at >= $1) AS owned,
       (SELECT max(pg_xact_commit_timestamp(xmin)) FROM journal WHERE kind = 'NoticeGiven' AND at >= $1) AS known
"""


def measure(*, quick: bool = False) -> list[dict[str, object]]:  # noqa: ARG001 - a burst is quick
    with a_desk(agents=PEOPLE, capacity=CAPACITY, settings={"track_commit_timestamp": "on"}) as desk, desk.work():
        desk.inside(lambda database: promise(database, desk.workspace_id))
        warm(desk)
        wait_for(lambda: not lags(desk), lambda: f"the worker does not work: {desk.said('work')}")
        began = datetime.now(UTC)
        desk.inside(lambda database: arrive(database, desk.workspace_id, TICKETS))
        time.sleep(LIMIT)  # whoever asks keeps the two cores from who is measured
        wait_for(
            lambda: not waits(desk) and not lags(desk), lambda: f"somebody waits: {desk.said('work')}", seconds=300
        )
        [row] = desk.query(TOLD, began)
    owned = (row["owned"] - row["began"]).total_seconds()
    known = (row["known"] - row["began"]).total_seconds()
    wrong = abs(TICKETS - row["given"]) + abs(TICKETS - row["told"]) + abs(TICKETS - row["watched"]) + row["twice"]
    return [
        {"name": "notices", "what": f"{TICKETS:,} tickets at once, {PEOPLE} people with ladders → all told of theirs",
         "value": round(known, 2), "unit": "s", "limit": LIMIT, "better": "less", "ok": known <= LIMIT,
         "owned": round(owned, 2), "ratio": round(known / owned, 2)},
        {"name": "notices_wrong", "what": "of them of whom nobody was told, told twice, or not watched",
         "value": wrong, "unit": "", "limit": 0, "better": "less", "ok": wrong == 0},
    ]  # fmt: skip


async def promise(database: Database, workspace_id: int) -> None:
    """One policy for everything: an answer within an hour, with the ladder."""
    policy = Policy(
        name="Bench",
        always=True,
        targets=(Target(kind=Kind.FIRST_RESPONSE, seconds=3600, business=False),),
        ladder=LADDER,
    )
    async with database.job(workspace_id) as tx:
        await add_policies(tx, [policy], instead=True)


def lags(desk: BenchDesk) -> bool:
    return bool(desk.query("SELECT 1 FROM outbox LIMIT 1"))


if __name__ == "__main__":
    for row in measure():
        print(row)
