"""Settings of queues in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import msgspec
from asyncpg import Record

from jishi.dispatch.model import QueueSettings
from jishi.storage.transaction import Transaction

ELSEWHERE = ("team_id", "last_given")  # columns of their own


async def settings_of(tx: Transaction, team_id: int) -> QueueSettings:
    row = await tx.fetch_one(
        "SELECT settings, last_given FROM queue_settings WHERE workspace_id = $1 AND team_id = $2",
        tx.workspace_id, team_id,
    )  # fmt: skip
    return as_settings(team_id, row["settings"], row["last_given"]) if row else QueueSettings(team_id=team_id)


async def all_settings(tx: Transaction) -> dict[int, QueueSettings]:
    """Of the queues that somebody has settled, by team."""
    rows = await tx.fetch(
        "SELECT team_id, settings, last_given FROM queue_settings WHERE workspace_id = $1", tx.workspace_id
    )
    return {row["team_id"]: as_settings(row["team_id"], row["settings"], row["last_given"]) for row in rows}


async def lengths(tx: Transaction) -> dict[int, Record]:
    """How many wait in each queue that is not empty, and since when the first does."""
    rows = await tx.fetch(
        "SELECT team_id, count(*) AS waiting, min(since) AS oldest FROM queue WHERE workspace_id = $1 GROUP BY team_id",
        tx.workspace_id,
    )
    return {row["team_id"]: row for row in rows}


LACKING = "q.code NOT IN ('to_pull', 'others_first', 'offered')"  # waits because nobody could take it


async def urgencies(tx: Transaction, ticket_ids: Sequence[int]) -> dict[int, bool]:
    rows = await tx.fetch(
        "SELECT q.ticket_id, q.level = 0 AS urgent FROM queue q"
        f" WHERE q.workspace_id = $1 AND q.ticket_id = ANY($2::bigint[]) AND {LACKING}",
        tx.workspace_id, list(ticket_ids),
    )  # fmt: skip
    return {row["ticket_id"]: row["urgent"] for row in rows}


async def crowd(tx: Transaction, team_id: int, *, urgent: bool) -> Record | None:
    return await tx.fetch_one(
        "SELECT q.ticket_id, q.code, q.params, count(*) OVER () AS waiting, max(q.since) OVER () AS newest FROM queue q"
        f" WHERE q.workspace_id = $1 AND q.team_id = $2 AND (q.level = 0) = $3 AND {LACKING}"
        " ORDER BY q.since, q.ticket_id LIMIT 1",
        tx.workspace_id, team_id, urgent,
    )  # fmt: skip


async def waiting_in(
    tx: Transaction, team_id: int, *, after: Sequence[str] | None, limit: int
) -> list[tuple[int, list[str]]]:
    rows = await tx.fetch(
        "SELECT q.ticket_id,"
        " ARRAY[q.level::text, q.tier::text, q.due_at::text, q.created_at::text, q.ticket_id::text] AS place"
        " FROM queue q WHERE q.workspace_id = $1 AND ($2 = 0 OR q.team_id = $2) AND ($3::text[] IS NULL OR"
        " (q.level, q.tier, q.due_at, q.created_at, q.ticket_id) > (($3::text[])[1]::smallint,"
        " ($3::text[])[2]::smallint, ($3::text[])[3]::timestamptz, ($3::text[])[4]::timestamptz,"
        " ($3::text[])[5]::bigint))"
        " ORDER BY q.level, q.tier, q.due_at, q.created_at, q.ticket_id LIMIT $4",
        tx.workspace_id, team_id, None if after is None else list(after), limit,
    )  # fmt: skip
    return [(row["ticket_id"], row["place"]) for row in rows]


def save(tx: Transaction, settings: QueueSettings) -> None:
    """Everything but where round robin stands: that moves with every assignment."""
    kept = {name: value for name, value in asdict(settings).items() if name not in ELSEWHERE}
    tx.later("save_queue_settings", settings.team_id, msgspec.to_builtins(kept))


def as_settings(team_id: int, stored: dict[str, Any], last_given: int | None) -> QueueSettings:
    """What a row says; what it does not say is the default."""
    return msgspec.convert({**stored, "team_id": team_id, "last_given": last_given}, QueueSettings)
