"""Why a ticket's owner has it, in one sentence."""

from jishi.dispatch import explain, store
from jishi.storage.transaction import Transaction


async def reason_for(tx: Transaction, ticket_id: int, *, language: str) -> str | None:
    """The newest decision's sentence, or None when nothing was decided yet."""
    row = await store.newest_decision(tx, ticket_id)
    return explain.sentence(row["code"], row["params"], language) if row is not None else None
