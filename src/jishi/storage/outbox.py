"""What still has to follow from facts: claimed with SKIP LOCKED, in order per ticket, removed with the work itself.

The dispatcher's reactions are a lane of their own: they wait for one another, and not for those of others."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from jishi.kernel.facts import Fact
from jishi.storage import journal
from jishi.storage.transaction import Transaction

PARK_AFTER = 8
LONGEST_BACK_OFF = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Due:
    """One reaction to one fact. `fact` is None when this version of the desk cannot read it."""

    fact_id: int
    reaction: str
    seq: int
    attempts: int
    fact: Fact | None


# The first row of each ticket is its turnstile: whoever locks it has the ticket to himself, so order holds with any
# number of workers. A parked row no longer stands in the way. It is found by one probe of the index: a join, planned
# while the table was empty, would read all rows for each.
CLAIM = """
SELECT o.fact_id, o.reaction, o.seq, o.attempts, j.at, j.kind, j.by, j.ticket_id, j.data
  FROM outbox o JOIN journal j ON j.workspace_id = o.workspace_id AND j.id = o.fact_id
 WHERE o.workspace_id = $1 AND o.parked_at IS NULL AND o.run_at <= $2
   AND o.reaction NOT LIKE 'dispatch.%'
   AND (o.ticket_id IS NULL OR o.seq = (
       SELECT e.seq FROM outbox e WHERE e.workspace_id = $1 AND e.ticket_id = o.ticket_id AND e.parked_at IS NULL
          AND e.reaction NOT LIKE 'dispatch.%' ORDER BY e.seq LIMIT 1))
 ORDER BY o.run_at, o.seq LIMIT $3
   FOR UPDATE OF o SKIP LOCKED
"""


async def claim(tx: Transaction, *, before: datetime, limit: int) -> list[Due]:
    """Reactions to run in this transaction, oldest first; not the dispatcher's."""
    rows = await tx.fetch(CLAIM, tx.workspace_id, before, limit)
    return sorted((_due(row) for row in rows), key=lambda due: due.seq)


async def claim_dispatch(tx: Transaction, *, before: datetime, limit: int) -> list[Due]:
    """The dispatcher's, which are done first and many at once; none while another worker is at them."""
    rows = await tx.fetch("SELECT * FROM claim_dispatch($1, $2, $3)", tx.workspace_id, before, limit)
    return [_due(row) for row in rows]


async def claim_one(tx: Transaction, due: Due) -> bool:
    """Claim one again after its batch failed; False when somebody else has done it meanwhile."""
    found = await tx.fetch(
        "SELECT 1 FROM outbox WHERE workspace_id = $1 AND fact_id = $2 AND reaction = $3 AND parked_at IS NULL"
        " FOR UPDATE SKIP LOCKED",
        tx.workspace_id, due.fact_id, due.reaction,
    )  # fmt: skip
    return bool(found)


async def done(tx: Transaction, dues: list[Due]) -> None:
    await tx.execute(
        "DELETE FROM outbox o USING unnest($2::bigint[], $3::text[]) AS d(fact_id, reaction)"
        " WHERE o.workspace_id = $1 AND o.fact_id = d.fact_id AND o.reaction = d.reaction",
        tx.workspace_id, [due.fact_id for due in dues], [due.reaction for due in dues],
    )  # fmt: skip


async def failed(tx: Transaction, due: Due, error: str) -> bool:
    """Try again with back-off, or park it where an administrator sees it; whether it was parked."""
    parked = due.attempts + 1 >= PARK_AFTER
    wait = min(timedelta(seconds=2**due.attempts), LONGEST_BACK_OFF)
    await tx.execute(
        "UPDATE outbox SET attempts = attempts + 1, run_at = $4, error = $5, parked_at = $6"
        " WHERE workspace_id = $1 AND fact_id = $2 AND reaction = $3",
        tx.workspace_id, due.fact_id, due.reaction, tx.now + wait, error[:2000], tx.now if parked else None,
    )  # fmt: skip
    return parked


async def parked(tx: Transaction, *, after: int | None, limit: int) -> list[Any]:
    """Reactions that were given up, newest first, with the facts they follow from."""
    return await tx.fetch(
        "SELECT o.seq, o.fact_id, o.reaction, o.attempts, o.error, o.parked_at, j.kind, j.at, j.by, o.ticket_id, j.data"
        "  FROM outbox o JOIN journal j ON j.workspace_id = o.workspace_id AND j.id = o.fact_id"
        " WHERE o.workspace_id = $1 AND o.parked_at IS NOT NULL AND ($2::bigint IS NULL OR o.seq < $2)"
        " ORDER BY o.seq DESC LIMIT $3",
        tx.workspace_id, after, limit,
    )  # fmt: skip


async def rerun(tx: Transaction, seq: int) -> bool:
    """Put a parked reaction back; False when there is none of that number."""
    tag = await tx.execute(
        "UPDATE outbox SET attempts = 0, run_at = $3, parked_at = NULL"
        " WHERE workspace_id = $1 AND seq = $2 AND parked_at IS NOT NULL",
        tx.workspace_id, seq, tx.now,
    )  # fmt: skip
    return tag == "UPDATE 1"


async def drop(tx: Transaction, seq: int) -> bool:
    """Give a parked reaction up for good."""
    tag = await tx.execute(
        "DELETE FROM outbox WHERE workspace_id = $1 AND seq = $2 AND parked_at IS NOT NULL", tx.workspace_id, seq
    )
    return tag == "DELETE 1"


def _due(row: Any) -> Due:
    try:
        fact = journal.restore(row["kind"], row["at"], row["by"], row["ticket_id"], row["data"])
    except msgspec.ValidationError:  # it fails by itself, and keeps nobody else's work from being done
        fact = None
    return Due(row["fact_id"], row["reaction"], row["seq"], row["attempts"], fact)
