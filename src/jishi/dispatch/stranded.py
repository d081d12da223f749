"""Tickets that nobody owns and no queue knows. There should be none."""

from datetime import timedelta

from jishi.dispatch import store
from jishi.dispatch.offer import look
from jishi.storage.transaction import Transaction

PATIENCE = timedelta(minutes=1)


async def stranded(tx: Transaction) -> list[int]:
    """Tickets without an owner that do not wait, though nothing is about to be done for them."""
    return await store.stranded(tx, before=tx.now - PATIENCE)


async def rescue(tx: Transaction) -> int:
    """Dispatch them. How many there were."""
    found = await stranded(tx)
    for ticket_id in found:
        await look(tx, ticket_id)
    return len(found)
