"""What people have in hand, in two round trips however many they are."""

from asyncpg import Record

from jishi.storage.transaction import Transaction
from jishi.tickets.in_scope import IN_SCOPE
from jishi.workforce.rules import TYPING_SHOWN, WORK_GRACE

MOST = 30  # tickets of one person shown


async def in_hand(tx: Transaction, person_id: int, scope: list[int] | None) -> list[Record]:
    """Unfinished tickets by owner, the first due before; of each owner at most MOST, and `all` of them counted. `scope`
    limits what the caller sees, as everywhere."""
    seen = "true" if scope is None else f"({IN_SCOPE.format(teams='$4::bigint[]')})"
    return await tx.fetch(
        "SELECT t.*, c.name AS customer_name, coalesce(s.weight, 0) AS weight FROM agents a CROSS JOIN LATERAL ("
        "  SELECT t.owner_id, t.id, t.number, t.subject, t.state, t.level, t.channel, t.tier, t.customer_id, t.due_at,"
        "         t.warn_at, t.waiting_since, count(*) OVER () AS all_of_them FROM tickets t"
        "   WHERE t.workspace_id = $1 AND t.owner_id = a.person_id"
        "     AND t.state IN ('new', 'open', 'pending', 'on_hold')"
        f"    AND $2::bigint IS NOT NULL AND $4::bigint[] IS NOT NULL AND {seen} ORDER BY t.due_at, t.id LIMIT $3) t"
        " JOIN customers c ON c.workspace_id = $1 AND c.id = t.customer_id"
        " LEFT JOIN seats s ON s.workspace_id = $1 AND s.ticket_id = t.id"
        " WHERE a.workspace_id = $1 ORDER BY t.owner_id, t.due_at, t.id",
        tx.workspace_id, person_id, MOST, scope or [],
    )  # fmt: skip


async def at_work(tx: Transaction, person_id: int, scope: list[int] | None) -> list[Record]:
    """The ticket that each has open now: the one they opened last."""
    seen = "true" if scope is None else f"({IN_SCOPE.format(teams='$5::bigint[]')})"
    return await tx.fetch(
        "SELECT DISTINCT ON (w.person_id) w.person_id, t.id, t.number, coalesce(w.typed_at > $4, false)"
        "   AND w.typing_since IS NOT NULL AS typing"
        "  FROM work w JOIN tickets t ON t.workspace_id = $1 AND t.id = w.ticket_id"
        f" WHERE w.workspace_id = $1 AND w.seen_at > $3 AND $2::bigint IS NOT NULL AND $5::bigint[] IS NOT NULL"
        f" AND {seen} ORDER BY w.person_id, w.started_at DESC",
        tx.workspace_id, person_id, tx.now - WORK_GRACE, tx.now - TYPING_SHOWN, scope or [],
    )  # fmt: skip
