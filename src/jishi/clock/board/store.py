"""Running clocks by when they end, and counts of tickets, in PostgreSQL."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from jishi.clock.board.rules import Hour
from jishi.storage.transaction import Transaction
from jishi.tickets.in_scope import IN_SCOPE

CAP = 1000
LIVE = "t.state IN ('new', 'open', 'pending', 'on_hold')"  # as the indexes say it
ROW = (
    "x.id AS timer_id, x.kind, x.state AS timer_state, x.due_at, x.warn_at, x.warned_at, x.promise, t.id AS ticket_id,"
    " t.number, t.subject, t.state, t.level, t.tier, c.name AS customer_name, t.team_id, g.name AS team_name,"
    " t.owner_id, p.name AS owner_name"
)
BESIDE = (
    " LEFT JOIN customers c ON c.workspace_id = $1 AND c.id = t.customer_id"
    " LEFT JOIN teams g ON g.workspace_id = $1 AND g.id = t.team_id"
    " LEFT JOIN people p ON p.workspace_id = $1 AND p.id = t.owner_id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose tickets: $2 is the caller, $3 the teams whose tickets they see (null: every ticket), $4 one team, $5
    whether only the caller's own."""

    person_id: int
    scope: list[int] | None
    team_id: int | None
    own: bool

    @property
    def args(self) -> tuple[Any, ...]:
        return self.person_id, self.scope, self.team_id, self.own


MINE = (
    f"($3::bigint[] IS NULL OR {IN_SCOPE.format(teams='$3::bigint[]')}) AND ($4::bigint IS NULL OR t.team_id = $4)"
    " AND (NOT $5::boolean OR t.owner_id = $2)"
)
# A running clock says something at its due instant at the latest: those that end soon are among those that fire soon.
SOON = (
    " FROM timers x JOIN tickets t ON t.workspace_id = $1 AND t.id = x.ticket_id"
    " WHERE x.workspace_id = $1 AND x.fires_at <= $7::timestamptz + interval '1 microsecond' AND x.state = 'running'"
    f" AND x.due_at >= $6 AND x.due_at <= $7 AND {LIVE} AND {MINE}"
)
LATE = f" FROM tickets t WHERE t.workspace_id = $1 AND {LIVE} AND t.due_at < $6 AND {MINE}"


async def soon(tx: Transaction, whose: Whose, *, until: datetime, limit: int) -> list[Any]:
    """Clocks that end between now and then, the next first."""
    return await tx.fetch(
        f"SELECT {ROW} FROM (SELECT x.* {SOON} ORDER BY x.due_at, x.id LIMIT $8) x"
        f" JOIN tickets t ON t.workspace_id = $1 AND t.id = x.ticket_id {BESIDE} ORDER BY x.due_at, x.id",
        tx.workspace_id, *whose.args, tx.now, until, limit,
    )  # fmt: skip


async def late(tx: Transaction, whose: Whose, *, limit: int) -> list[Any]:
    """Clocks that ran out and are still not kept, the longest ago first; of so many tickets at the most."""
    return await tx.fetch(
        f"SELECT {ROW} FROM (SELECT t.* {LATE} ORDER BY t.due_at, t.id LIMIT $7) t"
        "  JOIN timers x ON x.workspace_id = $1 AND x.ticket_id = t.id AND x.state IN ('running', 'broken')"
        "   AND x.met_at IS NULL AND x.cancelled_at IS NULL AND x.paused_at IS NULL AND x.due_at < $6"
        f" {BESIDE} ORDER BY x.due_at, x.id",
        tx.workspace_id, *whose.args, tx.now, limit,
    )  # fmt: skip


async def lengths(tx: Transaction, whose: Whose, *, until: datetime) -> tuple[int, int]:
    """How many tickets are late, and how many clocks end soon; up to a thousand."""
    found = await tx.fetch_one(
        f"SELECT (SELECT count(*) FROM (SELECT 1 {LATE} LIMIT {CAP}) a) AS late,"
        f" (SELECT count(*) FROM (SELECT 1 {SOON} LIMIT {CAP}) b) AS soon",
        tx.workspace_id, *whose.args, tx.now, until,
    )  # fmt: skip
    return (found["late"], found["soon"]) if found else (0, 0)


async def counts(tx: Transaction, whose: Whose) -> dict[str, Any]:
    """Tickets by where they stand; `done` since midnight where the workspace is."""
    found = await tx.fetch_one(
        "SELECT count(*) FILTER (WHERE t.state = 'new') AS waiting,"
        " count(*) FILTER (WHERE t.state IN ('open', 'on_hold')) AS in_progress,"
        " count(*) FILTER (WHERE t.state = 'pending') AS pending,"
        " count(*) FILTER (WHERE t.waiting_since IS NOT NULL) AS unanswered, min(t.waiting_since) AS oldest,"
        f" (SELECT count(*) FROM tickets t WHERE t.workspace_id = $1 AND t.state = 'solved' AND {MINE}) AS solved,"
        f" (SELECT count(*) FROM tickets t WHERE t.workspace_id = $1 AND t.state = 'closed' AND {MINE}"
        "     AND t.closed_at >= (SELECT date_trunc('day', $6::timestamptz AT TIME ZONE w.zone) AT TIME ZONE w.zone"
        "                           FROM workspaces w WHERE w.workspace_id = $1)) AS done"
        f" FROM tickets t WHERE t.workspace_id = $1 AND {LIVE} AND {MINE}",
        tx.workspace_id, *whose.args, tx.now,
    )  # fmt: skip
    return dict(found) if found else {}


async def trend(tx: Transaction, whose: Whose, *, hours: int) -> list[Hour]:
    """What came in and what was finished, hour by hour; the last is the hour that has begun."""
    last = tx.now.replace(minute=0, second=0, microsecond=0)
    first = last - timedelta(hours=hours - 1)
    rows = await tx.fetch(
        "SELECT h.n, a.arrived, f.finished FROM generate_series(0, $7::int) AS h(n) CROSS JOIN LATERAL ("
        "  SELECT count(*) AS arrived FROM tickets t WHERE t.workspace_id = $1 AND NOT t.imported"
        "     AND t.state <> 'discarded' AND t.created_at >= $6::timestamptz + h.n * interval '1 hour'"
        f"    AND t.created_at < $6::timestamptz + (h.n + 1) * interval '1 hour' AND {MINE}) a CROSS JOIN LATERAL ("
        "  SELECT count(*) AS finished FROM tickets t WHERE t.workspace_id = $1 AND NOT t.imported"
        "     AND t.state <> 'discarded' AND t.solved_at >= $6::timestamptz + h.n * interval '1 hour'"
        f"    AND t.solved_at < $6::timestamptz + (h.n + 1) * interval '1 hour' AND {MINE}) f ORDER BY h.n",
        tx.workspace_id, *whose.args, first, hours - 1,
    )  # fmt: skip
    return [Hour(first + timedelta(hours=row["n"]), row["arrived"], row["finished"]) for row in rows]
