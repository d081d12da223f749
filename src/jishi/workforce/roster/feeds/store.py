"""Private links to shifts in PostgreSQL: of the secret only its hash."""

from dataclasses import dataclass
from datetime import datetime

from jishi.storage.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """`hint` is how the link ends, by which its owner knows it again."""

    hint: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    person_id: int
    language: str | None


async def feed(tx: Transaction, person_id: int) -> Feed | None:
    row = await tx.fetch_one(
        "SELECT hint, made_at FROM shift_feeds WHERE workspace_id = $1 AND person_id = $2", tx.workspace_id, person_id
    )
    return Feed(**dict(row)) if row else None


async def keep_feed(tx: Transaction, person_id: int, hash_: bytes, *, hint: str) -> None:
    """In place of the one they had."""
    await tx.execute(
        "INSERT INTO shift_feeds (workspace_id, person_id, hash, hint, made_at) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (workspace_id, person_id) DO UPDATE SET hash = $3, hint = $4, made_at = $5",
        tx.workspace_id, person_id, hash_, hint, tx.now,
    )  # fmt: skip


async def forget_feed(tx: Transaction, person_id: int) -> bool:
    """Whether there was one."""
    tag = await tx.execute(
        "DELETE FROM shift_feeds WHERE workspace_id = $1 AND person_id = $2", tx.workspace_id, person_id
    )
    return tag != "DELETE 0"


async def owner(tx: Transaction, hash_: bytes) -> Owner | None:
    """Whose link it is, while they work here."""
    row = await tx.fetch_one(
        "SELECT f.person_id, p.language FROM shift_feeds f JOIN people p ON p.workspace_id = $1 AND p.id = f.person_id"
        " WHERE f.workspace_id = $1 AND f.hash = $2 AND p.active",
        tx.workspace_id, hash_,
    )  # fmt: skip
    return Owner(**dict(row)) if row else None
