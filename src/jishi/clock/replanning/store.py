"""Runs over open tickets, and the clocks of many tickets, in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

import msgspec

from jishi.clock.model import Timer
from jishi.clock.replanning.model import Replanning
from jishi.clock.stood_still import MARKS
from jishi.clock.store import SELECT, as_timers
from jishi.kernel.facts import Fact
from jishi.storage.journal import restore
from jishi.storage.transaction import Transaction
from jishi.tickets.facts import ReplySent

COLUMNS = ", ".join(field.name for field in fields(Replanning))


def begin(
    tx: Transaction, *, id: int, why: str, calendar_id: int | None, key: object  # noqa: A002 - as the column is called
) -> None:  # fmt: skip
    tx.later("begin_replanning", id, why, calendar_id, tx.by, tx.now, key=key)


async def hold(tx: Transaction, replanning_id: int) -> Replanning | None:
    """The run, held until this transaction ends."""
    row = await tx.fetch_one(
        f"SELECT {COLUMNS} FROM replannings WHERE workspace_id = $1 AND id = $2 FOR UPDATE",
        tx.workspace_id, replanning_id,
    )  # fmt: skip
    return msgspec.convert(dict(row), Replanning) if row else None


async def is_superseded(tx: Transaction, run: Replanning) -> bool:
    return bool(
        await tx.fetch(
            "SELECT 1 FROM replannings WHERE workspace_id = $1 AND (started_at, id) > ($2, $3) LIMIT 1",
            tx.workspace_id, run.started_at, run.id,
        )
    )  # fmt: skip


async def save(tx: Transaction, run: Replanning) -> None:
    await tx.execute(
        "UPDATE replannings SET done = $3, changed = $4, broken = $5, cursor = $6, finished_at = $7, superseded = $8"
        " WHERE workspace_id = $1 AND id = $2",
        tx.workspace_id, run.id, run.done, run.changed, run.broken, run.cursor, run.finished_at, run.superseded,
    )  # fmt: skip


async def lately(tx: Transaction, *, limit: int) -> list[Replanning]:
    """The newest first."""
    rows = await tx.fetch(
        f"SELECT {COLUMNS} FROM replannings WHERE workspace_id = $1 ORDER BY started_at DESC, id DESC LIMIT $2",
        tx.workspace_id, limit,
    )  # fmt: skip
    return msgspec.convert([dict(row) for row in rows], list[Replanning])


async def forget(tx: Transaction, *, before: datetime) -> None:
    """Runs that ended so long ago that nobody asks any more."""
    await tx.execute("DELETE FROM replannings WHERE workspace_id = $1 AND finished_at < $2", tx.workspace_id, before)


async def count_running(tx: Transaction) -> int:
    """Clocks of open tickets that are not over."""
    found: int | None = await tx.fetch_value(
        "SELECT count(*) FROM timers t JOIN tickets k ON k.workspace_id = $1 AND k.id = t.ticket_id"
        " WHERE t.workspace_id = $1 AND t.met_at IS NULL AND t.cancelled_at IS NULL"
        " AND k.state IN ('new', 'open', 'pending', 'on_hold')",
        tx.workspace_id,
    )
    return found or 0


async def histories(tx: Transaction, ticket_ids: Sequence[int]) -> dict[int, list[Fact]]:
    """What the journal says of the states that many tickets were in, and of replies, in its order."""
    rows = await tx.fetch(
        "SELECT kind, at, by, ticket_id, data FROM journal WHERE workspace_id = $1 AND ticket_id = ANY($2::bigint[])"
        " AND kind = ANY($3::text[]) ORDER BY ticket_id, id",
        tx.workspace_id, list(ticket_ids), [kind.__name__ for kind in (*MARKS, ReplySent)],
    )  # fmt: skip
    found: dict[int, list[Fact]] = {ticket_id: [] for ticket_id in ticket_ids}
    for row in rows:
        fact = restore(**dict(row))
        if fact is not None:
            found[row["ticket_id"]].append(fact)
    return found


async def timers_of(tx: Transaction, ticket_ids: Sequence[int]) -> dict[int, list[Timer]]:
    """All clocks of many tickets, of each in the order in which they started."""
    rows = await tx.fetch(
        f"{SELECT} WHERE workspace_id = $1 AND ticket_id = ANY($2::bigint[]) ORDER BY ticket_id, started_at, id",
        tx.workspace_id, list(ticket_ids),
    )  # fmt: skip
    found: dict[int, list[Timer]] = {ticket_id: [] for ticket_id in ticket_ids}
    for timer in as_timers(rows):
        found[timer.ticket_id].append(timer)
    return found
