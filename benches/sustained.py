"""Five hundred tickets a second, for a while: how long each waits for the decision about it.

A worker process of its own dispatches on a real database. The tickets come in by the bulk path, a transaction with
fifty every tenth of a second, and not over HTTP: two cores do not serve five hundred requests a second beside whoever
sends them, the worker and PostgreSQL. Each ticket's time runs from the commit of its transaction to that of its
decision.
"""

import asyncio
import time
from datetime import UTC, datetime

from benches.burst import incoming, waits
from benches.desk import BenchDesk, a_desk, wait_for
from jishi.storage.database import Database
from jishi.tickets.receive_many import receive_many

RATE, PEOPLE, LIMIT = 500, 200, 1.0
EVERY = 0.1
DECIDED = """
SELECT count(*) AS tickets, count(d.at) AS decided, max(d.many) AS most,
       percentile_cont(ARRAY[0.5, 0.99]) WITHIN GROUP (
           ORDER BY extract(epoch FROM d.at - pg_xact_commit_timestamp(o.xmin))) AS seconds,
       extract(epoch FROM max(pg_xact_commit_timestamp(o.xmin)) - min(pg_xact_commit_timestamp(o.xmin))) AS took
  FROM (SELECT j.xmin, j.workspace_id, j.ticket_id FROM journal j WHERE j.kind = 'TicketOpened' AND j.at > $1) o
  LEFT JOIN LATERAL (
       SELECT min(pg_xact_commit_timestamp(j.xmin)) AS at, count(*) AS many FROM journal j
        WHERE j.workspace_id = o.workspace_id AND j.ticket_id = o.ticket_id
          AND j.kind IN ('TicketAssigned', 'TicketQueued')) d ON true
"""


def measure(*, quick: bool = False) -> list[dict[str, object]]:
    seconds = 10 if quick else 30
    with a_desk(agents=PEOPLE, capacity=1000, settings={"track_commit_timestamp": "on"}) as desk, desk.work():
        send(desk, 200, seconds=1)
        wait_for(lambda: not waits(desk), lambda: f"the worker does not work: {desk.said('work')}")
        began = datetime.now(UTC)
        send(desk, RATE, seconds=seconds)
        wait_for(lambda: not waits(desk), lambda: "tickets still wait for the dispatcher")
        [row] = desk.query(DECIDED, began)
    p50, p99 = (float(each) for each in row["seconds"])
    rate = row["tickets"] / float(row["took"])
    wrong = row["tickets"] - row["decided"] + (row["most"] - 1)
    return [
        {"name": "sustained", "what": f"{RATE} tickets/s for {seconds} s in bulk: arrival → decision, 99th percentile",
         "value": round(p99, 3), "unit": "s", "limit": LIMIT, "better": "less", "ok": p99 <= LIMIT,
         "median": round(p50, 3)},
        {"name": "sustained_rate", "what": "tickets that truly came in a second",
         "value": round(rate), "unit": "/s", "limit": round(RATE * 0.95), "better": "more", "ok": rate >= RATE * 0.95},
        {"name": "sustained_lost", "what": f"of {row['tickets']:,} tickets: without a decision, or with two",
         "value": wrong, "unit": "", "limit": 0, "better": "less", "ok": wrong == 0},
    ]  # fmt: skip


def send(desk: BenchDesk, rate: int, *, seconds: int) -> None:
    desk.inside(lambda database: _send(database, desk.workspace_id, rate, seconds))


async def _send(database: Database, workspace_id: int, rate: int, seconds: int) -> None:
    """As many as are due by now, every tenth of a second, whatever the last ones took."""
    began, sent = time.monotonic(), 0
    while sent < rate * seconds:
        due = min(int(rate * (time.monotonic() - began + EVERY)), rate * seconds)
        async with database.job(workspace_id, by="api") as tx:
            await receive_many(tx, [incoming(number) for number in range(sent, due)])
        sent = due
        await asyncio.sleep(max(began + sent / rate - time.monotonic(), 0))


if __name__ == "__main__":
    for row in measure():
        print(row)
