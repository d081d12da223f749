"""A thousand requests at once and two hundred people: how long until each has an owner or a place in the queue.

The requests are stored in one transaction, as a gateway's batch is, so that they are there at the same instant; the
time runs from its commit to the commit of the last decision, as the database saw them.
"""

import time
from datetime import UTC, datetime

from benches.desk import BenchDesk, a_desk, wait_for
from jishi.identity.model import Requester
from jishi.storage.database import Database
from jishi.tickets.receive import Incoming
from jishi.tickets.receive_many import receive_many
from jishi.workforce.recount import miscounted

TICKETS, PEOPLE, LIMIT = 1000, 200, 2.0
SEEN = """
SELECT count(*) AS tickets,
       count(*) FILTER (WHERE t.owner_id IS NOT NULL) AS owned,
       count(*) FILTER (WHERE q.ticket_id IS NOT NULL) AS queued,
       count(*) FILTER (WHERE a.many > 1) AS twice,
       extract(epoch FROM max(a.committed) - min(pg_xact_commit_timestamp(t.xmin_born))) AS seconds
  FROM (SELECT x.*, j.xmin AS xmin_born FROM tickets x
          JOIN journal j ON j.workspace_id = x.workspace_id AND j.ticket_id = x.id AND j.kind = 'TicketOpened') t
  LEFT JOIN queue q ON q.workspace_id = t.workspace_id AND q.ticket_id = t.id
  LEFT JOIN LATERAL (
       SELECT count(*) FILTER (WHERE j.kind = 'TicketAssigned') AS many,
              min(pg_xact_commit_timestamp(j.xmin)) AS committed
         FROM journal j WHERE j.workspace_id = t.workspace_id AND j.ticket_id = t.id
          AND j.kind IN ('TicketAssigned', 'TicketQueued')) a ON true
 WHERE t.filed_at > $1
"""


def measure(*, quick: bool = False) -> list[dict[str, object]]:  # noqa: ARG001 - a burst is quick
    return [*burst(capacity=12, name="burst"), *burst(capacity=3, name="burst_full")]


def burst(*, capacity: int, name: str) -> list[dict[str, object]]:
    """With room for all, or for three fifths of them."""
    with a_desk(agents=PEOPLE, capacity=capacity, settings={"track_commit_timestamp": "on"}) as desk, desk.work():
        desk.query("DELETE FROM team_members")  # all are equal: everybody takes everything
        desk.query("UPDATE teams SET is_default = false, types = '{}'")
        warm(desk)
        began = datetime.now(UTC)
        desk.inside(lambda database: arrive(database, desk.workspace_id, TICKETS))
        time.sleep(LIMIT)  # whoever asks keeps the two cores from who is measured
        wait_for(lambda: not waits(desk), lambda: f"tickets still wait: {desk.said('work')}")
        [row] = desk.query(SEEN, began)
        loads = [r[0] for r in desk.query("SELECT load FROM agents WHERE active AND status = 'online' ORDER BY load")]
        sound = not desk.inside(lambda database: miscounts(database, desk.workspace_id))
    wrong = TICKETS - row["owned"] - row["queued"] + row["twice"] + sum(load > capacity for load in loads) + (not sound)
    spread = loads[-1] - loads[0]
    seconds = float(row["seconds"])
    full = f", room for {PEOPLE * capacity}" if PEOPLE * capacity < TICKETS else ""
    return [
        {"name": name, "what": f"{TICKETS:,} tickets at once, {PEOPLE} people{full} → all placed or queued",
         "value": round(seconds, 2), "unit": "s", "limit": LIMIT, "better": "less", "ok": seconds <= LIMIT,
         "owned": row["owned"], "queued": row["queued"]},
        {"name": f"{name}_wrong", "what": "of them without a place, placed twice, or above somebody's limit",
         "value": wrong, "unit": "", "limit": 0, "better": "less", "ok": wrong == 0},
        {"name": f"{name}_spread", "what": "most and least that equal people were given differ by",
         "value": spread, "unit": "", "limit": 1, "better": "less", "ok": spread <= 1},
    ]  # fmt: skip


def warm(desk: BenchDesk) -> None:
    """The worker has begun, and its plans are made, when it has taken these; then nobody has anything any more."""
    desk.inside(lambda database: arrive(database, desk.workspace_id, 100))
    wait_for(lambda: not waits(desk), lambda: f"the worker does not work: {desk.said('work')}")
    desk.query("TRUNCATE seats")
    desk.query("UPDATE tickets SET state = 'closed'")
    desk.query("UPDATE agents SET load = 0")


async def arrive(database: Database, workspace_id: int, many: int) -> None:
    async with database.job(workspace_id, by="api") as tx:
        await receive_many(tx, [incoming(number) for number in range(many)])


def incoming(number: int) -> Incoming:
    return Incoming(
        channel="email",
        subject=f"订单 {number} 退款没有到账",
        body="我上周申请的退款一直没有到账,请帮我查一下。",
        requester=Requester(external_id=f"burst-{number}", name=f"客户 {number}"),
    )


def waits(desk: BenchDesk) -> bool:
    return bool(desk.query("SELECT 1 FROM outbox WHERE reaction LIKE 'dispatch.%' LIMIT 1"))


async def miscounts(database: Database, workspace_id: int) -> bool:
    async with database.job(workspace_id) as tx:
        return bool(await miscounted(tx))


if __name__ == "__main__":
    for row in measure():
        print(row)
