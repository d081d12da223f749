"""Compare loads with the tickets, and count anew."""

from jishi.storage.transaction import Transaction
from jishi.workforce import store
from jishi.workforce.facts import LoadsRecounted
from jishi.workforce.store import Miscount

__all__ = ["Miscount", "miscounted", "recount"]


async def miscounted(tx: Transaction) -> list[Miscount]:
    """Agents whose load is not the number of their new and open tickets. Empty on a sound desk."""
    return await store.miscounted(tx)


async def recount(tx: Transaction) -> int:
    """Put every load right, after tickets were written past the desk's verbs (a bulk import). How many were wrong."""
    wrong = await store.recount(tx)
    freed = tuple(sorted(each.person_id for each in wrong if each.counted < each.load))
    if freed:
        await tx.record(LoadsRecounted(at=tx.now, by=tx.by, person_ids=freed))
    return len(wrong)
