"""Customers, and the ways to recognise them."""

from collections.abc import Sequence
from datetime import datetime

from jishi.identity.model import Customer
from jishi.storage.transaction import Transaction

COLUMNS = "id, name, email, phone, external_id, tier, language, note, created_at, blocked_at, blocked_by, block_reason"
Handle = tuple[str, str]


def add(tx: Transaction, customer: Customer, handles: Sequence[Handle]) -> None:
    tx.later(
        "add_customer",
        customer.id, customer.name, customer.email, customer.phone, customer.external_id, customer.tier,
        customer.language, customer.created_at, [kind for kind, _ in handles], [value for _, value in handles],
        key=("customer", customer.id), many="add_customers", first=True,
    )  # fmt: skip


async def get(tx: Transaction, customer_id: int) -> Customer | None:
    row = await tx.fetch_one(
        f"SELECT {COLUMNS} FROM customers WHERE workspace_id = $1 AND id = $2",
        tx.workspace_id, customer_id,
    )  # fmt: skip
    return Customer(**dict(row)) if row else None


async def named(tx: Transaction, ids: Sequence[int]) -> dict[int, str]:
    rows = await tx.fetch(
        "SELECT id, name FROM customers WHERE workspace_id = $1 AND id = ANY($2::bigint[]) ORDER BY name, id",
        tx.workspace_id, list(ids),
    )  # fmt: skip
    return {row["id"]: row["name"] for row in rows}


async def lock(tx: Transaction, customer_id: int) -> Customer | None:
    row = await tx.fetch_one(
        f"SELECT {COLUMNS} FROM customers WHERE workspace_id = $1 AND id = $2 FOR UPDATE",
        tx.workspace_id, customer_id,
    )  # fmt: skip
    return Customer(**dict(row)) if row else None


async def save(tx: Transaction, customer: Customer) -> None:
    await tx.execute(
        "UPDATE customers SET name = $3, email = $4, phone = $5, external_id = $6, tier = $7, language = $8, note = $9"
        " WHERE workspace_id = $1 AND id = $2",
        tx.workspace_id, customer.id, customer.name, customer.email, customer.phone, customer.external_id,
        customer.tier, customer.language, customer.note,
    )  # fmt: skip


async def save_block(tx: Transaction, customer: Customer) -> None:
    await tx.execute(
        "UPDATE customers SET blocked_at = $3, blocked_by = $4, block_reason = $5 WHERE workspace_id = $1 AND id = $2",
        tx.workspace_id, customer.id, customer.blocked_at, customer.blocked_by, customer.block_reason,
    )  # fmt: skip


async def blocked(tx: Transaction, *, after: tuple[datetime | None, int] | None, limit: int) -> list[Customer]:
    """Those who are blocked, the latest first."""
    at, key = after or (None, 0)
    rows = await tx.fetch(
        f"SELECT {COLUMNS} FROM customers WHERE workspace_id = $1 AND blocked_at IS NOT NULL"
        " AND ($2::timestamptz IS NULL OR (blocked_at, id) < ($2, $3)) ORDER BY blocked_at DESC, id DESC LIMIT $4",
        tx.workspace_id, at, key, limit,
    )  # fmt: skip
    return [Customer(**dict(row)) for row in rows]


async def handles(tx: Transaction, customer_id: int) -> list[Handle]:
    rows = await tx.fetch(
        "SELECT kind, value FROM customer_handles WHERE workspace_id = $1 AND customer_id = $2 ORDER BY kind, value",
        tx.workspace_id, customer_id,
    )  # fmt: skip
    return [(row["kind"], row["value"]) for row in rows]


async def add_handles(tx: Transaction, customer_id: int, wanted: Sequence[Handle]) -> list[Handle]:
    """Those that nobody had and that this customer has now. A handle of another customer stays theirs."""
    rows = await tx.fetch(
        "INSERT INTO customer_handles (workspace_id, kind, value, customer_id)"
        " SELECT $1::bigint, u.kind, u.value, $2::bigint FROM unnest($3::text[], $4::text[]) AS u(kind, value)"
        " ORDER BY u.kind, u.value ON CONFLICT DO NOTHING RETURNING kind, value",
        tx.workspace_id, customer_id, [kind for kind, _ in wanted], [value for _, value in wanted],
    )  # fmt: skip
    return [(row["kind"], row["value"]) for row in rows]


async def owner_of(tx: Transaction, handle: Handle) -> int | None:
    found: int | None = await tx.fetch_value(
        "SELECT customer_id FROM customer_handles WHERE workspace_id = $1 AND kind = $2 AND value = $3",
        tx.workspace_id, *handle,
    )  # fmt: skip
    return found


async def drop_handle(tx: Transaction, customer_id: int, handle: Handle) -> None:
    await tx.execute(
        "DELETE FROM customer_handles WHERE workspace_id = $1 AND customer_id = $2 AND kind = $3 AND value = $4",
        tx.workspace_id, customer_id, *handle,
    )  # fmt: skip
