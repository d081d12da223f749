"""Swaps in PostgreSQL."""

from dataclasses import fields
from datetime import datetime

from asyncpg import Record

from jishi.storage.transaction import Transaction
from jishi.workforce.roster import store as roster
from jishi.workforce.roster.model import Swap, SwapState

SWAPS = "shift_swaps"
SWAP = tuple(field.name for field in fields(Swap))


async def lock(tx: Transaction, swap_id: int) -> Swap | None:
    row = await roster.lock_row(tx, SWAPS, SWAP, swap_id)
    return _swap(row) if row else None


async def add(tx: Transaction, swap: Swap) -> None:
    await roster.insert(tx, SWAPS, roster.columns_of(swap))


async def save(tx: Transaction, swap: Swap) -> None:
    await roster.update(tx, SWAPS, roster.columns_of(swap))


async def is_asked(tx: Transaction, shift_id: int) -> bool:
    """Whether somebody has been asked to take that shift and it is not decided."""
    return bool(
        await tx.fetch_value(
            "SELECT EXISTS (SELECT FROM shift_swaps WHERE workspace_id = $1 AND shift_id = $2"
            " AND state IN ('asked', 'accepted'))",
            tx.workspace_id, shift_id,
        )
    )  # fmt: skip


async def recent(
    tx: Transaction, *, person_id: int | None, after: tuple[datetime | None, int] | None, limit: int
) -> list[Swap]:
    """The newest, also those that are done; of everybody or of those whom they are about."""
    rows = await tx.fetch(
        f"SELECT {', '.join(SWAP)} FROM shift_swaps WHERE workspace_id = $1"
        " AND ($2::bigint IS NULL OR $2 IN (from_id, to_id))"
        " AND ($3::timestamptz IS NULL OR (asked_at, id) < ($3, $4)) ORDER BY asked_at DESC, id DESC LIMIT $5",
        tx.workspace_id, person_id, *(after or (None, 0)), limit,
    )  # fmt: skip
    return [_swap(row) for row in rows]


def _swap(row: Record) -> Swap:
    return Swap(**{**{name: row[name] for name in SWAP}, "state": SwapState(row["state"])})
