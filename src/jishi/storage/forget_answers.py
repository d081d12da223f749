"""Answers to repeated POSTs are kept for two days; whoever has not tried again by then will not."""

from datetime import timedelta

from jishi.storage.transaction import Transaction

KEPT = timedelta(days=2)


async def forget_answers(tx: Transaction, *, most: int = 5000) -> int:
    """Forget the oldest stored answers that are past their time; how many."""
    tag = await tx.execute(
        "DELETE FROM idempotency_keys WHERE workspace_id = $1 AND (caller, key) IN (SELECT caller, key"
        " FROM idempotency_keys WHERE workspace_id = $1 AND at < $2 ORDER BY at LIMIT $3)",
        tx.workspace_id, tx.now - KEPT, most,
    )  # fmt: skip
    return int(tag.split()[-1])
