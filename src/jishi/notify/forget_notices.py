"""Let go of notices that nobody looks at any more."""

from datetime import timedelta

from jishi.identity import settings
from jishi.storage.transaction import Transaction


async def forget_notices(tx: Transaction, *, most: int = 2000) -> int:
    """With what of them left the desk. Those of open tickets stay: they are what keeps a step of the ladder from being
    told twice."""
    kept = timedelta(days=(await settings.load(tx)).notices_kept_days)
    tag = await tx.execute(
        "DELETE FROM notices WHERE workspace_id = $1 AND id IN ("
        " SELECT n.id FROM people p CROSS JOIN LATERAL ("
        "   SELECT o.id FROM notices o WHERE o.workspace_id = $1 AND o.person_id = p.id AND o.at < $2"
        "      AND NOT EXISTS (SELECT FROM tickets t WHERE t.workspace_id = $1 AND t.id = o.ticket_id"
        "                         AND t.state IN ('new', 'open', 'pending', 'on_hold'))"
        "    ORDER BY o.at LIMIT $3) n"
        "  WHERE p.workspace_id = $1 LIMIT $3)",
        tx.workspace_id, tx.now - kept, most,
    )  # fmt: skip
    return int(tag.split()[-1])
