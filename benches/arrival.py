"""From arrival to owner: a hundred requests a second for a minute, one web process, one worker, thirty agents.

The instants are the database's: a ticket is filed when its request reached the desk, and has an owner when the
transaction that recorded TicketAssigned was committed.
"""

from benches.desk import BenchDesk, a_desk, requests, wait_for

RATE, LIMIT = 100, 1.0
OWNED = """
SELECT count(*) AS tickets, count(*) FILTER (WHERE a.many = 1 AND t.owner_id IS NOT NULL) AS owned,
       count(*) FILTER (WHERE a.many > 1) AS twice,
       percentile_cont(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY extract(epoch FROM a.committed - t.filed_at)) AS seconds
  FROM tickets t LEFT JOIN LATERAL (
       SELECT count(*) AS many, min(pg_xact_commit_timestamp(j.xmin)) AS committed FROM journal j
        WHERE j.workspace_id = t.workspace_id AND j.ticket_id = t.id AND j.kind = 'TicketAssigned') a ON true
 WHERE t.filed_at > $1
"""


def measure(*, quick: bool = False) -> list[dict[str, object]]:
    seconds = 15 if quick else 60
    with a_desk(agents=30, settings={"track_commit_timestamp": "on"}) as desk, desk.serve() as port, desk.work():
        desk.load(port, requests(50), most=50)  # the worker has started when it has taken these
        wait_for(lambda: nothing_waits(desk), lambda: f"the worker does not work: {desk.said('work')}")
        began = desk.query("SELECT clock_timestamp()")[0][0]
        said = desk.load(port, requests(3000), clients=16, rate=RATE, seconds=seconds)
        assert not said.failures, said.failures
        wait_for(lambda: nothing_waits(desk), lambda: "tickets still wait for the dispatcher")
        [row] = desk.query(OWNED, began)
    p50, p99 = row["seconds"]
    lost = max(said.good - row["tickets"], row["tickets"] - row["owned"])
    return [
        {"name": "arrival", "what": f"arrival → owner, {RATE} tickets/s for {seconds} s, 99th percentile",
         "value": round(p99, 3), "unit": "s", "limit": LIMIT, "better": "less", "ok": p99 <= LIMIT,
         "median": round(p50, 3)},
        {"name": "arrival_lost", "what": f"of {said.good:,} tickets: lost, without owner, or with two",
         "value": lost + row["twice"], "unit": "", "limit": 0, "better": "less", "ok": lost + row["twice"] == 0},
    ]  # fmt: skip


def nothing_waits(desk: BenchDesk) -> bool:
    return not desk.query("SELECT 1 FROM outbox WHERE reaction LIKE '%offer' LIMIT 1")


if __name__ == "__main__":
    for row in measure():
        print(row)
