"""Attachments, secrets and what the progress page shows, in PostgreSQL."""

from datetime import datetime
from typing import Any

from jishi.storage.transaction import Transaction
from jishi.tickets.model import Attached


async def lock_blob(tx: Transaction, key: str, *, alone: bool) -> None:
    """Until this transaction ends, nobody removes the bytes; `alone`, nobody begins to refer to them either."""
    await tx.fetch("SELECT lock_blob($1, $2)", key, alone)


async def add_attachment(tx: Transaction, attached: Attached, *, key: str, sha256: bytes, added_by: str) -> None:
    await tx.execute(
        "INSERT INTO attachments (workspace_id, id, name, type, size, sha256, key, added_by, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tx.workspace_id, attached.id, attached.name, attached.type, attached.size, sha256, key, added_by, tx.now,
    )  # fmt: skip


async def attachment(tx: Transaction, attachment_id: int) -> Any:
    return await tx.fetch_one(
        "SELECT id, name, type, size, sha256, key, message_id FROM attachments WHERE workspace_id = $1 AND id = $2",
        tx.workspace_id, attachment_id,
    )  # fmt: skip


async def uploads_of(tx: Transaction, added_by: str) -> list[Attached]:
    """Files that this uploader has sent and no message has taken."""
    rows = await tx.fetch(
        "SELECT id, name, type, size FROM attachments WHERE workspace_id = $1 AND added_by = $2"
        " AND message_id IS NULL AND created_at > $3 ORDER BY id",
        tx.workspace_id, added_by, datetime.fromtimestamp(tx.now.timestamp() - 86400, tx.now.tzinfo),
    )  # fmt: skip
    return [Attached(**dict(row)) for row in rows]


async def drop_upload(tx: Transaction, attachment_id: int) -> str | None:
    """Remove the row of a file that no message took; the key of its bytes when nothing else refers to them."""
    key: str | None = await tx.fetch_value(
        "SELECT key FROM attachments WHERE workspace_id = $1 AND id = $2 AND message_id IS NULL",
        tx.workspace_id, attachment_id,
    )  # fmt: skip
    if key is None:
        return None
    await lock_blob(tx, key, alone=True)
    await tx.execute(
        "DELETE FROM attachments WHERE workspace_id = $1 AND id = $2 AND message_id IS NULL",
        tx.workspace_id, attachment_id,
    )  # fmt: skip
    others = await tx.fetch(
        "SELECT 1 FROM attachments WHERE workspace_id = $1 AND key = $2 LIMIT 1", tx.workspace_id, key
    )
    return None if others else key


async def drop_files(tx: Transaction, ticket_ids: list[int]) -> list[str]:
    """Remove the rows of all files of these tickets; the keys of those bytes that nothing else refers to."""
    if not ticket_ids:
        return []
    keys: list[str] = await tx.fetch_value("SELECT drop_files($1, $2)", tx.workspace_id, ticket_ids)
    return keys


async def secret(tx: Transaction, name: str) -> bytes | None:
    sealed: bytes | None = await tx.fetch_value(
        "SELECT secret FROM channel_secrets WHERE workspace_id = $1 AND name = $2", tx.workspace_id, name
    )
    return sealed


async def add_secret(tx: Transaction, name: str, sealed: bytes) -> None:
    """Whoever comes first has made it."""
    await tx.execute(
        "INSERT INTO channel_secrets (workspace_id, name, secret, created_at) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT DO NOTHING",
        tx.workspace_id, name, sealed, tx.now,
    )  # fmt: skip


async def conversation(tx: Transaction, ticket_id: int, *, limit: int) -> list[Any]:
    """What the customer may read, the newest `limit` of it, oldest first."""
    return await tx.fetch(
        "SELECT * FROM (SELECT id, author_kind, author_id, author_name, body, received_at, attachments FROM messages"
        "  WHERE workspace_id = $1 AND ticket_id = $2 AND public ORDER BY received_at DESC, id DESC LIMIT $3) newest"
        " ORDER BY received_at, id",
        tx.workspace_id, ticket_id, limit,
    )  # fmt: skip


async def said_already(tx: Transaction, ticket_id: int, body: str, *, since: datetime) -> bool:
    """Whether the customer has just said the very same."""
    return bool(
        await tx.fetch(
            "SELECT 1 FROM messages WHERE workspace_id = $1 AND ticket_id = $2 AND author_kind = 'customer'"
            " AND received_at > $3 AND body = $4",
            tx.workspace_id, ticket_id, since, body,
        )
    )  # fmt: skip
