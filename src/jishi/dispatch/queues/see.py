"""How the queues are worked."""

from jishi.dispatch.model import QueueSettings
from jishi.dispatch.queues import store
from jishi.storage.transaction import Transaction


async def queues(tx: Transaction) -> dict[int, QueueSettings]:
    """Those that somebody has settled, by team; all others are worked as the defaults say."""
    return await store.all_settings(tx)


async def waiting_in(tx: Transaction, team_id: int) -> list[int]:
    """Tickets that wait in a team's queue; for 0, in any: what holds for the whole desk holds for all of them."""
    return await store.waiting_in(tx, team_id)
