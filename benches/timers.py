"""Five thousand timers due in the same second, with two workers; and again after no worker had run for a while."""

import time
from datetime import datetime, timedelta
from typing import Any

from benches.desk import BenchDesk, a_desk, request, wait_for

MANY, LIMIT = 5000, 1.0
# Only the timers of one kind still have something to say: that they are late, at an instant within one second.
ARM = """
UPDATE timers SET due_at = $2::timestamptz + abs(hashint8(id)) % 1000 * interval '1 ms',
       warn_at = '{}', warn_after = '{}',
       fires_at = $2::timestamptz + abs(hashint8(id)) % 1000 * interval '1 ms' + interval '1 us'
 WHERE kind = $1
"""
LAG = """
SELECT count(DISTINCT t.id) AS timers, count(j.id) AS fired, count(*) FILTER (WHERE j.at = t.due_at) AS true,
       percentile_cont(0.99) WITHIN GROUP (ORDER BY
           extract(epoch FROM pg_xact_commit_timestamp(j.xmin) - greatest(t.due_at, $2))) AS p99
  FROM timers t LEFT JOIN journal j ON j.workspace_id = t.workspace_id AND j.kind = 'PromiseBroken'
   AND j.ticket_id = t.ticket_id AND (j.data->>'timer_id')::bigint = t.id
 WHERE t.kind = $1
"""


def measure(*, quick: bool = False) -> list[dict[str, object]]:
    many = MANY // 5 if quick else MANY
    with a_desk(agents=0, settings={"track_commit_timestamp": "on"}) as desk:
        with desk.serve() as port:
            batches = [[request(n) for n in range(k, k + 500)] for k in range(0, many, 500)]
            said = desk.load(
                port, [("POST", "/tickets/batch", {"tickets": batch}) for batch in batches],
                clients=1, most=len(batches), seconds=300,
            )  # fmt: skip
            assert said.good == len(batches), said.failures
        with desk.work(), desk.work():
            wait_for(lambda: _none(desk, "outbox"), lambda: "the outbox does not empty", seconds=300)
            desk.query("UPDATE timers SET fires_at = NULL; ANALYZE;")
            due = arm(desk, "first_response", ahead=3)
            wait_for(lambda: _fired(desk, "first_response", due), lambda: "timers do not fire")
        prompt = lag(desk, "first_response", since=due)
        due = arm(desk, "resolution", ahead=1)
        time.sleep(4)
        began = desk.query("SELECT clock_timestamp()")[0][0]
        with desk.work(), desk.work():
            wait_for(lambda: _fired(desk, "resolution", due), lambda: "timers do not fire")
            began = min(row[0] for row in desk.query(STARTED, began)) if desk.query(STARTED, began) else began
        late = lag(desk, "resolution", since=began)
    wrong = sum(row["timers"] - row["true"] + abs(row["fired"] - row["timers"]) for row in (prompt, late))
    return [
        {"name": "timers", "what": f"{many:,} timers due in one second, two workers, due → recorded, 99th percentile",
         "value": round(prompt["p99"], 3), "unit": "s", "limit": LIMIT, "better": "less", "ok": prompt["p99"] <= LIMIT},
        {"name": "timers_late", "what": "the same after no worker had run, from the workers' first look",
         "value": round(late["p99"], 3), "unit": "s", "limit": LIMIT, "better": "less", "ok": late["p99"] <= LIMIT},
        {"name": "timers_wrong", "what": "of both: not fired, fired twice, or not at their true instant",
         "value": wrong, "unit": "", "limit": 0, "better": "less", "ok": wrong == 0},
    ]  # fmt: skip


STARTED = "SELECT backend_start FROM pg_stat_activity WHERE application_name = 'jishi' AND backend_start > $1"


def arm(desk: BenchDesk, kind: str, *, ahead: float) -> datetime:
    due: datetime = desk.query("SELECT clock_timestamp()")[0][0] + timedelta(seconds=ahead)
    desk.query(ARM, kind, due)
    return due


def lag(desk: BenchDesk, kind: str, *, since: datetime) -> Any:
    [row] = desk.query(LAG, kind, since)
    return row


def _fired(desk: BenchDesk, kind: str, due: datetime) -> bool:
    sql = "SELECT count(*) FILTER (WHERE fires_at IS NOT NULL), clock_timestamp() FROM timers WHERE kind = $1"
    [[waiting, now]] = desk.query(sql, kind)
    return bool(waiting == 0 and now > due + timedelta(seconds=1))


def _none(desk: BenchDesk, table: str) -> bool:
    return not desk.query(f"SELECT 1 FROM {table} LIMIT 1")


if __name__ == "__main__":
    for row in measure():
        print(row)
