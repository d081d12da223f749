"""Let go of what old decisions were made on: their sentences stay, and how many were considered."""

from datetime import timedelta

from jishi.identity import settings
from jishi.storage.transaction import Transaction

REFUSED = timedelta(days=1)  # since when a refusal has kept nobody from being asked again


async def forget_decisions(tx: Transaction, *, most: int = 500) -> int:
    """About so many of the oldest that are past the workspace's time; how many."""
    kept = timedelta(days=(await settings.load(tx)).decisions_kept_days)
    thinned: int = await tx.fetch_value("SELECT thin_decisions($1, $2, $3)", tx.workspace_id, tx.now - kept, most)
    return thinned


async def forget_reassignments(tx: Transaction, *, most: int = 100) -> int:
    """What was planned when many tickets changed hands at once; each of them has its own decisions."""
    kept = timedelta(days=(await settings.load(tx)).decisions_kept_days)
    tag = await tx.execute(
        "DELETE FROM reassignments WHERE workspace_id = $1 AND id IN ("
        " SELECT id FROM reassignments WHERE workspace_id = $1 AND at < $2 ORDER BY id LIMIT $3)",
        tx.workspace_id, tx.now - kept, most,
    )  # fmt: skip
    return int(tag.split()[-1])


async def forget_refusals(tx: Transaction, *, most: int = 2000) -> int:
    """That somebody did not want a ticket also stands among its decisions, and stays there."""
    tag = await tx.execute(
        "DELETE FROM refusals WHERE workspace_id = $1 AND (ticket_id, agent_id) IN ("
        " SELECT ticket_id, agent_id FROM refusals WHERE workspace_id = $1 AND until < $2 LIMIT $3)",
        tx.workspace_id, tx.now - REFUSED, most,
    )  # fmt: skip
    return int(tag.split()[-1])
