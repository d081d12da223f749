"""Thousands of alarms due at the same instant: steps that a ladder climbs, tickets that nobody opened.

Each request came so long ago that its answer is late already and the next step of its ladder is taken at one instant
for all; those who were given them open none, and hear of it at that instant too. Two workers run. The time runs from
that instant to the commit of the last notice.
"""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from benches.burst import incoming
from benches.desk import BenchDesk, a_desk, wait_for
from jishi.clock.model import Kind, Moment, Policy, Rung, Target
from jishi.clock.save_policy import add_policies
from jishi.storage.database import Database
from jishi.tickets.receive_many import receive_many

TICKETS, PEOPLE, CAPACITY, LIMIT = 2000, 200, 20, 6.0
TARGET, STEP, UNOPENED = timedelta(hours=1), timedelta(minutes=10), timedelta(seconds=60)
AHEAD = timedelta(seconds=60)  # in which all of them are given to somebody, who is told
LADDER = (
    Rung(moment=Moment.UNOPENED, seconds=int(UNOPENED.total_seconds()), to=("owner", "lead")),
    Rung(moment=Moment.AT, to=("owner",)),
    Rung(moment=Moment.AFTER, seconds=int(STEP.total_seconds()), to=("owner", "lead", "on_shift:supervisor")),
)
# The worker is away while they are put off, so that all of them are due at once. What they tell of keeps its instants.
PUT_OFF = "UPDATE alarms SET run_at = $1 WHERE name IN ('notify.unopened', 'notify.climb')"
SET = """
SELECT count(*) FILTER (WHERE name = 'notify.unopened') AS unopened,
       count(*) FILTER (WHERE name = 'notify.climb') AS climbing, max(at) AS last
  FROM alarms WHERE name IN ('notify.unopened', 'notify.climb')
"""
BUSY = """
SELECT 1 FROM outbox UNION ALL SELECT 1 FROM timers WHERE fires_at <= now()
 UNION ALL SELECT 1 FROM alarms WHERE name = 'dispatch.look_again' LIMIT 1
"""
TOLD = """
WITH told AS (SELECT n.ticket_id, n.kind, n.person_id, n.id, pg_xact_commit_timestamp(n.xmin) AS committed
                FROM notices n WHERE n.at >= $1 AND n.kind IN ('unopened', 'broken'))
SELECT count(DISTINCT ticket_id) FILTER (WHERE kind = 'unopened') AS unopened,
       count(DISTINCT ticket_id) FILTER (WHERE kind = 'broken') AS climbed,
       count(*) AS notices, count(DISTINCT (ticket_id, kind, person_id)) AS different,
       (SELECT count(*) FROM journal j WHERE j.kind = 'NoticeGiven' AND j.at >= $1) AS recorded,
       extract(epoch FROM max(committed) - $1) AS seconds
  FROM told
"""


def measure(*, quick: bool = False) -> list[dict[str, object]]:
    tickets = TICKETS // 4 if quick else TICKETS
    with a_desk(agents=PEOPLE, capacity=CAPACITY, settings={"track_commit_timestamp": "on"}) as desk:
        desk.inside(lambda database: promise(database, desk.workspace_id))
        due = given_and_late(desk, tickets)
        with desk.work(), desk.work():
            time.sleep(max((due - datetime.now(UTC)).total_seconds(), 0) + LIMIT)
            wait_for(lambda: not waits(desk), lambda: f"alarms do not ring: {desk.said('work')}", seconds=300)
            [row] = desk.query(TOLD, due)
    seconds = float(row["seconds"])
    wrong = (
        abs(tickets - row["unopened"])
        + abs(tickets - row["climbed"])
        + abs(row["notices"] - row["different"])
        + abs(row["recorded"] - row["notices"])
    )
    what = f"{2 * tickets:,} alarms due at one instant, two workers → {row['notices']:,} notices given"
    return [
        {"name": "alarms", "what": what, "value": round(seconds, 2), "unit": "s", "limit": LIMIT, "better": "less",
         "ok": seconds <= LIMIT},
        {"name": "alarms_wrong", "what": "of these, not rung, told twice, or not recorded",
         "value": wrong, "unit": "", "limit": 0, "better": "less", "ok": wrong == 0},
    ]  # fmt: skip


def given_and_late(desk: BenchDesk, tickets: int) -> datetime:
    """All have owners, who were told; the instant at which all of their alarms are due."""
    began = datetime.now(UTC)
    with desk.work():
        desk.inside(lambda database: arrive(database, desk.workspace_id, tickets, began + AHEAD - TARGET - STEP))
        wait_for(lambda: not lags(desk), lambda: f"the worker does not work: {desk.said('work')}", seconds=300)
    [found] = desk.query(SET)
    assert found["unopened"] == found["climbing"] == tickets, f"it took too long to give them away: {dict(found)}"
    due: datetime = max(found["last"], datetime.now(UTC)) + timedelta(seconds=8)  # the workers need a moment to start
    desk.query(PUT_OFF, due)
    return due


async def promise(database: Database, workspace_id: int) -> None:
    """One policy for everything: an answer within an hour, with the ladder."""
    policy = Policy(
        name="Bench",
        always=True,
        targets=(Target(kind=Kind.FIRST_RESPONSE, seconds=int(TARGET.total_seconds()), business=False),),
        ladder=LADDER,
    )
    async with database.job(workspace_id) as tx:
        await add_policies(tx, [policy], instead=True)


async def arrive(database: Database, workspace_id: int, many: int, at: datetime) -> None:
    async with database.job(workspace_id, by="api") as tx:
        await receive_many(tx, [replace(incoming(number), received_at=at) for number in range(many)])


def lags(desk: BenchDesk) -> bool:
    return bool(desk.query(BUSY))


def waits(desk: BenchDesk) -> bool:
    return bool(desk.query("SELECT 1 FROM alarms WHERE name IN ('notify.unopened', 'notify.climb') LIMIT 1"))


if __name__ == "__main__":
    for row in measure():
        print(row)
