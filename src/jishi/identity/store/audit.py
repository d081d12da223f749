"""What was done at the desk, read from the journal."""

from asyncpg import Record

from jishi.identity.facts import EVERYDAY
from jishi.storage.transaction import Transaction

# Written out, not passed: only so does PostgreSQL see that the index `journal_audited` holds these rows.
WITHOUT_EVERYDAY = "kind NOT IN ({})".format(", ".join(f"'{kind}'" for kind in EVERYDAY))


async def page(tx: Transaction, *, kind: str | None, by: str | None, after: int | None, limit: int) -> list[Record]:
    """Facts that are about no ticket, the newest first."""
    condition = WITHOUT_EVERYDAY if kind is None else "true"
    return list(
        await tx.fetch(
            "SELECT id, at, kind, by, data FROM journal WHERE workspace_id = $1 AND ticket_id IS NULL"
            f" AND {condition} AND id < $2 AND ($3::text IS NULL OR by = $3) AND ($4::text IS NULL OR kind = $4)"
            " ORDER BY id DESC LIMIT $5",
            tx.workspace_id, 2**63 - 1 if after is None else after, by, kind, limit,
        )
    )  # fmt: skip
