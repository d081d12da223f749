"""Tickets that change hands together, in PostgreSQL."""

from collections.abc import Iterable, Sequence
from typing import Any

from asyncpg import Record

from jishi.storage.transaction import Transaction

UNFINISHED = "('new', 'open', 'pending', 'on_hold')"


async def owned_by(tx: Transaction, person_id: int, *, limit: int) -> list[int]:
    """What somebody has in hand, what they have had longest last."""
    rows = await tx.fetch(
        f"SELECT id FROM tickets WHERE workspace_id = $1 AND owner_id = $2 AND state IN {UNFINISHED}"
        " ORDER BY due_at NULLS LAST, id LIMIT $3",
        tx.workspace_id, person_id, limit,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def hold(tx: Transaction, people: Iterable[int]) -> None:
    """Nobody gives these anything, or takes it from them, until this transaction ends. In the order of their ids."""
    await tx.execute(
        "SELECT FROM agents WHERE workspace_id = $1 AND person_id = ANY($2::bigint[]) ORDER BY person_id"
        " FOR NO KEY UPDATE",
        tx.workspace_id, sorted(set(people)),
    )  # fmt: skip


async def tickets(tx: Transaction, ticket_ids: Sequence[int]) -> list[Record]:
    """Those that are not finished, as the dispatcher sees them (`asked`), in the order of their numbers."""
    return await tx.fetch(
        "SELECT t.id, t.number, t.subject, t.level, t.owner_id, dispatch_asked($1, t, $3, $3) AS asked FROM tickets t"
        f" WHERE t.workspace_id = $1 AND t.id = ANY($2::bigint[]) AND t.state IN {UNFINISHED} ORDER BY t.number, t.id",
        tx.workspace_id, list(ticket_ids), tx.now,
    )  # fmt: skip


async def keep(tx: Transaction, reassignment_id: int, plan: list[Any], report: dict[str, Any]) -> None:
    await tx.execute(
        "INSERT INTO reassignments (workspace_id, id, at, by, plan, report) VALUES ($1, $2, $3, $4, $5, $6)",
        tx.workspace_id, reassignment_id, tx.now, tx.by, plan, report,
    )  # fmt: skip
