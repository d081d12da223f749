"""Compare loads with the tickets, and count anew."""

from jishi.storage.transaction import Transaction
from jishi.workforce import store
from jishi.workforce.store import Miscount

__all__ = ["Miscount", "miscounted", "recount"]


async def miscounted(tx: Transaction) -> list[Miscount]:
    """Agents whose load is not the number of their new and open tickets. Empty on a sound desk."""
    return await store.miscounted(tx)


async def recount(tx: Transaction) -> int:
    """Put every load right, after tickets were written past the desk's verbs (a bulk import). How many were wrong."""
    return await store.recount(tx)
