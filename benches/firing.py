"""A million running timers, a thousand of which come due in each second: how late are they recorded, by two workers?"""

import time
from datetime import datetime, timedelta
from typing import Any

from benches.desk import BenchDesk, a_desk, wait_for

TIMERS, EACH, SECONDS, LIMIT = 1_000_000, 4, 20, 1.0
RATE = 1_000  # come due in a second
BASE = 10**13
QUICKLY = "SET synchronous_commit = off; SET session_replication_role = replica;"
CUSTOMER = "INSERT INTO customers (workspace_id, id, name, created_at) VALUES ({ws}, {base}, '客户', now());"
TICKETS = """
INSERT INTO tickets (workspace_id, id, number, subject, state, channel, level, tier, customer_id, team_id, owner_id,
                     created_at, filed_at, updated_at, waiting_since)
SELECT {ws}, {base} + n, '19' || n, '订单 ' || n, 'open', 'chat', 'normal', 'regular', {base}, {team},
       ({agents})[1 + n % {count}], now() - interval '1 hour', now(), now(), now() - interval '1 hour'
  FROM generate_series(1, {tickets}) n
"""
# The firings are spread over the whole table, as tickets come: neither side by side nor in the order of their ids.
RUN = """
INSERT INTO timers (workspace_id, id, ticket_id, kind, state, started_at, target_seconds, due_at, planned_at, promise,
                    policy_id, policy_version, fires_at)
SELECT {ws}, {base} + 10 * n + k, {base} + n, (ARRAY['dispatch','first_response','update','resolution'])[1 + k],
       'running', now() - interval '1 hour', 3600, due.at, now() - interval '1 hour', p.name, p.id, p.version,
       due.at + interval '1 us'
  FROM generate_series(1, {tickets}) n CROSS JOIN generate_series(0, {each} - 1) k
 CROSS JOIN LATERAL (SELECT CASE WHEN k = 1 AND n % {every} = 0
       THEN '{since}'::timestamptz + abs(hashint8(n)) % ({seconds} * 1000000) * interval '1 us'
       ELSE now() + interval '1 day' + abs(hashint8(n)) % 1000000 * interval '1 s' END AS at) due
 CROSS JOIN (SELECT id, version, name FROM policies WHERE workspace_id = {ws} ORDER BY position DESC LIMIT 1) p
"""
LAG = """
SELECT count(DISTINCT t.id) AS timers, count(j.id) AS fired, count(*) FILTER (WHERE j.at = t.due_at) AS true,
       percentile_cont(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY
           extract(epoch FROM pg_xact_commit_timestamp(j.xmin) - t.due_at)) AS lags
  FROM timers t LEFT JOIN journal j ON j.workspace_id = t.workspace_id AND j.kind = 'PromiseBroken'
   AND j.ticket_id = t.ticket_id AND (j.data->>'timer_id')::bigint = t.id
 WHERE t.workspace_id = $1 AND t.due_at < $2
"""


def measure(*, quick: bool = False) -> list[dict[str, object]]:
    timers, seconds = (TIMERS // 20, 4) if quick else (TIMERS, SECONDS)
    tickets = timers // EACH
    with a_desk(agents=50, settings={"track_commit_timestamp": "on", "max_wal_size": "4GB"}) as desk:
        # Filling takes about as long as this; the workers need a moment to start.
        due = desk.query("SELECT clock_timestamp()")[0][0] + timedelta(seconds=30 + timers / 12_000)
        grow(desk, tickets, due, seconds)
        with desk.work(), desk.work():
            left = (due - desk.query("SELECT clock_timestamp()")[0][0]).total_seconds()
            assert left > 3, f"filling took {3 - left:.0f} s too long"
            time.sleep(left + seconds)
            wait_for(lambda: fired(desk, due, seconds), lambda: "timers do not fire")
            [row] = desk.query(LAG, desk.workspace_id, due + timedelta(hours=1))
    wrong = row["timers"] - row["true"] + abs(row["fired"] - row["timers"])
    half, most = row["lags"]
    what = f"{timers:,} running timers, {RATE:,} come due a second for {seconds} s, two workers, due → recorded"
    return [
        {"name": "firing", "what": f"{what}, 99th percentile; median {half * 1000:.0f} ms", "value": round(most, 3),
         "unit": "s", "limit": LIMIT, "better": "less", "ok": most <= LIMIT},
        {"name": "firing_wrong", "what": f"of these {row['timers']:,}: not fired, fired twice, or not at their instant",
         "value": wrong, "unit": "", "limit": 0, "better": "less", "ok": wrong == 0},
    ]  # fmt: skip


def grow(desk: BenchDesk, tickets: int, due: datetime, seconds: int) -> None:
    values: dict[str, Any] = {
        "ws": desk.workspace_id, "base": BASE, "tickets": tickets, "team": desk.team_ids[0], "each": EACH,
        "agents": f"ARRAY{desk.agents}", "count": len(desk.agents), "since": due.isoformat(), "seconds": seconds,
        "every": max(tickets // (RATE * seconds), 1),
    }  # fmt: skip
    desk.query(CUSTOMER.format(**values))
    for sql in (TICKETS, RUN):
        desk.query(f"{QUICKLY} {sql.format(**values)};")
    desk.query("VACUUM (ANALYZE) tickets, timers")


def fired(desk: BenchDesk, due: datetime, seconds: int) -> bool:
    sql = "SELECT 1 FROM timers WHERE workspace_id = $1 AND fires_at <= $2 LIMIT 1"
    return not desk.query(sql, desk.workspace_id, due + timedelta(seconds=seconds))


if __name__ == "__main__":
    for found in measure():
        print(found)
