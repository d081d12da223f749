"""Who is gone, and what they own, out of PostgreSQL."""

from dataclasses import dataclass
from datetime import timedelta

from jishi.dispatch.absence.model import Absence, Owned
from jishi.storage.transaction import Transaction

AT_WORK = timedelta(seconds=45)  # as long as workforce takes a silent page for an open one


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    load: int
    capacity: int


async def absence(tx: Transaction, person_id: int) -> Absence | None:
    """None where nobody of that id takes tickets. A shift that ended, or a leave that began,
    says since when somebody is off, but never before they worked by roster at all."""
    row = await tx.fetch_one(
        "SELECT a.person_id, CASE WHEN a.status NOT IN ('online', 'wrap_up') THEN a.status_since END AS away_since,"
        "       CASE WHEN d.rostered AND d.shift_until IS NULL THEN coalesce(greatest("
        "              (SELECT max(s.ends_at) FROM shifts s"
        "                WHERE s.workspace_id = $1 AND s.person_id = a.person_id AND s.ends_at <= $3),"
        "              (SELECT max(l.starts_at) FROM leaves l WHERE l.workspace_id = $1 AND l.person_id = a.person_id"
        "                  AND l.state = 'approved' AND l.starts_at <= $3 AND l.ends_at > $3),"
        "              (SELECT u.rostered_at FROM duties u WHERE u.workspace_id = $1 AND u.person_id = a.person_id),"
        "              (SELECT min(s.entered_at) FROM shifts s"
        "                WHERE s.workspace_id = $1 AND s.person_id = a.person_id)), a.status_since)"
        "       END AS off_shift_since"
        "  FROM agents a LEFT JOIN on_duty($1, ARRAY[$2::bigint], $3) d ON d.person_id = a.person_id"
        " WHERE a.workspace_id = $1 AND a.person_id = $2",
        tx.workspace_id, person_id, tx.now,
    )  # fmt: skip
    return Absence(**dict(row)) if row else None


async def owned(tx: Transaction, person_id: int) -> list[Owned]:
    """What is theirs to answer: tickets that are new or open."""
    rows = await tx.fetch(
        "SELECT t.id AS ticket_id, t.team_id, t.waiting_since IS NOT NULL AS unanswered,"
        "       coalesce((SELECT max(a.at) FROM assignments a"
        "                  WHERE a.workspace_id = $1 AND a.ticket_id = t.id AND a.agent_id = $2), t.created_at)"
        "         AS given_at,"
        "       EXISTS (SELECT FROM work w WHERE w.workspace_id = $1 AND w.ticket_id = t.id AND w.person_id = $2"
        "                  AND w.seen_at > $3) AS at_work,"
        "       coalesce((SELECT s.weight FROM seats s WHERE s.workspace_id = $1 AND s.ticket_id = t.id), 1) AS weight,"
        "       coalesce((SELECT a.code IN ('by_hand', 'taken', 'reassigned') FROM assignments a"
        "                  WHERE a.workspace_id = $1 AND a.ticket_id = t.id AND a.agent_id = $2"
        "                  ORDER BY a.id DESC LIMIT 1), false) AS by_hand"
        "  FROM tickets t WHERE t.workspace_id = $1 AND t.owner_id = $2 AND t.state IN ('new', 'open') ORDER BY t.id",
        tx.workspace_id, person_id, tx.now - AT_WORK,
    )  # fmt: skip
    return [Owned(**dict(row)) for row in rows]


async def room(tx: Transaction, person_id: int) -> Room | None:
    row = await tx.fetch_one(
        "SELECT load, capacity FROM agents WHERE workspace_id = $1 AND person_id = $2", tx.workspace_id, person_id
    )
    return Room(**dict(row)) if row else None
