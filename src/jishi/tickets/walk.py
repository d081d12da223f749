"""Go along all open tickets in the order of their ids."""

from collections.abc import Sequence
from datetime import datetime

from jishi.storage.transaction import Transaction
from jishi.tickets import store
from jishi.tickets.model import Ticket


async def open_after(tx: Transaction, after: int, *, limit: int) -> list[int]:
    """Ids of open tickets beyond one, the lowest first."""
    return await store.open_after(tx, after, limit)


async def touched_after(tx: Transaction, after: int, *, since: datetime, limit: int) -> list[int]:
    """As `open_after`, of those only that were filed or changed since that instant."""
    return await store.open_after(tx, after, limit, since=since)


async def look_at(tx: Transaction, ids: Sequence[int]) -> list[Ticket]:
    """The tickets of these ids that are open, as they are."""
    return await store.open_ones(tx, ids, held=False)


async def hold_all(tx: Transaction, ids: Sequence[int]) -> list[Ticket]:
    """The tickets of these ids that are open, held until this transaction ends, in the order of ids."""
    return await store.open_ones(tx, ids, held=True)
