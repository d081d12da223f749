"""Ten thousand clocks that run, planned again after an edit of their calendar: by one worker, beside a serving desk."""

import json

from benches.desk import BenchDesk, a_desk, request, wait_for

CLOCKS, LIMIT, LIMIT_SAVE = 10_000, 3.0, 0.5
EACH = 3  # clocks of a new ticket: owned, first answered, solved

TAKEN = """
SELECT extract(epoch FROM pg_xact_commit_timestamp(xmin) - started_at)::float8 AS seconds, changed
  FROM replannings WHERE finished_at IS NOT NULL
"""
# A clock that still runs by the old calendar, or is due when that says, or has no fact of what became of it.
WRONG = """
SELECT count(*) FROM timers t
 WHERE t.met_at IS NULL AND t.cancelled_at IS NULL
   AND (t.calendar_version <> 2 OR t.due_at = (SELECT b.due_at FROM before b WHERE b.id = t.id)
        OR NOT EXISTS (SELECT FROM journal j WHERE j.workspace_id = t.workspace_id AND j.ticket_id = t.ticket_id
                          AND j.kind = 'TimersReplanned'))
"""


def measure(*, quick: bool = False) -> list[dict[str, object]]:
    """Seconds from when the edit is asked for until the last batch is committed."""
    clocks = CLOCKS // 5 if quick else CLOCKS
    tickets = -(-clocks // EACH)
    with a_desk(agents=0, settings={"track_commit_timestamp": "on"}) as desk, desk.serve() as port:
        fill(desk, port, tickets)
        with desk.work():
            wait_for(lambda: not desk.query("SELECT 1 FROM outbox LIMIT 1"), lambda: "reactions wait", seconds=300)
            desk.query("CREATE TABLE before AS SELECT id, due_at FROM timers; ANALYZE;")
            for _ in range(8):
                edit(desk, port, spans=[["09:00", "18:00"]])  # as they are: each process has then saved one before
            answered = edit(desk, port, spans=[["09:30", "17:30"]])
            wait_for(lambda: bool(desk.query(TAKEN)), lambda: desk.said("work"), seconds=300)
        [ran] = desk.query(TAKEN)
        wrong = desk.query(WRONG)[0][0] + abs(ran["changed"] - tickets * EACH)
    quickly = ran["seconds"] <= LIMIT
    return [
        {"name": "replan", "what": f"{tickets * EACH:,} running clocks planned again after a calendar edit, one worker",
         "value": round(ran["seconds"], 2), "unit": "s", "limit": LIMIT, "better": "less", "ok": quickly},
        {"name": "replan_save", "what": "the edit itself, until it is answered",
         "value": round(answered, 3), "unit": "s", "limit": LIMIT_SAVE, "better": "less", "ok": answered <= LIMIT_SAVE},
        {"name": "replan_wrong", "what": "clocks that still run by the old calendar, or of which nothing was recorded",
         "value": wrong, "unit": "", "limit": 0, "better": "less", "ok": wrong == 0},
    ]  # fmt: skip


def fill(desk: BenchDesk, port: int, tickets: int) -> None:
    """Tickets whose clocks all run in working time."""
    given = [request(n, level="normal") for n in range(tickets)]
    batches = [{"tickets": given[n : n + 500]} for n in range(0, tickets, 500)]
    said = desk.load(
        port, [("POST", "/tickets/batch", batch) for batch in batches], clients=1, most=len(batches), seconds=300
    )
    assert said.good == len(batches), said.failures


def edit(desk: BenchDesk, port: int, *, spans: list[list[str]]) -> float:
    """Open at these hours on every working day; in how many seconds that is answered."""
    [calendar] = desk.query("SELECT id, name, hours FROM calendars WHERE current")
    hours = json.loads(calendar["hours"])
    hours["weekly"] = {day: spans if was else [] for day, was in hours["weekly"].items()}
    body = {"name": calendar["name"], "calendar": hours}
    said = desk.load(port, [("PUT", f"/calendars/{calendar['id']}", body)], clients=1, most=1, seconds=60)
    assert said.good == 1, said.failures
    return said.milliseconds[0] / 1000


if __name__ == "__main__":
    for row in measure():
        print(row)
