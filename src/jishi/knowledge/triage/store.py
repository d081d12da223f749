"""Dictionaries in PostgreSQL."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from jishi.knowledge.triage.model import Dictionary
from jishi.storage.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A workspace's dictionary as it is stored; None for the one that comes with the desk."""

    dictionary: Dictionary | None
    version: int
    updated_at: datetime | None
    updated_by: str | None
    settings_version: int


async def glance(tx: Transaction) -> Kept:
    """One round trip, no lock."""
    [row] = await tx.glance("glance_triage")
    return _kept(row)


async def lock(tx: Transaction) -> Kept:
    """Of two who change the dictionary at once, the second waits for the first and then sees what it did."""
    await tx.execute("SELECT FROM workspaces WHERE workspace_id = $1 FOR NO KEY UPDATE", tx.workspace_id)
    return await read(tx)


async def read(tx: Transaction) -> Kept:
    """As this transaction sees it, with what it has changed itself."""
    return _kept(await tx.fetch_one("SELECT * FROM glance_triage($1)", tx.workspace_id))


async def save(tx: Transaction, dictionary: Dictionary | None, *, version: int) -> None:
    await tx.execute(
        "INSERT INTO triage (workspace_id, dictionary, version, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (workspace_id) DO UPDATE SET dictionary = excluded.dictionary, version = excluded.version,"
        " updated_at = excluded.updated_at, updated_by = excluded.updated_by",
        tx.workspace_id, None if dictionary is None else msgspec.to_builtins(dictionary), version, tx.now, tx.by,
    )  # fmt: skip


async def said(tx: Transaction, ticket_id: int, message_id: int) -> Any:
    """What a message said, and the workspace's settings version: body, received_at, settings_version."""
    return await tx.fetch_one(
        "SELECT m.body, m.received_at, w.settings_version FROM messages m"
        " JOIN workspaces w ON w.workspace_id = m.workspace_id"
        " WHERE m.workspace_id = $1 AND m.id = $3 AND m.ticket_id = $2",
        tx.workspace_id, ticket_id, message_id,
    )  # fmt: skip


def _kept(row: Any) -> Kept:
    stored = row["dictionary"]
    return Kept(
        dictionary=None if stored is None else msgspec.convert(stored, Dictionary),
        version=row["version"],
        updated_at=row["updated_at"],
        updated_by=row["updated_by"],
        settings_version=row["settings_version"],
    )
