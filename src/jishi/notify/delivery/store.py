"""The post in PostgreSQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from asyncpg import Record

from jishi.notify.delivery.model import Recipient, Unsent
from jishi.notify.delivery.parse_preference import parse_preference
from jishi.notify.model import Medium
from jishi.storage.transaction import Transaction

Row = tuple[int, Medium, int, bool, datetime]  # notice, medium, person, whether it is urgent, when it leaves


async def recipients(tx: Transaction, person_ids: Collection[int]) -> dict[int, Recipient]:
    """Who they are, where they are now, and what they want."""
    rows = await tx.fetch(
        "SELECT p.id, p.name, p.email, coalesce(p.language, w.language) AS language, coalesce(p.zone, w.zone) AS zone,"
        "       p.active, coalesce(a.status = 'online', false) AS online, c.choices"
        "  FROM people p JOIN workspaces w ON w.workspace_id = p.workspace_id"
        "  LEFT JOIN agents a ON a.workspace_id = p.workspace_id AND a.person_id = p.id"
        "  LEFT JOIN notice_preferences c ON c.workspace_id = p.workspace_id AND c.person_id = p.id"
        " WHERE p.workspace_id = $1 AND p.id = ANY($2::bigint[])",
        tx.workspace_id, list(person_ids),
    )  # fmt: skip
    return {row["id"]: _recipient(row) for row in rows}


def add(tx: Transaction, rows: Sequence[Row]) -> None:
    tx.later("add_deliveries", *(list(column) for column in zip(*rows, strict=True)))


async def call_off(tx: Transaction, notice_ids: Sequence[int]) -> None:
    await tx.execute(
        "UPDATE deliveries SET state = 'suppressed', error = $3"
        " WHERE workspace_id = $1 AND notice_id = ANY($2::bigint[]) AND state = 'waiting' AND letter IS NULL",
        tx.workspace_id, list(notice_ids), Unsent.CALLED_OFF,
    )  # fmt: skip


def _recipient(row: Record) -> Recipient:
    known: dict[str, Any] = dict(row)
    choices = known.pop("choices")
    return Recipient(person_id=known.pop("id"), preference=parse_preference(choices), **known)
